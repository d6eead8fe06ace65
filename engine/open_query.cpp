// Open queries: every binding that is certain, the possible ones that facts connect, and one word for all others.
//
// Where the shares of a day answer by themselves (engine/share_questions.h), nothing is grounded. Else bindings are grounded
// and decided many at a time (Inquiry::truths), those that facts connect first. Strangers, of
// which a register has millions of pairs, are asked one by one only where it is not shown once and for all that they
// cannot be certain (rules/strangers.h), and then only while they are few.
#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <set>
#include <span>

#include "engine/session_state.h"
#include "rules/ground_plan.h"
#include "rules/strangers.h"

namespace tenet {

namespace {

constexpr std::size_t most_strangers = 20000;  // bindings that are asked one by one
constexpr std::size_t most_together = 512;     // bindings of one grounding

using Values = std::vector<std::uint32_t>;

}  // namespace

struct Session::State::Listing {
    Listing(State& state, const CheckedExpression& checked)
        : st(state), query(checked), n(checked.query_variables.size()), own(state.stands_alone(checked)), known(state.connected()) {
        known.of_term(query.term, constants);
        for (const std::uint32_t c : constants) roots_of_constants.insert(known.find(c));
        const bool recursive = asks_recursive(query.term, state.vocabulary);
        for (std::size_t i = 0; i < n; ++i) {
            domains.push_back(domain(i));
            apart.push_back(recursive && !is_target_only(state.vocabulary, query.term, static_cast<std::uint32_t>(i)));
            all = domains[i].empty() ? 0 : std::min(all, SIZE_MAX / domains[i].size()) * domains[i].size();
        }
        answer.kind = AnswerKind::open;
        answer.truth = Truth::certain;
        if (own) shares = share_question(st.vocabulary, query);
        if (shares && shares->form.through && st.by_shares()) coalitions = st.by_shares()->coalitions(shares->form);
    }

    bool is_event(std::size_t i) const { return query.query_variables[i].domain.kind == Domain::Kind::events; }
    std::uint32_t node(std::size_t i, std::uint32_t value) const { return is_event(i) ? known.event_node(value) : value; }
    Values domain(std::size_t i) const;
    bool may_be_unnamed(std::size_t i) const;
    void each(const std::vector<Values>& from, const std::function<bool(const Values&)>& visit) const;
    bool fits(const std::vector<Values>& together, const Values& values, std::size_t most) const;
    std::vector<Truth> truths(const std::vector<Values>& bindings);
    void connected_bindings();
    std::vector<bool> rows_from_shares();
    std::optional<bool> others_from_shares();
    void strangers();
    void others();
    /// Takes a row in, where it is one to be listed.
    void find(const std::uint32_t* values, Truth truth) {
        if (truth == Truth::undecided) left_out.insert("a binding");
        if (truth != Truth::certain && (truth != Truth::possible || st.options.certain_only)) return;
        found.insert(found.end(), values, values + n);
        found_truths.push_back(truth);
    }
    void sort_rows();
    void finish();

    State& st;
    const CheckedExpression& query;
    std::size_t n, all = 1, near = 0;
    bool own, contradictory = false;
    Values clash;  // a binding about which the facts contradict each other
    Connections& known;
    std::vector<std::uint32_t> constants;
    std::set<std::uint32_t> roots_of_constants;
    std::vector<Values> domains;  // by variable
    std::vector<bool> apart;      // by variable: its values are not grounded together
    std::optional<ShareQuestion> shares;  // where it is one of these, and shares answer it
    Coalitions* coalitions = nullptr;
    bool has_holder = false;  // shares told of somebody who may have it
    Values found;                       // n values a row
    std::vector<Truth> found_truths;  // by row
    std::set<std::string> left_out;
    Answer answer;
};

Values Session::State::Listing::domain(std::size_t i) const {
    const Domain& d = query.query_variables[i].domain;
    Values out;
    if (is_event(i)) {
        for (EventId e = 0; e < st.facts.events.size(); ++e)
            if (d.index == no_index || st.vocabulary.event_kind(st.facts.events[e].kind.text) == d.index) out.push_back(e);
        return out;
    }
    for (EntityId e = 0; e < st.facts.entities.size(); ++e) {
        const auto kind = st.vocabulary.entity_kind(st.facts.entities[e].kind.text);
        if (kind && st.vocabulary.is_a(*kind, d.index)) out.push_back(e);
    }
    return out;
}

bool Session::State::Listing::may_be_unnamed(std::size_t i) const {
    const auto party = st.vocabulary.entity_kind("party");
    const KindId kind = query.query_variables[i].domain.index;
    return !is_event(i) && party && (kind == no_index || st.vocabulary.is_a(kind, *party));
}

// Every choice of one value from each list, until `visit` says false; those of variables apart vary slowest.
void Session::State::Listing::each(const std::vector<Values>& from, const std::function<bool(const Values&)>& visit) const {
    if (std::any_of(from.begin(), from.end(), [](const Values& v) { return v.empty(); })) return;
    std::vector<std::size_t> order, place(n, 0);
    for (const bool slow : {true, false})
        for (std::size_t i = 0; i < n; ++i)
            if (apart[i] == slow) order.push_back(i);
    Values values(n);
    for (;;) {
        for (std::size_t i = 0; i < n; ++i) values[i] = from[i][place[i]];
        if (!visit(values)) return;
        std::size_t i = n;
        while (i > 0 && ++place[order[i - 1]] == from[order[i - 1]].size()) place[order[--i]] = 0;
        if (i == 0) return;
    }
}

// A recursive definition brings a stake of its holder in every organisation on the way, which other holders need not
// carry: such bindings share a grounding only where the holder is the same.
bool Session::State::Listing::fits(const std::vector<Values>& together, const Values& values, std::size_t most) const {
    if (together.empty()) return true;
    for (std::size_t i = 0; i < n; ++i)
        if (apart[i] && together[0][i] != values[i]) return false;
    return together.size() < most;
}

std::vector<Truth> Session::State::Listing::truths(const std::vector<Values>& bindings) {
    if (st.limits.over()) return std::vector<Truth>(bindings.size(), Truth::undecided);
    Choice choice = st.choice;
    if (own) {
        std::vector<std::uint32_t> nodes = constants;
        for (const Values& values : bindings)
            for (std::size_t i = 0; i < n; ++i)
                if (values[i] != Query::unnamed_value) nodes.push_back(node(i, values[i]));
        choice.reached = known.reached(nodes);
    }
    std::vector<Query> queries;
    for (const Values& values : bindings) queries.push_back({&query, values, st.at});
    std::optional<GroundResult> ground = st.ground_in_time(std::move(choice), queries);
    if (!ground) return std::vector<Truth>(bindings.size(), Truth::undecided);
    Inquiry inquiry(*ground, st.facts, st.vocabulary, st.limits, st.context, st.telling);
    std::vector<Truth> out = inquiry.truths(ground->queries);
    for (std::size_t b = 0; b < out.size(); ++b)
        if (out[b] == Truth::contradictory && !contradictory) {
            contradictory = true;
            clash = bindings[b];
        }
    return out;
}

void Session::State::Listing::connected_bindings() {
    if (roots_of_constants.size() > 1) return;
    const std::vector<bool> told = coalitions ? rows_from_shares() : std::vector<bool>{};
    std::map<std::uint32_t, std::vector<Values>> parts;  // by root: the values of each variable
    for (std::size_t i = 0; i < n; ++i)
        for (const std::uint32_t value : domains[i]) {
            const std::uint32_t root = known.find(node(i, value));
            if (!told.empty() && told[root]) continue;
            if (!roots_of_constants.empty() && !roots_of_constants.contains(root)) continue;
            std::vector<Values>& part = parts[root];
            part.resize(n);
            part[i].push_back(value);
        }
    std::vector<Values> together;
    const auto decide = [&] {
        if (st.telling.progress) st.telling.progress("bindings decided", near, 0);
        const std::vector<Truth> answers = truths(together);
        for (std::size_t b = 0; b < together.size(); ++b) find(together[b].data(), answers[b]);
        together.clear();
    };
    for (const auto& [root, part] : parts)
        each(part, [&](const Values& values) {
            ++near;
            if (!fits(together, values, most_together)) decide();
            together.push_back(values);
            return !contradictory;
        });
    if (!together.empty() && !contradictory) decide();
}

// The bindings of all parts that shares answer for; which these are, by root.
std::vector<bool> Session::State::Listing::rows_from_shares() {
    const Term& x = *shares->holder;
    const Term& y = *shares->held;
    const Values holders = x.op == Op::variable ? domains[x.index] : Values{x.index};
    const Values helds = y.op == Op::variable ? domains[y.index] : Values{y.index};
    const std::size_t entities = st.facts.entities.size();
    std::vector<bool> wanted(entities), told(entities + st.facts.events.size());
    std::vector<std::uint32_t> roots, of_part(told.size(), no_index);  // by root: place in roots
    const auto with_constants = [&](std::uint32_t root) { return roots_of_constants.empty() || roots_of_constants.contains(root); };
    for (const Values* values : {&holders, &helds})
        for (const EntityId e : *values)
            if (const std::uint32_t root = known.entity(e); of_part[root] == no_index && with_constants(root)) {
                of_part[root] = static_cast<std::uint32_t>(roots.size());
                roots.push_back(root);
            }
    const std::vector<bool> settled = st.by_shares()->settled(roots, shares->form.basis);
    for (std::size_t i = 0; i < roots.size(); ++i) told[roots[i]] = settled[i];
    std::vector<std::size_t> held_in(roots.size());
    std::vector<Values> open(roots.size());
    for (const EntityId held : helds) {
        wanted[held] = true;
        const std::uint32_t root = known.entity(held);
        if (!told[root]) continue;
        ++held_in[of_part[root]];
        if (coalitions->is_open(held)) open[of_part[root]].push_back(held);
    }
    std::vector<std::pair<EntityId, Truth>> rows;  // of one holder
    Values values(n);
    for (const EntityId holder : holders) {
        const std::uint32_t root = known.entity(holder);
        if (!told[root]) continue;
        const std::uint32_t part = of_part[root];
        near += held_in[part];
        st.answered_from_shares += held_in[part];
        if (!coalitions->may_hold(holder)) continue;
        has_holder = true;
        rows.clear();
        for (const EntityId held : coalitions->certain(holder))
            if (wanted[held]) rows.emplace_back(held, Truth::certain);
        std::sort(rows.begin(), rows.end());
        const auto certain = static_cast<std::ptrdiff_t>(rows.size());
        const auto possible = [&](EntityId held) {
            if (!std::binary_search(rows.begin(), rows.begin() + certain, std::pair(held, Truth::certain))) rows.emplace_back(held, Truth::possible);
        };
        if (!st.options.certain_only) {
            for (const EntityId held : coalitions->possible(holder))
                if (wanted[held]) possible(held);
            for (const EntityId held : open[part]) possible(held);
            std::sort(rows.begin(), rows.end());
        }
        for (const auto& [held, truth] : rows) {
            if (x.op == Op::variable) values[x.index] = holder;
            if (y.op == Op::variable) values[y.index] = held;
            find(values.data(), truth);
        }
    }
    return told;
}

// Whether a binding that is not listed is possible: somebody unnamed may hold what is open to anybody, and what is held in
// an unnamed organisation is unknown, so whoever is of the kind may have a share over any threshold in it.
std::optional<bool> Session::State::Listing::others_from_shares() {
    if (has_holder && shares->held->op == Op::variable && may_be_unnamed(shares->held->index)) return true;
    return std::nullopt;
}

// What no fact connects: certain ones are listed, and of the possible ones it is enough that there is one.
void Session::State::Listing::strangers() {
    if (near == all) return;
    const bool never_certain = own && false_among_strangers(st.vocabulary, query);
    if (never_certain && answer.others_possible) return;
    // Not even the unnamed party, which was asked about with everything that can stand beside it.
    const auto holder = own ? strangers_as_unnamed(st.vocabulary, query) : std::nullopt;
    if (never_certain && holder && *holder < n && may_be_unnamed(*holder)) return;
    if (all - near > most_strangers) {
        left_out.insert("bindings that no fact connects with the question (" + std::to_string(all - near) + ')');
        answer.others_undecided = true;
        return;
    }
    std::vector<Values> together;
    const auto decide = [&] {
        const std::vector<Truth> answers = truths(together);
        for (std::size_t b = 0; b < together.size(); ++b) {
            answer.others_possible = answer.others_possible || answers[b] == Truth::possible;
            answer.others_undecided = answer.others_undecided || answers[b] == Truth::undecided;
            if (answers[b] != Truth::possible) find(together[b].data(), answers[b]);
        }
        together.clear();
    };
    each(domains, [&](const Values& values) {
        std::set<std::uint32_t> roots = roots_of_constants;
        for (std::size_t i = 0; i < n; ++i) roots.insert(known.find(node(i, values[i])));
        if (roots.size() <= 1) return true;
        if (!fits(together, values, most_together)) decide();
        together.push_back(values);
        return !contradictory && !(never_certain && answer.others_possible);
    });
    if (!together.empty() && !contradictory) decide();
}

// Everybody else: the unnamed party in each place where one may stand.
void Session::State::Listing::others() {
    if (const auto possible = others_from_shares()) {
        answer.others_possible = *possible;
        return;
    }
    for (std::size_t mask = 1; mask < (std::size_t{1} << n); ++mask) {
        std::vector<Values> from = domains;
        bool may = true;
        for (std::size_t i = 0; i < n; ++i)
            if ((mask >> i) & 1U) {
                may = may && may_be_unnamed(i);
                from[i] = {Query::unnamed_value};
            }
        if (!may) continue;
        std::vector<Values> together;
        std::size_t most = 1;  // often the first will do
        const auto decide = [&] {
            for (const Truth truth : truths(together)) {
                answer.others_possible = answer.others_possible || truth == Truth::possible || truth == Truth::certain;
                if (truth != Truth::undecided) continue;
                left_out.insert("the others");
                answer.others_undecided = true;
            }
            together.clear();
            most = std::min(2 * most, most_together);
        };
        each(from, [&](const Values& values) {
            if (!fits(together, values, most)) decide();
            together.push_back(values);
            return !answer.others_possible && !contradictory;
        });
        if (!together.empty() && !contradictory) decide();
        if (answer.others_possible || contradictory) return;
    }
}

void Session::State::Listing::sort_rows() {
    const auto row = [&](std::size_t r) { return std::span(found).subspan(r * n, n); };
    const auto before = [&](std::size_t a, std::size_t b) {
        return std::lexicographical_compare(row(a).begin(), row(a).end(), row(b).begin(), row(b).end());
    };
    bool sorted = true;
    for (std::size_t r = 1; sorted && r < found_truths.size(); ++r) sorted = !before(r, r - 1);
    if (sorted) return;
    std::vector<std::size_t> order(found_truths.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), before);
    Values rows;
    std::vector<Truth> truths;
    rows.reserve(found.size());
    truths.reserve(order.size());
    for (const std::size_t r : order) {
        rows.insert(rows.end(), row(r).begin(), row(r).end());
        truths.push_back(found_truths[r]);
    }
    found = std::move(rows);
    found_truths = std::move(truths);
}

void Session::State::Listing::finish() {
    if (contradictory) {
        answer.truth = Truth::contradictory;
        answer.others_possible = false;
        answer.reason = st.answer(query, clash, Inquiry::Detail::conflict).reason;
        return;
    }
    sort_rows();
    std::vector<std::string> names;
    for (const auto& variable : query.query_variables) names.push_back(variable.name);
    answer.bindings = Bindings(std::move(names));
    answer.bindings.reserve(found_truths.size());
    Values numbers[2];  // of entities and events: places in answer.bindings.ids(), filled as they are met
    numbers[0].resize(st.facts.entities.size(), no_index);
    numbers[1].resize(st.facts.events.size(), no_index);
    Values row(n);
    for (std::size_t r = 0; r < found_truths.size(); ++r) {
        for (std::size_t i = 0; i < n; ++i) {
            const std::uint32_t value = found[r * n + i];
            std::uint32_t& number = numbers[is_event(i)][value];
            if (number == no_index)
                number = answer.bindings.add_id(is_event(i) ? st.facts.id_of(st.facts.events[value])
                                                            : std::string(st.facts.entities[value].id));
            row[i] = number;
        }
        answer.bindings.add(row, found_truths[r]);
    }
    answer.undecided.assign(left_out.begin(), left_out.end());
}

Answer Session::State::list(const CheckedExpression& query) {
    Listing listing(*this, query);
    listing.connected_bindings();
    if (!listing.contradictory) listing.others();
    if (!listing.contradictory) listing.strangers();
    listing.finish();
    return std::move(listing.answer);
}

}  // namespace tenet

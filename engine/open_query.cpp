// Open queries: every binding that is certain, the possible ones that facts connect, and one word for all others.
//
// Where the shares of a day answer by themselves (engine/share_questions.h), nothing is grounded. Else bindings are grounded
// and decided many at a time (Inquiry::truths), those that facts connect first. Strangers, of
// which a register has millions of pairs, are asked one by one only where it is not shown once and for all that they
// cannot be certain (rules/strangers.h), and then only while they are few.
#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "engine/open_query.h"
#include "rules/strangers.h"

namespace tenet {

namespace {

constexpr std::size_t most_strangers = 20000;  // bindings that are asked one by one
constexpr std::size_t most_together = 512;     // bindings of one grounding

}  // namespace

Session::State::Listing::Values Session::State::Listing::domain(std::size_t i) const {
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
    std::size_t in_parts = 0, decided = 0;
    for (const auto& [root, part] : parts) in_parts += how_many(part);
    const auto decide = [&] {
        if (st.telling.progress) st.telling.progress("bindings decided", near + decided, 0);
        const std::vector<Truth> answers = truths(together);
        for (std::size_t b = 0; b < together.size(); ++b) find(together[b].data(), answers[b]);
        decided += together.size() - static_cast<std::size_t>(std::count(answers.begin(), answers.end(), Truth::undecided));
        together.clear();
        late = st.limits.over();
    };
    for (const auto& [root, part] : parts) {
        if (late || contradictory) break;
        each(part, [&](const Values& values) {
            if (!fits(together, values, most_together)) decide();
            if (!late) together.push_back(values);
            return !contradictory && !late;
        });
    }
    if (!together.empty() && !contradictory && !late) decide();
    near += in_parts;
    if (!late || decided == in_parts) return;
    left_out.erase("a binding");
    left_out.insert(std::to_string(in_parts - decided) + " bindings, for lack of time");
}

// Whether a binding that is not listed is possible: somebody unnamed may hold what is open to anybody, and what is held in
// an unnamed organisation is unknown, so whoever is of the kind may have a share over any threshold in it.
std::optional<bool> Session::State::Listing::others_from_shares() {
    if (has_holder && shares->held->op == Op::variable && may_be_unnamed(shares->held->index)) return true;
    return std::nullopt;
}

// What no fact connects: certain ones are listed, and of the possible ones it is enough that there is one.
void Session::State::Listing::strangers() {
    answer.others_undecided = answer.others_undecided || late;
    if (near == all || late) return;
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
        late = st.limits.over();
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
        return !contradictory && !late && !(never_certain && answer.others_possible);
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
            late = st.limits.over();
        };
        each(from, [&](const Values& values) {
            if (!fits(together, values, most)) decide();
            together.push_back(values);
            return !answer.others_possible && !contradictory && !late;
        });
        if (!together.empty() && !contradictory) decide();
        if (answer.others_possible || contradictory || late) return;
    }
}

void Session::State::Listing::finish() {
    if (contradictory) {
        answer.truth = Truth::contradictory;
        answer.others_possible = false;
        answer.reason = st.answer(query, clash, Inquiry::Detail::conflict).reason;
        return;
    }
    sort_rows();
    put_bindings();
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

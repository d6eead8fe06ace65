// `ask`: one question checked, grounded and answered; an open one for every binding that may matter.
#include <algorithm>
#include <set>

#include "engine/session_state.h"

namespace tenet {

namespace {

constexpr std::size_t most_bindings = 20000;  // beyond: only those that facts connect are looked at

}  // namespace

std::optional<Answer> Session::ask(const std::string& query, FileIndex query_file, std::uint32_t offset) {
    State& st = *state_;
    const PlacedText text{query, {query_file, offset, static_cast<std::uint32_t>(offset + query.size())}};
    const std::size_t complaints = st.diagnostics.list().size();
    const auto checked = check_expression(text, {st.vocabulary, &st.facts, {}, true, no_index, nullptr, true}, std::nullopt, st.sources, st.diagnostics);
    if (!checked || st.diagnostics.list().size() > complaints)
        for (std::size_t i = complaints; i < st.diagnostics.list().size(); ++i)
            if (st.diagnostics.list()[i].severity == Severity::error) return std::nullopt;
    if (!checked) return std::nullopt;
    st.note_silent_packs(text, checked->term);
    if (checked->contenders.empty()) return answer(query, *checked);
    return readings(query, text, checked->contenders);
}

// One reading of a question, its names looked up.
Answer Session::answer(const std::string& query, const CheckedExpression& question) {
    State& st = *state_;
    const CheckedExpression* const checked = &question;
    // Only the facts that the question can hang on are grounded, where the day on which files speak is known: else what
    // is said of other things may still narrow `now`.
    if (!st.connections) st.connections.emplace(st.facts, st.claims);
    Connections& connections = *st.connections;
    std::vector<std::uint32_t> constants;
    connections.of_term(checked->term, constants);
    const bool days_known = st.choice.now || std::all_of(st.facts.sets.begin(), st.facts.sets.end(), [](const SetInfo& set) {
        return set.as_of && set.as_of->edtf.span.single();
    });
    const bool own = days_known && !st.at && hangs_on_its_own(checked->term, st.vocabulary);
    const auto answer_for = [&](const std::vector<std::uint32_t>& values, bool why, bool only_truth) {
        Choice choice = st.choice;
        if (own) {
            std::vector<std::uint32_t> nodes = constants;
            for (std::size_t i = 0; i < values.size(); ++i)
                if (values[i] != Query::unnamed_value)
                    nodes.push_back(checked->query_variables[i].domain.kind == Domain::Kind::events ? connections.event_node(values[i]) : values[i]);
            choice.reached = connections.reached(nodes);
        }
        GroundResult ground = tenet::ground(st.facts, st.vocabulary, choice, st.claims, {{&*checked, values, st.at}}, false);
        Inquiry inquiry(ground, st.facts, st.vocabulary, st.limits, st.context);
        if (only_truth) {
            Answer a;
            a.truth = inquiry.truth(ground.queries[0]);
            return a;
        }
        return inquiry.answer(ground.queries[0], why ? Inquiry::Detail::reasons : Inquiry::Detail::conflict);
    };
    if (checked->query_variables.empty()) {
        Answer a = answer_for({}, st.options.why, false);
        a.query = query;
        return a;
    }

    // Open: every binding of the variables' domains that is certain, and the possible ones that facts connect.
    Answer open;
    open.query = query;
    open.kind = AnswerKind::open;
    open.truth = Truth::certain;
    std::vector<std::vector<std::uint32_t>> domains;  // by variable
    std::size_t all = 1;
    for (const Parameter& v : checked->query_variables) {
        std::vector<std::uint32_t> domain;
        if (v.domain.kind == Domain::Kind::events) {
            for (EventId e = 0; e < st.facts.events.size(); ++e)
                if (v.domain.index == no_index || st.vocabulary.event_kind(st.facts.events[e].kind.text) == v.domain.index)
                    domain.push_back(e);
        } else {
            for (EntityId e = 0; e < st.facts.entities.size(); ++e) {
                const auto kind = st.vocabulary.entity_kind(st.facts.entities[e].kind.text);
                if (kind && st.vocabulary.is_a(*kind, v.domain.index)) domain.push_back(e);
            }
        }
        all = domain.empty() ? 0 : std::min(all, SIZE_MAX / domain.size()) * domain.size();
        domains.push_back(std::move(domain));
    }
    const std::size_t n = domains.size();
    const auto is_event = [&](std::size_t i) { return checked->query_variables[i].domain.kind == Domain::Kind::events; };
    std::vector<std::uint32_t> values(n, no_index);
    const auto connected = [&] {
        std::set<std::uint32_t> roots;
        for (const std::uint32_t c : constants) roots.insert(connections.find(c));
        for (std::size_t i = 0; i < n; ++i)
            if (values[i] != Query::unnamed_value)
                roots.insert(is_event(i) ? connections.event(values[i]) : connections.entity(values[i]));
        return roots.size() <= 1;
    };
    bool contradictory = false;
    const auto add = [&](Truth truth) {
        BindingAnswer binding;
        binding.answer = truth;
        for (std::size_t i = 0; i < n; ++i)
            binding.values.emplace_back(checked->query_variables[i].name,
                                        is_event(i) ? st.facts.events[values[i]].id : st.facts.entities[values[i]].id);
        open.bindings.push_back(std::move(binding));
    };
    std::vector<std::string> left_out;
    const std::function<void(std::size_t)> bind = [&](std::size_t i) {
        if (contradictory) return;
        if (i < n) {
            for (const std::uint32_t value : domains[i]) {
                values[i] = value;
                bind(i + 1);
            }
            return;
        }
        const bool near = connected();
        if (!near && all > most_bindings) return;
        const Truth truth = answer_for(values, false, true).truth;
        switch (truth) {
        case Truth::certain: add(truth); break;
        case Truth::possible:
            if (near) {
                add(truth);
            } else {
                open.others_possible = true;
            }
            break;
        case Truth::contradictory: contradictory = true; break;
        case Truth::undecided: left_out.push_back("a binding"); break;
        case Truth::impossible:
        case Truth::is_void: break;
        }
    };
    bind(0);
    if (!contradictory && all > most_bindings)
        open.undecided.push_back("bindings that no fact connects with the question (" + std::to_string(all) + " in all)");
    // Everybody else: the unnamed party in each place where one may stand.
    const auto party = st.vocabulary.entity_kind("party");
    const auto may_be_unnamed = [&](std::size_t i) {
        const KindId kind = checked->query_variables[i].domain.index;
        return !is_event(i) && party && (kind == no_index || st.vocabulary.is_a(kind, *party));
    };
    for (std::size_t mask = 1; mask < (std::size_t{1} << n) && !open.others_possible && !contradictory; ++mask) {
        bool fits = true;
        for (std::size_t i = 0; i < n; ++i) fits = fits && (!((mask >> i) & 1U) || may_be_unnamed(i));
        if (!fits) continue;
        const std::function<void(std::size_t)> rest = [&](std::size_t i) {
            if (open.others_possible || contradictory) return;
            if (i == n) {
                const Truth truth = answer_for(values, false, true).truth;
                open.others_possible = truth == Truth::possible || truth == Truth::certain;
                contradictory = truth == Truth::contradictory;
                if (truth == Truth::undecided) left_out.push_back("the others");
                return;
            }
            if ((mask >> i) & 1U) {
                values[i] = Query::unnamed_value;
                rest(i + 1);
                return;
            }
            for (const std::uint32_t value : domains[i]) {
                values[i] = value;
                rest(i + 1);
            }
        };
        rest(0);
    }
    if (contradictory) {
        for (std::uint32_t& v : values)
            if (v == no_index) v = Query::unnamed_value;
        Answer a = answer_for(values, true, false);
        open.truth = Truth::contradictory;
        open.reason = a.reason;
        open.bindings.clear();
    } else if (!left_out.empty()) {
        open.undecided.insert(open.undecided.end(), left_out.begin(), left_out.end());
    }
    if (st.options.certain_only)
        std::erase_if(open.bindings, [](const BindingAnswer& b) { return b.answer != Truth::certain; });
    return open;
}

}  // namespace tenet

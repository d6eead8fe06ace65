// `ask`: one question checked, grounded and answered; what it owes to --set, --assume and --without.
#include <algorithm>

#include "engine/partition.h"
#include "engine/session_state.h"

namespace tenet {

// Only the facts that the question can hang on are grounded, where the day on which files speak is known: else what is
// said of other things may still narrow `now`.
bool Session::State::stands_alone(const CheckedExpression& query) const {
    return days_known(facts, choice) && !at && hangs_on_its_own(query.term, vocabulary);
}

Connections& Session::State::connected() {
    if (!connections) connections.emplace(facts, claims);
    return *connections;
}

Answer Session::State::answer(const CheckedExpression& query, const std::vector<std::uint32_t>& values,
                              Inquiry::Detail detail) {
    Choice chosen = choice;
    if (stands_alone(query)) {
        Connections& known = connected();
        std::vector<std::uint32_t> nodes;
        known.of_term(query.term, nodes);
        for (std::size_t i = 0; i < values.size(); ++i)
            if (values[i] != Query::unnamed_value)
                nodes.push_back(query.query_variables[i].domain.kind == Domain::Kind::events ? known.event_node(values[i]) : values[i]);
        chosen.reached = known.reached(nodes);
    }
    GroundResult ground = tenet::ground(facts, vocabulary, chosen, claims, {{&query, values, at}}, false);
    Inquiry inquiry(ground, facts, vocabulary, limits, context, telling);
    return inquiry.answer(ground.queries[0], detail);
}

std::optional<Answer> Session::ask(const std::string& query, FileIndex query_file, std::uint32_t offset) {
    State& st = *state_;
    const PlacedText text{query, {query_file, offset, static_cast<std::uint32_t>(offset + query.size())}};
    const std::size_t complaints = st.diagnostics.list().size();
    const auto checked = check_expression(text, {st.vocabulary, &st.facts, {}, true}, std::nullopt, st.sources, st.diagnostics);
    for (std::size_t i = complaints; i < st.diagnostics.list().size(); ++i)
        if (st.diagnostics.list()[i].severity == Severity::error) return std::nullopt;
    if (!checked) return std::nullopt;

    const auto answer = [&](Inquiry::Detail detail) {
        Answer a = checked->query_variables.empty() ? st.answer(*checked, {}, detail) : st.list(*checked);
        a.query = query;
        if (st.options.certain_only)
            std::erase_if(a.bindings, [](const BindingAnswer& b) { return b.answer != Truth::certain; });
        return a;
    };
    Answer out = answer(st.options.why ? Inquiry::Detail::reasons : Inquiry::Detail::conflict);
    if (out.reason) st.mark(*out.reason);
    for (auto* end : {&out.lower, &out.upper})
        if (*end) st.mark((*end)->reason);
    for (auto* end : {&out.earliest, &out.latest})
        if (*end) st.mark((*end)->reason);
    out.under = st.without_each(out, [&] { return answer(Inquiry::Detail::answer); });
    return out;
}

}  // namespace tenet

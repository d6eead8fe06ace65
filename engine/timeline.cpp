// `timeline`: the earliest and latest day of every event and period after inference, beside what was stated.
#include <map>

#include "engine/session_state.h"

namespace tenet {

namespace {

std::string stated(const Event& e) {
    if (e.date) return std::string(e.date->word.text);
    std::string out;
    if (e.from) out += "from " + e.from->word.text;
    if (e.to) out += (out.empty() ? "to " : " to ") + e.to->word.text;
    return out;
}

std::string stated(const When& w) {
    if (w.at()) return std::string(w.at()->word.text);
    std::string out;
    const auto add = [&](const char* name, const Boxed<Instant>& i) {
        if (i) out += (out.empty() ? "" : " ") + std::string(name) + " " + i->word.text;
    };
    add("from", w.from());
    add("to", w.to());
    add("through", w.through());
    return out;
}

}  // namespace

TimelineReport Session::timeline() {
    State& st = *state_;
    GroundResult ground = tenet::ground(st.facts, st.vocabulary, st.choice, st.claims, {}, false, true);
    Problem& problem = ground.problem;
    Inquiry inquiry(ground, st.facts, st.vocabulary, st.limits, st.context, st.telling);
    TimelineReport report;
    report.under = st.suppositions();
    const Inquiry::Judgement judgement = inquiry.judge();
    report.verdict = judgement.verdict;
    report.undecided = judgement.undecided;

    std::map<std::pair<Subject, EventId>, NodeId> nodes;
    for (VariableId v = 0; v < problem.variables.size(); ++v) {
        const Variable& var = problem.variables[v];
        if (var.subject == Subject::occurs || var.subject == Subject::event_start || var.subject == Subject::event_end)
            nodes[{var.subject, var.a}] = problem.variable_nodes[v];
    }
    const auto variable = [&](Subject subject, EventId e) { return nodes.at({subject, e}); };
    const auto ends = [&](const Question& q, std::optional<Day>& earliest, std::optional<Day>& latest, const std::string& id) {
        const Answer a = inquiry.answer(q, Inquiry::Detail::answer);
        if (a.earliest) earliest = a.earliest->day;
        if (a.latest) latest = a.latest->day;
        if (a.truth == Truth::undecided) report.undecided.push_back("the days of " + id);
        return a.truth;
    };
    for (EventId e = 0; e < st.facts.events.size(); ++e) {
        const Event& event = st.facts.events[e];
        const std::string id = st.facts.id_of(event);
        TimelineEntry entry{id, std::string(event.kind.text), stated(event), {}, {}, {}, {}, {}};
        Question occurs{Type::truth, variable(Subject::occurs, e), problem.store.yes(), {}, {}, false, false};
        entry.occurs = std::string(to_string(inquiry.truth(occurs)));
        const auto at = [&](Subject s) {
            return Question{Type::instant, variable(s, e), occurs.body, {e}, {}, false, false};
        };
        ends(at(Subject::event_start), entry.start_earliest, entry.start_latest, id);
        ends(at(Subject::event_end), entry.end_earliest, entry.end_latest, id);
        report.events.push_back(std::move(entry));
    }
    for (const PeriodQuestion& p : ground.periods) {
        const Fact& fact = st.facts.facts[p.fact];
        TimelineEntry entry;
        entry.id = st.facts.id_of(fact);
        entry.label = inquiry.describer().fact(p.fact).says;
        if (const auto* stake = std::get_if<StakeClaim>(&fact.body)) entry.stated = stated(stake->when);
        if (const auto* office = std::get_if<OfficeClaim>(&fact.body)) entry.stated = stated(office->when);
        if (const auto* relation = std::get_if<RelationClaim>(&fact.body)) entry.stated = stated(relation->when);
        if (ends(p.first, entry.start_earliest, entry.start_latest, entry.id) == Truth::is_void) continue;
        ends(p.last, entry.end_earliest, entry.end_latest, entry.id);
        report.periods.push_back(std::move(entry));
    }
    return report;
}

}  // namespace tenet

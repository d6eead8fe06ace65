// `timeline`: the earliest and latest day of every event and period after inference, beside what was stated. A large run is
// taken apart (engine/partition.h), so that a part that a limit cuts short leaves the others their days.
#include <algorithm>
#include <atomic>
#include <malloc.h>
#include <map>
#include <set>

#include "engine/lack.h"
#include "engine/part_key.h"
#include "engine/partition.h"
#include "engine/session_state.h"
#include "facts/side_by_side.h"
#include "rules/ground_base.h"

namespace tenet {

namespace {

constexpr std::size_t facts_together = 40;  // of a run that is cut at all: every question is asked of the world of a whole part

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

/// The days of what was grounded together: of everything, or of a slice.
struct Session::State::Days {
    Verdict verdict = Verdict::undecided;
    std::vector<std::pair<std::uint32_t, TimelineEntry>> events, periods;  // by number: of the event, of the fact
    std::vector<std::string> undecided;

    void infer(const State& st, const Slice* slice, const GroundBase& base, Z3Context& context, const Telling& telling);
};

void Session::State::Days::infer(const State& st, const Slice* slice, const GroundBase& base, Z3Context& context, const Telling& telling) {
    GroundResult ground = tenet::ground(st.facts, st.vocabulary, st.timed_choice(), st.claims, {}, false, true, &base, slice);
    Problem& problem = ground.problem;
    Limits in_turn = st.limits;
    in_turn.turns = true;
    Inquiry inquiry(ground, st.facts, st.vocabulary, in_turn, context, telling);
    const Inquiry::Judgement judgement = inquiry.judge();
    verdict = judgement.verdict;
    undecided = judgement.undecided;

    std::map<std::pair<Subject, EventId>, NodeId> nodes;
    for (VariableId v = 0; v < problem.variables.size(); ++v) {
        const Variable& var = problem.variables[v];
        if (var.subject == Subject::occurs || var.subject == Subject::event_start || var.subject == Subject::event_end)
            nodes[{var.subject, var.a}] = problem.variable_nodes[v];
    }
    std::vector<EventId> those;
    for (const auto& [of, node] : nodes)
        if (of.first == Subject::occurs) those.push_back(of.second);
    const auto ends = [&](const Question& q, std::optional<Day>& earliest, std::optional<Day>& latest, TimelineEntry& entry) {
        const Answer a = inquiry.answer(q, Inquiry::Detail::answer);
        if (a.earliest) earliest = a.earliest->day;
        if (a.latest) latest = a.latest->day;
        entry.undecided = entry.undecided || a.truth == Truth::undecided;
        return a.truth;
    };
    const auto told = [&](std::uint32_t number, TimelineEntry entry, auto& list) {
        if (entry.undecided) undecided.push_back("the days of " + entry.id);
        list.emplace_back(number, std::move(entry));
    };
    const std::size_t all = those.size() + ground.periods.size();
    std::size_t asked = 0;
    const auto out_of_time = [&](const std::string& next) {
        if (!in_turn.over()) return false;
        undecided.push_back("the days of " + std::to_string(all - asked) + " events and periods from " + next + " on" + for_lack_of_time);
        return true;
    };
    for (const EventId e : those) {
        const Event& event = st.facts.events[e];
        const std::string id = st.facts.id_of(event);
        if (out_of_time(id)) return;
        ++asked;
        TimelineEntry entry{id, std::string(event.kind.text), stated(event), {}, {}, {}, {}, {}};
        Question occurs{Type::truth, nodes.at({Subject::occurs, e}), problem.store.yes(), {}, {}, false, false};
        const Truth truth = inquiry.truth(occurs);
        entry.occurs = std::string(to_string(truth));
        entry.undecided = truth == Truth::undecided;
        const auto at = [&](Subject s) {
            return Question{Type::instant, nodes.at({s, e}), occurs.body, {e}, {}, false, false};
        };
        ends(at(Subject::event_start), entry.start_earliest, entry.start_latest, entry);
        ends(at(Subject::event_end), entry.end_earliest, entry.end_latest, entry);
        told(e, std::move(entry), events);
    }
    for (const PeriodQuestion& p : ground.periods) {
        const Fact& fact = st.facts.facts[p.fact];
        TimelineEntry entry;
        entry.id = st.facts.id_of(fact);
        if (out_of_time(entry.id)) return;
        ++asked;
        entry.label = inquiry.describer().fact(p.fact).says;
        if (const auto* stake = std::get_if<StakeClaim>(&fact.body)) entry.stated = stated(stake->when);
        if (const auto* office = std::get_if<OfficeClaim>(&fact.body)) entry.stated = stated(office->when);
        if (const auto* relation = std::get_if<RelationClaim>(&fact.body)) entry.stated = stated(relation->when);
        if (ends(p.first, entry.start_earliest, entry.start_latest, entry) == Truth::is_void) continue;
        ends(p.last, entry.end_earliest, entry.end_latest, entry);
        told(p.fact, std::move(entry), periods);
    }
}

std::vector<Slice> Session::State::day_slices() {
    if (!can_be_taken_apart(facts, vocabulary, choice, claims, options.slice_facts)) return {};
    return partition(facts, sources, connected(), std::min(options.slice_facts, facts_together));
}

std::vector<Digest> Session::State::keys_of(const std::vector<Slice>& slices) const {
    PartKeys keys(facts, vocabulary, sources, options, choice, claims, expectations, false);
    keys.without_paths();
    std::vector<Digest> out(slices.size());
    side_by_side(slices.size(), options.jobs, [&](std::size_t i) {
        if (limits.over()) throw OutOfTime();
        out[i] = keys.of_slice(slices[i]);
    });
    return out;
}

std::set<Digest> Session::day_parts() {
    const std::vector<Digest> keys = state_->keys_of(state_->day_slices());
    return {keys.begin(), keys.end()};
}

TimelineReport Session::timeline(const std::set<Digest>& without) {
    State& st = *state_;
    std::vector<Slice> slices;
    bool apart = false;
    std::optional<TimelineReport> on_days;
    const char* lack = lacking([&] {
        if (st.limits.over()) throw OutOfTime();
        if ((on_days = st.timeline_on_days())) return;
        slices = st.day_slices();
        apart = !slices.empty();
        if (!apart || without.empty()) return;
        const std::vector<Digest> keys = st.keys_of(slices);
        std::vector<Slice> wanted;
        for (std::size_t i = 0; i < slices.size(); ++i)
            if (!without.contains(keys[i])) wanted.push_back(std::move(slices[i]));
        slices = std::move(wanted);
    });
    if (on_days) return *on_days;
    TimelineReport report;  // consistent, where all parts are known already
    if (lack) report = st.no_days(lack);
    else if (!apart || !slices.empty()) report = st.days_of(slices);
    report.under = st.suppositions();
    return report;
}

TimelineReport Session::State::no_days(const char* lack) const {
    TimelineReport report;
    report.verdict = Verdict::undecided;
    report.undecided.push_back(named(facts) + lack);
    return report;
}

TimelineReport Session::State::days_of(const std::vector<Slice>& slices) {
    TimelineReport report;
    std::optional<GroundBase> base;
    const char* lack = lacking([&] { base.emplace(facts, vocabulary, choice); });
    if (lack) return no_days(lack);
    std::vector<Days> parts(std::max<std::size_t>(1, slices.size()));
    std::vector<const char*> lacks(parts.size());
    const auto infer = [&](std::size_t i, Z3Context& with, const Telling& tell) {
        const Slice* slice = slices.empty() ? nullptr : &slices[i];
        lacks[i] = limits.over() ? for_lack_of_time : lacking([&] { parts[i].infer(*this, slice, *base, with, tell); });
    };
    if (slices.empty()) infer(0, context, telling);
    if (!slices.empty()) {
        Telling each = telling;
        each.progress = {};
        std::atomic<std::size_t> done{0};
        side_by_side(parts.size(), options.jobs, [] { return Z3Context(); }, [&](Z3Context& own, std::size_t i) {
            infer(i, own, each);
            if (telling.progress) telling.progress("slices judged", ++done, parts.size());
        });
        for (std::size_t i = 0; i < parts.size(); ++i) {  // what did not fit beside another may fit alone
            if (lacks[i] != for_lack_of_memory) continue;
            ::malloc_trim(0);
            parts[i] = {};
            infer(i, context, each);
        }
    }
    std::vector<std::pair<std::uint32_t, TimelineEntry>> events, periods;
    for (const char* each : {for_lack_of_time, for_lack_of_memory}) {
        std::vector<FactId> left;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (lacks[i] != each) continue;
            if (!slices.empty()) left.insert(left.end(), slices[i].facts.begin(), slices[i].facts.end());
        }
        std::sort(left.begin(), left.end());
        if (std::find(lacks.begin(), lacks.end(), each) != lacks.end()) report.undecided.push_back((slices.empty() ? named(facts) : named(facts, left)) + each);
    }
    std::set<std::string> undecided;
    for (Days& days : parts) {
        if (days.verdict == Verdict::contradictory || report.verdict == Verdict::consistent) report.verdict = days.verdict;
        std::move(days.events.begin(), days.events.end(), std::back_inserter(events));
        std::move(days.periods.begin(), days.periods.end(), std::back_inserter(periods));
        for (std::string& what : days.undecided)
            if (undecided.insert(what).second) report.undecided.push_back(std::move(what));
    }
    const auto in_order = [](auto& list, std::vector<TimelineEntry>& out) {
        std::sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        for (auto& [number, entry] : list) out.push_back(std::move(entry));
    };
    in_order(events, report.events);
    in_order(periods, report.periods);
    return report;
}

}  // namespace tenet

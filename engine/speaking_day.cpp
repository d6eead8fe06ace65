// All facts of a run share the day on which its files speak. Where nobody knows it, the run is in one piece (days_known in
// partition.h), and a register takes minutes. But what has a world on one day has a world: so a day is chosen, and what has a
// world on it need not be looked at again. The rest is judged with the day unknown, as a run of its own. What that finds
// clashes whatever else there is; and the report is whole if all else goes together on the chosen day.
#include "engine/speaking_day.h"

#include <algorithm>
#include <map>

#include "engine/lack.h"
#include "engine/part.h"
#include "engine/partition.h"
#include "engine/session_state.h"

namespace tenet {

namespace {

Edtf one_day(Day day) { return {{day, day}}; }

/// A day that is not before what dated events tell; where none is dated any day will do.
Day latest_dated(const FactSet& facts) {
    std::optional<Day> latest;
    for (const Event& e : facts.events)
        for (const Boxed<Instant>* i : {&e.date, &e.from, &e.to}) {
            if (!*i || (*i)->kind != Instant::Kind::edtf) continue;
            const auto last = (*i)->edtf.span.last ? (*i)->edtf.span.last : (*i)->edtf.span.first;
            if (last) latest = std::max<std::optional<Day>>(latest, *last);
        }
    return latest.value_or(Day{0});
}

Day day_in(const DayRange& span, SpeakingDay::Which which, Day otherwise) {
    if (which == SpeakingDay::Which::other && span.first) return *span.first;
    return span.last ? *span.last : span.first ? std::max<Day>(*span.first, otherwise) : otherwise;
}

}  // namespace

SpeakingDay::SpeakingDay(FactSet& facts, Choice& choice, Which which) : facts_(facts), choice_(choice), now_(choice.now) {
    const Day otherwise = which == Which::likely ? latest_dated(facts) : Day{last_day};
    if (choice.now) choice.now = one_day(day_in(choice.now->span, which, otherwise));
    std::optional<Day> latest;  // of the days on which files speak
    for (SetInfo& set : facts.sets) {
        spoken_.push_back(set.as_of);
        if (!set.as_of) continue;
        const Day day = day_in(set.as_of->edtf.span, which, otherwise);
        set.as_of->edtf = one_day(day);
        latest = std::max<std::optional<Day>>(latest, day);
    }
    if (choice.now) return;  // a file without a day speaks then
    Instant then;
    then.edtf = one_day(latest.value_or(otherwise));
    for (SetInfo& set : facts.sets)
        if (!set.as_of) set.as_of = then;
}

SpeakingDay::~SpeakingDay() {
    for (std::size_t i = 0; i < spoken_.size(); ++i) std::swap(facts_.sets[i].as_of, spoken_[i]);
    choice_.now = now_;
}

bool Session::State::large_without_a_day() const {
    return facts.facts.size() > options.slice_facts && !days_known(facts, choice);
}

std::optional<Session::State::Apart> Session::State::apart_on_a_day(SpeakingDay::Which which) {
    if (!options.witness || options.only_z3 || !large_without_a_day()) return std::nullopt;
    const SpeakingDay speaking(facts, choice, which);
    std::optional<Apart> apart = judge_apart();
    return apart && apart->undecided.empty() ? std::move(apart) : std::nullopt;
}

GroundResult Session::State::ground_broken(const Apart& apart, const std::vector<FactId>& without) const {
    Choice chosen = timed_choice();
    chosen.reached = apart.broken;
    chosen.without.insert(chosen.without.end(), without.begin(), without.end());
    return tenet::ground(facts, vocabulary, chosen, claims, {}, false);
}

bool Session::State::goes_together_without(const Apart& apart, const std::vector<FactId>& conflicting, SpeakingDay::Which which) {
    const SpeakingDay speaking(facts, choice, which);
    GroundResult rest = ground_broken(apart, conflicting);
    return Inquiry(rest, facts, vocabulary, limits, context).verdict() == Verdict::consistent;
}

bool Session::State::breaks_by_itself(const Apart& apart, SpeakingDay::Which which) {
    if (apart.broken.empty()) return true;
    GroundResult ground = ground_broken(apart, {});
    const Inquiry::Judgement judgement = Inquiry(ground, facts, vocabulary, limits, context).judge();
    std::vector<FactId> conflicting;
    for (const Core& conflict : judgement.conflicts) conflicting.insert(conflicting.end(), conflict.facts.begin(), conflict.facts.end());
    return judgement.verdict == Verdict::contradictory && judgement.undecided.empty() && goes_together_without(apart, conflicting, which);
}

std::optional<Judged> Session::State::judge_on_a_day() {
    if (options.max_conflicts > 0 || !vocabulary.checks.empty() || !expectations.empty()) return std::nullopt;
    const std::optional<Apart> apart = apart_on_a_day();
    if (!apart) return std::nullopt;
    Judged whole;
    if (!apart->broken.empty()) {
        GroundResult ground = ground_broken(*apart, {});
        Inquiry inquiry(ground, facts, vocabulary, limits, context, telling);
        whole = judge_part(vocabulary, ground, inquiry, 0);
        std::vector<FactId> conflicting;
        for (const Placed& conflict : whole.conflicts) conflicting.insert(conflicting.end(), conflict.place.begin(), conflict.place.end());
        if (whole.verdict != Verdict::contradictory || !whole.undecided.empty() || !goes_together_without(*apart, conflicting, SpeakingDay::Which::likely))
            return std::nullopt;
    }
    whole.components += apart->components;
    whole.laws += apart->laws;
    return whole;
}

// Whether all that is not contradictory in itself goes together on that day. Once for all questions, so not while options change
// the facts from one to the next.
bool Session::State::goes_together(SpeakingDay::Which which) {
    std::optional<bool>& known = together_on[which == SpeakingDay::Which::other];
    if (!known) {
        known = false;  // and stays so where a limit comes first
        lacking([&] {
            const std::optional<Apart> apart = apart_on_a_day(which);
            known = apart && breaks_by_itself(*apart, which);
        });
    }
    return *known;
}

// What the question hangs on has fewer worlds beside all other facts than alone, as they may narrow the day; and, where all go
// together on the chosen one, no fewer than on it. If these two give one answer, so do all worlds.
std::optional<Answer> Session::State::answer_on_a_day(const CheckedExpression& query, const std::vector<std::uint32_t>& values, Inquiry::Detail detail) {
    if (at || wanted_repairs || !large_without_a_day()) return std::nullopt;
    if (!suppositions().empty() || !hangs_on_its_own(query.term, vocabulary) || !goes_together(SpeakingDay::Which::likely)) return std::nullopt;
    const std::vector<Query> queries{{&query, values, at}};
    Choice alone = timed_choice();
    Answer on_the_day;
    {
        const SpeakingDay speaking(facts, choice);
        alone.reached = facts_for(queries);
        on_the_day = answer(query, values, Inquiry::Detail::answer);
        share_questions.reset();  // of that day
    }
    if (alone.reached.empty() || on_the_day.truth == Truth::undecided) return std::nullopt;
    std::optional<GroundResult> ground = ground_in_time(std::move(alone), queries, nullptr);
    if (!ground) return std::nullopt;
    Inquiry inquiry(*ground, facts, vocabulary, limits, context, telling);
    Answer out = inquiry.answer(ground->queries[0], detail);
    const auto bound = [](const std::optional<BoundAnswer>& end) { return end ? std::optional(end->bound) : std::nullopt; };
    const auto day = [](const std::optional<DayAnswer>& end) { return end ? std::optional(end->day) : std::nullopt; };
    const bool same = out.truth == on_the_day.truth && bound(out.lower) == bound(on_the_day.lower) && bound(out.upper) == bound(on_the_day.upper) &&
                      day(out.earliest) == day(on_the_day.earliest) && day(out.latest) == day(on_the_day.latest);
    return same && out.undecided.empty() ? std::optional(std::move(out)) : std::nullopt;
}

namespace {

/// What is so in each of some worlds, out of what is so in two parts of them.
void join(TimelineEntry& entry, const TimelineEntry& other) {
    const auto ends = [](std::optional<Day>& earliest, std::optional<Day>& latest, const std::optional<Day>& a, const std::optional<Day>& b) {
        earliest = earliest && a ? std::optional(std::min(*earliest, *a)) : std::nullopt;
        latest = latest && b ? std::optional(std::max(*latest, *b)) : std::nullopt;
    };
    ends(entry.start_earliest, entry.start_latest, other.start_earliest, other.start_latest);
    ends(entry.end_earliest, entry.end_latest, other.end_earliest, other.end_latest);
    if (entry.occurs != other.occurs) entry.occurs = std::string(to_string(Truth::possible));
    entry.undecided = entry.undecided || other.undecided;
}

bool same(const TimelineEntry& a, const TimelineEntry& b) {
    return a.start_earliest == b.start_earliest && a.start_latest == b.start_latest && a.end_earliest == b.end_earliest &&
           a.end_latest == b.end_latest && a.occurs == b.occurs && !a.undecided && !b.undecided;
}

using Entries = std::vector<TimelineEntry> TimelineReport::*;

std::map<std::string_view, const TimelineEntry*> by_id(const std::vector<TimelineEntry>& list) {
    std::map<std::string_view, const TimelineEntry*> out;
    for (const TimelineEntry& entry : list) out.emplace(entry.id, &entry);
    return out;
}

}  // namespace

// Each part alone, whatever the day, has at least the worlds that it has beside the others, and no fewer of these are on a day
// on which all go together. Where two such days and all of them tell the same, it is so.
std::optional<TimelineReport> Session::State::timeline_on_days() {
    constexpr std::size_t too_many = 20'000;  // facts, to be laid out in one piece for what is then still open
    if (!large_without_a_day() || !suppositions().empty() || !goes_together(SpeakingDay::Which::likely)) return std::nullopt;
    std::vector<Slice> slices;
    std::vector<TimelineReport> on_days;
    for (const auto which : {SpeakingDay::Which::likely, SpeakingDay::Which::other}) {
        if (!goes_together(which)) continue;
        const SpeakingDay speaking(facts, choice, which);
        if (slices.empty()) slices = day_slices();
        if (slices.empty()) return std::nullopt;
        on_days.push_back(days_of(slices));
    }
    TimelineReport report = days_of(slices);
    for (const TimelineReport& one : on_days)
        for (const std::string& what : one.undecided)
            if (std::find(report.undecided.begin(), report.undecided.end(), what) == report.undecided.end()) report.undecided.push_back(what);
    std::size_t open = 0;
    for (const Entries list : {Entries(&TimelineReport::events), Entries(&TimelineReport::periods)}) {
        std::vector<std::map<std::string_view, const TimelineEntry*>> known;
        for (const TimelineReport& one : on_days) known.push_back(by_id(one.*list));
        for (TimelineEntry& entry : report.*list) {
            std::optional<TimelineEntry> joined;
            for (const auto& one : known) {
                const auto there = one.find(entry.id);
                if (there == one.end()) continue;
                if (joined) join(*joined, *there->second);
                else joined = *there->second;
            }
            if (joined && same(*joined, entry)) continue;
            ++open;
            entry.undecided = true;
            entry.start_earliest = entry.start_latest = entry.end_earliest = entry.end_latest = std::nullopt;
            if (!entry.occurs.empty()) entry.occurs = std::string(to_string(Truth::undecided));
        }
    }
    if (open == 0) return report;
    if (facts.facts.size() < too_many) return std::nullopt;
    report.undecided.push_back("the days of " + std::to_string(open) + " events and periods, which hang on the day on which the files speak: --now sets it");
    return report;
}

}  // namespace tenet

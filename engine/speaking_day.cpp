// All facts of a run share the day on which its files speak. Where nobody knows it, the run is in one piece (days_known in
// partition.h), and a register takes minutes. But what has a world on one day has a world: so a day is chosen, and what has a
// world on it need not be looked at again. The rest is judged with the day unknown, as a run of its own. What that finds
// clashes whatever else there is; and the report is whole if all else goes together on the chosen day.
#include "engine/speaking_day.h"

#include <algorithm>

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

Day last_of(const DayRange& span, Day otherwise) {
    return span.last ? *span.last : span.first ? std::max<Day>(*span.first, otherwise) : otherwise;
}

}  // namespace

SpeakingDay::SpeakingDay(FactSet& facts, Choice& choice) : facts_(facts), choice_(choice), now_(choice.now) {
    const Day otherwise = latest_dated(facts);
    if (choice.now) choice.now = one_day(last_of(choice.now->span, otherwise));
    std::optional<Day> latest;  // of the days on which files speak
    for (SetInfo& set : facts.sets) {
        spoken_.push_back(set.as_of);
        if (!set.as_of) continue;
        const Day day = last_of(set.as_of->edtf.span, otherwise);
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

std::optional<Session::State::Apart> Session::State::apart_on_a_day() {
    if (!options.witness || options.only_z3 || facts.facts.size() <= options.slice_facts || days_known(facts, choice)) return std::nullopt;
    const SpeakingDay speaking(facts, choice);
    std::optional<Apart> apart = judge_apart();
    return apart && apart->undecided.empty() ? std::move(apart) : std::nullopt;
}

std::optional<Judged> Session::State::judge_broken(const Apart& apart) {
    Judged broken;
    Choice chosen = timed_choice();
    chosen.reached = apart.broken;
    GroundResult ground = tenet::ground(facts, vocabulary, chosen, claims, {}, false);
    Inquiry inquiry(ground, facts, vocabulary, limits, context, telling);
    broken = judge_part(vocabulary, ground, inquiry, 0);
    if (broken.verdict != Verdict::contradictory || !broken.undecided.empty()) return std::nullopt;
    const SpeakingDay speaking(facts, choice);
    Choice rest = timed_choice();
    rest.reached = apart.broken;
    for (const Placed& conflict : broken.conflicts) rest.without.insert(rest.without.end(), conflict.place.begin(), conflict.place.end());
    GroundResult without = tenet::ground(facts, vocabulary, rest, claims, {}, false);
    const bool all_else_goes_together = Inquiry(without, facts, vocabulary, limits, context).verdict() == Verdict::consistent;
    return all_else_goes_together ? std::optional(std::move(broken)) : std::nullopt;
}

std::optional<Judged> Session::State::judge_on_a_day() {
    if (options.max_conflicts > 0 || !vocabulary.checks.empty() || !expectations.empty()) return std::nullopt;
    const std::optional<Apart> apart = apart_on_a_day();
    if (!apart) return std::nullopt;
    std::optional<Judged> whole = apart->broken.empty() ? Judged{} : judge_broken(*apart);
    if (!whole) return std::nullopt;
    whole->components += apart->components;
    whole->laws += apart->laws;
    return whole;
}

// A day on which all facts go together, once for all questions. Not while options change the facts from one to the next.
bool Session::State::goes_together_on_a_day() {
    if (!together_on_a_day) {
        const std::optional<Apart> apart = apart_on_a_day();
        together_on_a_day = apart && apart->broken.empty();
    }
    return *together_on_a_day;
}

// What the question hangs on has fewer worlds beside all other facts than alone, as they may narrow the day; and, where all go
// together on the chosen one, no fewer than on it. If these two give one answer, so do all worlds.
std::optional<Answer> Session::State::answer_on_a_day(const CheckedExpression& query, const std::vector<std::uint32_t>& values, Inquiry::Detail detail) {
    if (at || wanted_repairs || facts.facts.size() <= options.slice_facts || days_known(facts, choice)) return std::nullopt;
    if (!suppositions().empty() || !hangs_on_its_own(query.term, vocabulary) || !goes_together_on_a_day()) return std::nullopt;
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

}  // namespace tenet

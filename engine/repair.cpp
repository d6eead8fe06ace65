// `repair`: the cheapest ways through all parts of the facts that have no world, each applied and checked again before
// it is proposed. A large run is taken apart (engine/partition.h), and only what has no world is grounded for its mending.
#include <algorithm>
#include <atomic>

#include "engine/lack.h"
#include "engine/mender.h"
#include "engine/partition.h"
#include "engine/session_state.h"
#include "engine/witness_part.h"
#include "facts/reader.h"
#include "facts/side_by_side.h"
#include "rules/ground_base.h"

namespace tenet {

namespace {

constexpr const char* further = "further repairs";
constexpr std::size_t large = 100;  // facts: beyond, only those connected with what changes are grounded again

}  // namespace

std::optional<Session::State::Apart> Session::State::judge_apart() {
    if (!choice.reached.empty() || !can_be_taken_apart(facts, vocabulary, choice, claims, options.slice_facts)) return std::nullopt;
    const GroundBase base(facts, vocabulary, choice);
    Witnessed witnessed;
    if (options.witness && !options.only_z3) {
        WitnessRun run(facts, vocabulary, choice, base, claims);
        witnessed = find_witnesses(run, connected().parts(), connected(), options.jobs);
    }
    const std::vector<Slice> slices = partition(facts, sources, connected(), std::min(options.slice_facts, facts_at_once), witnessed.nodes);
    if (slices.empty() && witnessed.parts == 0) return std::nullopt;  // everything is connected
    std::vector<Verdict> verdicts(slices.size(), Verdict::undecided);
    std::vector<const char*> lacks(slices.size());
    std::atomic<std::size_t> components{witnessed.parts}, laws{witnessed.instances};
    const Choice timed = timed_choice();
    std::atomic<std::size_t> done{0};
    side_by_side(slices.size(), options.jobs, [] { return Z3Context(); }, [&](Z3Context& own, std::size_t i) {
        Limits turn = limits;
        turn.deadline = limits.share(8);
        lacks[i] = limits.over() ? for_lack_of_time : lacking([&] {
            GroundResult ground = tenet::ground(facts, vocabulary, timed, claims, {}, false, false, &base, &slices[i]);
            Inquiry inquiry(ground, facts, vocabulary, turn, own);
            verdicts[i] = inquiry.verdict();
            if (verdicts[i] == Verdict::consistent) {
                components += inquiry.components();
                laws += ground.problem.instances.size();
            }
            if (verdicts[i] == Verdict::undecided && turn.over()) throw OutOfTime();
        });
        if (telling.progress) telling.progress("slices judged", ++done, slices.size());
    });
    Apart out;
    out.components = components;
    out.laws = laws;
    for (std::size_t i = 0; i < slices.size(); ++i) {
        if (verdicts[i] == Verdict::undecided) out.undecided.push_back(named(facts, slices[i].facts) + (lacks[i] ? lacks[i] : ""));
        if (verdicts[i] != Verdict::contradictory) continue;
        out.broken.resize(facts.facts.size());
        for (const FactId f : slices[i].facts) out.broken[f] = true;
    }
    return out;
}

Verdict Session::State::verdict_now() {
    Verdict verdict = Verdict::undecided;
    lacking([&] {
        if (const auto apart = judge_apart()) {
            verdict = !apart->broken.empty() ? Verdict::contradictory : apart->undecided.empty() ? Verdict::consistent : Verdict::undecided;
            return;
        }
        if (const auto apart = apart_on_a_day(); apart && apart->broken.empty()) {
            verdict = Verdict::consistent;
            return;
        }
        GroundResult ground = tenet::ground(facts, vocabulary, timed_choice(), claims, {}, false);
        verdict = Inquiry(ground, facts, vocabulary, limits, context).verdict();
    });
    return verdict;
}

Verdict Session::State::verdict_with(const Mend& mend, const std::vector<FactId>& near) {
    if (limits.over()) return Verdict::undecided;
    const Applied applied(mend, facts, choice);
    if (!applied.good()) return Verdict::contradictory;
    choice.reached = reached_by(near);
    const Verdict verdict = verdict_now();
    choice.reached.clear();
    return verdict;
}

// Of a large set, the facts connected with these, where that is all they can hang on; else none: all are.
std::vector<bool> Session::State::reached_by(const std::vector<FactId>& ids) {
    const bool days_known = choice.now || std::all_of(facts.sets.begin(), facts.sets.end(), [](const SetInfo& set) {
                                return set.as_of && set.as_of->edtf.span.single();
                            });
    if (ids.empty() || facts.facts.size() < large || !days_known || !hangs_on_its_own(Term{}, vocabulary)) return {};
    if (!connections) connections.emplace(facts, claims);
    std::vector<std::uint32_t> nodes;
    for (const FactId f : ids) {
        if (connections->node_of_fact(f) == no_index) return {};
        nodes.push_back(connections->node_of_fact(f));
    }
    return connections->reached(nodes);
}

// Which sources (and files, for what they say without one) must round so that the figures agree; nothing where that is
// not enough. They may speak anywhere, so everything is judged again.
std::optional<Mend> Session::State::rounding_mend(const std::vector<Core>& conflicts) {
    const auto mends = [&](const Mend& mend) { return verdict_with(mend) == Verdict::consistent; };
    Mend mend;
    for (const Core& core : conflicts)
        for (const FactId f : core.facts) {
            Fact fact = facts.facts[f];
            if (!round_figures(fact)) continue;
            if (fact.source != no_index) mend.rounded_sources.push_back(fact.source);
            if (fact.source == no_index) mend.rounded_sets.push_back(fact.set);
        }
    for (auto* list : {&mend.rounded_sources, &mend.rounded_sets}) {
        std::sort(list->begin(), list->end());
        list->erase(std::unique(list->begin(), list->end()), list->end());
    }
    if ((mend.rounded_sources.empty() && mend.rounded_sets.empty()) || !mends(mend)) return std::nullopt;
    for (auto* list : {&mend.rounded_sources, &mend.rounded_sets})
        for (std::size_t i = list->size(); i-- > 0;) {
            const std::uint32_t one = (*list)[i];
            list->erase(list->begin() + static_cast<std::ptrdiff_t>(i));
            if ((mend.rounded_sources.empty() && mend.rounded_sets.empty()) || !mends(mend))
                list->insert(list->begin() + static_cast<std::ptrdiff_t>(i), one);
        }
    return mend;
}

Repair Session::State::told(const Mend& mend, const Describer& describer) {
    Repair out;
    out.cost = mend.cost;
    for (const FactId f : mend.drop) out.drop.push_back(describer.fact(f));
    for (const Change& c : mend.change) {
        RepairChange change;
        change.fact = describer.fact(c.fact);
        change.to = c.to;
        if (c.date) {
            const DateSlot slot = dates_of(facts, c.fact)[c.part];
            change.attribute = slot.attribute;
            change.from = slot.instant->word.text;
            change.value = slot.instant->word.span;
        } else {
            const Figure& figure = quantity_of(facts.facts[c.fact])->figures[c.part];
            change.attribute = attribute_of(facts.facts[c.fact], figure);
            change.from = figure.word.text;
            change.value = figure.word.span;
        }
        out.change.push_back(std::move(change));
    }
    for (const SourceId s : mend.rounded_sources)
        out.rounded.push_back({std::string(facts.sources[s].id), false, facts.sources[s].span});
    for (const SetId s : mend.rounded_sets)
        out.rounded.push_back({sources.path(facts.sets[s].file), true, {facts.sets[s].file, 0, 0}});
    return out;
}

RepairReport Session::repair() {
    State& st = *state_;
    RepairReport report;
    report.facts = st.facts.facts.size();
    report.verdict = Verdict::undecided;
    if (const char* lack = lacking([&] { st.repair(report); }))
        report.undecided.push_back((report.verdict == Verdict::contradictory ? further : named(st.facts)) + lack);
    auto& undecided = report.undecided;
    for (auto it = undecided.begin(); it != undecided.end();)
        it = std::find(undecided.begin(), it, *it) != it ? undecided.erase(it) : it + 1;
    return report;
}

// Throws as `lacking` has it; what is in the report by then stands.
void Session::State::repair(RepairReport& report) {
    const std::size_t most = options.max_repairs;
    std::optional<Apart> apart = judge_apart();
    if (!apart) {
        apart = apart_on_a_day();
        if (apart && !breaks_by_itself(*apart, SpeakingDay::Which::likely)) apart.reset();
    }
    if (apart && apart->broken.empty()) {
        report.verdict = apart->undecided.empty() ? Verdict::consistent : Verdict::undecided;
        report.undecided = apart->undecided;
        return;
    }
    Choice chosen = timed_choice();
    if (apart) chosen.reached = apart->broken;
    GroundResult ground = tenet::ground(facts, vocabulary, chosen, claims, {}, false);
    Telling tell;
    tell.progress = telling.progress;
    Limits in_turn = limits;  // a hard part must not keep conflicts elsewhere from being found
    in_turn.turns = true;
    Inquiry inquiry(ground, facts, vocabulary, in_turn, context, tell);
    Inquiry::Judgement judgement = inquiry.judge();
    if (apart) judgement.undecided.insert(judgement.undecided.end(), apart->undecided.begin(), apart->undecided.end());
    report.verdict = judgement.verdict;
    if (judgement.verdict != Verdict::contradictory) {
        report.undecided = judgement.undecided;
        return;
    }
    // What is connected with no conflict was judged consistent, if everything was.
    const bool all_judged = judgement.undecided.empty();
    const auto touched_by = [](const Mend& mend) {
        std::vector<FactId> touched = mend.drop;
        for (const Change& c : mend.change) touched.push_back(c.fact);
        return touched;
    };
    const auto reached = [&](const std::vector<FactId>& ids) { return reached_by(ids); };
    for (const bool together : {false, true}) {
        Mender mender(facts, vocabulary, choice, claims, reached, limits, context, ground, most, together);
        report.repairs.clear();
        report.undecided = judgement.undecided;
        report.more = false;
        std::vector<Core> beyond;
        std::vector<Mend> drops{Mend{}}, changes;  // that only drop facts; that change something
        for (const Ways& ways : mender.ways(mender.parts(judgement.conflicts), report, beyond)) {
            report.more = report.more || ways.more;
            if (limits.over()) {  // nothing can be checked again
                drops.clear();
                changes.clear();
                break;
            }
            std::vector<Mend> next_drops, next_changes;
            for (const Mend& way : ways.list) {
                for (const Mend& so_far : drops)
                    (way.change.empty() ? next_drops : next_changes).push_back(joined(so_far, way));
                for (const Mend& so_far : changes) next_changes.push_back(joined(so_far, way));
            }
            for (auto* next : {&next_drops, &next_changes}) {
                sort_ways(*next);
                report.more = report.more || next->size() > 2 * most;
                if (next->size() > 2 * most) next->resize(2 * most);  // some may turn out to mend nothing
            }
            drops = std::move(next_drops);
            changes = std::move(next_changes);
        }
        if (!beyond.empty()) {
            for (const Core& core : beyond) report.beyond_repair.push_back(inquiry.told(core));
            return;
        }
        std::vector<Mend> good;
        std::size_t failed = 0;
        bool unclear = false;
        for (const auto* list : {&drops, &changes}) {
            std::size_t found = 0, tried = 0;
            for (const Mend& mend : *list) {
                if (tell.progress) tell.progress("repairs checked", tried++, list->size());
                if (found >= most) {
                    report.more = true;
                    break;
                }
                const Verdict verdict = verdict_with(mend, all_judged ? touched_by(mend) : std::vector<FactId>{});
                const bool mended = verdict == Verdict::consistent;
                unclear = unclear || verdict == Verdict::undecided;
                if (mended) good.push_back(mend);
                ++(mended ? found : failed);
            }
        }
        sort_ways(good);
        if (auto rounding = rounding_mend(judgement.conflicts)) good.insert(good.begin(), std::move(*rounding));
        for (const Mend& mend : good) report.repairs.push_back(told(mend, inquiry.describer()));
        if (unclear || limits.over()) report.undecided.push_back(std::string(further) + ": what was not checked again is not proposed");
        if (limits.over()) break;
        if (report.repairs.empty() && failed > 0 && together)
            report.undecided.push_back("whether what would mend the conflicts leaves a world");
        // Where parts that share only `now` hinder each other, they are mended together.
        if (!report.repairs.empty() || failed == 0) break;
    }
}

}  // namespace tenet

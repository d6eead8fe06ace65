// `check`: every component judged, every check tested, every expectation compared. What the cache remembers of a part is
// not judged again.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <malloc.h>
#include <numeric>
#include <set>
#include <thread>

#include "engine/heap_room.h"
#include "engine/lack.h"
#include "engine/part.h"
#include "engine/part_entry.h"
#include "engine/part_key.h"
#include "engine/partition.h"
#include "engine/place_marks.h"
#include "engine/session_state.h"
#include "engine/witness_checks.h"
#include "engine/witness_part.h"
#include "facts/side_by_side.h"
#include "rules/ground_base.h"

namespace tenet {

namespace {

constexpr std::size_t apart_together = 16;  // expectations that are grounded apart from the facts, but with each other

/// Parts side by side, each thread with a Z3 of its own; `judge(i, context)` gives part i.
template <class Judge>
std::vector<Judged> judge_side_by_side(std::size_t count, unsigned jobs, const Progress& progress, const Judge& judge) {
    std::vector<Judged> parts(count);
    std::atomic<std::size_t> done{0};
    side_by_side(count, jobs, [] { return Z3Context(); }, [&](Z3Context& context, std::size_t i) {
        parts[i] = judge(i, context);
        if (progress) progress("slices judged", ++done, count);
    });
    return parts;
}

/// All parts in one report, as one part would have told them.
void merge(std::vector<Judged> parts, const FactSet& facts, const Sources& sources, CheckReport& report) {
    std::vector<Placed> conflicts, checks;
    std::set<std::string> undecided;
    for (Judged& part : parts) {
        if (part.verdict == Verdict::contradictory || report.verdict == Verdict::consistent) report.verdict = part.verdict;
        report.components += part.components;
        report.laws += part.laws;
        report.checks_met += part.checks_met;
        report.checks_not_assured += part.checks_not_assured;
        report.expectations_held += part.expectations_held;
        std::move(part.conflicts.begin(), part.conflicts.end(), std::back_inserter(conflicts));
        std::move(part.checks.begin(), part.checks.end(), std::back_inserter(checks));
        for (std::string& what : part.undecided)
            if (undecided.insert(what).second) report.undecided.push_back(std::move(what));
    }
    const auto sooner = [](const Placed& a, const Placed& b) { return a.place < b.place; };
    std::stable_sort(conflicts.begin(), conflicts.end(), sooner);
    std::stable_sort(checks.begin(), checks.end(), sooner);
    std::stable_partition(conflicts.begin(), conflicts.end(), [](const Placed& p) { return !p.finding.rounding; });
    std::set<std::string> told;  // laws that clash alone clash in every part
    for (auto* list : {&conflicts, &checks})
        for (Placed& p : *list) {
            tell_places(p.finding, facts, sources);
            p.finding.fingerprint = fingerprint(p.finding, sources);
            if (p.finding.laws_alone && !told.insert(p.finding.fingerprint).second) continue;
            report.findings.push_back(std::move(p.finding));
        }
}

/// Expectations follow everything else.
void add_expectations(std::vector<Placed> expectations, const FactSet& facts, const Sources& sources, CheckReport& report) {
    for (Placed& p : expectations) {
        tell_places(p.finding, facts, sources);
        p.finding.fingerprint = fingerprint(p.finding, sources);
        report.findings.push_back(std::move(p.finding));
    }
}

/// The facts of a run on which a question hangs, as a part of it; all of them where it does not stand alone.
Slice hung_on(const FactSet& facts, Connections& connections, const Term& question) {
    std::vector<std::uint32_t> nodes;
    connections.of_term(question, nodes);
    const std::vector<bool> reached = connections.reached(nodes);
    Slice part;
    for (FactId f = 0; f < facts.facts.size(); ++f)
        if (reached[f]) part.facts.push_back(f);
    std::set<std::uint32_t> roots;
    for (const std::uint32_t node : nodes) roots.insert(connections.find(node));
    for (EntityId e = 0; e < facts.entities.size(); ++e)
        if (roots.contains(connections.entity(e))) part.entities.push_back(e);
    return part;
}

/// Judges a part unless the cache remembers it, and has it remembered.
class Judging {
public:
    Judging(Cache* cache, const FactSet& facts, const Vocabulary& vocabulary, const Sources& sources, const Limits& limits)
        : cache_(cache), entries_(facts, vocabulary, sources), limits_(limits) {}

    template <class Key, class Judge>
    Judged operator()(const Slice& of, const std::vector<std::uint32_t>& expectations, const Key& key_of, const Judge& judge) {
        if (!cache_) return judge();
        const Digest key = key_of();
        if (const auto bytes = cache_->find(key))
            if (auto part = entries_.part_of(*bytes, of, expectations)) return std::move(*part);
        const auto turn = limits_.share(16);
        Judged part = judge();
        // A limit on the way to a finding, also one on its steps, is a share of the time larger than this.
        const bool found = !part.conflicts.empty() || !part.checks.empty() || !part.expectations.empty();
        if (found && turn && std::chrono::steady_clock::now() > *turn) return part;
        if (const auto bytes = entries_.bytes_of(part, of, expectations)) cache_->store(key, *bytes);
        return part;
    }

private:
    Cache* cache_;
    PartEntries entries_;
    Limits limits_;
};

/// What the report says of facts that were not judged.
Judged not_judged(const std::string& those, const char* lack) {
    Judged out;
    out.verdict = Verdict::undecided;
    out.undecided.push_back(those + lack);
    return out;
}

}  // namespace

// Everything together, expectations too. These are grounded with the facts, but for those that ask a recursive definition or
// something of each holder: they bring a stake of every party on the way, which the others need not carry. So they are
// grounded with each other, some at a time, beside the judging where there is a second thread. Bounds take as long as all the
// rest: every other one goes with them.
Judged Session::State::judge_whole(const GroundBase& base, unsigned jobs) {
    std::vector<Query> queries, apart;
    std::vector<std::optional<std::size_t>> place(expectations.size());  // in `queries`, or none: in `apart`
    std::vector<bool> goes_apart(expectations.size());
    for (std::size_t i = 0; i < expectations.size(); ++i) {
        const Term& t = expectations[i].term;
        goes_apart[i] = asks_recursive(t, vocabulary) || (base.few_pairs && asks_each_holder(vocabulary, t));
    }
    if (std::find(goes_apart.begin(), goes_apart.end(), true) != goes_apart.end()) {
        std::size_t bounds = 0;
        for (std::size_t i = 0; i < expectations.size(); ++i)
            if (!goes_apart[i] && expectations[i].term.type != Type::truth) goes_apart[i] = bounds++ % 2 != 0;
    }
    for (std::size_t i = 0; i < expectations.size(); ++i) {
        if (!goes_apart[i]) place[i] = queries.size();
        (goes_apart[i] ? apart : queries).push_back({&expectations[i], {}, at});
    }
    std::vector<Answer> answers_apart;
    const bool beside = !apart.empty() && jobs > 1;
    Aside aside(beside, [&] {
        if (beside && !options.memory_mb) make_heap_room();
        Z3Context own;
        Telling tell = telling;
        if (beside) tell.progress = {};
        for (std::size_t first = 0; first < apart.size(); first += apart_together) {
            if (tell.progress) tell.progress("expectations asked", first, apart.size());
            const std::size_t past = std::min(first + apart_together, apart.size());
            const std::vector<Query> some(apart.begin() + static_cast<std::ptrdiff_t>(first), apart.begin() + static_cast<std::ptrdiff_t>(past));
            for (Answer& one : answers(some, Inquiry::Detail::answer, own, tell, &base)) answers_apart.push_back(std::move(one));
        }
    });
    GroundResult ground = tenet::ground(facts, vocabulary, timed_choice(), claims, queries, true, false, &base);
    Inquiry inquiry(ground, facts, vocabulary, limits, context, telling);
    Judged part = judge_part(vocabulary, ground, inquiry, options.max_conflicts);
    std::vector<Answer> answers_here;
    for (const Question& question : ground.queries) {
        if (telling.progress) telling.progress("expectations asked", answers_here.size(), ground.queries.size());
        answers_here.push_back(inquiry.answer(question, Inquiry::Detail::answer));
    }
    aside.finish();
    std::size_t next_apart = 0;
    for (std::size_t i = 0; i < expectations.size(); ++i) {
        const Answer& answered = place[i] ? answers_here[*place[i]] : answers_apart[next_apart++];
        judge_expectation(facts, static_cast<std::uint32_t>(i), [&](Inquiry::Detail detail) {
            if (detail == Inquiry::Detail::answer) return answered;
            return place[i] ? inquiry.answer(ground.queries[*place[i]], detail) : answer(expectations[i], {}, detail, &base);
        }, part);
    }
    return part;
}

std::vector<Judged> Session::State::judge_slices(const std::vector<Slice>& slices, const GroundBase& base, const KnownTruths& known, unsigned jobs) {
    std::optional<PartKeys> keys;
    if (cache) keys.emplace(facts, vocabulary, sources, options, choice, claims, expectations, base.few_pairs);
    Judging judging(cache ? &*cache : nullptr, facts, vocabulary, sources, limits);
    std::atomic<bool> memory_ran_out = false;
    const Choice timed = timed_choice();
    const auto judge = [&](std::size_t i, Z3Context& z3, const Limits& own_limits) {
        if (own_limits.over()) return not_judged(named(facts, slices[i].facts), for_lack_of_time);
        Judged part;
        const char* lack = lacking([&] {
            part = judging(slices[i], {}, [&] { return keys->of_slice(slices[i]); }, [&] {
                GroundResult own = tenet::ground(facts, vocabulary, timed, claims, {}, true, false, &base, &slices[i]);
                Telling each = telling;
                each.progress = {};  // the slices are what is counted
                Inquiry asked(own, facts, vocabulary, own_limits, z3, each);
                return judge_part(vocabulary, own, asked, options.max_conflicts, &known);
            });
        });
        if (!lack) return part;
        if (lack == for_lack_of_memory) memory_ran_out = true;
        return not_judged(named(facts, slices[i].facts), lack);
    };
    Limits first = limits;
    first.second_look = false;
    std::vector<Judged> parts = judge_side_by_side(slices.size(), jobs, telling.progress,
                                             [&](std::size_t i, Z3Context& z3) { return judge(i, z3, first); });
    // Again what was hard: within what time is left, and one after the other where memory ran out.
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < parts.size(); ++i)
        if (!parts[i].undecided.empty() && (limits.deadline || memory_ran_out)) open.push_back(i);
    if (!open.empty() && !limits.over()) {
        ::malloc_trim(0);
        const unsigned at_once = memory_ran_out ? 1 : jobs;
        std::atomic<std::size_t> waiting = open.size();
        std::vector<Judged> again = judge_side_by_side(open.size(), at_once, telling.progress, [&](std::size_t k, Z3Context& z3) {
            Limits own = limits;
            own.deadline = limits.share(static_cast<int>(waiting--));
            return judge(open[k], z3, own);
        });
        for (std::size_t k = 0; k < open.size(); ++k)
            if (parts[open[k]].undecided.size() >= again[k].undecided.size()) parts[open[k]] = std::move(again[k]);
    }
    for (std::uint32_t i = 0; i < expectations.size(); ++i) {
        if (telling.progress) telling.progress("expectations asked", i, expectations.size());
        const bool alone = stands_alone(expectations[i]);
        const Slice reached = !cache ? Slice{} : alone ? hung_on(facts, connected(), expectations[i].term) : all_of(facts);
        const auto key = [&] { return alone ? keys->of_expectation(reached, i) : keys->of_whole(i); };
        const char* lack = lacking([&] {
            parts.push_back(judging(reached, {i}, key, [&] {
                Judged part;
                judge_expectation(facts, i, [&](Inquiry::Detail detail) { return answer(expectations[i], {}, detail, &base); }, part);
                return part;
            }));
        });
        if (!lack) continue;
        Judged& part = parts.emplace_back();
        part.verdict = Verdict::undecided;
        part.undecided.push_back("expectation " + std::string(facts.expectations[i].id) + lack);
    }
    return parts;
}

CheckReport Session::check() {
    State& st = *state_;
    CheckReport report;
    report.under = st.suppositions();
    report.facts = st.facts.facts.size();
    constexpr std::size_t worth_it = 20'000;
    if (report.facts >= worth_it) st.facts.forget_ids();  // expectations and claims know already whom they name
    st.telling.marks = true;
    st.limits.turns = true;
    std::vector<Slice> slices;
    std::optional<GroundBase> base;
    const auto based = [&]() -> const GroundBase& { return base ? *base : base.emplace(st.facts, st.vocabulary, st.choice); };
    const unsigned jobs = st.telling.watch ? 1 : st.options.jobs > 0 ? st.options.jobs : std::max(1U, std::thread::hardware_concurrency());
    Problem none;
    none.entity_count = static_cast<std::uint32_t>(st.facts.entities.size());
    Witnessed witnessed;
    SettledChecks settled;
    // A small run whose expectations are to be compared is judged with them, in one.
    const bool witness = st.options.witness && !st.options.only_z3, large = st.facts.facts.size() > st.options.slice_facts;
    const std::size_t from = witness && st.expectations.empty() ? std::min(st.options.witness_facts, st.options.slice_facts) : st.options.slice_facts;
    const bool late = st.limits.over();
    if (!late && can_be_taken_apart(st.facts, st.vocabulary, st.choice, st.claims, from)) {
        if (witness) {
            FactParts parts;
            Aside connecting(large && jobs > 1, [&] { parts = st.connected().parts(); });
            WitnessRun run(st.facts, st.vocabulary, st.choice, based(), st.claims);
            connecting.finish();
            witnessed = find_witnesses(run, parts, st.connected(), jobs);
            if (!st.vocabulary.checks.empty()) {  // what they say hangs on all worlds, and a witness is no more than one
                settled = settle_checks(st.facts, st.vocabulary, st.choice, based(), st.connected(), witnessed,
                                        Describer(st.facts, st.vocabulary, none, &st.sources, true), jobs);
                witnessed.keep(settled.nodes);
            }
        }
        // Where there are checks, partition() looks whether entities that no fact names are settled too.
        const bool all_settled = st.vocabulary.checks.empty() && witnessed.facts == st.facts.facts.size();
        if ((large || witnessed.parts > 0) && !all_settled)
            slices = partition(st.facts, st.sources, st.connected(), std::min(st.options.slice_facts, facts_at_once), witnessed.nodes);
        report.components += witnessed.parts;
        report.laws += witnessed.instances;
        report.checks_met += settled.met;
        report.checks_not_assured += settled.not_assured;
    }
    std::vector<Judged> parts;
    const char* lack = late ? for_lack_of_time : lacking([&] {
        if (slices.empty() && witnessed.parts == 0) {
            std::vector<std::uint32_t> all(st.expectations.size());
            std::iota(all.begin(), all.end(), 0U);
            Judging judging(st.cache ? &*st.cache : nullptr, st.facts, st.vocabulary, st.sources, st.limits);
            parts.push_back(judging(st.cache ? all_of(st.facts) : Slice{}, all, [&] {
                return PartKeys(st.facts, st.vocabulary, st.sources, st.options, st.choice, st.claims, st.expectations, false).of_whole({});
            }, [&] {
                std::optional<Judged> on_a_day = st.judge_on_a_day();
                return on_a_day ? std::move(*on_a_day) : st.judge_whole(based(), jobs);
            }));
        } else {
            parts = st.judge_slices(slices, based(), settled.known, jobs);
            parts.emplace_back().checks = std::move(settled.checks);
            std::vector<Judged> violated = st.judge_violations(settled.violated, based(), jobs);
            std::move(violated.begin(), violated.end(), std::back_inserter(parts));
        }
    });
    if (lack) parts.assign(1, not_judged(named(st.facts), lack));
    st.telling.marks = false;
    st.limits.turns = false;
    std::vector<Placed> expectations;
    for (Judged& part : parts) std::move(part.expectations.begin(), part.expectations.end(), std::back_inserter(expectations));
    merge(std::move(parts), st.facts, st.sources, report);
    st.check_records(Describer(st.facts, st.vocabulary, none, &st.sources), report);
    add_expectations(std::move(expectations), st.facts, st.sources, report);
    for (Finding& f : report.findings) st.mark(f.reason);
    if (st.cache) st.cache->finish();
    return report;
}

}  // namespace tenet

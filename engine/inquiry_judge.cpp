// Every component judged: which have a world, and which conflicts keep the others from one.
#include <algorithm>
#include <set>

#include "engine/enumerate.h"
#include "engine/inquiry.h"
#include "engine/lack.h"

namespace tenet {

namespace {

bool is_member(const Core& core, const Origin& o) {
    switch (o.kind) {
    case Origin::Kind::background: return false;
    case Origin::Kind::fact: return std::binary_search(core.facts.begin(), core.facts.end(), o.index);
    case Origin::Kind::law: return std::find(core.instances.begin(), core.instances.end(), o.index) != core.instances.end();
    }
    return false;
}

}  // namespace

std::string Inquiry::component_name(const Component& component) const {
    for (const std::uint32_t c : component.constraints)
        if (problem_.constraints[c].origin.kind == Origin::Kind::fact)
            return "the facts connected with " + facts_.id_of(facts_.facts[problem_.constraints[c].origin.index]);
    return "the laws alone";
}

// A fact may say something in several components. Some of a conflict's members may then clash elsewhere, without the rest. The
// conflict was found in `component` (no_index: in several).
Core Inquiry::within_others(Core core, std::uint32_t component) {
    for (std::size_t i = 0; i < broken_.size(); ++i) {
        if (broken_[i] == component && core.minimal) continue;
        std::vector<std::uint32_t> members;
        bool any = false;
        for (const std::uint32_t c : components_.list[broken_[i]].constraints) {
            const Origin& o = problem_.constraints[c].origin;
            const bool background = o.kind == Origin::Kind::background;
            if (!background && !is_member(core, o)) continue;
            members.push_back(c);
            any = any || !background;
        }
        if (!any) continue;
        decider_.load(members);
        if (decider_.solve(problem_.store.yes()) != Outcome::unsat) continue;
        Core smaller = decider_.core(members, problem_.store.yes());
        const bool is_smaller = smaller.facts.size() + smaller.instances.size() < core.facts.size() + core.instances.size();
        core = std::move(smaller);
        component = broken_[i];
        if (is_smaller) i = static_cast<std::size_t>(-1);  // and again with what is left
    }
    return core;
}

// Minimal conflicts that share no fact: each found, its facts dropped, until a world is left. With `most`, the others too.
void Inquiry::conflicts_of(const std::vector<std::uint32_t>& all, std::uint32_t component, Judgement& judgement,
                           std::vector<bool>& dropped, std::size_t most) {
    std::set<std::uint32_t> dropped_laws;
    std::vector<std::uint32_t> constraints = all;
    std::erase_if(constraints, [&](std::uint32_t c) {
        const Origin& o = problem_.constraints[c].origin;
        return o.kind == Origin::Kind::fact && dropped[o.index];
    });
    const std::vector<std::uint32_t> given = constraints;
    std::vector<Core> found;
    const auto cut_short = [&] {
        const std::string where = component == no_index ? "the facts that `now` connects" : component_name(components_.list[component]);
        judgement.undecided.push_back((found.empty() ? "which conflicts there are among " : "whether there are further conflicts among ") + where);
    };
    for (;;) {
        decider_.until(turn(4));
        decider_.load(constraints);
        const Outcome outcome = decider_.solve(problem_.store.yes());
        if (outcome == Outcome::sat) break;
        if (outcome == Outcome::unknown) {
            cut_short();
            break;
        }
        Core core = within_others(decider_.core(constraints, problem_.store.yes()), component);
        if (core.facts.empty() && core.instances.empty()) break;
        for (const FactId f : core.facts) dropped[f] = true;
        if (core.facts.empty()) dropped_laws.insert(core.instances.begin(), core.instances.end());
        found.push_back(std::move(core));
        std::erase_if(constraints, [&](std::uint32_t c) {
            const Origin& o = problem_.constraints[c].origin;
            return (o.kind == Origin::Kind::fact && dropped[o.index]) ||
                   (o.kind == Origin::Kind::law && dropped_laws.contains(o.index));
        });
    }
    if (most > 0 && !found.empty()) {
        Enumeration every = all_conflicts(decider_, problem_, context_, given, found, most, telling_.progress);
        if (!every.complete && every.conflicts.size() < most) cut_short();
        found = std::move(every.conflicts);
        for (Core& core : found) core = within_others(std::move(core), component);
    }
    std::move(found.begin(), found.end(), std::back_inserter(judgement.conflicts));
}

// Components that their turn was too short for, within half of the time that is left: the rest is for telling what was found.
void Inquiry::look_again(std::vector<Hard>& hard, Judgement& judgement, std::vector<bool>& dropped, std::size_t most) {
    if (!limits_.deadline || decider_.out_of_memory()) return;
    Limits half = limits_;
    half.deadline = limits_.share(2);
    std::vector<Hard> still;
    for (std::size_t i = 0; i < hard.size(); ++i) {
        decider_.until(half.share(static_cast<int>(hard.size() - i)));
        const std::uint32_t c = hard[i].component;
        outcome_[c].reset();
        switch (of_component(c)) {
        case Outcome::sat: break;
        case Outcome::unsat:
            broken_.push_back(c);
            conflicts_of(components_.list[c].constraints, c, judgement, dropped, most);
            break;
        case Outcome::unknown: still.push_back({c, decider_.out_of_time()}); break;
        }
    }
    hard = std::move(still);
}

// Where Z3 decides everything: of several components at once, since most have a world.
void Inquiry::find_worlds_together() {
    constexpr std::size_t most = 32, most_constraints = 3000;  // asked at once
    std::vector<std::span<const std::uint32_t>> sets;
    std::vector<std::uint32_t> those;
    std::size_t constraints = 0;
    for (std::uint32_t c = 0; c < components_.list.size(); ++c) {
        const Component& component = components_.list[c];
        if (!outcome_[c] && !component.speaks_of_now) {  // `now` may be shared
            sets.emplace_back(component.constraints);
            those.push_back(c);
            constraints += component.constraints.size();
        }
        const bool last = c + 1 == components_.list.size();
        if (sets.empty() || (!last && sets.size() < most && constraints < most_constraints)) continue;
        if (telling_.progress) telling_.progress("components judged", c, components_.list.size());
        decider_.until(turn(32));  // what is hard has its own turn later
        const std::vector<bool> have = decider_.have_worlds(sets);
        for (std::size_t i = 0; i < those.size(); ++i)
            if (have[i]) outcome_[those[i]] = Outcome::sat;
        sets.clear();
        those.clear();
        constraints = 0;
    }
}

Inquiry::Judgement Inquiry::judge(std::size_t most) {
    Judgement judgement;
    std::vector<Hard> hard;
    std::vector<bool> dropped(problem_.facts_counted);
    broken_.clear();
    if (!all_at_once() && with_now_.size() > 1) {
        decider_.load(constraints_of(with_now_));
        now_consistent_ = decider_.solve(problem_.store.yes()) == Outcome::sat;
    }
    const bool whole_now_consistent = with_now_.empty() || now_consistent_;
    if (limits_.only_z3) find_worlds_together();
    for (std::uint32_t c = 0; !all_consistent_ && c < components_.list.size(); ++c) {
        if (whole_now_consistent && components_.list[c].speaks_of_now && with_now_.size() > 1) {
            outcome_[c] = Outcome::sat;
            continue;
        }
        if (telling_.progress) telling_.progress("components judged", c, components_.list.size());
        decider_.until(turn(8));
        switch (of_component(c)) {
        case Outcome::sat: break;
        case Outcome::unsat: broken_.push_back(c); break;
        case Outcome::unknown: hard.push_back({c, decider_.out_of_time()}); break;
        }
    }
    for (const std::uint32_t c : broken_) conflicts_of(components_.list[c].constraints, c, judgement, dropped, most);
    if (!whole_now_consistent && with_now_.size() > 1)  // what is left may clash over `now`
        conflicts_of(constraints_of(with_now_), no_index, judgement, dropped, most);
    if (limits_.turns && limits_.second_look) look_again(hard, judgement, dropped, most);
    decider_.until(limits_.deadline);
    for (const Hard& each : hard)
        judgement.undecided.push_back(component_name(components_.list[each.component]) +
                                      (decider_.out_of_memory() ? for_lack_of_memory : each.late ? for_lack_of_time : ""));
    std::stable_sort(judgement.conflicts.begin(), judgement.conflicts.end(), [](const Core& a, const Core& b) {
        if (a.facts.empty() != b.facts.empty()) return a.facts.empty();
        return a.facts < b.facts;
    });
    judgement.conflicts.erase(std::unique(judgement.conflicts.begin(), judgement.conflicts.end(),
                                          [](const Core& a, const Core& b) { return a.facts == b.facts && a.instances == b.instances; }),
                              judgement.conflicts.end());
    all_consistent_ = judgement.conflicts.empty() && judgement.undecided.empty();
    if (!judgement.conflicts.empty()) {
        judgement.verdict = Verdict::contradictory;
    } else if (!judgement.undecided.empty() || !ground_.incomplete.empty()) {
        judgement.verdict = Verdict::undecided;
    }
    if (judgement.verdict != Verdict::contradictory)
        for (const std::string& law : ground_.incomplete)
            judgement.undecided.push_back(law + looks_elsewhere);
    return judgement;
}

Verdict Inquiry::verdict() {
    bool open = !ground_.incomplete.empty();
    if (all_at_once()) return open ? Verdict::undecided : Verdict::consistent;
    for (std::uint32_t c = 0; c < components_.list.size(); ++c)
        switch (of_component(c)) {
        case Outcome::sat: break;
        case Outcome::unsat: return Verdict::contradictory;
        case Outcome::unknown: open = true; break;
        }
    if (with_now_.size() > 1) {
        decider_.load(constraints_of(with_now_));
        switch (decider_.solve(problem_.store.yes())) {
        case Outcome::sat: break;
        case Outcome::unsat: return Verdict::contradictory;
        case Outcome::unknown: open = true; break;
        }
    }
    return open ? Verdict::undecided : Verdict::consistent;
}

}  // namespace tenet

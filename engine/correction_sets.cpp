// Minimal correction sets are the minimal hitting sets of all minimal conflicts. Reiter's tree of hitting sets (A
// theory of diagnosis from first principles, 1987), searched best first: a node is a set of facts to drop, and a
// conflict that it misses has one child for each of its facts. Conflicts are asked for only where all known ones are
// hit (the implicit hitting sets of Moreno-Centeno and Karp, 2013). Conflicts that are missed and share no fact each
// cost at least their cheapest fact; that estimate never exceeds the true cost, so sets come out in the order of their
// cost (A*).
#include "engine/correction_sets.h"

#include <algorithm>

namespace tenet {

namespace {

// What next() may take, in conflicts looked at: some seconds. Where forty equal stakes are a fifth too much, 18 million sets are
// of the same cost. To find a conflict takes as many questions as it has facts, and each speaks of them all.
constexpr std::size_t patience = 10'000'000, to_judge = 500, to_find = 10;

bool meets(const std::vector<FactId>& sorted, const std::vector<FactId>& others) {
    return std::any_of(others.begin(), others.end(),
                       [&](FactId f) { return std::binary_search(sorted.begin(), sorted.end(), f); });
}

}  // namespace

// Of equals the longer set, which is nearer to its end; then the one earlier in file order.
bool CorrectionSets::Later::operator()(const Node& a, const Node& b) const {
    if (a.estimate != b.estimate) return a.estimate > b.estimate;
    if (a.facts.size() != b.facts.size()) return a.facts.size() < b.facts.size();
    return a.facts > b.facts;
}

CorrectionSets::CorrectionSets(Cost cost, Judge judge, std::vector<Core> known, const Limits& limits)
    : cost_(std::move(cost)), judge_(std::move(judge)), limits_(limits), conflicts_(std::move(known)) {
    for (const Core& core : conflicts_)
        if (core.facts.empty()) beyond_repair_ = core;
    push({}, Rational(0));
}

Rational CorrectionSets::estimate(const std::vector<FactId>& facts, const Rational& cost) {
    work_ += conflicts_.size();
    Rational total = cost;
    std::vector<FactId> taken;
    for (const Core& core : conflicts_) {
        if (meets(facts, core.facts) || meets(taken, core.facts)) continue;
        std::optional<Rational> least;
        for (const FactId f : core.facts)
            if (const Rational c = cost_(f); !least || c < *least) least = c;
        if (least) total += *least;
        taken.insert(taken.end(), core.facts.begin(), core.facts.end());
        std::sort(taken.begin(), taken.end());
    }
    return total;
}

CorrectionSets::Judged CorrectionSets::judged(const std::vector<FactId>& dropped) {
    Judged out = judge_(dropped);
    work_ += to_judge + to_find * out.conflict.facts.size() * out.conflict.facts.size();
    return out;
}

const Core* CorrectionSets::missed(const std::vector<FactId>& facts) const {
    const Core* smallest = nullptr;
    for (const Core& core : conflicts_)
        if (!meets(facts, core.facts) && (!smallest || core.facts.size() < smallest->facts.size())) smallest = &core;
    return smallest;
}

// One without facts is a conflict of laws, which ends the search.
void CorrectionSets::learn(Core conflict) {
    if (conflict.facts.empty()) beyond_repair_ = std::move(conflict);
    else conflicts_.push_back(std::move(conflict));
}

void CorrectionSets::push(std::vector<FactId> facts, const Rational& cost) {
    if (!seen_.insert(facts).second) return;
    Rational total = estimate(facts, cost);
    open_.push({std::move(facts), cost, std::move(total)});
}

// A subset that costs less was found before. One that costs the same lacks facts of no cost only.
bool CorrectionSets::minimal(const std::vector<FactId>& facts) {
    for (std::size_t i = 0; i < facts.size(); ++i) {
        if (cost_(facts[i]).sign() != 0) continue;
        std::vector<FactId> fewer = facts;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
        if (!missed(fewer) && judged(fewer).outcome == Outcome::sat) return false;
    }
    return true;
}

std::optional<CorrectionSet> CorrectionSets::next() {
    while (!open_.empty() && !cut_short_ && !beyond_repair_) {
        if (limits_.over() || work_ > patience) {
            cut_short_ = true;
            break;
        }
        Node node = open_.top();
        open_.pop();
        const bool superset = std::any_of(found_.begin(), found_.end(), [&](const std::vector<FactId>& known) {
            return std::includes(node.facts.begin(), node.facts.end(), known.begin(), known.end());
        });
        if (superset) continue;
        if (Rational now = estimate(node.facts, node.cost); now > node.estimate) {  // conflicts were found since
            node.estimate = std::move(now);
            open_.push(std::move(node));
            continue;
        }
        if (const Core* core = missed(node.facts)) {
            for (const FactId f : core->facts) {
                std::vector<FactId> more = node.facts;
                more.insert(std::lower_bound(more.begin(), more.end(), f), f);
                push(std::move(more), node.cost + cost_(f));
            }
            continue;
        }
        Judged answer = judged(node.facts);
        switch (answer.outcome) {
            case Outcome::unknown: cut_short_ = true; break;
            case Outcome::unsat:
                learn(std::move(answer.conflict));
                open_.push(std::move(node));
                break;
            case Outcome::sat:
                if (!minimal(node.facts)) break;
                found_.push_back(node.facts);
                return CorrectionSet{std::move(node.facts), std::move(node.cost)};
        }
    }
    return std::nullopt;
}

CorrectionSets::Some CorrectionSets::next(std::size_t most) {
    Some out;
    while (std::optional<CorrectionSet> one = next()) {
        out.all = out.sets.size() < most;
        if (!out.all) return out;
        out.sets.push_back(std::move(*one));
    }
    out.all = !cut_short_;
    if (!out.sets.empty() || out.all) return out;
    out.cheapest = false;
    if (std::optional<CorrectionSet> one = any()) out.sets.push_back(std::move(*one));
    return out;
}

// One fact of each conflict that comes up, then each of them put back where the others suffice. The cheapest of a conflict; of
// equals the last in the file.
std::optional<CorrectionSet> CorrectionSets::any() {
    std::vector<FactId> dropped;
    for (;;) {
        if (limits_.over() || beyond_repair_) return std::nullopt;
        if (const Core* core = missed(dropped)) {
            const FactId f = *std::min_element(core->facts.begin(), core->facts.end(), [&](FactId a, FactId b) {
                const auto order = cost_(a) <=> cost_(b);
                return order != 0 ? order < 0 : a > b;
            });
            dropped.insert(std::lower_bound(dropped.begin(), dropped.end(), f), f);
            continue;
        }
        Judged answer = judge_(dropped);
        if (answer.outcome == Outcome::sat) break;
        if (answer.outcome == Outcome::unknown) return std::nullopt;
        learn(std::move(answer.conflict));
    }
    for (std::size_t i = 0; i < dropped.size();) {
        std::vector<FactId> fewer = dropped;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
        if (!missed(fewer) && judge_(fewer).outcome == Outcome::sat) dropped = std::move(fewer);
        else ++i;
    }
    Rational cost;
    for (const FactId f : dropped) cost += cost_(f);
    return CorrectionSet{std::move(dropped), std::move(cost)};
}

CorrectionSets::Judged judge_without(Decider& decider, const Problem& problem, std::vector<std::uint32_t> constraints,
                                     const std::vector<FactId>& dropped) {
    std::erase_if(constraints, [&](std::uint32_t c) {
        const Origin& o = problem.constraints[c].origin;
        return o.kind == Origin::Kind::fact && std::binary_search(dropped.begin(), dropped.end(), o.index);
    });
    decider.load(constraints);
    CorrectionSets::Judged judged;
    judged.outcome = decider.solve(problem.store.yes());
    if (judged.outcome != Outcome::unsat) return judged;
    judged.conflict = decider.core(constraints, problem.store.yes());
    // A core that a limit cut short is good for this: what it holds clashes all the same. An empty one is not.
    if (!judged.conflict.minimal && judged.conflict.facts.empty()) judged.outcome = Outcome::unknown;
    return judged;
}

}  // namespace tenet

// The world that the open solver proposes: truths as they last were, numbers where the tableau has them.
#include "engine/open_solver.h"

#include <algorithm>
#include <optional>

namespace tenet {

namespace {

constexpr int deepest = 500;  // nested formulas that a proposal looks into

}  // namespace

Near OpenSolver::proposed_value(const View& v) {
    if (v.number == no_index) return {v.shift, Rational(0)};
    const Near& n = tableau_.value(v.number);
    return {v.scale * n.value + v.shift, v.scale * n.infinitesimal};
}

bool OpenSolver::proposed(TruthId t, int depth) {
    const Proposition& p = known_.truths()[t];
    if (p.value >= 0) return p.value == 1;
    if (memo_stamp_[t] == proposal_) return memo_[t] == 1;
    if (depth > deepest) {
        too_deep_ = true;
        return false;
    }
    bool value = false;
    switch (p.op) {
    case FormulaOp::variable: value = phase_[t] == 1; break;
    case FormulaOp::negation: value = !proposed(known_.children(p)[0], depth + 1); break;
    case FormulaOp::conjunction:
    case FormulaOp::disjunction: {
        const bool absorbing = p.op == FormulaOp::disjunction;
        value = !absorbing;
        for (const TruthId c : known_.children(p))
            if (proposed(c, depth + 1) == absorbing) {
                value = absorbing;
                break;
            }
        break;
    }
    case FormulaOp::less_equal_zero:
    case FormulaOp::less_zero:
    case FormulaOp::equal_zero: {
        if (p.relation == Relation::none) break;
        const Near& v = tableau_.value(p.number);
        auto order = v.value <=> known_.limit(p);
        if (order == 0) order = v.infinitesimal.sign() <=> 0;
        switch (p.relation) {
        case Relation::at_most: value = order <= 0; break;
        case Relation::below: value = order < 0; break;
        case Relation::at_least: value = order >= 0; break;
        case Relation::above: value = order > 0; break;
        case Relation::equal: value = order == 0; break;
        case Relation::none: break;
        }
        break;
    }
    case FormulaOp::yes:
    case FormulaOp::no:
    case FormulaOp::constant:
    case FormulaOp::sum:
    case FormulaOp::product:
    case FormulaOp::choice: break;
    }
    memo_stamp_[t] = proposal_;
    memo_[t] = value ? 1 : 0;
    return value;
}

// The proposal as a world, and as what the next one starts from.
void OpenSolver::remember() {
    world_.clear();
    const auto& truths = known_.truths();
    for (const TruthId t : truth_variables_) {
        const bool value = proposed(t);
        world_.emplace_back(problem_.store.variable_of(truths[t].node), Rational(value ? 1 : 0));
        phase_[t] = value ? 1 : 0;
    }
    const auto& numbers = known_.numbers();
    const auto exact = [&](NumberId x) { return tableau_.value(x).infinitesimal.sign() == 0; };
    Rational small;
    if (!std::all_of(number_variables_.begin(), number_variables_.end(), exact)) small = small_amount();
    for (const NumberId x : number_variables_) {
        const Near& v = tableau_.value(x);
        world_.emplace_back(problem_.store.variable_of(numbers[x].node), v.value);
        if (v.infinitesimal.sign() != 0) world_.back().second += v.infinitesimal * small;
    }
}

// Small enough for ranges, and for comparisons that no range decides.
Rational OpenSolver::small_amount() {
    Rational small = tableau_.small_amount();
    const auto& numbers = known_.numbers();
    const auto& truths = known_.truths();
    for (const NumberId x : known_.compared()) {
        if (!tableau_.is_near(x)) continue;
        std::optional<Near> value;  // worked out only where the comparison is not settled
        known_.each_concerned(numbers[x], [&](TruthId t) {
            const Proposition& p = truths[t];
            if (p.relation == Relation::none || (p.value >= 0 && p.relation != Relation::equal)) return;
            if (!value) value = tableau_.value(x);
            const Near& v = *value;
            if (v.infinitesimal.sign() == 0) return;
            const auto ahead = known_.limit(p) <=> v.value;
            if (ahead == 0 || (ahead > 0) != (v.infinitesimal.sign() > 0)) return;
            const Rational reach = (known_.limit(p) - v.value) / v.infinitesimal;
            if (reach <= small) small = reach / Rational(2);
        }, [](NumberId) {});
    }
    return small;
}

void OpenSolver::world(World& out) const {
    out.values.resize(problem_.variables.size());
    for (const auto& [variable, value] : world_) out.values[variable] = value;
}

}  // namespace tenet

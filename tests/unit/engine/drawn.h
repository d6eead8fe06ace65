// Drawn formulas, on which solvers are compared.
#pragma once

#include <vector>

#include "tests/unit/engine/brute_force.h"

namespace tenet::brute_force {

/// Formulas over few variables and small constants, so that much clashes and much hangs together.
class Drawn : public Small {
public:
    Drawn(Dice& dice, bool products) : dice_(dice), products_(products) {
        for (int i = dice.between(0, 4); i > 0; --i) truths_.push_back(truth());
        for (int i = dice.between(1, 4); i > 0; --i) reals_.push_back(real());
        for (int i = dice.between(0, 4); i > 0; --i) days_.push_back(day());
    }
    NodeId formula(int depth) {
        switch (dice_.between(0, depth > 0 ? 7 : 3)) {
        case 0:
            if (!truths_.empty()) {
                const NodeId t = truths_[pick(truths_.size())];
                return dice_.one_in(2) ? t : store.negation(t);
            }
            return comparison();
        case 4:
        case 5: return store.all_of({formula(depth - 1), formula(depth - 1), formula(depth - 1)});
        case 6: return store.any_of({formula(depth - 1), formula(depth - 1)});
        case 7: return store.any_of({formula(depth - 1), formula(depth - 1), formula(depth - 1)});
        default: return comparison();
        }
    }

private:
    std::size_t pick(std::size_t n) { return static_cast<std::size_t>(dice_.between(0, static_cast<int>(n) - 1)); }
    NodeId comparison() {
        const bool days = !days_.empty() && dice_.one_in(2);
        const NodeId a = number(days, 2), b = number(days, dice_.one_in(2) ? 0 : 1);
        switch (dice_.between(0, 3)) {
        case 0: return store.equal(a, b);
        case 1: return store.less(a, b);
        case 2: return store.negation(store.equal(a, b));
        default: return store.less_equal(a, b);
        }
    }
    NodeId number(bool days, int depth) {
        const auto& from = days ? days_ : reals_;
        switch (dice_.between(0, depth > 0 ? 6 : 2)) {
        case 0: return store.constant(Rational(dice_.between(-4, 4), days ? 1 : dice_.between(1, 3)), days ? Sort::day : Sort::real);
        case 3: return store.subtract(number(days, depth - 1), number(days, depth - 1));
        case 4: return store.scale(dice_.between(-2, 2), from[pick(from.size())]);
        case 5:
            if (!truths_.empty()) return store.choice(truths_[pick(truths_.size())], number(days, depth - 1), number(days, 0));
            return from[pick(from.size())];
        case 6:
            if (products_ && !days) return store.multiply(from[pick(from.size())], from[pick(from.size())]);
            return store.add(number(days, depth - 1), number(days, 0));
        default: return from[pick(from.size())];
        }
    }
    Dice& dice_;
    bool products_;
    std::vector<NodeId> truths_, reals_, days_;
};

}  // namespace tenet::brute_force

// The cell of a world: the literals that it makes true, one of each disjunction, as linear constraints. Formulas come from
// a problem, the simplex (simplex.h) maximises over what linear() gives; bounds.cpp says what that is good for.
#pragma once

#include <map>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "engine/decider.h"
#include "engine/simplex.h"

namespace tenet {

class Cell {
public:
    Cell(const FormulaStore& store, Evaluation& evaluation) : store_(store), at_(evaluation) {}

    void take(NodeId truth) { collect(truth, true); }
    /// Instead of all constraints: those around the goal, where what no equality ties to it stands still as it is in
    /// `world`. Part of a cell, so what it reaches the cell does. False: too much hangs together.
    bool take_around(const Decider& decider, NodeId given, NodeId goal, const World& world) {
        constexpr std::size_t most_moving = 100;
        rest_ = &world;
        take(given);
        std::vector<LinearTerm> terms;
        Rational constant;
        std::unordered_set<std::uint32_t> taken;
        std::vector<VariableId> reached;
        const auto reach = [&] {
            for (const LinearTerm& t : terms)
                if (moving_.insert(t.variable).second) reached.push_back(t.variable);
            terms.clear();
        };
        everything_moves_ = true;  // while it is found out what does
        if (!expand(goal, Rational(1), terms, constant)) return false;
        reach();
        std::size_t seen = 0;  // literals
        for (std::size_t i = 0; i < reached.size(); ++i) {
            for (const std::uint32_t c : decider.speaking_of(reached[i]))
                if (taken.insert(c).second) take(decider.problem().constraints[c].formula);
            for (; seen < literals_.size(); ++seen) {
                const Literal l = literals_[seen];
                if (!l.equality && at_.number(l.term).sign() != 0) continue;
                if (!expand(l.term, Rational(1), terms, constant)) return false;
                reach();
            }
            if (reached.size() > most_moving) return false;
        }
        everything_moves_ = false;
        return true;
    }
    /// From now on the variable has this one value; the caller adds it as a constraint.
    void freeze(VariableId v, const Rational& value) {
        fixed_[v] = value;
        frozen_ = true;
    }

    // Variables that equalities of the cell leave one value: products with them are linear.
    void fix_variables() {
        for (bool more = true; more;) {
            more = false;
            for (std::size_t i = 0; i < literals_.size(); ++i) {  // choices add literals while they are read
                const Literal l = literals_[i];
                if (!l.equality) continue;
                std::vector<VariableId> below, open;
                store_.variables(l.term, below);
                for (const VariableId v : below)
                    if (moves(v) && !fixed_.contains(v)) open.push_back(v);
                if (open.empty() || (open.size() > 1 && !frozen_)) continue;
                std::vector<LinearTerm> terms;
                Rational constant;
                if (!expand(l.term, Rational(1), terms, constant)) continue;
                std::map<VariableId, Rational> left;  // a factor that stands at 0 takes the other with it
                for (const LinearTerm& t : terms) {
                    if (const auto it = fixed_.find(t.variable); it != fixed_.end()) {
                        constant += t.coefficient * it->second;
                    } else {
                        left[t.variable] += t.coefficient;
                    }
                }
                std::erase_if(left, [](const auto& term) { return term.second.sign() == 0; });
                if (left.size() != 1) continue;
                fixed_[left.begin()->first] = -constant / left.begin()->second;
                more = true;
            }
        }
    }

    /// Every literal as a linear constraint. False where a product of unknowns is left.
    bool linear(std::vector<LinearConstraint>& out) {
        fix_variables();
        for (std::size_t i = 0; i < literals_.size(); ++i) {  // choices add literals while they are read
            const Literal literal = literals_[i];
            LinearConstraint c;
            c.equality = literal.equality;
            if (!expand(literal.term, Rational(literal.sign), c.terms, c.constant)) return false;
            if (!c.terms.empty()) out.push_back(std::move(c));
        }
        return true;
    }
    bool expand(NodeId n, const Rational& factor, std::vector<LinearTerm>& terms, Rational& constant) {
        switch (store_.op(n)) {
        case FormulaOp::constant: constant += factor * store_.value(n); return true;
        case FormulaOp::variable: {
            const VariableId v = store_.variable_of(n);
            if (moves(v)) {
                terms.push_back({v, factor});
            } else {
                constant += factor * rest_->values[v];
            }
            return true;
        }
        case FormulaOp::sum: {
            constant += factor * store_.value(n);
            for (std::size_t i = 0; i < store_.sum_size(n); ++i) {
                const auto [c, child] = store_.sum_item(n, i);
                if (!expand(child, factor * c, terms, constant)) return false;
            }
            return true;
        }
        case FormulaOp::choice: {
            const bool yes = at_.holds(store_.args(n)[0]);
            if (conditions_.emplace(n, true).second) collect(store_.args(n)[0], yes);
            return expand(store_.args(n)[yes ? 1 : 2], factor, terms, constant);
        }
        case FormulaOp::product: {
            const NodeId a = store_.args(n)[0], b = store_.args(n)[1];
            if (const auto value = fixed(a)) return expand(b, factor * *value, terms, constant);
            if (const auto value = fixed(b)) return expand(a, factor * *value, terms, constant);
            return false;
        }
        case FormulaOp::yes:
        case FormulaOp::no:
        case FormulaOp::negation:
        case FormulaOp::conjunction:
        case FormulaOp::disjunction:
        case FormulaOp::less_equal_zero:
        case FormulaOp::less_zero:
        case FormulaOp::equal_zero: break;
        }
        return false;
    }

private:
    struct Literal {
        NodeId term;
        int sign;  // sign * term <= 0, or = 0
        bool equality;
    };

    void collect(NodeId root, bool root_value) {
        std::vector<std::pair<NodeId, bool>> stack{{root, root_value}};
        while (!stack.empty()) {
            const auto [n, value] = stack.back();
            stack.pop_back();
            if (!taken_.emplace(std::uint64_t{n} * 2 + (value ? 1 : 0), true).second) continue;
            switch (store_.op(n)) {
            case FormulaOp::negation: stack.emplace_back(store_.args(n)[0], !value); break;
            case FormulaOp::conjunction:
            case FormulaOp::disjunction: {
                const bool every = (store_.op(n) == FormulaOp::conjunction) == value;
                if (every) {
                    for (const NodeId c : store_.args(n)) stack.emplace_back(c, value);
                    break;
                }
                NodeId deciding = n;  // one child decides; better none that ties
                for (const NodeId c : store_.args(n)) {
                    if (at_.holds(c) != value) continue;
                    if (deciding == n) deciding = c;
                    if (value && store_.op(c) == FormulaOp::equal_zero) continue;
                    deciding = c;
                    break;
                }
                stack.emplace_back(deciding, value);
                break;
            }
            case FormulaOp::less_equal_zero:
            case FormulaOp::less_zero: literals_.push_back({store_.args(n)[0], value ? 1 : -1, false}); break;
            case FormulaOp::equal_zero: {
                const NodeId term = store_.args(n)[0];
                if (value) {
                    literals_.push_back({term, 1, true});
                } else {
                    literals_.push_back({term, at_.number(term).sign() < 0 ? 1 : -1, false});
                }
                break;
            }
            case FormulaOp::yes:
            case FormulaOp::no:
            case FormulaOp::variable:
            case FormulaOp::constant:
            case FormulaOp::sum:
            case FormulaOp::product:
            case FormulaOp::choice: break;
            }
        }
    }

    bool moves(VariableId v) const { return !rest_ || everything_moves_ || moving_.contains(v); }

    std::optional<Rational> fixed(NodeId n) {
        std::vector<VariableId> below;
        store_.variables(n, below);
        for (const VariableId v : below)
            if (moves(v) && !fixed_.contains(v)) return std::nullopt;
        std::vector<LinearTerm> terms;
        Rational value;
        if (!expand(n, Rational(1), terms, value)) return std::nullopt;
        for (const LinearTerm& t : terms) value += t.coefficient * fixed_.at(t.variable);
        return value;
    }

    const FormulaStore& store_;
    Evaluation& at_;
    std::vector<Literal> literals_;
    std::unordered_map<std::uint64_t, bool> taken_;
    std::unordered_map<NodeId, bool> conditions_;
    std::unordered_map<VariableId, Rational> fixed_;
    bool frozen_ = false;
    const World* rest_ = nullptr;  // where what does not move stands
    std::unordered_set<VariableId> moving_;
    bool everything_moves_ = false;
};

}  // namespace tenet

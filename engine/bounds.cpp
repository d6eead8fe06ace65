// Optimisation by cells. A world makes one literal of each disjunction true; the literals that it makes true describe a
// polyhedron, a cell, around it. Over a cell the supremum of the term is found by exact linear programming (simplex.h).
// Then a world beyond that value is asked for, and so on: each round leaves a finite set of cells, so it ends, with
// nothing beyond. The value is attained if a world has it; else it is approached as closely as one likes, because the
// cell that gave it is convex and not empty. (Z3 4.8.12's own Optimize is wrong where bounds are strict.)
#include "engine/bounds.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "engine/simplex.h"

namespace tenet {

namespace {

constexpr std::int64_t endless = 100'000'000'000'000;  // days beyond this are no dates: unbounded (rules/grounder.h)

class Cell {
public:
    Cell(const FormulaStore& store, Evaluation& evaluation) : store_(store), at_(evaluation) {}

    void take(NodeId truth) { collect(truth, true); }

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
                    if (!fixed_.contains(v)) open.push_back(v);
                if (open.size() != 1) continue;
                std::vector<LinearTerm> terms;
                Rational constant, coefficient;
                bool plain = expand(l.term, Rational(1), terms, constant);
                for (const LinearTerm& t : terms) {
                    if (t.variable == open[0]) {
                        coefficient += t.coefficient;
                    } else if (const auto it = fixed_.find(t.variable); it != fixed_.end()) {
                        constant += t.coefficient * it->second;
                    } else {
                        plain = false;
                    }
                }
                if (!plain || coefficient.sign() == 0) continue;
                fixed_[open[0]] = -constant / coefficient;
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
        case FormulaOp::variable: terms.push_back({store_.variable_of(n), factor}); return true;
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
                for (const NodeId c : store_.args(n)) {
                    if (every) {
                        stack.emplace_back(c, value);
                    } else if (at_.holds(c) == value) {  // one child decides
                        stack.emplace_back(c, value);
                        break;
                    }
                }
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

    std::optional<Rational> fixed(NodeId n) {
        std::vector<VariableId> below;
        store_.variables(n, below);
        for (const VariableId v : below)
            if (!fixed_.contains(v)) return std::nullopt;
        return at_.number(n);  // the world has the only value there is; choices inside are literals of the cell
    }

    const FormulaStore& store_;
    Evaluation& at_;
    std::vector<Literal> literals_;
    std::unordered_map<std::uint64_t, bool> taken_;
    std::unordered_map<NodeId, bool> conditions_;
    std::unordered_map<VariableId, Rational> fixed_;
};

/// Whole numbers whose relaxation was too kind: the greatest value at most `limit` that a world has, by bisection.
Extent whole_extent(Decider& decider, Problem& problem, NodeId given, NodeId goal, const Rational& limit, int direction) {
    FormulaStore& s = problem.store;
    const auto reaches = [&](const Rational& v) {
        return decider.solve(s.both(given, s.less_equal(s.constant(v, Sort::day), goal)));
    };
    Rational high = limit, step(1), low = limit - Rational(1);
    for (;; step *= Rational(2), low -= step) {
        const Outcome o = reaches(low);
        if (o == Outcome::unknown) return {};
        if (o == Outcome::sat) break;
        high = low;
        if (low <= Rational(-endless)) return {};
    }
    while (high - low > Rational(1)) {
        const Rational middle = ((low + high) / Rational(2)).floor();
        const Outcome o = reaches(middle);
        if (o == Outcome::unknown) return {};
        (o == Outcome::sat ? low : high) = middle;
    }
    return {Extent::Kind::bounded, {direction > 0 ? low : -low, false}};
}

/// With products of unknowns no cell is a polyhedron. What remains honest: an end that Z3 can prove, among the values
/// that worlds show (a bound that worlds attain and nothing exceeds); else undecided.
Extent nonlinear_extent(Decider& decider, Problem& problem, NodeId given, NodeId goal, int direction) {
    FormulaStore& s = problem.store;
    Rational best;
    for (int round = 0; round < 64; ++round) {
        NodeId more = given;
        if (round > 0) more = s.both(given, s.less(s.constant(best), goal));
        const Outcome o = decider.solve(more);
        if (o == Outcome::unknown) return {};
        if (o == Outcome::unsat) return {Extent::Kind::bounded, {direction > 0 ? best : -best, false}};
        Evaluation evaluation(s);
        const World world = decider.world();
        evaluation.start(world);
        best = evaluation.number(goal);
    }
    return {};
}

}  // namespace

Extent extent(Decider& decider, Problem& problem, NodeId given, NodeId term, int direction) {
    FormulaStore& s = problem.store;
    const bool whole = s.sort(term) == Sort::day;
    const NodeId goal = direction > 0 ? term : s.scale(-1, term);
    if (s.is_constant(term)) return {Extent::Kind::bounded, {s.value(term), false}};
    const auto constant = [&](const Rational& v) { return s.constant(v, whole && v.is_integer() ? Sort::day : Sort::real); };
    // Often the bound that propagation sees is one that a world has.
    if (const auto outer = decider.outer_bound(given, goal, Side::upper)) {
        const bool endless_days = whole && outer->value >= Rational(endless);
        const NodeId attained = endless_days ? s.less_equal(s.constant(endless, Sort::day), goal) : s.equal(goal, constant(outer->value));
        if (!outer->open && decider.solve(s.both(given, attained)) == Outcome::sat) {
            if (endless_days) return {Extent::Kind::unbounded, {}};
            return {Extent::Kind::bounded, {direction > 0 ? outer->value : -outer->value, false}};
        }
    }
    std::optional<Rational> best;
    bool relaxed = false;  // days beside reals: what the relaxation reaches, whole days may not approach
    Outcome outcome = decider.solve(given);
    while (outcome == Outcome::sat) {
        const World world = decider.world();
        Evaluation evaluation(s);
        evaluation.start(world);
        Cell cell(s, evaluation);
        for (const std::uint32_t c : decider.loaded()) cell.take(problem.constraints[c].formula);
        cell.take(given);
        cell.fix_variables();
        std::vector<LinearConstraint> constraints;
        std::vector<LinearTerm> objective;
        Rational offset;
        if (!cell.expand(goal, Rational(1), objective, offset) || !cell.linear(constraints)) {
            return nonlinear_extent(decider, problem, given, goal, direction);
        }
        // Only the cell's own variables take part.
        std::map<VariableId, std::uint32_t> number;
        std::vector<Rational> point;
        const auto renumber = [&](std::vector<LinearTerm>& terms) {
            for (LinearTerm& t : terms) {
                const auto [it, is_new] = number.emplace(t.variable, static_cast<std::uint32_t>(point.size()));
                if (is_new) point.push_back(world.values[t.variable]);
                t.variable = it->second;
            }
        };
        const auto sorts = [&](const std::vector<LinearTerm>& terms) {
            bool days = false, reals = false;
            for (const LinearTerm& t : terms) (problem.variables[t.variable].sort == Sort::day ? days : reals) = true;
            return std::pair(days, reals);
        };
        const auto [goal_days, goal_reals] = sorts(objective);
        relaxed = relaxed || (goal_days && !whole);
        for (const LinearConstraint& c : constraints) {
            const auto [days, reals] = sorts(c.terms);
            relaxed = relaxed || (days && reals);
        }
        renumber(objective);
        for (LinearConstraint& c : constraints) renumber(c.terms);
        std::optional<Rational> top = maximise(constraints, objective, point);
        if (!top) return {Extent::Kind::unbounded, {}};
        *top += offset;
        World best_world = world;
        for (const auto& [variable, place] : number) best_world.values[variable] = point[place];
        decider.adopt(best_world);  // where the end is attained, this world shows it
        if (whole) *top = top->floor();
        if (whole && *top >= Rational(endless)) return {Extent::Kind::unbounded, {}};
        const Rational here = evaluation.number(goal);
        best = whole && *top < here ? here : *top;
        outcome = decider.solve(s.both(given, s.less(constant(*best), goal)));
    }
    if (outcome == Outcome::unknown || !best) return {};
    const Outcome attained = decider.solve(s.both(given, s.equal(goal, constant(*best))));
    if (attained == Outcome::unknown) return {};
    const Rational value = direction > 0 ? *best : -*best;
    if (whole && attained == Outcome::unsat) return whole_extent(decider, problem, given, goal, *best, direction);
    if (relaxed && attained == Outcome::unsat) return {};
    return {Extent::Kind::bounded, {value, attained == Outcome::unsat}};
}

}  // namespace tenet

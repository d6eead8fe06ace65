// Optimisation by cells. A world makes one literal of each disjunction true; the literals that it makes true describe a
// polyhedron, a cell, around it. Over a cell the supremum of the term is found by exact linear programming (simplex.h).
// Then a world beyond that value is asked for, and so on: each round leaves a finite set of cells, so it ends, with
// nothing beyond. The value is attained if a world has it; else it is approached as closely as one likes, because the
// cell that gave it is convex and not empty. (Z3 4.8.12's own Optimize is wrong where bounds are strict.)
#include "engine/bounds.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "engine/cell.h"
#include "engine/simplex.h"
#include "rules/ground.h"

namespace tenet {

namespace {

constexpr std::int64_t endless = 100'000'000'000'000;  // days beyond this are no dates: unbounded (rules/grounder.h)

void mind_time(const Decider& decider) {
    if (decider.out_of_time()) throw OutOfTime();
}

/// The variables of some constraints numbered from 0, as the simplex wants them, and their values in a world.
struct Local {
    explicit Local(const World& of) : world(of) {}
    void renumber(std::vector<LinearTerm>& terms) {
        for (LinearTerm& t : terms) {
            const auto [it, is_new] = number.emplace(t.variable, static_cast<std::uint32_t>(values.size()));
            if (is_new) values.push_back(world.values[t.variable]);
            t.variable = it->second;
        }
    }
    void write_back(World& to) const {
        for (const auto& [variable, place] : number) to.values[variable] = values[place];
    }
    const World& world;
    std::map<VariableId, std::uint32_t> number;
    std::vector<Rational> values;
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

/// The stakes and measures that definitions multiply: the variables of constraints with a product, but for recursive
/// atoms and their ranks. Sets `free` where nothing but such definitions speaks of an atom.
std::vector<VariableId> multiplied(const Decider& decider, const Problem& problem, NodeId given, bool& free) {
    const FormulaStore& s = problem.store;
    const auto has_product = [&](NodeId root) {
        std::vector<NodeId> stack{root};
        std::unordered_map<NodeId, bool> seen;
        while (!stack.empty()) {
            const NodeId n = stack.back();
            stack.pop_back();
            if (!seen.emplace(n, true).second) continue;
            if (s.op(n) == FormulaOp::product) return true;
            if (s.op(n) == FormulaOp::sum) {
                for (std::size_t i = 0; i < s.sum_size(n); ++i) stack.push_back(s.sum_item(n, i).second);
            } else {
                for (const NodeId c : s.args(n)) stack.push_back(c);
            }
        }
        return false;
    };
    const auto speaks_of_atoms = [&](const std::vector<VariableId>& variables) {
        return std::any_of(variables.begin(), variables.end(), [&](VariableId v) { return problem.variables[v].subject == Subject::defined; });
    };
    std::vector<VariableId> out, below;
    s.variables(given, below);
    free = !speaks_of_atoms(below) && !has_product(given);
    for (const std::uint32_t c : decider.loaded()) {
        const Constraint& constraint = problem.constraints[c];
        below.clear();
        s.variables(constraint.formula, below);
        if (constraint.origin.kind != Origin::Kind::background)
            free = free && !speaks_of_atoms(below) && !has_product(constraint.formula);
        if (!has_product(constraint.formula)) continue;
        for (const VariableId v : below)
            if (problem.variables[v].sort == Sort::real && problem.variables[v].subject != Subject::defined) out.push_back(v);
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

/// Within the cell of `world`, the best value of the goal when some factors after the others move and the rest stands
/// still: then every product is linear. `point` ends on the closure of the cell.
std::optional<Rational> climb(Decider& decider, Problem& problem, NodeId given, NodeId goal, const World& world,
                              const std::vector<VariableId>& factors, World& point) {
    const FormulaStore& s = problem.store;
    Evaluation evaluation(s);
    evaluation.start(world);
    Rational best = evaluation.number(goal);
    point = world;
    // What moves together: the stakes in one organisation, which a whole ties and a chain multiplies with others only;
    // where a ring multiplies them with each other, one by one; and at the end nothing but what is no factor.
    std::vector<std::vector<VariableId>> moves;
    std::map<std::pair<std::uint32_t, NodeId>, std::vector<VariableId>> held;
    for (const VariableId v : factors) held[{problem.variables[v].b, problem.variables[v].at}].push_back(v);
    for (const auto& [organisation, stakes] : held)
        if (stakes.size() > 1) moves.push_back(stakes);
    for (const VariableId v : factors) moves.push_back({v});
    moves.emplace_back();
    constexpr int most_passes = 8;
    bool moved = true;
    for (int pass = 0; moved && pass < most_passes; ++pass) {
        moved = false;
        for (const std::vector<VariableId>& moving : moves) {
            Cell cell(s, evaluation);
            for (const std::uint32_t c : decider.loaded()) cell.take(problem.constraints[c].formula);
            cell.take(given);
            std::vector<LinearConstraint> constraints;
            for (const VariableId v : factors) {
                if (std::find(moving.begin(), moving.end(), v) != moving.end()) continue;
                cell.freeze(v, point.values[v]);
                constraints.push_back({{{v, Rational(1)}}, -point.values[v], true});
            }
            std::vector<LinearTerm> objective;
            Rational offset;
            cell.fix_variables();
            if (!cell.expand(goal, Rational(1), objective, offset) || !cell.linear(constraints)) continue;
            std::set<VariableId> days;  // they stand still as well: whole numbers need not be where a relaxation is
            for (const LinearConstraint& c : constraints)
                for (const LinearTerm& t : c.terms)
                    if (problem.variables[t.variable].sort == Sort::day) days.insert(t.variable);
            for (const VariableId d : days) constraints.push_back({{{d, Rational(1)}}, -point.values[d], true});
            Local local(point);
            local.renumber(objective);
            for (LinearConstraint& c : constraints) local.renumber(c.terms);
            const std::optional<Rational> top = maximise(constraints, objective, local.values, [&] { mind_time(decider); });
            if (!top) return std::nullopt;
            local.write_back(point);
            if (best < *top + offset) {
                best = *top + offset;
                moved = true;
            }
        }
    }
    return best;
}

/// With products of unknowns no cell is a polyhedron. What remains honest: a value that climbing within cells reaches,
/// and that Z3 proves nothing to exceed. It is attained where a world has it; else it is approached, if only definitions
/// speak of products: the cell is then convex in the stakes, its inner points lead to the point on its closure, and a
/// product is continuous. Anything else is undecided.
Extent nonlinear_extent(Decider& decider, Problem& problem, NodeId given, NodeId goal, int direction) {
    FormulaStore& s = problem.store;
    constexpr int most_rounds = 24;
    bool free = false;
    const std::vector<VariableId> factors = multiplied(decider, problem, given, free);
    std::optional<Rational> best;
    for (int round = 0; round < most_rounds; ++round) {
        const Outcome o = decider.solve(best ? s.both(given, s.less(s.constant(*best), goal)) : given);
        if (o == Outcome::unknown) return {};
        if (o == Outcome::unsat) {
            if (!best) return {};
            const Rational value = direction > 0 ? *best : -*best;
            const Outcome attained = decider.solve(s.both(given, s.equal(goal, s.constant(*best))));
            if (attained == Outcome::sat) return {Extent::Kind::bounded, {value, false}};
            if (attained == Outcome::unknown || !free) return {};
            return {Extent::Kind::bounded, {value, true}};
        }
        const World world = decider.world();
        World point;
        best = climb(decider, problem, given, goal, world, factors, point);
        if (!best) return {};
        decider.adopt(point);
    }
    return {};
}

Extent extent_in_time(Decider& decider, Problem& problem, NodeId given, NodeId term, int direction) {
    FormulaStore& s = problem.store;
    const bool whole = s.sort(term) == Sort::day;
    const NodeId goal = direction > 0 ? term : s.scale(-1, term);
    if (s.is_constant(term)) return {Extent::Kind::bounded, {s.value(term), false}};
    const auto constant = [&](const Rational& v) { return s.constant(v, whole && v.is_integer() ? Sort::day : Sort::real); };
    // Often the bound that propagation sees is one that a world has, or the only value that is left.
    const std::optional<Bound> outer = decider.outer_bound(given, goal, Side::upper);
    bool outer_missed = false;  // no world has it
    if (outer && !outer->open && outer->value < Rational(endless)) {
        const std::optional<Bound> least = decider.outer_bound(given, goal, Side::lower);
        if (least && !least->open && least->value == outer->value)  // and there is a world: it is the one value
            return {Extent::Kind::bounded, {direction > 0 ? outer->value : -outer->value, false}};
    }
    if (outer) {
        const bool endless_days = whole && outer->value >= Rational(endless);
        const NodeId attained = endless_days ? s.less_equal(s.constant(endless, Sort::day), goal) : s.equal(goal, constant(outer->value));
        const Outcome reached = outer->open ? Outcome::unsat : decider.solve(s.both(given, attained));
        if (reached == Outcome::sat) {
            if (endless_days) return {Extent::Kind::unbounded, {}};
            return {Extent::Kind::bounded, {direction > 0 ? outer->value : -outer->value, false}};
        }
        outer_missed = reached == Outcome::unsat;
    }
    std::optional<Rational> best;
    bool relaxed = false;  // days beside reals: what the relaxation reaches, whole days may not approach
    Outcome outcome = decider.solve(given);
    constexpr int most_parts = 4;
    for (int round = 0; outcome == Outcome::sat; ++round) {
        const World world = decider.world();
        Evaluation evaluation(s);
        evaluation.start(world);
        std::vector<LinearConstraint> constraints;
        std::vector<LinearTerm> objective;
        Rational offset;
        const auto polyhedron = [&](Cell& cell) {
            constraints.clear();
            objective.clear();
            offset = Rational();
            cell.fix_variables();
            return cell.expand(goal, Rational(1), objective, offset) && cell.linear(constraints);
        };
        Cell part(s, evaluation);
        if (round >= most_parts || !part.take_around(decider, given, goal, world) || !polyhedron(part)) {
            Cell cell(s, evaluation);
            for (const std::uint32_t c : decider.loaded()) cell.take(problem.constraints[c].formula);
            cell.take(given);
            if (!polyhedron(cell)) return nonlinear_extent(decider, problem, given, goal, direction);
        }
        // Only the cell's own variables take part.
        Local local(world);
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
        local.renumber(objective);
        for (LinearConstraint& c : constraints) local.renumber(c.terms);
        std::optional<Rational> top = maximise(constraints, objective, local.values, [&] { mind_time(decider); });
        if (!top) return {Extent::Kind::unbounded, {}};
        *top += offset;
        World best_world = world;
        local.write_back(best_world);
        decider.adopt(best_world);  // where the end is attained, this world shows it
        if (whole) *top = top->floor();
        if (whole && *top >= Rational(endless)) return {Extent::Kind::unbounded, {}};
        const Rational here = evaluation.number(goal);
        best = whole && *top < here ? here : *top;
        // Nothing lies beyond what propagation sees, and where it is attained a world was found above.
        if (outer && *best == outer->value && !whole && !relaxed && outer_missed)
            return {Extent::Kind::bounded, {direction > 0 ? *best : -*best, true}};
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

}  // namespace

Extent extent(Decider& decider, Problem& problem, NodeId given, NodeId term, int direction) {
    try {
        return extent_in_time(decider, problem, given, term, direction);
    } catch (const OutOfTime&) {
        return {};
    }
}

}  // namespace tenet

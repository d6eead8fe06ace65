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
#include <unordered_set>

#include "engine/simplex.h"

namespace tenet {

namespace {

constexpr std::int64_t endless = 100'000'000'000'000;  // days beyond this are no dates: unbounded (rules/grounder.h)

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
            const std::optional<Rational> top = maximise(constraints, objective, local.values);
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

}  // namespace

Extent extent(Decider& decider, Problem& problem, NodeId given, NodeId term, int direction) {
    FormulaStore& s = problem.store;
    const bool whole = s.sort(term) == Sort::day;
    const NodeId goal = direction > 0 ? term : s.scale(-1, term);
    if (s.is_constant(term)) return {Extent::Kind::bounded, {s.value(term), false}};
    const auto constant = [&](const Rational& v) { return s.constant(v, whole && v.is_integer() ? Sort::day : Sort::real); };
    // Often the bound that propagation sees is one that a world has.
    const std::optional<Bound> outer = decider.outer_bound(given, goal, Side::upper);
    bool outer_missed = false;  // no world has it
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
        std::optional<Rational> top = maximise(constraints, objective, local.values);
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

}  // namespace tenet

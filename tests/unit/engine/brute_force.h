// Exact but slow ways to small answers, for tests to compare the engine's fast ones with: vertices of polyhedra, and
// Fourier-Motzkin elimination. And a problem that tests put together by hand.
#pragma once

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/simplex.h"
#include "engine/world.h"
#include "rules/problem.h"
#include "tests/dice.h"

namespace tenet::brute_force {

inline Rational value_at(const std::vector<LinearTerm>& terms, const std::vector<Rational>& point) {
    Rational sum;
    for (const LinearTerm& t : terms) sum += t.coefficient * point[t.variable];
    return sum;
}
inline bool holds_at(const LinearConstraint& c, const std::vector<Rational>& point) {
    const int sign = (value_at(c.terms, point) + c.constant).sign();
    return c.equality ? sign == 0 : sign <= 0;
}

/// The one point where every row (coefficients, then the constant: their sum is 0) holds; nothing where there are many.
inline std::optional<std::vector<Rational>> solve(std::vector<std::vector<Rational>> rows) {
    const std::size_t n = rows.size();
    for (std::size_t c = 0; c < n; ++c) {
        std::size_t p = c;
        while (p < n && rows[p][c].sign() == 0) ++p;
        if (p == n) return std::nullopt;
        std::swap(rows[c], rows[p]);
        for (std::size_t r = 0; r < n; ++r) {
            if (r == c || rows[r][c].sign() == 0) continue;
            const Rational factor = rows[r][c] / rows[c][c];
            for (std::size_t i = c; i <= n; ++i) rows[r][i] -= factor * rows[c][i];
        }
    }
    std::vector<Rational> point(n);
    for (std::size_t c = 0; c < n; ++c) point[c] = -rows[c][n] / rows[c][c];
    return point;
}

/// The best of all vertices within a box around 0: any polytope's optimum is at one.
inline std::optional<Rational> best_vertex(std::vector<LinearConstraint> constraints,
                                           const std::vector<LinearTerm>& objective, std::size_t n,
                                           const Rational& box) {
    for (std::uint32_t v = 0; v < n; ++v) {
        constraints.push_back({{{v, 1}}, -box, false});
        constraints.push_back({{{v, -1}}, -box, false});
    }
    std::optional<Rational> best;
    std::vector<bool> chosen(constraints.size());
    std::fill_n(chosen.begin(), n, true);
    do {
        std::vector<std::vector<Rational>> rows;
        for (std::size_t i = 0; i < chosen.size(); ++i) {
            if (!chosen[i]) continue;
            std::vector<Rational>& row = rows.emplace_back(n + 1);
            for (const LinearTerm& t : constraints[i].terms) row[t.variable] += t.coefficient;
            row[n] = constraints[i].constant;
        }
        const auto point = solve(std::move(rows));
        if (!point) continue;
        if (!std::all_of(constraints.begin(), constraints.end(), [&](const auto& c) { return holds_at(c, *point); }))
            continue;
        const Rational value = value_at(objective, *point);
        if (!best || *best < value) best = value;
    } while (std::prev_permutation(chosen.begin(), chosen.end()));
    return best;
}

/// coefficients . x + constant <= 0, or < 0 where strict.
struct Inequality {
    std::vector<Rational> coefficients;
    Rational constant;
    bool strict = false;
};

/// The same inequalities without variable `v` (Fourier 1826, Motzkin 1936): every lower bound below every upper one.
inline std::vector<Inequality> eliminate(const std::vector<Inequality>& all, std::size_t v) {
    std::vector<Inequality> out;
    for (const Inequality& a : all) {
        if (a.coefficients[v].sign() == 0) out.push_back(a);
        if (a.coefficients[v].sign() <= 0) continue;
        for (const Inequality& b : all) {
            if (b.coefficients[v].sign() >= 0) continue;
            const Rational of_a = -b.coefficients[v], of_b = a.coefficients[v];
            Inequality sum{a.coefficients, of_a * a.constant + of_b * b.constant, a.strict || b.strict};
            for (std::size_t i = 0; i < sum.coefficients.size(); ++i)
                sum.coefficients[i] = of_a * a.coefficients[i] + of_b * b.coefficients[i];
            out.push_back(std::move(sum));
        }
    }
    return out;
}

/// A problem put together by hand. Facts and laws are numbered as they come.
struct Small : Problem {
    NodeId add_variable(Sort sort) {
        const auto id = static_cast<VariableId>(variables.size());
        variables.push_back({Subject::witness, sort, id});
        variable_nodes.push_back(store.variable(id, sort));
        return variable_nodes.back();
    }
    NodeId truth() { return add_variable(Sort::truth); }
    NodeId real() { return add_variable(Sort::real); }
    NodeId day() { return add_variable(Sort::day); }
    NodeId number(const Rational& r) { return store.constant(r); }

    void background(NodeId formula) { constraints.push_back({formula, {}}); }
    void fact(NodeId formula) { fact(static_cast<FactId>(facts_counted), formula); }
    void fact(FactId id, NodeId formula) {
        facts_counted = std::max(facts_counted, std::size_t{id} + 1);
        constraints.push_back({formula, {Origin::Kind::fact, id}});
    }
    void law(NodeId formula) {
        constraints.push_back({formula, {Origin::Kind::law, static_cast<std::uint32_t>(instances.size())}});
        instances.emplace_back();
    }
    std::vector<std::uint32_t> all() const {
        std::vector<std::uint32_t> out(constraints.size());
        for (std::uint32_t i = 0; i < out.size(); ++i) out[i] = i;
        return out;
    }
};

/// Random clauses over `truths` variables, each a fact or now and then a law.
inline Small random_clauses(Dice& dice, int truths, int clauses, bool laws) {
    Small p;
    for (int v = 0; v < truths; ++v) p.truth();
    for (int c = 0; c < clauses; ++c) {
        std::vector<NodeId> literals;
        for (int n = dice.between(1, 3); n > 0; --n) {
            const NodeId v = p.variable_nodes[static_cast<std::size_t>(dice.between(0, truths - 1))];
            literals.push_back(dice.one_in(2) ? v : p.store.negation(v));
        }
        const NodeId clause = p.store.any_of(literals);
        laws&& dice.one_in(3) ? p.law(clause) : p.fact(clause);
    }
    return p;
}

/// What a conflict is made of: "f3" a fact, "l0" a law instance.
inline std::string name(const Origin& o) {
    return (o.kind == Origin::Kind::fact ? "f" : "l") + std::to_string(o.index);
}
using Members = std::set<std::string>;

/// All minimal sets of facts and laws without a world, by trying all sets in all worlds of the truth variables.
inline std::vector<Members> minimal_conflicts(const Small& p) {
    Evaluation evaluation(p.store);
    std::vector<std::uint32_t> worlds;  // by world: which constraints it breaks
    for (std::uint32_t w = 0; w < (1U << p.variables.size()); ++w) {
        World world;
        for (std::size_t v = 0; v < p.variables.size(); ++v) world.values.emplace_back((w >> v) & 1U);
        evaluation.start(world);
        std::uint32_t broken = 0;
        for (std::size_t c = 0; c < p.constraints.size(); ++c)
            if (!evaluation.holds(p.constraints[c].formula)) broken |= 1U << c;
        worlds.push_back(broken);
    }
    const auto clashes = [&](std::uint32_t set) {
        return std::all_of(worlds.begin(), worlds.end(), [&](std::uint32_t broken) { return (broken & set) != 0; });
    };
    std::vector<Members> out;
    for (std::uint32_t set = 0; set < (1U << p.constraints.size()); ++set) {
        if (!clashes(set)) continue;
        Members members;
        bool minimal = true;
        for (std::size_t c = 0; c < p.constraints.size(); ++c) {
            if (((set >> c) & 1U) == 0) continue;
            minimal = minimal && !clashes(set & ~(1U << c));
            members.insert(name(p.constraints[c].origin));
        }
        if (minimal) out.push_back(std::move(members));
    }
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace tenet::brute_force

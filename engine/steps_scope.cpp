// The background near the members, a wider circle each time until it clashes; then the solver's core of that, and each
// of its members dropped once. What many constraints speak of (`now`) widens no circle until nothing else is left.
#include "engine/steps_scope.h"

#include <algorithm>
#include <numeric>

namespace tenet {

namespace {

constexpr std::size_t hub = 200;          // a variable of more constraints than this is looked through last
constexpr std::size_t most_undecided = 1000;
constexpr std::size_t most_dropped = 250;  // cores above are told as they are

std::vector<std::uint32_t> all_of(const Problem& problem) {
    std::vector<std::uint32_t> all(problem.constraints.size());
    std::iota(all.begin(), all.end(), 0U);
    return all;
}

}  // namespace

ProofScope::ProofScope(const Problem& problem) : background_(problem, all_of(problem)) {
    for (std::uint32_t c = 0; c < problem.constraints.size(); ++c) {
        const Origin& o = problem.constraints[c].origin;
        switch (o.kind) {
        case Origin::Kind::fact: of_fact_[o.index].push_back(c); break;
        case Origin::Kind::law: of_instance_[o.index].push_back(c); break;
        case Origin::Kind::background: break;
        }
    }
}

std::vector<std::uint32_t> ProofScope::members(const Core& core) const {
    std::vector<std::uint32_t> list;
    const auto add = [&](const auto& map, std::uint32_t key) {
        if (const auto it = map.find(key); it != map.end()) list.insert(list.end(), it->second.begin(), it->second.end());
    };
    for (const FactId f : core.facts) add(of_fact_, f);
    for (const std::uint32_t i : core.instances) add(of_instance_, i);
    return list;
}

std::vector<std::uint32_t> ProofScope::around(const Problem& problem, const std::vector<std::uint32_t>& constraints) const {
    std::vector<NodeId> formulas;
    for (const std::uint32_t c : constraints) formulas.push_back(problem.constraints[c].formula);
    return background_.around(formulas);
}

std::vector<std::uint32_t> ProofScope::near(const Problem& problem, const Core& core, NodeId extra) const {
    std::vector<std::uint32_t> list = members(core);
    std::vector<VariableId> used;
    for (const std::uint32_t c : list) problem.store.variables(problem.constraints[c].formula, used);
    problem.store.variables(extra, used);
    std::sort(used.begin(), used.end());
    used.erase(std::unique(used.begin(), used.end()), used.end());
    list.insert(list.end(), background_.plain().begin(), background_.plain().end());
    std::vector<VariableId> below;
    for (const VariableId v : used) {
        if (background_.of(v).size() > hub) continue;
        for (const std::uint32_t c : background_.of(v)) {
            below.clear();
            problem.store.variables(problem.constraints[c].formula, below);
            if (std::all_of(below.begin(), below.end(), [&](VariableId u) { return std::binary_search(used.begin(), used.end(), u); }))
                list.push_back(c);
        }
    }
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
    return list;
}

// The ranges of all variables: some may not be needed, but spare a case distinction.
void ProofScope::with_ranges(const Problem& problem, std::vector<std::uint32_t>& list) const {
    std::vector<VariableId> used;
    for (const std::uint32_t c : list) problem.store.variables(problem.constraints[c].formula, used);
    std::sort(used.begin(), used.end());
    used.erase(std::unique(used.begin(), used.end()), used.end());
    for (const VariableId v : used)
        for (const std::uint32_t c : background_.of(v)) {
            const NodeId formula = problem.constraints[c].formula;
            if (problem.store.op(formula) != FormulaOp::less_equal_zero) continue;
            const NodeId term = problem.store.args(formula)[0];
            if (problem.store.op(term) == FormulaOp::variable || (problem.store.op(term) == FormulaOp::sum && problem.store.sum_size(term) == 1))
                list.push_back(c);
        }
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
}

// All that hangs together with the members, cut down to what clashes: by the trace of a clash, then by dropping each once.
std::vector<std::uint32_t> ProofScope::clashing_in_the_open(const Problem& problem, const Limits& limits, const Core& core, NodeId extra) const {
    std::vector<std::uint32_t> list = members(core);
    std::vector<NodeId> formulas{extra};
    for (const std::uint32_t c : list) formulas.push_back(problem.constraints[c].formula);
    const std::vector<std::uint32_t> more = background_.around(formulas);
    list.insert(list.end(), more.begin(), more.end());
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
    OpenSolver open(problem);
    open.load(list, [](std::uint32_t) { return false; });
    if (open.solve(extra, list, true) != Outcome::unsat) return {};
    list = open.clash();
    OpenSolver near(problem);  // only what is left, so that each further test is small
    near.load(list, [](std::uint32_t) { return false; });
    if (list.size() > most_dropped) return list;
    const auto late = [&] { return limits.deadline && std::chrono::steady_clock::now() >= *limits.deadline; };
    return drop_each(std::move(list), 0,
                     [&](const auto& without) { return !late() && near.solve(extra, without, true) == Outcome::unsat; },
                     [&]() -> const auto& { return near.clash(); });
}

std::vector<std::uint32_t> ProofScope::clashing(const Problem& problem, Z3Context& context, const Limits& limits,
                                                const Core& core, NodeId extra) const {
    if (!limits.only_z3)
        if (auto open = clashing_in_the_open(problem, limits, core, extra); !open.empty()) {
            with_ranges(problem, open);
            return open;
        }
    std::vector<std::uint32_t> list = members(core);
    list.insert(list.end(), background_.plain().begin(), background_.plain().end());
    std::vector<bool> in(problem.constraints.size()), seen(problem.variables.size());
    for (const std::uint32_t c : list) in[c] = true;
    std::vector<VariableId> fresh, hubs;
    const auto see = [&](NodeId formula) {
        std::vector<VariableId> used;
        problem.store.variables(formula, used);
        for (const VariableId v : used)
            if (v < seen.size() && !seen[v]) {
                seen[v] = true;
                fresh.push_back(v);
            }
    };
    for (const std::uint32_t c : list) see(problem.constraints[c].formula);
    see(extra);

    Z3Session z3(problem, context);
    z3.add(extra);
    for (const std::uint32_t c : list) {
        if (limits.over()) return {};
        z3.add_if(c, problem.constraints[c].formula);
    }
    const auto check = [&](const std::vector<std::uint32_t>& selected) {
        constexpr std::chrono::seconds most(5);
        z3.until(limits.within(most));
        return z3.check(selected);
    };
    bool through_hubs = false;
    for (;;) {
        if (check(list) == Outcome::unsat) break;
        if (limits.over()) return {};
        std::vector<VariableId> from;
        std::swap(from, fresh);
        std::vector<std::uint32_t> added;
        if (from.empty()) {
            if (through_hubs || hubs.empty()) {  // products of unknowns: the solver may not decide what the search can
                std::sort(list.begin(), list.end());
                return list.size() <= most_undecided ? list : std::vector<std::uint32_t>{};
            }
            through_hubs = true;
            std::swap(from, hubs);
        }
        for (const VariableId v : from) {
            if (!through_hubs && background_.of(v).size() > hub) {
                hubs.push_back(v);
                for (const std::uint32_t c : background_.of(v)) {  // what speaks of nothing but known things
                    std::vector<VariableId> used;
                    problem.store.variables(problem.constraints[c].formula, used);
                    if (!in[c] && std::all_of(used.begin(), used.end(), [&](VariableId u) { return seen[u]; })) added.push_back(c);
                }
                continue;
            }
            added.insert(added.end(), background_.of(v).begin(), background_.of(v).end());
        }
        for (const std::uint32_t c : added) {
            if (in[c]) continue;
            in[c] = true;
            list.push_back(c);
            z3.add_if(c, problem.constraints[c].formula);
            see(problem.constraints[c].formula);
        }
    }
    for (std::size_t size = list.size() + 1; list.size() < size;) {
        size = list.size();
        list = z3.core();
        if (check(list) != Outcome::unsat) break;
    }
    std::sort(list.begin(), list.end());
    if (list.size() <= most_dropped)
        for (std::size_t i = list.size(); i-- > 0;) {
            std::vector<std::uint32_t> without = list;
            without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
            if (limits.deadline && std::chrono::steady_clock::now() >= *limits.deadline) break;
            if (check(without) == Outcome::unsat) list = std::move(without);
        }
    with_ranges(problem, list);
    return list;
}

}  // namespace tenet

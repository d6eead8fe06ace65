#include "engine/background.h"

#include <algorithm>

namespace tenet {

Background::Background(const Problem& problem, std::span<const std::uint32_t> constraints)
    : problem_(problem), of_(problem.variables.size()) {
    std::vector<VariableId> used;
    for (const std::uint32_t c : constraints) {
        if (problem.constraints[c].origin.kind != Origin::Kind::background) continue;
        used.clear();
        problem.store.variables(problem.constraints[c].formula, used);
        for (const VariableId v : used) of_[v].push_back(c);
        if (used.empty()) plain_.push_back(c);
    }
}

const std::vector<std::uint32_t>& Background::of(VariableId v) const {
    static const std::vector<std::uint32_t> none;  // of a variable made later
    return v < of_.size() ? of_[v] : none;
}

std::vector<std::uint32_t> Background::around(const std::vector<NodeId>& formulas) const {
    std::vector<bool> in(problem_.constraints.size()), seen(problem_.variables.size());
    std::vector<VariableId> reached, used;
    const auto see = [&](NodeId formula) {
        used.clear();
        problem_.store.variables(formula, used);
        for (const VariableId v : used)
            if (!seen[v]) {
                seen[v] = true;
                reached.push_back(v);
            }
    };
    for (const NodeId formula : formulas) see(formula);
    std::vector<std::uint32_t> out = plain_;
    for (std::size_t i = 0; i < reached.size(); ++i)
        for (const std::uint32_t c : of(reached[i])) {
            if (in[c]) continue;
            in[c] = true;
            out.push_back(c);
            see(problem_.constraints[c].formula);
        }
    return out;
}

}  // namespace tenet

// Which constraints a refutation needs: those of its members, and as little of the background as clashes with them.
#pragma once

#include <unordered_map>
#include <vector>

#include "engine/background.h"
#include "engine/decider.h"

namespace tenet {

class ProofScope {
public:
    explicit ProofScope(const Problem& problem);

    /// The constraints of the core's members, and the background that speaks of nothing but what they and `extra` do.
    std::vector<std::uint32_t> near(const Problem& problem, const Core& core, NodeId extra) const;
    /// Constraints of the core's members and of the background that have no world together with `extra`: none can be
    /// left out where no limit came first, but for the ranges of single variables. Everything near them, or nothing where
    /// that is much, where the solver cannot decide that they clash.
    std::vector<std::uint32_t> clashing(const Problem& problem, Z3Context& context, const Limits& limits, const Core& core,
                                        NodeId extra) const;

    /// The constraints of the core's facts and law instances.
    std::vector<std::uint32_t> members(const Core& core) const;
    /// All background that shares variables with `constraints`, and with what does in turn.
    std::vector<std::uint32_t> around(const Problem& problem, const std::vector<std::uint32_t>& constraints) const;

private:
    std::vector<std::uint32_t> clashing_in_the_open(const Problem& problem, const Limits& limits, const Core& core, NodeId extra) const;

    void with_ranges(const Problem& problem, std::vector<std::uint32_t>& list) const;
    std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> of_fact_, of_instance_;  // constraints
    Background background_;
};

}  // namespace tenet

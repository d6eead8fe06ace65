// All minimal conflicts of a set of constraints: MARCO.
#pragma once

#include <vector>

#include "engine/decider.h"
#include "engine/progress.h"

namespace tenet {

struct Enumeration {
    std::vector<Core> conflicts;  // each minimal; no two the same
    bool complete = true;         // false: a limit or `most` came first
};

/// Every minimal conflict over the facts and law instances of `constraints`, at most `most`; those in `known` come first.
Enumeration all_conflicts(Decider& decider, Problem& problem, Z3Context& context,
                          const std::vector<std::uint32_t>& constraints, const std::vector<Core>& known, std::size_t most,
                          const Progress& progress = {});

}  // namespace tenet

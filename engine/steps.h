// Tells a refutation as steps that can be followed with a pencil: bounds derived one from another, ending in a clash.
#pragma once

#include <string>
#include <vector>

#include "engine/describe.h"

namespace tenet {

/// `constraints` (with `extra`, unless it is no constraint at all) have no world. Steps in an order in which each follows
/// from facts, laws and the steps before it. Empty where propagation of bounds does not reach the clash by itself: then
/// the refutation needed a case distinction, and nothing is told rather than something that does not follow.
std::vector<std::string> tell_steps(const Problem& problem, const Describer& describer,
                                    const std::vector<std::uint32_t>& constraints, NodeId extra);

}  // namespace tenet

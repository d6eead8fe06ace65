// Checks proofs step by step, with nothing of what found them: the order of cases by rule, each inference by a solver
// that is given only what the step cites.
#pragma once

#include <string>

#include "engine/decider.h"
#include "engine/proof.h"

namespace tenet {

/// What is wrong with a proof that `core` and `supposed` have no world; empty where every step follows.
std::string replay(Problem& problem, const Core& core, NodeId supposed, const Proof& proof);

}  // namespace tenet

// Tells a refutation as steps that can be followed with a pencil: bounds derived one from another, sums, cases.
#pragma once

#include <string>
#include <vector>

#include "engine/describe.h"
#include "engine/proof.h"

namespace tenet {

/// One line a step that tells the reader something: what follows, and in brackets from which facts, laws and lines (by
/// their number, from 1). Two blanks before it for each case that is open.
std::vector<std::string> tell_steps(const Problem& problem, const Describer& describer, const Proof& proof);

}  // namespace tenet

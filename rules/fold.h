// Works out what is constant in a checked expression, so that what an option of a pack rules out leaves no trace.
#pragma once

#include "rules/term.h"

namespace tenet {

/// The same truth, number or instant in every world: comparisons of two texts or two numbers that stand there become
/// truths, and these take with them what they decide.
Term folded(Term term);

}  // namespace tenet

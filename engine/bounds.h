// The tight range of a number or an instant over all worlds, each end exact.
#pragma once

#include "engine/decider.h"
#include "facts/interval.h"

namespace tenet {

struct Extent {
    enum class Kind { bounded, unbounded, undecided } kind = Kind::undecided;
    Bound bound;  // kind bounded
};

/// The least (direction -1) or greatest (+1) value of `term` where the loaded constraints and `given` hold. There is
/// a world of them: the caller has asked.
Extent extent(Decider& decider, Problem& problem, NodeId given, NodeId term, int direction);

}  // namespace tenet

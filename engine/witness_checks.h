// Settles checks of a large run without grounding, where that is exact: in parts of the facts that a witness showed to have a
// world (engine/witness.h) and in which the shares of today stand by themselves (engine/plain_parts.h), each instance of a
// check is looked at in every world of these shares, and in a few single ones (engine/share_terms.h).
//
// Met is what is true in every world; not assured what is true in one and false in another; violated what is false in every
// one. What is none of these, speaks of anything else, or hangs on events that may or may not occur, is left to the grounder
// and the decider; so is all of a part in which something is left. There, what is known of the others need not be decided again.
//
// A violation is told with its reason, which takes a grounding: of those facts alone that it follows from, which are few
// (engine/violations.cpp). Where that is not known, its part is left to the grounder, too.
#pragma once

#include <vector>

#include "engine/part.h"
#include "engine/witness.h"

namespace tenet {

/// An instance that is violated in every world.
struct Violation {
    std::uint32_t check;
    std::vector<std::uint32_t> values;
    std::uint32_t root;         // of Connections: its part
    std::vector<EntityId> held;  // the organisations on whose shares this hangs, in order
};

struct SettledChecks {
    KnownTruths known;           // of all instances that are settled or violated
    std::vector<bool> nodes;     // by root of Connections: no instance of its part is left
    std::vector<Placed> checks;  // findings of those parts, but for
    std::vector<Violation> violated;
    std::size_t met = 0, not_assured = 0;  // in those parts
};

/// Of a run that can be taken apart, whose parts `witnessed` was made for; `describer` tells entities and events. The same
/// whatever the number of `jobs`.
SettledChecks settle_checks(const FactSet& facts, const Vocabulary& vocabulary, const Choice& choice, const GroundBase& base,
                            Connections& connections, const Witnessed& witnessed, const Describer& describer, unsigned jobs);

}  // namespace tenet

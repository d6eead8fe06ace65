// Proves, without grounding, that harmless parts of a large run are consistent: each connected part of the facts is given its
// least world (a witness), straight from what the facts say, and every fact and every law instance that could be false is
// judged in it, exactly, on every day. A world that passes is a world. One that does not says nothing: that part is left to
// the grounder, and so is every part with a form that is not carried here. So the only answer ever given is "consistent".
//
// Days. Events lie as early as facts and orders let them (the least solution of a simple temporal problem), or as late where
// the laws would rather have that; unknown first days of periods as late, unknown last ones as early, so that little is said.
// Stakes. On each stretch of days a stake is the least that is said of it, and zero where nothing is. A law `... or F = G`
// between the two bases makes each the larger of both where nothing else makes it true. `complete` and `unchanged` make stakes
// larger, and so does a law or a claim that is false where one stake is too small (`majority(e.buyer, e.target) at e.end`);
// then all is judged again.
// Which instances are judged: rules/ground_plan.h says which could be false where all but some fluents are zero; in a world
// those are looked up, not guessed. Unnamed parties hold nothing, which the same argument lets them.
// Parts share neither entities nor events, and no law relates what no fact connects (can_be_taken_apart): so worlds of parts
// together are one of the whole. Tested against the grounder by tests/unit/engine/witness_test.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/connections.h"

namespace tenet {

struct Witnessed {
    std::vector<bool> nodes;     // by root of Connections: its part has a world, or is an entity that no fact names
    std::size_t facts = 0;       // of those parts
    std::size_t parts = 0;       // settled
    std::size_t instances = 0;   // law instances judged in them
    std::size_t all_parts = 0;
    struct Part {
        std::uint32_t root, facts, instances;
    };
    std::vector<Part> list;  // of the parts settled

    /// Leaves those whose root `stays`.
    void keep(const std::vector<bool>& stays);
    /// Sums up `list`.
    void count();
};

struct WitnessRun;  // engine/witness_part.h

/// Of a run that can be taken apart, in its `parts`. What checks say is another matter (engine/witness_checks.h). The same whatever the
/// number of `jobs` (0: one for each processor).
Witnessed find_witnesses(WitnessRun& run, const FactParts& parts, Connections& connections, unsigned jobs);

}  // namespace tenet

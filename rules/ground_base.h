// What every grounding of one run shares: kinds, which facts are in, which ids may be one entity. Made once, read by all.
#pragma once

#include <vector>

#include "rules/ground.h"

namespace tenet {

struct GroundBase {
    GroundBase(const FactSet& facts, const Vocabulary& vocabulary, const Choice& choice);

    std::vector<KindId> kind_of;               // by entity
    std::vector<std::uint32_t> event_kind_of;  // by event
    std::vector<bool> counts;                  // by fact: in force
    std::vector<bool> dropped;                 // by fact: --without, or left out by --only
    std::vector<bool> assumed;                 // by fact
    std::vector<EntityId> tie_root;            // by entity
    std::vector<std::vector<EntityId>> tied;   // by root: the ids that `same` facts tie, whatever the facts' status
};

}  // namespace tenet

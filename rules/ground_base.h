// What every grounding of one run shares: kinds, which facts are in, which ids may be one entity, what laws bind. Made once,
// read by all.
#pragma once

#include <vector>

#include "rules/ground.h"
#include "rules/ground_plan.h"

namespace tenet {

/// Where a law binds and at which instants it begins to say something, found once from its text.
struct LawPlan {
    Plan plan;
    std::vector<Boundary> boundaries;
    bool beyond = false;  // it looks at other days than its own (looks_beyond)
    bool own_day = false;  // every fluent in it is read on the law's own day
    const Term* split = nullptr;  // `all(a: e.role, ...)` as its conclusion: each member is a law of its own
};

struct GroundBase {
    GroundBase(const FactSet& facts, const Vocabulary& vocabulary, const Choice& choice);

    std::vector<KindId> kind_of;               // by entity
    std::vector<std::uint32_t> event_kind_of;  // by event
    std::vector<bool> counts;                  // by fact: in force
    std::vector<bool> dropped;                 // by fact: --without, or left out by --only
    std::vector<bool> assumed;                 // by fact
    std::vector<EntityId> tie_root;            // by entity
    std::vector<std::vector<EntityId>> tied;   // by root: the ids that `same` facts tie, whatever the facts' status
    std::vector<LawPlan> law_plans;            // by law
    bool holders_merge;                        // no law tells several unnamed holders from one
    bool few_pairs;                            // each party may be a holder of its own everywhere, where a question notices
};

}  // namespace tenet

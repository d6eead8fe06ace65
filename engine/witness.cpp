#include "engine/witness.h"

#include "engine/witness_part.h"
#include "facts/side_by_side.h"

namespace tenet {

Witnessed find_witnesses(WitnessRun& run, const FactParts& parts, Connections& connections, unsigned jobs) {
    Witnessed found;
    if (!run.programs.usable()) return found;
    const FactSet& facts = run.facts;
    constexpr std::size_t facts_a_batch = 4000;
    std::vector<std::uint32_t> batches{0};  // the first part of each, and one more
    for (std::uint32_t p = 0; p < parts.root.size(); ++p)
        if (parts.begin[p + 1] - parts.begin[batches.back()] >= facts_a_batch) batches.push_back(p + 1);
    if (batches.back() != parts.root.size()) batches.push_back(static_cast<std::uint32_t>(parts.root.size()));
    std::vector<std::uint32_t> instances(parts.root.size(), no_index);  // no_index: not settled
    side_by_side(batches.size() - 1, jobs, [&] { return WitnessPart(run); }, [&](WitnessPart& part, std::size_t i) {
        for (std::uint32_t p = batches[i]; p < batches[i + 1]; ++p)
            if (part.settle({parts.facts.data() + parts.begin[p], parts.begin[p + 1] - parts.begin[p]}))
                instances[p] = static_cast<std::uint32_t>(part.instances());
    });
    found.nodes.resize(facts.entities.size() + facts.events.size());
    found.all_parts = parts.root.size();
    // Of whom no fact speaks: nothing is held, and what laws say of that holds (rules/ground_plan.h).
    std::vector<bool> named(found.nodes.size());
    for (const std::uint32_t root : parts.root) named[root] = true;
    for (EntityId e = 0; e < facts.entities.size(); ++e)
        if (const std::uint32_t root = connections.entity(e); !named[root]) found.nodes[root] = true;
    for (std::uint32_t p = 0; p < parts.root.size(); ++p) {
        if (instances[p] == no_index) continue;
        found.nodes[parts.root[p]] = true;
        found.list.push_back({parts.root[p], parts.begin[p + 1] - parts.begin[p], instances[p]});
    }
    found.count();
    return found;
}

void Witnessed::count() {
    facts = instances = 0;
    parts = list.size();
    for (const Part& part : list) {
        facts += part.facts;
        instances += part.instances;
    }
}

void Witnessed::keep(const std::vector<bool>& stays) {
    nodes = stays;
    std::erase_if(list, [&](const Part& part) { return !stays[part.root]; });
    count();
}

}  // namespace tenet

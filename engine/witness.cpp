#include "engine/witness.h"

#include <algorithm>
#include <numeric>

#include "engine/witness_part.h"
#include "facts/side_by_side.h"

namespace tenet {

namespace {

/// The facts of each part, in file order; parts in the order of their first facts.
struct Parts {
    std::vector<std::uint32_t> root;   // by part
    std::vector<std::uint32_t> begin;  // by part, and one more: places in facts
    std::vector<FactId> facts;
};

Parts parts_of(const FactSet& facts, Connections& connections) {
    Parts parts;
    std::vector<std::uint32_t> part_of_root(facts.entities.size() + facts.events.size(), no_index);
    std::vector<std::uint32_t> part_of_fact(facts.facts.size(), no_index);
    for (FactId id = 0; id < facts.facts.size(); ++id) {
        const std::uint32_t node = connections.node_of_fact(id);
        if (node == no_index) continue;  // names nothing: left to the grounder
        const std::uint32_t root = connections.find(node);
        if (part_of_root[root] == no_index) {
            part_of_root[root] = static_cast<std::uint32_t>(parts.root.size());
            parts.root.push_back(root);
            parts.begin.push_back(0);
        }
        part_of_fact[id] = part_of_root[root];
        ++parts.begin[part_of_fact[id]];
    }
    parts.begin.push_back(0);
    std::exclusive_scan(parts.begin.begin(), parts.begin.end(), parts.begin.begin(), 0U);
    parts.facts.resize(parts.begin.back());
    std::vector<std::uint32_t> next(parts.begin.begin(), parts.begin.end());
    for (FactId id = 0; id < facts.facts.size(); ++id)
        if (part_of_fact[id] != no_index) parts.facts[next[part_of_fact[id]]++] = id;
    return parts;
}

}  // namespace

Witnessed find_witnesses(const FactSet& facts, const Vocabulary& vocabulary, const Choice& choice, const GroundBase& base,
                         const std::vector<CheckedExpression>& claims, Connections& connections, unsigned jobs) {
    Witnessed found;
    WitnessRun run(facts, vocabulary, choice, base, claims);
    if (!run.programs.usable()) return found;
    const Parts parts = parts_of(facts, connections);
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

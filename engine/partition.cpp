#include "engine/partition.h"

#include <algorithm>

#include "rules/ground_plan.h"

namespace tenet {

bool days_known(const FactSet& facts, const Choice& choice) {
    if (choice.now && !choice.now->span.single()) return false;
    return std::all_of(facts.sets.begin(), facts.sets.end(), [&](const SetInfo& set) {
        return set.as_of ? set.as_of->edtf.span.single() : choice.now.has_value();
    });
}

bool can_be_taken_apart(const FactSet& facts, const Vocabulary& vocabulary, const Choice& choice,
                        const std::vector<CheckedExpression>& claims, std::size_t facts_a_slice) {
    if (facts.facts.size() <= facts_a_slice) return false;
    if (choice.at || !days_known(facts, choice) || !holders_merge(vocabulary)) return false;
    for (const Law& law : vocabulary.laws)
        if (!stays_within(vocabulary, law, plan_instances(vocabulary, law.body))) return false;
    Plan everything;
    everything.everything = true;
    for (const Check& check : vocabulary.checks)
        if (!stays_within(vocabulary, check.law, everything)) return false;
    for (const CheckedExpression& claim : claims)
        if (asks_each_holder(vocabulary, claim.term) || !hangs_on_its_own(claim.term, vocabulary)) return false;
    return true;
}

std::vector<Slice> partition(const FactSet& facts, Connections& connections, std::size_t facts_a_slice,
                             const std::vector<bool>& settled) {
    // Connected parts in the order of their first fact; slices of whole parts.
    std::vector<std::uint32_t> slice_of(facts.entities.size() + facts.events.size(), no_index);  // by root
    std::vector<std::size_t> size_of(slice_of.size());
    const auto root_of = [&](FactId id) {
        const std::uint32_t node = connections.node_of_fact(id);
        return node == no_index ? no_index : connections.find(node);
    };
    const auto is_settled = [&](std::uint32_t root) { return !settled.empty() && root != no_index && settled[root]; };
    std::vector<FactId> open;
    for (FactId id = 0; id < facts.facts.size(); ++id) {
        const std::uint32_t root = root_of(id);
        if (is_settled(root)) continue;
        open.push_back(id);
        if (root != no_index) ++size_of[root];
    }
    if (open.empty()) return {};
    std::vector<Slice> slices(1);
    std::size_t planned = 0;  // facts of the last slice's parts
    for (const FactId id : open) {
        const std::uint32_t root = root_of(id);
        if (root == no_index || slice_of[root] != no_index) continue;
        if (planned > 0 && planned + size_of[root] > facts_a_slice) {
            slices.emplace_back().unnamed = false;
            planned = 0;
        }
        planned += size_of[root];
        slice_of[root] = static_cast<std::uint32_t>(slices.size() - 1);
    }
    for (const FactId id : open) {
        const std::uint32_t root = root_of(id);
        slices[root == no_index ? 0 : slice_of[root]].facts.push_back(id);
    }
    for (EntityId e = 0; e < facts.entities.size(); ++e) {
        if (is_settled(connections.entity(e))) continue;
        const std::uint32_t slice = slice_of[connections.entity(e)];
        slices[slice == no_index ? e % slices.size() : slice].entities.push_back(e);
    }
    if (slices.size() == 1 && open.size() == facts.facts.size()) return {};
    return slices;
}

}  // namespace tenet

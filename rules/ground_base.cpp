#include "rules/ground_base.h"

#include <algorithm>

#include "rules/last_asked.h"

namespace tenet {

namespace {

constexpr std::size_t most_pairs = 400;  // of parties and organisations, with a variable for each

}  // namespace

GroundBase::GroundBase(const FactSet& facts, const Vocabulary& vocabulary, const Choice& choice)
    : counts(facts.facts.size()), dropped(facts.facts.size()), assumed(facts.facts.size()), tie_root(facts.entities.size()),
      holders_merge(tenet::holders_merge(vocabulary)) {
    for (const Law& law : vocabulary.laws) {
        law_plans.push_back({plan_instances(vocabulary, law.body), plan_boundaries(vocabulary, law.body), looks_beyond(law.body),
                             stays_on_its_day(vocabulary, law.body), split_of(law.body)});
        law_plans.back().plan.everything = law_plans.back().plan.everything || choice.every_party;
    }
    LastWord word;
    kind_of.reserve(facts.entities.size());
    for (const Entity& e : facts.entities)
        kind_of.push_back(word.find(e.kind.text, [&](std::string_view name) { return vocabulary.entity_kind(name); }).value_or(no_index));
    const auto party = vocabulary.entity_kind("party"), organisation = vocabulary.entity_kind("organisation");
    std::size_t parties = 0, organisations = 0;
    LastKinds kinds;
    for (const KindId kind : kind_of) {
        parties += party && kinds.is_a(kind, *party, vocabulary);
        organisations += organisation && kinds.is_a(kind, *organisation, vocabulary);
    }
    few_pairs = parties * organisations <= most_pairs;
    LastWord event_word;
    event_kind_of.reserve(facts.events.size());
    for (const Event& e : facts.events)
        event_kind_of.push_back(event_word.find(e.kind.text, [&](std::string_view name) { return vocabulary.event_kind(name); }).value_or(no_index));
    for (const FactId id : choice.without) dropped[id] = true;
    for (const FactId id : choice.assume) assumed[id] = true;
    for (EntityId e = 0; e < tie_root.size(); ++e) tie_root[e] = e;
    const auto find = [&](EntityId e) {
        while (tie_root[e] != e) e = tie_root[e];
        return e;
    };
    bool ties = false;
    for (FactId id = 0; id < facts.facts.size(); ++id) {
        const Fact& fact = facts.facts[id];
        if (choice.only_stated && fact.status == Status::reported && !assumed[id]) dropped[id] = true;
        counts[id] = in_force(fact, id, facts, choice);
        if (const auto* same = std::get_if<SameClaim>(&fact.body)) {
            const EntityId a = find(same->a), b = find(same->b);
            tie_root[std::max(a, b)] = std::min(a, b);
            ties = true;
        }
    }
    if (!ties) return;
    for (EntityId e = 0; e < tie_root.size(); ++e) tie_root[e] = find(e);
    tied.resize(facts.entities.size());
    for (EntityId e = 0; e < tie_root.size(); ++e) tied[tie_root[e]].push_back(e);
    for (auto& list : tied)
        if (list.size() < 2) list.clear();
}

}  // namespace tenet

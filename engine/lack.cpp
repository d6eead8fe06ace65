#include "engine/lack.h"

namespace tenet {

namespace {

std::string named(const FactSet& facts, std::size_t many, FactId first) {
    return "the " + std::to_string(many) + " facts that stand with " + facts.id_of(facts.facts[first]);
}

constexpr const char* nobody = "entities that no fact names";

}  // namespace

std::string named(const FactSet& facts, std::span<const FactId> part) {
    return part.empty() ? nobody : named(facts, part.size(), part[0]);
}

std::string named(const FactSet& facts) {
    return facts.facts.empty() ? nobody : named(facts, facts.facts.size(), 0);
}

}  // namespace tenet

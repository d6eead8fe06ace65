#include "engine/lack.h"

namespace tenet {

std::string named(const FactSet& facts, std::span<const FactId> part) {
    if (part.empty()) return "entities that no fact names";
    return "the " + std::to_string(part.size()) + " facts that stand with " + facts.id_of(facts.facts[part[0]]);
}

}  // namespace tenet

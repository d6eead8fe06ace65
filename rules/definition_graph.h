// Which definition uses which, and the strongly connected components of that graph.
#pragma once

#include <cstdint>
#include <vector>

#include "rules/vocabulary.h"

namespace tenet {

/// For every definition those that its body uses, each once, in order.
using DefinitionGraph = std::vector<std::vector<std::uint32_t>>;

DefinitionGraph uses_of_definitions(const Vocabulary& vocabulary);

/// The component of every node, numbered so that a component's number is above those it uses; nodes of one cycle share
/// a number.
std::vector<std::uint32_t> components(const DefinitionGraph& graph);

}  // namespace tenet

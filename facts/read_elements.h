// Reads the elements of a fact set, one function each: sources, entities, events and the nine other kinds of facts.
#pragma once

#include <span>
#include <string_view>

#include "facts/read_context.h"
#include "facts/xml_document.h"

namespace tenet {

/// One row per element that may stand in <facts>.
struct ElementRule {
    std::string_view name;
    AttrSet allowed, required;
    enum class Holds { nothing, expression, participants } holds;
    enum class Makes { entity, event, fact, source, other } makes;  // what its id names; an event is a fact too
    void (*read)(const Attributes& attributes, ReadContext& context);
};

std::span<const ElementRule> element_rules();
/// Null where a fact set has no such element.
const ElementRule* find_rule(std::string_view name);

}  // namespace tenet

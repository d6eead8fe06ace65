// What a pack's laws say together, tried on small made-up companies: laws that contradict each other with no facts at
// all, events that can never take place, laws that can never bite. Needs no fact set.
#pragma once

#include <string>
#include <vector>

#include "engine/decider.h"
#include "facts/diagnostic.h"

namespace tenet {

/// Complains about the laws of pack `id`. What a limit cut short is named in the result: a question may take ten seconds, all of
/// them until the deadline. `sources` gets the made-up fact sets, which no complaint points into.
std::vector<std::string> lint_laws(const std::string& id, const Vocabulary& vocabulary, Sources& sources,
                                   Diagnostics& diagnostics, const Limits& limits);

}  // namespace tenet

// What a pack says that it cannot mean, as far as its words alone tell: names that nothing uses, variables that hide
// others, definitions that rest on nothing but themselves. What takes a solver is in engine/lint.h.
#pragma once

#include <string>

#include "facts/diagnostic.h"
#include "rules/vocabulary.h"

namespace tenet {

/// Complains about what pack `id` declares, in the packs that were read with it: warnings where something is likely a
/// slip, errors where it is one, notes on what facts and queries may well use though no pack does.
void lint_words(const std::string& id, const Vocabulary& vocabulary, const Sources& sources, Diagnostics& diagnostics);

}  // namespace tenet

// Which definitions use each other in cycles, and whether every such use is monotone, so that a least fixpoint exists.
#pragma once

#include "facts/diagnostic.h"
#include "rules/vocabulary.h"

namespace tenet {

/// Sets `recursive` and `group` of every definition; complains of cycles without a least fixpoint (language.md, 3).
/// A cycle may mix truths and numbers where its numbers do not depend on each other.
void check_recursion(Vocabulary& vocabulary, const Sources& sources, Diagnostics& diagnostics);

}  // namespace tenet

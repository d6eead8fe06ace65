// Whether a conflict is one of figures that sources rounded: would it vanish if they were read so?
#pragma once

#include <optional>
#include <string>

#include "engine/steps_scope.h"

namespace tenet {

/// Whose exact figures, read as rounded ones (as `about` says), give the conflict's members a world: one source alone
/// where one will do, else all. In words: "reading the figures of press as rounded resolves it". Nothing where no such
/// reading does, or a limit came first.
std::optional<std::string> rounding_hint(Problem& problem, const ProofScope& scope, const FactSet& facts,
                                         const Sources& sources, Z3Context& context, const Limits& limits,
                                         const Core& conflict);

}  // namespace tenet

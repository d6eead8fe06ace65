// Whether a query can be false of things that no fact connects: shown once from its expression, for all such bindings.
#pragma once

#include <optional>

#include "rules/check_expression.h"

namespace tenet {

/// True: whatever the facts are, if a world exists, then for every binding of the query's variables of which two (or one
/// and a constant) lie in parts of the facts that nothing connects there is a world in which the query is false, so the
/// binding is not certain. False: not shown. For queries of truth that hang on what they name alone (connections.h).
bool false_among_strangers(const Vocabulary& vocabulary, const CheckedExpression& query);

/// True: where a binding of strangers makes the query true in some world, there is a world in which the unnamed party in
/// the holder's place makes it true of the others of that binding. So where the unnamed party cannot, no stranger can.
/// The slot of that holder; none where it is not shown.
std::optional<std::uint32_t> strangers_as_unnamed(const Vocabulary& vocabulary, const CheckedExpression& query);

}  // namespace tenet

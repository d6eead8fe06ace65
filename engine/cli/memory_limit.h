// --memory: what the whole run may take.
#pragma once

#include <cstddef>

namespace tenet {

/// From now on whatever would take the program's data beyond so many MB fails with std::bad_alloc, whoever asks for it. Where
/// only a part of the facts was being judged, that part is undecided and its memory free again (engine/check.cpp).
/// Throws std::runtime_error where the system sets no limits.
void limit_memory(std::size_t megabytes);

}  // namespace tenet

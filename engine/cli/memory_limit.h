// --memory: what the whole run may take.
#pragma once

#include <cstddef>

namespace tenet {

/// From now on whatever would take the program's data beyond so many MB fails with std::bad_alloc, whoever asks for it. Where
/// only a part of the facts was being judged, that part is undecided and its memory free again (engine/check.cpp). Where nothing
/// can be thrown (a destructor that takes memory), the program ends with exit_undecided, as run_program() does at last.
/// Throws std::runtime_error where the system sets no limits.
void limit_memory(std::size_t megabytes);

/// What a run says that memory has ended, and what helps.
inline constexpr const char* memory_ran_out = "memory ran out before there was a report";
const char* memory_help();

}  // namespace tenet

// Asks the system for large pages (2 MiB) where hundreds of megabytes are about to be filled: a page of 4 KiB costs a fault
// each, and a table that is looked up at random misses the processor's list of pages at nearly every step.
#pragma once

#include <cstddef>
#include <cstdint>

#include <sys/mman.h>

namespace tenet {

/// To be called before the memory is touched. Where the system refuses, all is as before.
inline void ask_for_huge_pages(void* begin, std::size_t bytes) {
    constexpr std::uintptr_t page = std::uintptr_t{2} << 20;
    const auto first = (reinterpret_cast<std::uintptr_t>(begin) + page - 1) / page * page;
    const auto last = (reinterpret_cast<std::uintptr_t>(begin) + bytes) / page * page;
    if (last > first) madvise(reinterpret_cast<void*>(first), last - first, MADV_HUGEPAGE);
}

}  // namespace tenet

// glibc's malloc has no call for this, so it is led there: a large block mapped and freed raises the size from which blocks
// are mapped apart (M_MMAP_THRESHOLD of mallopt(3) is dynamic), a block of the size wanted then grows the heap and stays
// with it when freed, and one that is never touched fills what lies before the first large page.
#include "engine/heap_room.h"

#include <cstdint>
#include <cstdlib>

#include <sys/mman.h>

namespace tenet {

namespace {

constexpr std::size_t large_page = std::size_t{2} << 20, room = 2 * large_page;

void* block(std::size_t bytes) {
    void* volatile made = std::malloc(bytes);  // volatile: else a block that nobody uses need not be made
    return made;
}

}  // namespace

void make_heap_room() {
    std::free(block(2 * room));
    void* const begin = block(room);
    if (begin == nullptr) return;
    constexpr std::size_t head = 64;  // malloc's own words before and after a block
    const auto at = reinterpret_cast<std::uintptr_t>(begin);
    const std::size_t before = (at + head + large_page - 1) / large_page * large_page - at;  // up to the first large page
    madvise(static_cast<char*>(begin) + before, large_page, MADV_HUGEPAGE);
    std::free(begin);
    block(before - head);  // kept, never touched
}

}  // namespace tenet

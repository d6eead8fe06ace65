#include "facts/late_text.h"

#include <algorithm>
#include <new>
#include <stdexcept>

#include <sys/mman.h>
#include <unistd.h>

namespace tenet {

LateText::~LateText() {
    if (room_) ::munmap(room_, size() + 1);
}

void LateText::expect(std::vector<Piece> pieces) {
    known_ = !pieces.empty();
    pieces_ = std::move(pieces);
    if (!known_) pieces_.push_back({size(), 0, {}});
    fetched_ = std::make_unique<std::atomic<bool>[]>(pieces_.size());
    held_back_ = false;
}

void LateText::check_free() const {
    if (held_back_) throw std::runtime_error(disk_->path() + " is still being read");
}

const std::vector<LateText::Piece>& LateText::pieces() const {
    check_free();
    return pieces_;
}

void LateText::reserve() const {
    if (room_) return;
    void* const room = ::mmap(nullptr, size() + 1, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (room == MAP_FAILED) throw std::bad_alloc();
    room_ = static_cast<char*>(room);
}

void LateText::fetch(std::size_t number) const {
    static const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const std::lock_guard lock(guard_);
    if (fetched_[number].load(std::memory_order_relaxed)) return;
    reserve();
    const Piece& piece = pieces_[number];
    const std::size_t begin = number == 0 ? 0 : pieces_[number - 1].end, first = begin / page * page;
    // With the NUL, and whole pages, of which the pieces beside it may have made theirs already.
    if (::mprotect(room_ + first, piece.end + 1 - first, PROT_READ | PROT_WRITE) != 0) throw std::bad_alloc();
    const std::string_view text(room_ + begin, piece.end - begin);
    if (!disk_->read(begin, text.size(), room_ + begin)) throw std::runtime_error(disk_->path() + " cannot be read any more");
    if (known_ && sum_of(text) != piece.sum)
        throw std::runtime_error(disk_->path() + " was changed while it was being read; nothing can be said of it");
    fetched_[number].store(true, std::memory_order_release);
}

std::string_view LateText::text(std::size_t begin, std::size_t end) const {
    check_free();
    if (begin == end) return {};
    const auto first = std::upper_bound(pieces_.begin(), pieces_.end(), begin, [](std::size_t at, const Piece& piece) { return at < piece.end; });
    for (auto i = static_cast<std::size_t>(first - pieces_.begin()); i < pieces_.size() && (i == 0 || pieces_[i - 1].end < end); ++i)
        if (!fetched_[i].load(std::memory_order_acquire)) fetch(i);
    return {room_ + begin, end - begin};
}

}  // namespace tenet

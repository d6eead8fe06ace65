// Blocks double from 4 KiB to 1 MiB, so that few texts cost little and many cost few blocks.
#include "facts/texts.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <utility>

namespace tenet {

char* Texts::room(std::size_t size) {
    if (size > left_ || blocks_.empty()) {
        block_size_ = std::min<std::size_t>(std::max<std::size_t>(4096, 2 * block_size_), std::size_t{1} << 20);
        block_size_ = std::max(block_size_, size);
        blocks_.push_back(std::make_unique_for_overwrite<char[]>(block_size_));
        left_ = block_size_;
    }
    char* begin = blocks_.back().get() + (block_size_ - left_);
    left_ -= size;
    return begin;
}

std::string_view Texts::keep(std::string_view text) {
    if (text.empty()) return {};
    char* copy = room(text.size());
    std::memcpy(copy, text.data(), text.size());
    return {copy, text.size()};
}

std::string_view Texts::share(std::string_view text) {
    if (text.empty() || text.size() > 16) return keep(text);
    if (!shared_) shared_ = std::make_unique<std::array<Shared, 1024>>();
    const Ends ends = ends_of(text.data(), text.size());
    const std::uint64_t hash = (ends.first ^ (ends.last << 21 | ends.last >> 43) ^ text.size()) * 0x9E3779B97F4A7C15u;
    Shared& known = (*shared_)[hash >> 54];
    if (known.ends != ends || known.text.size() != text.size()) known = {ends, keep(text)};
    return known.text;
}

void Texts::adopt(Texts&& other) {
    // In front: the last block is the one that is written to.
    blocks_.insert(blocks_.begin(), std::make_move_iterator(other.blocks_.begin()),
                   std::make_move_iterator(other.blocks_.end()));
    other = Texts();
}

}  // namespace tenet

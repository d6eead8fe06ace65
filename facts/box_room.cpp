// Blocks of 256 KiB: few, and little of the last is left over.
#include "facts/box_room.h"

#include <algorithm>

namespace tenet {

void BoxRoom::add_block(std::size_t size) {
    constexpr std::size_t usual = std::size_t{256} << 10;
    const std::size_t room = std::max(size, usual);
    blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(room));
    end_ = blocks_.back().get() + room;
    left_ = room;
}

}  // namespace tenet

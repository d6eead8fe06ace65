// They double from 4 KiB to 1 MiB, so that little costs little and much costs few blocks.
#include "facts/blocks.h"

#include <algorithm>
#include <iterator>

namespace tenet {

void Blocks::add_block(std::size_t size) {
    block_size_ = std::min<std::size_t>(std::max<std::size_t>(4096, 2 * block_size_), std::size_t{1} << 20);
    block_size_ = std::max(block_size_, size);
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(block_size_));
    end_ = blocks_.back().get() + block_size_;
    left_ = block_size_;
}

void Blocks::adopt(Blocks&& other) {
    blocks_.insert(blocks_.end(), std::make_move_iterator(other.blocks_.begin()), std::make_move_iterator(other.blocks_.end()));
    other = Blocks();
}

}  // namespace tenet

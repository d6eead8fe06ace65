// Memory that is given out piece by piece and goes as a whole: blocks that never move.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace tenet {

/// For one thread at a time. Moving keeps what was given out where it is.
class Blocks {
public:
    /// `size` bytes, of which `give_back` may return the last ones. Where all that was asked for was whole pointers' worth, it
    /// is aligned as they are.
    char* room(std::size_t size) {
        if (size > left_) add_block(size);
        char* const begin = end_ - left_;
        left_ -= size;
        return begin;
    }
    void give_back(std::size_t size) { left_ += size; }
    /// Takes over all that `other` gave out.
    void adopt(Blocks&& other);

private:
    void add_block(std::size_t size);

    std::vector<std::unique_ptr<char[]>> blocks_;
    std::size_t block_size_ = 0;
    char* end_ = nullptr;    // of the last block
    std::size_t left_ = 0;  // of it
};

}  // namespace tenet

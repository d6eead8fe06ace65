// Where boxes and short lists (boxed.h, short_list.h) keep what they hold. While a large file is read, one behind the other in
// blocks that go with the fact set: what a stake says of its share then takes 48 bytes, and 64 where each asks the heap.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <utility>
#include <vector>

#include "facts/blocks.h"

namespace tenet {

/// Memory that is given out once and goes as a whole. For one thread at a time.
class BoxRoom {
public:
    /// Aligned as a pointer.
    void* take(std::size_t size) { return blocks_.room((size + sizeof(void*) - 1) / sizeof(void*) * sizeof(void*)); }

    /// While it lives, what this thread boxes goes to the room.
    class Use {
    public:
        explicit Use(BoxRoom& room) : before_(std::exchange(in_use, &room)) {}
        ~Use() { in_use = before_; }
        Use(const Use&) = delete;
        Use& operator=(const Use&) = delete;

    private:
        BoxRoom* before_;
    };

    /// The place of a boxed value, which knows whether it must be given back.
    class Place {
    public:
        Place() = default;
        /// Room for `size` bytes.
        explicit Place(std::size_t size)
            : word_(in_use ? reinterpret_cast<std::uintptr_t>(in_use->take(size)) | in_room
                           : reinterpret_cast<std::uintptr_t>(::operator new(size))) {}
        void* get() const { return reinterpret_cast<void*>(word_ & ~in_room); }
        void give_back() {
            if ((word_ & in_room) == 0) ::operator delete(get());
            word_ = 0;
        }

    private:
        static constexpr std::uintptr_t in_room = 1;
        std::uintptr_t word_ = 0;
    };

private:
    static constinit inline thread_local BoxRoom* in_use = nullptr;
    Blocks blocks_;
};

/// The rooms of a fact set: its first member, so that they go last. Assigned, they stay with what was boxed in them, which may
/// go later: they change places.
class BoxRooms {
public:
    BoxRooms() = default;
    BoxRooms(const BoxRooms&) {}  // copies are boxed anew
    BoxRooms(BoxRooms&&) noexcept = default;
    BoxRooms& operator=(const BoxRooms&) { return *this; }
    BoxRooms& operator=(BoxRooms&& other) noexcept {
        rooms_.swap(other.rooms_);
        return *this;
    }
    ~BoxRooms() = default;
    void adopt(BoxRooms&& other) {
        for (std::unique_ptr<BoxRoom>& room : other.rooms_) rooms_.push_back(std::move(room));
        other.rooms_.clear();
    }
    BoxRoom& add() { return *rooms_.emplace_back(std::make_unique<BoxRoom>()); }

private:
    std::vector<std::unique_ptr<BoxRoom>> rooms_;
};

}  // namespace tenet

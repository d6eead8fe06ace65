// A vector in eight bytes: one block (box_room.h) that knows its size, none while it is empty. A register has millions of
// facts, most of them with no conditions and one figure.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <new>
#include <stdexcept>
#include <utility>

#include "facts/box_room.h"

namespace tenet {

/// Used like std::vector, for a few elements. Copying copies them.
template <class T>
class ShortList {
public:
    ShortList() noexcept = default;
    ShortList(const ShortList& other) {
        reserve(other.size());
        for (const T& item : other) push_back(item);
    }
    ShortList(ShortList&& other) noexcept : place_(std::exchange(other.place_, {})) {}
    ShortList& operator=(ShortList other) noexcept {
        std::swap(place_, other.place_);
        return *this;
    }
    ~ShortList() {
        if (!block()) return;
        clear();
        place_.give_back();
    }

    std::size_t size() const { return block() ? block()->size : 0; }
    bool empty() const { return size() == 0; }
    T* begin() { return block() ? items() : nullptr; }
    T* end() { return block() ? items() + block()->size : nullptr; }
    const T* begin() const { return block() ? items() : nullptr; }
    const T* end() const { return block() ? items() + block()->size : nullptr; }
    T& operator[](std::size_t i) {
        assert(i < size());
        return items()[i];
    }
    const T& operator[](std::size_t i) const {
        assert(i < size());
        return items()[i];
    }
    const T& at(std::size_t i) const {
        if (i >= size()) throw std::out_of_range("ShortList::at");
        return items()[i];
    }
    T& front() { return (*this)[0]; }
    const T& front() const { return (*this)[0]; }
    T& back() { return (*this)[size() - 1]; }
    const T& back() const { return (*this)[size() - 1]; }

    void reserve(std::size_t capacity) {
        if (capacity <= (block() ? block()->capacity : 0)) return;
        static_assert(alignof(T) <= alignof(void*));
        BoxRoom::Place place(offset + capacity * sizeof(T));
        Block* grown = static_cast<Block*>(place.get());
        grown->capacity = static_cast<std::uint32_t>(capacity);
        grown->size = static_cast<std::uint32_t>(size());
        if (block()) {
            T* to = items(grown);
            for (T& item : *this) {
                new (to++) T(std::move(item));
                item.~T();
            }
            place_.give_back();
        }
        place_ = place;
    }
    T& push_back(T item) {
        if (size() == (block() ? block()->capacity : 0)) reserve(block() ? 2 * size() : 1);
        T* place = new (items() + block()->size) T(std::move(item));
        ++block()->size;
        return *place;
    }
    template <class Pred>
    void remove_if(Pred pred) {
        ShortList left;
        for (T& item : *this)
            if (!pred(item)) left.push_back(std::move(item));
        std::swap(place_, left.place_);
    }
    void clear() {
        if (!block()) return;
        for (T& item : *this) item.~T();
        block()->size = 0;
    }

private:
    struct Block {
        std::uint32_t size, capacity;
    };
    static constexpr std::size_t offset = (sizeof(Block) + alignof(T) - 1) / alignof(T) * alignof(T);
    static T* items(Block* block) { return reinterpret_cast<T*>(reinterpret_cast<char*>(block) + offset); }
    Block* block() const { return static_cast<Block*>(place_.get()); }
    T* items() { return items(block()); }
    const T* items() const { return items(block()); }

    BoxRoom::Place place_;
};

}  // namespace tenet

// A vector in eight bytes: one block on the heap that knows its size, none while it is empty. A register has millions of
// facts, most of them with no conditions and one figure.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <new>
#include <stdexcept>
#include <utility>

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
    ShortList(ShortList&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
    ShortList& operator=(ShortList other) noexcept {
        std::swap(block_, other.block_);
        return *this;
    }
    ~ShortList() {
        clear();
        ::operator delete(block_);
    }

    std::size_t size() const { return block_ ? block_->size : 0; }
    bool empty() const { return size() == 0; }
    T* begin() { return block_ ? items() : nullptr; }
    T* end() { return block_ ? items() + block_->size : nullptr; }
    const T* begin() const { return block_ ? items() : nullptr; }
    const T* end() const { return block_ ? items() + block_->size : nullptr; }
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
        if (capacity <= (block_ ? block_->capacity : 0)) return;
        static_assert(alignof(T) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__);
        Block* grown = static_cast<Block*>(::operator new(offset + capacity * sizeof(T)));
        grown->capacity = static_cast<std::uint32_t>(capacity);
        grown->size = static_cast<std::uint32_t>(size());
        if (block_) {
            T* to = items(grown);
            for (T& item : *this) {
                new (to++) T(std::move(item));
                item.~T();
            }
            ::operator delete(block_);
        }
        block_ = grown;
    }
    T& push_back(T item) {
        if (size() == (block_ ? block_->capacity : 0)) reserve(block_ ? 2 * size() : 1);
        T* place = new (items() + block_->size) T(std::move(item));
        ++block_->size;
        return *place;
    }
    template <class Pred>
    void remove_if(Pred pred) {
        ShortList left;
        for (T& item : *this)
            if (!pred(item)) left.push_back(std::move(item));
        std::swap(block_, left.block_);
    }
    void clear() {
        if (!block_) return;
        for (T& item : *this) item.~T();
        block_->size = 0;
    }

private:
    struct Block {
        std::uint32_t size, capacity;
    };
    static constexpr std::size_t offset = (sizeof(Block) + alignof(T) - 1) / alignof(T) * alignof(T);
    static T* items(Block* block) { return reinterpret_cast<T*>(reinterpret_cast<char*>(block) + offset); }
    T* items() { return items(block_); }
    const T* items() const { return items(block_); }

    Block* block_ = nullptr;
};

}  // namespace tenet

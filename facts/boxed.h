// An optional that keeps its value elsewhere (box_room.h): eight bytes where a std::optional<Instant> takes 136. A register has
// millions of facts that name no time, and reading them costs as much as the memory they fill.
#pragma once

#include <new>
#include <optional>
#include <utility>

#include "facts/box_room.h"

namespace tenet {

/// Used like std::optional, and turns into one and back. Copying copies the value.
template <class T>
class Boxed {
public:
    Boxed() = default;
    Boxed(std::nullopt_t) {}                            // NOLINT: as std::optional
    Boxed(T value) { make(std::move(value)); }          // NOLINT
    Boxed(std::optional<T> value) {                     // NOLINT
        if (value) make(*std::move(value));
    }
    Boxed(const Boxed& other) {
        if (other) make(*other);
    }
    Boxed(Boxed&& other) noexcept : place_(std::exchange(other.place_, {})) {}
    Boxed& operator=(Boxed other) noexcept {
        std::swap(place_, other.place_);
        return *this;
    }
    ~Boxed() { reset(); }

    explicit operator bool() const { return place_.get() != nullptr; }
    bool has_value() const { return place_.get() != nullptr; }
    T* get() { return static_cast<T*>(place_.get()); }  // null where there is none
    const T* get() const { return static_cast<const T*>(place_.get()); }
    T& operator*() { return *get(); }
    const T& operator*() const { return *get(); }
    T* operator->() { return get(); }
    const T* operator->() const { return get(); }
    T& emplace() {
        reset();
        return make();
    }
    void reset() {
        if (!has_value()) return;
        get()->~T();
        place_.give_back();
    }
    operator std::optional<T>() const { return has_value() ? std::optional<T>(*get()) : std::nullopt; }  // NOLINT

private:
    template <class... Args>
    T& make(Args&&... args) {
        static_assert(alignof(T) <= alignof(void*));
        BoxRoom::Place place(sizeof(T));
        T* const made = new (place.get()) T(std::forward<Args>(args)...);  // moves and small copies: nothing throws but memory
        place_ = place;
        return *made;
    }
    BoxRoom::Place place_;
};

}  // namespace tenet

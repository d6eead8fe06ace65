// An optional that keeps its value on the heap: eight bytes where a std::optional<Instant> takes 136. A register has
// millions of facts that name no time, and reading them costs as much as the memory they fill.
#pragma once

#include <memory>
#include <optional>
#include <utility>

namespace tenet {

/// Used like std::optional, and turns into one and back. Copying copies the value.
template <class T>
class Boxed {
public:
    Boxed() = default;
    Boxed(std::nullopt_t) {}                                           // NOLINT: as std::optional
    Boxed(T value) : value_(std::make_unique<T>(std::move(value))) {}  // NOLINT
    Boxed(std::optional<T> value) {                                    // NOLINT
        if (value) value_ = std::make_unique<T>(*std::move(value));
    }
    Boxed(const Boxed& other) : value_(other ? std::make_unique<T>(*other) : nullptr) {}
    Boxed(Boxed&&) noexcept = default;
    Boxed& operator=(Boxed other) noexcept {
        value_ = std::move(other.value_);
        return *this;
    }

    explicit operator bool() const { return value_ != nullptr; }
    bool has_value() const { return value_ != nullptr; }
    const T* get() const { return value_.get(); }  // null where there is none
    T& operator*() { return *value_; }
    const T& operator*() const { return *value_; }
    T* operator->() { return value_.get(); }
    const T* operator->() const { return value_.get(); }
    T& emplace() { return *(value_ = std::make_unique<T>()); }
    void reset() { value_.reset(); }
    operator std::optional<T>() const { return value_ ? std::optional<T>(*value_) : std::nullopt; }  // NOLINT

private:
    std::unique_ptr<T> value_;
};

}  // namespace tenet

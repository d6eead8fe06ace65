// A view of characters in eight bytes, aligned as a number of four: a register has millions of ids, names and dates, and a
// std::string_view and what it is aligned to take twice and thrice as much.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>

namespace tenet {

/// Used like std::string_view, and turns into one and back. The characters must outlive it.
class Text {
public:
    Text() = default;
    Text(std::string_view text) {  // NOLINT: as std::string_view
        const auto at = reinterpret_cast<std::uintptr_t>(text.data());
        if (text.size() >= longest || at >> address_bits != 0) {
            keep_long(text);
            return;
        }
        low_ = static_cast<std::uint32_t>(at);
        high_ = static_cast<std::uint32_t>(at >> 32) | static_cast<std::uint32_t>(text.size()) << (address_bits - 32);
    }
    Text(const char* text) : Text(std::string_view(text)) {}                // NOLINT
    Text(const std::string& text) : Text(std::string_view(text)) {}  // NOLINT

    std::size_t size() const { return view().size(); }
    bool empty() const { return size() == 0; }
    const char* data() const { return view().data(); }
    std::string_view view() const {
        const std::size_t size = high_ >> (address_bits - 32);
        const std::uintptr_t at = (static_cast<std::uintptr_t>(high_ & ((1U << (address_bits - 32)) - 1)) << 32) | low_;
        if (size == longest) return long_text(at);
        return {reinterpret_cast<const char*>(at), size};
    }
    operator std::string_view() const { return view(); }  // NOLINT
    explicit operator std::string() const { return std::string(view()); }
    friend bool operator==(const Text& a, const Text& b) { return a.view() == b.view(); }
    friend bool operator==(const Text& a, std::string_view b) { return a.view() == b; }
    friend bool operator==(const Text& a, const std::string& b) { return a.view() == b; }
    friend bool operator==(const Text& a, const char* b) { return a.view() == b; }
    friend std::ostream& operator<<(std::ostream& out, const Text& text) { return out << text.view(); }

private:
    // Processors of 64 bits give programs addresses of 47 bits unless asked for more; whatever does not fit is listed, as texts
    // of 64 KiB and more are.
    static constexpr unsigned address_bits = 48;
    static constexpr std::size_t longest = 0xFFFF;
    void keep_long(std::string_view text);
    static std::string_view long_text(std::uintptr_t number);

    std::uint32_t low_ = 0, high_ = 0;
};

}  // namespace tenet

// Up to eight characters as a number, in reads that overlap where their count is known at run time only: copying or comparing
// so few by a call takes longer than the rest of what is done with them.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace tenet {

static_assert(std::endian::native == std::endian::little, "the first character is the lowest byte");

/// The `size` characters at `from`, at most eight, the first lowest; the rest is 0.
constexpr std::uint64_t letters(const char* from, std::size_t size) {
    std::uint64_t word = 0;
    if (std::is_constant_evaluated()) {
        for (std::size_t i = 0; i < size && i < 8; ++i) word |= std::uint64_t{static_cast<unsigned char>(from[i])} << (8 * i);
    } else if (size >= 8) {
        std::memcpy(&word, from, 8);
    } else if (size >= 4) {
        std::uint32_t low = 0, high = 0;
        std::memcpy(&low, from, 4);
        std::memcpy(&high, from + size - 4, 4);
        word = low | (std::uint64_t{high} << (8 * (size - 4)));
    } else if (size >= 2) {
        std::uint16_t low = 0, high = 0;
        std::memcpy(&low, from, 2);
        std::memcpy(&high, from + size - 2, 2);
        word = low | (std::uint64_t{high} << (8 * (size - 2)));
    } else if (size == 1) {
        word = static_cast<unsigned char>(*from);
    }
    return word;
}

/// All of up to sixteen characters: the first eight, and the last.
struct Ends {
    std::uint64_t first = 0, last = 0;
    bool operator==(const Ends&) const = default;
};
constexpr Ends ends_of(std::string_view text) {
    const std::uint64_t first = letters(text.data(), text.size());
    return {first, text.size() > 8 ? letters(text.data() + text.size() - 8, 8) : first};
}

}  // namespace tenet

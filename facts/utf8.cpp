// Both scans look at eight bytes at once while these are plain ASCII.
#include "facts/utf8.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace tenet {

namespace {

std::uint64_t load8(const char* p) {
    std::uint64_t word;
    std::memcpy(&word, p, sizeof word);
    return word;
}

constexpr std::uint64_t each(unsigned char byte) { return 0x0101010101010101u * byte; }

/// The length of the valid sequence at the start of `text`, or 0.
std::size_t sequence_length(std::string_view text) {
    const auto byte = [text](std::size_t i) -> unsigned {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
    };
    const auto continues = [byte](std::size_t i) { return (byte(i) & 0xC0) == 0x80; };
    const unsigned first = byte(0);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return continues(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        const bool overlong = first == 0xE0 && byte(1) < 0xA0;
        const bool surrogate = first == 0xED && byte(1) > 0x9F;
        return continues(1) && continues(2) && !overlong && !surrogate ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const bool overlong = first == 0xF0 && byte(1) < 0x90;
        const bool too_big = first == 0xF4 && byte(1) > 0x8F;
        return continues(1) && continues(2) && continues(3) && !overlong && !too_big ? 4 : 0;
    }
    return 0;
}

}  // namespace

std::size_t find_bad_utf8(std::string_view text) {
    std::size_t i = 0;
    while (i < text.size()) {
        while (i + 8 <= text.size() && (load8(text.data() + i) & each(0x80)) == 0) i += 8;
        if (i >= text.size()) break;
        const std::size_t length = sequence_length(text.substr(i, 4));
        if (length == 0) return i;
        i += length;
    }
    return std::string_view::npos;
}

std::size_t find_control_character(std::string_view text) {
    std::size_t i = 0;
    while (i < text.size()) {
        // Eight bytes at once while none is below 0x20 or 0xEF (U+FFFE is EF BF BE); "Bit Twiddling Hacks", hasless.
        while (i + 8 <= text.size()) {
            const std::uint64_t word = load8(text.data() + i);
            const std::uint64_t below_space = (word - each(0x20)) & ~word & each(0x80);
            const std::uint64_t x = word ^ each(0xEF);
            const std::uint64_t is_ef = (x - each(0x01)) & ~x & each(0x80);
            if ((below_space | is_ef) != 0) break;
            i += 8;
        }
        const std::size_t stop = std::min(i + 8, text.size());
        for (; i < stop; ++i) {
            const auto byte = static_cast<unsigned char>(text[i]);
            if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') return i;
            if (byte == 0xEF && (text.substr(i, 3) == "\xEF\xBF\xBE" || text.substr(i, 3) == "\xEF\xBF\xBF")) return i;
        }
    }
    return std::string_view::npos;
}

std::string hex_byte(unsigned char byte) {
    const char* digits = "0123456789ABCDEF";
    return {'0', 'x', digits[byte >> 4], digits[byte & 15]};
}

}  // namespace tenet

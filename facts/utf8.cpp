// The scans look at sixteen bytes at once while there is nothing to look at among them.
#include "facts/utf8.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace tenet {

namespace {

/// Sixteen bytes; compared, each becomes 0xFF or 0.
typedef unsigned char Bytes __attribute__((vector_size(16)));
constexpr std::size_t step = sizeof(Bytes);

Bytes load(const char* p) {
    Bytes bytes;
    std::memcpy(&bytes, p, step);
    return bytes;
}

bool any(Bytes bytes) {
    std::uint64_t halves[2];
    std::memcpy(halves, &bytes, step);
    return (halves[0] | halves[1]) != 0;
}

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

BadCharacter find_bad_character(std::string_view text) {
    std::size_t i = 0;
    while (i < text.size()) {
        while (i + step <= text.size()) {
            const Bytes bytes = load(text.data() + i);
            const auto control = (bytes < 0x20) & (bytes != '\t') & (bytes != '\n') & (bytes != '\r');
            if (any(reinterpret_cast<Bytes>(control) | (bytes & 0x80))) break;
            i += step;
        }
        for (const std::size_t stop = std::min(i + step, text.size()); i < stop;) {
            const auto byte = static_cast<unsigned char>(text[i]);
            if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') return {i, false};
            const std::size_t length = sequence_length(text.substr(i, 4));
            if (length == 0) return {i, true};
            if (byte == 0xEF && (text.substr(i, 3) == "\xEF\xBF\xBE" || text.substr(i, 3) == "\xEF\xBF\xBF")) return {i, false};
            i += length;
        }
    }
    return {};
}

TextCounts count_text(std::string_view text) {
    constexpr std::size_t most_steps = 255;  // until one of the sixteen counts may overflow
    std::size_t line_feeds = 0, going_on = 0, i = 0;
    const auto sum = [](Bytes counts) {
        std::size_t all = 0;
        for (std::size_t n = 0; n < step; ++n) all += counts[n];
        return all;
    };
    while (i + step <= text.size()) {
        Bytes feeds{}, others{};
        const std::size_t stop = std::min((text.size() - i) / step, most_steps) * step + i;
        for (; i < stop; i += step) {
            const Bytes bytes = load(text.data() + i);
            feeds -= reinterpret_cast<Bytes>(bytes == '\n');
            others -= reinterpret_cast<Bytes>((bytes & 0xC0) == 0x80);
        }
        line_feeds += sum(feeds);
        going_on += sum(others);
    }
    for (; i < text.size(); ++i) {
        line_feeds += text[i] == '\n';
        going_on += (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80;
    }
    return {static_cast<std::uint32_t>(line_feeds), static_cast<std::uint32_t>(text.size() - going_on)};
}

std::string hex_byte(unsigned char byte) {
    const char* digits = "0123456789ABCDEF";
    return {'0', 'x', digits[byte >> 4], digits[byte & 15]};
}

}  // namespace tenet

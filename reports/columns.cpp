// Widths follow Unicode's "East Asian Width" (UAX #11) by blocks, coarse where blocks are mixed.
#include "reports/columns.h"

#include <algorithm>
#include <array>

namespace tenet {

namespace {

struct Range {
    char32_t first, last;
};

constexpr std::array wide{
    Range{0x1100, 0x115F},   Range{0x2E80, 0x303E},   Range{0x3041, 0x33FF},   Range{0x3400, 0x4DBF},
    Range{0x4E00, 0xA4CF},   Range{0xA960, 0xA97F},   Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},
    Range{0xFE10, 0xFE19},   Range{0xFE30, 0xFE6F},   Range{0xFF00, 0xFF60},   Range{0xFFE0, 0xFFE6},
    Range{0x1F300, 0x1F64F}, Range{0x1F680, 0x1F6FF}, Range{0x1F900, 0x1F9FF}, Range{0x20000, 0x3FFFD}};

constexpr std::array combining{
    Range{0x0300, 0x036F}, Range{0x0483, 0x0489}, Range{0x0591, 0x05BD}, Range{0x0610, 0x061A}, Range{0x064B, 0x065F},
    Range{0x0E34, 0x0E3A}, Range{0x0E47, 0x0E4E}, Range{0x1AB0, 0x1AFF}, Range{0x1DC0, 0x1DFF}, Range{0x200D, 0x200D},
    Range{0x20D0, 0x20FF}, Range{0xFE00, 0xFE0F}, Range{0xFE20, 0xFE2F}};

// Characters that reorder, hide or break the text around them: C1 controls, zero-width spaces, line separators, and the
// bidirectional controls of CVE-2021-42574 ("Trojan Source").
constexpr std::array disturbing{Range{0x7F, 0x9F},     Range{0x061C, 0x061C}, Range{0x200B, 0x200C},
                                Range{0x200E, 0x200F}, Range{0x2028, 0x202E}, Range{0x2060, 0x206F},
                                Range{0xFEFF, 0xFEFF}, Range{0xFFF9, 0xFFFB}, Range{0xE0000, 0xE007F}};

template <std::size_t n>
bool among(const std::array<Range, n>& ranges, char32_t code) {
    return std::any_of(ranges.begin(), ranges.end(), [&](Range r) { return r.first <= code && code <= r.last; });
}

constexpr std::string_view replacement = "\uFFFD";

// The code point at `offset` and its length; length 0 where no valid sequence begins (RFC 3629).
std::pair<char32_t, std::size_t> decode(std::string_view text, std::size_t offset) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[offset + i]); };
    const unsigned char lead = byte(0);
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xC2 ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF5 ? 4
                                             : 0;
    if (length == 1) return {lead, 1};
    if (length == 0 || offset + length > text.size()) return {0, 0};
    char32_t code = lead & (0x7Fu >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0) != 0x80) return {0, 0};
        code = code << 6 | (byte(i) & 0x3Fu);
    }
    const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
    if (overlong || code > 0x10FFFF || (0xD800 <= code && code <= 0xDFFF)) return {0, 0};
    return {code, length};
}

// U+2400.. "Control Pictures" show C0 controls by their names.
std::string control_picture(char32_t code) { return {'\xE2', '\x90', static_cast<char>(0x80 + code)}; }

// Printable ASCII is printed as it stands, a column each.
bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

template <class Each>  // bool each(const Glyph&): false stops
void for_each_glyph(std::string_view text, Each each) {
    for (std::size_t at = 0; at < text.size();) {
        Glyph glyph = glyph_at(text, at);
        if (text[at] == '\t' || text[at] == '\n' || text[at] == '\r') glyph.printed = " ";
        at += glyph.bytes;
        if (!each(glyph)) return;
    }
}

}  // namespace

Glyph glyph_at(std::string_view text, std::size_t offset) {
    const auto [code, length] = decode(text, offset);
    if (length == 0) return {1, 1, std::string(replacement)};
    if (code == '\t') return {1, 1, " "};
    if (code < 0x20) return {1, 1, control_picture(code)};
    if (among(disturbing, code)) return {length, 1, std::string(replacement)};
    const unsigned width = code < 0x300 ? 1 : among(combining, code) ? 0 : among(wide, code) ? 2 : 1;
    return {length, width, std::string(text.substr(offset, length))};
}

std::string visible(std::string_view text) {
    if (is_plain(text)) return std::string(text);
    std::string out;
    out.reserve(text.size());
    for_each_glyph(text, [&](const Glyph& glyph) {
        out += glyph.printed;
        return true;
    });
    return out;
}

std::size_t columns(std::string_view text) {
    if (is_plain(text)) return text.size();
    std::size_t width = 0;
    for_each_glyph(text, [&](const Glyph& glyph) {
        width += glyph.columns;
        return true;
    });
    return width;
}

std::string padded(std::string_view text, std::size_t width) {
    std::string out = visible(text);
    const std::size_t taken = columns(text);
    if (taken < width) out.append(width - taken, ' ');
    return out;
}

std::string shortened(std::string_view text, std::size_t width) {
    std::string out;
    std::string fits;  // as much as leaves room for the mark
    std::size_t taken = 0;
    bool all = true;
    for_each_glyph(text, [&](const Glyph& glyph) {
        taken += glyph.columns;
        if (taken > width) return all = false;
        out += glyph.printed;
        if (taken < width) fits = out;
        return true;
    });
    return all ? out : fits + "…";
}

std::string wrapped(std::string_view first, std::string_view text, std::size_t width) {
    const std::string safe = visible(text);
    const std::string hanging(columns(first), ' ');
    std::string out(first);
    std::size_t taken = hanging.size();
    bool at_start = true;
    for (std::size_t begin = 0, end; (begin = safe.find_first_not_of(' ', begin)) != std::string::npos; begin = end) {
        end = std::min(safe.find(' ', begin), safe.size());
        const std::string_view word = std::string_view(safe).substr(begin, end - begin);
        const std::size_t room = columns(word);
        if (!at_start && taken + 1 + room > width) {
            out += '\n' + hanging;
            taken = hanging.size();
            at_start = true;
        }
        if (!at_start) {
            out += ' ';
            ++taken;
        }
        out += word;
        taken += room;
        at_start = false;
    }
    out += '\n';
    return out;
}

}  // namespace tenet

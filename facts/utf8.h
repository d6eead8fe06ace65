// Finds what is not UTF-8 (RFC 3629) and what no text should hold; counts lines and code points.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tenet {

/// The offset of the first byte that begins no valid sequence (overlong forms and surrogates are invalid), or npos.
std::size_t find_bad_utf8(std::string_view text);
/// The offset of the first control character other than tab, line feed and carriage return, or of U+FFFE or U+FFFF.
std::size_t find_control_character(std::string_view text);
/// How many line feeds and code points (bytes that do not go on with one) a text below 4 GiB has.
struct TextCounts {
    std::uint32_t line_feeds = 0, code_points = 0;
};
TextCounts count_text(std::string_view text);
/// "0xE9"
std::string hex_byte(unsigned char byte);

}  // namespace tenet

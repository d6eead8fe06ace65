// Finds what is not UTF-8 (RFC 3629) and what no text should hold; counts lines and code points.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tenet {

struct BadCharacter {
    std::size_t at = std::string_view::npos;  // none
    bool encoding = false;
};
/// The first byte that begins no valid sequence (`encoding`; overlong forms and surrogates are invalid), or control character
/// other than tab, line feed and carriage return, U+FFFE or U+FFFF.
BadCharacter find_bad_character(std::string_view text);
/// How many line feeds and code points (bytes that do not go on with one) a text below 4 GiB has.
struct TextCounts {
    std::uint32_t line_feeds = 0, code_points = 0;
};
TextCounts count_text(std::string_view text);
/// "0xE9"
std::string hex_byte(unsigned char byte);

}  // namespace tenet

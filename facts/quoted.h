// Words of the input inside messages.
#pragma once

#include <string>
#include <string_view>

namespace tenet {

/// 'text' in quotes; of a long text its beginning and an ellipsis, since a message is no place for a megabyte.
inline std::string quoted(std::string_view text) {
    constexpr std::size_t longest = 80;
    if (text.size() <= longest) return "'" + std::string(text) + "'";
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // whole code points
    return "'" + std::string(text.substr(0, end)) + "…'";
}

}  // namespace tenet

// string + string_view, as C++26 has it, and with literals: words of the input stand in many messages.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace tenet {

inline std::string operator+(std::string text, std::string_view more) {
    text.append(more);
    return text;
}
inline std::string operator+(std::string_view text, const std::string& more) { return std::string(text) + std::string_view(more); }
inline std::string operator+(const char* text, std::string_view more) { return std::string(text) + more; }
inline std::string operator+(std::string_view text, const char* more) { return std::string(text) + std::string_view(more); }

}  // namespace tenet

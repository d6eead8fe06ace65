// Short texts are told apart by two numbers, which are all of their characters.
#include "facts/texts.h"

#include <bit>
#include <cstdint>
#include <cstring>

namespace tenet {

std::string_view Texts::keep(std::string_view text) {
    if (text.empty()) return {};
    char* copy = blocks_.room(text.size());
    std::memcpy(copy, text.data(), text.size());
    return {copy, text.size()};
}

std::string_view Texts::share(std::string_view text) {
    if (text.empty() || text.size() > 16) return keep(text);
    if (!shared_) shared_ = std::make_unique<std::array<Shared, 1024>>();
    const Ends ends = ends_of(text);
    const std::uint64_t hash = (ends.first ^ std::rotl(ends.last, 21) ^ text.size()) * 0x9E3779B97F4A7C15u;
    Shared& known = (*shared_)[hash >> 54];
    if (known.ends != ends || known.text.size() != text.size()) known = {ends, keep(text)};
    return known.text;
}

}  // namespace tenet

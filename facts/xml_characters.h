// The classes of bytes that XML tells apart, and what its references stand for.
#pragma once

#include <array>
#include <string_view>

namespace tenet::xml {

inline constexpr unsigned char space_char = 1, name_start = 2, name_char = 4;

/// The classes of a byte. Letters beyond ASCII all pass for names: no vocabulary has them, so the readers refuse them.
constexpr std::array<unsigned char, 256> make_classes() {
    std::array<unsigned char, 256> c{};
    for (unsigned char s : {' ', '\t', '\n', '\r'}) c[s] = space_char;
    for (unsigned i = 0; i < 256; ++i) {
        const bool letter = (i | 0x20) >= 'a' && (i | 0x20) <= 'z' && i < 0x80;
        if (letter || i == '_' || i >= 0x80) c[i] = name_start | name_char;
        if ((i >= '0' && i <= '9') || i == '-' || i == '.' || i == ':') c[i] = name_char;
    }
    return c;
}
inline constexpr std::array<unsigned char, 256> classes = make_classes();

inline bool has_class(char c, unsigned char mask) { return (classes[static_cast<unsigned char>(c)] & mask) != 0; }

/// Writes what the reference `&name;` stands for, which check_xml has let pass: four bytes at most. The end of it.
char* write_reference(char* out, std::string_view name);

}  // namespace tenet::xml

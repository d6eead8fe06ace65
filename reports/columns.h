// How much room text takes on a terminal, and text made safe to print there. Facts come from anywhere: an escape
// sequence or a right-to-left override in a name must neither move the cursor nor shift a caret.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tenet {

/// One code point as it is printed. Bytes that are no UTF-8 are glyphs of one byte, printed as U+FFFD.
struct Glyph {
    std::size_t bytes = 1;  // that it takes in the text
    unsigned columns = 1;   // 0 for a combining mark, 2 for a wide character; 1 for a tab, which the caller may widen
    std::string printed;    // what to print for it: itself, or a stand-in for what would disturb the terminal
};

/// The glyph that begins at `offset` < text.size().
Glyph glyph_at(std::string_view text, std::size_t offset);

/// One line of safe text: line ends and tabs as a space, control characters by their symbols.
std::string visible(std::string_view text);

/// Columns that visible(text) takes.
std::size_t columns(std::string_view text);

/// visible(text), with spaces behind up to `width` columns.
std::string padded(std::string_view text, std::size_t width);

/// visible(text), cut to at most `width` >= 1 columns, the last of them `…` where something was cut.
std::string shortened(std::string_view text, std::size_t width);

/// The words of visible(text), one space apart, broken so that no line passes `width`, where they allow. `first` stands
/// before the first line, as many spaces before the others. Ends with a line end.
std::string wrapped(std::string_view first, std::string_view text, std::size_t width);

}  // namespace tenet

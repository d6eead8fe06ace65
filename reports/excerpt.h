// A place in a file as people see it: PATH:LINE:COLUMN, and the line itself with the span underlined.
#pragma once

#include <string>
#include <string_view>

#include "facts/source.h"
#include "reports/paint.h"

namespace tenet {

/// "facts/deal.xml:14:23"; empty for a span that no file holds.
std::string place(const Sources& sources, SourceSpan span);

/// The line where `span` begins, numbered, and below it `^~~~` under the span and `behind`; of a span over several
/// lines, its first and its last. Tabs are widened; a line too long for the terminal is cut around the span.
/// `indent` stands before each line. Ends with a line end; empty for a span that no file holds.
std::string excerpt(const Sources& sources, SourceSpan span, std::string_view behind, Ink ink, const Style& style,
                    std::string_view indent = {});

/// Of a start tag `<stake id="s1" ...>` only its name, so that a caret points instead of underlining the line.
SourceSpan tag_name(const Sources& sources, SourceSpan tag);

}  // namespace tenet

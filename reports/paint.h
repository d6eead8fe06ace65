// The colours of the terminal: one ink for each thing that a report tells apart. Without colours, text as it is.
#pragma once

#include <string>
#include <string_view>

#include "facts/diagnostic.h"
#include "reports/render.h"

namespace tenet {

enum class Ink { error, warning, note, good, strong, faint };

std::string paint(const Style& style, Ink ink, std::string_view text);

Ink ink_of(Severity severity);
Ink ink_of(Verdict verdict);
Ink ink_of(Truth truth);

}  // namespace tenet

// The output formats there are. A new one is a file with its renderers and a row of the table in formats.cpp.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "reports/render.h"

namespace tenet {

/// Null where a command has no output in the format.
struct Format {
    std::string_view name, help;
    std::string (*check)(const CheckReport&, const Sources&, const Style&);
    /// `one_of_many`: several answers follow each other in one output.
    void (*answer)(const Answer&, const Sources&, const Style&, bool one_of_many, TextSink&);
    std::string (*timeline)(const TimelineReport&, const Sources&, const Style&);
    std::string (*repair)(const RepairReport&, const Sources&, const Style&) = nullptr;
    std::string (*diff)(const DiffReport&, const Sources&, const Style&) = nullptr;
};

std::span<const Format> formats();

/// Null where no format has that name.
const Format* find_format(std::string_view name);

}  // namespace tenet

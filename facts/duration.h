// ISO 8601 durations, and ranges of them, read as the days they can last (language.md, section 2, `gap`).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tenet {

/// Days, both ends included. n months are as many days as n consecutive calendar months can have.
struct DurationRange {
    std::int64_t min_days = 0;
    std::optional<std::int64_t> max_days;  // absent: unbounded
    bool operator==(const DurationRange&) const = default;
};

struct DurationResult {
    std::optional<DurationRange> value;
    std::string error;       // why not, for people, when there is no value
    std::size_t offset = 0;  // where in the string it goes wrong
};

/// Amounts Y, M, W, D in this order, up to 10^12 each; a range runs from the least of its start to the most of its end:
/// "P2M" (59..62), "P1Y2M10D", "P2M/P6M" (59..184), "P2M/.." (59 on), "../P6M" (0..184).
DurationResult parse_gap(std::string_view text);
/// A duration of a fixed number of days ("P3D", "P2W", "P1W2D"), for arithmetic on instants.
DurationResult parse_days(std::string_view text);

}  // namespace tenet

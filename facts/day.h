// Whole days of the proleptic Gregorian calendar, counted from 1970-01-01, and ranges of them.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

namespace tenet {

struct Day {
    std::int64_t number = 0;  // days since 1970-01-01; fits years of +-10^15
    auto operator<=>(const Day&) const = default;
};

/// Years up to here (and down to its negative, and one year more on each side) have their days counted.
constexpr std::int64_t max_year = 1'000'000'000'000'000;

/// Year, month 1..12, day 1..31, which must exist. Astronomical years: 0 is 1 BC.
Day day_of(std::int64_t year, unsigned month, unsigned day);
unsigned days_in_month(std::int64_t year, unsigned month);

struct Civil {
    std::int64_t year;
    unsigned month, day;
};
Civil civil(Day day);

/// "2015-03-31", "-0044-03-15"; years of more than four digits as "Y170000002-01-01".
std::string to_string(Day day);

/// Days that facts and questions may name: +-10^15 days around 1970, nearly three million million years.
inline constexpr std::int64_t first_day = -1'000'000'000'000'000;
inline constexpr std::int64_t last_day = 1'000'000'000'000'000;

/// First and last day, both included; an absent end is open (unbounded).
struct DayRange {
    std::optional<Day> first, last;
    bool operator==(const DayRange&) const = default;
    bool single() const { return first && last && *first == *last; }
};

}  // namespace tenet

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

/// A std::optional<Day> in eight bytes, and used like one.
class MaybeDay {
public:
    MaybeDay() = default;
    MaybeDay(std::nullopt_t) {}       // NOLINT: as std::optional
    MaybeDay(Day day) : day_(day) {}  // NOLINT
    MaybeDay(std::optional<Day> day) : day_(day.value_or(Day{none})) {}  // NOLINT
    explicit operator bool() const { return day_.number != none; }
    bool has_value() const { return day_.number != none; }
    const Day& operator*() const { return day_; }
    const Day* operator->() const { return &day_; }
    Day& operator*() { return day_; }
    Day* operator->() { return &day_; }
    Day value() const { return std::optional<Day>(*this).value(); }
    Day value_or(Day other) const { return *this ? day_ : other; }
    void reset() { *this = {}; }
    operator std::optional<Day>() const { return *this ? std::optional(day_) : std::nullopt; }  // NOLINT
    bool operator==(const MaybeDay&) const = default;

private:
    static constexpr std::int64_t none = INT64_MIN;  // no day: years end long before
    Day day_{none};
};

/// First and last day, both included; an absent end is open (unbounded).
struct DayRange {
    MaybeDay first, last;
    bool operator==(const DayRange&) const = default;
    bool single() const { return first && last && *first == *last; }
};

}  // namespace tenet

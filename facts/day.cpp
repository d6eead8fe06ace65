// Conversion between day numbers and year, month, day, after Howard Hinnant, "chrono-Compatible Low-Level Date
// Algorithms" (2013): years begin on 1 March, so that the leap day comes last, and 400 years are one cycle of
// 146,097 days.
#include "facts/day.h"

#include <cassert>

namespace tenet {

namespace {

constexpr std::int64_t days_per_cycle = 146'097;
constexpr std::int64_t epoch = 719'468;  // days from 0000-03-01 to 1970-01-01

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

bool is_leap(std::int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

std::string padded(unsigned long long value, std::size_t width) {
    std::string digits = std::to_string(value);
    if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
    return digits;
}

}  // namespace

unsigned days_in_month(std::int64_t year, unsigned month) {
    assert(month >= 1 && month <= 12);
    constexpr unsigned char lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : lengths[month - 1];
}

Day day_of(std::int64_t year, unsigned month, unsigned day) {
    assert(year >= -max_year - 1 && year <= max_year + 1);
    assert(day >= 1 && day <= days_in_month(year, month));
    const std::int64_t y = month <= 2 ? year - 1 : year;
    const std::int64_t cycle = floor_div(y, 400);
    const std::int64_t year_of_cycle = y - cycle * 400;
    const std::int64_t month_from_march = month > 2 ? month - 3 : month + 9;
    const std::int64_t day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    const std::int64_t day_of_cycle = year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year;
    return Day{cycle * days_per_cycle + day_of_cycle - epoch};
}

Civil civil(Day day) {
    const std::int64_t z = day.number + epoch;
    const std::int64_t cycle = floor_div(z, days_per_cycle);
    const std::int64_t day_of_cycle = z - cycle * days_per_cycle;
    const std::int64_t year_of_cycle =
        (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36524 - day_of_cycle / 146096) / 365;
    const std::int64_t day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
    const auto day_of_month = static_cast<unsigned>(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    const auto month = static_cast<unsigned>(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
    return Civil{cycle * 400 + year_of_cycle + (month <= 2 ? 1 : 0), month, day_of_month};
}

std::string to_string(Day day) {
    const Civil c = civil(day);
    const auto size = static_cast<unsigned long long>(c.year < 0 ? -c.year : c.year);
    const std::string sign = c.year < 0 ? "-" : "";
    const std::string year = size > 9999 ? "Y" + sign + std::to_string(size) : sign + padded(size, 4);
    return year + "-" + padded(c.month, 2) + "-" + padded(c.day, 2);
}

}  // namespace tenet

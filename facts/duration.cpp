// Durations of whole days, weeks, months and years: "P" with amounts in the order Y, M, W, D. No signs, fractions or
// times of day. Months are read as all the days they can last, worked out over the 400 years in which the Gregorian
// calendar repeats.
#include "facts/duration.h"

#include <algorithm>
#include <array>
#include <utility>

#include "facts/day.h"

namespace tenet {

namespace {

// Amounts up to here (a million million days are 2,700 million years) never overflow, even as years and added up.
constexpr std::int64_t largest = 1'000'000'000'000;

constexpr std::size_t cycle_months = 4800;
constexpr std::int64_t cycle_days = 146'097;

/// Days from the start of the cycle to the start of each month of two cycles.
constexpr auto month_starts = [] {
    std::array<std::int32_t, 2 * cycle_months> starts{};
    constexpr std::int32_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    std::int32_t days = 0;
    for (std::size_t i = 0; i < starts.size(); ++i) {
        starts[i] = days;
        const std::size_t year = i / 12;
        const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        days += lengths[i % 12] + (i % 12 == 1 && leap ? 1 : 0);
    }
    return starts;
}();

/// The fewest and the most days that so many consecutive calendar months have.
std::pair<std::int64_t, std::int64_t> days_of_months(std::int64_t months) {
    const std::size_t rest = static_cast<std::size_t>(months) % cycle_months;
    const std::int64_t whole = months / static_cast<std::int64_t>(cycle_months) * cycle_days;
    if (rest == 0) return {whole, whole};
    // In so short a time at most one century passes without its leap year. So the four years of any leap cycle and the years
    // from which that century is reached show all that there is.
    constexpr std::size_t century = 100, year = 12;
    const std::size_t years = rest / year + 1;
    const bool is_short = years < 80;
    const std::size_t first = is_short ? (century - years - 8) * year : 0, past = is_short ? (century + 4) * year : cycle_months;
    std::int64_t fewest = INT64_MAX, most = 0;
    for (std::size_t start = first; start < past; ++start) {
        const std::int64_t days = month_starts[start + rest] - month_starts[start];
        fewest = std::min(fewest, days);
        most = std::max(most, days);
    }
    return {whole + fewest, whole + most};
}

struct Amounts {
    std::int64_t months = 0, days = 0;
};

struct AmountsResult {
    std::optional<Amounts> value;
    std::string error;
    std::size_t offset = 0;
};

AmountsResult wrong(std::size_t offset, std::string why) { return {std::nullopt, std::move(why), offset}; }

constexpr std::string_view units = "YMWD";

std::string why_not_a_unit(std::string_view rest) {
    const char c = rest.empty() ? '\0' : rest.front();
    if (rest.empty()) return "a unit is missing after the number: Y, M, W or D";
    if (c == '.' || c == ',') return "amounts are whole numbers: write days instead of a part of a month";
    if (c == 'T' || c == 'H' || c == 'S') return "durations count whole days: no hours, minutes or seconds";
    if (c == 'y' || c == 'm' || c == 'w' || c == 'd') return "units are capital letters: Y, M, W or D";
    return "a number is followed by its unit, Y, M, W or D";
}

/// text[begin, end); offsets are those of `text`.
AmountsResult parse_amounts(std::string_view text, std::size_t begin, std::size_t end) {
    text = text.substr(0, end);
    std::size_t at = begin;
    if (at == end) return wrong(at, "a duration is missing, such as P2M or P10D");
    if (text[at] == '-') return wrong(at, "durations are not negative");
    if (text[at] != 'P') return wrong(at, "a duration begins with P, such as P2M or P10D");
    if (++at == end) return wrong(at, "the amount is missing after P, as in P2M or P10D");
    Amounts sum;
    std::size_t next_unit = 0;
    while (at < end) {
        const std::size_t number_at = at;
        std::int64_t amount = 0;
        for (; at < end && text[at] >= '0' && text[at] <= '9'; ++at)
            amount = std::min(amount * 10 + (text[at] - '0'), largest + 1);
        if (at == number_at) {
            if (text[at] == '-') return wrong(at, "durations are not negative");
            if (text[at] == 'T') return wrong(at, "durations count whole days: no hours, minutes or seconds");
            return wrong(at, "a number is expected here, as in P2M or P10D");
        }
        if (amount > largest) return wrong(number_at, "this is longer than a million million, which is the most");
        const std::size_t unit = at < end ? units.find(text[at]) : units.npos;
        if (unit == units.npos) return wrong(at, why_not_a_unit(text.substr(at)));
        if (unit < next_unit) return wrong(at, "years, months, weeks and days come once each and in this order");
        next_unit = unit + 1;
        ++at;
        switch (text[at - 1]) {
            case 'Y': sum.months += 12 * amount; break;
            case 'M': sum.months += amount; break;
            case 'W': sum.days += 7 * amount; break;
            case 'D': sum.days += amount; break;
        }
    }
    return {sum, {}, 0};
}

DurationResult refused(std::size_t offset, std::string why) { return {std::nullopt, std::move(why), offset}; }

}  // namespace

DurationResult parse_gap(std::string_view text) {
    const std::size_t slash = text.find('/');
    const bool range = slash != text.npos;
    if (range && text.find('/', slash + 1) != text.npos)
        return refused(text.find('/', slash + 1), "a range has two ends, as in P2M/P6M");
    const std::string_view from = text.substr(0, slash);
    const std::string_view to = range ? text.substr(slash + 1) : from;
    if (range && (from.empty() || to.empty()))
        return refused(from.empty() ? 0 : text.size(), "an open end is written '..', as in P2M/..");
    if (range && from == ".." && to == "..") return refused(0, "a range with two open ends says nothing");

    DurationRange result;
    if (from != "..") {
        const AmountsResult amounts = parse_amounts(text, 0, from.size());
        if (!amounts.value) return refused(amounts.offset, amounts.error);
        const auto [fewest, most] = days_of_months(amounts.value->months);
        result.min_days = fewest + amounts.value->days;
        if (!range) result.max_days = most + amounts.value->days;
    }
    if (range && to != "..") {
        const AmountsResult amounts = parse_amounts(text, slash + 1, text.size());
        if (!amounts.value) return refused(amounts.offset, amounts.error);
        result.max_days = days_of_months(amounts.value->months).second + amounts.value->days;
    }
    if (result.max_days && *result.max_days < result.min_days)
        return refused(slash + 1, "the range is empty: its end is at most " + std::to_string(*result.max_days) +
                                      " days, its start at least " + std::to_string(result.min_days));
    return {result, {}, 0};
}

DurationResult parse_days(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash != text.npos) return refused(slash, "one duration is expected here, no range");
    const AmountsResult amounts = parse_amounts(text, 0, text.size());
    if (!amounts.value) return refused(amounts.offset, amounts.error);
    if (amounts.value->months != 0)
        return refused(0, "months and years have no fixed number of days: use days (P30D) or weeks (P2W)");
    return {DurationRange{amounts.value->days, amounts.value->days}, {}, 0};
}

}  // namespace tenet

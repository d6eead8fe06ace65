// The first and last day that one EDTF date allows, with and without the widening of ~ and %.
// Unspecified digits are tried out, so that only days that exist count: XXXX-02-29 ends in the year 9996.
#include <algorithm>
#include <array>
#include <vector>

#include "facts/edtf_date.h"

namespace tenet {

namespace {

constexpr unsigned end_of_month = 32;

/// A day of the calendar that can be moved by months: the end of a month stays the end of a month.
struct Moment {
    std::int64_t year = 0;
    unsigned month = 1, day = 1;
};

/// A part of a year: seasons as language.md defines them, wide enough for meteorologists and astronomers.
struct Group {
    unsigned from_month, from_day, to_month, to_day;
    unsigned months;           // the unit of its precision
    unsigned years_later = 0;  // when it ends
};

Group group_of(unsigned code) {
    constexpr Group spring{3, 1, 6, 21, 3}, summer{6, 1, 9, 23, 3}, autumn{9, 1, 12, 22, 3}, winter{12, 1, 3, 21, 3, 1};
    constexpr std::array seasons{spring, summer, autumn, winter};
    if (code <= 28) return seasons[(code - 21) % 4];
    if (code <= 32) return seasons[(code - 29 + 2) % 4];  // southern spring is northern autumn
    const auto part = [](unsigned number, unsigned months) {
        return Group{number * months + 1, 1, (number + 1) * months, end_of_month, months};
    };
    if (code <= 36) return part(code - 33, 3);
    if (code <= 39) return part(code - 37, 4);
    return part(code - 40, 6);
}

std::vector<unsigned> allowed(std::string_view pattern, unsigned last) {
    std::vector<unsigned> numbers;
    for (unsigned n = 1; n <= last; ++n)
        if (edtf_allows(pattern, n)) numbers.push_back(n);
    return numbers;
}

/// The years that a pattern allows, in order: `count` of them, read by index.
class Years {
public:
    explicit Years(const EdtfDate& date) : date_(date) {
        for (char c : date.year)
            if (c == 'X') count_ *= 10;
    }
    std::int64_t count() const { return count_; }
    std::int64_t at(std::int64_t index) const {
        std::int64_t rest = date_.negative ? count_ - 1 - index : index;
        std::int64_t year = 0, place = 1;
        for (auto c = date_.year.rbegin(); c != date_.year.rend(); ++c, place *= 10) {
            year += (*c == 'X' ? rest % 10 : *c - '0') * place;
            if (*c == 'X') rest /= 10;
        }
        return date_.negative ? -year : year;
    }
    std::int64_t extent() const { return at(count_ - 1) - at(0) + 1; }

private:
    const EdtfDate& date_;
    std::int64_t count_ = 1;
};

/// The earliest (or latest) day that exists; a date without a day gives the first (or last) of its month.
std::optional<Moment> extreme(const EdtfDate& date, bool earliest) {
    const Years years(date);
    const bool whole_month = date.day.empty() || date.day == "XX";
    std::vector<unsigned> months =
        date.month.empty() ? std::vector<unsigned>{earliest ? 1u : 12u} : allowed(date.month, 12);
    std::vector<unsigned> days = date.day.empty() ? std::vector<unsigned>{1} : allowed(date.day, 31);
    if (!earliest) {
        std::reverse(months.begin(), months.end());
        std::reverse(days.begin(), days.end());
    }
    for (std::int64_t i = 0; i < years.count(); ++i) {
        const std::int64_t year = years.at(earliest ? i : years.count() - 1 - i);
        if (date.negative && year == 0) continue;  // there is no -0000
        for (const unsigned month : months)
            for (const unsigned day : days)
                if (day <= days_in_month(year, month))
                    return Moment{year, month, !earliest && whole_month ? end_of_month : day};
    }
    return std::nullopt;
}

struct Widening {
    std::int64_t months = 0, days = 0;
};

Day moved(Moment moment, Widening by, int direction) {
    const std::int64_t month = moment.year * 12 + moment.month - 1 + direction * by.months;
    const std::int64_t month_of_year = (month % 12 + 12) % 12;
    const std::int64_t year = (month - month_of_year) / 12;
    const auto m = static_cast<unsigned>(month_of_year + 1);
    return Day{day_of(year, m, std::min(moment.day, days_in_month(year, m))).number + direction * by.days};
}

std::int64_t year_unit(const EdtfDate& date) { return 12 * Years(date).extent(); }

// A component that is wholly unspecified is as precise as the one before it: 1985-XX~ is 1985~.
Widening month_unit(const EdtfDate& date) {
    if (date.group) return {group_of(date.group).months, 0};
    if (date.month == "XX") return {year_unit(date), 0};
    const auto months = allowed(date.month, 12);
    return {months.back() - months.front() + 1, 0};
}

Widening day_unit(const EdtfDate& date) {
    if (date.day == "XX") return month_unit(date);
    const auto days = allowed(date.day, 31);
    return {0, days.back() - days.front() + 1};
}

/// One unit for each component that carries a mark of its own: what several marks say adds up.
Widening widening(const EdtfDate& date) {
    Widening sum;
    const auto add = [&](Widening unit) { sum.months += unit.months, sum.days += unit.days; };
    if (date.approximate_year) add({year_unit(date), 0});
    if (date.approximate_month) add(month_unit(date));
    if (date.approximate_day) add(day_unit(date));
    return sum;
}

// A year too far away to count its days stands beyond the last day that is counted.
EdtfBounds year_range_bounds(const EdtfDate& date) {
    DayRange range;
    if (date.first_year >= -max_year) range.first = day_of(std::min(date.first_year, max_year + 1), 1, 1);
    if (date.last_year <= max_year) range.last = day_of(std::max(date.last_year, -max_year - 1), 12, 31);
    return {range, range, range.first};
}

}  // namespace

bool edtf_allows(std::string_view pattern, unsigned number) {
    for (auto c = pattern.rbegin(); c != pattern.rend(); ++c, number /= 10)
        if (*c != 'X' && static_cast<unsigned>(*c - '0') != number % 10) return false;
    return number == 0;
}

std::optional<EdtfBounds> edtf_bounds(const EdtfDate& date) {
    if (date.year_range) return year_range_bounds(date);
    std::optional<Moment> first = extreme(date, true), last = extreme(date, false);
    if (!first || !last) return std::nullopt;
    Moment latest_start = *last;
    if (date.group) {
        const Group group = group_of(date.group);
        latest_start = {last->year, group.from_month, group.from_day};
        first = Moment{first->year, group.from_month, group.from_day};
        last = Moment{last->year + group.years_later, group.to_month, group.to_day};
    } else if (date.day.empty()) {
        latest_start = {last->year, date.month.empty() ? 1 : last->month, 1};
    }
    const Widening wide = widening(date);
    return EdtfBounds{{moved(*first, {}, 0), moved(*last, {}, 0)},
                      {moved(*first, wide, -1), moved(*last, wide, 1)},
                      moved(latest_start, {}, 0)};
}

}  // namespace tenet

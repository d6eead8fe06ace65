// One date of an EDTF string, as written: the parts between edtf.cpp, which takes sets and intervals apart, the
// grammar of a date (edtf_date.cpp) and the days it allows (edtf_bounds.cpp). Others include edtf.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "facts/day.h"

namespace tenet {

/// Either a year, month and day of digits and X, or (for Y and S) a range of years.
struct EdtfDate {
    bool negative = false;
    std::string year;    // "1985", "19XX": without sign, always four
    std::string month;   // "04", "1X"; empty: none
    std::string day;     // "12", "XX"; empty: none
    unsigned group = 0;  // 21..41, a part of a year in place of the month; 0: none
    bool approximate_year = false, approximate_month = false, approximate_day = false;  // marked ~ or %

    bool year_range = false;                     // Y170000002, Y17E7, 1950S2
    std::int64_t first_year = 0, last_year = 0;  // what lies beyond max_year stands as max_year + 1
};

struct EdtfDateResult {
    std::optional<EdtfDate> value;
    std::string error;
    std::size_t offset = 0;
};

enum class EdtfPlace { alone, interval, set };

/// The date that is text[begin, end); offsets are those of `text`. Only a date that stands alone may have a time of
/// day, or be written with Y or S.
EdtfDateResult parse_edtf_date(std::string_view text, std::size_t begin, std::size_t end, EdtfPlace place);

struct EdtfBounds {
    DayRange literal, span;
    std::optional<Day> latest_start;  // the last day on which what is meant may begin; 2004-XX: 1 December
};

/// Absent where no day fits: 2014-02-30, 15XX-02-3X.
std::optional<EdtfBounds> edtf_bounds(const EdtfDate& date);

/// Whether digits that may hold X allow a number: "1X" allows 10 to 19.
bool edtf_allows(std::string_view pattern, unsigned number);

}  // namespace tenet

// The grammar of one EDTF date, read from left to right with one character of look-ahead (docs/edtf.md gives the
// grammar). Every refusal says what stands there and, where a usual slip explains it, what to write instead.
#include "facts/edtf_date.h"

#include <algorithm>
#include <utility>

#include "facts/edtf_cursor.h"

namespace tenet {

namespace {

std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

class DateParser : EdtfCursor {
public:
    DateParser(std::string_view text, std::size_t begin, std::size_t end, EdtfPlace place)
        : EdtfCursor(text, begin, end, place), begin_(begin) {}

    EdtfDateResult parse() {
        if (date()) return {std::move(date_), {}, 0};
        return {std::nullopt, error(), error_at()};
    }

private:
    bool date();
    bool year();
    bool refuse_year(std::size_t from, std::string_view run);
    bool long_year();
    bool significant(std::string_view digits, std::int64_t exponent);
    bool month();
    bool quarter();
    bool day();
    bool time();
    bool mark(bool& approximate);
    bool check_exists(std::size_t from);

    std::size_t begin_;
    EdtfDate date_;
    bool marked_ = false;
};

/// One of ? ~ %, if there is one.
bool DateParser::mark(bool& approximate) {
    const auto is_mark = [](char c) { return c == '?' || c == '~' || c == '%'; };
    if (at_end() || !is_mark(peek())) return true;
    approximate = approximate || peek() != '?';
    marked_ = true;
    skip();
    if (!at_end() && is_mark(peek())) return fail(at(), "one mark is enough: % says both ? and ~");
    return true;
}

bool DateParser::date() {
    if (at_end()) return fail(at(), "a date is missing");
    if (peek() == 'Y') return long_year();
    if (!year()) return false;
    if (at_end() || date_.year_range) return finish("the end of the date");
    if (!take('-')) return unexpected("'-' or the end of the date");
    if (!month()) return false;
    if (date_.group != 0) {
        if (peek() == '-') return fail(at(), "a season or another part of a year has no days");
        return finish("the end of the date");
    }
    if (at_end()) return true;
    if (!take('-')) return unexpected("'-' or the end of the date");
    if (!day()) return false;
    if (at_end()) return true;
    if (!take('T')) return unexpected("the end of the date");
    return time();
}

bool DateParser::year() {
    if (!mark(date_.approximate_year)) return false;
    date_.negative = take('-');
    const std::size_t from = at();
    const std::string_view run = take_digits_or_x();
    if (run.size() != 4) return refuse_year(from, run);
    if (date_.negative && run == "0000") return fail(from - 1, "the year 0 has no sign");
    date_.year = run;
    if (peek() == 'S') {
        if (place() != EdtfPlace::alone) return fail(at(), "a year with significant digits (S) stands alone");
        if (marked_) return fail(at(), "a year with significant digits (S) takes no mark");
        if (run.find('X') != run.npos) return fail(at(), "significant digits (S) need a year without X");
        return significant(run, 0);
    }
    return mark(date_.approximate_year);
}

bool DateParser::refuse_year(std::size_t from, std::string_view run) {
    if (run.empty()) {
        const std::string_view rest = rest_from(begin_);
        if (rest == "open" || rest == "unknown")
            return fail(begin_, "an open end is written '..', an unknown one is left empty");
        return unexpected("a year of four digits");
    }
    const std::string with_sign = (date_.negative ? "-" : "") + std::string(run);
    const char next = peek();
    if (run.size() < 4 && (next == 'x' || next == 'u')) return unexpected("a digit");
    if (run.size() <= 2 && (next == '-' || next == '.' || next == '/') && !marked_ && !date_.negative)
        return fail(from, "a date begins with its year, of four digits: 2014-12-31");
    if (run.size() == 3 && run.back() != 'X')
        return fail(from, "a year has four digits; a decade is written " + quoted(with_sign + "X"));
    if (run.size() == 2 && run.back() != 'X')
        return fail(from, "a year has four digits; a century is written " + quoted(with_sign + "XX"));
    if (run.size() < 4) return fail(from, "a year has four digits");
    if (run.size() == 8 && run.find('X') == run.npos && edtf_number(run.substr(4)) <= 1231)
        return fail(from, "a date is written with hyphens: " + std::string(run.substr(0, 4)) + "-" +
                              std::string(run.substr(4, 2)) + "-" + std::string(run.substr(6)));
    return fail(from + 4, "a year has four digits; a longer one begins with Y: Y12345");
}

// "Y" ["-"] digits ["E" digits] ["S" digits]
bool DateParser::long_year() {
    if (place() != EdtfPlace::alone) return fail(at(), "a year with Y stands alone, in no interval and no set");
    skip();
    date_.negative = take('-');
    const std::size_t from = at();
    const std::string_view digits = take_digits();
    if (digits.empty()) return unexpected("a number after Y");
    if (digits.front() == '0') return fail(from, "a year with Y does not begin with 0");
    std::int64_t exponent = 0;
    if (take('E')) {
        const std::string_view power = take_digits();
        if (power.empty()) return unexpected("an exponent after E");
        exponent = edtf_number(power);
    } else if (digits.size() < 5) {
        return fail(begin_, "a year of up to four digits is written with four, without Y");
    }
    if (!significant(digits, exponent)) return false;
    return finish("the end of the year (one with Y takes neither a month nor a mark)");
}

/// The years that digits * 10^exponent means: itself, or with "S" n all that share its first n digits.
bool DateParser::significant(std::string_view digits, std::int64_t exponent) {
    date_.year_range = true;
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
    // A number of more than 16 digits lies beyond max_year, however few of them are significant.
    const std::int64_t length = static_cast<std::int64_t>(digits.size()) + exponent;
    std::int64_t first = max_year + 1, last = max_year + 1, power = 1;
    if (length <= 16) {
        first = edtf_number(digits);
        for (std::int64_t i = 0; i < exponent; ++i) first *= 10;
        last = first;
    }
    if (take('S')) {
        const std::size_t from = at();
        const std::string_view count = take_digits();
        if (count.empty()) return unexpected("the number of significant digits after S");
        if (digits.empty()) return fail(from, "the year 0 has no significant digits");
        const std::int64_t significant_digits = edtf_number(count);
        if (significant_digits == 0) return fail(from, "at least one digit is significant");
        if (length <= 16) {
            for (std::int64_t i = significant_digits; i < length; ++i) power *= 10;
            first -= first % power;
            last = first + power - 1;
        }
    }
    date_.first_year = date_.negative ? -last : first;
    date_.last_year = date_.negative ? -first : last;
    return true;
}

bool DateParser::month() {
    if (!mark(date_.approximate_month)) return false;
    if (peek() == 'Q') return quarter();
    const std::size_t from = at();
    const std::string_view run = take_digits_or_x();
    if (run.empty() && peek() == 'W') return fail(from, "week dates (2015-W05) are no part of EDTF");
    if (run.empty()) return unexpected("a month");
    if (run.size() == 1) return fail(from, "a month has two digits: write " + quoted("0" + std::string(run)));
    if (run.size() == 3 && at_end()) return fail(from, "days of the year (2015-032) are no part of EDTF");
    if (run.size() != 2) return fail(from, "a month has two digits");
    if (run.find('X') == run.npos && edtf_number(run) > 12) {
        date_.group = static_cast<unsigned>(edtf_number(run));
        if (date_.group < 21 || date_.group > 41)
            return fail(from, "there is no month " + std::string(run) + " (01 to 12; seasons and quarters: 21 to 41)");
    } else {
        bool exists = false;
        for (unsigned m = 1; m <= 12; ++m) exists = exists || edtf_allows(run, m);
        if (!exists) return fail(from, "there is no month " + std::string(run) + " (01 to 12)");
        date_.month = run;
    }
    return mark(date_.approximate_month);
}

// Not of EDTF, but what analysts write: 2015-Q1 for 2015-33.
bool DateParser::quarter() {
    const std::size_t from = at();
    skip();
    if (peek() < '1' || peek() > '4') return fail(from, "a quarter is Q1, Q2, Q3 or Q4");
    date_.group = 33 + static_cast<unsigned>(peek() - '1');
    skip();
    return mark(date_.approximate_month);
}

bool DateParser::day() {
    if (!mark(date_.approximate_day)) return false;
    const std::size_t from = at();
    const std::string_view run = take_digits_or_x();
    if (run.empty()) return unexpected("a day");
    if (run.size() == 1) return fail(from, "a day has two digits: write " + quoted("0" + std::string(run)));
    if (run.size() != 2) return fail(from, "a day has two digits");
    bool exists = false;
    for (unsigned d = 1; d <= 31; ++d) exists = exists || edtf_allows(run, d);
    if (!exists) return fail(from, "there is no day " + std::string(run));
    date_.day = run;
    if (!check_exists(from)) return false;
    return mark(date_.approximate_day);
}

bool DateParser::check_exists(std::size_t from) {
    if (edtf_bounds(date_)) return true;
    const std::string sign = date_.negative ? "-" : "";
    const std::string month = sign + date_.year + "-" + date_.month;
    if ((date_.year + date_.month).find('X') != std::string::npos)
        return fail(from, "no month that fits " + month + " has a day " + date_.day);
    const std::int64_t year = (date_.negative ? -1 : 1) * edtf_number(date_.year);
    const unsigned days = days_in_month(year, static_cast<unsigned>(edtf_number(date_.month)));
    return fail(from, month + " has " + std::to_string(days) + " days");
}

bool DateParser::time() {
    const std::size_t from = at() - 1;
    if (place() != EdtfPlace::alone) return fail(from, "a time of day has no place in an interval or a set");
    if (marked_) return fail(from, "a date with a time of day takes no mark");
    if ((date_.year + date_.month + date_.day).find('X') != std::string::npos)
        return fail(from, "a date with a time of day has no X");
    return check_edtf_time(*this);
}

}  // namespace

EdtfDateResult parse_edtf_date(std::string_view text, std::size_t begin, std::size_t end, EdtfPlace place) {
    return DateParser(text, begin, end, place).parse();
}

}  // namespace tenet

// Takes an EDTF string apart into its dates (edtf_date.h) and puts their days together: a date, an interval "a/b", or
// a set "[a,b..c]" or "{a,b..c}". A set is read as its span, whether one or all of its members are meant.
#include "facts/edtf.h"

#include <algorithm>
#include <utility>

#include "facts/edtf_date.h"

namespace tenet {

namespace {

struct Bounded {
    std::optional<EdtfBounds> value;
    std::string error;
    std::size_t offset = 0;
};

Bounded bounded(std::string_view text, std::size_t begin, std::size_t end, EdtfPlace place) {
    EdtfDateResult date = parse_edtf_date(text, begin, end, place);
    if (!date.value) return {std::nullopt, std::move(date.error), date.offset};
    std::optional<EdtfBounds> bounds = edtf_bounds(*date.value);
    if (!bounds) return {std::nullopt, "there is no such day", begin};
    return {bounds, {}, 0};
}

EdtfResult refused(std::size_t offset, std::string why) { return {std::nullopt, std::move(why), offset, {}}; }
EdtfResult allowed(DayRange literal, DayRange span) { return {Edtf{span}, {}, 0, literal}; }

/// One end of an interval or of a range in a set: text[begin, end), or open.
struct End {
    std::size_t begin, end;
    bool open;
};

/// The days from one end to the other. They are in order if the second may begin when the first begins, or later:
/// 1919-11/1919-1X is (X may be 1 or 2), 2004-06-11/2004-06 is not.
EdtfResult parse_range(std::string_view text, End from, End to, EdtfPlace place) {
    Bounded first, last;
    if (!from.open) {
        first = bounded(text, from.begin, from.end, place);
        if (!first.value) return refused(first.offset, std::move(first.error));
    }
    if (!to.open) {
        last = bounded(text, to.begin, to.end, place);
        if (!last.value) return refused(last.offset, std::move(last.error));
    }
    if (first.value && last.value && *last.value->latest_start < *first.value->literal.first)
        return refused(to.begin, "the end comes before the start: it begins on " +
                                     to_string(*last.value->latest_start) + ", the start on " +
                                     to_string(*first.value->literal.first));
    DayRange literal, span;
    if (first.value) literal.first = first.value->literal.first, span.first = first.value->span.first;
    if (last.value) literal.last = last.value->literal.last, span.last = last.value->span.last;
    return allowed(literal, span);
}

EdtfResult parse_date(std::string_view text, std::size_t begin, std::size_t end, EdtfPlace place) {
    Bounded date = bounded(text, begin, end, place);
    if (!date.value) return refused(date.offset, std::move(date.error));
    return allowed(date.value->literal, date.value->span);
}

// An unknown end ("1985/") may lie anywhere, so it allows the same days as an open one ("1985/..").
EdtfResult parse_interval(std::string_view text, std::size_t slash) {
    const std::size_t second = text.find('/', slash + 1);
    if (second != text.npos)
        return refused(second, "an interval has only two ends, start/end; a date is written 2014-12-31");
    if (text == "/") return refused(0, "an interval with two unknown ends says nothing");
    const auto end = [&](std::size_t from, std::size_t to) {
        return End{from, to, from == to || text.substr(from, to - from) == ".."};
    };
    return parse_range(text, end(0, slash), end(slash + 1, text.size()), EdtfPlace::interval);
}

void extend(EdtfResult& whole, const EdtfResult& part) {
    if (!whole.value) {
        whole = part;
        return;
    }
    const auto join = [](DayRange& range, const DayRange& more) {
        if (!more.first || (range.first && *more.first < *range.first)) range.first = more.first;
        if (!more.last || (range.last && *more.last > *range.last)) range.last = more.last;
    };
    join(whole.literal, part.literal);
    join(whole.value->span, part.value->span);
}

EdtfResult parse_member(std::string_view text, std::size_t begin, std::size_t end, bool is_first, bool is_last) {
    if (begin == end) return refused(begin, "a member of the set is missing");
    const std::size_t dots = text.substr(0, end).find("..", begin);
    if (dots == text.npos) return parse_date(text, begin, end, EdtfPlace::set);
    const bool open_start = dots == begin, open_end = dots + 2 == end;
    if (open_start && open_end) return refused(dots, "a range needs at least one date");
    if (open_start && !is_first) return refused(dots, "only the first member of a set may begin with '..'");
    if (open_end && !is_last) return refused(dots, "only the last member of a set may end with '..'");
    return parse_range(text, {begin, dots, open_start}, {dots + 2, end, open_end}, EdtfPlace::set);
}

// Blanks around a comma are let pass: many write them, and they cannot be misread.
EdtfResult parse_set(std::string_view text) {
    const char close = text.front() == '[' ? ']' : '}';
    if (text.back() != close)
        return refused(text.size() == 1 ? 1 : text.size() - 1, std::string("the set must end with '") + close + "'");
    const std::size_t last = text.size() - 1;
    if (last == 1) return refused(1, "a set has at least one member");
    EdtfResult whole;
    for (std::size_t from = 1; from <= last;) {
        const std::size_t comma = std::min(text.find(',', from), last);
        std::size_t begin = from, end = comma;
        while (from > 1 && begin < end && text[begin] == ' ') ++begin;
        while (comma < last && end > begin && text[end - 1] == ' ') --end;
        EdtfResult member = parse_member(text, begin, end, from == 1, comma == last);
        if (!member.value) return member;
        extend(whole, member);
        from = comma + 1;
    }
    return whole;
}

/// YYYY, YYYY-MM and YYYY-MM-DD of digits, which is how nearly all dates are written; nothing for any other text.
std::optional<DayRange> plain_date(std::string_view text) {
    if (text.size() != 10 && text.size() != 7 && text.size() != 4) return std::nullopt;
    unsigned wrong = 0;
    const auto digit = [&](std::size_t i) {
        const unsigned d = static_cast<unsigned char>(text[i]) - unsigned{'0'};
        wrong |= static_cast<unsigned>(d > 9);
        return d;
    };
    const std::int64_t year = 1000 * digit(0) + 100 * digit(1) + 10 * digit(2) + digit(3);
    unsigned first_month = 1, last_month = 12;
    if (text.size() >= 7) {
        first_month = last_month = 10 * digit(5) + digit(6);
        wrong |= static_cast<unsigned>(text[4] != '-') | static_cast<unsigned>(first_month - 1 > 11);
    }
    if (wrong) return std::nullopt;
    const unsigned days = days_in_month(year, last_month);
    if (text.size() < 10) {
        const Day first = day_of(year, first_month, 1);
        const Day last = first_month == last_month ? Day{first.number + days - 1} : day_of(year, last_month, days);
        return DayRange{first, last};
    }
    const unsigned day = 10 * digit(8) + digit(9);
    if (wrong || text[7] != '-' || day - 1 >= days) return std::nullopt;
    const Day only = day_of(year, first_month, day);
    return DayRange{only, only};
}

}  // namespace

EdtfResult parse_edtf(std::string_view text) {
    if (text.empty()) return refused(0, "a date is missing");
    if (text.front() == '[' || text.front() == '{') return parse_set(text);
    const std::size_t slash = text.find('/');
    if (slash != text.npos) return parse_interval(text, slash);
    return parse_date(text, 0, text.size(), EdtfPlace::alone);
}

EdtfResult parse_date(std::string_view text) {
    if (const std::optional<DayRange> plain = plain_date(text)) return allowed(*plain, *plain);
    EdtfResult result = parse_edtf(text);
    if (!result.value) return result;
    const auto outside = [](const std::optional<Day>& d) { return d && (d->number < first_day || d->number > last_day); };
    for (const DayRange& range : {result.literal, result.value->span})
        if (outside(range.first) || outside(range.last))
            return refused(0, "it lies more than 10^15 days from 1970, beyond what is reckoned with");
    return result;
}

}  // namespace tenet

// The time of day behind an EDTF date. It is only checked: a date with a time counts as its written day, whatever the
// zone.
#include <string>

#include "facts/edtf_cursor.h"

namespace tenet {

namespace {

bool two_digits(EdtfCursor& cursor, const std::string& what, int most, int& value) {
    const std::size_t from = cursor.at();
    const std::string_view run = cursor.take_digits();
    if (run.empty()) return cursor.unexpected("the " + what);
    if (run.size() != 2) return cursor.fail(from, what + "s are written with two digits");
    value = static_cast<int>(edtf_number(run));
    if (value > most) return cursor.fail(from, "there is no " + what + " " + std::string(run));
    return true;
}

// Z, +hh or +hh:mm, up to 14 hours as in XML Schema (part 2, 3.2.7.3). ISO 8601 knows no "-00:00".
bool check_zone(EdtfCursor& cursor, int minute_of_day, bool leap_second, std::size_t second_at) {
    int offset = 0;
    const char sign = cursor.peek();
    if (!cursor.take('Z') && (sign == '+' || sign == '-')) {
        const std::size_t from = cursor.at();
        cursor.skip();
        if (cursor.rest_from(from).size() == 5 && cursor.rest_from(from).find(':') == std::string_view::npos)
            return cursor.fail(from, "a zone is written with a colon: +02:30");
        int hours = 0, minutes = 0;
        if (!two_digits(cursor, "hour", 99, hours)) return false;
        if (cursor.take(':') && !two_digits(cursor, "minute", 59, minutes)) return false;
        offset = (sign == '-' ? -1 : 1) * (hours * 60 + minutes);
        if (offset < -14 * 60 || offset > 14 * 60) return cursor.fail(from, "zones lie between -14:00 and +14:00");
        if (sign == '-' && offset == 0) return cursor.fail(from, "the zone of UTC is written Z or +00:00");
    }
    constexpr int day = 24 * 60;
    if (leap_second && (minute_of_day - offset + day) % day != day - 1)
        return cursor.fail(second_at, "a second 60 comes only at 23:59:60 UTC");
    return cursor.finish("a zone (Z, +01:00) or the end of the date");
}

}  // namespace

bool check_edtf_time(EdtfCursor& cursor) {
    const std::size_t start = cursor.at();
    int hour = 0, minute = 0, second = 0;
    if (!two_digits(cursor, "hour", 24, hour)) return false;
    if (!cursor.take(':')) return cursor.unexpected("':' and the minutes");
    if (!two_digits(cursor, "minute", 59, minute)) return false;
    if (!cursor.take(':')) return cursor.unexpected("':' and the seconds");
    const std::size_t second_at = cursor.at();
    if (!two_digits(cursor, "second", 60, second)) return false;
    bool fraction = false;
    if (cursor.take('.')) {
        const std::string_view run = cursor.take_digits();
        if (run.empty()) return cursor.unexpected("a fraction of a second");
        fraction = run.find_first_not_of('0') != run.npos;
    }
    if (hour == 24 && (minute != 0 || second != 0 || fraction)) return cursor.fail(start, "a day ends at 24:00:00");
    return check_zone(cursor, hour * 60 + minute, second == 60, second_at);
}

}  // namespace tenet

// Moving through an EDTF string, and the words for what stands where it should not.
#include "facts/edtf_cursor.h"

#include <algorithm>
#include <utility>

namespace tenet {

std::int64_t edtf_number(std::string_view digits, std::int64_t most) {
    std::int64_t n = 0;
    for (char c : digits) n = std::min(n * 10 + (c - '0'), most);
    return n;
}

std::string_view EdtfCursor::take_run(bool with_x) {
    const std::size_t begin = at_;
    while (!at_end() && ((text_[at_] >= '0' && text_[at_] <= '9') || (with_x && text_[at_] == 'X'))) ++at_;
    return text_.substr(begin, at_ - begin);
}

bool EdtfCursor::fail(std::size_t where, std::string why) {
    error_at_ = where;
    error_ = std::move(why);
    return false;
}

bool EdtfCursor::unexpected(std::string_view wanted) {
    if (at_end()) return fail(at_, std::string(wanted) + " is missing");
    std::size_t length = 1;
    while (at_ + length < text_.size() && (static_cast<unsigned char>(text_[at_ + length]) & 0xC0) == 0x80) ++length;
    const std::string_view there = text_.substr(at_, length);
    std::string why = std::string(wanted) + " is expected, not '" + std::string(there) + "'";
    constexpr std::string_view minus = "\xE2\x88\x92", en_dash = "\xE2\x80\x93", fixed_hyphen = "\xE2\x80\x91";
    if (there == "x" || there == "u") {
        why += "; an unspecified digit is written X";
    } else if (there == "(" || there == ")") {
        why += "; parentheses belong to an older draft: a mark stands right before or after its component";
    } else if ((there == "." || there == "/") && place_ == EdtfPlace::set) {
        why += "; a range in a set is written 1984..1990";
    } else if (there == ".") {
        why += "; a date is written 2014-12-31, an interval 2014/2015";
    } else if (there == "t") {
        why += "; a time of day begins with a capital T";
    } else if (there == minus || there == en_dash || there == fixed_hyphen) {
        why += "; the hyphen '-' is the only dash in a date";
    }
    return fail(at_, why);
}

}  // namespace tenet

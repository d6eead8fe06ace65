// A place in an EDTF string, and why reading stopped there; shared by the parts of the grammar.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "facts/edtf_date.h"

namespace tenet {

/// The value of digits, or `most` when it is above.
std::int64_t edtf_number(std::string_view digits, std::int64_t most = INT64_MAX / 100);

/// What is read returns false after a failure; the first failure is the one to report.
class EdtfCursor {
public:
    EdtfCursor(std::string_view text, std::size_t begin, std::size_t end, EdtfPlace place)
        : text_(text.substr(0, end)), at_(begin), place_(place) {}

    std::size_t at() const { return at_; }
    EdtfPlace place() const { return place_; }
    bool at_end() const { return at_ == text_.size(); }
    char peek() const { return at_end() ? '\0' : text_[at_]; }
    void skip() { ++at_; }
    bool take(char c) {
        if (at_end() || text_[at_] != c) return false;
        ++at_;
        return true;
    }
    std::string_view take_digits() { return take_run(false); }
    std::string_view take_digits_or_x() { return take_run(true); }
    std::string_view rest_from(std::size_t begin) const { return text_.substr(begin); }

    bool fail(std::size_t where, std::string why);
    /// Fails here: `wanted` is expected, with a hint if a usual slip explains what stands here instead.
    bool unexpected(std::string_view wanted);
    bool finish(std::string_view wanted) { return at_end() || unexpected(wanted); }
    const std::string& error() const { return error_; }
    std::size_t error_at() const { return error_at_; }

private:
    std::string_view take_run(bool with_x);

    std::string_view text_;
    std::size_t at_;
    EdtfPlace place_;
    std::string error_;
    std::size_t error_at_ = 0;
};

/// Behind the T of a date: "23:20:30", perhaps with a fraction and a zone, up to the end.
bool check_edtf_time(EdtfCursor& cursor);

}  // namespace tenet

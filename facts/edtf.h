// Extended Date/Time Format (ISO 8601-2:2019, levels 0 to 2) read as the days that a string allows.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "facts/day.h"

namespace tenet {

struct Edtf {
    DayRange span;  // with the widening of ~ and % (docs/edtf.md); what facts and queries use
    bool operator==(const Edtf&) const = default;
};

struct EdtfResult {
    std::optional<Edtf> value;
    std::string error;       // why not, for people, when there is no value
    std::size_t offset = 0;  // where in the string it goes wrong
    DayRange literal;        // without the widening, when there is a value
};

/// Also "2015-Q1" for "2015-33". Time linear in the length; docs/edtf.md says how what is read.
EdtfResult parse_edtf(std::string_view text);
/// The same for a date that facts or questions name: refuses one outside first_day..last_day (facts/day.h).
EdtfResult parse_date(std::string_view text);

}  // namespace tenet

// Numbers, days and lists in the words of a report: "40 %", "1/3 (about 33.33 %)", "from 2015-01-01 to 2015-03-31".
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facts/day.h"
#include "facts/interval.h"

namespace tenet {

/// "1 fact", "3 facts", "2 queries".
std::string count_of(std::size_t number, std::string_view one, std::string_view many = {});

/// "a", "a and b", "a, b and c".
std::string listed(const std::vector<std::string>& words);

/// A share as a percentage, another number as a decimal; where decimals do not end (or go on for long) the exact
/// fraction, and about how much that is.
std::string say_number(const Rational& value, bool percent);

/// "40 % < x <= 70 %", "x > 40 %", "x = 1200"; "x can be any number" where neither end is bounded.
std::string say_range(const std::optional<Bound>& lower, const std::optional<Bound>& upper, bool percent,
                      std::string_view name);

/// "on 2015-01-01", "from 2015-01-01 to 2015-03-31", "2015-01-01 at the earliest", "2015-03-31 at the latest", "any
/// day".
std::string say_days(const std::optional<Day>& earliest, const std::optional<Day>& latest);

}  // namespace tenet

// New texts for figures and dates, in the form of the old ones: a percentage stays one, a month stays a month.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facts/day.h"
#include "facts/interval.h"

namespace tenet {

/// The step between two figures of that form: of its last digit; of a share, a tenth of a percent where that is less.
/// Of a fraction: a thousandth.
Rational figure_step(std::string_view text, bool share);

/// Texts in the form of `text` for values at most (`below` true) or at least `end`, the nearest first. An end that
/// belongs to the range and can be written in that form is the first. `fixed`: only with as many digits as `text` has,
/// for those say how far a figure is rounded.
std::vector<std::string> figure_texts(std::string_view text, const Bound& end, bool below, bool share, bool fixed);

/// A date in the form of `text` whose span holds `day`, as near to the old one as can be: a day for a day, a month for
/// a month, likewise years, quarters, seasons, with their marks; of an interval, the end on that side moves. Nothing
/// for other forms (times of day, sets, unspecified digits).
std::optional<std::string> date_text(std::string_view text, Day day);

}  // namespace tenet

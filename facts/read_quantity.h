// Reads QUANTITY (language.md, section 2): exact, rounded and bounded figures that all hold.
#pragma once

#include <optional>

#include "facts/read_context.h"

namespace tenet {

inline constexpr AttrSet bound_attributes = {Attr::about, Attr::min, Attr::max, Attr::above, Attr::below};
inline constexpr AttrSet share_attributes = AttrSet{Attr::share} | bound_attributes;
inline constexpr AttrSet value_attributes = AttrSet{Attr::value} | bound_attributes;

/// The longest number that is read, in characters: exact arithmetic on more would take forever and mean nothing.
inline constexpr std::size_t max_number_length = 1000;

/// `exact` is Attr::share or Attr::value. At least one figure is wanted. For a share, a number like 40 where 40% was
/// probably meant is a warning.
Quantity read_quantity(const Attributes& attributes, Attr exact, ReadContext& context);

/// One figure of the given form; nothing, and a complaint, where its number is none.
std::optional<Figure> read_figure(Figure::Form form, Word word, bool is_share, ReadContext& context);

/// A decimal, a percentage or a fraction; nothing, and a complaint, when it is none.
std::optional<Rational> read_number(const Word& word, ReadContext& context);

/// The numbers that are written `text` when rounded: half a unit of the last digit to each side, the end nearer to
/// zero included (44.4%: 44.35% <= x < 44.45%; -44.4%: -44.45% < x <= -44.35%), so halves round away from zero.
/// Nothing for fractions, which have no last digit. `value` is what `text` means.
std::optional<Interval> rounded_interval(std::string_view text, const Rational& value);

}  // namespace tenet

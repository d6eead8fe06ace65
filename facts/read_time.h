// Reads TIME (language.md, section 2): dates in EDTF, instants of events and sources, and the forms they combine to.
#pragma once

#include <optional>

#include "facts/read_context.h"

namespace tenet {

inline constexpr AttrSet time_attributes = {Attr::at, Attr::throughout, Attr::from, Attr::to, Attr::through};

/// A date or an instant; nothing (and a complaint) when it is neither. What an instant names may stay unresolved.
std::optional<Instant> read_instant(Word word, Unresolved::Place place, ReadContext& context);
/// A date only: what `as-of` and `published` take.
std::optional<Instant> read_date(Word word, std::string_view attribute, ReadContext& context);
When read_when(const Attributes& attributes, ReadContext& context);

/// Splits "x.start" into "x" and its kind; nothing when it does not end like an instant.
struct NamedInstant {
    std::string_view owner;
    Instant::Kind kind;
};
std::optional<NamedInstant> split_instant(std::string_view text);

}  // namespace tenet

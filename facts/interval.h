// A range of exact numbers that knows for each end whether the end itself belongs to it.
#pragma once

#include <optional>

#include "facts/rational.h"

namespace tenet {

struct Bound {
    Rational value;
    bool open = false;  // true: the value itself is excluded
    bool operator==(const Bound&) const = default;
};

struct Interval {
    std::optional<Bound> lower, upper;  // absent: unbounded
    bool operator==(const Interval&) const = default;
    bool empty() const {
        if (!lower || !upper) return false;
        if (lower->value != upper->value) return upper->value < lower->value;
        return lower->open || upper->open;
    }
};

}  // namespace tenet

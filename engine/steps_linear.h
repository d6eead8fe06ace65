// Farkas multipliers: how often each of some linear constraints must be taken so that their sum is plainly false.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/simplex.h"

namespace tenet {

struct LinearRow {
    std::vector<LinearTerm> terms;  // each variable once
    Rational constant;              // terms + constant <= 0, < 0 where `strict`, = 0 where `equality`
    bool strict = false, equality = false;
};

/// One multiplier a row (0: not needed; negative only for equalities), such that the terms cancel and what is left is
/// false: above 0, or 0 with a strict row among them. No row can be left out. Nothing where the rows have a solution.
std::optional<std::vector<Rational>> clashing_multiples(const std::vector<LinearRow>& rows);

}  // namespace tenet

// Exact linear programming from a known feasible point: the largest value of a linear form over a polyhedron.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "facts/rational.h"

namespace tenet {

struct LinearTerm {
    std::uint32_t variable;
    Rational coefficient;
};
/// sum of terms + constant <= 0 (or = 0). Strictness is the caller's: the closure of a polyhedron is maximised over.
struct LinearConstraint {
    std::vector<LinearTerm> terms;
    Rational constant;
    bool equality = false;
};

/// The supremum of `objective` (its constant excluded) where the constraints hold; nothing where it is unbounded.
/// `point` satisfies all constraints (by variable) and is moved to a best point. Dantzig's method on a tableau whose
/// nonbasic variables may stand between their bounds; Bland's rule, so it ends. `mind_time` is called before each step;
/// where it throws, `point` is as before.
std::optional<Rational> maximise(const std::vector<LinearConstraint>& constraints,
                                 const std::vector<LinearTerm>& objective, std::vector<Rational>& point,
                                 const std::function<void()>& mind_time = {});

}  // namespace tenet

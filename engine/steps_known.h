// What a proof knows at one point: truths, bounds, comparisons and clauses, each with the step or constraint it rests on.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "engine/proof.h"
#include "facts/interval.h"

namespace tenet {

/// What something rests on: constraints of the problem and earlier steps.
struct Grounds {
    std::vector<std::uint32_t> constraints;
    std::vector<std::size_t> steps;
};

struct Known {
    struct Comparison {
        NodeId formula, term;  // term <= 0, < 0 or = 0
        bool strict, equality;
        Grounds grounds;
    };
    struct Clause {
        NodeId formula;
        Grounds grounds;
        bool done = false;  // one part is known to hold
    };
    struct End {
        Bound bound;
        std::size_t step;
        unsigned moved = 0;  // how often it was tightened
    };

    std::vector<Comparison> comparisons;
    std::vector<Clause> clauses;
    std::set<NodeId> taken;
    std::map<NodeId, std::pair<bool, std::size_t>> said;        // truths that are no variables, likewise
    std::map<VariableId, std::pair<bool, std::size_t>> truths;  // value, and the step that says so
    std::map<VariableId, End> lower, upper;

    /// What is known of a truth; the steps that say so are added to `from` where something is.
    std::optional<bool> value(const FormulaStore& store, NodeId truth, std::vector<std::size_t>& from) const;
    /// The least (-1) or greatest (+1) value of a number as far as is known; likewise.
    std::optional<Bound> end(const FormulaStore& store, NodeId number, int direction, std::vector<std::size_t>& from) const;
    /// The one value that is left for a number, where there is one.
    std::optional<Rational> fixed(const FormulaStore& store, NodeId number, std::vector<std::size_t>& from) const;
};

}  // namespace tenet

// What a fact's figures say of a stake or a measure: known numbers, or unknowns where a repair may choose them.
#include "rules/grounder.h"

namespace tenet {

// What a figure says of `value` where the figure itself is unknown; what it allows moves with it.
NodeId Grounder::loose_figure(NodeId value, const Figure& f, NodeId unknown) {
    FormulaStore& s = problem_.store;
    const NodeId moved = s.subtract(value, unknown);
    const Interval allowed = f.allowed();
    std::vector<NodeId> all;
    if (allowed.lower) {
        const NodeId low = s.constant(allowed.lower->value - f.value);
        all.push_back(allowed.lower->open ? s.less(low, moved) : s.less_equal(low, moved));
    }
    if (allowed.upper) {
        const NodeId high = s.constant(allowed.upper->value - f.value);
        all.push_back(allowed.upper->open ? s.less(moved, high) : s.less_equal(moved, high));
    }
    return s.all_of(all);
}

NodeId Grounder::quantity(NodeId value, const Quantity& q, FactId id) {
    FormulaStore& s = problem_.store;
    std::vector<NodeId> all;
    if (loose(id)) {
        const bool share = std::holds_alternative<StakeClaim>(facts_.facts[id].body);
        for (std::uint32_t i = 0; i < q.figures.size(); ++i) {
            const NodeId unknown = variable_node(Subject::figure, Sort::real, i, id);
            all.push_back(loose_figure(value, q.figures[i], unknown));
            if (!share) continue;
            background(s.less_equal(s.constant(0), unknown));
            background(s.less_equal(unknown, s.constant(1)));
        }
        return s.all_of(all);
    }
    for (const Figure& f : q.figures) {
        const Interval allowed = f.allowed();
        if (allowed.lower && allowed.upper && allowed.lower->value == allowed.upper->value &&
            !allowed.lower->open && !allowed.upper->open) {
            all.push_back(s.equal(value, s.constant(allowed.lower->value)));
            continue;
        }
        if (allowed.lower) {
            const NodeId low = s.constant(allowed.lower->value);
            all.push_back(allowed.lower->open ? s.less(low, value) : s.less_equal(low, value));
        }
        if (allowed.upper) {
            const NodeId high = s.constant(allowed.upper->value);
            all.push_back(allowed.upper->open ? s.less(value, high) : s.less_equal(value, high));
        }
    }
    return s.all_of(all);
}

}  // namespace tenet

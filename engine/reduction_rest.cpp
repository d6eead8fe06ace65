// What Z3 is asked where single constraints have fixed what they can, and the world of all that its answer stands for.
#include "engine/reduction.h"

#include <algorithm>
#include <unordered_map>

namespace tenet {

// What is left, with what is known put in.
void Reduction::make_rest() {
    if (left_.empty()) return;
    FormulaStore& s = problem_.store;
    const std::size_t first = rest_.size(), first_asked = asked_.size();
    std::vector<VariableId> used;
    for (const NodeId n : left_) s.variables(n, used);
    std::unordered_map<VariableId, NodeId> by;
    for (const VariableId v : used) {
        const VariableId root = find(v);
        const Place& p = places_[root];
        const Sort sort = problem_.variables[v].sort;
        if (p.known())
            by.emplace(v, sort == Sort::truth ? s.truth(p.least.sign() != 0) : s.constant(p.least, sort));
        else if (root != v)
            by.emplace(v, problem_.variable_nodes[root]);
    }
    std::unordered_map<NodeId, NodeId> memo;
    for (const NodeId n : left_) {
        const NodeId made = s.substitute(n, by, memo);
        if (made != s.yes()) rest_.push_back(made);
    }
    const auto begin = rest_.begin() + static_cast<std::ptrdiff_t>(first);
    std::sort(begin, rest_.end());
    rest_.erase(std::unique(begin, rest_.end()), rest_.end());
    used.clear();
    for (std::size_t i = first; i < rest_.size(); ++i) s.variables(rest_[i], used);
    for (const VariableId v : used) {
        if (places_[v].asked) continue;
        places_[v].asked = true;
        asked_.push_back(v);
    }
    note_directions(std::span(rest_).subspan(first));
    for (std::size_t i = first_asked; i < asked_.size(); ++i) {
        const VariableId v = asked_[i];
        const Place& p = places_[v];
        const NodeId node = problem_.variable_nodes[v];
        const Sort sort = problem_.variables[v].sort;
        if (p.below && !p.more_helps) {
            const NodeId end = s.constant(p.least, sort);
            rest_.push_back(p.below_open ? s.less(end, node) : s.less_equal(end, node));
        }
        if (p.above && !p.less_helps) {
            const NodeId end = s.constant(p.most, sort);
            rest_.push_back(p.above_open ? s.less(node, end) : s.less_equal(node, end));
        }
    }
}

// A number of which less only helps needs no upper bound: what a world has above it is brought down to it afterwards. Only
// negations of equations stand in formulas, so a comparison that holds of more numbers makes no formula false.
void Reduction::note_directions(std::span<const NodeId> formulas) {
    const FormulaStore& s = problem_.store;
    stack_.assign(formulas.begin(), formulas.end());
    ++looking_;
    looked_.resize(s.size(), 0);
    seen_.resize(s.size());
    number_.resize(s.size());
    std::vector<VariableId> either_way;
    while (!stack_.empty()) {
        const NodeId n = stack_.back();
        stack_.pop_back();
        if (looked_[n] == looking_) continue;
        looked_[n] = looking_;
        const FormulaOp op = s.op(n);
        if (op == FormulaOp::conjunction || op == FormulaOp::disjunction) {
            stack_.insert(stack_.end(), s.args(n).begin(), s.args(n).end());
        } else if ((op == FormulaOp::less_equal_zero || op == FormulaOp::less_zero) && s.op(s.args(n)[0]) == FormulaOp::sum) {
            const NodeId sum = s.args(n)[0];
            for (std::size_t i = 0; i < s.sum_size(sum); ++i) {
                const auto [factor, child] = s.sum_item(sum, i);
                if (s.op(child) == FormulaOp::variable) {
                    Place& p = places_[s.variable_of(child)];
                    (factor.sign() > 0 ? p.more_helps : p.less_helps) = false;
                } else {
                    s.variables(child, either_way);
                }
            }
        } else {
            s.variables(n, either_way);
        }
    }
    for (const VariableId v : either_way) places_[v].less_helps = places_[v].more_helps = false;
}

// A number of that place: its upper end where `high` and there is one, else its lower, as near as can be where an end is
// not in.
Rational Reduction::within(const Place& p, bool high) {
    if (high && p.above && !p.above_open) return p.most;
    if (p.below && !p.below_open) return p.least;
    if (p.above && !p.above_open) return p.most;
    if (p.below && p.above) return (p.least + p.most) / Rational(2);
    return p.below ? p.least + Rational(1) : p.above ? p.most - Rational(1) : Rational(0);
}

void Reduction::complete(World& world) const {
    world.values.resize(problem_.variables.size());
    for (const VariableId v : variables_) {
        VariableId root = v;
        while (places_[root].same != root) root = places_[root].same;
        const Place& p = places_[root];
        if (root != v) {
            world.values[v] = world.values[root];  // it comes before, so it is set
            continue;
        }
        Rational& value = world.values[v];
        if (p.asked && !(p.above && (value > p.most || (value == p.most && p.above_open))) &&
            !(p.below && (value < p.least || (value == p.least && p.below_open))))
            continue;
        value = within(p, p.asked && p.less_helps);
    }
}

}  // namespace tenet

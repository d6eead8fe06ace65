// What goes through a formula as it stands: with some variables replaced, or for what it speaks of.
#include "rules/formula.h"

namespace tenet {

NodeId FormulaStore::substitute(NodeId n, const std::unordered_map<VariableId, NodeId>& replacement,
                                std::unordered_map<NodeId, NodeId>& memo) {
    // Nodes are made after their children, but a formula uses few of all: an explicit stack, children first.
    std::vector<NodeId> stack{n};
    while (!stack.empty()) {
        const NodeId at = stack.back();
        if (memo.contains(at)) {
            stack.pop_back();
            continue;
        }
        const FormulaOp o = op(at);
        if (o == FormulaOp::yes || o == FormulaOp::no || o == FormulaOp::constant) {
            memo[at] = at;
            stack.pop_back();
            continue;
        }
        if (o == FormulaOp::variable) {
            const auto found = replacement.find(variable_of(at));
            memo[at] = found == replacement.end() ? at : found->second;
            stack.pop_back();
            continue;
        }
        std::vector<NodeId> kids;
        each_child(at, [&](NodeId child) { kids.push_back(child); });
        bool ready = true;
        for (const NodeId k : kids)
            if (!memo.contains(k)) {
                stack.push_back(k);
                ready = false;
            }
        if (!ready) continue;
        stack.pop_back();
        for (NodeId& k : kids) k = memo[k];
        NodeId made = at;
        switch (o) {
        case FormulaOp::negation: made = negation(kids[0]); break;
        case FormulaOp::conjunction: made = all_of(kids); break;
        case FormulaOp::disjunction: made = any_of(kids); break;
        case FormulaOp::less_equal_zero: made = less_equal(kids[0], constant(0, sort(kids[0]))); break;
        case FormulaOp::less_zero: made = less(kids[0], constant(0, sort(kids[0]))); break;
        case FormulaOp::equal_zero: made = equal(kids[0], constant(0, sort(kids[0]))); break;
        case FormulaOp::sum: {
            Linear l;
            l.constant = value(at);
            for (std::size_t i = 0; i < kids.size(); ++i) {
                const Rational c = sum_item(at, i).first;
                add_to(l, kids[i], c);
            }
            l.sort = sort(at);
            tidy(l);
            made = build(l);
            break;
        }
        case FormulaOp::product: made = multiply(kids[0], kids[1]); break;
        case FormulaOp::choice: made = choice(kids[0], kids[1], kids[2]); break;
        case FormulaOp::yes:
        case FormulaOp::no:
        case FormulaOp::variable:
        case FormulaOp::constant: break;
        }
        memo[at] = made;
    }
    return memo[n];
}

void FormulaStore::variables(NodeId n, std::vector<VariableId>& out) const {
    if (mark_.size() < nodes_.size()) mark_.resize(nodes_.size(), 0);
    ++stamp_;
    const auto see = [&](NodeId at) {
        if (mark_[at] == stamp_) return;
        mark_[at] = stamp_;
        const Node& node = nodes_[at];
        if (node.op == FormulaOp::variable) {
            out.push_back(node.data);
        } else if (node.count > 0) {
            open_.push_back(at);
        }
    };
    see(n);
    while (!open_.empty()) {
        const Node& node = nodes_[open_.back()];
        open_.pop_back();
        const NodeId* child = children_.data() + node.begin;
        const bool sum = node.op == FormulaOp::sum;  // a coefficient before each
        for (std::uint32_t i = sum ? 1 : 0; i < node.count; i += sum ? 2 : 1) see(child[i]);
    }
}

}  // namespace tenet

// Exact evaluation of formulas in a world. Children first, without recursion: formulas may be deep.
#include "engine/world.h"

namespace tenet {

void Evaluation::start(const World& world) {
    start({}, {}, world);
}

void Evaluation::start(std::span<const Rational> values, std::span<const std::uint32_t> place, const World& rest) {
    world_ = &rest;
    values_ = values;
    place_ = place;
    ++stamp_;
}

bool Evaluation::holds(NodeId truth) {
    evaluate(truth);
    return value_[truth].sign() != 0;
}

Rational Evaluation::number(NodeId n) {
    evaluate(n);
    return value_[n];
}

void Evaluation::make_room() {
    if (value_.size() == store_.size()) return;
    value_.resize(store_.size());
    known_.resize(store_.size(), 0);
}

// The store makes a node after its children.
void Evaluation::evaluate_all() {
    make_room();
    for (NodeId n = 0; n < value_.size(); ++n) compute(n);
}

void Evaluation::evaluate(NodeId root) {
    make_room();
    std::vector<NodeId>& stack = stack_;
    stack.push_back(root);
    while (!stack.empty()) {
        const NodeId n = stack.back();
        if (known_[n] == stamp_) {
            stack.pop_back();
            continue;
        }
        bool ready = true;
        const auto need = [&](NodeId child) {
            if (known_[child] == stamp_) return;
            stack.push_back(child);
            ready = false;
        };
        store_.each_child(n, need);
        if (!ready) continue;
        stack.pop_back();
        compute(n);
    }
}

// Of one node whose children are known.
void Evaluation::compute(NodeId n) {
    const auto args = store_.args(n);
    const auto value = [&](std::size_t i) -> const Rational& { return value_[args[i]]; };
    known_[n] = stamp_;
    switch (store_.op(n)) {
    case FormulaOp::yes: value_[n] = Rational(1); break;
    case FormulaOp::no: value_[n] = Rational(0); break;
    case FormulaOp::variable: {
        const VariableId v = store_.variable_of(n);
        value_[n] = v < place_.size() && place_[v] != no_index ? values_[place_[v]] : world_->values[v];
        break;
    }
    case FormulaOp::negation: value_[n] = Rational(value(0).sign() == 0 ? 1 : 0); break;
    case FormulaOp::conjunction: {
        bool all = true;
        for (std::size_t i = 0; i < args.size(); ++i) all = all && value(i).sign() != 0;
        value_[n] = Rational(all ? 1 : 0);
        break;
    }
    case FormulaOp::disjunction: {
        bool any = false;
        for (std::size_t i = 0; i < args.size(); ++i) any = any || value(i).sign() != 0;
        value_[n] = Rational(any ? 1 : 0);
        break;
    }
    case FormulaOp::less_equal_zero: value_[n] = Rational(value(0).sign() <= 0 ? 1 : 0); break;
    case FormulaOp::less_zero: value_[n] = Rational(value(0).sign() < 0 ? 1 : 0); break;
    case FormulaOp::equal_zero: value_[n] = Rational(value(0).sign() == 0 ? 1 : 0); break;
    case FormulaOp::constant: value_[n] = store_.value(n); break;
    case FormulaOp::sum: {
        Rational total = store_.value(n);
        for (std::size_t i = 0; i < store_.sum_size(n); ++i) {
            const auto [c, child] = store_.sum_item(n, i);
            if (value_[child].sign() != 0) total += c * value_[child];
        }
        value_[n] = std::move(total);
        break;
    }
    case FormulaOp::product: value_[n] = value(0) * value(1); break;
    case FormulaOp::choice: value_[n] = value(0).sign() != 0 ? value(1) : value(2); break;
    }
}

}  // namespace tenet

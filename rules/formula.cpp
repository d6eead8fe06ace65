// Hash consing and the normal forms that keep formulas small: constants folded, sums collected, comparisons scaled.
#include "rules/formula.h"

#include <algorithm>
#include <cassert>

namespace tenet {

namespace {

std::size_t mix(std::size_t h, std::size_t v) { return (h ^ v) * 0x9E3779B97F4A7C15ULL + (h >> 29); }
// MurmurHash3's finalizer: every bit of what was mixed moves every bit of the place.
std::uint32_t folded(std::size_t h) {
    h = (h ^ (h >> 33)) * 0xFF51AFD7ED558CCDULL;
    return static_cast<std::uint32_t>(h ^ (h >> 33));
}

}  // namespace

FormulaStore::FormulaStore() {
    for (const Rational& each : {Rational(0), Rational(1), Rational(-1)}) intern(each);
    make(FormulaOp::no, Sort::truth, {}, 0);
    make(FormulaOp::yes, Sort::truth, {}, 0);
}

void FormulaStore::Table::add(std::uint32_t id, std::uint32_t hash) {
    const auto put = [](std::vector<std::uint64_t>& to, std::uint64_t slot) {
        std::size_t at = (slot >> 32) & (to.size() - 1);
        while (to[at] != empty) at = (at + 1) & (to.size() - 1);
        to[at] = slot;
    };
    if (5 * ++size > 3 * slots.size()) {
        std::vector<std::uint64_t> wider(4 * slots.size(), empty);
        for (const std::uint64_t slot : slots)
            if (slot != empty) put(wider, slot);
        slots = std::move(wider);
    }
    put(slots, (std::uint64_t{hash} << 32) | id);
}

std::uint32_t FormulaStore::intern(const Rational& value) {
    if (constants_.size() > minus_one && value.is_integer())
        for (const std::uint32_t id : {zero, one, minus_one})
            if (constants_[id] == value) return id;
    const auto h = folded(mix(value.hash(), 1));
    const std::uint32_t found = constant_table_.find(h, [&](std::uint32_t id) { return constants_[id] == value; });
    if (found != UINT32_MAX) return found;
    const auto id = static_cast<std::uint32_t>(constants_.size());
    constants_.push_back(value);
    constant_table_.add(id, h);
    return id;
}

NodeId FormulaStore::make(FormulaOp op, Sort sort, std::span<const NodeId> children, std::uint32_t data) {
    std::size_t mixed = mix(static_cast<std::size_t>(op) * 4 + static_cast<std::size_t>(sort), data);
    for (const NodeId c : children) mixed = mix(mixed, c);
    const std::uint32_t h = folded(mixed);
    const NodeId found = table_.find(h, [&](NodeId id) {
        const Node& n = nodes_[id];
        if (n.op != op || n.sort != sort || n.data != data || n.count != children.size()) return false;
        const NodeId* known = children_.data() + n.begin;
        for (const NodeId c : children)  // few: no call is worth it
            if (c != *known++) return false;
        return true;
    });
    if (found != UINT32_MAX) return found;
    const auto id = static_cast<NodeId>(nodes_.size());
    nodes_.push_back({op, sort, static_cast<std::uint32_t>(children_.size()),
                      static_cast<std::uint32_t>(children.size()), data});
    for (const NodeId c : children) children_.push_back(c);
    table_.add(id, h);
    return id;
}

NodeId FormulaStore::variable(VariableId id, Sort sort) { return make(FormulaOp::variable, sort, {}, id); }

NodeId FormulaStore::negation(NodeId a) {
    switch (nodes_[a].op) {
    case FormulaOp::yes: return no();
    case FormulaOp::no: return yes();
    case FormulaOp::negation: return args(a)[0];
    case FormulaOp::variable:
    case FormulaOp::equal_zero: {
        const NodeId child[] = {a};
        return make(FormulaOp::negation, Sort::truth, child, 0);
    }
    case FormulaOp::conjunction:
    case FormulaOp::disjunction: {
        if (a < negated_.size() && negated_[a] != no()) return negated_[a];
        std::vector<NodeId> parts(args(a).begin(), args(a).end());
        for (NodeId& p : parts) p = negation(p);
        const NodeId made = nary(nodes_[a].op == FormulaOp::conjunction ? FormulaOp::disjunction : FormulaOp::conjunction, parts);
        if (negated_.size() < nodes_.size()) negated_.resize(nodes_.size(), no());
        return negated_[a] = made;
    }
    case FormulaOp::less_equal_zero: {
        const NodeId term = args(a)[0];
        return less(constant(0, sort(term)), term);
    }
    case FormulaOp::less_zero: {
        const NodeId term = args(a)[0];
        return less_equal(constant(0, sort(term)), term);
    }
    case FormulaOp::constant:
    case FormulaOp::sum:
    case FormulaOp::product:
    case FormulaOp::choice: break;
    }
    assert(!"negation of a number");
    return no();
}

NodeId FormulaStore::nary(FormulaOp op, std::span<const NodeId> parts) {
    const NodeId neutral = op == FormulaOp::conjunction ? yes() : no();
    const NodeId absorbing = op == FormulaOp::conjunction ? no() : yes();
    std::vector<NodeId>& flat = parts_;
    flat.clear();
    bool tangled = false;  // whether a part may stand beside its negation
    for (const NodeId p : parts) {
        if (p == absorbing) return absorbing;
        if (p == neutral) continue;
        if (nodes_[p].op == op) {
            const std::span<const NodeId> inner = args(p);
            flat.insert(flat.end(), inner.begin(), inner.end());
            tangled = true;
        } else {
            flat.push_back(p);
            tangled = tangled || nodes_[p].op == FormulaOp::negation;
        }
    }
    if (flat.size() > 1) {
        std::sort(flat.begin(), flat.end());
        flat.erase(std::unique(flat.begin(), flat.end()), flat.end());
    }
    if (tangled)
        for (const NodeId p : flat)
            if (nodes_[p].op == FormulaOp::negation && std::binary_search(flat.begin(), flat.end(), args(p)[0])) return absorbing;
    if (flat.empty()) return neutral;
    if (flat.size() == 1) return flat[0];
    return make(op, Sort::truth, flat, 0);
}

NodeId FormulaStore::iff(NodeId a, NodeId b) { return both(implies(a, b), implies(b, a)); }

NodeId FormulaStore::constant(const Rational& value, Sort sort) {
    return make(FormulaOp::constant, sort, {}, intern(value));
}

void FormulaStore::add_to(Linear& linear, NodeId n, const Rational& factor) const {
    if (factor.sign() == 0) return;
    const Node& node = nodes_[n];
    if (node.sort == Sort::real) linear.sort = Sort::real;
    if (node.op == FormulaOp::constant) {
        linear.constant += factor * constants_[node.data];
    } else if (node.op == FormulaOp::sum) {
        linear.constant += factor * constants_[node.data];
        for (std::size_t i = 0; i < sum_size(n); ++i) {
            const auto [c, child] = sum_item(n, i);
            linear.items.push_back({child, factor * c});
        }
    } else {
        linear.items.push_back({n, factor});
    }
}

void FormulaStore::tidy(Linear& linear) {
    auto& items = linear.items;
    const auto sooner = [](const SumItem& a, const SumItem& b) { return a.node < b.node; };
    if (!std::is_sorted(items.begin(), items.end(), sooner)) std::sort(items.begin(), items.end(), sooner);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < items.size();) {
        const std::size_t first = i;
        for (++i; i < items.size() && items[i].node == items[first].node; ++i) items[first].coefficient += items[i].coefficient;
        if (items[first].coefficient.sign() == 0) continue;
        if (kept != first) items[kept] = std::move(items[first]);
        ++kept;
    }
    items.resize(kept);
}

NodeId FormulaStore::build(const Linear& linear) {
    if (linear.items.empty()) return constant(linear.constant, linear.sort);
    if (linear.items.size() == 1 && linear.constant.sign() == 0 && linear.items[0].coefficient == Rational(1))
        return linear.items[0].node;
    parts_.clear();
    for (const SumItem& item : linear.items) {
        parts_.push_back(intern(item.coefficient));
        parts_.push_back(item.node);
    }
    return make(FormulaOp::sum, linear.sort, parts_, intern(linear.constant));
}

NodeId FormulaStore::add(NodeId a, NodeId b) {
    const NodeId parts[] = {a, b};
    return sum_of(parts);
}
NodeId FormulaStore::subtract(NodeId a, NodeId b) {
    linear_.clear();
    add_to(linear_, a, 1);
    add_to(linear_, b, -1);
    tidy(linear_);
    return build(linear_);
}
NodeId FormulaStore::sum_of(std::span<const NodeId> parts) {
    linear_.clear();
    if (parts.empty()) linear_.sort = Sort::real;
    for (const NodeId p : parts) add_to(linear_, p, 1);
    tidy(linear_);
    return build(linear_);
}
NodeId FormulaStore::scale(const Rational& factor, NodeId a) {
    linear_.clear();
    add_to(linear_, a, factor);
    if (!factor.is_integer() || sort(a) == Sort::real) linear_.sort = Sort::real;
    return build(linear_);
}
NodeId FormulaStore::shift(NodeId a, const Rational& by) {
    linear_.clear();
    add_to(linear_, a, 1);
    linear_.constant += by;
    return build(linear_);
}
NodeId FormulaStore::multiply(NodeId a, NodeId b) {
    if (is_constant(a)) return scale(value(a), b);
    if (is_constant(b)) return scale(value(b), a);
    const NodeId children[] = {std::min(a, b), std::max(a, b)};
    return make(FormulaOp::product, Sort::real, children, 0);
}
NodeId FormulaStore::choice(NodeId condition, NodeId a, NodeId b) {
    if (condition == yes() || a == b) return a;
    if (condition == no()) return b;
    const NodeId children[] = {condition, a, b};
    const Sort s = sort(a) == Sort::day && sort(b) == Sort::day ? Sort::day : Sort::real;
    return make(FormulaOp::choice, s, children, 0);
}

// Most of what is compared is one thing plus a constant: a day, a stake, a number.
FormulaStore::Shifted FormulaStore::shifted(NodeId n) const {
    const Node& node = nodes_[n];
    if (node.op == FormulaOp::constant) return {no(), node.data, true};
    if (node.op != FormulaOp::sum) return {n, zero, true};
    if (node.count != 2 || children_[node.begin] != one) return {};
    return {children_[node.begin + 1], node.data, true};
}

// compare() of two such, to the same node.
NodeId FormulaStore::compare_shifted(FormulaOp op, const Shifted& a, const Shifted& b) {
    Rational constant = b.constant == zero ? constants_[a.constant] : constants_[a.constant] - constants_[b.constant];
    if (a.node == b.node) {
        const int s = constant.sign();
        return truth(op == FormulaOp::less_zero ? s < 0 : op == FormulaOp::less_equal_zero ? s <= 0 : s == 0);
    }
    const bool a_alone = b.node == no(), b_alone = a.node == no();
    const bool a_first = !b_alone && (a_alone || a.node < b.node);  // whose coefficient leads
    const bool days = (b_alone || nodes_[a.node].sort == Sort::day) && (a_alone || nodes_[b.node].sort == Sort::day);
    const bool negate = op == FormulaOp::equal_zero && !a_first;  // an equation leads with 1
    if (negate) constant = -constant;
    if (days) {
        if (op == FormulaOp::equal_zero) {
            if (!constant.is_integer()) return no();
        } else if (op == FormulaOp::less_zero) {  // s + k < 0 over integers: s + floor(k) + 1 <= 0
            constant = constant.floor() + Rational(1);
            op = FormulaOp::less_equal_zero;
        } else {
            constant = constant.ceil();
        }
    }
    const NodeId of_a[] = {negate ? minus_one : one, a.node}, of_b[] = {negate ? one : minus_one, b.node};
    NodeId term;
    const std::uint32_t k = intern(constant);
    if (a_alone || b_alone) {
        const NodeId* only = a_alone ? of_a : of_b;
        term = k == zero && only[0] == one ? only[1] : make(FormulaOp::sum, days ? Sort::day : Sort::real, {only, 2}, k);
    } else {
        const NodeId *first = a_first ? of_a : of_b, *second = a_first ? of_b : of_a;
        const NodeId items[] = {first[0], first[1], second[0], second[1]};
        term = make(FormulaOp::sum, days ? Sort::day : Sort::real, items, k);
    }
    return make(op, Sort::truth, {&term, 1}, 0);
}

// a - b (op) 0, scaled so that the leading coefficient is 1 or -1 (days: all coefficients integers, as given).
NodeId FormulaStore::compare(FormulaOp op, NodeId a, NodeId b) {
    if (a == b) return truth(op != FormulaOp::less_zero);
    if (const Shifted left = shifted(a); left.is)
        if (const Shifted right = shifted(b); right.is) return compare_shifted(op, left, right);
    Linear& l = linear_;
    l.clear();
    add_to(l, a, 1);
    add_to(l, b, -1);
    tidy(l);
    if (l.items.empty()) {
        const int s = l.constant.sign();
        return truth(op == FormulaOp::less_zero ? s < 0 : op == FormulaOp::less_equal_zero ? s <= 0 : s == 0);
    }
    l.sort = Sort::day;
    for (const SumItem& item : l.items)
        if (nodes_[item.node].sort != Sort::day) l.sort = Sort::real;
    Rational scale_by = l.items[0].coefficient.sign() < 0 ? -l.items[0].coefficient : l.items[0].coefficient;
    if (op == FormulaOp::equal_zero) scale_by = l.items[0].coefficient;
    if (scale_by != Rational(1)) {
        for (SumItem& item : l.items) item.coefficient /= scale_by;
        l.constant /= scale_by;
    }
    bool whole = l.sort == Sort::day;
    for (const SumItem& item : l.items) whole = whole && item.coefficient.is_integer();
    if (whole) {
        if (op == FormulaOp::equal_zero && !l.constant.is_integer()) return no();
        if (op == FormulaOp::less_zero) {  // s + k < 0 over integers: s + floor(k) + 1 <= 0
            l.constant = l.constant.floor() + Rational(1);
            op = FormulaOp::less_equal_zero;
        } else {
            l.constant = l.constant.ceil();
        }
    } else {
        l.sort = Sort::real;
    }
    const NodeId child[] = {build(l)};
    return make(op, Sort::truth, child, 0);
}

NodeId FormulaStore::less_equal(NodeId a, NodeId b) { return compare(FormulaOp::less_equal_zero, a, b); }
NodeId FormulaStore::less(NodeId a, NodeId b) { return compare(FormulaOp::less_zero, a, b); }
NodeId FormulaStore::equal(NodeId a, NodeId b) { return compare(FormulaOp::equal_zero, a, b); }

}  // namespace tenet

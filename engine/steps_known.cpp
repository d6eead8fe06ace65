// Truths by their parts, numbers by interval arithmetic; both tell what they used.
#include "engine/steps_known.h"

namespace tenet {

namespace {

using Steps = std::vector<std::size_t>;

void append(Steps& to, const Steps& more) { to.insert(to.end(), more.begin(), more.end()); }

// The product of two ends, for factors that are not negative.
Bound corner(const Bound& a, const Bound& b, bool upper) {
    const bool open = (a.open && b.value.sign() > 0) || (b.open && a.value.sign() > 0) || (!upper && a.open && b.open);
    return {a.value * b.value, open};
}

std::optional<Bound> product_end(const Known& known, const FormulaStore& store, NodeId n, int direction, Steps& from) {
    const NodeId a = store.args(n)[0], b = store.args(n)[1];
    Steps used;
    const auto al = known.end(store, a, -1, used), bl = known.end(store, b, -1, used);
    if (al && bl && al->value.sign() >= 0 && bl->value.sign() >= 0) {
        if (direction < 0) {
            append(from, used);
            return corner(*al, *bl, false);
        }
        const auto au = known.end(store, a, 1, used), bu = known.end(store, b, 1, used);
        if (!au || !bu) return std::nullopt;
        append(from, used);
        return corner(*au, *bu, true);
    }
    const auto au = known.end(store, a, 1, used), bu = known.end(store, b, 1, used);
    if (!al || !bl || !au || !bu) return std::nullopt;
    append(from, used);
    Rational best = al->value * bl->value;
    for (const Rational& x : {al->value * bu->value, au->value * bl->value, au->value * bu->value})
        if (direction < 0 ? x < best : best < x) best = x;
    return Bound{best, false};
}

}  // namespace

std::optional<bool> Known::value(const FormulaStore& store, NodeId n, Steps& from) const {
    if (const auto it = said.find(n); it != said.end()) {
        from.push_back(it->second.second);
        return it->second.first;
    }
    switch (store.op(n)) {
    case FormulaOp::yes: return true;
    case FormulaOp::no: return false;
    case FormulaOp::variable: {
        const auto it = truths.find(store.variable_of(n));
        if (it == truths.end()) return std::nullopt;
        from.push_back(it->second.second);
        return it->second.first;
    }
    case FormulaOp::negation: {
        const auto inner = value(store, store.args(n)[0], from);
        if (!inner) return std::nullopt;
        return !*inner;
    }
    case FormulaOp::conjunction:
    case FormulaOp::disjunction: {
        const bool absorbing = store.op(n) == FormulaOp::disjunction;
        bool all = true;
        Steps mine;
        for (const NodeId c : store.args(n)) {
            Steps one;
            const auto v = value(store, c, one);
            if (v == absorbing) {
                append(from, one);
                return absorbing;
            }
            all = all && v.has_value();
            append(mine, one);
        }
        if (!all) return std::nullopt;
        append(from, mine);
        return !absorbing;
    }
    case FormulaOp::less_equal_zero:
    case FormulaOp::less_zero:
    case FormulaOp::equal_zero: {
        const bool strict = store.op(n) == FormulaOp::less_zero, equality = store.op(n) == FormulaOp::equal_zero;
        Steps low, high;
        const auto least = end(store, store.args(n)[0], -1, low), most = end(store, store.args(n)[0], 1, high);
        const bool above = least && (least->value.sign() > 0 || (least->value.sign() == 0 && least->open));
        const bool below = most && (most->value.sign() < 0 || (most->value.sign() == 0 && most->open));
        if (above || (strict && least && least->value.sign() == 0)) {
            append(from, low);
            return false;
        }
        if (below || (!strict && !equality && most && most->value.sign() == 0)) {
            append(from, high);
            return !equality;
        }
        if (equality && least && most && least->value.sign() == 0 && most->value.sign() == 0) {
            append(from, low);
            append(from, high);
            return true;
        }
        return std::nullopt;
    }
    case FormulaOp::constant:
    case FormulaOp::sum:
    case FormulaOp::product:
    case FormulaOp::choice: break;
    }
    return std::nullopt;
}

std::optional<Bound> Known::end(const FormulaStore& store, NodeId n, int direction, Steps& from) const {
    switch (store.op(n)) {
    case FormulaOp::constant: return Bound{store.value(n), false};
    case FormulaOp::variable: {
        const auto& ends = direction < 0 ? lower : upper;
        const auto it = ends.find(store.variable_of(n));
        if (it == ends.end()) return std::nullopt;
        from.push_back(it->second.step);
        return it->second.bound;
    }
    case FormulaOp::sum: {
        Bound total{store.value(n), false};
        Steps used;
        for (std::size_t i = 0; i < store.sum_size(n); ++i) {
            const auto [c, child] = store.sum_item(n, i);
            const auto part = end(store, child, c.sign() > 0 ? direction : -direction, used);
            if (!part) return std::nullopt;
            total.value += c * part->value;
            total.open = total.open || part->open;
        }
        append(from, used);
        return total;
    }
    case FormulaOp::choice: {
        const NodeId condition = store.args(n)[0], a = store.args(n)[1], b = store.args(n)[2];
        Steps used;
        if (const auto known = value(store, condition, used)) {
            const auto branch = end(store, *known ? a : b, direction, used);
            if (branch) append(from, used);
            return branch;
        }
        const auto x = end(store, a, direction, used), y = end(store, b, direction, used);
        if (!x || !y) return std::nullopt;
        append(from, used);
        if (x->value == y->value) return Bound{x->value, x->open && y->open};
        return (direction < 0) == (x->value < y->value) ? x : y;
    }
    case FormulaOp::product: return product_end(*this, store, n, direction, from);
    case FormulaOp::yes:
    case FormulaOp::no:
    case FormulaOp::negation:
    case FormulaOp::conjunction:
    case FormulaOp::disjunction:
    case FormulaOp::less_equal_zero:
    case FormulaOp::less_zero:
    case FormulaOp::equal_zero: break;
    }
    return std::nullopt;
}

std::optional<Rational> Known::fixed(const FormulaStore& store, NodeId n, Steps& from) const {
    Steps used;
    const auto low = end(store, n, -1, used), high = end(store, n, 1, used);
    if (!low || !high || low->value != high->value || low->open || high->open) return std::nullopt;
    append(from, used);
    return low->value;
}

}  // namespace tenet

// Lays formulas out for propagation: each truth and number once, with whom it concerns.
#include <algorithm>
#include <utility>

#include "engine/propagation.h"

namespace tenet {

namespace {

/// The slot of the form that is `same`, or the empty one where it belongs. Open addressing; never full.
template <class Same>
NumberId& form_slot(std::vector<NumberId>& slots, std::size_t hash, const Same& same) {
    std::size_t at = (hash ^ (hash >> 32)) & (slots.size() - 1);
    while (slots[at] != no_index && !same(slots[at])) at = (at + 1) & (slots.size() - 1);
    return slots[at];
}

}  // namespace

void Propagation::clear() {
    truths_.clear();
    numbers_.clear();
    children_.clear();
    items_.clear();
    limits_.clear();
    choices_.clear();
    views_.clear();
    edges_.clear();
    std::fill(forms_.begin(), forms_.end(), no_index);
    forms_taken_ = 0;
    trail_.clear();
    decided_.clear();
    refuted_.clear();
    truth_queue_.clear();
    number_queue_.clear();
    changed_.clear();
    conflict_.clear();
    dirty.clear();
    bounded_forms.clear();
    compared_.clear();
    ++stamp_;
}

void Propagation::make_room(std::size_t constraints) {
    truths_.reserve(3 * constraints);
    numbers_.reserve(constraints);
    children_.reserve(3 * constraints);
    items_.reserve(2 * constraints);
    limits_.reserve(constraints);
    edges_.reserve(6 * constraints);
}

void Propagation::edge(std::uint32_t& head, Edge::To to, std::uint32_t target, bool negative) {
    edges_.push_back({to, negative, target, head});
    head = static_cast<std::uint32_t>(edges_.size() - 1);
}

TruthId Propagation::new_truth(NodeId node, FormulaOp op) {
    Proposition t;
    t.op = op;
    t.node = node;
    truths_.push_back(t);
    return static_cast<TruthId>(truths_.size() - 1);
}

NumberId Propagation::new_number(NodeId node, Number::Kind kind, bool whole) {
    Number n;
    n.kind = kind;
    n.node = node;
    n.whole = whole;
    numbers_.push_back(std::move(n));
    return static_cast<NumberId>(numbers_.size() - 1);
}

// Children before parents, with a stack of its own: formulas come from outside and may be deep.
TruthId Propagation::truth(NodeId formula) {
    if (local_.size() < store_.size()) {
        local_.resize(store_.size());
        local_stamp_.resize(store_.size(), 0);
    }
    const auto known = [&](NodeId n) { return local_stamp_[n] == stamp_; };
    if (local_stamp_[formula] == stamp_) return local_[formula];
    std::vector<NodeId>& stack = stack_;
    stack.push_back(formula);
    while (!stack.empty()) {
        const NodeId n = stack.back();
        if (known(n)) {
            stack.pop_back();
            continue;
        }
        const FormulaOp op = store_.op(n);
        bool ready = true;
        const auto need = [&](NodeId child) {
            if (known(child) || store_.is_constant(child)) return;
            stack.push_back(child);
            ready = false;
        };
        store_.each_child(n, need);
        if (!ready) continue;
        stack.pop_back();
        std::uint32_t made = 0;
        switch (op) {
        case FormulaOp::yes:
        case FormulaOp::no:
            made = new_truth(n, op);
            truths_[made].value = op == FormulaOp::yes ? 1 : 0;
            break;
        case FormulaOp::variable:
            made = store_.sort(n) == Sort::truth ? new_truth(n, op)
                                                 : new_number(n, Number::Kind::variable, store_.sort(n) == Sort::day);
            break;
        case FormulaOp::negation:
        case FormulaOp::conjunction:
        case FormulaOp::disjunction: {
            made = new_truth(n, op);
            const auto args = store_.args(n);
            truths_[made].begin = static_cast<std::uint32_t>(children_.size());
            truths_[made].count = static_cast<std::uint32_t>(args.size());
            for (const NodeId c : args) children_.push_back(local_[c]);
            for (const NodeId c : args) edge(truths_[local_[c]].edges, Edge::To::truth, made);
            break;
        }
        case FormulaOp::less_equal_zero:
        case FormulaOp::less_zero:
        case FormulaOp::equal_zero:
            made = new_truth(n, op);
            atom(made, store_.args(n)[0], op);
            break;
        case FormulaOp::constant:
        case FormulaOp::sum: break;  // no number of its own: seen through view()
        case FormulaOp::choice: {
            made = new_number(n, Number::Kind::choice, store_.sort(n) == Sort::day);
            local_[n] = made;
            local_stamp_[n] = stamp_;
            const auto args = store_.args(n);
            Choice c;
            c.condition = local_[args[0]];
            for (int i = 0; i < 2; ++i) {
                c.value[i] = view(args[static_cast<std::size_t>(i) + 1]);
                parts_.clear();
                parts_.push_back({made, Rational(1)});
                if (c.value[i].number != no_index) parts_.push_back({c.value[i].number, -c.value[i].scale});
                c.gap[i] = combine(-c.value[i].shift);
            }
            numbers_[made].begin = static_cast<std::uint32_t>(choices_.size());
            edge(truths_[c.condition].edges, Edge::To::number, made);
            for (int i = 0; i < 2; ++i) {
                if (c.value[i].number != no_index) edge(numbers_[c.value[i].number].edges, Edge::To::number, made);
                if (c.gap[i].number != no_index && c.gap[i].number != made)
                    edge(numbers_[c.gap[i].number].edges, Edge::To::number, made);
            }
            choices_.push_back(std::move(c));
            queue_number(made);
            break;
        }
        case FormulaOp::product: {
            made = new_number(n, Number::Kind::product, false);
            numbers_[made].begin = static_cast<std::uint32_t>(views_.size());
            for (const NodeId c : store_.args(n)) {
                const View v = view(c);
                if (v.number != no_index) edge(numbers_[v.number].edges, Edge::To::number, made);
                views_.push_back(v);
            }
            queue_number(made);
            break;
        }
        }
        local_[n] = made;
        local_stamp_[n] = stamp_;
    }
    return local_[formula];
}

NumberId Propagation::leaf(NodeId node) {
    if (node >= local_.size() || local_stamp_[node] != stamp_) truth(node);
    return local_[node];
}

View Propagation::view(NodeId number) {
    View v;
    if (store_.is_constant(number)) {
        v.shift = store_.value(number);
        return v;
    }
    if (store_.op(number) != FormulaOp::sum) {
        v.number = leaf(number);
        return v;
    }
    const std::size_t size = store_.sum_size(number);
    for (std::size_t i = 0; i < size; ++i) leaf(store_.sum_item(number, i).second);  // which may need parts_ themselves
    parts_.clear();
    for (std::size_t i = 0; i < size; ++i) {
        const auto [c, child] = store_.sum_item(number, i);
        parts_.push_back({local_[child], c});
    }
    return combine(store_.value(number));
}

// The sum of parts_ and `constant`. Items of one number are added up, forms among them taken apart; a form is made where
// more than one is left.
View Propagation::combine(Rational constant) {
    std::vector<Item>& items = parts_;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const Number& n = numbers_[items[i].number];
        if (n.kind != Number::Kind::form) continue;
        const Item whole = items[i];
        items[i].coefficient = Rational(0);
        for (const Item& part : this->items(n)) items.push_back({part.number, whole.coefficient * part.coefficient});
    }
    const auto before = [](const Item& a, const Item& b) { return a.number < b.number; };
    if (!std::is_sorted(items.begin(), items.end(), before)) std::sort(items.begin(), items.end(), before);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < items.size();) {
        Item item = std::move(items[i]);
        for (++i; i < items.size() && items[i].number == item.number; ++i) item.coefficient += items[i].coefficient;
        if (item.coefficient.sign() != 0) items[kept++] = std::move(item);
    }
    items.resize(kept);
    View v;
    if (kept == 1) {
        v.number = items[0].number;
        v.scale = items[0].coefficient;
    } else if (kept > 1) {
        v = form(items);
    }
    v.shift = std::move(constant);
    return v;
}

View Propagation::form(std::vector<Item>& items) {
    View v;
    const bool scaled = items[0].coefficient != Rational(1);
    if (scaled) v.scale = items[0].coefficient;
    std::size_t hash = items.size();
    bool whole = true, bounded = false;
    for (Item& i : items) {
        if (scaled) i.coefficient /= v.scale;
        hash = (hash ^ i.number) * 0x9E3779B97F4A7C15ULL + i.coefficient.hash();
        const Number& n = numbers_[i.number];
        whole = whole && n.whole && i.coefficient.is_integer();
        bounded = bounded || !n.ends[0].infinite || !n.ends[1].infinite;
    }
    if (2 * forms_taken_ >= forms_.size()) {
        std::vector<NumberId> wider(std::max<std::size_t>(64, 2 * forms_.size()), no_index);
        for (const NumberId f : forms_)
            if (f != no_index) form_slot(wider, numbers_[f].hash, [](NumberId) { return false; }) = f;
        forms_ = std::move(wider);
    }
    NumberId& slot = form_slot(forms_, hash, [&](NumberId f) {
        if (numbers_[f].hash != hash) return false;
        const auto have = this->items(numbers_[f]);
        return std::equal(have.begin(), have.end(), items.begin(), items.end(), [](const Item& a, const Item& b) {
            return a.number == b.number && a.coefficient == b.coefficient;
        });
    });
    if (slot != no_index) {
        v.number = slot;
        return v;
    }
    ++forms_taken_;
    v.number = slot = new_number(0, Number::Kind::form, whole);
    numbers_[v.number].hash = hash;
    numbers_[v.number].begin = static_cast<std::uint32_t>(items_.size());
    numbers_[v.number].count = static_cast<std::uint32_t>(items.size());
    for (Item& i : items) {
        edge(numbers_[i.number].edges, Edge::To::number, v.number, i.coefficient.sign() < 0);
        i.unit = i.coefficient == Rational(1) ? 1 : i.coefficient == Rational(-1) ? -1 : 0;
        items_.push_back(std::move(i));
    }
    if (bounded) queue_number(v.number);
    return v;
}

// scale * number + shift <= 0 is number <= -shift / scale, or >= where the scale is negative.
void Propagation::atom(TruthId t, NodeId sum, FormulaOp op) {
    const View v = view(sum);
    Relation relation = Relation::equal;
    if (v.number == no_index) {  // what was no constant to the store came out as one
        const int s = v.shift.sign();
        truths_[t].value = (op == FormulaOp::less_zero ? s < 0 : op == FormulaOp::less_equal_zero ? s <= 0 : s == 0) ? 1 : 0;
        return;
    }
    Rational limit = -v.shift;
    if (v.scale != Rational(1)) limit /= v.scale;
    const bool down = v.scale.sign() < 0;
    if (op == FormulaOp::less_equal_zero) relation = down ? Relation::at_least : Relation::at_most;
    if (op == FormulaOp::less_zero) relation = down ? Relation::above : Relation::below;
    Proposition& p = truths_[t];
    p.relation = relation;
    p.number = v.number;
    p.limit = static_cast<std::uint32_t>(limits_.size());
    const Number& n = numbers_[v.number];
    // The number may be bounded already; or no whole number is the limit.
    if (!n.ends[0].infinite || !n.ends[1].infinite || (n.whole && !limit.is_integer())) queue_truth(t);
    limits_.push_back(std::move(limit));
    edge(numbers_[v.number].edges, Edge::To::truth, t);
    if (!std::exchange(numbers_[v.number].compared, true)) compared_.push_back(v.number);
}

}  // namespace tenet

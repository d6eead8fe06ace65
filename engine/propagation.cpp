// What follows from what: truths through their formulas, bounds through sums, choices and products.
#include "engine/propagation.h"

namespace tenet {

namespace {

// How often one number's range is narrowed in one go. Rings of days narrow each other by a day at a time; such a ring is
// found by the tableau (engine/tableau.h), which needs no steps of a day.
constexpr std::uint32_t patience = 5;

}  // namespace

void Propagation::queue_truth(TruthId t) {
    if (truths_[t].queued) return;
    truths_[t].queued = true;
    queue_.emplace_back(false, t);
}
void Propagation::queue_number(NumberId x) {
    if (numbers_[x].queued) return;
    numbers_[x].queued = true;
    queue_.emplace_back(true, x);
}
void Propagation::touch(std::uint32_t head) {
    for (std::uint32_t e = head; e != no_index; e = edges_[e].next) {
        if (edges_[e].to == Edge::To::truth) {
            queue_truth(edges_[e].target);
        } else {
            queue_number(edges_[e].target);
        }
    }
}

bool Propagation::set_truth(TruthId t, bool value, Cause cause) {
    Proposition& p = truths_[t];
    const auto wanted = static_cast<std::int8_t>(value ? 1 : 0);
    if (p.value == wanted) return true;
    trail_.push_back({Entry::Of::truth, p.value, t, p.known, cause, {}});
    const auto entry = static_cast<EntryId>(trail_.size() - 1);
    const bool clash = p.value >= 0;
    const EntryId before = p.known;
    p.value = wanted;
    p.known = entry;
    if (clash) {
        conflict_ = {entry};
        if (before != no_index) conflict_.push_back(before);  // absent: yes or no itself
        return false;
    }
    queue_truth(t);
    touch(p.edges);
    return true;
}

bool Propagation::set_end(NumberId x, Side side, Rational value, bool open, Cause cause) {
    Number& n = numbers_[x];
    if (n.whole) {
        if (!value.is_integer()) {
            value = side == Side::lower ? value.ceil() : value.floor();
        } else if (open) {
            value += Rational(side == Side::lower ? 1 : -1);
        }
        open = false;
    }
    End& end = n.ends[static_cast<int>(side)];
    if (!end.infinite) {
        const auto order = value <=> end.value;
        const bool tighter = side == Side::lower ? order > 0 : order < 0;
        if (!tighter && !(order == 0 && open && !end.open)) return true;
    }
    EntryId& known = n.known[static_cast<int>(side)];
    trail_.push_back({side == Side::lower ? Entry::Of::lower : Entry::Of::upper, 0, x, known, cause, std::move(end)});
    end = End{std::move(value), false, open};
    known = static_cast<EntryId>(trail_.size() - 1);
    dirty.push_back(x);
    if (n.kind == Number::Kind::form && !is_bounded_form_[x] && cause.why != Why::form_up) {
        is_bounded_form_[x] = true;
        bounded_forms.push_back(x);
    }
    const End &low = n.ends[0], &high = n.ends[1];
    if (!low.infinite && !high.infinite) {
        const auto order = low.value <=> high.value;
        if (order > 0 || (order == 0 && (low.open || high.open))) {
            conflict_ = {n.known[0], n.known[1]};
            return false;
        }
    }
    if (n.changes == 0) changed_.push_back(x);
    if (++n.changes > patience) return true;
    if (n.kind != Number::Kind::variable) queue_number(x);
    touch(n.edges);
    return true;
}

// A bound of scale * number + shift.
bool Propagation::set_view(const View& v, Side side, const Rational& value, bool open, Cause cause) {
    if (v.number == no_index) return true;  // the other side of the rule sees the clash
    const Side of = v.scale.sign() < 0 ? opposite(side) : side;
    return set_end(v.number, of, (value - v.shift) / v.scale, open, cause);
}

End Propagation::end_of(const View& v, Side side) const {
    if (v.number == no_index) return {v.shift, false, false};
    const End& e = numbers_[v.number].end(v.scale.sign() < 0 ? opposite(side) : side);
    if (e.infinite) return {};
    return {v.scale * e.value + v.shift, false, e.open};
}

bool Propagation::assert_root(TruthId t, std::uint32_t constraint) { return set_truth(t, true, {Why::root, constraint}); }
bool Propagation::assert_extra(TruthId t) { return set_truth(t, true, {Why::extra}); }
bool Propagation::decide_truth(TruthId t, bool value) { return set_truth(t, value, {Why::decision}); }
bool Propagation::decide_bound(NumberId x, Side side, const Rational& value, bool open) {
    return set_end(x, side, value, open, {Why::decision});
}

bool Propagation::refute(EntryId decision, std::vector<EntryId> from, std::vector<std::uint32_t> roots) {
    // The decision is on the trail's end still: what it said is read off before it is taken back.
    const Entry& e = trail_[decision];
    const std::uint32_t id = e.id;
    const Entry::Of of = e.of;
    const std::int8_t was = of == Entry::Of::truth ? truths_[id].value : std::int8_t{0};
    Rational value;
    bool open = false;
    if (of != Entry::Of::truth) {
        // The bound that was decided: later entries may have narrowed it, the oldest after `decision` keeps it.
        const Side side = of == Entry::Of::lower ? Side::lower : Side::upper;
        EntryId at = numbers_[id].known[static_cast<int>(side)];
        const End* end = &numbers_[id].ends[static_cast<int>(side)];
        while (at != decision) {
            end = &trail_[at].end;
            at = trail_[at].previous;
        }
        value = end->value;
        open = end->open;
    }
    std::int8_t decided = was;
    if (of == Entry::Of::truth) {  // likewise for a truth that a clash turned
        EntryId at = truths_[id].known;
        while (at != decision) {
            decided = trail_[at].value;
            at = trail_[at].previous;
        }
    }
    undo(decision);
    refuted_.push_back({std::move(from), std::move(roots)});
    const Cause cause{Why::refuted, static_cast<std::uint32_t>(refuted_.size() - 1)};
    if (of == Entry::Of::truth) return set_truth(id, decided == 0, cause);
    return set_end(id, of == Entry::Of::lower ? Side::upper : Side::lower, value, !open, cause);
}

void Propagation::undo(std::size_t mark) {
    while (trail_.size() > mark) {
        Entry& e = trail_.back();
        if (e.of == Entry::Of::truth) {
            truths_[e.id].value = e.value;
            truths_[e.id].known = e.previous;
        } else {
            const int side = e.of == Entry::Of::lower ? 0 : 1;
            numbers_[e.id].ends[side] = std::move(e.end);
            numbers_[e.id].known[side] = e.previous;
        }
        trail_.pop_back();
    }
}

bool Propagation::carry_on() {
    bool fine = true;
    for (; queue_head_ < queue_.size(); ++queue_head_) {
        const auto [is_number, id] = queue_[queue_head_];
        if (is_number) {
            numbers_[id].queued = false;
        } else {
            truths_[id].queued = false;
        }
        if (!fine) continue;
        ++work_;
        if (!is_number) {
            fine = on_truth(id);
            continue;
        }
        switch (numbers_[id].kind) {
        case Number::Kind::variable: break;
        case Number::Kind::form: fine = on_form(id); break;
        case Number::Kind::choice: fine = on_choice(id); break;
        case Number::Kind::product: fine = on_product(id); break;
        }
    }
    queue_.clear();
    queue_head_ = 0;
    for (const NumberId x : changed_) numbers_[x].changes = 0;
    changed_.clear();
    return fine;
}

bool Propagation::on_truth(TruthId t) {
    const Proposition& p = truths_[t];
    switch (p.op) {
    case FormulaOp::negation: {
        const TruthId child = children_[p.begin];
        if (truths_[child].value >= 0 && !set_truth(t, truths_[child].value == 0, {Why::child, child})) return false;
        return truths_[t].value < 0 || set_truth(child, truths_[t].value == 0, {Why::parent, t});
    }
    case FormulaOp::conjunction:
    case FormulaOp::disjunction: {
        const std::int8_t absorbing = p.op == FormulaOp::disjunction ? 1 : 0;
        const std::int8_t neutral = static_cast<std::int8_t>(1 - absorbing);
        TruthId open = no_index;
        std::size_t open_count = 0;
        for (const TruthId c : children(p)) {
            const std::int8_t v = truths_[c].value;
            if (v == absorbing) return set_truth(t, absorbing == 1, {Why::child, c});
            if (v < 0) {
                open = c;
                ++open_count;
            }
        }
        if (open_count == 0) return set_truth(t, neutral == 1, {Why::children, t});
        if (p.value == neutral) {
            const auto all = children(p);
            for (const TruthId c : all)
                if (!set_truth(c, neutral == 1, {Why::parent, t})) return false;
            return true;
        }
        if (p.value == absorbing && open_count == 1) return set_truth(open, absorbing == 1, {Why::siblings, t});
        return true;
    }
    case FormulaOp::less_equal_zero:
    case FormulaOp::less_zero:
    case FormulaOp::equal_zero: return p.relation == Relation::none || on_atom(t);
    case FormulaOp::yes:
    case FormulaOp::no:
    case FormulaOp::variable:
    case FormulaOp::constant:
    case FormulaOp::sum:
    case FormulaOp::product:
    case FormulaOp::choice: break;
    }
    return true;
}

bool Propagation::on_atom(TruthId t) {
    const Proposition p = truths_[t];
    const Number& n = numbers_[p.number];
    const Rational& limit = limits_[p.limit];
    const End &low = n.ends[0], &high = n.ends[1];
    if (p.value < 0) {
        // +1: the number is above the limit (strictly), -1: below; 0: unknown or at it
        const auto certainly_above = [&] { return !low.infinite && (low.value > limit || (low.value == limit && low.open)); };
        const auto certainly_below = [&] { return !high.infinite && (high.value < limit || (high.value == limit && high.open)); };
        const auto at_least = [&] { return !low.infinite && low.value >= limit; };
        const auto at_most = [&] { return !high.infinite && high.value <= limit; };
        const auto say = [&](bool value, std::uint32_t side) { return set_truth(t, value, {Why::number, p.number, side}); };
        switch (p.relation) {
        case Relation::at_most:
            if (at_most()) return say(true, 1);
            if (certainly_above()) return say(false, 0);
            break;
        case Relation::below:
            if (certainly_below()) return say(true, 1);
            if (at_least()) return say(false, 0);
            break;
        case Relation::at_least:
            if (at_least()) return say(true, 0);
            if (certainly_below()) return say(false, 1);
            break;
        case Relation::above:
            if (certainly_above()) return say(true, 0);
            if (at_most()) return say(false, 1);
            break;
        case Relation::equal:
            if (certainly_above()) return say(false, 0);
            if (certainly_below()) return say(false, 1);
            if (at_least() && at_most()) return say(true, 2);
            if (n.whole && !limit.is_integer()) return say(false, 2);
            break;
        case Relation::none: break;
        }
        return true;
    }
    const bool yes = p.value == 1;
    const Cause cause{Why::atom, t};
    switch (p.relation) {
    case Relation::at_most: return yes ? set_end(p.number, Side::upper, limit, false, cause) : set_end(p.number, Side::lower, limit, true, cause);
    case Relation::below: return yes ? set_end(p.number, Side::upper, limit, true, cause) : set_end(p.number, Side::lower, limit, false, cause);
    case Relation::at_least: return yes ? set_end(p.number, Side::lower, limit, false, cause) : set_end(p.number, Side::upper, limit, true, cause);
    case Relation::above: return yes ? set_end(p.number, Side::lower, limit, true, cause) : set_end(p.number, Side::upper, limit, false, cause);
    case Relation::equal: {
        if (yes) return set_end(p.number, Side::lower, limit, false, cause) && set_end(p.number, Side::upper, limit, false, cause);
        const Rational value = limit;
        if (!low.infinite && low.value == value && !low.open && !set_end(p.number, Side::lower, value, true, {Why::atom, t, 1})) return false;
        if (!high.infinite && high.value == value && !high.open) return set_end(p.number, Side::upper, value, true, {Why::atom, t, 1});
        return true;
    }
    case Relation::none: break;
    }
    return true;
}

// Each side of a sum from its items' ends, and each item's end from what the sum leaves it.
bool Propagation::on_form(NumberId x) {
    const std::uint32_t begin = numbers_[x].begin, count = numbers_[x].count;
    work_ += count;
    for (const Side side : {Side::lower, Side::upper}) {
        Rational total;
        std::size_t infinite = 0, open = 0;
        std::uint32_t unbounded = 0;
        for (std::uint32_t i = begin; i < begin + count; ++i) {
            const Item& item = items_[i];
            const End& e = numbers_[item.number].end(item.coefficient.sign() < 0 ? opposite(side) : side);
            if (e.infinite) {
                ++infinite;
                unbounded = i;
                continue;
            }
            if (e.open) ++open;
            if (item.unit == 1) {
                total += e.value;
            } else if (item.unit == -1) {
                total -= e.value;
            } else {
                total += item.coefficient * e.value;
            }
        }
        if (infinite > 1) continue;
        if (infinite == 0 && !set_end(x, side, total, open > 0, {Why::form_up, x})) return false;
        // The sum's other end bounds each item on its other side: coefficient * item <= upper - lows of the rest.
        const End whole = numbers_[x].end(opposite(side));
        if (whole.infinite) continue;
        const std::uint32_t from = infinite == 1 ? unbounded : begin, to = infinite == 1 ? unbounded + 1 : begin + count;
        for (std::uint32_t i = from; i < to; ++i) {
            const Item& item = items_[i];
            const bool negative = item.coefficient.sign() < 0;
            const End& e = numbers_[item.number].end(negative ? opposite(side) : side);
            std::size_t rest_open = open;
            Rational bound = whole.value - total;  // of coefficient * item: the whole less the others
            if (!e.infinite) {
                if (item.unit == 1) {
                    bound += e.value;
                } else if (item.unit == -1) {
                    bound -= e.value;
                } else {
                    bound += item.coefficient * e.value;
                }
                if (e.open) --rest_open;
            }
            if (item.unit == -1) {
                bound = -bound;
            } else if (item.unit == 0) {
                bound /= item.coefficient;
            }
            if (!set_end(item.number, negative ? side : opposite(side), std::move(bound), whole.open || rest_open > 0, {Why::form_down, x}))
                return false;
        }
    }
    return true;
}

bool Propagation::on_choice(NumberId x) {
    const Choice c = choices_[numbers_[x].begin];
    const Cause cause{Why::choice, x};
    for (int i = 0; i < 2; ++i) {
        // A gap that cannot be 0 decides the condition.
        const End low = end_of(c.gap[i], Side::lower), high = end_of(c.gap[i], Side::upper);
        const bool cannot = (!low.infinite && (low.value.sign() > 0 || (low.value.sign() == 0 && low.open))) ||
                            (!high.infinite && (high.value.sign() < 0 || (high.value.sign() == 0 && high.open)));
        if (cannot && !set_truth(c.condition, i == 1, {Why::choice, x, static_cast<std::uint32_t>(i)})) return false;
    }
    const std::int8_t condition = truths_[c.condition].value;
    if (condition >= 0) {
        const View& gap = c.gap[condition == 1 ? 0 : 1];
        for (const Side side : {Side::lower, Side::upper})
            if (!set_view(gap, side, Rational(0), false, cause)) return false;
        return true;
    }
    for (const Side side : {Side::lower, Side::upper}) {
        const End a = end_of(c.value[0], side), b = end_of(c.value[1], side);
        if (a.infinite || b.infinite) continue;
        const bool first = a.value == b.value ? !a.open : (side == Side::lower ? a.value < b.value : a.value > b.value);
        const End& wider = first ? a : b;
        if (!set_end(x, side, wider.value, wider.open, cause)) return false;
    }
    return true;
}

// The range of a product from the corners; a factor from the product where the other factor is one known number.
bool Propagation::on_product(NumberId x) {
    const View f[2] = {views_[numbers_[x].begin], views_[numbers_[x].begin + 1]};
    const Cause cause{Why::product, x};
    End low[2], high[2];
    for (int i = 0; i < 2; ++i) {
        low[i] = end_of(f[i], Side::lower);
        high[i] = end_of(f[i], Side::upper);
    }
    const auto known = [&](int i) { return !low[i].infinite && !high[i].infinite && low[i].value == high[i].value; };
    for (int i = 0; i < 2; ++i) {
        if (!known(i)) continue;
        const Rational k = low[i].value;
        const int sign = k.sign();
        if (sign == 0) return set_end(x, Side::lower, 0, false, cause) && set_end(x, Side::upper, 0, false, cause);
        for (const Side side : {Side::lower, Side::upper}) {
            const bool lower = side == Side::lower;
            const End& e = (lower == (sign > 0)) ? low[1 - i] : high[1 - i];
            if (!e.infinite && !set_end(x, side, k * e.value, e.open, cause)) return false;
            const End own = numbers_[x].end(side);
            if (!own.infinite && !set_view(f[1 - i], sign > 0 ? side : opposite(side), own.value / k, own.open, cause)) return false;
        }
        return true;
    }
    // Only where neither factor can be negative: what shares are.
    if (low[0].infinite || low[1].infinite || low[0].value.sign() < 0 || low[1].value.sign() < 0) return true;
    const bool open_low = (low[0].open || low[1].open) && low[0].value.sign() > 0 && low[1].value.sign() > 0;
    if (!set_end(x, Side::lower, low[0].value * low[1].value, open_low, cause)) return false;
    if (!high[0].infinite && !high[1].infinite) {
        const bool open_high = (high[0].open || high[1].open) && high[0].value.sign() > 0 && high[1].value.sign() > 0;
        if (!set_end(x, Side::upper, high[0].value * high[1].value, open_high, cause)) return false;
    }
    const End own_low = numbers_[x].end(Side::lower), own_high = numbers_[x].end(Side::upper);
    for (int i = 0; i < 2; ++i) {
        // a * b <= p and b >= l > 0 give a <= p / l; a * b >= p and b <= h give a >= p / h
        if (!own_high.infinite && low[1 - i].value.sign() > 0 &&
            !set_view(f[i], Side::upper, own_high.value / low[1 - i].value, own_high.open, cause))
            return false;
        if (!own_low.infinite && !high[1 - i].infinite && high[1 - i].value.sign() > 0 && own_low.value.sign() > 0 &&
            !set_view(f[i], Side::lower, own_low.value / high[1 - i].value, own_low.open, cause))
            return false;
    }
    return true;
}

}  // namespace tenet

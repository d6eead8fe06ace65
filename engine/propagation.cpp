// What follows from what: changes and how they are carried on; truths and comparisons. Sums, choices and products have
// a file of their own (propagation_numbers.cpp).
#include "engine/propagation.h"

#include <utility>

namespace tenet {

namespace {

// How often one number's range is narrowed in one go. Rings of days narrow each other by a day at a time; such a ring is
// found by the tableau (engine/tableau.h), which needs no steps of a day.
constexpr std::uint32_t patience = 5;

}  // namespace

void Propagation::queue_truth(TruthId t) {
    if (truths_[t].queued) return;
    truths_[t].queued = true;
    truth_queue_.push_back(t);
}
void Propagation::queue_number(NumberId x, std::uint8_t sides) {
    numbers_[x].sides |= sides;
    if (numbers_[x].queued) return;
    numbers_[x].queued = true;
    number_queue_.push_back(x);
}
// Whom a truth concerns, or that end of a number's range.
void Propagation::touch(std::uint32_t head, Side side) {
    for (std::uint32_t e = head; e != no_index; e = edges_[e].next) {
        const Edge& edge = edges_[e];
        if (edge.to == Edge::To::number) {
            queue_number(edge.target, numbers_[edge.target].kind == Number::Kind::form ? bit(edge.negative ? opposite(side) : side) : both_sides);
            continue;
        }
        const Proposition& p = truths_[edge.target];
        // A comparison that is decided has bounded the number already; only an inequality waits for the end to reach it.
        if (p.relation != Relation::none && p.value >= 0 && (p.relation != Relation::equal || p.value == 1)) continue;
        queue_truth(edge.target);
    }
}

bool Propagation::set_truth(TruthId t, bool value, Cause cause) {
    Proposition& p = truths_[t];
    const auto wanted = static_cast<std::int8_t>(value ? 1 : 0);
    if (p.value == wanted) return true;
    trail_.push_back({Entry::Of::truth, p.value, t, p.known, cause, {}});
    decided_.push_back(t);
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
    if (n.kind == Number::Kind::form && !n.bounded && cause.why != Why::form_up) {
        n.bounded = true;
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
    // What a sum's parts say of it says nothing new of them.
    if (n.kind == Number::Kind::form) {
        if (cause.why != Why::form_up) queue_number(x, bit(opposite(side)));
    } else if (n.kind != Number::Kind::variable) {
        queue_number(x);
    }
    touch(n.edges, side);
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
            decided_.pop_back();
        } else {
            const int side = e.of == Entry::Of::lower ? 0 : 1;
            numbers_[e.id].ends[side] = std::move(e.end);
            numbers_[e.id].known[side] = e.previous;
        }
        trail_.pop_back();
    }
}

// Truths first: they cost little, and a sum is worked out anew for each of its parts that changed since.
bool Propagation::carry_on() {
    bool fine = true;
    for (std::size_t truth = 0, number = 0;;) {
        if (truth < truth_queue_.size()) {
            const TruthId t = truth_queue_[truth++];
            truths_[t].queued = false;
            if (!fine) continue;
            ++work_;
            fine = on_truth(t);
            continue;
        }
        if (number == number_queue_.size()) break;
        const NumberId x = number_queue_[number++];
        numbers_[x].queued = false;
        const std::uint8_t sides = std::exchange(numbers_[x].sides, std::uint8_t{0});
        if (!fine) continue;
        ++work_;
        switch (numbers_[x].kind) {
        case Number::Kind::variable: break;
        case Number::Kind::form: fine = on_form(x, sides); break;
        case Number::Kind::choice: fine = on_choice(x); break;
        case Number::Kind::product: fine = on_product(x); break;
        }
    }
    truth_queue_.clear();
    number_queue_.clear();
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

}  // namespace tenet

// What sums, choices and products say of their parts, and their parts of them.
#include "engine/propagation.h"

namespace tenet {

namespace {

// Most coefficients are 1 or -1: differences of days, stakes of a whole.
void add_multiple(Rational& sum, const Item& item, const Rational& value) {
    if (item.unit == 1) {
        sum += value;
    } else if (item.unit == -1) {
        sum -= value;
    } else {
        sum += item.coefficient * value;
    }
}

}  // namespace

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
            add_multiple(total, item, e.value);
        }
        if (infinite > 1) continue;
        if (infinite == 0 && !set_end(x, side, total, open > 0, {Why::form_up, x})) return false;
        // The sum's other end bounds each item on its other side: coefficient * item <= upper - lows of the rest.
        const End whole = numbers_[x].end(opposite(side));
        if (whole.infinite) continue;
        const Rational slack = whole.value - total;
        // What has one value already stands fast while there is room.
        const bool room = infinite == 0 && (side == Side::lower ? slack.sign() > 0 : slack.sign() < 0);
        const std::uint32_t from = infinite == 1 ? unbounded : begin, to = infinite == 1 ? unbounded + 1 : begin + count;
        for (std::uint32_t i = from; i < to; ++i) {
            const Item& item = items_[i];
            if (room && numbers_[item.number].fixed()) continue;
            const bool negative = item.coefficient.sign() < 0;
            const End& e = numbers_[item.number].end(negative ? opposite(side) : side);
            std::size_t rest_open = open;
            Rational bound = slack;  // of coefficient * item: the whole less the others
            if (!e.infinite) {
                add_multiple(bound, item, e.value);
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

// What sums, choices and products say of their parts, and their parts of them.
#include "engine/propagation.h"

namespace tenet {

namespace {

__extension__ typedef __int128 Int128;

// A sum that is not reduced while it grows: shares have few denominators, so most additions are one of integers, and a
// greatest common divisor is needed only for what is kept. `fits` turns false where 64 bits do not suffice.
class ShortSum {
public:
    void add(const Rational& value, bool negated, bool& fits) {
        std::int64_t num = value.numerator();
        const std::int64_t den = value.denominator();
        if (!value.is_small() || num == INT64_MIN) {
            fits = false;
            return;
        }
        if (negated) num = -num;
        if (den == den_) {
            fits &= !__builtin_add_overflow(num_, num, &num_);
            return;
        }
        if (den_ % den != 0) {  // the product of both, if no multiple is at hand
            const std::int64_t factor = den % den_ == 0 ? den / den_ : den;
            fits &= !__builtin_mul_overflow(num_, factor, &num_) && !__builtin_mul_overflow(den_, factor, &den_);
        }
        fits &= !__builtin_mul_overflow(num, den_ / den, &num) && !__builtin_add_overflow(num_, num, &num_);
    }
    Rational value(bool negated) const { return Rational(negated ? -num_ : num_, den_); }
    std::strong_ordering compare(const Rational& other, bool negated, bool& fits) const {
        fits &= other.is_small() && num_ != INT64_MIN;
        const std::int64_t sum = negated ? -num_ : num_;
        if (den_ == other.denominator()) return sum <=> other.numerator();
        const Int128 left = static_cast<Int128>(sum) * other.denominator(), right = static_cast<Int128>(other.numerator()) * den_;
        return left < right ? std::strong_ordering::less : left > right ? std::strong_ordering::greater : std::strong_ordering::equal;
    }

private:
    std::int64_t num_ = 0, den_ = 1;
};

// Of any size.
class LongSum {
public:
    void add(const Rational& value, bool negated, bool&) {
        if (negated) {
            sum_ -= value;
        } else {
            sum_ += value;
        }
    }
    Rational value(bool negated) const { return negated ? -sum_ : sum_; }
    std::strong_ordering compare(const Rational& other, bool negated, bool&) const { return value(negated) <=> other; }

private:
    Rational sum_;
};

template <class Sum>
void add_multiple(Sum& sum, const Item& item, const Rational& value, bool negated, bool& fits) {
    if (item.unit != 0) {  // most coefficients are 1 or -1: differences of days, stakes of a whole
        sum.add(value, negated != (item.unit < 0), fits);
    } else {
        sum.add(item.coefficient * value, negated, fits);
    }
}

// Whether an end at `value` would be news: most of what a sum says is known already.
template <class Sum>
bool tighter(const End& end, Side side, const Sum& value, bool negated, bool open, bool& fits) {
    if (end.infinite) return true;
    const auto order = value.compare(end.value, negated, fits);
    return order == 0 ? open && !end.open : (side == Side::lower) == (order > 0);
}

}  // namespace

bool Propagation::on_form(NumberId x, std::uint8_t sides) {
    work_ += numbers_[x].count;
    bool fits = true;
    const bool fine = narrow_form<ShortSum>(x, sides, fits);
    if (fits) return fine;
    fits = true;
    return narrow_form<LongSum>(x, both_sides, fits);
}

// Each side of a sum from its items' ends, and each item's other end from what the sum leaves it. Ends before the result is known
// where numbers do not fit.
template <class Sum>
bool Propagation::narrow_form(NumberId x, std::uint8_t sides, bool& fits) {
    const std::uint32_t begin = numbers_[x].begin, end = begin + numbers_[x].count;
    for (const Side side : {Side::lower, Side::upper}) {
        if (!(sides & bit(side))) continue;
        Sum total;
        std::size_t infinite = 0, open = 0;
        std::uint32_t unbounded = 0;
        for (std::uint32_t i = begin; i < end && infinite < 2; ++i) {
            const Item& item = items_[i];
            const End& e = numbers_[item.number].end(item.negative() ? opposite(side) : side);
            if (e.infinite) {
                ++infinite;
                unbounded = i;
                continue;
            }
            if (e.open) ++open;
            add_multiple(total, item, e.value, false, fits);
        }
        if (infinite > 1) continue;
        const bool news = infinite == 0 && tighter(numbers_[x].end(side), side, total, false, open > 0, fits);
        if (!fits) return true;
        if (news && !set_end(x, side, total.value(false), open > 0, {Why::form_up, x})) return false;
        // The sum's other end bounds each item on its other side: coefficient * item <= upper - lows of the rest.
        const End whole = numbers_[x].end(opposite(side));
        if (whole.infinite) continue;
        // What has one value already stands fast while there is room.
        const auto order = total.compare(whole.value, false, fits);
        const bool room = infinite == 0 && (side == Side::lower ? order < 0 : order > 0);
        total.add(whole.value, true, fits);
        const std::uint32_t from = infinite == 1 ? unbounded : begin, to = infinite == 1 ? unbounded + 1 : end;
        for (std::uint32_t i = from; i < to; ++i) {
            const Item& item = items_[i];
            const Number& part = numbers_[item.number];
            if (room && part.fixed()) continue;
            const bool negative = item.negative();
            const Side of = negative ? side : opposite(side);
            const End& e = part.end(opposite(of));
            std::size_t rest_open = open;
            Sum rest = total;  // the others less the whole: coefficient * item is bounded by its negation
            if (!e.infinite) {
                add_multiple(rest, item, e.value, true, fits);
                if (e.open) --rest_open;
            }
            const bool bound_open = whole.open || rest_open > 0;
            const bool known = item.unit != 0 && !tighter(part.end(of), of, rest, item.unit == 1, bound_open, fits);
            if (!fits) return true;
            if (known) continue;
            Rational bound = rest.value(item.unit >= 0);
            if (item.unit == 0) bound /= item.coefficient;
            if (!set_end(item.number, of, std::move(bound), bound_open, {Why::form_down, x})) return false;
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

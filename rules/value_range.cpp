// Interval arithmetic over terms; ends are never tightened by what facts say.

#include "rules/value_range.h"

#include <algorithm>

namespace tenet {

namespace {
constexpr std::size_t max_depth = 50;  // of definitions that use definitions; beyond it nothing is known

std::optional<Bound> plus(const std::optional<Bound>& a, const std::optional<Bound>& b) {
    if (!a || !b) return {};
    return Bound{a->value + b->value, false};
}
std::optional<Bound> minus(const std::optional<Bound>& a) {
    if (!a) return {};
    return Bound{-a->value, false};
}
Interval negated(const Interval& a) { return {minus(a.upper), minus(a.lower)}; }
Interval scaled(const Interval& a, const Rational& by) {
    Interval result;
    if (a.lower) result.lower = Bound{a.lower->value * by, false};
    if (a.upper) result.upper = Bound{a.upper->value * by, false};
    if (by.sign() < 0) std::swap(result.lower, result.upper);
    return result;
}
Interval product(const Interval& a, const Interval& b) {
    if (!a.lower || !b.lower || a.lower->value.sign() < 0 || b.lower->value.sign() < 0) {
        if (a.lower && a.upper && a.lower->value == a.upper->value) return scaled(b, a.lower->value);
        if (b.lower && b.upper && b.lower->value == b.upper->value) return scaled(a, b.lower->value);
        return {};
    }
    Interval result{Bound{a.lower->value * b.lower->value, false}, {}};
    if (a.upper && b.upper) result.upper = Bound{a.upper->value * b.upper->value, false};
    return result;
}
}  // namespace

bool ValueRanges::not_negative(const Term& term) {
    const Interval r = range(term);
    return r.lower && r.lower->value.sign() >= 0;
}

bool ValueRanges::not_positive(const Term& term) {
    const Interval r = range(term);
    return r.upper && r.upper->value.sign() <= 0;
}

Interval ValueRanges::defined(std::uint32_t index) {
    const Definition& definition = vocabulary_.definitions[index];
    const Interval not_negative{Bound{0, false}, {}};
    known_.resize(vocabulary_.definitions.size());
    if (definition.recursive) return not_negative;
    if (known_[index]) return *known_[index];
    if (depth_ >= max_depth) return {};
    ++depth_;
    Interval result = range(definition.body);
    --depth_;
    // Where an argument is of the wrong kind, the value is 0.
    if (result.lower && result.lower->value.sign() > 0) result.lower = Bound{0, false};
    if (result.upper && result.upper->value.sign() < 0) result.upper = Bound{0, false};
    known_[index] = result;
    return result;
}

Interval ValueRanges::range(const Term& term) {
    switch (term.op) {
        case Op::number: return {Bound{term.number, false}, Bound{term.number, false}};
        case Op::capital:
        case Op::votes: return {Bound{0, false}, Bound{1, false}};
        case Op::count: return {Bound{0, false}, {}};
        case Op::add: {
            const Interval a = range(term.args[0]), b = range(term.args[1]);
            return {plus(a.lower, b.lower), plus(a.upper, b.upper)};
        }
        case Op::subtract: {
            const Interval a = range(term.args[0]), b = negated(range(term.args[1]));
            return {plus(a.lower, b.lower), plus(a.upper, b.upper)};
        }
        case Op::negate: return negated(range(term.args[0]));
        case Op::multiply: return product(range(term.args[0]), range(term.args[1]));
        case Op::divide: return scaled(range(term.args[0]), Rational(1) / term.args[1].number);
        case Op::sum: {  // of any number of terms, or none
            const Interval body = range(term.args.back());
            Interval result;
            if (body.lower && body.lower->value.sign() >= 0) result.lower = Bound{0, false};
            if (body.upper && body.upper->value.sign() <= 0) result.upper = Bound{0, false};
            return result;
        }
        case Op::at: return range(term.args[0]);
        case Op::defined: return defined(term.index);
        case Op::truth:
        case Op::text:
        case Op::edtf_day:
        case Op::edtf_span:
        case Op::entity:
        case Op::event:
        case Op::variable:
        case Op::now:
        case Op::time:
        case Op::event_start:
        case Op::event_end:
        case Op::source_published:
        case Op::role:
        case Op::attribute:
        case Op::shift:
        case Op::days_between:
        case Op::not_:
        case Op::and_:
        case Op::or_:
        case Op::implies:
        case Op::less:
        case Op::less_equal:
        case Op::equal:
        case Op::not_equal:
        case Op::measure:
        case Op::in_office:
        case Op::relation:
        case Op::occurs:
        case Op::allen:
        case Op::any:
        case Op::all:
        case Op::ever:
        case Op::always: break;
    }
    return {};
}

}  // namespace tenet

// What is known of an expression without knowing the world, from what is known of its parts (Kleene's strong three-valued
// logic, and numbers that are known or not).
#pragma once

#include <optional>

#include "rules/term.h"

namespace tenet {

struct KnownValue {
    std::optional<bool> truth;
    std::optional<Rational> number;
};

inline KnownValue known_truth(std::optional<bool> t) { return {t, {}}; }

/// Constants, connectives, comparisons of numbers and arithmetic; `eval(part)` gives what is known of a part. Other
/// operators are the caller's.
template <class Eval>
KnownValue combined(const Term& t, const Eval& eval) {
    switch (t.op) {
    case Op::truth: return known_truth(t.number.sign() != 0);
    case Op::number: return {{}, t.number};
    case Op::not_: {
        const KnownValue v = eval(t.args[0]);
        return v.truth ? known_truth(!*v.truth) : KnownValue{};
    }
    case Op::and_:
    case Op::or_: {
        const bool absorbing = t.op == Op::or_;
        bool known = true;
        for (const Term& a : t.args) {
            const KnownValue v = eval(a);
            if (v.truth == absorbing) return known_truth(absorbing);
            known = known && v.truth.has_value();
        }
        return known ? known_truth(!absorbing) : KnownValue{};
    }
    case Op::implies: {
        const KnownValue a = eval(t.args[0]);
        if (a.truth == false) return known_truth(true);
        const KnownValue b = eval(t.args[1]);
        if (b.truth == true) return known_truth(true);
        return a.truth && b.truth ? known_truth(false) : KnownValue{};
    }
    case Op::less:
    case Op::less_equal:
    case Op::equal:
    case Op::not_equal: {
        const KnownValue a = eval(t.args[0]), b = eval(t.args[1]);
        if (!a.number || !b.number) return {};
        const auto order = *a.number <=> *b.number;
        return known_truth(t.op == Op::less         ? order < 0
                           : t.op == Op::less_equal ? order <= 0
                           : t.op == Op::equal      ? order == 0
                                                    : order != 0);
    }
    case Op::add:
    case Op::subtract: {
        const KnownValue a = eval(t.args[0]), b = eval(t.args[1]);
        if (!a.number || !b.number) return {};
        return {{}, t.op == Op::add ? *a.number + *b.number : *a.number - *b.number};
    }
    case Op::multiply: {
        const KnownValue a = eval(t.args[0]), b = eval(t.args[1]);
        if ((a.number && a.number->sign() == 0) || (b.number && b.number->sign() == 0)) return {{}, Rational(0)};
        if (a.number && b.number) return {{}, *a.number * *b.number};
        return {};
    }
    case Op::divide: {
        const KnownValue a = eval(t.args[0]), b = eval(t.args[1]);
        if (a.number && b.number && b.number->sign() != 0) return {{}, *a.number / *b.number};
        return {};
    }
    case Op::negate: {
        const KnownValue a = eval(t.args[0]);
        return a.number ? KnownValue{{}, -*a.number} : KnownValue{};
    }
    case Op::text: case Op::edtf_day: case Op::edtf_span: case Op::entity: case Op::event: case Op::variable:
    case Op::now: case Op::time: case Op::event_start: case Op::event_end: case Op::source_published: case Op::role:
    case Op::attribute: case Op::shift: case Op::days_between: case Op::occurs: case Op::allen: case Op::capital:
    case Op::votes: case Op::measure: case Op::in_office: case Op::relation: case Op::defined: case Op::sum:
    case Op::count: case Op::any: case Op::all: case Op::ever: case Op::always: case Op::at: break;
    }
    return {};
}

}  // namespace tenet

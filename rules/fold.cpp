// Bottom-up, one rule an operator. Only constants are looked at: what facts say is the grounder's.

#include "rules/fold.h"

#include <algorithm>
#include <optional>

namespace tenet {

namespace {

Term constant(bool value, const Term& at) {
    Term term;
    term.op = Op::truth;
    term.type = Type::truth;
    term.span = at.span;
    term.number = value ? 1 : 0;
    return term;
}
Term number(std::int64_t value, const Term& at) {
    Term term;
    term.op = Op::number;
    term.type = Type::number;
    term.span = at.span;
    term.number = value;
    return term;
}

bool is(const Term& term, bool value) { return term.op == Op::truth && (term.number.sign() > 0) == value; }

std::optional<bool> compared(const Term& term) {
    const Term &a = term.args[0], &b = term.args[1];
    if (a.op == Op::text && b.op == Op::text) {
        if (term.op == Op::equal) return a.text == b.text;
        if (term.op == Op::not_equal) return a.text != b.text;
    }
    if (a.op != Op::number || b.op != Op::number) return {};
    if (term.op == Op::equal) return a.number == b.number;
    if (term.op == Op::not_equal) return a.number != b.number;
    if (term.op == Op::less) return a.number < b.number;
    return a.number <= b.number;
}

/// `and` (decided by false) or `or` (decided by true).
Term joined(Term term, bool decides) {
    if (std::any_of(term.args.begin(), term.args.end(), [&](const Term& arg) { return is(arg, decides); }))
        return constant(decides, term);
    std::erase_if(term.args, [&](const Term& arg) { return is(arg, !decides); });
    if (term.args.empty()) return constant(!decides, term);
    return term.args.size() == 1 ? Term(std::move(term.args.front())) : term;
}

/// A quantifier whose condition is a constant: over nobody, or without a condition.
Term quantified(Term term) {
    if (!term.has_where) return term;
    const bool has_body = term.op != Op::count;
    const std::size_t where = term.args.size() - (has_body ? 2 : 1);
    if (is(term.args[where], false)) {
        if (term.op == Op::any || term.op == Op::all) return constant(term.op == Op::all, term);
        return number(0, term);
    }
    if (is(term.args[where], true)) {
        term.args.erase(term.args.begin() + static_cast<std::ptrdiff_t>(where));
        term.has_where = false;
    }
    return term;
}

/// Arithmetic of two numbers that stand there; division by 0 was refused before.
Term calculated(Term term) {
    if (!std::all_of(term.args.begin(), term.args.end(), [](const Term& arg) { return arg.op == Op::number; }))
        return term;
    Term result = number(0, term);
    const Rational& a = term.args[0].number;
    if (term.op == Op::negate) {
        result.number = -a;
        return result;
    }
    const Rational& b = term.args[1].number;
    result.number = term.op == Op::add        ? a + b
                    : term.op == Op::subtract ? a - b
                    : term.op == Op::multiply ? a * b
                                              : a / b;
    return result;
}

Term plus(Term term) {
    if (term.op != Op::add) return term;
    for (const std::size_t i : {0U, 1U})
        if (term.args[i].op == Op::number && term.args[i].number.sign() == 0) return Term(std::move(term.args[1 - i]));
    return term;
}

Term times(Term term) {
    if (term.op != Op::multiply) return term;
    for (const Term& arg : term.args)
        if (arg.op == Op::number && arg.number.sign() == 0) return number(0, term);
    return term;
}

}  // namespace

Term folded(Term term) {
    for (Term& arg : term.args) arg = folded(std::move(arg));
    switch (term.op) {
        case Op::equal:
        case Op::not_equal:
        case Op::less:
        case Op::less_equal:
            if (const std::optional<bool> known = compared(term)) return constant(*known, term);
            return term;
        case Op::and_: return joined(std::move(term), false);
        case Op::or_: return joined(std::move(term), true);
        case Op::not_:
            if (is(term.args[0], true) || is(term.args[0], false)) return constant(is(term.args[0], false), term);
            return term;
        case Op::implies:
            if (is(term.args[0], false) || is(term.args[1], true)) return constant(true, term);
            if (is(term.args[0], true)) return Term(std::move(term.args[1]));
            return term;
        case Op::sum:
        case Op::count:
        case Op::any:
        case Op::all: return quantified(std::move(term));
        case Op::add: return plus(calculated(std::move(term)));
        case Op::multiply: return times(calculated(std::move(term)));
        case Op::subtract:
        case Op::divide:
        case Op::negate: return calculated(std::move(term));
        case Op::truth:
        case Op::number:
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
        case Op::capital:
        case Op::votes:
        case Op::measure:
        case Op::in_office:
        case Op::relation:
        case Op::defined:
        case Op::occurs:
        case Op::allen:
        case Op::ever:
        case Op::always:
        case Op::at: return term;
    }
    return term;
}

}  // namespace tenet

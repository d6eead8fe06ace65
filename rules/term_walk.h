// Looking through every part of a checked expression.
#pragma once

#include <algorithm>

#include "rules/term.h"

namespace tenet {

/// Calls visit(part) for the term and every term below it, parents first.
template <class Visit>
void each_term(const Term& t, const Visit& visit) {
    visit(t);
    for (const Term& a : t.args) each_term(a, visit);
}

/// Whether is(part) holds of the term or of one below it.
template <class Is>
bool any_term(const Term& t, const Is& is) {
    return is(t) || std::any_of(t.args.begin(), t.args.end(), [&](const Term& a) { return any_term(a, is); });
}

inline bool is_variable(const Term& t, std::uint32_t slot) { return t.op == Op::variable && t.index == slot; }

/// One above the highest slot that a term uses.
inline std::uint32_t highest_variable(const Term& t) {
    std::uint32_t top = t.op == Op::variable ? t.index + 1 : 0;
    for (const Term& a : t.args) top = std::max(top, highest_variable(a));
    return top;
}

/// Whether a variable stands as the holder of a stake, or as an argument of a definition, which is to be looked into. Where
/// it is the organisation held, no unnamed party can take its place.
inline bool is_held_by(const Term& t, std::uint32_t slot) {
    if (t.op == Op::capital || t.op == Op::votes) return is_variable(t.args[0], slot) && !is_variable(t.args[1], slot);
    if (t.op != Op::defined) return false;
    return std::any_of(t.args.begin(), t.args.end(), [&](const Term& a) { return is_variable(a, slot); });
}

}  // namespace tenet

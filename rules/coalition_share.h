// The form that definitions of control share, read off a checked expression: a party's own share in an organisation, and
// that of everyone whom it so controls, over a threshold. Thresholds, kinds and whether votes or capital count are data.
#pragma once

#include <optional>

#include "rules/vocabulary.h"

namespace tenet {

/// `A(x, y) > k`, or D(x, y) defined as `A(x, y) + sum(z: K where z != x and D(x, z), A(z, y)) > k`; also with >=. Monotone
/// in every stake: more in any hand of the coalition makes it no less true.
struct CoalitionShare {
    Op basis = Op::votes;     // A: capital or votes
    Rational threshold;       // k
    bool reached = false;     // >=: the threshold itself will do
    bool through = false;     // what the controlled hold counts
    KindId member = no_index; // K: the kind of those whose share counts, where `through`
    KindId holder = no_index, held = no_index;  // the kinds of x and of y; no_index: as the fluent asks
};

/// A comparison of that form, and the terms that stand for x and y; `within`: the definition that it is the body of.
struct ShareOver {
    CoalitionShare share;
    const Term* holder = nullptr;
    const Term* held = nullptr;
};
std::optional<ShareOver> share_over(const Term& comparison, std::optional<std::uint32_t> within);

/// A definition of (x, y) with such a body, and nothing else in it.
std::optional<CoalitionShare> coalition_share(const Vocabulary& vocabulary, std::uint32_t definition);

}  // namespace tenet

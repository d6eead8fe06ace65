// Which bindings of a law, and which members of a quantifier's domain, can matter: found once from the expression.
//
// Most of what could be said is said of nobody: a register of a million parties has 10^12 pairs of holder and company.
// The argument that keeps a problem small: let a fluent (capital, votes, an office, a relation, a measure) that no
// fact, law or question speaks of be zero or false. Evaluate an expression with a set S of its fluents at zero, three-
// valued. If it comes out true whatever the rest, then an instance can only bind where some fluent of S is live, so it
// is enough to enumerate live fluents that match. The same holds for a member of a sum that adds 0, of an `any` that is
// false, of an `all` that is true, of a `count` whose condition is false.
// Setting the fluents to zero is a world's right: a world of the small problem is one of the whole, with zeros added.
// In the other direction, what unmentioned parties hold in a world of the whole is given to the unnamed party, which
// stands for anybody. That goes for each day by itself: at an instant where no fact can put a holder's stake above 0, no law
// demands it and nothing names it, the stake is left out there, and the unnamed party holds it (Grounder::make_live,
// is_live). Laws do not notice, one day after the other; so this is not done for what links days: a law whose fluents are
// read on other days than its own sees every holder that there is on any, and `unchanged` keeps a stake at both of its ends.
// Two instants may be one day. Facts and laws say there what they say of either, and what they say may be read off one of
// them. What questions read at both has one value (congruence), so whoever is read at one instant in particular is a
// holder at every other that something reads in particular and that may be the same day (Grounder::share_readings).
// Where an expression asks something of each holder by himself, that is seen: then, in claims always and
// in questions over few parties, everybody is a holder (asks_each_holder). And an organisation, whose capital in itself has
// no votes, is a holder of its own where a claim or a question sums over holders. (Tested against the naive grounding by
// tests/random/open_world.cpp.)
#pragma once

#include <cstdint>
#include <vector>

#include "rules/problem.h"
#include "rules/vocabulary.h"

namespace tenet {

/// An argument of a fluent in a pattern, as far as it is known before a binding.
struct PatternArgument {
    enum class Kind { anything, term, role_members } kind = Kind::anything;
    const Term* term = nullptr;  // kind term: evaluable once its variables are bound; role_members: the event term
    std::string role;
};
struct Pattern {
    Op fluent = Op::capital;  // capital, votes (one family), in_office, relation, measure
    std::uint32_t index = no_index;
    PatternArgument a, b;
};
struct Plan {
    bool everything = false;  // no small set of live fluents suffices
    bool any_holder = false;  // plan_members: also whoever holds anything anywhere (through a definition)
    std::vector<Pattern> patterns;
    std::vector<const Term*> told_apart;  // plan_members: entities that the member is compared with: no unnamed party's equals
    bool own_day = false;                 // plan_members: every fluent is read on the quantifier's own day
};

/// Instances of `body` that hold when every matching fluent is zero need not be made.
Plan plan_instances(const Vocabulary& vocabulary, const Term& body);
/// Members of a quantifier's domain that matter, by fluents that have the quantified variable as an argument.
Plan plan_members(const Vocabulary& vocabulary, const Term& quantifier);

/// `f.company = e.target and ... implies ...`: e need only range over the events whose target is f's company.
struct JoinOnRole {
    std::uint32_t slot;      // the event variable that is bound by the join
    std::string role;
    const Term* other;       // the entity it must equal
};
/// The joins of a law's premise.
std::vector<JoinOnRole> joins_of(const Term& body);

/// Whether every instance of a law that matters speaks of one connected part of the facts: its variables are tied to each
/// other by the premise's roles or by one fluent, and nothing in it ranges over all entities or events.
bool stays_within(const Vocabulary& vocabulary, const Law& law, const Plan& plan);

/// Whether every fluent of an expression, and of the definitions that it uses, is read on the day of the expression.
bool stays_on_its_day(const Vocabulary& vocabulary, const Term& t);
/// The `all` over a role that a law or what it concludes consists of: the law says of each member what it says.
const Term* split_of(const Term& body);

/// Whether an expression looks at days other than its own by way of its own: `at time - 'P1D'`, `time - e.end > 30`. It is
/// grounded at the instants there are, which may be too few: "consistent" is then not proven.
bool looks_beyond(const Term& t);

/// Whether what two parties hold in an organisation may be told as held by one, without any law noticing. True of the core
/// pack. A law such as `capital(h, c) <= 10%` notices: then every party is a holder of its own, and nothing is left out.
bool holders_merge(const Vocabulary& vocabulary);
/// Whether the variable of `slot` nowhere stands as a holder, also not inside a definition that it is handed to.
bool is_target_only(const Vocabulary& vocabulary, const Term& body, std::uint32_t slot);
/// Whether an expression asks something of the stakes of each party by itself (`any`, `all`, `count` over holders).
bool asks_each_holder(const Vocabulary& vocabulary, const Term& t);
/// What telling several holders as one may do to an expression: neither where it asks nothing of each holder.
MergeEffect merge_effect(const Vocabulary& vocabulary, const Term& t);

/// Instants at which a law begins to say something because `time` passes them: `time > d.end` begins at d.end + 1.
struct Boundary {
    const Term* instant = nullptr;
    std::int64_t offset = 0;
};
/// A comparison that moves or measures `time` (looks_beyond) has none: where it begins to hold is not worked out.
std::vector<Boundary> plan_boundaries(const Vocabulary& vocabulary, const Term& body);

}  // namespace tenet

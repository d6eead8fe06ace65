// Laws, compiled once a run into flat programs that are run over a world (witness_world.h): no names, no rationals, no
// strings to compare where an index will do. What this way does not carry is marked, and whatever meets it is left to others.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/ground_base.h"

namespace tenet {

__extension__ typedef __int128 Wide;  // sums and multiples of shares, which 64 bits may not hold

/// How to find the holdings, offices or relations that an instance hangs on (rules/ground_plan.h).
struct Matcher {
    enum class Family : std::uint8_t { stake, office, relation, measure } family = Family::stake;
    std::uint32_t index = no_index;  // office kind (no_index: any) or relation kind
    struct Argument {
        enum class Kind : std::uint8_t { anything, open, known, members } kind = Kind::anything;
        std::uint32_t at = no_index;    // open: the slot it binds; known: the node; members: the node of the event
        std::uint32_t role = no_index;  // members
        bool operator==(const Argument&) const = default;
    } a, b;
    bool operator==(const Matcher&) const = default;
};

/// A term, as a place in arrays.
struct Instruction {
    Op op = Op::truth;
    Type type = Type::truth;
    bool carried = true;          // false: whoever runs it learns nothing
    bool has_where = false;
    bool fixed = false;           // `at`: its instant is the same on every day
    bool recursive = false;       // applies a definition that hangs on itself
    bool one_holding = false;     // equal: its sides are the two shares of one holding; sum: of each member's, in one organisation
    Domain::Kind domain = Domain::Kind::entities;
    Allen allen = Allen::before;
    std::uint32_t index = no_index;  // as Term::index; role: its number; quantifiers: the slot
    std::uint32_t kind = no_index;   // quantifiers: the kind of their members, or the role's number
    std::uint32_t first = 0, count = 0;  // its parts, in Programs::parts
    std::uint32_t matcher = no_index, matchers = 0;  // quantifiers over entities: who may matter
    Wide number = 0;                 // numbers: times whole_share; truths: 0 or 1; shift: days
    std::int64_t low = 0, high = 0;  // dates
    const Term* term = nullptr;
};

struct JoinProgram {
    std::uint32_t role, other;  // the event's role, and the node of what it must be
};
struct ParameterProgram {
    bool event = false;
    std::uint32_t kind = no_index;
    std::optional<JoinProgram> join;  // with what was bound before
};

struct LawProgram {
    std::uint32_t law = 0, slots = 0, body = 0;
    std::vector<ParameterProgram> params;
    std::vector<Matcher> matchers;  // empty: it may bind whatever is so
    bool everything = false;
    bool daily = false;     // says something of each day, and may say something else on the next
    bool own_day = false;   // reads holdings, offices and relations on that day only
    bool timely = false;    // speaks of `time`
    bool carried = true;
};

/// `... or F(h, c) = G(h, c)`, for F and G the two bases: where nothing else makes it true, each is made the larger of both.
struct Equation {
    std::uint32_t slots = 0;
    std::uint32_t holder = 0, organisation = 1;  // slots
    std::uint32_t holder_kind = no_index, organisation_kind = no_index;
    // Nodes that hang on no day; the latter not on the holder either.
    std::vector<std::uint32_t> unless, unless_for_all;
    bool unless_itself = false;  // `h = c or ...`
};

class Programs {
public:
    Programs(const Vocabulary& vocabulary, const GroundBase& base);

    /// The program of a claim.
    std::uint32_t add(const Term& claim) { return compile(claim); }
    /// Whether every law binds only what facts of one part speak of: else nothing can be said of a part alone.
    bool usable() const { return usable_; }
    const std::vector<LawProgram>& laws() const { return laws_; }
    const std::vector<Equation>& equations() const { return equations_; }
    const Instruction& operator[](std::uint32_t node) const { return nodes_[node]; }
    std::uint32_t part(const Instruction& i, std::size_t n) const { return parts_[i.first + n]; }
    const Matcher& matcher(std::uint32_t n) const { return matchers_[n]; }
    std::uint32_t definition(std::uint32_t d) const { return definitions_[d]; }
    /// The number of a role's name; no_index where no expression speaks of it.
    std::uint32_t role(std::string_view name) const;
    /// As Vocabulary::is_a, for kinds that there are.
    bool is_a(KindId kind, KindId ancestor) const { return ancestor == no_index || below_[kind * kinds_ + ancestor]; }
    /// Whether the laws are kinder to a late start or end of an event of that kind than to an early one.
    bool late(std::uint32_t event_kind, bool end) const { return late_[event_kind * 2 + (end ? 1 : 0)]; }

private:
    std::uint32_t compile(const Term& t);
    void compile_quantifier(const Term& t, Instruction& made);
    void compile_law(std::uint32_t index, const LawPlan& plan);
    void find_equation(const Law& law, const Term& body);
    void lean(const Law& law, const Term& t, bool demanded);
    void lean_instant(const Law& law, const Term& t, bool small);
    Matcher matcher(const Pattern& pattern, std::uint32_t open_from, std::uint32_t open_to);
    std::uint32_t role_number(std::string_view name);

    const Vocabulary& vocabulary_;
    bool usable_ = true;
    std::vector<Instruction> nodes_;
    std::vector<std::uint32_t> parts_, definitions_;
    std::vector<Matcher> matchers_;
    std::vector<LawProgram> laws_;
    std::vector<Equation> equations_;
    std::map<std::string, std::uint32_t, std::less<>> roles_;
    std::vector<std::uint8_t> below_;  // kind and ancestor
    std::size_t kinds_ = 0;
    std::vector<bool> late_, early_;  // by event kind: start, end
};

}  // namespace tenet

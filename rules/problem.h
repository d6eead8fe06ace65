// What grounding makes: variables, constraints with their origins, and the run's questions as ground formulas.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "facts/model.h"
#include "rules/formula.h"
#include "rules/vocabulary.h"

namespace tenet {

/// An entity of the run, or an unnamed party. Unnamed parties are told apart by the organisation in which they hold
/// (they stand for anybody, so each organisation has its own).
using PartyId = std::uint32_t;

/// What a variable of the problem stands for. Fluents carry the instant (`at`) at which they are read.
enum class Subject : std::uint8_t {
    occurs, event_start, event_end,   // a: event
    date,                             // an unknown day of an EDTF string; a: owner's number; index: Problem::unknown_days
    now,
    capital, votes,                   // a: holder, b: organisation
    office,                           // a: person, b: organisation; index: title
    relation,                         // a: subject, b: object; index: relation kind
    measure,                          // a: entity; index: name and unit (Problem::measures)
    same,                             // a, b: entities
    unnamed_kind,                     // a: unnamed party; index: entity kind
    unnamed_attribute,                // a: unnamed party; index: Problem::attribute_tests
    unnamed_count,                    // how many an unnamed party stands for in a count; a: party
    unnamed_rest,                     // what else a quantifier over the holders of an unnamed organisation may find
    defined,                          // a recursive definition's atom; index: Problem::atoms
    rank,                             // the round in which a recursive atom is derived; index: Problem::atoms
    witness_day,                      // the day that an `ever` speaks of
    witness,                          // whether an `ever` holds
    figure                            // what a figure of a fact should say; a: fact, index: which of its figures
};

struct Variable {
    Subject subject;
    Sort sort;
    std::uint32_t index = no_index, a = no_index, b = no_index;
    NodeId at = no_index;  // the instant, for fluents and atoms
};

/// A definition applied to entities or events on a day, where the definition is recursive.
struct Atom {
    std::uint32_t definition;
    std::vector<std::uint32_t> args;
    NodeId at;
    VariableId variable;
};

struct Origin {
    enum class Kind : std::uint8_t { background, fact, law } kind = Kind::background;
    std::uint32_t index = 0;  // fact, or Problem::instances
    bool operator==(const Origin&) const = default;
};

/// One law with one binding of its variables, all days together.
struct LawInstance {
    enum class Kind : std::uint8_t { law, single, symmetric, kind } kind = Kind::law;
    std::uint32_t index = 0;  // law; office kind; relation kind; event kind (a role's) or relation kind (`of_relation`)
    bool of_relation = false;
    std::vector<std::pair<std::string, std::uint32_t>> bindings;  // variable, entity/party or event
    std::vector<bool> binds_event;
};

struct Constraint {
    NodeId formula;
    Origin origin;
};

/// What telling several holders of an organisation as one may do to a truth: make it true, make it false.
struct MergeEffect {
    bool raises = false, lowers = false;
    bool whole = true;          // its formula has every stake that it hangs on
    bool tells_without = true;  // what it is without what the one holds tells what it is where several hold that
    bool any() const { return raises || lowers; }
};

/// A question put to the problem: a check's instance, an expectation, a query (or one binding of an open one).
struct Question {
    Type type = Type::truth;
    NodeId body = 0;          // a truth or a number (instants are days)
    NodeId presupposed = 1;   // the events it presupposes occur
    std::vector<EventId> presupposes;
    std::vector<VariableId> speaks_of;  // every variable met on the way, also those that fell out of the body
    bool names_now = false;   // `now` itself is asked about, so it links facts
    bool share = false;       // a number that is a part of a whole
    MergeEffect merged{};     // what it does to the question that holders were told as one: worlds may be missing
};

struct Problem {
    FormulaStore store;
    std::vector<Variable> variables;
    std::vector<NodeId> variable_nodes;
    std::vector<Constraint> constraints;
    std::vector<LawInstance> instances;
    std::vector<Atom> atoms;
    std::vector<std::pair<std::string, std::string>> measures;         // name, unit
    std::vector<std::pair<std::string, std::string>> attribute_tests;  // attribute, text
    std::vector<std::string> unknown_days;  // the text of each `date` variable, by its index
    VariableId now = no_index;  // the variable of `now`, where it is not one known day
    std::size_t facts_counted = 0;
    std::uint32_t entity_count = 0;

    bool is_unnamed(PartyId p) const { return p >= entity_count; }
};

}  // namespace tenet

// A checked expression: every name looked up, every type known. What the grounder, the linter and the printer read.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "facts/model.h"
#include "rules/expr.h"

namespace tenet {

using KindId = std::uint32_t;

enum class Type { truth, number, instant, text, entity, event, duration };

/// What a variable ranges over.
struct Domain {
    enum class Kind {
        entities,  // those under entity kind `kind` (no_index: any entity)
        events,    // those of event kind `kind` that occur (no_index: any event)
        role,      // the entities in role `role` of event args[0] of the quantifier
        number,    // a parameter of a definition that stands for a number; nothing ranges over numbers
        holders,   // `c.holders`: every party with capital or votes above 0 in the entity args[0] of the quantifier
    };
    Kind kind = Kind::entities;
    KindId index = no_index;  // entity kind or event kind
    std::string role;
    bool operator==(const Domain&) const = default;
};

// clang-format off
enum class Op : std::uint8_t {
    // leaves
    truth,            // number: 1 or 0
    number,           // number
    text,             // text
    edtf_day,         // edtf: one unknown day of its span (as an instant: after `at`, in arithmetic); text as written
    edtf_span,        // edtf: a date as a span; only as an operand of comparisons of instants and Allen predicates
    entity, event,    // index
    variable,         // index: the slot; type entity or event
    now, time,        // the instants
    // parts
    event_start, event_end,  // args[0]: event (`date` of a one-day event is event_start)
    source_published,        // index: source
    role,             // args[0]: event; text: role name; an entity (the role is not `many`)
    attribute,        // args[0]: entity; text: attribute name; a text
    // instants and durations
    shift,            // args[0]: instant; days: number (integer, may be negative)
    days_between,     // args[0] - args[1], a number of days
    // logic
    not_, and_, or_, implies,  // n-ary and_/or_
    // comparisons; > and >= are turned round. Operands: two numbers, two instants (or one edtf_span), texts, entities,
    // events
    less, less_equal, equal, not_equal,
    // arithmetic
    add, subtract, multiply, divide, negate,  // divide: args[1] is a constant other than 0
    // fluents, read on the ambient day
    capital, votes,   // args: holder, organisation
    measure,          // args[0]: entity; text: name; unit: unit
    in_office,        // args: person, organisation; index: office kind, or no_index for any title
    relation,         // args: subject, object; index: relation kind
    defined,          // args; index: definition
    occurs,           // args[0]: event
    allen,            // args: two of event, instant, edtf_span; allen
    // quantifiers; index: the variable's slot; text: its name; domain; args: [of-term for role/holders domains,]
    // [where,] body. count has no body (a condition after its comma has become its `where`); any and all always have
    // one.
    sum, count, any, all,
    ever, always,     // args: body [, from, to]
    at,               // args: body, instant: the body's ambient day is that instant
};
// clang-format on

/// One node. Plain and copyable; children in `args`.
struct Term {
    Op op = Op::truth;
    Type type = Type::truth;
    TextSpan span;
    std::vector<Term> args;
    Rational number;
    std::uint32_t index = no_index;
    std::string text, unit;
    Edtf edtf;
    Allen allen = Allen::before;
    Domain domain;
    bool has_where = false;
};

}  // namespace tenet

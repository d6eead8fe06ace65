// Facts, laws and questions become ground constraints over finitely many instants.
#pragma once

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "rules/check_expression.h"
#include "rules/problem.h"

namespace tenet {

/// Which facts are in: --assume, --without, --only stated; and what `now` is.
struct Choice {
    std::vector<FactId> assume, without;
    bool only_stated = false;
    std::optional<Edtf> now;      // --now
    std::optional<Instant> at;    // --at, for checks; queries bring their own
    std::vector<bool> reached;    // by fact: those to ground at all; empty: all
    bool every_party = false;     // naive: every named party a holder everywhere, every law for everybody (tests)
    std::vector<bool> loose;      // by fact: whose figures and dates are unknowns, for repairs to choose; empty: none
    std::optional<std::chrono::steady_clock::time_point> deadline;  // grounding is given up then: OutOfTime
};

/// What ground() throws at Choice::deadline.
struct OutOfTime : std::exception {
    const char* what() const noexcept override { return "the time ran out while facts and laws were laid out"; }
};

/// A part of a run that shares nothing with the rest (engine/partition.h): only its facts are grounded, only its entities
/// bound by laws and checks.
struct Slice {
    std::vector<FactId> facts;         // in file order
    std::vector<EntityId> entities;    // in order
    bool unnamed = true;               // the party of no organisation belongs to it
};

/// A figure or a date of a loose fact, and the unknown that stands for it.
struct Loosened {
    FactId fact;
    bool date = false;
    std::uint32_t figure = 0;  // which of the fact's figures
    std::string text;          // a date as written; equal texts of one fact share their unknown
    VariableId variable = 0;
};

/// A question before grounding. Its query variables are bound (`values`, by slot) to entities, events or the unnamed party.
struct Query {
    const CheckedExpression* expression = nullptr;
    std::vector<std::uint32_t> values;   // by slot; entity ids, `unnamed_value`, or event ids as the slot's domain says
    std::optional<Instant> at;           // the ambient day: --at; else `now`
    static constexpr std::uint32_t unnamed_value = UINT32_MAX - 1;
};

/// A check (its instances are questions).
struct CheckInstance {
    std::uint32_t check;
    std::vector<std::uint32_t> values;  // by slot
};

/// The first and last day of a fact's period, as questions (tenet timeline).
struct PeriodQuestion {
    FactId fact;
    Question first, last;
};

struct GroundResult {
    Problem problem;
    std::vector<Question> queries;         // as given
    std::vector<CheckInstance> checks;
    std::vector<Question> check_questions;  // one for each of `checks`
    std::vector<PeriodQuestion> periods;   // where asked for
    std::vector<Loosened> loosened;        // the figures and dates of Choice::loose
    std::vector<std::string> incomplete;   // laws that look at other days than their own: "consistent" is not proven
};

/// Whether a fact is in force under `choice` (language.md, section 2, the table of statuses).
bool in_force(const Fact& fact, FactId id, const FactSet& facts, const Choice& choice);

struct GroundBase;
/// `claims`: the checked expression of each ExpressionClaim, by its number. `base`: of the same
/// facts and choice, where many groundings share it.
GroundResult ground(const FactSet& facts, const Vocabulary& vocabulary, const Choice& choice,
                    const std::vector<CheckedExpression>& claims, const std::vector<Query>& queries, bool with_checks,
                    bool with_periods = false, const GroundBase* base = nullptr, const Slice* slice = nullptr);

}  // namespace tenet

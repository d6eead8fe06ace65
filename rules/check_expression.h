// Looks up the names of a parsed expression and gives every node its type; complains in the expression's own text.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/vocabulary.h"

namespace tenet {

/// What an expression may speak of.
struct Scope {
    const Vocabulary& vocabulary;
    const FactSet* facts = nullptr;  // null in packs checked without facts: then names of entities are unknown
    std::vector<Parameter> params;   // slots 0..n-1
    bool query_variables = false;    // `?x` allowed (queries)
    std::uint32_t pack = no_index;   // who speaks: a pack, whose names go first; no_index: facts and questions
    const SetInfo* set = nullptr;    // or a fact set
    bool may_be_ambiguous = false;   // a name that several packs define is no error: see `contenders`
};

struct CheckedExpression {
    Term term;
    std::uint32_t slots = 0;  // params, query variables, quantified variables
    // Slots params.size()..., in order of first appearance; `?x` of one name is one variable.
    std::vector<Parameter> query_variables;
    // Packs by each of which this says something else, as they all define a name in it; `term` is that of the first.
    std::vector<std::uint32_t> contenders;
};

/// Parses and checks `text`; complaints point into it. A truth, a number or an instant as `wanted` says (none: any of
/// the three).
std::optional<CheckedExpression> check_expression(const PlacedText& text, const Scope& scope,
                                                  std::optional<Type> wanted, const Sources& sources,
                                                  Diagnostics& diagnostics);

}  // namespace tenet

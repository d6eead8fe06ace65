// A run taken apart: facts that nothing connects share no variable, so they are grounded and judged slice by slice. What a
// slice needs lives only while it is judged, and slices are judged side by side.
//
// Why that is the same: two facts are connected where a chain of facts names the same entities or events. With the day on
// which files speak known, a constraint on facts of two slices could only come from a law whose variables are bound in
// both, or from a quantifier over everything, or from `now`; stays_within() and the conditions here exclude each. What
// parties of another slice hold unmentioned is held by the unnamed party here (rules/ground_plan.h).
#pragma once

#include <vector>

#include "engine/connections.h"
#include "rules/ground.h"

namespace tenet {

/// Of a run that is cut at all: what grounding and deciding them takes stays in the cache of a processor.
constexpr std::size_t facts_at_once = 1000;

/// Whether a run of more than `facts_a_slice` facts falls into slices at all.
bool can_be_taken_apart(const FactSet& facts, const Vocabulary& vocabulary, const Choice& choice,
                        const std::vector<CheckedExpression>& claims, std::size_t facts_a_slice);
/// Slices of about `facts_a_slice` facts, together all facts and entities of the parts that are not `settled` (by root of
/// `connections`; empty: none is). None where everything is connected, or settled. A fact more or less changes its own slice
/// and perhaps a neighbour.
std::vector<Slice> partition(const FactSet& facts, const Sources& sources, Connections& connections, std::size_t facts_a_slice,
                             const std::vector<bool>& settled = {});

/// Everything, as one slice.
Slice all_of(const FactSet& facts);

/// Whether a law or check has no instance in the run: it binds an event of a kind that no event is of.
bool binds_nothing(const Law& law, const FactSet& facts, const Vocabulary& vocabulary);

/// Whether every file of the run speaks on a day that is known, or `now` is set to one; and no fact names a day of publication
/// that is not.
bool days_known(const FactSet& facts, const Choice& choice);

}  // namespace tenet

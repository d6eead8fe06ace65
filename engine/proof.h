// A refutation as data: steps that each follow from facts, laws, the meaning of words, and steps before them.
// engine/steps_search.cpp finds one, engine/steps_words.cpp tells it; tests replay it with a solver of their own.
#pragma once

#include <cstdint>
#include <vector>

#include "facts/rational.h"
#include "rules/problem.h"

namespace tenet {

/// Cases nest as in natural deduction (Fitch): a step may use those before it whose case is still open where it stands.
struct ProofStep {
    enum class Kind : std::uint8_t {
        contrary,  // what is supposed of the whole: the contrary of the answer
        derived,   // follows from `constraints` and `from` together
        suppose,   // opens a case
        exclude    // closes it: `from` is the `suppose` and the clash it led to; the opposite of what was supposed
    };
    Kind kind = Kind::derived;
    NodeId conclusion = 0;                   // `no`: a clash, which ends its case or the proof
    std::vector<std::uint32_t> constraints;  // of Problem::constraints
    std::vector<std::size_t> from;           // earlier steps
    std::vector<Rational> weights;           // of `from`: the clash is that sum of them; else empty
    NodeId used = no_index;                  // the comparison or clause that the step applies, where it is not plain
    std::size_t depth = 0;                   // the cases open at it; a `suppose` stands inside its own
};

/// Ends with a clash outside all cases; empty where none was found.
struct Proof {
    std::vector<ProofStep> steps;
};

}  // namespace tenet

// A checked expression as text again, for people: in the language's own syntax, with the ids of the run.
#pragma once

#include <string>
#include <vector>

#include "rules/term.h"
#include "rules/vocabulary.h"

namespace tenet {

/// `variables`: what to call slots 0, 1, ...: names of parameters and query variables, or ids that stand in for them.
/// Quantified variables bring their own names.
std::string print_term(const Term& term, const Vocabulary& vocabulary, const FactSet* facts,
                       const std::vector<std::string>& variables = {});

}  // namespace tenet

// --set FACT.ATTRIBUTE=VALUE: a figure or a date of a fact replaced for one run, read and checked as if it stood in the
// fact's own file.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "facts/diagnostic.h"
#include "facts/model.h"

namespace tenet {

/// What a fact says, to put back: the fact, and of an event's its days.
struct FactState {
    FactId id = no_index;
    Fact fact;
    std::optional<Event> event;
};
FactState state_of(const FactSet& set, FactId id);
void put_back(const FactState& state, FactSet& set);

/// One assignment that was carried out.
struct SetValue {
    std::string text;   // as written: "s1.share=60%"
    FactState without;  // the fact as it is with all the other assignments
    FactState before;   // the fact as its file has it
};

/// Changes the facts of `set`, which finish_facts has seen. A figure or date gives way to one that says the same end
/// anew (`share` and `about` to all, `min` and `above` to each other and to an exact one; `at` and `throughout` to any
/// time; `to` to `through`), but those set together hold together. What is wrong with an assignment goes to
/// `diagnostics`, with its place in the argument.
std::vector<SetValue> set_values(const std::vector<std::string>& assignments, FactSet& set, Sources& sources,
                                 Diagnostics& diagnostics);

}  // namespace tenet

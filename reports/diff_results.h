// What `tenet diff` found between two fact sets, as plain data. Places of both stand in one Sources.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "reports/results.h"

namespace tenet {

/// An answer, a bound or a day that is another now.
struct Moved {
    enum class Kind { expectation, event, period, control };
    Kind kind = Kind::expectation;
    std::string what;           // the query; the id of an event or a period; "controls(a, b)"
    std::string before, after;  // in words
    std::string holder, held;   // of control: who may control whom
};
std::string_view to_string(Moved::Kind kind);

struct ChangedFact {
    FactRef before, after;
    std::string old_text, new_text;  // as written, white space apart
};

struct DiffReport {
    Verdict before = Verdict::consistent, after = Verdict::consistent;
    std::vector<Finding> gone,
        fresh;  // conflicts, violated checks, failed expectations: of the old set, of the new one
    std::vector<Moved> moved;
    std::vector<FactRef> added, dropped;
    std::vector<ChangedFact> changed;
    std::vector<std::string> undecided;
    bool worse = false;  // a new finding of level error
};

}  // namespace tenet

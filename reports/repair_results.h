// What `tenet repair` proposes, as plain data: facts to drop, figures and dates to change, sources to read as rounded.
#pragma once

#include <string>
#include <vector>

#include "reports/results.h"

namespace tenet {

/// A new text for one attribute of a fact, in the form of the old one ("35%" becomes "24.9%").
struct RepairChange {
    FactRef fact;
    std::string attribute, from, to;
    SourceSpan value;  // the raw bytes between the quotes
};

/// A source (or a file: what it says without a source) whose figures are to be read as rounded.
struct RoundedReading {
    std::string id;  // the source's id, or the file's path
    bool file = false;
    SourceSpan span;  // the start tag that figures="rounded" belongs in
};

/// One way to a world. Each was applied and checked again before it was put here.
struct Repair {
    Rational cost;
    std::vector<FactRef> drop;         // in file order
    std::vector<RepairChange> change;  // in file order
    std::vector<RoundedReading> rounded;
};

struct RepairReport {
    Verdict verdict = Verdict::consistent;  // of the facts as they are
    std::size_t facts = 0;
    std::vector<Repair> repairs;         // cheapest first
    bool more = false;                   // there are others
    std::vector<Reason> beyond_repair;   // conflicts that no dropping of facts resolves: laws alone
    std::vector<std::string> undecided;  // what a limit cut short
    std::vector<std::string> applied;    // --apply: the paths of the files written
    std::size_t applied_repair = 0;      // the number of the repair in them, from 1
};

/// A file as a repair leaves it.
struct MendedFile {
    std::string path;  // of the input
    std::string text;
};

}  // namespace tenet

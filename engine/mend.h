// A repair in the engine's terms: facts to drop, new texts for figures and dates, figures to read as rounded; and what
// it costs. Tried in memory here; written to files by mend_files.cpp.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "facts/model.h"
#include "rules/ground.h"

namespace tenet {

struct Change {
    FactId fact;
    bool date = false;
    std::uint32_t part = 0;  // which of the fact's figures, or of its dates_of()
    std::string to;
    bool operator==(const Change&) const = default;
};

struct Mend {
    Rational cost;
    std::vector<FactId> drop;    // in file order
    std::vector<Change> change;  // in file order
    std::vector<SourceId> rounded_sources;
    std::vector<SetId> rounded_sets;  // files: what they say without a source
};

/// What dropping a fact costs: its source's trust, half for what is reported.
Rational weight(const FactSet& facts, FactId id);
/// How far a new text is from the old one, times the fact's weight: a share's difference, a measure's as a part of what
/// it was, the days that a date moves as parts of 365.
Rational cost_of(FactSet& facts, const Change& change);
/// Of all that is dropped and changed. A date that stands twice in one fact is one day, and counts once.
Rational total_cost(FactSet& facts, const Mend& mend);

/// A date of a fact that a repair may change, and the attribute it stands in.
struct DateSlot {
    Instant* instant;
    const char* attribute;
};
/// Those that are EDTF strings and one unknown day: not `throughout`, not the dates of orders.
std::vector<DateSlot> dates_of(FactSet& facts, FactId id);
/// The figures of a stake or a measure; null for other facts.
Quantity* quantity_of(Fact& fact);
const char* attribute_of(const Fact& fact, const Figure& figure);

/// Applies a mend to facts and choice, in memory, for as long as it lives.
class Applied {
public:
    Applied(const Mend& mend, FactSet& facts, Choice& choice);
    ~Applied();
    Applied(const Applied&) = delete;
    Applied& operator=(const Applied&) = delete;
    /// False: a new text is no figure or date.
    bool good() const { return good_; }

private:
    void change(const Change& change);
    FactSet& facts_;
    Choice& choice_;
    std::vector<FactId> without_, assume_;
    std::vector<std::pair<FactId, Fact>> old_facts_;
    std::vector<std::pair<EventId, Event>> old_events_;
    bool good_ = true;
};

}  // namespace tenet

// Which laws bind what parties hold in an organisation on one day, read off the laws themselves: shares that sum to at
// most a whole, none in itself, votes that follow capital. Every other law that speaks of stakes is asked whether it says
// anything at all on a given day: one that is true there whatever anybody holds leaves stakes alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rules/vocabulary.h"

namespace tenet {

/// Days an event may start and end on; absent: any.
struct EventDays {
    DayRange start, end;
};

class ShareLaws {
public:
    explicit ShareLaws(const Vocabulary& vocabulary);

    struct OfBasis {
        std::optional<Rational> whole;  // all parties together hold at most so much of an organisation
        bool none_in_itself = false;
    };
    OfBasis capital, votes;
    /// Votes are what capital is, of all but itself, in an organisation unless one of its attributes is a text.
    struct Apart {
        std::string attribute, text;
    };
    bool follows = false;
    std::vector<Apart> apart;
    /// Whether some law speaks of stakes that no question can be decided beside: in a form that is not known, or tied to
    /// days other than its own.
    bool unknown = false;

    /// Relation kinds that no law demands, and whose mere absence silences laws that speak of stakes: where a part of the
    /// facts names one of `speaks_with`, these laws may say something about its stakes.
    std::vector<bool> speaks_with;  // by relation kind
    /// Whether every law about events of that kind is true on `day`, whatever anybody holds, for an event on `days` (none:
    /// it does not occur).
    bool silent(KindId event_kind, const EventDays& days, Day day) const;

private:
    bool take(const Law& law);
    const Vocabulary& vocabulary_;
    struct OfEvents {  // a law with event variables
        const Law* law;
        std::optional<std::uint32_t> slot;  // of the event; none: there are several
        bool elsewhere = false;             // it looks at days other than its own
    };
    std::vector<std::vector<OfEvents>> of_event_kind_;
};

}  // namespace tenet

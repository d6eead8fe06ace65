// Parts of the facts in which the shares of one day stand by themselves: what its facts and laws say of other things, and
// of other days, leaves the shares of that day alone.
//
// Take a world of such a part and put in the place of that day's stakes any others that fit the facts of that day and the
// laws about shares (rules/share_laws.h). That is a world again: each fact and each law either speaks of these stakes in
// one of the known forms, or does not speak of them, or is true whatever they are.
#pragma once

#include <vector>

#include "engine/connections.h"
#include "rules/ground_base.h"
#include "rules/share_laws.h"

namespace tenet {

struct PlainParts {
    /// `day`: the day that is asked about. All files speak on known days (days_known).
    PlainParts(const FactSet& facts, const Vocabulary& vocabulary, const Choice& choice, const GroundBase& base,
               const ShareLaws& laws, Connections& connections, Day day);

    bool is_plain(std::uint32_t root) const { return plain[root]; }

    bool any = true;                  // false: some fact speaks of no part, so that none stands by itself
    std::vector<bool> plain;          // by root of the connections
    std::vector<bool> other_days;     // by root: some stake of it is of another day
    std::vector<FactId> stakes;       // those that say something on the day, in file order
    std::vector<FactId> completes;    // likewise
};

/// The day on which files that all speak on known days are asked by default.
Day known_now(const FactSet& facts, const Choice& choice);

}  // namespace tenet

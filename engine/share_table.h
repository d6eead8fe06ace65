// Who may hold how much of what on one day, in arrays: for each organisation its holders with the least and the most of
// each share, exactly, and what that leaves a coalition of them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/plain_parts.h"

namespace tenet {

/// Shares in whole steps, so that sums are exact. Six decimals and thirds, sevenths, ninths, elevenths and thirteenths are
/// whole numbers of them, and 10^8 holders do not overflow 64 bits.
constexpr std::int64_t steps_of_whole = 27'027'000'000;
/// None: no whole number of steps.
std::optional<std::int64_t> steps_of(const Rational& share);

/// Ends of several shares together: sums of steps, and how many of the ends are excluded.
struct ShareEnds {
    std::int64_t least = 0, most = 0;
    std::uint32_t least_open = 0, most_open = 0;
    void add(const ShareEnds& other) {
        least += other.least;
        most += other.most;
        least_open += other.least_open;
        most_open += other.most_open;
    }
};

/// The least or the most that a coalition has; `attained`: in some world.
struct Extreme {
    std::int64_t steps = 0;
    bool attained = true;
};

/// Whether votes in an organisation are what capital is, of all but itself.
bool votes_follow(const ShareLaws& laws, const Entity& organisation);

class ShareTable {
public:
    /// `basis`: capital or votes.
    ShareTable(const FactSet& facts, const Vocabulary& vocabulary, const ShareLaws& laws, const PlainParts& parts, Op basis);

    struct Share {
        EntityId holder, held;
        ShareEnds ends;
    };
    struct Held {  // an organisation
        ShareEnds all;          // of its holders together
        bool closed = false;    // nobody holds anything but those listed here
        bool full = false;      // closed, and these hold the whole
        bool sound = true;      // some shares fit all that is said of them
    };

    bool usable() const { return usable_; }
    /// All that there is to hold, in steps.
    std::int64_t whole() const { return whole_; }
    /// Whether laws let an organisation hold a part of itself.
    bool may_hold_itself() const { return itself_; }
    const Held& held(EntityId organisation) const { return held_[organisation]; }
    /// Whom one holds shares in.
    std::span<const Share> holdings(EntityId holder) const {
        return {by_holder_.data() + first_holding_[holder], by_holder_.data() + first_holding_[holder + 1]};
    }
    /// What a coalition with `ends` of its members' shares has at least, whatever others hold.
    Extreme least(EntityId organisation, const ShareEnds& ends) const;
    /// What it has at most; `unnamed`: it may have what no named party must hold. `named`: some member has a share here.
    Extreme most(EntityId organisation, const ShareEnds& ends, bool unnamed, bool named) const;

private:
    void gather(const FactSet& facts, const ShareLaws& laws, const PlainParts& parts, Op basis);

    bool usable_ = true;
    std::int64_t whole_ = 0;
    bool itself_ = false;
    std::vector<Held> held_;               // by entity
    std::vector<Share> by_holder_;         // in order of holder
    std::vector<std::uint32_t> first_holding_;
};

}  // namespace tenet

// The shares of one day by organisation: who is named as holding in it, from how much to how much, and what that leaves for
// anybody else; and some worlds of them, all of which fit what facts and laws say of that day (engine/plain_parts.h).
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "engine/share_table.h"
#include "facts/model.h"

namespace tenet {

/// Stands for somebody whom no fact names.
constexpr EntityId unnamed_holder = no_index - 1;

/// Which worlds a share is asked of.
struct SharesIn {
    enum class Kind : std::uint8_t {
        every,     // all there are
        least,     // each holds the least; where the named hold everything, the first of them hold what is lacking
        unnamed,   // what is left over is held by somebody unnamed
        little,    // somebody unnamed holds as little as there is
        ring,      // half of it by the organisation itself; and it holds a part of whoever else holds the other half
        raised,    // the holder at place `which` has all that he may have
        given,     // the entity `which` holds what is left over, of every other organisation
    } kind = Kind::every;
    std::uint32_t which = 0;
};

/// From `low` to `high`, in steps of a whole (share_table.h), each end included or not.
struct ShareRange {
    std::int64_t low = 0, high = 0;
    bool low_open = false, high_open = false;
};

class SharesByHeld {
public:
    /// Both tables of one run; `follow`: by entity, whether votes in it are what capital is, but its own.
    SharesByHeld(const ShareTable& capital, const ShareTable& votes, std::vector<bool> follow, std::size_t entities);

    /// Those named as holding in it, in either basis, without any twice.
    std::span<const EntityId> holders(EntityId held) const { return {holders_.data() + first_[held], first_[held + 1] - first_[held]}; }
    /// Those in whom it is named as holding.
    void held_by(EntityId holder, std::vector<EntityId>& out) const;
    bool sound(EntityId held) const { return capital_.held(held).sound && votes_.held(held).sound; }
    /// Whether the named hold the whole of its capital, in every world.
    bool full(EntityId held) const { return capital_.held(held).full; }

    /// In every world. `holder`: an entity, or unnamed_holder for whoever is not named as holding in it.
    ShareRange range(EntityId holder, EntityId held, bool votes) const;

private:
    friend class ShareWorld;
    const ShareTable& table(EntityId held, bool votes) const { return votes && !follow_[held] ? votes_ : capital_; }
    const ShareTable::Share* find(const ShareTable& table, EntityId holder, EntityId held) const;

    const ShareTable &capital_, &votes_;
    std::vector<bool> follow_;
    std::vector<std::uint32_t> first_;  // by entity, and one more
    std::vector<EntityId> holders_;
};

/// One of those worlds, worked out where it is asked about.
class ShareWorld {
public:
    explicit ShareWorld(const SharesByHeld& shares) : shares_(shares) {}
    void enter(SharesIn which);
    /// What somebody holds, in steps; false where the world does not come about.
    bool share(EntityId holder, EntityId held, bool votes, std::int64_t& steps);

private:
    struct Held {
        bool made = true;
        std::vector<std::pair<EntityId, std::int64_t>> shares;
        std::int64_t unnamed = 0;
    };
    const Held& of(EntityId held, bool votes);
    Held make(EntityId held, bool votes) const;

    const SharesByHeld& shares_;
    SharesIn in_;
    std::unordered_map<std::uint64_t, Held> known_;
};

}  // namespace tenet

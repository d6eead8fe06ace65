// Who certainly and who possibly has a share over a threshold, alone or with those whom he so controls: two fixpoints over
// the shares of one day, exact in both directions.
//
// Certain. Let C hold all who have it certainly. Each organisation outside C leaves the coalition its least in some world,
// and what is held in one organisation does not hang on what is held in another: so there is one world in which the
// coalition has its least in all of them, and controls C there and nobody else.
// Possible. Organisations enter one after the other, each with the most that those before it can have. One world gives
// every coalition that much in each, so in it they enter in the same order. Whoever does not enter, enters in no world:
// no coalition has more than its most.
// What no named party must hold may be held by somebody unnamed whom anybody may control.
#pragma once

#include <vector>

#include "engine/share_table.h"
#include "rules/coalition_share.h"

namespace tenet {

class Coalitions {
public:
    /// `form` fits(): its threshold is a whole number of steps below the whole, and nobody reaches it with nothing.
    Coalitions(const ShareTable& table, const CoalitionShare& form, const Vocabulary& vocabulary, const GroundBase& base);
    static bool fits(const CoalitionShare& form, const Vocabulary& vocabulary);

    const CoalitionShare& form() const { return form_; }
    /// Whether a party may have it at all, by its kind; likewise an organisation that it is had in.
    bool may_hold(EntityId x) const { return fits(x, form_.holder); }
    bool may_be_held(EntityId y) const { return may_be_held_[y]; }

    /// Whether `x` has it in `y` in every world, or in some.
    bool certainly(EntityId x, EntityId y);
    bool possibly(EntityId x, EntityId y);
    /// The organisations that `x` has it in certainly; stays until the next call of any of these.
    const std::vector<EntityId>& certain(EntityId x);
    /// Those in which it possibly has it beyond what anybody may have; likewise.
    const std::vector<EntityId>& possible(EntityId x);
    /// After possible(x): whether x possibly has it in y.
    bool is_possible(EntityId y) const { return tally_[y].touched ? tally_[y].in : is_open(y); }
    /// Organisations in which anybody may have it who has no share there that is told of.
    const std::vector<EntityId>& open_to_anybody() const { return open_; }
    bool is_open(EntityId y) const { return anybody_[y].in; }

private:
    struct Tally {  // of a coalition's shares in one organisation
        ShareEnds ends;
        bool touched = false, named = false, in = false;
    };
    bool fits(EntityId e, KindId kind) const;
    bool over(const Extreme& share, bool possibly) const;
    bool has_least(EntityId y, const Tally& t) const { return over(table_.least(y, t.ends), false); }
    bool has_most(EntityId y, const Tally& t) const { return over(table_.most(y, t.ends, form_.through, t.named), true); }
    template <class Enters>
    void close(const std::vector<Tally>* from, const Enters& enters);
    void clear();

    const ShareTable& table_;
    CoalitionShare form_;
    const Vocabulary& vocabulary_;
    const std::vector<KindId>& kind_of_;
    std::int64_t threshold_;
    std::vector<bool> may_be_held_, counts_;  // by entity: its share counts once it is controlled
    std::vector<Tally> anybody_;              // by entity: of the coalition that anybody may have
    std::vector<EntityId> open_;
    std::vector<Tally> tally_;                // by entity, of one holder
    std::vector<EntityId> touched_, found_, members_;
    EntityId holder_ = no_index;
};

}  // namespace tenet

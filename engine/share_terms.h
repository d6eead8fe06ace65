// Says of an expression about the shares of one day whether it is true in every world, or in one: three-valued, so what it
// does not know it leaves open. Used for checks, where these shares stand alone (engine/plain_parts.h).
//
// In every world each share is anything in its range, whatever the others are; who is not named as holding in an organisation
// has a part of what is left. In one world each share is one number, and nobody else holds anything. Whoever no fact or
// variable at hand names is `anybody`: what is true of anybody is true of each of them, if there is one.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/share_ranges.h"
#include "rules/ground_base.h"

namespace tenet {

__extension__ typedef __int128 ManySteps;

class ShareTerms {
public:
    ShareTerms(const FactSet& facts, const Vocabulary& vocabulary, const GroundBase& base, const SharesByHeld& shares, Day day);

    /// What a law or check says of an instance. None: one thing in one world and another in another, or it is not known.
    std::optional<bool> truth(const Law& law, std::span<const std::uint32_t> values, SharesIn in);
    /// Whether what was asked last hangs on something that is not carried here: no world will say more.
    bool stuck() const { return stuck_; }
    /// The organisations of whose shares that truth is a consequence, where it is one in every world: facts about others leave
    /// it as it is, and however few facts there were, what makes it so would be among these. In order. None: it hangs on days.
    std::optional<std::vector<EntityId>> follows_from(const Law& law, std::span<const std::uint32_t> values);

private:
    using Known = std::optional<bool>;
    struct Thing {
        enum class Kind : std::uint8_t { none, entity, event, unnamed, anybody } kind = Kind::none;
        std::uint32_t index = no_index;  // anybody: place in anybodies_
        bool operator==(const Thing&) const = default;
    };
    struct Number {
        ManySteps low = 0, high = 0;
        bool low_open = false, high_open = false, bounded_below = false, bounded_above = false;
    };
    struct Frame {
        std::vector<Thing>* values;
    };

    /// Of several things together: what each follows from, and which of them decide what these come to.
    class Grounds {
    public:
        explicit Grounds(std::vector<EntityId>* from) : from_(from), begin_(from ? from->size() : 0), end_(begin_) {}
        /// The next one was looked at.
        void next(bool decides) {
            if (!from_) return;
            if (decides) deciding_.insert(deciding_.end(), from_->begin() + static_cast<std::ptrdiff_t>(end_), from_->end());
            end_ = from_->size();
        }
        /// Those that decide are enough, each by itself.
        void keep_deciding() {
            if (!from_) return;
            from_->resize(begin_);
            from_->insert(from_->end(), deciding_.begin(), deciding_.end());
        }

    private:
        std::vector<EntityId>* from_;
        std::size_t begin_, end_;
        std::vector<EntityId> deciding_;
    };

    Known truth(const Term& t, Frame f);
    Known plain_truth(const Term& t, Frame f);
    Number number(const Term& t, Frame f);
    Thing thing(const Term& t, Frame f);
    Known comparison(const Term& t, Op op, Frame f);
    Known compare_days(const Term& t, Op op, Frame f);
    Known same(const Thing& a, const Thing& b) const;
    Known same_text(const Term& a, const Term& b, Frame f);
    std::optional<EventDays> days(const Term& t, Frame f);
    Number share(const Thing& holder, const Thing& held, bool votes);
    Known quantified_truth(const Term& t, Frame f);
    Number quantified_number(const Term& t, Frame f);
    /// Each that a quantifier may range over, with whether it does; false: not carried.
    struct Member {
        Thing thing;
        Known in;
    };
    bool members(const Term& t, Frame f, std::vector<Member>& out);
    Known of_kind(const Thing& t, KindId kind) const;
    bool enter(const Term& t, Frame f, std::vector<Thing>& values, Known& fits);

    const FactSet& facts_;
    const Vocabulary& vocabulary_;
    const GroundBase& base_;
    const SharesByHeld& shares_;
    Day day_;
    std::optional<KindId> party_, organisation_, company_;
    ShareWorld world_;
    SharesIn in_;
    std::vector<std::vector<EntityId>> anybodies_;  // of each, the entities in whom it is not named, and which it is not
    std::vector<EntityId> near_;
    std::size_t steps_left_ = 0, deep_ = 0;
    bool stuck_ = false;
    std::vector<EntityId>* from_ = nullptr;  // where asked for: whose shares what is being looked at follows from
};

}  // namespace tenet

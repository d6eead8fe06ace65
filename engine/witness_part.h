// Tries to give one connected part of the facts a world that is seen to be one, without grounding anything.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "engine/witness_days.h"
#include "engine/witness_judge.h"
#include "rules/check_expression.h"
#include "rules/last_asked.h"

namespace tenet {

/// What all parts of a run share. Threads write the entries of their own parts' entities and events only.
struct WitnessRun {
    WitnessRun(const FactSet& facts, const Vocabulary& vocabulary, const Choice& choice, const GroundBase& base,
               const std::vector<CheckedExpression>& claims);

    const FactSet& facts;
    const Vocabulary& vocabulary;
    const GroundBase& base;
    const std::vector<CheckedExpression>& claims;
    Programs programs;
    std::unordered_map<FactId, std::uint32_t> claim_programs;  // the node of each claim
    std::int64_t now = 0;
    std::vector<std::int64_t> speaks;             // by set: the day on which it does
    WitnessEvents events;
    std::vector<std::uint8_t> misfits;            // by event: somebody in a role is of another kind than it wants
    std::vector<std::uint32_t> start_day, end_day;  // by event: places in its part's DayRules
    HoldingsOf holdings;
};

class WitnessPart {
public:
    explicit WitnessPart(WitnessRun& run);
    /// Whether these facts, all of one part and no other of it, were seen to have a world. False: nobody knows.
    bool settle(std::span<const FactId> facts);
    /// How many law instances were judged in the last world.
    std::size_t instances() const { return judge_.instances(); }

private:
    /// A day as a fact names it: one of a span, or an event's.
    struct Moment {
        bool known = true;     // false: not carried here
        bool of_event = false;
        std::uint32_t day = 0;  // of_event: its place in rules_
        std::int64_t low = 0, high = 0;
    };
    struct Side {
        Moment start, end;
    };
    /// What a stake says, in whole parts of whole_share.
    struct Said {
        EntityId in, holder;
        Basis basis;
        bool denied;
        Days days;
        std::int64_t low, high;  // both included
    };
    struct Measured {
        const MeasureClaim* claim;
        Days days;
    };
    /// A definition claimed as a relation, or what a claim says.
    struct Program {
        std::uint32_t node, slots;
        EntityId a, b;  // no_index: a claim
        Days days;
        bool denied;
    };
    struct Complete {
        const CompleteClaim* claim;
        Days days;
    };
    struct Unchanged {
        EntityId of;
        Days days;
    };

    bool sort_out(std::span<const FactId> facts);
    void take_roles(EventId e);
    bool occur(const Fact& fact) const;
    bool occurs(const Instant* i) const;
    bool occurs(const Boxed<Instant>& i) const { return occurs(i.get()); }
    bool occurs(const When& when) const;
    bool find_occurring();
    bool place_events();
    bool rule_of(const Event& event, const Fact& fact);
    bool rule_of(const OrderClaim& order, bool denied);
    bool rule_of(const When& when);
    Moment moment(const Instant& i) const;
    Side side(const TimeArgument& a) const;
    void sooner(const Moment& a, const Moment& b, std::int64_t gap);
    bool order_is_false(const OrderClaim& order) const;
    std::optional<Days> days_of(const When& when, const Fact& fact) const;
    std::int64_t placed(const Moment& m) const { return m.of_event ? rules_[m.day] : m.low; }

    bool build(const Fact& fact, const When& when);
    bool build_claim(FactId id);
    bool build_stakes();
    bool programs_hold();
    bool fill();
    bool fill(const Complete& complete);
    void level(const Unchanged& unchanged);
    void demand(EntityId in, EntityId holder, Basis basis, Days days, std::int64_t low) {
        said_.push_back({in, holder, basis, false, days, low, whole_share});
    }
    bool add_holding(std::span<const Said> said);
    bool kept() const;
    bool declarations_hold() const;
    bool measures_agree();

    WitnessRun& run_;
    WitnessWorld world_;
    WitnessJudge judge_;
    DayRules rules_;
    bool possible_ = true;
    std::vector<EventId> events_, occurring_;
    std::vector<FactId> orders_, claims_, expressions_, denied_orders_;
    std::vector<Said> said_;
    std::vector<Bond> denied_bonds_;
    std::vector<Measured> measured_;
    std::vector<Program> programs_;
    std::vector<Complete> completes_;
    std::vector<Unchanged> unchanged_;
    std::span<const FactId> facts_;
    std::vector<std::int64_t> cuts_;
    std::vector<std::uint8_t> chosen_;
    LastWord role_numbers_;
    std::vector<std::array<LastWord, 4>> roles_;  // by kind of event and place among the participants
    LastKinds kinds_;
};

}  // namespace tenet

// Runs the laws' programs over a world (witness_world.h): every instance that could be false, on every day. Says that they
// hold, or that it does not know; so a world that passes is one, whoever made it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/witness_laws.h"
#include "engine/witness_world.h"

namespace tenet {

/// Whether two spans of days, both ends included, stand in a relation.
bool allen_holds(Allen relation, Days a, Days b);

/// When a run's events take place in the worlds of their parts, and who takes part. By event, or by entity; parts share none.
struct WitnessEvents {
    std::vector<std::int64_t> start, end;
    std::vector<std::uint8_t> occurs;
    struct Participant {
        std::uint32_t role;  // Programs::role
        EntityId entity;
    };
    std::vector<std::uint32_t> participants_begin;  // by event, and one more
    std::vector<Participant> participants;
    std::vector<std::uint32_t> of_entity_begin;     // by entity, and one more
    std::vector<EventId> of_entity;
};

class WitnessJudge {
public:
    WitnessJudge(const FactSet& facts, const Vocabulary& vocabulary, const GroundBase& base, const Programs& programs,
                 const WitnessEvents& events, WitnessWorld& world, std::int64_t now);

    /// A stake that has to be larger for a law to hold: at least `low` on those days.
    struct Demand {
        EntityId in, holder;
        Basis basis;
        Days days;
        std::int64_t low;
    };
    /// Makes holdings satisfy the equations between the two bases.
    void equate();
    /// Begins with a world, whose part has these events (those that occur). `measured`: it has measures. Gives up after a
    /// number of steps that is far above what `facts` facts take.
    void start(std::span<const EventId> events, bool measured, std::size_t facts);
    /// Whether every law holds in the world. Where one does not and a larger stake would make it hold, demands() says so,
    /// and `true` counts only where there are no demands.
    bool laws_hold();
    /// Likewise a program of so many slots, the first of them with these values, on every day of a stretch; or whether it is
    /// false on each, where it is `denied`.
    bool holds(std::uint32_t node, std::uint32_t slots, std::span<const std::uint32_t> values, Days days, bool denied);
    const std::vector<Demand>& demands() const { return demands_; }
    /// How many law instances were looked at, since the start of the last world.
    std::size_t instances() const { return instances_; }

private:
    static constexpr Days all_days{before_days, after_days};
    struct Frame {
        std::uint32_t* values;
        std::int64_t day;
    };
    struct Ends {
        std::int64_t start, end;
    };
    bool truth(std::uint32_t node, Frame f);
    Wide number(std::uint32_t node, Frame f);
    std::int64_t instant(std::uint32_t node, Frame f);
    Ends ends(std::uint32_t node, Frame f);
    std::uint32_t thing(std::uint32_t node, Frame f);
    bool comparison(const Instruction& i, Op op, Frame f);
    bool text_equal(const Instruction& i, Frame f);
    bool in_office(const Instruction& i, Frame f);
    bool related(const Instruction& i, Frame f);
    /// Enters a definition with the arguments of its use; false where they are of the wrong kind.
    bool enter(const Instruction& i, Frame& f);
    template <class Visit>
    void members(const Instruction& i, Frame f, bool every_day, const Visit& visit);
    /// Adds to changes_ the days from which on a term may say something else.
    void trace(std::uint32_t node, Frame f);

    /// What holds on every day of a stretch, whoever stands for a variable that is not bound. Quick, and unsure of much.
    enum class Sure : std::uint8_t { no, yes, unsure };
    struct Reach {  // of a number; where `known`
        Wide low = 0, high = 0;
        bool known = false;
    };
    Sure sure(std::uint32_t node, Days days) const;
    Sure sure_comparison(const Instruction& i, Days days) const;
    Sure sure_instants(const Instruction& i, Days days) const;
    Reach reach(std::uint32_t node, Days days) const;
    Reach reach(const Holding& holding, Basis basis, Days days) const;
    std::optional<Ends> fixed_ends(std::uint32_t node) const;
    std::uint32_t known_thing(std::uint32_t node) const;

    bool bind_events(const LawProgram& law, std::size_t param);
    bool binds_events(const LawProgram& law) const;
    bool match(const LawProgram& law);
    bool match_stakes(const LawProgram& law, const Matcher& m, EntityId a, EntityId b);
    bool match_bonds(const LawProgram& law, const Matcher& m, EntityId a, EntityId b);
    bool bound(const LawProgram& law, const Matcher& m, EntityId a, EntityId b);
    bool fits(const LawProgram& law, const Matcher::Argument& a, EntityId entity);
    bool surely_holds(const LawProgram& law, Days days) const { return law.carried && sure(law.body, law.daily ? days : Days{now_, now_ + 1}) == Sure::yes; }
    bool surely_all_hold(const LawProgram& law, const Matcher& m, std::span<const Holding> in);
    /// The instance at hand, on every day of a stretch, or on every day.
    bool holds(const LawProgram& law, Days days);
    bool holds(const LawProgram& law) { return holds(law, all_days); }
    bool holds_on(const LawProgram& law, Days days);
    void find_changes(std::uint32_t node, Days days);
    /// Demands what would make a false term true, or a number larger by `by`. False: no larger stake would.
    bool mend(std::uint32_t node, Frame f);
    bool raise(std::uint32_t node, Frame f, Wide by);
    bool apply(const Instruction& i, Frame f);

    const FactSet& facts_;
    const Vocabulary& vocabulary_;
    const GroundBase& base_;
    const Programs& programs_;
    const WitnessEvents& events_;
    WitnessWorld& world_;
    std::int64_t now_;

    std::span<const EventId> part_events_;
    std::vector<std::uint8_t> kinds_;     // by event kind: one of them occurs
    bool measured_ = false;
    std::vector<std::uint32_t> stack_;    // values of variables, a definition's above its caller's; never grows
    std::size_t top_ = 0;
    std::size_t steps_left_ = 0;
    std::vector<std::int64_t> changes_;
    Days alike_{0, 1};                    // on which what is being run says the same as on the first of them
    std::vector<Days> days_;              // of the instances of one organisation
    std::vector<Stretch> raised_;
    std::vector<Demand> demands_;
    struct Application {
        std::uint32_t definition;
        std::int64_t day;
        std::size_t args;  // where they stand in stack_
    };
    std::vector<Application> path_;       // recursive definitions being applied
    std::size_t instances_ = 0;
    bool missing_ = false;                // a role that nobody fills was met: no instance
    bool stuck_ = false;                  // something was met that is not carried here
};

}  // namespace tenet

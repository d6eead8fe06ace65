// The state of one grounding; used by the ground_*.cpp files only.
//
// Time. A fluent (who holds how much, who is in office) is a function of days. It is read at finitely many instants,
// and two readings are equal where their instants are. Which instants suffice: let every constraint on a day be in
// force from a first day on (a period's `from`, a law's boundary, an explicit instant). What is in force on any day d
// is also in force on the latest such beginning s <= d, so a world that is right at the beginnings can be continued
// from each to the next. Fluents that a law, or something else said of all days, relates on one day form a class and share
// their instants; what only a question relates, on the days that it asks for, each class can be continued without.
// Beginnings at "always" are covered by one instant before everything (`early`), made where a period has no first day.
//
// Equal instants. Facts and laws say the same on every instant of a class: a fact of one day d says it of each instant
// that equals d. Two instants that turn out to be one day then carry the same demands, and the values at one will do for
// the other. Only what is read at one instant in particular (a question, a claim, a law's `at`) tells instants apart;
// between such instants, and only there, readings are equal where the instants are (congruence()).
//
// Passes. Grounding discovers holders, instants and classes while it goes; whenever it discovers any, it goes again,
// until nothing is new. Variables and formulas are interned, so a second pass costs time but no memory.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "rules/ground.h"
#include "rules/ground_base.h"
#include "rules/ground_plan.h"
#include "rules/key_map.h"

namespace tenet {

using GroupId = std::uint32_t;

struct Ambient {
    NodeId day = 0;
    bool own = true;       // the day of the law, definition or quantifier being grounded (not one set by `at`)
    bool alike = false;    // what reads here says the same on every instant of the class
};

/// What an expression is grounded for, and what its variables stand for.
struct Frame {
    std::vector<std::uint32_t> values;  // by slot: party, or event
    Ambient ambient;
    std::uint32_t owner = 0;            // whose unknown days `'2015'` are (Grounder::new_owner)
};

class Grounder {
public:
    Grounder(const FactSet& facts, const Vocabulary& vocabulary, const Choice& choice,
             const std::vector<CheckedExpression>& claims, const GroundBase& base, const Slice* slice);
    GroundResult run(const std::vector<Query>& queries, bool with_checks, bool with_periods);

private:
    struct Reading {
        NodeId day;
        VariableId variable;
        bool particular;  // read at this instant in particular
    };

    /// Fluents of one organisation's stakes share their instants from the start: every law about a whole relates them.
    static bool is_stake(Subject s) { return s == Subject::capital || s == Subject::votes; }

    // ground.cpp: passes, variables, readings
    VariableId variable(Subject subject, Sort sort, std::uint32_t index, std::uint32_t a, std::uint32_t b, NodeId at);
    NodeId node(VariableId v) { return problem_.variable_nodes[v]; }
    NodeId variable_node(Subject s, Sort sort, std::uint32_t index = no_index, std::uint32_t a = no_index,
                         std::uint32_t b = no_index, NodeId at = no_index) {
        return node(variable(s, sort, index, a, b, at));
    }
    NodeId read(Subject subject, std::uint32_t index, std::uint32_t a, std::uint32_t b, const Ambient& ambient);
    void emit(NodeId formula, Origin origin);
    void register_reading(std::uint32_t cell, const Reading& reading);
    void background(NodeId formula) { emit(formula, {}); }
    GroupId group(Subject subject, std::uint32_t index, std::uint32_t a, std::uint32_t b);
    GroupId root(GroupId g);
    void touch(GroupId g, NodeId day);
    void join(GroupId a, GroupId b);
    void speak_daily(const std::vector<GroupId>& classes);
    const std::vector<NodeId>& points(GroupId g) { return points_[root(g)]; }  // the instants of its class
    std::uint32_t add_holder(PartyId holder, PartyId organisation);
    void make_live(PartyId holder, PartyId organisation, NodeId day);
    bool is_live(PartyId holder, PartyId organisation, NodeId day);
    void emit_ranges();

    // ground_equal.cpp
    void share_readings();
    void congruence();
    void same_entities();

    // ground_time.cpp: instants
    struct Placed {  // an instant and the events that must occur for it to be one
        NodeId day;
        std::vector<EventId> events;
    };
    NodeId unknown_day(std::uint32_t owner, const std::string& text, const DayRange& span);
    Placed instant(const Instant& instant, std::uint32_t owner, SetId set);
    NodeId loose_day(std::uint32_t owner, const std::string& text);
    bool loose(FactId id) const { return !choice_.loose.empty() && choice_.loose[id]; }
    NodeId as_of(SetId set);
    NodeId day(std::int64_t number) { return problem_.store.constant(Rational(number), Sort::day); }
    NodeId early();
    std::pair<std::int64_t, std::int64_t> range(NodeId day) const;  // what its own EDTF string allows; else everything
    bool may_equal(NodeId a, NodeId b) const;
    NodeId occurs(EventId e) { return variable_node(Subject::occurs, Sort::truth, no_index, e); }
    NodeId start(EventId e) { return variable_node(Subject::event_start, Sort::day, no_index, e); }
    NodeId end(EventId e) { return variable_node(Subject::event_end, Sort::day, no_index, e); }
    NodeId occur(const std::vector<EventId>& events);

    // ground_facts.cpp
    struct Span {               // the time of a fact, resolved
        bool point = true;
        NodeId first = 0;       // the day, or the first day
        NodeId past = 0;        // the first day after; no_index: without end
        bool no_start = false;  // without a first day
        NodeId condition = 1;   // what must occur, and `from` before `to`... (not for the fact's own rule)
        NodeId rule = 1;        // what the fact itself demands of its days (`from` before `to`)
    };
    bool counts(FactId id) const;
    Span span_of(const When& when, FactId id);
    Span new_span(const When& when, FactId id);
    NodeId conditions(const Fact& fact, const std::vector<EventId>& named);
    void touch_facts();
    void emit_facts();
    void emit_fact(FactId id);
    bool may_lie_in(NodeId day, const Span& span) const;
    template <class F> void on_days(GroupId g, const Span& span, F&& emit_on);
    void ground_event(FactId id, const Event& event);
    void ground_order(FactId id, const OrderClaim& order);
    void ground_claim(FactId id, const ExpressionClaim& claim);
    void ground_unchanged(FactId id, const UnchangedClaim& claim, bool touching);
    NodeId quantity(NodeId value, const Quantity& q, FactId id);
    NodeId loose_figure(NodeId value, const Figure& figure, NodeId unknown);
    NodeId complete_on(const CompleteClaim& claim, NodeId day, bool denied);
    std::vector<PartyId> listed_holders(const CompleteClaim& claim) const;

    /// Nodes gathered for a conjunction or a sum, on one stack for all that are being gathered.
    class Parts {
    public:
        explicit Parts(std::vector<NodeId>& stack) : stack_(stack), from_(stack.size()) {}
        ~Parts() { stack_.resize(from_); }
        Parts(const Parts&) = delete;
        Parts& operator=(const Parts&) = delete;
        void push_back(NodeId n) { stack_.push_back(n); }
        operator std::span<const NodeId>() const { return std::span<const NodeId>(stack_).subspan(from_); }

    private:
        std::vector<NodeId>& stack_;
        std::size_t from_;
    };
    std::vector<NodeId> parts_stack_;
    /// Calls use(item) for each item that a list has now: what is called may make it longer, or move it.
    template <class Use>
    void each_of(const std::vector<std::uint32_t>& list, const Use& use) {
        const std::size_t from = parts_stack_.size(), past = from + list.size();
        parts_stack_.insert(parts_stack_.end(), list.begin(), list.end());
        for (std::size_t i = from; i < past; ++i) use(parts_stack_[i]);
        parts_stack_.resize(from);
    }

    // ground_terms.cpp: expressions
    NodeId truth(const Term& t, Frame& f);
    NodeId number(const Term& t, Frame& f);
    NodeId instant(const Term& t, Frame& f);
    std::uint32_t thing(const Term& t, Frame& f);  // an entity, a party or an event; sets missing_ where a role is empty
    NodeId comparison(const Term& t, Op op, Frame& f);
    NodeId text_equal(const Term& a, const Term& b, Frame& f);
    NodeId same_thing(PartyId a, PartyId b);
    struct Ends {
        NodeId start, end;
    };
    Ends ends(const Term& t, Frame& f);
    NodeId allen(Allen relation, Ends a, Ends b);
    NodeId is_kind(PartyId p, KindId kind);
    NodeId defined(const Term& t, Frame& f);
    NodeId apply(std::uint32_t definition, const std::vector<std::uint32_t>& args, const Ambient& ambient,
                 std::uint32_t owner);
    NodeId temporal(const Term& t, Frame& f);

    // ground_quantifiers.cpp
    struct Member {
        std::uint32_t value;
        NodeId condition;  // of being in the domain, and not counted already
    };
    struct Members {
        std::vector<Member> list;
        bool open = false;  // among the holders of an unnamed organisation: what is held in it is unknown
    };
    Members members(const Term& q, Frame& f);
    void tell_apart(PartyId p, PartyId organisation, const Ambient& ambient, bool own_day);
    NodeId unknown_rest(const Term& q, const Frame& f, Sort sort);
    NodeId quantified_truth(const Term& q, Frame& f);
    NodeId quantified_number(const Term& q, Frame& f);
    const std::vector<EventId>& events_of(KindId kind);

    // ground_laws.cpp
    void ground_laws();
    void ground_declarations();
    struct Bindings {  // of one law: rows of its variables' values
        std::size_t width = 0, count = 0;
        std::vector<std::uint32_t> values;  // one row after the other
        std::span<const std::uint32_t> row(std::size_t i) const { return std::span(values).subspan(i * width, width); }
        void sort();  // each once
    };
    Bindings bindings(const Law& law, const Plan& plan);
    void ground_instance(const Law& law, std::uint32_t law_index, const LawPlan& plan,
                         const std::vector<std::uint32_t>& values);
    void ground_afresh(const Law& law, const LawPlan& plan, const std::vector<std::uint32_t>& values, Origin origin);
    bool is_split(const PatternArgument& a) const;
    std::optional<GroupId> class_of(const LawPlan& plan, const Law& law, Frame& f);
    void ground_daily(const Law& law, const LawPlan& plan, const std::vector<std::uint32_t>& values, Frame& f, Origin origin, GroupId of);
    void touch_boundaries(const Law& law, const LawPlan& plan, const std::vector<std::uint32_t>& values, Frame& f, GroupId of);
    void ground_part(const Law& law, const LawPlan& plan, const std::vector<std::uint32_t>& values, Frame& f, Origin origin);
    bool matters(const LawPlan& plan, const Law& law, Frame& f, NodeId day);
    NodeId law_condition(const Law& law, const std::vector<std::uint32_t>& values);
    std::uint32_t instance(LawInstance instance);
    struct Unit;
    bool repeat(Unit& unit);
    bool in_domain(PartyId p, const Domain& domain) const;
    /// Pairs of arguments for which a fluent of the pattern is live. no_index matches anything. `found` only takes note of them.
    void live(const Pattern& p, std::uint32_t a, std::uint32_t b,
              const std::function<void(std::uint32_t, std::uint32_t)>& found);

    // ground_questions.cpp
    Question question(const Term& term, Frame& f);
    void presupposed(const Term& t, Frame& f, std::set<EventId>& out, std::set<EventId> guarded);
    void ground_checks(GroundResult& result);
    void ground_periods(GroundResult& result);

    // ground_fixpoint.cpp: recursive definitions
    void drain_atoms();
    void emit_fixpoints();
    void found_number(NodeId body, std::uint32_t id, const std::unordered_set<std::uint32_t>& inside,
                      std::vector<NodeId>& support);

    PartyId unnamed_in(PartyId organisation) const { return problem_.entity_count + 1 + organisation; }
    PartyId unnamed_anywhere() const { return problem_.entity_count; }
    bool is_unnamed(PartyId p) const { return p >= problem_.entity_count; }
    PartyId tie_root(PartyId p) const { return p < tie_root_.size() ? tie_root_[p] : p; }
    std::uint32_t new_owner(std::uint64_t key);

    const GroundBase& base_;
    const FactSet& facts_;
    const Vocabulary& vocabulary_;
    const Choice& choice_;
    Problem problem_;
    const std::vector<bool>& counts_;          // by fact
    std::vector<FactId> grounded_;             // those that are looked at, in file order
    std::unordered_map<PartyId, std::vector<PartyId>> stakes_in_;  // whom any stake names in an organisation, in file order
    const std::vector<bool>& dropped_;         // by fact: --without, or left out by --only
    const std::vector<bool>& assumed_;
    std::vector<EntityId> bound_;              // the entities that laws and quantifiers over all of them bind
    bool bind_unnamed_ = true;                 // laws bind the unnamed party of no organisation
    std::optional<KindId> party_, organisation_, person_;  // the kinds that built-in fluents ask for
    const std::vector<KindId>& kind_of_;       // by entity
    const std::vector<std::uint32_t>& event_kind_of_;  // by event
    std::vector<std::vector<EventId>> events_by_kind_;
    std::vector<EventId> all_events_;
    const std::vector<PartyId>& tie_root_;
    const std::vector<std::vector<PartyId>>& tied_;  // by root: the ids that `same` facts tie, in order
    std::unordered_map<std::uint64_t, std::vector<EventId>> events_by_role_;  // (kind, role number, entity)

    bool every_party_ = false;                 // each named party is a possible holder of its own (holders_merge)
    bool everywhere_ = false;                  // and at every instant
    const Term* split_ = nullptr;              // the `all` of a law that is grounded for one of its members at a time,
    std::uint32_t split_value_ = no_index;     // and that member
    bool changed_ = false;
    bool missing_ = false;
    KeyMap variables_;
    std::unordered_map<NodeId, DayRange> known_range_;  // of unknown days
    std::map<std::tuple<std::uint32_t, std::string>, NodeId> unknown_days_;
    std::unordered_map<std::uint64_t, std::uint32_t> owners_;
    NodeId now_ = no_index;
    bool early_used_ = false;
    std::unordered_set<NodeId> shifted_;       // instants made by moving a law's own day
    std::vector<NodeId> as_of_;
    std::vector<Loosened> loosened_;           // dates of loose facts, made once
    FactId loosening_ = no_index;              // the loose fact whose time is being read
    std::vector<Constraint> standing_;         // background made once, outside passes (ranges of unknown days, `now`)

    KeyMap groups_;
    std::vector<GroupId> parent_;
    std::vector<std::vector<NodeId>> points_;  // by root
    std::vector<bool> daily_;                  // by class: of an application that something speaks of on all days
    std::vector<VariableId>* speaking_ = nullptr;  // what the question being grounded speaks of
    std::vector<GroupId>* trace_ = nullptr;    // classes read on the own day of what is being grounded
    bool reads_time_ = false;
    bool probing_ = false;
    bool says_ = false;                        // a claim or a question is being grounded, not a law
    NodeId probe_ = no_index;

    struct Cell {
        Subject subject;
        std::uint32_t index, a, b;
        GroupId group;
        std::vector<Reading> readings;  // of this pass
        std::uint32_t pass = 0;
    };
    KeyMap cell_ids_;
    std::vector<Cell> cells_;
    KeyMap parts_;                                              // subject with a, with b, with neither, numbered
    std::vector<std::vector<std::uint32_t>> cells_of_;          // by part
    std::uint32_t pass_ = 0;
    std::uint32_t steps_ = 0;   // since the last look at the clock, about
    void mind_time() {
        if (choice_.deadline && ++steps_ % 256 == 0 && std::chrono::steady_clock::now() >= *choice_.deadline) throw OutOfTime();
    }
    std::uint32_t cell(Subject subject, std::uint32_t index, std::uint32_t a, std::uint32_t b);
    std::uint32_t part(Subject subject, std::uint32_t a, std::uint32_t b);

    KeyMap held_places_;                                        // organisation (an unnamed one, too): its place in held_
    std::vector<PartyId> held_;                                 // organisations with holders, in order of mention
    std::vector<std::vector<PartyId>> holders_;                 // by that place, in order of mention
    std::vector<std::size_t> live_count_;                       // by that place: the instants in live_on_ of all its holders
    static Key held_key(PartyId organisation) { return {0, 0, organisation, 0, 0}; }
    std::uint32_t held_place(PartyId organisation) const { return held_places_.find(held_key(organisation)); }  // UINT32_MAX: none
    const std::vector<PartyId>& holders_in(PartyId organisation) const {
        static const std::vector<PartyId> nobody;
        const std::uint32_t place = held_place(organisation);
        return place == UINT32_MAX ? nobody : holders_[place];
    }
    KeyMap holds_;                                              // holder and organisation, numbered
    std::vector<std::vector<NodeId>> live_on_;                  // by that number: the instants at which it may be above 0; no_index: all
    std::unordered_map<PartyId, std::vector<PartyId>> holdings_;  // by holder
    std::vector<PartyId> holders_in_order_;                     // whoever holds anything, in order of mention

    std::unordered_map<const Term*, Plan> member_plans_;
    std::unordered_multimap<std::size_t, std::uint32_t> instances_;  // by hash
    KeyMap law_instances_;                                           // of laws of up to three variables, by their values

    /// What grounding a fact or a law instance did, so that a later pass may repeat it without looking again: as long as what it
    /// found on the way (who holds, which cells there are, at which instants) is as it was.
    struct Look {
        enum class At : std::uint8_t { holders, live, holdings, held, cells, points } at;
        std::uint32_t key;      // organisation; organisation; holder; -; place in parts_; class
        std::uint32_t size;
    };
    struct Read {
        std::uint32_t cell;
        Reading reading;
    };
    struct Recording {
        bool repeatable = true;     // it applied no definition and looked at no span of days
        std::vector<Look> looks;
        std::vector<Constraint> constraints;
        std::vector<Read> readings;
        std::vector<VariableId> ranged;
    };
    struct Stretch {  // of one of the lists of recorded_
        std::uint32_t first = 0, count = 0;
        template <class Item>
        std::span<const Item> of(const std::vector<Item>& list) const { return std::span(list).subspan(first, count); }
    };
    struct Unit {
        bool repeatable = false;    // it was recorded, and may be repeated
        std::uint32_t pass = 0;     // in which it was last grounded or repeated
        Stretch looks, constraints, readings, ranged;
    };
    std::vector<Unit> units_;                  // by problem_.instances
    std::vector<Unit> fact_units_;             // by place in grounded_
    std::unordered_map<FactId, Span> spans_;   // each worked out once
    Recording* recording_ = nullptr;
    Recording draft_;                          // what is being recorded
    Recording recorded_;                       // of all units, one after the other
    void keep_recorded(Unit& unit);
    /// Has `unit` be what work() looks at, reads and emits.
    template <class Work>
    void record(Unit& unit, const Work& work) {
        draft_.repeatable = true;
        draft_.looks.clear();
        draft_.constraints.clear();
        draft_.readings.clear();
        draft_.ranged.clear();
        recording_ = &draft_;
        work();
        recording_ = nullptr;
        keep_recorded(unit);
    }
    std::uint32_t size_of(const Look& look);
    void look(Look::At at, std::uint32_t key);
    std::unordered_map<std::string, std::uint32_t> atom_ids_;
    std::unordered_map<std::string, std::uint32_t> applications_;  // definition and arguments, whatever the day
    std::vector<GroupId> atom_groups_;         // by atom: the class of all days of its application
    struct Written {  // a definition written out once in a pass, and the classes that it read on its own day
        std::uint32_t pass = 0;
        NodeId result = 0;
        bool reads_time = false;
        std::vector<GroupId> groups;
    };
    std::unordered_map<std::string, Written> written_;
    std::vector<std::uint32_t> pending_atoms_;
    std::vector<std::uint32_t> pass_atoms_;    // those met in this pass
    std::vector<NodeId> atom_bodies_;          // by atom, of this pass
    std::vector<std::uint32_t> atom_pass_;
    std::vector<std::uint32_t> atom_owner_;
    std::vector<VariableId> ranged_;           // variables with a range that were met in this pass
    std::set<std::pair<VariableId, std::uint32_t>> witnesses_done_;
    const std::vector<CheckedExpression>& claims_;  // by ExpressionClaim::number
    std::set<std::string> incomplete_;
};

}  // namespace tenet

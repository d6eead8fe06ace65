#include "engine/witness_checks.h"

#include <algorithm>

#include "engine/partition.h"
#include "engine/share_terms.h"
#include "facts/side_by_side.h"
#include "rules/term_walk.h"

namespace tenet {

namespace {

struct Instance {
    std::uint32_t check;
    std::vector<std::uint32_t> values;
    std::uint32_t root;
};

/// Whether it occurs in every world of its part, or in none; nothing where that hangs on others.
std::optional<bool> occurs(const FactSet& facts, const GroundBase& base, EventId e) {
    const Event& event = facts.events[e];
    const Fact& fact = facts.facts[event.fact];
    if (base.dropped[event.fact] || base.assumed[event.fact] || !fact.conditions().empty()) return std::nullopt;
    switch (fact.status) {
    case Status::denied:
    case Status::hypothetical: return false;
    case Status::expected: return std::nullopt;
    case Status::stated:
    case Status::reported: break;
    }
    for (const Boxed<Instant>* i : {&event.date, &event.from, &event.to})
        if (*i && (*i)->kind != Instant::Kind::edtf) return std::nullopt;
    return true;
}

/// All instances of the checks, as the grounder binds them. False: some are bound in ways that are not carried here.
class Instances {
public:
    Instances(const FactSet& facts, const Vocabulary& vocabulary, const GroundBase& base, Connections& connections)
        : facts_(facts), vocabulary_(vocabulary), base_(base), connections_(connections) {}

    std::vector<Instance> list;
    bool find() {
        for (std::uint32_t c = 0; c < vocabulary_.checks.size(); ++c) {
            const Law& law = vocabulary_.checks[c].law;
            if (law.params.size() == 1 && law.params[0].domain.kind == Domain::Kind::entities) {
                for (EntityId e = 0; e < facts_.entities.size(); ++e)
                    if (vocabulary_.is_a(base_.kind_of[e], law.params[0].domain.index)) list.push_back({c, {e}, connections_.entity(e)});
            } else if (!binds_nothing(law, facts_, vocabulary_) && !find_events(c, law)) {
                return false;
            }
        }
        return true;
    }

private:
    // One event, or two of which the second is found by whom it has in a role that somebody of the first has.
    bool find_events(std::uint32_t c, const Law& law) {
        if (law.params.empty() || law.params.size() > 2) return false;
        for (const Parameter& p : law.params)
            if (p.domain.kind != Domain::Kind::events) return false;
        const JoinOnRole* join = nullptr;
        const std::vector<JoinOnRole> joins = joins_of(law.body);
        if (law.params.size() == 2) {
            if (law.params[1].domain.index == no_index) return false;
            for (const JoinOnRole& j : joins)
                if (!join && j.slot == 1 && highest_variable(*j.other) <= 1) join = &j;
            if (!join || join->other->op != Op::role || !is_variable(join->other->args[0], 0)) return false;
        }
        if (join && by_entity_.empty()) {
            by_entity_.resize(facts_.entities.size());
            for (EventId e = 0; e < facts_.events.size(); ++e)
                for (const Participant& p : facts_.events[e].participants) by_entity_[p.entity].emplace_back(e, p.role.text);
        }
        for (EventId e = 0; e < facts_.events.size(); ++e) {
            if (!is_of(e, law.params[0])) continue;
            if (!join) {
                list.push_back({c, {e}, connections_.event(e)});
                continue;
            }
            const auto& in = facts_.events[e].participants;
            const auto with = std::find_if(in.begin(), in.end(), [&](const Participant& p) { return p.role.text == join->other->text; });
            if (with == in.end()) continue;
            for (const auto& [other, role] : by_entity_[with->entity])
                if (role == join->role && is_of(other, law.params[1])) list.push_back({c, {e, other}, connections_.event(e)});
        }
        return true;
    }
    bool is_of(EventId e, const Parameter& p) const { return p.domain.index == no_index || base_.event_kind_of[e] == p.domain.index; }

    const FactSet& facts_;
    const Vocabulary& vocabulary_;
    const GroundBase& base_;
    Connections& connections_;
    std::vector<std::vector<std::pair<EventId, std::string_view>>> by_entity_;
};

/// What is true of one instance, in the worlds that its part has.
class Judge {
public:
    Judge(const FactSet& facts, const Vocabulary& vocabulary, const GroundBase& base, const SharesByHeld& shares, Day day)
        : facts_(facts), vocabulary_(vocabulary), base_(base), terms_(facts, vocabulary, base, shares, day) {}

    std::optional<Truth> truth(const Instance& instance) {
        const Law& law = vocabulary_.checks[instance.check].law;
        for (std::size_t i = 0; i < law.params.size(); ++i) {
            if (law.params[i].domain.kind != Domain::Kind::events) continue;
            const auto occur = occurs(facts_, base_, instance.values[i]);
            if (!occur) return std::nullopt;
            if (!*occur) return Truth::is_void;
        }
        if (const auto so = terms_.truth(law, instance.values, {})) return *so ? Truth::certain : Truth::impossible;
        if (terms_.stuck()) return std::nullopt;
        using Kind = SharesIn::Kind;
        const bool of_entity = law.params[0].domain.kind == Domain::Kind::entities;
        const SharesIn worlds[] = {{Kind::least, 0}, {Kind::unnamed, 0}, {Kind::ring, 0}, {Kind::little, 0}, {Kind::raised, 0},
                                   {Kind::raised, 1}, {Kind::raised, 2}, {Kind::given, of_entity ? instance.values[0] : no_index}};
        bool seen[2] = {};
        for (const SharesIn& world : worlds) {
            if (const auto so = terms_.truth(law, instance.values, world)) seen[*so] = true;
            if (seen[0] && seen[1]) return Truth::possible;
        }
        return std::nullopt;
    }

    /// What a truth that is the same in every world follows from.
    std::optional<std::vector<EntityId>> follows_from(const Instance& instance) {
        return terms_.follows_from(vocabulary_.checks[instance.check].law, instance.values);
    }

private:
    const FactSet& facts_;
    const Vocabulary& vocabulary_;
    const GroundBase& base_;
    ShareTerms terms_;
};

}  // namespace

SettledChecks settle_checks(const FactSet& facts, const Vocabulary& vocabulary, const Choice& choice, const GroundBase& base,
                            Connections& connections, const Witnessed& witnessed, const Describer& describer, unsigned jobs) {
    SettledChecks out;
    out.nodes.resize(witnessed.nodes.size());
    if (out.nodes.empty()) return out;
    const ShareLaws laws(vocabulary);
    const Day day = known_now(facts, choice);
    const PlainParts parts(facts, vocabulary, choice, base, laws, connections, day);
    if (!parts.any) return out;
    const ShareTable capital(facts, vocabulary, laws, parts, Op::capital), votes(facts, vocabulary, laws, parts, Op::votes);
    Instances instances(facts, vocabulary, base, connections);
    if (!capital.usable() || !votes.usable() || !instances.find()) return out;
    std::vector<bool> follow;
    for (const Entity& e : facts.entities) follow.push_back(votes_follow(laws, e));
    const SharesByHeld shares(capital, votes, std::move(follow), facts.entities.size());
    for (std::uint32_t root = 0; root < out.nodes.size(); ++root) out.nodes[root] = witnessed.nodes[root] && parts.is_plain(root);
    for (EntityId e = 0; e < facts.entities.size(); ++e)
        if (!shares.sound(e)) out.nodes[connections.entity(e)] = false;
    std::vector<Instance>& list = instances.list;
    std::vector<std::optional<Truth>> truths(list.size());
    constexpr std::size_t batch = 1000;
    side_by_side((list.size() + batch - 1) / batch, jobs, [&] { return Judge(facts, vocabulary, base, shares, day); },
                 [&](Judge& judge, std::size_t b) {
                     for (std::size_t i = b * batch; i < std::min(list.size(), (b + 1) * batch); ++i)
                         if (out.nodes[list[i].root]) truths[i] = judge.truth(list[i]);
                 });
    std::vector<std::size_t> violated;
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (truths[i]) out.known.add(list[i].check, list[i].values, *truths[i]);
        if (truths[i] == Truth::impossible) violated.push_back(i);
        if (!truths[i]) out.nodes[list[i].root] = false;
    }
    out.known.finish();
    std::vector<std::optional<std::vector<EntityId>>> held(violated.size());
    side_by_side((violated.size() + batch - 1) / batch, jobs, [&] { return Judge(facts, vocabulary, base, shares, day); },
                 [&](Judge& judge, std::size_t b) {
                     for (std::size_t v = b * batch; v < std::min(violated.size(), (b + 1) * batch); ++v)
                         if (out.nodes[list[violated[v]].root]) held[v] = judge.follows_from(list[violated[v]]);
                 });
    for (std::size_t v = 0; v < violated.size(); ++v)
        if (!held[v]) out.nodes[list[violated[v]].root] = false;
    for (std::size_t v = 0; v < violated.size(); ++v) {
        Instance& instance = list[violated[v]];
        if (out.nodes[instance.root]) out.violated.push_back({instance.check, instance.values, instance.root, std::move(*held[v])});
    }
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (!out.nodes[list[i].root]) continue;
        const Check& check = vocabulary.checks[list[i].check];
        if (truths[i] == Truth::impossible) continue;
        if (truths[i] != Truth::possible) ++out.met;
        else if (!check.report_not_assured) ++out.not_assured;
        else out.checks.push_back(tell_check(check, list[i].check, list[i].values, Truth::possible, describer, {}));
    }
    return out;
}

}  // namespace tenet

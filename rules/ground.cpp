// Passes over facts, laws and questions; variables and the classes of instants they are read at.
#include "rules/ground.h"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "rules/grounder.h"

namespace tenet {

Grounder::Grounder(const FactSet& facts, const Vocabulary& vocabulary, const Choice& choice,
                   const std::vector<CheckedExpression>& claims, const GroundBase& base, const Slice* slice)
    : base_(base), facts_(facts), vocabulary_(vocabulary), choice_(choice), counts_(base.counts), dropped_(base.dropped),
      assumed_(base.assumed), party_(vocabulary.entity_kind("party")), organisation_(vocabulary.entity_kind("organisation")),
      person_(vocabulary.entity_kind("person")), kind_of_(base.kind_of), event_kind_of_(base.event_kind_of),
      tie_root_(base.tie_root), tied_(base.tied), claims_(claims) {
    problem_.entity_count = static_cast<std::uint32_t>(facts.entities.size());
    if (slice) {
        grounded_ = slice->facts;
        bound_ = slice->entities;
        bind_unnamed_ = slice->unnamed;
    } else {
        for (FactId id = 0; id < facts.facts.size(); ++id)
            if (choice.reached.empty() || choice.reached[id]) grounded_.push_back(id);
        bound_.resize(facts.entities.size());
        std::iota(bound_.begin(), bound_.end(), 0U);
    }
    events_by_kind_.resize(vocabulary.event_kinds.size());
    for (const FactId id : grounded_) {
        if (const auto* claim = std::get_if<EventClaim>(&facts.facts[id].body)) {
            const std::uint32_t kind = event_kind_of_[claim->event];
            if (kind != no_index) events_by_kind_[kind].push_back(claim->event);
            all_events_.push_back(claim->event);
        }
        if (const auto* stake = std::get_if<StakeClaim>(&facts.facts[id].body)) stakes_in_[stake->in].push_back(stake->holder);
    }
    probe_ = variable_node(Subject::date, Sort::day, no_index, no_index, no_index);
    as_of_.assign(facts.sets.size(), no_index);
}

std::uint32_t Grounder::new_owner(std::uint64_t key) {
    return owners_.try_emplace(key, static_cast<std::uint32_t>(owners_.size())).first->second;
}

VariableId Grounder::variable(Subject subject, Sort sort, std::uint32_t index, std::uint32_t a, std::uint32_t b,
                              NodeId at) {
    const Key key{static_cast<std::uint32_t>(subject), index, a, b, at};
    const auto [id, is_new] = variables_.emplace(key, static_cast<VariableId>(problem_.variables.size()));
    if (is_new) {
        problem_.variables.push_back({subject, sort, index, a, b, at});
        problem_.variable_nodes.push_back(problem_.store.variable(id, sort));
    }
    if (speaking_) speaking_->push_back(id);
    return id;
}

GroupId Grounder::group(Subject subject, std::uint32_t index, std::uint32_t a, std::uint32_t b) {
    const bool named_args = subject != Subject::defined;
    Key key{static_cast<std::uint32_t>(subject), index, named_args ? tie_root(a) : a, named_args ? tie_root(b) : b, 0};
    if (is_stake(subject)) key = {static_cast<std::uint32_t>(Subject::capital), 0, no_index, tie_root(b), 0};
    const auto [id, is_new] = groups_.emplace(key, static_cast<GroupId>(parent_.size()));
    if (is_new) {
        parent_.push_back(id);
        points_.emplace_back();
        daily_.push_back(false);
    }
    return id;
}

GroupId Grounder::root(GroupId g) {
    while (parent_[g] != g) g = parent_[g] = parent_[parent_[g]];
    return g;
}

void Grounder::touch(GroupId g, NodeId day) {
    auto& list = points_[root(g)];
    if (std::find(list.begin(), list.end(), day) != list.end()) return;
    list.push_back(day);
    changed_ = true;
}

void Grounder::join(GroupId a, GroupId b) {
    a = root(a);
    b = root(b);
    if (a == b) return;
    if (points_[a].size() < points_[b].size()) std::swap(a, b);
    parent_[b] = a;
    const std::vector<NodeId> moved = std::move(points_[b]);
    points_[b].clear();
    if (points_[a].size() > moved.size()) changed_ = true;  // b's fluents are now read at more instants
    for (const NodeId p : moved) touch(a, p);
}

// What is said of all days relates what its recursive definitions read, too: their classes join when they are looked into.
void Grounder::speak_daily(const std::vector<GroupId>& classes) {
    for (const GroupId g : classes) {
        if (daily_[g]) continue;
        daily_[g] = true;
        changed_ = true;
    }
}

std::uint32_t Grounder::cell(Subject subject, std::uint32_t index, std::uint32_t a, std::uint32_t b) {
    const Key key{static_cast<std::uint32_t>(subject), index, a, b, 0};
    const auto [id, is_new] = cell_ids_.emplace(key, static_cast<std::uint32_t>(cells_.size()));
    if (!is_new) return id;
    cells_.push_back({subject, index, a, b, group(subject, index, a, b), {}, 0});
    if (!is_stake(subject)) {  // stakes are found by holders_ and holdings_
        for (const std::uint32_t p : {part(subject, a, no_index), part(subject, no_index, b), part(subject, no_index, no_index)})
            cells_of_[p].push_back(id);
    }
    return id;
}

// The cells of a subject with one argument given, or none.
std::uint32_t Grounder::part(Subject subject, std::uint32_t a, std::uint32_t b) {
    const auto [id, is_new] = parts_.emplace({static_cast<std::uint32_t>(subject), 0, a, b, 0}, static_cast<std::uint32_t>(cells_of_.size()));
    if (is_new) cells_of_.emplace_back();
    return id;
}

std::uint32_t Grounder::add_holder(PartyId holder, PartyId organisation) {
    const auto [id, is_new] = holds_.emplace({0, 0, holder, organisation, 0}, static_cast<std::uint32_t>(live_on_.size()));
    if (!is_new) return id;
    live_on_.emplace_back();
    const auto [place, is_first] = held_places_.emplace(held_key(organisation), static_cast<std::uint32_t>(held_.size()));
    if (is_first) {
        held_.push_back(organisation);
        holders_.emplace_back();
        live_count_.push_back(0);
    }
    holders_[place].push_back(holder);
    auto& holdings = holdings_[holder];
    if (holdings.empty()) holders_in_order_.push_back(holder);
    holdings.push_back(organisation);
    changed_ = true;
    // A tied id may be the same party, so what one may hold the other may.
    if (tied_.empty()) return id;
    const auto twins = [&](PartyId p) {
        return p < tie_root_.size() && !tied_[tie_root_[p]].empty() ? tied_[tie_root_[p]] : std::vector<PartyId>{p};
    };
    for (const PartyId h : twins(holder))
        for (const PartyId o : twins(organisation)) add_holder(h, o);
    return id;
}

// Something may make the stake positive at that instant: a fact, a law's demand, or a question that asks for it by name.
void Grounder::make_live(PartyId holder, PartyId organisation, NodeId day) {
    std::vector<NodeId>& days = live_on_[add_holder(holder, organisation)];
    if (std::find(days.begin(), days.end(), day) != days.end()) return;
    days.push_back(day);
    ++live_count_[held_place(organisation)];
    changed_ = true;
}

// Where it is not, the unnamed party holds what this one would, and no law notices (ground_plan.h).
bool Grounder::is_live(PartyId holder, PartyId organisation, NodeId day) {
    if (everywhere_ || is_unnamed(holder)) return true;
    const std::uint32_t id = holds_.find({0, 0, holder, organisation, 0});
    return id != UINT32_MAX && std::any_of(live_on_[id].begin(), live_on_[id].end(), [&](NodeId d) { return d == day || d == no_index; });
}

// The value of a fluent on a day. Also registers the reading, the holder, and the class for what is being traced.
NodeId Grounder::read(Subject subject, std::uint32_t index, std::uint32_t a, std::uint32_t b, const Ambient& ambient) {
    const Sort sort = subject == Subject::office || subject == Subject::relation ? Sort::truth : Sort::real;
    mind_time();
    const std::uint32_t c = cell(subject, index, a, b);
    if (cells_[c].pass == pass_)  // most is read again and again
        for (Reading& r : cells_[c].readings) {
            if (r.day != ambient.day) continue;
            r.particular = r.particular || !ambient.alike;
            if (ambient.own && trace_) trace_->push_back(cells_[c].group);
            if (recording_) recording_->readings.push_back({c, {r.day, r.variable, !ambient.alike}});
            if (speaking_) speaking_->push_back(r.variable);
            return node(r.variable);
        }
    if (is_stake(subject) && !is_unnamed(a) && ambient.day != probe_) make_live(a, b, ambient.day);
    if (ambient.own && trace_) trace_->push_back(cells_[c].group);
    const VariableId v = variable(subject, sort, index, a, b, ambient.day);
    if (ambient.day == probe_) return node(v);
    touch(cells_[c].group, ambient.day);
    const Reading reading{ambient.day, v, !ambient.alike};
    if (recording_) recording_->readings.push_back({c, reading});
    register_reading(c, reading);
    return node(v);
}

void Grounder::register_reading(std::uint32_t c, const Reading& reading) {
    Cell& read_cell = cells_[c];
    if (read_cell.pass != pass_) {
        read_cell.pass = pass_;
        read_cell.readings.clear();
    }
    for (Reading& r : read_cell.readings)
        if (r.day == reading.day) {
            r.particular = r.particular || reading.particular;
            return;
        }
    read_cell.readings.push_back(reading);
    ranged_.push_back(reading.variable);
}

// The ranges of the variables met in this pass. Apart from the readings: one made while only looking (probing_) counts too.
void Grounder::emit_ranges() {
    FormulaStore& s = problem_.store;
    std::sort(ranged_.begin(), ranged_.end());
    ranged_.erase(std::unique(ranged_.begin(), ranged_.end()), ranged_.end());
    for (const VariableId v : ranged_) {
        const Variable& variable = problem_.variables[v];
        const bool unnamed = variable.subject == Subject::unnamed_count || variable.subject == Subject::unnamed_rest;
        if (!is_stake(variable.subject) && !(unnamed && variable.sort != Sort::truth)) continue;
        background(s.less_equal(s.constant(0, variable.sort), node(v)));
        if (variable.sort == Sort::real) background(s.less_equal(node(v), s.constant(1)));
    }
}

void Grounder::emit(NodeId formula, Origin origin) {
    mind_time();
    if (probing_ || formula == problem_.store.yes()) return;
    problem_.constraints.push_back({formula, origin});
    if (recording_) recording_->constraints.push_back({formula, origin});
}

GroundResult Grounder::run(const std::vector<Query>& queries, bool with_checks, bool with_periods) {
    GroundResult result;
    everywhere_ = every_party_ = choice_.every_party || !base_.holders_merge;
    for (const FactId id : grounded_)  // a claim about each holder notices, as a law would, whether holders are told as one
        if (const auto* claim = std::get_if<ExpressionClaim>(&facts_.facts[id].body); claim && counts(id))
            every_party_ = every_party_ || asks_each_holder(vocabulary_, claims_[claim->number].term);
    // So does a question or a check. In a register this would be a variable for every pair: there the unnamed party stands
    // for all, and only what worlds show is answered (Question::merged).
    if (base_.few_pairs) {
        for (const Query& query : queries) every_party_ = every_party_ || asks_each_holder(vocabulary_, query.expression->term);
        for (const Check& check : vocabulary_.checks) every_party_ = every_party_ || (with_checks && asks_each_holder(vocabulary_, check.law.body));
    }
    if (choice_.every_party)  // nothing is left out: a variable for every pair, an instance for every binding
        for (EntityId h = 0; h < kind_of_.size(); ++h)
            for (EntityId c = 0; c < kind_of_.size(); ++c)
                if (party_ && organisation_ && vocabulary_.is_a(kind_of_[h], *party_) && vocabulary_.is_a(kind_of_[c], *organisation_))
                    add_holder(h, c);
    do {
        changed_ = false;
        ++pass_;
        problem_.constraints.clear();
        ranged_.clear();
        witnesses_done_.clear();
        pass_atoms_.clear();
        incomplete_.clear();
        result = {};
        touch_facts();
        changed_ = false;  // what follows has seen it
        ground_declarations();
        ground_laws();
        for (std::size_t q = 0; q < queries.size(); ++q) {
            Frame f;
            f.values = queries[q].values;
            f.values.resize(queries[q].expression->slots, no_index);
            for (std::uint32_t& v : f.values)
                if (v == Query::unnamed_value) v = unnamed_anywhere();
            f.owner = new_owner((std::uint64_t{3} << 40) | q);
            Placed at{now_, {}};
            if (queries[q].at) at = instant(*queries[q].at, f.owner, no_index);
            f.ambient.day = at.day;
            Question asked = question(queries[q].expression->term, f);
            asked.presupposed = problem_.store.both(asked.presupposed, occur(at.events));
            asked.presupposes.insert(asked.presupposes.end(), at.events.begin(), at.events.end());
            result.queries.push_back(std::move(asked));
        }
        if (with_checks) ground_checks(result);
        if (with_periods) ground_periods(result);
        emit_facts();
        drain_atoms();
        same_entities();
        drain_atoms();
        share_readings();
        emit_fixpoints();
    } while (changed_);
    congruence();  // these find nothing new
    emit_ranges();
    if (early_used_)  // it lies before everything
        for (const EventId e : all_events_) background(problem_.store.less_equal(day(first_day), start(e)));
    for (const Constraint& c : standing_) problem_.constraints.push_back(c);
    result.incomplete.assign(incomplete_.begin(), incomplete_.end());
    result.loosened = loosened_;
    for (VariableId v = 0; v < problem_.variables.size(); ++v)
        if (const Variable& unknown = problem_.variables[v]; unknown.subject == Subject::figure)
            result.loosened.push_back({unknown.a, false, unknown.index, {}, v});
    problem_.facts_counted = facts_.facts.size();
    result.problem = std::move(problem_);
    return result;
}

GroundResult ground(const FactSet& facts, const Vocabulary& vocabulary, const Choice& choice,
                    const std::vector<CheckedExpression>& claims, const std::vector<Query>& queries, bool with_checks,
                    bool with_periods, const GroundBase* base, const Slice* slice) {
    std::optional<GroundBase> own;
    if (!base) own.emplace(facts, vocabulary, choice);
    Grounder grounder(facts, vocabulary, choice, claims, base ? *base : *own, slice);
    return grounder.run(queries, with_checks, with_periods);
}

}  // namespace tenet

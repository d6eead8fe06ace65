// Union-find over what facts name; and whether a question looks beyond it.
#include "engine/connections.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "rules/ground_plan.h"
#include "rules/term_walk.h"

namespace tenet {

Connections::Connections(const FactSet& facts, const std::vector<CheckedExpression>& claims)
    : entities_(facts.entities.size()), parent_(facts.entities.size() + facts.events.size()) {
    std::iota(parent_.begin(), parent_.end(), 0U);
    std::vector<std::uint32_t> nodes;
    for (FactId id = 0; id < facts.facts.size(); ++id) {
        nodes.clear();
        of_fact(facts, facts.facts[id], nodes);
        if (const auto* claim = std::get_if<ExpressionClaim>(&facts.facts[id].body)) of_term(claims[claim->number].term, nodes);
        for (std::size_t i = 1; i < nodes.size(); ++i) join(nodes[0], nodes[i]);
        node_of_fact_.push_back(nodes.empty() ? no_index : nodes[0]);
    }
}

std::uint32_t Connections::find(std::uint32_t n) {
    while (parent_[n] != n) n = parent_[n] = parent_[parent_[n]];
    return n;
}

void Connections::of_term(const Term& t, std::vector<std::uint32_t>& nodes) const {
    if (t.op == Op::entity) nodes.push_back(t.index);
    if (t.op == Op::event) nodes.push_back(event_node(t.index));
    for (const Term& a : t.args) of_term(a, nodes);
}

std::vector<bool> Connections::reached(const std::vector<std::uint32_t>& nodes) {
    std::set<std::uint32_t> roots;
    for (const std::uint32_t n : nodes) roots.insert(find(n));
    std::vector<bool> out;
    out.reserve(node_of_fact_.size());
    for (const std::uint32_t n : node_of_fact_) out.push_back(n == no_index || roots.contains(find(n)));
    return out;
}

void Connections::of_instant(const Instant* i, std::vector<std::uint32_t>& nodes) const {
    if (i && (i->kind == Instant::Kind::event_start || i->kind == Instant::Kind::event_end || i->kind == Instant::Kind::event_date))
        nodes.push_back(event_node(i->index));
}

void Connections::of_when(const When& w, std::vector<std::uint32_t>& nodes) const {
    for (const auto* i : {&w.at(), &w.from(), &w.to(), &w.through()}) of_instant(i->get(), nodes);
}

void Connections::of_fact(const FactSet& facts, const Fact& fact, std::vector<std::uint32_t>& nodes) const {
    const auto event = [&](EventId e) { nodes.push_back(event_node(e)); };
    for (const EventId e : fact.conditions()) event(e);
    if (const auto* claim = std::get_if<EventClaim>(&fact.body)) {
        event(claim->event);
        const Event& e = facts.events[claim->event];
        for (const Participant& p : e.participants) nodes.push_back(p.entity);
        for (const auto* i : {&e.date, &e.from, &e.to}) of_instant(i->get(), nodes);
    } else if (const auto* stake = std::get_if<StakeClaim>(&fact.body)) {
        nodes.insert(nodes.end(), {stake->holder, stake->in});
        of_when(stake->when, nodes);
    } else if (const auto* complete = std::get_if<CompleteClaim>(&fact.body)) {
        nodes.push_back(complete->of);
        if (complete->holders) nodes.insert(nodes.end(), complete->holders->begin(), complete->holders->end());
        of_when(complete->when, nodes);
    } else if (const auto* unchanged = std::get_if<UnchangedClaim>(&fact.body)) {
        nodes.push_back(unchanged->of);
        of_when(unchanged->when, nodes);
    } else if (const auto* office = std::get_if<OfficeClaim>(&fact.body)) {
        nodes.insert(nodes.end(), {office->person, office->of});
        of_when(office->when, nodes);
    } else if (const auto* relation = std::get_if<RelationClaim>(&fact.body)) {
        nodes.insert(nodes.end(), {relation->subject, relation->object});
        of_when(relation->when, nodes);
    } else if (const auto* order = std::get_if<OrderClaim>(&fact.body)) {
        for (const TimeArgument* a : {&order->a, &order->b}) {
            if (a->event() != no_index) event(a->event());
            of_instant(a->instant(), nodes);
        }
    } else if (const auto* measure = std::get_if<MeasureClaim>(&fact.body)) {
        nodes.push_back(measure->of);
        of_when(measure->when, nodes);
    } else if (const auto* same = std::get_if<SameClaim>(&fact.body)) {
        nodes.insert(nodes.end(), {same->a, same->b});
    }
}

namespace {

bool names_something(const Term& t) {
    return any_term(t, [](const Term& p) { return p.op == Op::entity || p.op == Op::event; });
}

bool ranges_over_everything(const Term& t, const Vocabulary& vocabulary, std::set<std::uint32_t>& seen) {
    const bool quantifier = t.op == Op::sum || t.op == Op::count || t.op == Op::any || t.op == Op::all;
    if (quantifier && t.domain.kind == Domain::Kind::events) return true;
    if (quantifier && t.domain.kind == Domain::Kind::entities) {
        const Plan plan = plan_members(vocabulary, t);
        if (plan.everything || plan.any_holder) return true;
    }
    if (t.op == Op::defined && seen.insert(t.index).second &&
        ranges_over_everything(vocabulary.definitions[t.index].body, vocabulary, seen))
        return true;
    return std::any_of(t.args.begin(), t.args.end(),
                       [&](const Term& a) { return ranges_over_everything(a, vocabulary, seen); });
}

}  // namespace

bool hangs_on_its_own(const Term& question, const Vocabulary& vocabulary) {
    for (const Law& law : vocabulary.laws)
        if (names_something(law.body)) return false;
    for (const Definition& d : vocabulary.definitions)
        if (names_something(d.body)) return false;
    std::set<std::uint32_t> seen;
    return holders_merge(vocabulary) && !ranges_over_everything(question, vocabulary, seen);
}

namespace {

// `seen`: definitions that were looked into. Many may use one.
bool asks_recursive(const Term& t, const Vocabulary& vocabulary, std::set<std::uint32_t>& seen) {
    if (t.op == Op::defined) {
        const Definition& d = vocabulary.definitions[t.index];
        if (d.recursive || (seen.insert(t.index).second && asks_recursive(d.body, vocabulary, seen))) return true;
    }
    return std::any_of(t.args.begin(), t.args.end(), [&](const Term& a) { return asks_recursive(a, vocabulary, seen); });
}

}  // namespace

bool asks_recursive(const Term& t, const Vocabulary& vocabulary) {
    std::set<std::uint32_t> seen;
    return asks_recursive(t, vocabulary, seen);
}

}  // namespace tenet

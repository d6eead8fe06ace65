// Union-find over what facts name; and whether a question looks beyond it.
#include "engine/connections.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "facts/references.h"
#include "rules/ground_plan.h"
#include "rules/term_walk.h"

namespace tenet {

Connections::Connections(const FactSet& facts, const std::vector<CheckedExpression>& claims)
    : entities_(facts.entities.size()), parent_(facts.entities.size() + facts.events.size()) {
    std::iota(parent_.begin(), parent_.end(), 0U);
    node_of_fact_.reserve(facts.facts.size());
    struct Naming {  // by one fact
        Connections& known;
        mutable std::uint32_t first = no_index;
        void entity(std::uint32_t node) const {
            if (first == no_index) first = node;
            else known.join(first, node);
        }
        void event(EventId e) const {
            if (e != no_index) entity(known.event_node(e));
        }
        void source(SourceId) const {}
        void fact(FactId) const {}
    };
    std::vector<std::uint32_t> nodes;
    for (const Fact& fact : facts.facts) {
        const Naming named{*this};
        const References name(named);
        name(fact);
        if (const auto* claim = std::get_if<EventClaim>(&fact.body)) name(facts.events[claim->event]);
        if (const auto* claim = std::get_if<ExpressionClaim>(&fact.body)) {
            nodes.clear();
            of_term(claims[claim->number].term, nodes);
            for (const std::uint32_t node : nodes) named.entity(node);
        }
        node_of_fact_.push_back(named.first);
    }
}

std::uint32_t Connections::find(std::uint32_t n) {
    while (parent_[n] != n) n = parent_[n] = parent_[parent_[n]];
    return n;
}

FactParts Connections::parts() {
    for (std::uint32_t& parent : parent_) parent = parent_[parent];  // a parent comes before its children: now each is a root
    FactParts parts;
    std::vector<std::uint32_t> part_of(parent_.size(), no_index);  // by root
    for (const std::uint32_t node : node_of_fact_) {
        if (node == no_index) continue;
        std::uint32_t& part = part_of[parent_[node]];
        if (part == no_index) {
            part = static_cast<std::uint32_t>(parts.root.size());
            parts.root.push_back(parent_[node]);
            parts.begin.push_back(0);
        }
        ++parts.begin[part];
    }
    parts.begin.push_back(0);
    std::exclusive_scan(parts.begin.begin(), parts.begin.end(), parts.begin.begin(), 0U);
    parts.facts.resize(parts.begin.back());
    std::vector<std::uint32_t> next(parts.begin.begin(), parts.begin.end());
    for (FactId id = 0; id < node_of_fact_.size(); ++id)
        if (const std::uint32_t node = node_of_fact_[id]; node != no_index) parts.facts[next[part_of[parent_[node]]]++] = id;
    return parts;
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

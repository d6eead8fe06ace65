// Which entities and events facts of the run connect, and so which facts a question can hang on.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "rules/check_expression.h"

namespace tenet {

/// The facts of each connected part, in file order; parts in the order of their first facts. Facts that name nothing are in none.
struct FactParts {
    std::vector<std::uint32_t> root;   // by part: of Connections
    std::vector<std::uint32_t> begin;  // by part, and one more: places in facts
    std::vector<FactId> facts;
};

/// Entities and events are connected by every fact that names them, whatever its status. A node is an entity, or, behind
/// all entities, an event.
class Connections {
public:
    /// `claims`: the checked expression of each ExpressionClaim, by its number.
    Connections(const FactSet& facts, const std::vector<CheckedExpression>& claims);

    std::uint32_t entity(EntityId e) { return find(e); }
    std::uint32_t event(EventId e) { return find(event_node(e)); }
    std::uint32_t find(std::uint32_t node);
    std::uint32_t event_node(EventId e) const { return static_cast<std::uint32_t>(entities_ + e); }
    /// One of the nodes that a fact names; no_index: it names none.
    std::uint32_t node_of_fact(FactId id) const { return node_of_fact_[id]; }
    /// The nodes that an expression names.
    void of_term(const Term& t, std::vector<std::uint32_t>& nodes) const;
    /// By fact: whether it is connected with one of `nodes`.
    std::vector<bool> reached(const std::vector<std::uint32_t>& nodes);
    FactParts parts();

private:
    void join(std::uint32_t a, std::uint32_t b) {
        a = find(a), b = find(b);
        parent_[std::max(a, b)] = std::min(a, b);
    }

    std::size_t entities_;
    std::vector<std::uint32_t> parent_;        // never above its child
    std::vector<std::uint32_t> node_of_fact_;  // one of its nodes; no_index: it names none
};

/// Whether a question hangs only on facts connected with what it names: nothing in it ranges over everything, and no law
/// or definition names an entity or an event of its own.
bool hangs_on_its_own(const Term& question, const Vocabulary& vocabulary);

/// Whether an expression speaks of a recursive definition, itself or through others.
bool asks_recursive(const Term& t, const Vocabulary& vocabulary);

}  // namespace tenet

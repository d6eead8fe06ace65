// What packs declare: kinds, event kinds and their roles, offices, relations, definitions, laws and checks; resolved.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "facts/model.h"
#include "rules/term.h"

namespace tenet {

struct EntityKind {
    std::string name, pack;
    KindId parent = no_index;  // `is`
    SourceSpan span;
};
struct Role {
    std::string name;
    KindId kind = no_index;  // no_index: any entity
    bool many = false;
};
struct EventKind {
    std::string name, pack;
    std::vector<Role> roles;
    SourceSpan span;
    std::optional<std::uint32_t> role(std::string_view role_name) const;
};
struct OfficeKind {
    std::string name, pack;
    bool single = false;
    SourceSpan span;
};
struct RelationKind {
    std::string name, pack;
    KindId subject = no_index, object = no_index;  // no_index: any entity
    bool symmetric = false;
    SourceSpan span;
};

/// A variable of a law, check, definition, quantifier or query: what it ranges over.
struct Parameter {
    std::string name;
    Domain domain;
};

struct Definition {
    std::string name, pack, title;
    std::vector<Parameter> params;  // slots 0..n-1
    Term body;
    Type type = Type::truth;
    std::uint32_t slots = 0;  // variables of params and of quantifiers inside
    bool recursive = false;   // in a cycle, and not to be written out (numbers that only truths of it use are)
    std::uint32_t group = 0;  // definitions of one cycle share a group
    PlacedText text;
};
struct Law {
    std::string id, pack, title, message, reference;  // full name: PACK:ID
    std::vector<Parameter> params;
    Term body;
    std::uint32_t slots = 0;
    PlacedText text;
    std::string full_id() const { return pack + ":" + id; }
};
struct Check {
    Law law;  // the same shape; tested against, never assumed
    Severity severity = Severity::error;
    bool report_not_assured = false;
};
struct Example {
    std::string pack;
    PlacedText facts;                 // the <facts> element as it stands in the pack, tags and all
    std::vector<PlacedText> expects;  // <expect> elements beside it, likewise: expectations about the same facts
    SourceSpan span;
};
struct PackInfo {
    std::string id, title, path;
    FileIndex file = SourceSpan::none;
};

struct Vocabulary {
    std::vector<PackInfo> packs;
    std::vector<EntityKind> entity_kinds;
    std::vector<EventKind> event_kinds;
    std::vector<OfficeKind> offices;
    std::vector<RelationKind> relations;
    std::vector<Definition> definitions;
    std::vector<Law> laws;
    std::vector<Check> checks;
    std::vector<Example> examples;

    std::optional<KindId> entity_kind(std::string_view name) const;
    std::optional<std::uint32_t> event_kind(std::string_view name) const;
    std::optional<std::uint32_t> office(std::string_view name) const;
    std::optional<std::uint32_t> relation(std::string_view name) const;
    std::optional<std::uint32_t> definition(std::string_view name) const;
    /// Whether `kind` is `ancestor` or below it; every kind is below no_index.
    bool is_a(KindId kind, KindId ancestor) const;
};

}  // namespace tenet

// What packs declare: kinds, event kinds and their roles, offices, relations, definitions, laws and checks; resolved.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "facts/day.h"
#include "facts/model.h"
#include "rules/record_check.h"
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

/// When what a pack says applies: from the first day (included) to the second (excluded); none: without end.
struct Applies {
    std::optional<Day> from, until;
    bool always() const { return !from && !until; }
    /// "from 2024-07-03", "before 2027-07-10", "from ... and before ..."; empty where it always applies.
    std::string text() const;
};

struct Definition {
    std::string name, pack, title, reference;
    std::vector<Parameter> params;  // slots 0..n-1
    Term body;
    Type type = Type::truth;
    std::uint32_t slots = 0;  // variables of params and of quantifiers inside
    bool recursive = false;   // in a cycle, and not to be written out (numbers that only truths of it use are)
    std::uint32_t group = 0;  // definitions of one cycle share a group
    PlacedText text;
    // A definition with dates is one, or several one after the other, of the same name. Each is a definition by itself
    // under a name that nobody can write, and the name stands for the one of the day, false where none applies.
    Applies applies;
    std::uint32_t version_of = no_index;  // of such a one: the definition that goes by the name
    bool has_versions = false;
    bool refused = false;  // its body was: what uses it is not complained of again
    /// Whether a parameter is a number: then it is written out where it is used.
    bool takes_numbers() const;
};
struct Law {
    std::string id, pack, title, message, reference;  // full name: PACK:ID
    Applies applies;  // the body is guarded by it already
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
/// A check of what stands in the files: of facts or sources as records, not of what they speak of.
struct RecordCheck {
    Check check;
    std::string variable, kind;  // "f", "stake"
    RecordTerm body;
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
    std::vector<std::uint32_t> uses;  // indices of those it uses, they use, and so on; core too
};
/// A choice that a pack leaves to its users: its expressions name it, and it stands for the value chosen.
struct PackOption {
    std::string name, pack, title;
    std::vector<std::string> values;
    std::string value;   // the chosen one
    bool number = false;  // every value is a number
    SourceSpan span;
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
    std::vector<RecordCheck> record_checks;
    std::vector<Example> examples;
    std::vector<PackOption> options;

    std::optional<KindId> entity_kind(std::string_view name) const;
    std::optional<std::uint32_t> event_kind(std::string_view name) const;
    std::optional<std::uint32_t> office(std::string_view name) const;
    std::optional<std::uint32_t> relation(std::string_view name) const;  // NAME or PACK:NAME
    /// The one definition that `name` (NAME or PACK:NAME) means in facts and questions; none where there is none, or
    /// where several packs define it and neither uses the other.
    std::optional<std::uint32_t> definition(std::string_view name) const;
    /// All that `name` may mean where pack `speaker` says it (no_index: a question). Its own definition goes before those
    /// of packs it uses, these before those of others; and a pack's before those of packs that it uses.
    std::vector<std::uint32_t> meanings(std::string_view name, std::uint32_t speaker) const;
    /// The same where a fact set says it: what the packs that it uses define goes before what others do, so that it
    /// means the same whichever packs a run adds.
    std::vector<std::uint32_t> meanings(std::string_view name, const SetInfo& speaker) const;
    /// How to write a definition so that everybody knows which is meant: PACK:NAME where two have the name.
    std::string clear_name(std::uint32_t definition) const;
    std::optional<std::uint32_t> pack(std::string_view id) const;
    /// The option of that name of pack `speaker`, or of a pack it uses.
    const PackOption* option(std::string_view name, std::uint32_t speaker) const;
    /// Whether `kind` is `ancestor` or below it; every kind is below no_index.
    bool is_a(KindId kind, KindId ancestor) const;

private:
    std::vector<std::uint32_t> meanings_near(std::string_view name,
                                             const std::vector<std::vector<std::uint32_t>>& groups) const;
};

}  // namespace tenet

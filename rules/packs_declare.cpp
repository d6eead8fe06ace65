// The elements of a pack, one function each: what they declare goes into the vocabulary, what they get wrong is said.
// Kinds may be used before they are declared, so they are resolved when all packs are in.

#include <algorithm>
#include <array>

#include "rules/expr_grammar.h"
#include "rules/packs_reader.h"

namespace tenet {

namespace {
/// Names that mean something where a name of that sort would stand.
bool is_built_in_function(std::string_view name) {
    constexpr std::array names{"capital", "votes", "measure", "in-office", "occurs"};
    return std::find(names.begin(), names.end(), name) != names.end() || parse_allen(name);
}
const std::vector<std::string> elements{"use",    "option", "entity-kind", "event-kind", "office-kind", "relation-kind",
                                        "define", "law",    "check",       "example"};
}  // namespace

void PackReader::declare(const PackFile& pack, XmlElement element) {
    const std::string_view name = element.name();
    if (!element.in_namespace(rules_namespace)) {
        diagnostics_
            .error("unknown-namespace", element.name_span(),
                   "<" + std::string(element.full_name()) + "> is not in the namespace of rule packs")
            .help = "its xmlns should be \"" + std::string(rules_namespace) + "\", as on <rules>";
    } else if (name == "use")
        refuse_children(element);  // the loader has read it
    else if (name == "entity-kind")
        entity_kind(pack, element);
    else if (name == "event-kind")
        event_kind(pack, element);
    else if (name == "office-kind")
        office_kind(pack, element);
    else if (name == "relation-kind")
        relation_kind(pack, element);
    else if (name == "option")
        option(pack, element);
    else if (name == "define")
        define(pack, element);
    else if (name == "check")
        check(pack, element);
    else if (name == "example")
        example(pack, element);
    else if (name == "law") {
        const PackAttributes attributes(element, {"id"}, {"for", "title", "message", "reference", "applies-from", "applies-until"},
                                        diagnostics_);
        std::optional<Law> read = law(pack, element, attributes);
        if (!read) return;
        law_parts_.push_back({attributes.placed("for"), attributes.placed("message"), attributes.placed("title")});
        vocabulary_.laws.push_back(std::move(*read));
    } else {
        const std::string near = nearest(name, elements);
        std::string list;
        for (const std::string& known : elements) list += (list.empty() ? "<" : ", <") + known + ">";
        diagnostics_
            .error("unknown-element", element.name_span(), "<" + std::string(name) + "> is no element of a rule pack",
                   near.empty() ? std::string() : "did you mean '" + near + "'?")
            .help = "a rule pack holds " + list;
    }
}

bool PackReader::good_name(const PackWord& name, std::string_view what) {
    const auto bad = [](char c) {
        return c == '`' || c == '\'' || c == '"' || c == ':' || c == ' ' || c == '(' || c == ')' || c == ',';
    };
    if (!name.empty() && std::none_of(name.text.begin(), name.text.end(), bad)) return true;
    diagnostics_.error("bad-name", name.span,
                       name.empty() ? "the name of " + std::string(what) + " is empty"
                                    : "'" + name.text + "' cannot be the name of " + std::string(what),
                       "letters, digits, '_' and '-' make a name");
    return false;
}

void PackReader::entity_kind(const PackFile& pack, XmlElement element) {
    const PackAttributes attributes(element, {"name"}, {"is"}, diagnostics_);
    refuse_children(element);
    const PackWord name = attributes.word("name"), parent = attributes.word("is");
    if (!attributes.complete() || !good_name(name, "a kind") || !unused(name, "kind", {"event", "anything", "number"})) return;
    if (!parent.empty())
        pending_.push_back(
            {parent, Pending::Place::parent, static_cast<std::uint32_t>(vocabulary_.entity_kinds.size()), 0});
    vocabulary_.entity_kinds.push_back({name.text, pack.id, no_index, element.span()});
}

void PackReader::event_kind(const PackFile& pack, XmlElement element) {
    const PackAttributes attributes(element, {"name"}, {}, diagnostics_);
    refuse_text(element);
    const PackWord name = attributes.word("name");
    if (!attributes.complete() || !good_name(name, "a kind") || !unused(name, "kind", {"event", "anything", "number"})) return;
    EventKind kind{name.text, pack.id, {}, element.span()};
    const std::uint32_t index = static_cast<std::uint32_t>(vocabulary_.event_kinds.size());
    for (XmlElement child : element.children()) {
        if (!child.is(rules_namespace, "role")) {
            diagnostics_.error("unknown-element", child.name_span(),
                               "<event-kind> holds <role> only, not <" + std::string(child.name()) + ">");
            continue;
        }
        const PackAttributes parts(child, {"name"}, {"kind", "many"}, diagnostics_);
        refuse_children(child);
        const PackWord role = parts.word("name"), of = parts.word("kind");
        if (!parts.complete() || !good_name(role, "a role")) continue;
        if (role.text == "start" || role.text == "end" || role.text == "date" || role.text == "holders") {
            diagnostics_.error("bad-name", role.span,
                               "'" + role.text + "' cannot be a role: it would read as an event's day");
            continue;
        }
        if (kind.role(role.text)) {
            diagnostics_.error("name-twice", role.span, "'" + name.text + "' has two roles '" + role.text + "'");
            continue;
        }
        if (!of.empty() && of.text != "anything")
            pending_.push_back({of, Pending::Place::role, index, static_cast<std::uint32_t>(kind.roles.size())});
        kind.roles.push_back({role.text, no_index, parts.flag("many", diagnostics_)});
    }
    const bool constrains =
        std::any_of(element.children().begin(), element.children().end(), [](const XmlElement& child) {
            return child.attribute("kind") && child.attribute("kind").value() != "anything";
        });
    if (constrains) claim_law_id(pack, name);
    vocabulary_.event_kinds.push_back(std::move(kind));
}

void PackReader::office_kind(const PackFile& pack, XmlElement element) {
    const PackAttributes attributes(element, {"name"}, {"single"}, diagnostics_);
    refuse_children(element);
    const PackWord name = attributes.word("name");
    if (!attributes.complete() || !good_name(name, "an office") || !unused(name, "office", {})) return;
    const bool single = attributes.flag("single", diagnostics_);
    if (single) claim_law_id(pack, name);
    vocabulary_.offices.push_back({name.text, pack.id, single, element.span()});
}

void PackReader::relation_kind(const PackFile& pack, XmlElement element) {
    const PackAttributes attributes(element, {"name"}, {"subject", "object", "symmetric"}, diagnostics_);
    refuse_children(element);
    const PackWord name = attributes.word("name");
    if (!attributes.complete() || !good_name(name, "a relation") || !unused(name, "function", {})) return;
    const std::uint32_t index = static_cast<std::uint32_t>(vocabulary_.relations.size());
    const std::size_t pending = pending_.size();
    for (auto [attribute, place] :
         {std::pair{"subject", Pending::Place::subject}, std::pair{"object", Pending::Place::object}})
        if (const PackWord kind = attributes.word(attribute); !kind.empty() && kind.text != "anything")
            pending_.push_back({kind, place, index, 0});
    const bool symmetric = attributes.flag("symmetric", diagnostics_);
    if (symmetric || pending_.size() > pending) claim_law_id(pack, name);
    vocabulary_.relations.push_back({name.text, pack.id, no_index, no_index, symmetric, element.span()});
}

void PackReader::define(const PackFile& pack, XmlElement element) {
    const PackAttributes attributes(element, {"name", "params"}, {"title", "reference", "applies-from", "applies-until"},
                                    diagnostics_);
    refuse_children(element);
    const PackWord name = attributes.word("name");
    const Applies dates = applies(attributes);
    if (!attributes.complete() || !good_name(name, "a definition") || !unused_definition(pack, name, dates)) return;
    Definition definition;
    definition.name = name.text;
    definition.pack = pack.id;
    definition.title = attributes.text("title");
    definition.reference = attributes.text("reference");
    definition.text = element.text();
    definition.applies = dates;
    PendingBody parts{attributes.placed("params"), {}, attributes.placed("title")};
    if (!dates.always()) {
        definition.version_of = named_by_dates(definition, parts);
        definition.name += " (" + dates.text() + ")";
    }
    vocabulary_.definitions.push_back(std::move(definition));
    definition_parts_.push_back(std::move(parts));
}

std::optional<Law> PackReader::law(const PackFile& pack, XmlElement element, const PackAttributes& attributes) {
    refuse_children(element);
    const PackWord id = attributes.word("id");
    const std::string noun = element.name() == "law" ? "a law" : "a check";
    if (!attributes.complete() || !good_name(id, noun)) return {};
    if (!claim_law_id(pack, id)) return {};
    Law law;
    law.id = id.text;
    law.pack = pack.id;
    law.title = attributes.text("title");
    law.message = attributes.text("message");
    law.reference = attributes.text("reference");
    law.applies = applies(attributes);
    law.text = element.text();
    return law;
}

/// Laws, checks and declarations that constrain share their names within a pack: reports call them PACK:NAME.
bool PackReader::claim_law_id(const PackFile& pack, const PackWord& id) {
    const auto [place, fresh] = laws_.emplace(pack.id + ":" + id.text, id.span);
    if (fresh) return true;
    diagnostics_
        .error("name-twice", id.span,
               "two laws, checks or constraining declarations of '" + pack.id + "' are called '" + id.text + "'")
        .labels.push_back({place->second, "the other is here"});
    return false;
}

void PackReader::check(const PackFile& pack, XmlElement element) {
    const PackAttributes attributes(element, {"id"},
                                    {"for", "severity", "not-assured", "title", "message", "reference", "applies-from",
                                     "applies-until"},
                                    diagnostics_);
    std::optional<Law> shape = law(pack, element, attributes);
    Check check;
    const PackWord severity = attributes.word("severity"), not_assured = attributes.word("not-assured");
    if (severity.text == "warning")
        check.severity = Severity::warning;
    else if (severity.text == "note")
        check.severity = Severity::note;
    else if (severity.text != "error" && severity.span != SourceSpan{})
        diagnostics_.error("bad-value", severity.span,
                           "'severity' is error, warning or note, not '" + severity.text + "'");
    check.report_not_assured = not_assured.text == "report";
    if (not_assured.span != SourceSpan{} && not_assured.text != "report" && not_assured.text != "ignore")
        diagnostics_.error("bad-value", not_assured.span,
                           "'not-assured' is report or ignore, not '" + not_assured.text + "'");
    if (!shape) return;
    check.law = std::move(*shape);
    if (record_check(check, attributes.placed("for"))) {
        record_parts_.push_back({attributes.placed("for"), attributes.placed("message"), attributes.placed("title")});
        return;
    }
    check_parts_.push_back({attributes.placed("for"), attributes.placed("message"), attributes.placed("title")});
    vocabulary_.checks.push_back(std::move(check));
}

bool PackReader::unused(const PackWord& name, std::string_view what, std::initializer_list<std::string_view> reserved) {
    const bool built_in = std::find(reserved.begin(), reserved.end(), name.text) != reserved.end() ||
                          (what == "function" && is_built_in_function(name.text));
    if (built_in) {
        diagnostics_.error("name-twice", name.span, "'" + name.text + "' is built in and cannot be declared again");
        return false;
    }
    auto& names = what == "kind" ? kinds_ : what == "office" ? offices_ : functions_;
    auto [place, fresh] = names.emplace(name.text, name.span);
    if (fresh && what == "function")  // facts say a relation by its name alone, so no pack may define it as well
        for (auto it = definitions_.begin(); it != definitions_.end() && fresh; ++it)
            if (it->first.substr(it->first.find(':') + 1) == name.text) {
                place = it;
                fresh = false;
            }
    if (fresh) return true;
    const std::string noun = what == "kind" ? "kinds" : what == "office" ? "offices" : "definitions or relations";
    diagnostics_.error("name-twice", name.span, "two " + noun + " are called '" + name.text + "'")
        .labels.push_back({place->second, "the other is here"});
    return false;
}

bool PackReader::unused_definition(const PackFile& pack, const PackWord& name, const Applies& applies) {
    if (is_built_in_function(name.text)) return unused(name, "function", {});
    // A relation or an undated definition of the pack takes the name; so does a relation of any other.
    SourceSpan other;
    if (const auto relation = functions_.find(name.text); relation != functions_.end()) other = relation->second;
    const auto [place, fresh] = definitions_.emplace(pack.id + ":" + name.text, name.span);
    if (!fresh && other == SourceSpan{}) {
        const std::optional<std::uint32_t> named = vocabulary_.definition(pack.id + ":" + name.text);
        const bool dated = named && vocabulary_.definitions[*named].has_versions;
        if (!dated || applies.always()) other = place->second;
    }
    if (other == SourceSpan{}) return true;
    diagnostics_.error("name-twice", name.span, "two definitions or relations are called '" + name.text + "'",
                       other == place->second ? "two definitions of one name apply on different days: give each its "
                                                "applies-from, applies-until, or both"
                                              : "")
        .labels.push_back({other, "the other is here"});
    return false;
}

void PackReader::refuse_children(XmlElement element) {
    if (const XmlElement child = element.first_child())
        diagnostics_
            .error("misplaced-element", child.name_span(),
                   "<" + std::string(child.full_name()) + "> has no place in <" + std::string(element.name()) + ">")
            .help = "in an expression, write &lt; for <";
    if (element.name() != "define" && element.name() != "law" && element.name() != "check") refuse_text(element);
}

void PackReader::refuse_text(XmlElement element) {
    if (const std::optional<SourceSpan> stray = element.stray_text())
        diagnostics_.error("stray-text", *stray, "text has no place in <" + std::string(element.name()) + ">");
}

KindId PackReader::resolve_kind(const PackWord& word) {
    if (const auto kind = vocabulary_.entity_kind(word.text)) return *kind;
    std::vector<std::string> names{"anything"};
    for (const EntityKind& kind : vocabulary_.entity_kinds) names.push_back(kind.name);
    const std::string near = nearest(word.text, names);
    diagnostics_.error("unknown-kind", word.span, "no pack declares an entity kind '" + word.text + "'",
                       near.empty() ? std::string() : "did you mean '" + near + "'?");
    return no_index;
}

void PackReader::resolve_kinds() {
    for (const Pending& pending : pending_) {
        const KindId kind = resolve_kind(pending.word);
        switch (pending.place) {
            case Pending::Place::parent: vocabulary_.entity_kinds[pending.index].parent = kind; break;
            case Pending::Place::role: vocabulary_.event_kinds[pending.index].roles[pending.part].kind = kind; break;
            case Pending::Place::subject: vocabulary_.relations[pending.index].subject = kind; break;
            case Pending::Place::object: vocabulary_.relations[pending.index].object = kind; break;
        }
    }
    refuse_kind_cycles();
}

void PackReader::refuse_kind_cycles() {
    std::vector<EntityKind>& kinds = vocabulary_.entity_kinds;
    for (std::size_t start = 0; start < kinds.size(); ++start) {
        std::size_t steps = 0;
        KindId kind = kinds[start].parent;
        while (kind != no_index && kind != start && ++steps <= kinds.size()) kind = kinds[kind].parent;
        if (kind != start) continue;
        std::string circle = kinds[start].name;
        for (KindId at = kinds[start].parent; at != start; at = kinds[at].parent) circle += " is " + kinds[at].name;
        diagnostics_.error("kind-circle", kinds[start].span,
                           "kinds lie in a circle: " + circle + " is " + kinds[start].name);
        kinds[start].parent = no_index;
    }
}

}  // namespace tenet

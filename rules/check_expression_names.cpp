// Names and paths: variables, entities, events and sources; an event's days and roles, an entity's attributes.

#include <algorithm>
#include <cassert>

#include "rules/expr_grammar.h"
#include "rules/expression_checker.h"

namespace tenet {

namespace {
const std::vector<std::string> attributes{"name", "kind", "jurisdiction", "voting"};

std::string_view fact_noun(const FactBody& body) {
    struct Noun {
        std::string_view operator()(const EventClaim&) const { return "an event"; }
        std::string_view operator()(const StakeClaim&) const { return "a stake"; }
        std::string_view operator()(const CompleteClaim&) const { return "a 'complete' fact"; }
        std::string_view operator()(const UnchangedClaim&) const { return "an 'unchanged' fact"; }
        std::string_view operator()(const OfficeClaim&) const { return "an office"; }
        std::string_view operator()(const RelationClaim&) const { return "a relation"; }
        std::string_view operator()(const OrderClaim&) const { return "an order"; }
        std::string_view operator()(const MeasureClaim&) const { return "a measure"; }
        std::string_view operator()(const ExpressionClaim&) const { return "a claim"; }
        std::string_view operator()(const SameClaim&) const { return "a 'same' fact"; }
    };
    return std::visit(Noun{}, body);
}
}  // namespace

std::optional<ExpressionChecker::Named> ExpressionChecker::find_name(std::string_view name, TextSpan span) {
    for (std::size_t i = variables_.size(); i-- > 0;)
        if (variables_[i].name == name) return Named{Named::Kind::variable, variables_[i].slot};
    const Symbol* symbol = scope_.facts ? scope_.facts->find(name) : nullptr;
    if (!symbol) {
        unknown_name(name, span);
        return {};
    }
    switch (symbol->kind) {
        case Symbol::Kind::entity: return Named{Named::Kind::entity, symbol->index};
        case Symbol::Kind::event: return Named{Named::Kind::event, symbol->index};
        case Symbol::Kind::source: return Named{Named::Kind::source, symbol->index};
        case Symbol::Kind::fact: break;
    }
    const Fact& fact = scope_.facts->facts[symbol->index];
    complain("wrong-type", span,
             "'" + std::string(name) + "' is " + std::string(fact_noun(fact.body)) +
                 ", and expressions speak of entities and events")
        .labels.push_back({fact.span, "'" + std::string(name) + "' stands here"});
    return {};
}

void ExpressionChecker::unknown_name(std::string_view name, TextSpan span) {
    const Vocabulary& v = scope_.vocabulary;
    const std::string shown_name = quoted(name);
    if (const auto index = v.definition(name); index && name.find(':') == std::string_view::npos) {
        std::string call = std::string(name) + "(";
        for (std::size_t i = 0; i < v.definitions[*index].params.size(); ++i)
            call += (i ? ", " : "") + v.definitions[*index].params[i].name;
        complain("unknown-name", span, shown_name + " is a definition and needs its arguments", call + ")");
        return;
    }
    if (v.relation(name) || name == "capital" || name == "votes" || parse_allen(name)) {
        complain("unknown-name", span, shown_name + " needs its two arguments", std::string(name) + "(a, b)");
        return;
    }
    if (const auto several = meanings_of(name); !several.empty()) {
        complain("unknown-name", span, shown_name + " is a definition and needs its arguments");
        return;
    }
    if (v.entity_kind(name) || v.event_kind(name)) {
        complain("unknown-name", span, shown_name + " is a kind and names nobody",
                 "any(x: " + std::string(name) + ", ...)");
        return;
    }
    if (v.office(name)) {
        complain("unknown-name", span, shown_name + " is a title; titles stand in quotes");
        return;
    }
    std::vector<std::string> candidates;
    for (const Variable& variable : variables_) candidates.push_back(variable.name);
    if (scope_.facts && !many_complaints()) {
        for (const Entity& e : scope_.facts->entities) candidates.emplace_back(e.id);
        for (const Event& e : scope_.facts->events) candidates.push_back(scope_.facts->id_of(e));
    }
    std::string hint = did_you_mean(name, candidates);
    // `a-b` is one name: where `a` is known, a difference was meant.
    const std::size_t minus = name.find('-');
    if (minus != std::string_view::npos && minus > 0 &&
        std::find(candidates.begin(), candidates.end(), name.substr(0, minus)) != candidates.end())
        hint = "a minus between names needs a space on each side";
    complain("unknown-name", span, "nobody and nothing named " + shown_name + " is declared here", std::move(hint));
}

Term ExpressionChecker::named_term(const Named& named, TextSpan span) const {
    Term term;
    term.span = span;
    term.index = named.index;
    if (named.kind == Named::Kind::variable) {
        term.op = Op::variable;
        const Domain::Kind kind = slots_[named.index].domain.kind;
        term.type = kind == Domain::Kind::events   ? Type::event
                    : kind == Domain::Kind::number ? Type::number
                                                   : Type::entity;
    } else {
        term.op = named.kind == Named::Kind::entity ? Op::entity : Op::event;
        term.type = named.kind == Named::Kind::entity ? Type::entity : Type::event;
    }
    return term;
}

ExpressionChecker::Checked ExpressionChecker::check(const PathExpr& node, TextSpan span) {
    const std::optional<Named> named = find_name(node.base, node.base_span);
    if (!named) return {};
    if (named->kind == Named::Kind::source) {
        const Source& source = scope_.facts->sources[named->index];
        if (node.part != "published") {
            complain("unknown-part", node.part_span, "a source has no " + quoted(node.part),
                     "its instant is .published");
            return {};
        }
        if (!source.published) {
            complain("no-date", span, "nothing says when '" + node.base + "' was published")
                .labels.push_back({source.span, "declared here, without published=\"...\""});
            return {};
        }
        Term term = make(Op::source_published, Type::instant, span);
        term.index = named->index;
        return term;
    }
    Term base = named_term(*named, node.base_span);
    return base.type == Type::event ? event_part(std::move(base), node, span)
                                    : entity_part(std::move(base), node, span);
}

ExpressionChecker::Checked ExpressionChecker::event_part(Term event, const PathExpr& node, TextSpan span) {
    const Event* constant = event.op == Op::event ? &scope_.facts->events[event.index] : nullptr;
    if (node.part == "start" || node.part == "end" || node.part == "date") {
        if (node.part == "date" && constant && !constant->date && (constant->from || constant->to)) {
            complain("no-date", node.part_span, "'" + node.base + "' may last more than one day: it has no 'date'",
                     "write .start or .end")
                .labels.push_back({scope_.facts->span_of(*constant), "declared here"});
            return {};
        }
        std::vector<Term> args;
        args.push_back(std::move(event));
        return make(node.part == "end" ? Op::event_end : Op::event_start, Type::instant, span, std::move(args));
    }
    const Role* role = find_role(event, node.part, node.part_span);
    if (!role) return {};
    if (role->many) {
        complain("many-role", span, "an event may have many in the role '" + node.part + "', so this is not one entity",
                 "any(x: " + write_name(node.base) + "." + write_name(node.part) + ", ...), or all, sum, count");
        return {};
    }
    if (constant && std::none_of(constant->participants.begin(), constant->participants.end(),
                                 [&](const Participant& p) { return p.role.text == node.part; })) {
        complain("empty-role", node.part_span, "nobody is named as " + node.part + " of '" + node.base + "'")
            .labels.push_back({scope_.facts->span_of(*constant), "declared here"});
        return {};
    }
    std::vector<Term> args;
    args.push_back(std::move(event));
    Term term = make(Op::role, Type::entity, span, std::move(args));
    term.text = node.part;
    return term;
}

ExpressionChecker::Checked ExpressionChecker::entity_part(Term entity, const PathExpr& node, TextSpan span) {
    if (node.part == "holders") {
        complain("domain-as-term", span, "the holders of '" + node.base + "' are many, so this is not one entity",
                 "any(h: " + write_name(node.base) + ".holders, ...), or all, sum, count");
        return {};
    }
    if (std::find(attributes.begin(), attributes.end(), node.part) == attributes.end()) {
        std::string hint = did_you_mean(node.part, attributes);
        if (node.part == "start" || node.part == "end" || node.part == "date") hint = "only events have days";
        complain("unknown-part", node.part_span, "an entity has no " + quoted(node.part),
                 hint.empty() ? "it has .name, .kind, .jurisdiction, .voting and .holders" : hint);
        return {};
    }
    std::vector<Term> args;
    args.push_back(std::move(entity));
    Term term = make(Op::attribute, Type::text, span, std::move(args));
    term.text = node.part;
    return term;
}

std::string ExpressionChecker::event_kind_name(const Term& event) const {
    if (event.op == Op::event) return std::string(scope_.facts->events[event.index].kind.text);
    const std::uint32_t kind = event.op == Op::variable ? slots_[event.index].domain.index : no_index;
    return kind == no_index ? std::string() : scope_.vocabulary.event_kinds[kind].name;
}

const Role* ExpressionChecker::find_role(const Term& event, std::string_view name, TextSpan span) {
    const std::string kind_name = event_kind_name(event);
    const Vocabulary& v = scope_.vocabulary;
    const std::optional<std::uint32_t> kind = v.event_kind(kind_name);
    std::vector<std::string> candidates{"start", "end", "date"};
    const Role* found = nullptr;
    for (std::size_t k = 0; k < v.event_kinds.size(); ++k) {
        if (kind && *kind != k) continue;
        for (const Role& role : v.event_kinds[k].roles) {
            candidates.push_back(role.name);
            // Over any event the role may be many in one kind: then it is many.
            if (role.name == name && (!found || role.many)) found = &role;
        }
    }
    if (found) return found;
    std::string hint = did_you_mean(name, candidates);
    if (hint.empty()) {
        for (const std::string& candidate : candidates) hint += (hint.empty() ? "it has ." : ", .") + candidate;
        if (candidates.size() > 12) hint.clear();
    }
    complain("unknown-part", span,
             (kind ? "an event of kind '" + kind_name + "'" : std::string("no event")) + " has " +
                 (kind ? "no '" : "a '") + std::string(name) + "'",
             std::move(hint));
    return nullptr;
}

KindId ExpressionChecker::kind_of(const Term& entity) const {
    const Vocabulary& v = scope_.vocabulary;
    if (entity.op == Op::entity)
        return v.entity_kind(scope_.facts->entities[entity.index].kind.text).value_or(no_index);
    if (entity.op == Op::variable) return slots_[entity.index].kind;
    if (entity.op == Op::role) {
        const std::optional<std::uint32_t> kind = v.event_kind(event_kind_name(entity.args.front()));
        if (!kind) return no_index;
        const std::optional<std::uint32_t> role = v.event_kinds[*kind].role(entity.text);
        return role ? v.event_kinds[*kind].roles[*role].kind : no_index;
    }
    return no_index;
}

std::string ExpressionChecker::kind_name(KindId kind) const {
    return kind == no_index ? "anything" : scope_.vocabulary.entity_kinds[kind].name;
}

}  // namespace tenet

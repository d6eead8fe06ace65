// The readers of facts, and the table of all elements. Ids that are not declared yet go to the unresolved.
#include "facts/read_elements.h"

#include <utility>

#include "facts/read_declarations.h"
#include "facts/read_expressions.h"
#include "facts/read_quantity.h"
#include "facts/read_time.h"

namespace tenet {

namespace {

using Place = Unresolved::Place;

constexpr AttrSet fact_attributes = {Attr::id, Attr::status, Attr::source, Attr::where, Attr::note, Attr::if_};

Status read_status(const Attributes& attributes, ReadContext& context) {
    if (!attributes.has(Attr::status)) return Status::stated;
    const std::string_view text = attributes.passing_text(Attr::status);
    constexpr Status all[] = {Status::stated, Status::reported, Status::expected, Status::denied, Status::hypothetical};
    std::vector<std::string> names;
    for (Status status : all) {
        if (to_string(status) == text) return status;
        names.emplace_back(to_string(status));
    }
    context
        .error("unknown-status", attributes.value_span(Attr::status), "there is no status " + quoted(text),
               did_you_mean(nearest(text, names)))
        .help = "a status is stated, reported, expected, denied or hypothetical";
    return Status::stated;
}

Remarks& remarks(Fact& fact) { return fact.remarks ? *fact.remarks : fact.remarks.emplace(); }

/// What every fact may say about itself. Declares its id, as an event's when `event` is given.
Fact begin_fact(const Attributes& attributes, ReadContext& context, EventId event = no_index) {
    Fact fact;
    fact.set = context.set_id;
    fact.span = attributes.element().span();
    if (attributes.has(Attr::id)) {
        fact.named = true;
        fact.own_id = attributes.text(Attr::id);
        const Symbol symbol =
            event == no_index ? Symbol{Symbol::Kind::fact, context.next_fact()} : Symbol{Symbol::Kind::event, event};
        declare(fact.own_id, attributes.value_span(Attr::id), symbol, context);
    }
    fact.status = read_status(attributes, context);
    if (attributes.has(Attr::where)) remarks(fact).where = attributes.text(Attr::where);
    if (attributes.has(Attr::note)) remarks(fact).note = attributes.text(Attr::note);
    if (attributes.has(Attr::source))
        fact.source = context.refer(Symbol::Kind::source, attributes.passing_word(Attr::source), Place::source);
    if (attributes.has(Attr::if_)) {
        for (const Word& word : split_words(attributes.word(Attr::if_), context.sources)) {
            const auto part = static_cast<std::uint32_t>(fact.conditions().size());
            const EventId condition = context.refer(Symbol::Kind::event, word, Place::condition, part);
            remarks(fact).conditions.push_back(condition);
        }
        if (fact.conditions().empty())
            context.error("empty-value", attributes.name_span(Attr::if_), "'if' names no event",
                          "name one, or leave 'if' out");
    }
    return fact;
}

void end_fact(Fact fact, FactBody body, ReadContext& context) {
    fact.body = std::move(body);
    context.set.facts.push_back(std::move(fact));
}

EntityId entity(const Attributes& attributes, Attr attr, Place place, ReadContext& context) {
    if (!attributes.has(attr)) return no_index;
    return context.refer(Symbol::Kind::entity, attributes.passing_word(attr), place);
}

void read_participants(XmlElement element, Event& event, ReadContext& context) {
    for (XmlElement child : element.children()) {
        if (child.name() != "participant" || child.namespace_uri() != element.namespace_uri()) {
            context
                .error("unknown-element", child.name_span(),
                       "<" + std::string(child.full_name()) + "> has no place in <event>",
                       did_you_mean(nearest(child.name(), {"participant"})))
                .help = "an event holds <participant role=\"...\" ref=\"...\"/> only";
            continue;
        }
        constexpr AttrSet both = {Attr::role, Attr::ref};
        const Attributes attributes(child, both, both, context.diagnostics);
        refuse_children(child, context);
        refuse_text(child, context);
        Participant participant;
        if (attributes.has(Attr::role)) participant.role = attributes.word(Attr::role);
        if (attributes.has(Attr::ref)) {
            participant.ref = attributes.word(Attr::ref);
            const auto part = static_cast<std::uint32_t>(event.participants.size());
            participant.entity = context.refer(Symbol::Kind::entity, participant.ref, Place::participant, part);
        }
        event.participants.push_back(std::move(participant));
    }
}

void read_event(const Attributes& attributes, ReadContext& context) {
    const auto id = context.next_event();
    Fact fact = begin_fact(attributes, context, id);
    Event event;
    event.fact = context.next_fact();
    if (attributes.has(Attr::kind)) event.kind = attributes.word(Attr::kind);
    for (Attr end : {Attr::from, Attr::to}) {
        if (!attributes.has(end) || !attributes.has(Attr::date)) continue;
        Diagnostic& d = context.error("time-forms", attributes.name_span(end),
                                      "'date' and " + quoted(to_string(end)) + " exclude each other",
                                      "one day, or a first and a last day?");
        d.labels.push_back({attributes.name_span(Attr::date), "given here"});
    }
    if (attributes.has(Attr::date)) event.date = read_instant(attributes.word(Attr::date), Place::at, context);
    if (attributes.has(Attr::from)) event.from = read_instant(attributes.word(Attr::from), Place::from, context);
    if (attributes.has(Attr::to)) event.to = read_instant(attributes.word(Attr::to), Place::to, context);
    read_participants(attributes.element(), event, context);
    context.set.events.push_back(std::move(event));
    end_fact(std::move(fact), EventClaim{id}, context);
}

void read_stake(const Attributes& attributes, ReadContext& context) {
    Fact fact = begin_fact(attributes, context);
    StakeClaim claim;
    claim.holder = entity(attributes, Attr::holder, Place::first, context);
    claim.in = entity(attributes, Attr::in, Place::second, context);
    if (const std::string_view basis = attributes.passing_text(Attr::basis); basis == "votes")
        claim.basis = Basis::votes;
    else if (attributes.has(Attr::basis) && basis != "capital")
        context
            .error("unknown-basis", attributes.value_span(Attr::basis), "there is no basis " + quoted(basis),
                   did_you_mean(nearest(basis, {"capital", "votes"})))
            .help = "a basis is capital or votes";
    claim.quantity = read_quantity(attributes, Attr::share, context);
    claim.when = read_when(attributes, context);
    end_fact(std::move(fact), std::move(claim), context);
}

void read_complete(const Attributes& attributes, ReadContext& context) {
    Fact fact = begin_fact(attributes, context);
    CompleteClaim claim;
    claim.of = entity(attributes, Attr::holders_of, Place::first, context);
    if (attributes.has(Attr::holder_list)) {
        claim.holders.emplace();
        for (const Word& word : split_words(attributes.word(Attr::holder_list), context.sources)) {
            const auto part = static_cast<std::uint32_t>(claim.holders->size());
            claim.holders->push_back(context.refer(Symbol::Kind::entity, word, Place::listed_holder, part));
        }
    }
    claim.when = read_when(attributes, context);
    end_fact(std::move(fact), std::move(claim), context);
}

void read_unchanged(const Attributes& attributes, ReadContext& context) {
    Fact fact = begin_fact(attributes, context);
    UnchangedClaim claim;
    claim.of = entity(attributes, Attr::holders_of, Place::first, context);
    claim.when = read_when(attributes, context);
    if (attributes.lacks({Attr::to, Attr::through}))
        context.error("missing-attribute", attributes.element().span(),
                      "<unchanged> does not say until when nothing changed",
                      "add through=\"...\" (last day) or to=\"...\" (first day after)");
    end_fact(std::move(fact), std::move(claim), context);
}

void read_office(const Attributes& attributes, ReadContext& context) {
    Fact fact = begin_fact(attributes, context);
    OfficeClaim claim;
    claim.person = entity(attributes, Attr::person, Place::first, context);
    claim.of = entity(attributes, Attr::of, Place::second, context);
    if (attributes.has(Attr::title)) claim.title = attributes.word(Attr::title);
    claim.when = read_when(attributes, context);
    end_fact(std::move(fact), std::move(claim), context);
}

void read_relation(const Attributes& attributes, ReadContext& context) {
    Fact fact = begin_fact(attributes, context);
    RelationClaim claim;
    if (attributes.has(Attr::kind)) claim.kind = attributes.word(Attr::kind);
    claim.subject = entity(attributes, Attr::subject, Place::first, context);
    claim.object = entity(attributes, Attr::object, Place::second, context);
    claim.when = read_when(attributes, context);
    end_fact(std::move(fact), std::move(claim), context);
}

/// An event, an instant or a date. What is no declared event yet may become one: finish_facts decides.
TimeArgument read_time_argument(const Attributes& attributes, Attr attr, Place place, ReadContext& context) {
    TimeArgument argument;
    if (!attributes.has(attr)) return argument;
    const Word word = attributes.word(attr);
    if (word.text != "now" && !split_instant(word.text)) return context.refer(Symbol::Kind::event, word, place);
    if (std::optional<Instant> instant = read_instant(word, place, context)) argument = *std::move(instant);
    return argument;
}

void read_order(const Attributes& attributes, ReadContext& context) {
    Fact fact = begin_fact(attributes, context);
    OrderClaim claim;
    claim.a = read_time_argument(attributes, Attr::a, Place::a, context);
    claim.b = read_time_argument(attributes, Attr::b, Place::b, context);
    if (attributes.has(Attr::is)) {
        const std::string_view text = attributes.passing_text(Attr::is);
        if (const std::optional<Allen> relation = parse_allen(text)) {
            claim.is = *relation;
        } else {
            std::vector<std::string> names;
            for (int i = 0; i <= static_cast<int>(Allen::finished_by); ++i)
                names.emplace_back(to_string(static_cast<Allen>(i)));
            std::string help = "one of Allen's relations is wanted: ";
            for (const std::string& name : names) help += (name == names.front() ? "" : ", ") + name;
            context
                .error("unknown-relation", attributes.value_span(Attr::is),
                       "there is no order " + quoted(text) + " of two times", did_you_mean(nearest(text, names)))
                .help = std::move(help);
        }
    }
    if (attributes.has(Attr::gap)) {
        const Word word = attributes.word(Attr::gap);
        DurationResult gap = parse_gap(word.text);
        if (gap.value)
            claim.gap = Gap{*gap.value, word};
        else
            context.error("bad-duration", word.span, quoted(word.text) + " is not a duration", std::move(gap.error))
                .help = "a gap is written P3D, P2M, P1Y, or as a range: P2M/P6M, P2M/.., ../P6M";
        if (attributes.has(Attr::is) && claim.is != Allen::before && claim.is != Allen::after)
            context.error("gap-without-before", attributes.name_span(Attr::gap),
                          "'gap' goes with is=\"before\" or is=\"after\" only",
                          std::string(to_string(claim.is)) + " leaves no days between the two");
    }
    end_fact(std::move(fact), std::move(claim), context);
}

void read_measure(const Attributes& attributes, ReadContext& context) {
    Fact fact = begin_fact(attributes, context);
    MeasureClaim claim;
    claim.of = entity(attributes, Attr::of, Place::first, context);
    claim.meant = MeasureClaim::Meant{attributes.text(Attr::name), attributes.text(Attr::unit)};
    claim.quantity = read_quantity(attributes, Attr::value, context);
    claim.when = read_when(attributes, context);
    end_fact(std::move(fact), std::move(claim), context);
}

void read_claim(const Attributes& attributes, ReadContext& context) {
    Fact fact = begin_fact(attributes, context);
    context.set.has_claims = true;
    end_fact(std::move(fact), ExpressionClaim{read_expression(attributes.element(), "expression", context), 0}, context);
}

void read_same(const Attributes& attributes, ReadContext& context) {
    Fact fact = begin_fact(attributes, context);
    SameClaim claim;
    claim.a = entity(attributes, Attr::a, Place::first, context);
    claim.b = entity(attributes, Attr::b, Place::second, context);
    end_fact(std::move(fact), claim, context);
}

constexpr AttrSet stake_only = {Attr::holder, Attr::in, Attr::basis};
constexpr AttrSet entity_only = {Attr::id, Attr::kind, Attr::name, Attr::jurisdiction, Attr::voting, Attr::same_as};
constexpr AttrSet event_only = {Attr::kind, Attr::date, Attr::from, Attr::to};
constexpr AttrSet office_only = {Attr::person, Attr::of, Attr::title};
constexpr AttrSet order_only = {Attr::a, Attr::is, Attr::b, Attr::gap};
constexpr AttrSet relation_only = {Attr::kind, Attr::subject, Attr::object};
constexpr AttrSet measure_only = {Attr::of, Attr::name, Attr::unit};
constexpr AttrSet complete_only = {Attr::holders_of, Attr::holder_list};
constexpr AttrSet unchanged_only = {Attr::holders_of, Attr::from, Attr::to, Attr::through};
constexpr AttrSet same_only = {Attr::a, Attr::b};
constexpr AttrSet expect_only = {Attr::id, Attr::answer, Attr::lower, Attr::upper, Attr::above, Attr::below};
constexpr AttrSet source_only = {Attr::id,  Attr::kind,  Attr::title,  Attr::published,
                                 Attr::url, Attr::trust, Attr::figures};
constexpr AttrSet shared = fact_attributes | time_attributes;
using Holds = ElementRule::Holds;
using Makes = ElementRule::Makes;

// clang-format off
constexpr ElementRule rules[] = {  // the most frequent first
    {"stake", shared | share_attributes | stake_only, {Attr::holder, Attr::in}, Holds::nothing, Makes::fact, read_stake},
    {"entity", entity_only, {Attr::id, Attr::kind}, Holds::nothing, Makes::entity, read_entity},
    {"event", fact_attributes | event_only, {Attr::kind}, Holds::participants, Makes::event, read_event},
    {"office", shared | office_only, office_only, Holds::nothing, Makes::fact, read_office},
    {"order", fact_attributes | order_only, {Attr::a, Attr::is, Attr::b}, Holds::nothing, Makes::fact, read_order},
    {"relation", shared | relation_only, relation_only, Holds::nothing, Makes::fact, read_relation},
    {"measure", shared | value_attributes | measure_only, {Attr::of, Attr::name}, Holds::nothing, Makes::fact, read_measure},
    {"complete", shared | complete_only, {Attr::holders_of}, Holds::nothing, Makes::fact, read_complete},
    {"unchanged", fact_attributes | unchanged_only, {Attr::holders_of, Attr::from}, Holds::nothing, Makes::fact, read_unchanged},
    {"claim", fact_attributes, {}, Holds::expression, Makes::fact, read_claim},
    {"same", fact_attributes | same_only, same_only, Holds::nothing, Makes::fact, read_same},
    {"expect", expect_only, {}, Holds::expression, Makes::other, read_expect},
    {"source", source_only, {Attr::id}, Holds::nothing, Makes::source, read_source},
    {"use", {Attr::rules, Attr::options}, {Attr::rules}, Holds::nothing, Makes::other, read_use},
};
// clang-format on

}  // namespace

std::span<const ElementRule> element_rules() { return rules; }

const ElementRule* find_rule(std::string_view name) {
    for (const ElementRule& rule : rules)
        if (rule.name == name) return &rule;
    return nullptr;
}

}  // namespace tenet

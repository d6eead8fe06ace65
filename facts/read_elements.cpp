#include "facts/read_elements.h"

#include <algorithm>
#include <utility>

#include "facts/read_declarations.h"
#include "facts/read_quantity.h"
#include "facts/read_time.h"

namespace tenet {

namespace {

using Place = Unresolved::Place;

constexpr AttrSet fact_attributes = {Attr::id, Attr::status, Attr::source, Attr::where, Attr::note, Attr::if_};

Status read_status(const Attributes& attributes, ReadContext& context) {
    if (!attributes.has(Attr::status)) return Status::stated;
    const std::string_view text = attributes.view(Attr::status);
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

/// What every fact may say about itself. Declares its id, as an event's when `event` is given.
Fact begin_fact(const Attributes& attributes, ReadContext& context, EventId event = no_index) {
    Fact fact;
    fact.set = context.set_id;
    fact.span = attributes.element().span();
    if (attributes.has(Attr::id)) {
        fact.named = true;
        fact.id = attributes.text(Attr::id);
        const Symbol symbol =
            event == no_index ? Symbol{Symbol::Kind::fact, context.next_fact()} : Symbol{Symbol::Kind::event, event};
        declare(fact.id, attributes.value_span(Attr::id), symbol, context);
    } else {
        fact.id = place_name(fact.span, context.sources);
    }
    fact.status = read_status(attributes, context);
    fact.where = attributes.text(Attr::where);
    fact.note = attributes.text(Attr::note);
    if (attributes.has(Attr::source))
        fact.source = context.refer(Symbol::Kind::source, attributes.word(Attr::source), Place::source);
    if (attributes.has(Attr::if_)) {
        const SourceSpan span = attributes.value_span(Attr::if_);
        for (Word& word : split_words(attributes.view(Attr::if_), span, context.sources)) {
            const auto part = static_cast<std::uint32_t>(fact.conditions.size());
            fact.conditions.push_back(context.refer(Symbol::Kind::event, std::move(word), Place::condition, part));
        }
        if (fact.conditions.empty())
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
    return context.refer(Symbol::Kind::entity, attributes.word(attr), place);
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
    const auto id = static_cast<EventId>(context.set.events.size());
    Fact fact = begin_fact(attributes, context, id);
    Event event;
    event.id = fact.id;
    event.span = fact.span;
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
    if (const std::string_view basis = attributes.view(Attr::basis); basis == "votes")
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
        const SourceSpan span = attributes.value_span(Attr::holder_list);
        for (Word& word : split_words(attributes.view(Attr::holder_list), span, context.sources)) {
            const auto part = static_cast<std::uint32_t>(claim.holders->size());
            claim.holders->push_back(context.refer(Symbol::Kind::entity, std::move(word), Place::listed_holder, part));
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
    argument.word = attributes.word(attr);
    if (argument.word.text == "now" || split_instant(argument.word.text))
        argument.instant = read_instant(argument.word, place, context);
    else
        argument.event = context.refer(Symbol::Kind::event, argument.word, place);
    return argument;
}

void read_order(const Attributes& attributes, ReadContext& context) {
    Fact fact = begin_fact(attributes, context);
    OrderClaim claim;
    claim.a = read_time_argument(attributes, Attr::a, Place::a, context);
    claim.b = read_time_argument(attributes, Attr::b, Place::b, context);
    if (attributes.has(Attr::is)) {
        const std::string_view text = attributes.view(Attr::is);
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
        Word word = attributes.word(Attr::gap);
        DurationResult gap = parse_gap(word.text);
        claim.gap = gap.value;
        if (!gap.value)
            context.error("bad-duration", word.span, quoted(word.text) + " is not a duration", std::move(gap.error))
                .help = "a gap is written P3D, P2M, P1Y, or as a range: P2M/P6M, P2M/.., ../P6M";
        claim.gap_word = std::move(word);
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
    claim.name = attributes.text(Attr::name);
    claim.unit = attributes.text(Attr::unit);
    claim.quantity = read_quantity(attributes, Attr::value, context);
    claim.when = read_when(attributes, context);
    end_fact(std::move(fact), std::move(claim), context);
}

PlacedText read_expression(XmlElement element, std::string_view what, ReadContext& context) {
    PlacedText text = element.text();
    if (text.text.find_first_not_of(" \t\r\n") == std::string::npos && !element.first_child())
        context.error("empty-value", element.span(),
                      "<" + std::string(element.name()) + "> holds no " + std::string(what),
                      "write it between the tags");
    return text;
}

void read_claim(const Attributes& attributes, ReadContext& context) {
    Fact fact = begin_fact(attributes, context);
    end_fact(std::move(fact), ExpressionClaim{read_expression(attributes.element(), "expression", context)}, context);
}

void read_same(const Attributes& attributes, ReadContext& context) {
    Fact fact = begin_fact(attributes, context);
    SameClaim claim;
    claim.a = entity(attributes, Attr::a, Place::first, context);
    claim.b = entity(attributes, Attr::b, Place::second, context);
    end_fact(std::move(fact), claim, context);
}

/// An expectation's bound: a number or a day, kept as written.
std::optional<Word> read_bound(const Attributes& attributes, Attr attr, ReadContext& context) {
    if (!attributes.has(attr)) return std::nullopt;
    Word word = attributes.word(attr);
    const bool readable = word.text.size() <= max_number_length;
    if (!readable || (!Rational::parse(word.text) && !parse_edtf(word.text).value))
        context.error("bad-bound", word.span, quoted(word.text) + " is neither a number nor a day").help =
            "a bound is a number (40%, 1/3, 12.5) or a day (2015-03-31)";
    return word;
}

void read_expect(const Attributes& attributes, ReadContext& context) {
    Expectation expectation;
    expectation.set = context.set_id;
    expectation.span = attributes.element().span();
    expectation.id =
        attributes.has(Attr::id) ? attributes.text(Attr::id) : place_name(expectation.span, context.sources);
    expectation.query = read_expression(attributes.element(), "query", context);
    if (attributes.has(Attr::answer)) {
        expectation.answer = attributes.word(Attr::answer);
        const std::string& text = expectation.answer.text;
        const std::vector<std::string> answers = {"certain", "possible", "impossible", "void"};
        if (std::find(answers.begin(), answers.end(), text) == answers.end())
            context
                .error("unknown-answer", expectation.answer.span, "there is no answer " + quoted(text),
                       did_you_mean(nearest(text, answers)))
                .help = "an answer is certain, possible, impossible or void; a number's is lower, upper, above, below";
    }
    expectation.lower = read_bound(attributes, Attr::lower, context);
    expectation.upper = read_bound(attributes, Attr::upper, context);
    expectation.above = read_bound(attributes, Attr::above, context);
    expectation.below = read_bound(attributes, Attr::below, context);
    constexpr AttrSet answers = {Attr::answer, Attr::lower, Attr::upper, Attr::above, Attr::below};
    if (attributes.lacks(answers))
        context.error("missing-attribute", expectation.span, "<expect> does not say what it expects",
                      "add answer=, lower=, upper=, above= or below=");
    constexpr std::pair<Attr, Attr> exclusive[] = {{Attr::lower, Attr::above},  {Attr::upper, Attr::below},
                                                   {Attr::answer, Attr::lower}, {Attr::answer, Attr::upper},
                                                   {Attr::answer, Attr::above}, {Attr::answer, Attr::below}};
    for (const auto& [one, other] : exclusive) {
        if (!attributes.has(one) || !attributes.has(other)) continue;
        Diagnostic& d =
            context.error("bad-bound", attributes.name_span(other),
                          quoted(to_string(one)) + " and " + quoted(to_string(other)) + " exclude each other",
                          one == Attr::answer ? "" : "is the end itself included, or not?");
        d.labels.push_back({attributes.name_span(one), "given here"});
    }
    context.set.expectations.push_back(std::move(expectation));
}

constexpr AttrSet period_attributes = {Attr::from, Attr::to, Attr::through};
constexpr AttrSet none = {};

constexpr ElementRule rules[] = {
    {"stake",
     fact_attributes | share_attributes | time_attributes | AttrSet{Attr::holder, Attr::in, Attr::basis},
     {Attr::holder, Attr::in},
     false,
     false,
     read_stake},
    {"entity",
     {Attr::id, Attr::kind, Attr::name, Attr::jurisdiction, Attr::voting, Attr::same_as},
     {Attr::id, Attr::kind},
     false,
     false,
     read_entity},
    {"event",
     fact_attributes | AttrSet{Attr::kind, Attr::date, Attr::from, Attr::to},
     {Attr::kind},
     false,
     true,
     read_event},
    {"office",
     fact_attributes | time_attributes | AttrSet{Attr::person, Attr::of, Attr::title},
     {Attr::person, Attr::of, Attr::title},
     false,
     false,
     read_office},
    {"order",
     fact_attributes | AttrSet{Attr::a, Attr::is, Attr::b, Attr::gap},
     {Attr::a, Attr::is, Attr::b},
     false,
     false,
     read_order},
    {"relation",
     fact_attributes | time_attributes | AttrSet{Attr::kind, Attr::subject, Attr::object},
     {Attr::kind, Attr::subject, Attr::object},
     false,
     false,
     read_relation},
    {"measure",
     fact_attributes | value_attributes | time_attributes | AttrSet{Attr::of, Attr::name, Attr::unit},
     {Attr::of, Attr::name},
     false,
     false,
     read_measure},
    {"complete",
     fact_attributes | time_attributes | AttrSet{Attr::holders_of, Attr::holder_list},
     {Attr::holders_of},
     false,
     false,
     read_complete},
    {"unchanged",
     fact_attributes | period_attributes | AttrSet{Attr::holders_of},
     {Attr::holders_of, Attr::from},
     false,
     false,
     read_unchanged},
    {"claim", fact_attributes, none, true, false, read_claim},
    {"same", fact_attributes | AttrSet{Attr::a, Attr::b}, {Attr::a, Attr::b}, false, false, read_same},
    {"expect",
     {Attr::id, Attr::answer, Attr::lower, Attr::upper, Attr::above, Attr::below},
     none,
     true,
     false,
     read_expect},
    {"source",
     {Attr::id, Attr::kind, Attr::title, Attr::published, Attr::url, Attr::trust, Attr::figures},
     {Attr::id},
     false,
     false,
     read_source},
    {"use", {Attr::rules}, {Attr::rules}, false, false, read_use},
};

}  // namespace

std::span<const ElementRule> element_rules() { return rules; }

}  // namespace tenet

// Resolves what was named before it was declared, and checks what only the whole run can tell: wrong references,
// `.date` of events that are not one day, figures of rounded sources.
#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "facts/read_declarations.h"
#include "facts/read_quantity.h"
#include "facts/read_time.h"
#include "facts/reader.h"

namespace tenet {

namespace {

using Place = Unresolved::Place;

/// The time argument, the instant, or the id that an unresolved reference fills in.
class Resolver {
public:
    Resolver(FactSet& set, const Sources& sources, Diagnostics& diagnostics)
        : set_(set), sources_(sources), diagnostics_(diagnostics) {}

    void resolve(const Unresolved& reference);

private:
    Fact& fact(const Unresolved& reference) { return set_.facts[reference.fact]; }
    std::uint32_t lookup(Symbol::Kind kind, const Word& word, std::string_view help = {});
    void complain(Symbol::Kind kind, const Word& word, std::string_view help);
    const std::vector<std::string>& ids(Symbol::Kind kind);
    Instant* instant(const Unresolved& reference);
    void resolve_argument(TimeArgument& argument, const Word& word);
    void resolve_instant(Instant& instant, const Word& word);

    FactSet& set_;
    const Sources& sources_;
    Diagnostics& diagnostics_;
    std::map<Symbol::Kind, std::vector<std::string>> ids_;  // filled when the first suggestion is looked for
    std::size_t comparisons_left_ = 5'000'000;              // a file full of unknown ids must not cost quadratic time
};

const std::vector<std::string>& Resolver::ids(Symbol::Kind kind) {
    std::vector<std::string>& list = ids_[kind];
    if (!list.empty()) return list;
    const auto add = [&](std::string_view id) {
        const Symbol* symbol = set_.find(id);
        if (symbol && symbol->kind == kind) list.emplace_back(id);
    };
    switch (kind) {  // in file order: of two that are as near, the first is meant
        case Symbol::Kind::source:
            for (const Source& source : set_.sources) add(source.id);
            break;
        case Symbol::Kind::entity:
            for (const Entity& entity : set_.entities) add(entity.id);
            break;
        case Symbol::Kind::event:
            for (const Event& event : set_.events) add(set_.facts[event.fact].own_id);
            break;
        case Symbol::Kind::fact:
            for (const Fact& fact : set_.facts) add(fact.own_id);
            break;
    }
    return list;
}

void Resolver::complain(Symbol::Kind kind, const Word& word, std::string_view help) {
    const std::string name = quoted(word.text);
    if (const Symbol* other = set_.find(word.text)) {
        const std::string wanted(kind_of(Symbol{kind, 0}));
        Diagnostic& d =
            diagnostics_.error("wrong-reference", word.span,
                               name + " is " + std::string(kind_of(*other)) + ", and " + wanted + " is wanted here");
        d.labels.push_back({span_of(*other, set_), "declared here"});
        d.help = help;
        return;
    }
    std::string message;
    switch (kind) {
        case Symbol::Kind::source: message = "no source named " + name + " is declared"; break;
        case Symbol::Kind::entity: message = "nobody named " + name + " is declared"; break;
        case Symbol::Kind::event: message = "no event named " + name + " is declared"; break;
        case Symbol::Kind::fact: message = "no fact named " + name + " is declared"; break;
    }
    Diagnostic& d = diagnostics_.error("unknown-name", word.span, std::move(message));
    d.help = help;
    const std::vector<std::string>& candidates = ids(kind);
    if (candidates.size() > comparisons_left_) return;
    comparisons_left_ -= candidates.size();
    const std::string likely = nearest(word.text, candidates);
    if (likely.empty()) return;
    const SourceSpan declared = span_of(*set_.find(likely), set_);
    const std::string line = std::to_string(sources_.line_column(declared.file, declared.begin).line);
    d.at_primary = "did you mean " + quoted(likely) + " (" +
                   (declared.file == SourceSpan(word.span).file ? "line " : sources_.path(declared.file) + ":") + line + ")?";
}

std::uint32_t Resolver::lookup(Symbol::Kind kind, const Word& word, std::string_view help) {
    const Symbol* symbol = set_.find(word.text);
    if (symbol && symbol->kind == kind) return symbol->index;
    complain(kind, word, help);
    return no_index;
}

/// The instant of a fact's time or of an event's own that the reference belongs to; null where reading it failed.
Instant* Resolver::instant(const Unresolved& reference) {
    const auto of = [](Boxed<Instant>& value) { return value ? &*value : nullptr; };
    FactBody& body = fact(reference).body;
    if (const EventClaim* claim = std::get_if<EventClaim>(&body)) {
        Event& event = set_.events[claim->event];
        if (reference.place == Place::at) return of(event.date);
        return of(reference.place == Place::from ? event.from : event.to);
    }
    When* when = nullptr;
    if (auto* stake = std::get_if<StakeClaim>(&body)) when = &stake->when;
    if (auto* complete = std::get_if<CompleteClaim>(&body)) when = &complete->when;
    if (auto* unchanged = std::get_if<UnchangedClaim>(&body)) when = &unchanged->when;
    if (auto* office = std::get_if<OfficeClaim>(&body)) when = &office->when;
    if (auto* relation = std::get_if<RelationClaim>(&body)) when = &relation->when;
    if (auto* measure = std::get_if<MeasureClaim>(&body)) when = &measure->when;
    When::Parts* parts = when ? when->parts() : nullptr;
    if (!parts) return nullptr;
    if (reference.place == Place::at) return of(parts->at);
    if (reference.place == Place::from) return of(parts->from);
    return of(reference.place == Place::to ? parts->to : parts->through);
}

void Resolver::resolve_instant(Instant& instant, const Word& word) {
    const bool of_source = instant.kind == Instant::Kind::source_published;
    instant.index = lookup(of_source ? Symbol::Kind::source : Symbol::Kind::event, word);
}

void Resolver::resolve_argument(TimeArgument& argument, const Word& word) {
    if (Instant* instant = argument.instant()) {
        resolve_instant(*instant, word);
        return;
    }
    const Symbol* symbol = set_.find(word.text);
    if (symbol && symbol->kind == Symbol::Kind::event) {
        argument = symbol->index;
        return;
    }
    if (!symbol) {
        if (const EdtfResult date = parse_date(word.text); date.value) {
            Instant instant;
            instant.edtf = *date.value;
            instant.word = word;
            argument = std::move(instant);
            return;
        } else if (!word.text.empty() && *word.text.data() >= '0' && *word.text.data() <= '9') {
            diagnostics_.error("bad-date", word.span, quoted(word.text) + " is not a date, and no event has this id",
                               date.error);
            return;
        }
    }
    complain(Symbol::Kind::event, word, "an order ties events, instants (x.start) and dates (2015-03)");
}

void Resolver::resolve(const Unresolved& reference) {
    const Word& word = reference.word;
    FactBody& body = fact(reference).body;
    const auto entity = [&] {
        return lookup(Symbol::Kind::entity, word,
                      std::holds_alternative<RelationClaim>(body) ? "a relation ties entities" : "");
    };
    switch (reference.place) {
        case Place::source: fact(reference).source = lookup(Symbol::Kind::source, word); break;
        case Place::condition:
            fact(reference).remarks->conditions[reference.part] =
                lookup(Symbol::Kind::event, word, "'if' lists the ids of events, with spaces between them");
            break;
        case Place::participant:
            set_.events[std::get<EventClaim>(body).event].participants[reference.part].entity = entity();
            break;
        case Place::listed_holder: (*std::get<CompleteClaim>(body).holders)[reference.part] = entity(); break;
        case Place::first:
            if (auto* stake = std::get_if<StakeClaim>(&body)) stake->holder = entity();
            if (auto* complete = std::get_if<CompleteClaim>(&body)) complete->of = entity();
            if (auto* unchanged = std::get_if<UnchangedClaim>(&body)) unchanged->of = entity();
            if (auto* office = std::get_if<OfficeClaim>(&body)) office->person = entity();
            if (auto* relation = std::get_if<RelationClaim>(&body)) relation->subject = entity();
            if (auto* measure = std::get_if<MeasureClaim>(&body)) measure->of = entity();
            if (auto* same = std::get_if<SameClaim>(&body)) same->a = entity();
            break;
        case Place::second:
            if (auto* stake = std::get_if<StakeClaim>(&body)) stake->in = entity();
            if (auto* office = std::get_if<OfficeClaim>(&body)) office->of = entity();
            if (auto* relation = std::get_if<RelationClaim>(&body)) relation->object = entity();
            if (auto* same = std::get_if<SameClaim>(&body)) same->b = entity();
            break;
        case Place::at:
        case Place::from:
        case Place::to:
        case Place::through:
            if (Instant* found = instant(reference)) resolve_instant(*found, word);
            break;
        case Place::a: resolve_argument(std::get<OrderClaim>(body).a, word); break;
        case Place::b: resolve_argument(std::get<OrderClaim>(body).b, word); break;
    }
}

/// `.date` is an instant of an event that lasts one day only.
void check_date_part(const Instant* instant, const FactSet& set, Diagnostics& diagnostics) {
    if (!instant || instant->kind != Instant::Kind::event_date || instant->index == no_index) return;
    const Event& event = set.events[instant->index];
    if (!event.from && !event.to) return;
    const std::string id = set.id_of(event);
    Diagnostic& d = diagnostics.error("no-date", instant->word.span,
                                      quoted(id) + " has no single day: it goes from one day to another",
                                      "did you mean '" + id + ".start' or '" + id + ".end'?");
    d.labels.push_back({set.span_of(event), "declared here"});
}

void check_date_parts(const Fact& fact, const FactSet& set, Diagnostics& diagnostics) {
    const auto check = [&](const Boxed<Instant>& instant) {
        if (instant) check_date_part(&*instant, set, diagnostics);
    };
    if (const auto* claim = std::get_if<EventClaim>(&fact.body)) {
        const Event& event = set.events[claim->event];
        check(event.date);
        check(event.from);
        check(event.to);
    } else if (const auto* order = std::get_if<OrderClaim>(&fact.body)) {
        check_date_part(order->a.instant(), set, diagnostics);
        check_date_part(order->b.instant(), set, diagnostics);
    } else {
        std::visit(
            [&](const auto& body) {
                if constexpr (requires { body.when; }) {
                    const When& when = body.when;
                    if (when.form() == When::Form::unsaid) return;
                    check(when.at());
                    check(when.from());
                    check(when.to());
                    check(when.through());
                }
            },
            fact.body);
    }
}

}  // namespace

bool round_figures(Fact& fact) {
    Quantity* quantity = nullptr;
    if (auto* stake = std::get_if<StakeClaim>(&fact.body)) quantity = &stake->quantity;
    if (auto* measure = std::get_if<MeasureClaim>(&fact.body)) quantity = &measure->quantity;
    if (!quantity) return false;
    bool any = false;
    for (Figure& figure : quantity->figures) {
        if (figure.form != Figure::Form::exact || figure.rounded) continue;
        if (!rounded_interval(figure.word.text, figure.value)) continue;
        figure.rounded = true;
        any = true;
    }
    return any;
}

void finish_facts(FactSet& set, const Sources& sources, Diagnostics& diagnostics) {
    Resolver resolver(set, sources, diagnostics);
    for (const Unresolved& reference : set.unresolved) {
        if (diagnostics.list().size() >= max_complaints) break;  // reading may have stopped before the declarations
        resolver.resolve(reference);
    }
    set.unresolved = {};
    const bool rounded = std::ranges::any_of(set.sets, &SetInfo::rounded) || std::ranges::any_of(set.sources, &Source::rounded);
    if (!rounded && !set.has_claims && !set.names_dates) return;
    std::uint32_t claims = 0;
    for (Fact& fact : set.facts) {
        check_date_parts(fact, set, diagnostics);
        if (auto* claim = std::get_if<ExpressionClaim>(&fact.body)) claim->number = claims++;
        if (set.sets[fact.set].rounded || (fact.source != no_index && set.sources[fact.source].rounded)) round_figures(fact);
    }
}

}  // namespace tenet

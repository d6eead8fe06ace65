// Sources, entities and packs: what they may say, and what a second declaration may not.
#include "facts/read_declarations.h"

#include <utility>

#include "facts/read_quantity.h"
#include "facts/read_time.h"

namespace tenet {

namespace {

/// An id stands in backquotes where it is no plain name (language.md, section 4), so it cannot hold one.
bool check_id(std::string_view id, SourceSpan place, ReadContext& context) {
    if (id.empty()) {
        context.error("bad-id", place, "an id may not be empty");
        return false;
    }
    if (id.front() == ' ' || id.back() == ' ' || id.find('`') != std::string_view::npos) {
        context.error("bad-id", place, quoted(id) + " cannot be an id",
                      "an id holds no backquote and has no space at its ends");
        return false;
    }
    return true;
}

/// A second declaration may add an attribute, not change one.
void merge_attribute(Entity& entity, std::string_view name, Word word, ReadContext& context) {
    const Word* known = entity.attribute(name);
    if (!known) {
        entity.attributes.push_back({name, word});
    } else if (known->text != word.text) {
        Diagnostic& d = context.error("entity-differs", word.span,
                                      "the entity " + quoted(entity.id) + " has the " + std::string(name) + " " +
                                          quoted(known->text) + " where it was declared before, and " +
                                          quoted(word.text) + " here");
        d.labels.push_back({known->span, "declared here first"});
        d.help = "an entity declared twice is one entity; give one of them another id if they are two";
    }
}

void read_same_as(EntityId id, const Attributes& attributes, ReadContext& context) {
    Entity& entity = context.entity(id);
    Word word = attributes.word(Attr::same_as);
    if (entity.same_as != no_index) {
        merge_attribute(entity, "same-as", std::move(word), context);
        return;
    }
    entity.attributes.push_back({"same-as", word});
    entity.same_as = context.next_fact();
    Fact fact;
    fact.own_id = entity.id;
    fact.named = true;
    fact.set = context.set_id;
    fact.span = attributes.element().span();
    const EntityId other = context.refer(Symbol::Kind::entity, std::move(word), Unresolved::Place::second);
    fact.body = SameClaim{id, other};
    context.set.facts.push_back(std::move(fact));
}

}  // namespace

std::string_view kind_of(const Symbol& symbol) {
    switch (symbol.kind) {
        case Symbol::Kind::source: return "a source";
        case Symbol::Kind::entity: return "an entity";
        case Symbol::Kind::event: return "an event";
        case Symbol::Kind::fact: return "a fact";
    }
    return {};
}

SourceSpan span_of(const Symbol& symbol, const FactSet& set) {
    switch (symbol.kind) {
        case Symbol::Kind::source: return set.sources[symbol.index].span;
        case Symbol::Kind::entity: return set.entities[symbol.index].span;
        case Symbol::Kind::event: return set.span_of(set.events[symbol.index]);
        case Symbol::Kind::fact: return set.facts[symbol.index].span;
    }
    return {};
}

bool declare(std::string_view id, SourceSpan place, Symbol symbol, ReadContext& context) {
    if (!check_id(id, place, context)) return false;
    const Symbol* taken = context.insert(id, symbol);
    if (!taken) return true;
    Diagnostic& d = context.error("duplicate-id", place,
                                  "the id " + quoted(id) + " is taken by " + std::string(kind_of(*taken)) + " already");
    d.labels.push_back({span_of(*taken, context.set), "first declared here"});
    d.help = "sources, entities, events and facts share their ids over all files of a run";
    return false;
}

bool read_figures(const Attributes& attributes, ReadContext& context) {
    if (!attributes.has(Attr::figures)) return false;
    if (attributes.text(Attr::figures) == "rounded") return true;
    context
        .error("bad-figures", attributes.value_span(Attr::figures),
               quoted(attributes.text(Attr::figures)) + " is nothing that figures can be",
               did_you_mean(nearest(attributes.text(Attr::figures), {"rounded"})))
        .help = "figures=\"rounded\" reads share= and value= as about=; leave it out where figures are exact";
    return false;
}

void read_source(const Attributes& attributes, ReadContext& context) {
    Source source;
    source.span = attributes.element().span();
    source.id = attributes.text(Attr::id);
    source.kind = attributes.text(Attr::kind);
    source.title = attributes.text(Attr::title);
    source.url = attributes.text(Attr::url);
    if (attributes.has(Attr::published))
        source.published = read_date(attributes.word(Attr::published), "published", context);
    if (attributes.has(Attr::trust)) {
        const Word word = attributes.word(Attr::trust);
        if (const std::optional<Rational> trust = read_number(word, context)) {
            source.trust = *trust;
            if (*trust < Rational(0) || *trust > Rational(1))
                context.error("bad-trust", word.span,
                              "trust lies between 0 and 1, and " + quoted(word.text) + " does not");
        }
    }
    source.rounded = read_figures(attributes, context);
    const auto index = context.next_source();
    if (attributes.has(Attr::id))
        declare(source.id, attributes.value_span(Attr::id), {Symbol::Kind::source, index}, context);
    context.set.sources.push_back(std::move(source));
}

void read_entity(const Attributes& attributes, ReadContext& context) {
    if (!attributes.has(Attr::id)) return;
    const std::string_view id = attributes.text(Attr::id);
    const Symbol* known = context.piece ? nullptr : context.set.find(id);  // in pieces `declare` says so
    EntityId index = context.next_entity();
    if (known && known->kind == Symbol::Kind::entity) {
        index = known->index;
    } else {
        Entity entity;
        entity.id = id;
        entity.name = id;
        entity.span = attributes.element().span();
        declare(id, attributes.value_span(Attr::id), {Symbol::Kind::entity, index}, context);
        context.set.entities.push_back(std::move(entity));
    }
    Entity& entity = context.entity(index);
    if (attributes.has(Attr::name) && entity.name == entity.id) entity.name = attributes.text(Attr::name);
    if (attributes.has(Attr::kind)) {
        Word kind = attributes.word(Attr::kind);
        if (entity.kind.empty()) {
            entity.kind = std::move(kind);
        } else if (entity.kind.text != kind.text) {
            Diagnostic& d = context.error("entity-differs", kind.span,
                                          "the entity " + quoted(id) + " is a " + std::string(entity.kind.text) +
                                              " where it was declared before, and a " + kind.text + " here");
            d.labels.push_back({entity.kind.span, "declared here first"});
            d.help = "an entity declared twice is one entity; give one of them another id if they are two";
        }
    }
    for (Attr attr : {Attr::jurisdiction, Attr::voting})
        if (attributes.has(attr)) merge_attribute(entity, to_string(attr), attributes.word(attr), context);
    if (attributes.has(Attr::same_as)) read_same_as(index, attributes, context);
}

void read_use(const Attributes& attributes, ReadContext& context) {
    if (!attributes.has(Attr::rules)) return;
    Word word = attributes.word(Attr::rules);
    if (word.empty())
        context.error("empty-value", attributes.name_span(Attr::rules), "'rules' names no pack");
    else
        context.info().uses.push_back({std::move(word), attributes.has(Attr::options) ? attributes.word(Attr::options) : Word{}});
}

}  // namespace tenet

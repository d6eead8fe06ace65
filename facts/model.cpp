// Names of statuses and relations, what figures allow together, and facts by their ids.
#include "facts/model.h"

#include <array>
#include <utility>

#include "facts/read_quantity.h"

namespace tenet {

namespace {

constexpr std::array<std::string_view, 13> allen_names = {
    "before", "meets",  "overlaps",      "starts",     "during",   "finishes",   "equals",
    "after",  "met-by", "overlapped-by", "started-by", "contains", "finished-by"};

/// Whether `candidate` as a lower end excludes more than `current`.
bool is_higher(const Bound& candidate, const std::optional<Bound>& current) {
    if (!current) return true;
    if (candidate.value != current->value) return candidate.value > current->value;
    return candidate.open && !current->open;
}

bool is_lower(const Bound& candidate, const std::optional<Bound>& current) {
    if (!current) return true;
    if (candidate.value != current->value) return candidate.value < current->value;
    return candidate.open && !current->open;
}

}  // namespace

std::string_view to_string(Status status) {
    switch (status) {
        case Status::stated: return "stated";
        case Status::reported: return "reported";
        case Status::expected: return "expected";
        case Status::denied: return "denied";
        case Status::hypothetical: return "hypothetical";
    }
    return {};
}

std::string_view to_string(Allen relation) { return allen_names[static_cast<std::size_t>(relation)]; }

std::optional<Allen> parse_allen(std::string_view text) {
    for (std::size_t i = 0; i < allen_names.size(); ++i)
        if (allen_names[i] == text) return static_cast<Allen>(i);
    return std::nullopt;
}

const When::Parts When::nothing;

const std::vector<EventId>& Fact::conditions() const {
    static const std::vector<EventId> none;
    return remarks ? remarks->conditions : none;
}

Interval Figure::allowed() const {
    const bool written_round = form == Form::about || (form == Form::exact && rounded);
    if (const auto interval = written_round ? rounded_interval(word.text, value) : std::nullopt) return *interval;
    switch (form) {
        case Form::exact:
        case Form::about: return {Bound{value}, Bound{value}};  // a fraction has no last digit to round
        case Form::min: return {Bound{value}, std::nullopt};
        case Form::max: return {std::nullopt, Bound{value}};
        case Form::above: return {Bound{value, true}, std::nullopt};
        case Form::below: return {std::nullopt, Bound{value, true}};
    }
    return {};
}

Interval Quantity::allowed() const {
    Interval result;
    for (const Figure& figure : figures) {
        const Interval allowed = figure.allowed();
        if (allowed.lower && is_higher(*allowed.lower, result.lower)) result.lower = allowed.lower;
        if (allowed.upper && is_lower(*allowed.upper, result.upper)) result.upper = allowed.upper;
    }
    return result;
}

const Word* Entity::attribute(std::string_view wanted) const {
    for (const auto& [key, word] : attributes)
        if (key == wanted) return &word;
    return nullptr;
}

void FactSet::forget_ids() {
    symbols = {};
    forgotten.yes = true;
}

// Ids were declared once, and told from one another, when they were read. A same-as fact has its entity's.
void FactSet::remember_ids() const {
    const std::lock_guard lock(forgotten.guard);
    if (!forgotten.yes) return;
    SymbolTable all;
    all.reserve(sources.size() + entities.size() + facts.size());
    const auto index = [](const auto& list, const auto& item) { return static_cast<std::uint32_t>(&item - list.data()); };
    for (const Source& source : sources) all.insert(source.id, {Symbol::Kind::source, index(sources, source)});
    for (const Entity& entity : entities) all.insert(entity.id, {Symbol::Kind::entity, index(entities, entity)});
    for (const Fact& fact : facts) {
        if (!fact.named) continue;
        const auto* event = std::get_if<EventClaim>(&fact.body);
        all.insert(fact.own_id, event ? Symbol{Symbol::Kind::event, event->event} : Symbol{Symbol::Kind::fact, index(facts, fact)});
    }
    symbols = std::move(all);
    forgotten.yes = false;
}

std::optional<FactId> FactSet::find_fact(std::string_view id) const {
    if (const Symbol* symbol = find(id)) {
        switch (symbol->kind) {
            case Symbol::Kind::source: return std::nullopt;
            case Symbol::Kind::entity: {
                const FactId same_as = entities[symbol->index].same_as;
                return same_as == no_index ? std::nullopt : std::optional(same_as);
            }
            case Symbol::Kind::event: return events[symbol->index].fact;
            case Symbol::Kind::fact: return symbol->index;
        }
    }
    // Facts without an id of their own are not in the table: a register has millions, and only the command line asks.
    if (id.find(':') == std::string_view::npos) return std::nullopt;
    for (FactId i = 0; i < facts.size(); ++i) {
        const Fact& fact = facts[i];
        if (!fact.named && id.starts_with(files->path(SourceSpan(fact.span).file)) && place_name(fact.span, *files) == id) return i;
    }
    return std::nullopt;
}

std::string place_name(SourceSpan span, const Sources& sources) {
    const LineColumn at = sources.line_column(span.file, span.begin);
    return sources.path(span.file) + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
}

std::string_view FactSet::text_of(const TimeArgument& argument) const {
    if (const Instant* instant = argument.instant()) return instant->word.text;
    return argument.event() == no_index ? std::string_view() : facts[events[argument.event()].fact].own_id.view();
}

}  // namespace tenet

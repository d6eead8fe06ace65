// Names of statuses and relations, what figures allow together, and facts by their ids.
#include "facts/model.h"

#include <array>
#include <utility>

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

Interval Quantity::allowed() const {
    Interval result;
    for (const Figure& figure : figures) {
        if (figure.allowed.lower && is_higher(*figure.allowed.lower, result.lower)) result.lower = figure.allowed.lower;
        if (figure.allowed.upper && is_lower(*figure.allowed.upper, result.upper)) result.upper = figure.allowed.upper;
    }
    return result;
}

const Word* Entity::attribute(std::string_view wanted) const {
    for (const auto& [key, word] : attributes)
        if (key == wanted) return &word;
    return nullptr;
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
    for (FactId i = 0; i < facts.size(); ++i)
        if (!facts[i].named && facts[i].id == id) return i;
    return std::nullopt;
}

}  // namespace tenet

// Takes an assignment apart, finds what it replaces, and has the readers of files read the value.
#include "facts/set_values.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "facts/read_quantity.h"
#include "facts/read_time.h"
#include "facts/reader.h"

namespace tenet {

namespace {

constexpr std::string_view example = "write FACT.ATTRIBUTE=VALUE, such as s1.share=60% or takeover.date=2015-03";

struct Assignment {
    Word fact, attribute, value;
};

struct Setter {
    FactSet& set;
    const Sources& sources;
    Diagnostics& diagnostics;
    FileIndex first_file;  // the first of the arguments: what stands there was set by this run

    bool is_own(const Word& word) const { 
        const FileIndex file = SourceSpan(word.span).file;
        return file != SourceSpan::none && file >= first_file;
    }
    bool is_own(const Boxed<Instant>& instant) const { return instant && is_own(instant->word); }

    std::optional<Assignment> split(FileIndex file) const;
    std::optional<FactId> fact_of(const Word& word) const;
    bool figure(Quantity& quantity, const Assignment& given, bool is_share, ReadContext& context) const;
    bool when(FactId id, When& when, const Assignment& given, ReadContext& context) const;
    bool event(FactId id, Event& event, const Assignment& given, ReadContext& context) const;
    bool gap(OrderClaim& order, const Assignment& given) const;
    std::optional<Instant> instant(FactId id, const Assignment& given, Unresolved::Place place, ReadContext& context) const;
    bool clash(const Word& other, const Assignment& given) const;
    std::optional<FactId> carry_out(FileIndex file) const;
};

// An id may hold dots and equal signs (FILE:LINE:COLUMN): the first split whose left side names a fact is meant.
std::optional<Assignment> Setter::split(FileIndex file) const {
    const std::string_view text = sources.whole(file);
    const auto word = [&](std::size_t begin, std::size_t end) {
        return Word{text.substr(begin, end - begin),
                    SourceSpan{file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}};
    };
    std::optional<Assignment> first;
    for (std::size_t equal = text.find('='); equal != std::string_view::npos; equal = text.find('=', equal + 1)) {
        const std::size_t dot = text.rfind('.', equal);
        if (dot == std::string_view::npos) continue;
        Assignment found{word(0, dot), word(dot + 1, equal), word(equal + 1, text.size())};
        if (set.find_fact(found.fact.text)) return found;
        if (!first) first = std::move(found);
    }
    if (!first)
        diagnostics.error("bad-assignment", word(0, text.size()).span, quoted(text) + " sets nothing").help = example;
    return first;
}

std::optional<FactId> Setter::fact_of(const Word& word) const {
    if (const auto id = set.find_fact(word.text)) return id;
    std::vector<std::string> ids;
    for (const Fact& fact : set.facts)
        if (fact.named) ids.emplace_back(fact.own_id);
    const bool other = set.find(word.text) != nullptr;
    const std::string near = nearest(word.text, ids);
    diagnostics
        .error("unknown-fact", word.span,
               other ? quoted(word.text) + " is no fact: only facts have figures and dates to set"
                     : "there is no fact " + quoted(word.text),
               near.empty() ? "" : "did you mean " + quoted(near) + "?")
        .help = word.text.empty() ? std::string(example)
                                  : "facts are named by their id, or FILE:LINE:COLUMN where they have none";
    return std::nullopt;
}

bool Setter::clash(const Word& other, const Assignment& given) const {
    diagnostics
        .error("bad-assignment", given.attribute.span,
               quoted(given.attribute.text) + " and another --set of this fact exclude each other", "set only one of them")
        .labels.push_back({other.span, "set here"});
    return false;
}

constexpr std::array<std::pair<std::string_view, Figure::Form>, 5> bounds{{{"about", Figure::Form::about},
                                                                           {"min", Figure::Form::min},
                                                                           {"max", Figure::Form::max},
                                                                           {"above", Figure::Form::above},
                                                                           {"below", Figure::Form::below}}};

// Whether a figure says something of the lower end, of the upper end.
std::pair<bool, bool> ends_of(Figure::Form form) {
    switch (form) {
        case Figure::Form::exact:
        case Figure::Form::about: return {true, true};
        case Figure::Form::min:
        case Figure::Form::above: return {true, false};
        case Figure::Form::max:
        case Figure::Form::below: return {false, true};
    }
    return {true, true};
}

bool Setter::figure(Quantity& quantity, const Assignment& given, bool is_share, ReadContext& context) const {
    Figure::Form form = Figure::Form::exact;
    for (const auto& [name, its] : bounds)
        if (name == given.attribute.text) form = its;
    for (const Figure& figure : quantity.figures)
        if (is_own(figure.word) && figure.form == form) return clash(figure.word, given);
    auto made = read_figure(form, given.value, is_share, context);
    if (!made) return false;
    const auto [low, high] = ends_of(form);
    quantity.figures.remove_if([&](const Figure& old) {
        const auto [old_low, old_high] = ends_of(old.form);
        return !is_own(old.word) && ((low && old_low) || (high && old_high));
    });
    quantity.figures.push_back(std::move(*made));
    return true;
}

// References to unknown events and sources are complained of by finish_facts, as those of files are.
std::optional<Instant> Setter::instant(FactId id, const Assignment& given, Unresolved::Place place, ReadContext& context) const {
    auto made = read_instant(given.value, place, context);
    for (Unresolved& reference : set.unresolved)
        if (reference.fact == context.next_fact()) reference.fact = id;
    return made;
}

bool Setter::when(FactId id, When& old, const Assignment& given, ReadContext& context) const {
    using Place = Unresolved::Place;
    const std::string_view name = given.attribute.text;
    const bool day = name == "at", span = name == "throughout";
    When::Parts when = old.edit();
    Boxed<Instant>& place = day || span ? when.at : name == "from" ? when.from : name == "to" ? when.to : when.through;
    const auto outs = day || span       ? std::vector{&when.at, &when.from, &when.to, &when.through}
                      : name == "from" ? std::vector{&when.at, &when.from}
                                       : std::vector{&when.at, &when.to, &when.through};
    for (const Boxed<Instant>* out : outs)
        if (is_own(*out)) return clash((*out)->word, given);
    auto made = instant(id, given, day || span ? Place::at : name == "from" ? Place::from : name == "to" ? Place::to : Place::through, context);
    if (!made) return false;
    for (Boxed<Instant>* out : outs) *out = {};
    place = std::move(*made);
    when.form = day ? When::Form::at : span ? When::Form::throughout : When::Form::period;
    old.edit() = std::move(when);
    return true;
}

bool Setter::event(FactId id, Event& event, const Assignment& given, ReadContext& context) const {
    using Place = Unresolved::Place;
    const std::string_view name = given.attribute.text;
    Boxed<Instant>& place = name == "date" ? event.date : name == "from" ? event.from : event.to;
    const auto outs = name == "date" ? std::vector{&event.date, &event.from, &event.to} : std::vector{&event.date, &place};
    for (const Boxed<Instant>* out : outs)
        if (is_own(*out)) return clash((*out)->word, given);
    auto made = instant(id, given, name == "date" ? Place::at : name == "from" ? Place::from : Place::to, context);
    if (!made) return false;
    for (Boxed<Instant>* out : outs) *out = {};
    place = std::move(*made);
    return true;
}

bool Setter::gap(OrderClaim& order, const Assignment& given) const {
    if (order.gap && is_own(order.gap->word)) return clash(order.gap->word, given);
    if (order.is != Allen::before && order.is != Allen::after) {
        diagnostics.error("gap-without-before", given.attribute.span, "'gap' goes with is=\"before\" or is=\"after\" only",
                          "this order says " + std::string(to_string(order.is)));
        return false;
    }
    DurationResult gap = parse_gap(given.value.text);
    if (!gap.value) {
        diagnostics
            .error("bad-duration", given.value.span, quoted(given.value.text) + " is not a duration", std::move(gap.error))
            .help = "a gap is written P3D, P2M, P1Y, or as a range: P2M/P6M, P2M/.., ../P6M";
        return false;
    }
    order.gap = Gap{*gap.value, given.value};
    return true;
}

struct Settable {
    std::string_view element;
    std::vector<std::string> names;
};

Settable settable(const FactBody& body) {
    const std::vector<std::string> time{"at", "throughout", "from", "to", "through"};
    const auto with = [&](std::string_view element, std::vector<std::string> names) {
        names.insert(names.end(), time.begin(), time.end());
        return Settable{element, std::move(names)};
    };
    return std::visit(
        [&](const auto& claim) -> Settable {
            using Claim = std::decay_t<decltype(claim)>;
            if constexpr (std::is_same_v<Claim, StakeClaim>)
                return with("stake", {"share", "about", "min", "max", "above", "below"});
            else if constexpr (std::is_same_v<Claim, MeasureClaim>)
                return with("measure", {"value", "about", "min", "max", "above", "below"});
            else if constexpr (std::is_same_v<Claim, EventClaim>)
                return {"event", {"date", "from", "to"}};
            else if constexpr (std::is_same_v<Claim, CompleteClaim>)
                return with("complete", {});
            else if constexpr (std::is_same_v<Claim, UnchangedClaim>)
                return {"unchanged", {"from", "to", "through"}};
            else if constexpr (std::is_same_v<Claim, OfficeClaim>)
                return with("office", {});
            else if constexpr (std::is_same_v<Claim, RelationClaim>)
                return with("relation", {});
            else if constexpr (std::is_same_v<Claim, OrderClaim>)
                return {"order", {"gap"}};
            else if constexpr (std::is_same_v<Claim, ExpressionClaim>)
                return {"claim", {}};
            else
                return {"same", {}};
        },
        body);
}

std::optional<FactId> Setter::carry_out(FileIndex file) const {
    const auto given = split(file);
    if (!given) return std::nullopt;
    const auto id = fact_of(given->fact);
    if (!id) return std::nullopt;
    Fact& fact = set.facts[*id];
    const auto [element, names] = settable(fact.body);
    const std::string_view name = given->attribute.text;
    if (std::find(names.begin(), names.end(), name) == names.end()) {
        const std::string near = nearest(name, names);
        std::string list;
        for (const std::string& each : names) list += (each == names.front() ? "" : ", ") + each;
        diagnostics
            .error("bad-assignment", given->attribute.span,
                   "--set cannot change " + (name.empty() ? "a part without a name" : quoted(name)) + " of " +
                       quoted(given->fact.text),
                   near.empty() ? "" : "did you mean " + quoted(near) + "?")
            .help = names.empty() ? "a <" + std::string(element) + "> has no figure and no date of its own"
                                  : "of a <" + std::string(element) + ">: " + list;
        return std::nullopt;
    }
    ReadContext context{set, sources, diagnostics, file, fact.set};
    const bool is_figure = name == "share" || name == "value" ||
                           std::any_of(bounds.begin(), bounds.end(), [&](const auto& b) { return b.first == name; });
    bool done = false;
    if (auto* stake = std::get_if<StakeClaim>(&fact.body); stake && is_figure) {
        done = figure(stake->quantity, *given, true, context);
    } else if (auto* measure = std::get_if<MeasureClaim>(&fact.body); measure && is_figure) {
        done = figure(measure->quantity, *given, false, context);
    } else if (auto* order = std::get_if<OrderClaim>(&fact.body)) {
        done = gap(*order, *given);
    } else if (auto* claim = std::get_if<EventClaim>(&fact.body)) {
        done = event(*id, set.events[claim->event], *given, context);
    } else {
        std::visit(
            [&](auto& body) {
                if constexpr (requires { body.when; }) done = when(*id, body.when, *given, context);
            },
            fact.body);
    }
    return done ? id : std::nullopt;
}

}  // namespace

FactState state_of(const FactSet& set, FactId id) {
    FactState state{id, set.facts[id], {}};
    if (const auto* claim = std::get_if<EventClaim>(&state.fact.body)) state.event = set.events[claim->event];
    return state;
}

void put_back(const FactState& state, FactSet& set) {
    set.facts[state.id] = state.fact;
    if (state.event) set.events[std::get<EventClaim>(state.fact.body).event] = *state.event;
}

std::vector<SetValue> set_values(const std::vector<std::string>& assignments, FactSet& set, Sources& sources,
                                 Diagnostics& diagnostics) {
    std::vector<SetValue> out;
    if (assignments.empty() || diagnostics.has_errors()) return out;
    const Setter setter{set, sources, diagnostics, static_cast<FileIndex>(sources.size())};
    std::vector<FileIndex> files;
    std::map<FactId, FactState> as_read;
    for (const std::string& text : assignments) files.push_back(sources.add("--set", text));
    for (const FileIndex file : files) {
        const auto given = setter.split(file);
        const auto id = given ? set.find_fact(given->fact.text) : std::nullopt;
        std::optional<FactState> before;
        if (id) before = state_of(set, *id);
        if (id) as_read.emplace(*id, *before);
        if (setter.carry_out(file)) out.push_back({std::string(sources.whole(file)), std::move(*before), as_read.at(*id)});
    }
    if (out.size() < files.size()) return out;
    finish_facts(set, sources, diagnostics);
    if (diagnostics.has_errors()) return out;
    // `without` so far: with those before it. Where others of the same fact come after it, they are carried out on that;
    // what there is to complain of has been said.
    Diagnostics said;
    const Setter again{set, sources, said, setter.first_file};
    for (std::size_t i = 0; i < files.size(); ++i) {
        const FactId id = out[i].without.id;
        const FactState with = state_of(set, id);
        put_back(out[i].without, set);
        for (std::size_t j = i + 1; j < files.size(); ++j)
            if (out[j].without.id == id) again.carry_out(files[j]);
        finish_facts(set, sources, said);
        out[i].without = state_of(set, id);
        put_back(with, set);
    }
    return out;
}

}  // namespace tenet

// One list of fields serves writing and reading, so that they cannot come apart.
#include "engine/part_entry.h"

#include <algorithm>
#include <cstring>
#include <set>

#include "engine/place_marks.h"
#include "facts/utf8.h"

namespace tenet {

namespace {

constexpr std::uint64_t most_counted = std::uint64_t{1} << 40;  // components, laws: more than any memory holds
constexpr std::size_t most_items = 1'000'000;                   // of a list

template <class Id>
std::optional<std::uint32_t> place_in(const std::vector<Id>& sorted, std::uint64_t id) {
    const auto it = std::lower_bound(sorted.begin(), sorted.end(), id);
    if (it == sorted.end() || *it != id) return std::nullopt;
    return static_cast<std::uint32_t>(it - sorted.begin());
}

class Encoding {
public:
    static constexpr bool reads = false;
    bool number(std::uint64_t& n, std::uint64_t) {
        char bytes[sizeof n];
        std::memcpy(bytes, &n, sizeof n);
        out.append(bytes, sizeof n);
        return true;
    }
    bool text(std::string& t) {
        std::uint64_t size = t.size();
        number(size, SIZE_MAX);
        out += t;
        return true;
    }
    std::string out;
};

class Decoding {
public:
    static constexpr bool reads = true;
    explicit Decoding(std::string_view bytes) : rest(bytes) {}
    bool number(std::uint64_t& n, std::uint64_t most) {
        if (rest.size() < sizeof n) return false;
        std::memcpy(&n, rest.data(), sizeof n);
        rest.remove_prefix(sizeof n);
        return n <= most;
    }
    bool text(std::string& t) {
        std::uint64_t size = 0;
        if (!number(size, rest.size()) || size > rest.size()) return false;
        t = rest.substr(0, size);
        rest.remove_prefix(size);
        std::string plain = t;
        std::erase_if(plain, [](char c) { return c == '\x01' || c == '\x02'; });  // the marks of places
        return find_bad_character(plain).at == std::string::npos;
    }
    std::string_view rest;
};

/// What a number in the bytes stands for, and back.
struct Numbering {
    const FactSet& facts;
    const Vocabulary& vocabulary;
    const Slice& part;
    const std::vector<std::uint32_t>& expectations;
    std::vector<EventId> events{};  // of the part, in order

    Numbering(const FactSet& f, const Vocabulary& v, const Slice& p, const std::vector<std::uint32_t>& asked)
        : facts(f), vocabulary(v), part(p), expectations(asked) {
        for (const FactId id : part.facts)
            if (const auto* claim = std::get_if<EventClaim>(&facts.facts[id].body)) events.push_back(claim->event);
    }

    template <class Archive, class Id>
    static bool id_of(Archive& archive, const std::vector<Id>& list, std::uint32_t& id) {
        std::uint64_t n = 0;
        if constexpr (!Archive::reads) {
            const auto place = place_in(list, id);
            if (!place) return false;
            n = *place;
        }
        if (!archive.number(n, UINT32_MAX)) return false;
        if constexpr (Archive::reads) {
            if (n >= list.size()) return false;
            id = list[n];
        }
        return true;
    }
};

template <class Archive, class Enum>
bool word(Archive& archive, Enum& value, Enum last) {
    auto n = static_cast<std::uint64_t>(value);
    if (!archive.number(n, static_cast<std::uint64_t>(last))) return false;
    value = static_cast<Enum>(n);
    return true;
}

template <class Archive>
bool flag(Archive& archive, bool& value) {
    std::uint64_t n = value;
    if (!archive.number(n, 1)) return false;
    value = n != 0;
    return true;
}

template <class Archive>
bool count(Archive& archive, std::size_t& value) {
    std::uint64_t n = value;
    if (!archive.number(n, most_counted)) return false;
    value = n;
    return true;
}

template <class Archive, class Item, class Each>
bool list(Archive& archive, std::vector<Item>& items, const Each& each) {
    std::uint64_t n = items.size();
    if (!archive.number(n, most_items)) return false;
    for (std::uint64_t i = 0; i < n; ++i) {
        if constexpr (Archive::reads) items.emplace_back();
        if (!each(items[i])) return false;
    }
    return true;
}

// A text with marks: they call facts by their place in the part while it is kept.
template <class Archive>
bool marked(Archive& archive, const Slice& part, std::string& text) {
    if constexpr (!Archive::reads) {
        auto kept = renumbered(text, [&](std::uint64_t id) { return place_in(part.facts, id); });
        return kept && archive.text(*kept);
    } else {
        if (!archive.text(text)) return false;
        auto told = renumbered(text, [&](std::uint64_t n) {
            return n < part.facts.size() ? std::optional(part.facts[n]) : std::nullopt;
        });
        if (told) text = std::move(*told);
        return told.has_value();
    }
}

template <class Archive>
bool law(Archive& archive, const Slice& part, LawRef& ref) {
    return archive.text(ref.id) && marked(archive, part, ref.message) && archive.text(ref.reference) &&
           flag(archive, ref.breach) && list(archive, ref.bindings, [&](auto& binding) {
               return archive.text(binding.first) && marked(archive, part, binding.second);
           });
}

template <class Archive>
bool finding(Archive& archive, const Slice& part, Finding& f) {
    return word(archive, f.kind, FindingKind::expectation) && word(archive, f.level, Severity::note) &&
           archive.text(f.rule) && marked(archive, part, f.message) && archive.text(f.answer) &&
           archive.text(f.expected) && flag(archive, f.rounding) && marked(archive, part, f.hint) &&
           flag(archive, f.laws_alone) &&
           list(archive, f.reason.facts, [&](FactRef& ref) { return Numbering::id_of(archive, part.facts, ref.fact); }) &&
           list(archive, f.reason.laws, [&](LawRef& ref) { return law(archive, part, ref); }) &&
           list(archive, f.reason.steps, [&](std::string& step) { return marked(archive, part, step); });
}

// What a check binds: an entity or an event of the part, or nobody named.
template <class Archive>
bool bound(Archive& archive, const Numbering& numbering, const Parameter& parameter, std::uint32_t& value) {
    if (parameter.domain.kind == Domain::Kind::events) return Numbering::id_of(archive, numbering.events, value);
    return Numbering::id_of(archive, numbering.part.entities, value);
}

template <class Archive>
bool placed_check(Archive& archive, const Numbering& numbering, Placed& placed) {
    std::uint64_t check = placed.place.empty() ? 0 : placed.place[0];
    if (!archive.number(check, UINT32_MAX) || check >= numbering.vocabulary.checks.size()) return false;
    const auto& parameters = numbering.vocabulary.checks[check].law.params;
    placed.place.resize(1 + parameters.size());
    placed.place[0] = static_cast<std::uint32_t>(check);
    for (std::size_t p = 0; p < parameters.size(); ++p)
        if (!bound(archive, numbering, parameters[p], placed.place[1 + p])) return false;
    return finding(archive, numbering.part, placed.finding);
}

template <class Archive>
bool fields(Archive& archive, const Numbering& numbering, Judged& part) {
    const Slice& of = numbering.part;
    return word(archive, part.verdict, Verdict::contradictory) && count(archive, part.components) && count(archive, part.laws) &&
           count(archive, part.checks_met) && count(archive, part.checks_not_assured) && count(archive, part.expectations_held) &&
           list(archive, part.conflicts, [&](Placed& placed) {
               return list(archive, placed.place, [&](std::uint32_t& fact) { return Numbering::id_of(archive, of.facts, fact); }) &&
                      finding(archive, of, placed.finding);
           }) &&
           list(archive, part.checks, [&](Placed& placed) { return placed_check(archive, numbering, placed); }) &&
           list(archive, part.expectations, [&](Placed& placed) {
               placed.place.resize(1);
               return Numbering::id_of(archive, numbering.expectations, placed.place[0]) && finding(archive, of, placed.finding);
           });
}

std::set<std::string> names_of_rules(const Vocabulary& vocabulary) {
    std::set<std::string> names;
    for (const Law& law : vocabulary.laws) names.insert(law.full_id());
    for (const Check& check : vocabulary.checks) names.insert(check.law.full_id());
    for (const OfficeKind& office : vocabulary.offices) names.insert(office.pack + ":" + office.name);
    for (const RelationKind& relation : vocabulary.relations) names.insert(relation.pack + ":" + relation.name);
    for (const EventKind& kind : vocabulary.event_kinds) names.insert(kind.pack + ":" + kind.name);
    return names;
}

// What one text or number alone does not show.
bool hangs_together(const Judged& part, const Vocabulary& vocabulary) {
    if ((part.verdict == Verdict::contradictory) != !part.conflicts.empty()) return false;
    const std::set<std::string> names = names_of_rules(vocabulary);
    const auto sound = [&](const Placed& placed, FindingKind kind) {
        const Finding& f = placed.finding;
        return f.kind == kind && (kind == FindingKind::expectation || f.rule.empty() || names.contains(f.rule)) &&
               std::all_of(f.reason.laws.begin(), f.reason.laws.end(), [&](const LawRef& law) { return names.contains(law.id); });
    };
    for (const Placed& placed : part.conflicts) {
        const Finding& f = placed.finding;
        if (!sound(placed, FindingKind::conflict) || f.laws_alone != placed.place.empty()) return false;
        if (!std::equal(placed.place.begin(), placed.place.end(), f.reason.facts.begin(), f.reason.facts.end(),
                        [](FactId id, const FactRef& ref) { return id == ref.fact; }) ||
            std::adjacent_find(placed.place.begin(), placed.place.end(), std::greater_equal<>()) != placed.place.end())
            return false;
    }
    for (const Placed& placed : part.checks)
        if (!sound(placed, FindingKind::check) || placed.finding.rule != vocabulary.checks[placed.place[0]].law.full_id()) return false;
    return std::all_of(part.expectations.begin(), part.expectations.end(),
                       [&](const Placed& placed) { return sound(placed, FindingKind::expectation); });
}

bool may_be_kept(const Judged& part) {
    if (part.verdict == Verdict::undecided || !part.undecided.empty()) return false;
    for (const auto* placed : {&part.conflicts, &part.checks, &part.expectations})
        for (const Placed& p : *placed)
            if (!p.finding.reason.minimal) return false;
    return true;
}

}  // namespace

std::optional<std::string> PartEntries::bytes_of(const Judged& part, const Slice& of,
                                                 const std::vector<std::uint32_t>& expectations) const {
    if (!may_be_kept(part)) return std::nullopt;
    Encoding archive;
    Judged copy = part;
    for (Placed& placed : copy.expectations) placed.finding.rule.clear();  // its name may be its place
    if (!fields(archive, Numbering(facts_, vocabulary_, of, expectations), copy)) return std::nullopt;
    return std::move(archive.out);
}

std::optional<Judged> PartEntries::part_of(std::string_view bytes, const Slice& of,
                                         const std::vector<std::uint32_t>& expectations) const {
    Decoding archive(bytes);
    Judged part;
    if (!fields(archive, Numbering(facts_, vocabulary_, of, expectations), part) || !archive.rest.empty()) return std::nullopt;
    if (!may_be_kept(part) || !hangs_together(part, vocabulary_)) return std::nullopt;
    Problem none;
    none.entity_count = static_cast<std::uint32_t>(facts_.entities.size());
    const Describer describer(facts_, vocabulary_, none, &sources_);
    for (auto* placed : {&part.conflicts, &part.checks, &part.expectations})
        for (Placed& p : *placed)
            for (FactRef& ref : p.finding.reason.facts) ref = describer.fact(ref.fact);
    for (Placed& p : part.expectations) {
        const Expectation& e = facts_.expectations[p.place[0]];
        p.finding.rule = e.id;
        p.finding.place = e.span;
    }
    return part;
}

}  // namespace tenet

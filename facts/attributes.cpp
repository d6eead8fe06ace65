// Finds the number of an attribute name, and what was probably meant by one that is none.
#include "facts/attributes.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <vector>

#include "facts/letters.h"

namespace tenet {

namespace {

constexpr std::array<std::string_view, attr_count> attribute_names = {
    "a",      "about",   "above",        "answer",    "as-of",      "at",      "b",          "basis",   "below",
    "date",   "figures", "from",         "gap",       "holder",     "holders", "holders-of", "id",      "if",
    "in",     "is",      "jurisdiction", "kind",      "lower",      "max",     "min",        "name",    "note",
    "object", "of",      "options",      "person",       "published", "ref",        "role",    "rules",      "same-as", "share",
    "source", "status",  "subject",      "through",   "throughout", "title",   "to",         "trust",   "unit",
    "upper",  "url",     "value",        "voting",    "where"};

// A perfect hash of the names: found by trial, proved by the assertion below. A register has ten million attributes, and this
// reads each name once, as two numbers.
static_assert(std::ranges::all_of(attribute_names, [](std::string_view name) { return name.size() <= 16; }));
constexpr std::size_t slot_count = 256;
constexpr std::size_t slot_of(Ends ends, std::size_t size) {
    return ((ends.first ^ std::rotl(ends.last, 21) ^ size) * 0xafbd67f9619699cfu) >> 56;
}
struct Slots {
    struct Slot {
        Ends ends;
        std::uint32_t size = 0;  // 0: free
        Attr attr{};
    };
    std::array<Slot, slot_count> slots{};
    bool perfect = true;
};
constexpr Slots make_slots() {
    Slots all;
    for (std::size_t i = 0; i < attribute_names.size(); ++i) {
        const Ends ends = ends_of(attribute_names[i]);
        const std::size_t size = attribute_names[i].size();
        Slots::Slot& slot = all.slots[slot_of(ends, size)];
        if (slot.size != 0) all.perfect = false;
        slot = {ends, static_cast<std::uint32_t>(size), static_cast<Attr>(i)};
    }
    return all;
}
constexpr Slots known = make_slots();
static_assert(known.perfect, "two attribute names share a slot: choose another factor in slot_of");

std::optional<Attr> find_attr(std::string_view name) {
    const Ends ends = ends_of(name);
    const Slots::Slot& slot = known.slots[slot_of(ends, name.size())];
    if (name.empty() || slot.size != name.size() || slot.ends != ends) return std::nullopt;
    return slot.attr;
}

std::vector<std::string> names_in(AttrSet set) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < attr_count; ++i)
        if (set.has(static_cast<Attr>(i))) names.emplace_back(attribute_names[i]);
    return names;
}

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

struct Confusion {
    std::string_view written;
    Attr meant;
};
/// What people write for something else that is too far for edit distance.
constexpr Confusion confusions[] = {
    {"value", Attr::share},     {"share", Attr::value},   {"percent", Attr::share}, {"percentage", Attr::share},
    {"company", Attr::in},      {"company", Attr::of},    {"owner", Attr::holder},  {"until", Attr::through},
    {"till", Attr::through},    {"end", Attr::to},        {"start", Attr::from},    {"since", Attr::from},
    {"begin", Attr::from},      {"date", Attr::at},       {"at", Attr::date},       {"on", Attr::at},
    {"on", Attr::date},         {"type", Attr::kind},     {"role", Attr::title},    {"name", Attr::title},
    {"ref", Attr::source},      {"entity", Attr::ref},    {"who", Attr::person},    {"country", Attr::jurisdiction},
    {"page", Attr::where},      {"comment", Attr::note},  {"relation", Attr::is},   {"more-than", Attr::above},
    {"less-than", Attr::below}, {"of", Attr::holders_of}, {"in", Attr::holders_of}, {"holder", Attr::holder_list},
    {"condition", Attr::if_},   {"pack", Attr::rules},    {"id", Attr::rules},
};

}  // namespace

std::string_view to_string(Attr attr) { return attribute_names[static_cast<std::size_t>(attr)]; }

Attributes::Attributes(XmlElement element, AttrSet allowed, AttrSet required, Diagnostics& diagnostics)
    : element_(element), tree_(element.tree()) {
    for (XmlAttribute attribute = element.first_attribute(); attribute; attribute = attribute.next()) {
        const std::optional<Attr> attr = find_attr(attribute.name());
        if (attr && allowed.has(*attr)) {
            if (given_.has(*attr))  // of a piece; a whole file was checked for it
                diagnostics.error("duplicate-attribute", attribute.name_span(),
                                  "the attribute '" + std::string(attribute.name()) + "' is given twice");
            index_[static_cast<std::size_t>(*attr)] = attribute.index();
            given_.add(*attr);
        } else if (!attribute.is_xml_machinery()) {
            complain_unknown(attribute, allowed, diagnostics);
        }
    }
    const AttrSet missing = required - given_ - meant_;
    if (missing.empty()) return;
    for (const std::string& name : names_in(missing))
        diagnostics.error("missing-attribute", element.span(),
                          "<" + std::string(element.name()) + "> needs the attribute '" + name + "'",
                          "add " + name + "=\"...\"");
}

void Attributes::complain_unknown(XmlAttribute attribute, AttrSet allowed, Diagnostics& diagnostics) {
    const std::string name(attribute.name());
    const std::vector<std::string> choices = names_in(allowed);
    std::string likely;
    for (const Confusion& confusion : confusions)
        if (likely.empty() && confusion.written == name && allowed.has(confusion.meant))
            likely = to_string(confusion.meant);
    if (likely.empty()) likely = nearest(name, choices);
    Diagnostic& d = diagnostics.error("unknown-attribute", attribute.name_span(),
                                      "<" + std::string(element_.name()) + "> has no attribute '" + name + "'",
                                      likely.empty() ? std::string() : "did you mean '" + likely + "'?");
    d.help = "its attributes: " + listed(choices);
    if (const std::optional<Attr> attr = find_attr(likely)) meant_.add(*attr);
}

}  // namespace tenet

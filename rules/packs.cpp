// Reads all packs of a run into one vocabulary: find and order them, collect what they declare, then check every
// expression against all of it. The steps are in packs_find.cpp, packs_declare.cpp and packs_expressions.cpp.

#include "rules/packs.h"

#include <set>

#include "rules/packs_reader.h"
#include "rules/recursion.h"

namespace tenet {

Vocabulary read_packs(const PackRequest& request, const FactSet& facts, Sources& sources, Diagnostics& diagnostics) {
    const std::vector<PackFile> packs = PackLoader(request, sources, diagnostics).load(facts);
    return PackReader(request, facts, sources, diagnostics).read(packs);
}

// Words are looked up from front to back, which is quick for the hundreds that a vocabulary has.
constexpr std::size_t max_elements = 10'000;

Vocabulary PackReader::read(const std::vector<PackFile>& packs) {
    std::size_t elements = 0;
    for (const PackFile& pack : packs) {
        PackInfo info{pack.id, pack.title, pack.path, pack.file, {}};
        std::set<std::uint32_t> uses;  // those used come first, so what they use is known
        const auto use = [&](std::string_view id) {
            const std::optional<std::uint32_t> used = vocabulary_.pack(id);
            if (!used) return;
            uses.insert(*used);
            uses.insert(vocabulary_.packs[*used].uses.begin(), vocabulary_.packs[*used].uses.end());
        };
        use("core");
        for (const PackWord& word : pack.uses) use(word.text);
        info.uses.assign(uses.begin(), uses.end());
        vocabulary_.packs.push_back(std::move(info));
        for (XmlElement element : pack.document.root().children()) {
            if (++elements > max_elements) {
                diagnostics_.error(
                    "too-large", element.span(),
                    "the packs of this run have more than " + std::to_string(max_elements) + " elements");
                return std::move(vocabulary_);
            }
            declare(pack, element);
        }
        refuse_text(pack.document.root());
    }
    resolve_kinds();
    choose_options();
    check_bodies();
    return std::move(vocabulary_);
}

PackAttributes::PackAttributes(XmlElement element, std::initializer_list<std::string_view> required,
                               std::initializer_list<std::string_view> optional, Diagnostics& diagnostics)
    : element_(element) {
    std::vector<std::string> known(required.begin(), required.end());
    known.insert(known.end(), optional.begin(), optional.end());
    const std::string tag = "<" + std::string(element.name()) + ">";
    std::string meant;
    for (XmlAttribute attribute : element.attributes()) {
        bool found = attribute.is_xml_machinery();
        for (const std::string& name : known) found |= name == attribute.name();
        if (found) continue;
        const std::string near = nearest(attribute.name(), known);
        meant += " " + near + " ";
        std::string list;
        for (const std::string& name : known) list += (list.empty() ? "" : ", ") + name;
        diagnostics
            .error("unknown-attribute", attribute.name_span(),
                   tag + " has no attribute '" + std::string(attribute.name()) + "'",
                   near.empty() ? std::string() : "did you mean '" + near + "'?")
            .help = known.empty() ? "it has none" : "its attributes: " + list;
    }
    for (std::string_view name : required) {
        if (element.attribute(name)) continue;
        complete_ = false;
        if (meant.find(" " + std::string(name) + " ") != std::string::npos) continue;
        diagnostics.error("missing-attribute", element.span(), tag + " needs the attribute '" + std::string(name) + "'",
                          "add " + std::string(name) + "=\"...\"");
    }
}

PackWord PackAttributes::word(std::string_view name) const {
    const XmlAttribute attribute = element_.attribute(name);
    if (!attribute) return {};
    return {std::string(attribute.value()), attribute.value_span()};
}

PlacedText PackAttributes::placed(std::string_view name) const {
    const XmlAttribute attribute = element_.attribute(name);
    return attribute ? attribute.placed() : PlacedText{{}, element_.span()};
}

bool PackAttributes::flag(std::string_view name, Diagnostics& diagnostics) const {
    const PackWord value = word(name);
    if (value.text == "true" || value.text == "1") return true;
    if (element_.attribute(name) && value.text != "false" && value.text != "0")
        diagnostics.error("bad-value", value.span,
                          "'" + std::string(name) + "' is true or false, not '" + value.text + "'");
    return false;
}

}  // namespace tenet

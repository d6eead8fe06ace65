// Look-ups in a vocabulary, and which definition a name means in whose mouth. Packs declare dozens of words, so lists
// are searched from front to back.

#include "rules/vocabulary.h"

#include <algorithm>
#include <utility>

namespace tenet {

namespace {
template <class T>
std::optional<std::uint32_t> find(const std::vector<T>& list, std::string_view name) {
    for (std::size_t i = 0; i < list.size(); ++i)
        if (list[i].name == name) return static_cast<std::uint32_t>(i);
    return {};
}

/// PACK:NAME, or NAME alone: then the pack is empty. Neither can hold a colon.
std::pair<std::string_view, std::string_view> split(std::string_view name) {
    const std::size_t colon = name.find(':');
    if (colon == std::string_view::npos) return {{}, name};
    return {name.substr(0, colon), name.substr(colon + 1)};
}
}  // namespace

std::optional<std::uint32_t> EventKind::role(std::string_view role_name) const { return find(roles, role_name); }

bool Definition::takes_numbers() const {
    return std::any_of(params.begin(), params.end(),
                       [](const Parameter& param) { return param.domain.kind == Domain::Kind::number; });
}

std::optional<KindId> Vocabulary::entity_kind(std::string_view name) const { return find(entity_kinds, name); }
std::optional<std::uint32_t> Vocabulary::event_kind(std::string_view name) const { return find(event_kinds, name); }
std::optional<std::uint32_t> Vocabulary::office(std::string_view name) const { return find(offices, name); }

std::optional<std::uint32_t> Vocabulary::relation(std::string_view name) const {
    const auto [pack, bare] = split(name);
    const std::optional<std::uint32_t> found = find(relations, bare);
    return found && (pack.empty() || relations[*found].pack == pack) ? found : std::nullopt;
}

std::optional<std::uint32_t> Vocabulary::definition(std::string_view name) const {
    const std::vector<std::uint32_t> found = meanings(name, no_index);
    return found.size() == 1 ? std::optional(found.front()) : std::nullopt;
}

std::vector<std::uint32_t> Vocabulary::meanings(std::string_view name, std::uint32_t speaker) const {
    if (speaker == no_index) return meanings_near(name, {});
    return meanings_near(name, {{speaker}, packs[speaker].uses});
}

std::vector<std::uint32_t> Vocabulary::meanings(std::string_view name, const SetInfo& speaker) const {
    std::vector<std::uint32_t> near;
    const auto use = [&](std::string_view id) {
        const std::optional<std::uint32_t> used = pack(id);
        if (!used) return;
        near.push_back(*used);
        near.insert(near.end(), packs[*used].uses.begin(), packs[*used].uses.end());
    };
    use("core");
    for (const UsedPack& used : speaker.uses) use(used.id.text);
    return meanings_near(name, {near});
}

// The first of the groups of packs in which the name is defined; all packs where it is in none.
std::vector<std::uint32_t> Vocabulary::meanings_near(std::string_view name,
                                                     const std::vector<std::vector<std::uint32_t>>& groups) const {
    const auto [wanted, bare] = split(name);
    struct Meaning {
        std::uint32_t definition, pack;
    };
    std::vector<Meaning> all;
    for (std::uint32_t i = 0; i < definitions.size(); ++i)
        if (definitions[i].name == bare && (wanted.empty() || definitions[i].pack == wanted))
            all.push_back({i, pack(definitions[i].pack).value_or(no_index)});
    const auto uses = [&](std::uint32_t user, std::uint32_t used) {
        if (user == no_index) return false;
        const std::vector<std::uint32_t>& list = packs[user].uses;
        return std::find(list.begin(), list.end(), used) != list.end();
    };
    for (const std::vector<std::uint32_t>& group : groups) {
        const auto in_group = [&](const Meaning& m) {
            return std::find(group.begin(), group.end(), m.pack) != group.end();
        };
        if (std::none_of(all.begin(), all.end(), in_group)) continue;
        std::erase_if(all, [&](const Meaning& m) { return !in_group(m); });
        break;
    }
    std::vector<std::uint32_t> result;
    for (const Meaning& meaning : all)
        if (std::none_of(all.begin(), all.end(), [&](const Meaning& other) { return uses(other.pack, meaning.pack); }))
            result.push_back(meaning.definition);
    return result;
}

std::string Vocabulary::clear_name(std::uint32_t definition) const {
    const Definition& meant = definitions[definition];
    const auto same = [&](const Definition& other) { return other.name == meant.name; };
    const bool alone = std::count_if(definitions.begin(), definitions.end(), same) < 2;
    return alone ? meant.name : meant.pack + ":" + meant.name;
}

std::optional<std::uint32_t> Vocabulary::pack(std::string_view id) const {
    for (std::uint32_t i = 0; i < packs.size(); ++i)
        if (packs[i].id == id) return i;
    return {};
}

const PackOption* Vocabulary::option(std::string_view name, std::uint32_t speaker) const {
    if (speaker == no_index) return nullptr;
    const PackOption* used = nullptr;
    for (const PackOption& option : options) {
        if (option.name != name) continue;
        if (option.pack == packs[speaker].id) return &option;
        const std::optional<std::uint32_t> owner = pack(option.pack);
        const std::vector<std::uint32_t>& uses = packs[speaker].uses;
        if (owner && std::find(uses.begin(), uses.end(), *owner) != uses.end()) used = &option;
    }
    return used;
}

std::string Applies::text() const {
    std::string text;
    if (from) text = "from " + to_string(*from);
    if (until) text += (text.empty() ? "before " : " and before ") + to_string(*until);
    return text;
}

bool Vocabulary::is_a(KindId kind, KindId ancestor) const {
    if (ancestor == no_index) return true;
    while (kind != no_index && kind != ancestor) kind = entity_kinds[kind].parent;
    return kind == ancestor;
}

}  // namespace tenet

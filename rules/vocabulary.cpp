// Look-ups in a vocabulary. Packs declare dozens of words, so lists are searched from front to back.

#include "rules/vocabulary.h"

namespace tenet {

namespace {
template <class T>
std::optional<std::uint32_t> find(const std::vector<T>& list, std::string_view name) {
    for (std::size_t i = 0; i < list.size(); ++i)
        if (list[i].name == name) return static_cast<std::uint32_t>(i);
    return {};
}
}  // namespace

std::optional<std::uint32_t> EventKind::role(std::string_view role_name) const { return find(roles, role_name); }

std::optional<KindId> Vocabulary::entity_kind(std::string_view name) const { return find(entity_kinds, name); }
std::optional<std::uint32_t> Vocabulary::event_kind(std::string_view name) const { return find(event_kinds, name); }
std::optional<std::uint32_t> Vocabulary::office(std::string_view name) const { return find(offices, name); }
std::optional<std::uint32_t> Vocabulary::relation(std::string_view name) const { return find(relations, name); }
std::optional<std::uint32_t> Vocabulary::definition(std::string_view name) const { return find(definitions, name); }

bool Vocabulary::is_a(KindId kind, KindId ancestor) const {
    if (ancestor == no_index) return true;
    while (kind != no_index && kind != ancestor) kind = entity_kinds[kind].parent;
    return kind == ancestor;
}

}  // namespace tenet

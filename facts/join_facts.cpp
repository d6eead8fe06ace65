// Indices of the part become those of the whole: entities may be declared in both, all else comes after what is there.
#include "facts/join_facts.h"

#include <utility>

#include "facts/references.h"

namespace tenet {

namespace {

class Joiner {
public:
    Joiner(FactSet& whole, FactSet& part) : whole_(whole), part_(part) {}

    bool join() {
        if (!entities() || !declared()) return false;
        const References renumber(*this);
        for (SetInfo& info : part_.sets) whole_.sets.push_back(std::move(info));
        for (Source& source : part_.sources) whole_.sources.push_back(std::move(source));
        for (Event& event : part_.events) {
            renumber(event);
            whole_.events.push_back(std::move(event));
        }
        for (Fact& fact : part_.facts) {
            fact.set += sets_;
            renumber(fact);
            whole_.facts.push_back(std::move(fact));
        }
        for (Expectation& expectation : part_.expectations) {
            expectation.set += sets_;
            whole_.expectations.push_back(std::move(expectation));
        }
        for (Unresolved& reference : part_.unresolved) {
            renumber(reference);
            whole_.unresolved.push_back(reference);
        }
        whole_.texts->adopt(std::move(*part_.texts));
        whole_.has_claims |= part_.has_claims;
        whole_.names_dates |= part_.names_dates;
        whole_.rooms.adopt(std::move(part_.rooms));
        return true;
    }

    // For References.
    void entity(EntityId& id) const {
        if (id != no_index) id = new_id_[id];
    }
    void event(EventId& id) const { shift(id, events_); }
    void source(SourceId& id) const { shift(id, sources_); }
    void fact(FactId& id) const { shift(id, facts_); }

private:
    static void shift(std::uint32_t& index, std::uint32_t by) {
        if (index != no_index) index += by;
    }

    bool entities() {
        new_id_.reserve(part_.entities.size());
        for (Entity& entity : part_.entities) {
            fact(entity.same_as);
            const auto next = static_cast<EntityId>(whole_.entities.size());
            const Symbol* known = whole_.symbols.insert(entity.id, {Symbol::Kind::entity, next});
            if (!known) {
                new_id_.push_back(next);
                whole_.entities.push_back(std::move(entity));
            } else {
                if (known->kind != Symbol::Kind::entity || !add_to(whole_.entities[known->index], entity)) return false;
                new_id_.push_back(known->index);
            }
        }
        return true;
    }

    /// A second declaration of an entity, as read_entity takes it.
    static bool add_to(Entity& known, const Entity& more) {
        if (known.same_as != no_index && more.same_as != no_index) return false;
        if (known.same_as == no_index) known.same_as = more.same_as;
        if (known.name == known.id) known.name = more.name;
        if (known.kind.empty())
            known.kind = more.kind;
        else if (!more.kind.empty() && more.kind.text != known.kind.text)
            return false;
        for (const auto& [name, word] : more.attributes) {
            const Word* said = known.attribute(name);
            if (said && said->text != word.text) return false;
            if (!said) known.attributes.push_back({name, word});
        }
        return true;
    }

    /// The ids of all but entities.
    bool declared() {
        for (const Source& source : part_.sources)
            if (!declare(source.id, Symbol::Kind::source, sources_ + index_in(part_.sources, source))) return false;
        for (const Fact& fact : part_.facts) {
            if (!fact.named) continue;
            const auto* event = std::get_if<EventClaim>(&fact.body);
            const FactId id = facts_ + index_in(part_.facts, fact);
            if (const auto* same = std::get_if<SameClaim>(&fact.body); same && same->a != no_index)
                if (whole_.entities[new_id_[same->a]].same_as == id) continue;  // called as its entity is
            if (event ? !declare(fact.own_id, Symbol::Kind::event, events_ + event->event)
                      : !declare(fact.own_id, Symbol::Kind::fact, id))
                return false;
        }
        return true;
    }
    bool declare(std::string_view id, Symbol::Kind kind, std::uint32_t index) {
        return whole_.symbols.insert(id, {kind, index}) == nullptr;
    }
    template <class T>
    static std::uint32_t index_in(const std::vector<T>& list, const T& item) {
        return static_cast<std::uint32_t>(&item - list.data());
    }

    FactSet &whole_, &part_;
    const std::uint32_t sets_ = static_cast<std::uint32_t>(whole_.sets.size());
    const std::uint32_t sources_ = static_cast<std::uint32_t>(whole_.sources.size());
    const std::uint32_t events_ = static_cast<std::uint32_t>(whole_.events.size());
    const std::uint32_t facts_ = static_cast<std::uint32_t>(whole_.facts.size());
    std::vector<EntityId> new_id_;  // of the part's entities
};

}  // namespace

bool join_facts(FactSet& whole, FactSet&& part) { return Joiner(whole, part).join(); }

}  // namespace tenet

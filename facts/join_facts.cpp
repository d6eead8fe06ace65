// Indices of the part become those of the whole: entities may be declared in both, all else comes after what is there.
#include "facts/join_facts.h"

#include <utility>

namespace tenet {

namespace {

class Joiner {
public:
    Joiner(FactSet& whole, FactSet& part) : whole_(whole), part_(part) {}

    bool join() {
        if (!entities() || !declared()) return false;
        for (SetInfo& info : part_.sets) whole_.sets.push_back(std::move(info));
        for (Source& source : part_.sources) whole_.sources.push_back(std::move(source));
        for (Event& event : part_.events) {
            event.fact += facts_;
            for (Boxed<Instant>* instant : {&event.date, &event.from, &event.to}) move(*instant);
            for (Participant& participant : event.participants) move(participant.entity);
            whole_.events.push_back(std::move(event));
        }
        for (Fact& fact : part_.facts) {
            fact.set += sets_;
            if (fact.source != no_index) fact.source += sources_;
            if (fact.remarks)
                for (EventId& event : fact.remarks->conditions) shift(event, events_);
            std::visit([&](auto& body) { move_body(body); }, fact.body);
            whole_.facts.push_back(std::move(fact));
        }
        for (Expectation& expectation : part_.expectations) {
            expectation.set += sets_;
            whole_.expectations.push_back(std::move(expectation));
        }
        for (Unresolved& reference : part_.unresolved) {
            reference.fact += facts_;
            whole_.unresolved.push_back(reference);
        }
        whole_.texts->adopt(std::move(*part_.texts));
        return true;
    }

private:
    static void shift(std::uint32_t& index, std::uint32_t by) {
        if (index != no_index) index += by;
    }

    bool entities() {
        new_id_.reserve(part_.entities.size());
        for (Entity& entity : part_.entities) {
            shift(entity.same_as, facts_);
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

    void move(EntityId& entity) const {
        if (entity != no_index) entity = new_id_[entity];
    }
    void move(Boxed<Instant>& instant) const {
        if (!instant) return;
        switch (instant->kind) {
            case Instant::Kind::edtf:
            case Instant::Kind::now: break;
            case Instant::Kind::event_start:
            case Instant::Kind::event_end:
            case Instant::Kind::event_date: shift(instant->index, events_); break;
            case Instant::Kind::source_published: shift(instant->index, sources_); break;
        }
    }
    void move(When& when) const {
        if (When::Parts* parts = when.parts())
            for (Boxed<Instant>* instant : {&parts->at, &parts->from, &parts->to, &parts->through}) move(*instant);
    }

    void move_body(EventClaim& claim) const { shift(claim.event, events_); }
    void move_body(StakeClaim& claim) const { move(claim.holder), move(claim.in), move(claim.when); }
    void move_body(CompleteClaim& claim) const {
        move(claim.of), move(claim.when);
        if (claim.holders)
            for (EntityId& holder : *claim.holders) move(holder);
    }
    void move_body(UnchangedClaim& claim) const { move(claim.of), move(claim.when); }
    void move_body(OfficeClaim& claim) const { move(claim.person), move(claim.of), move(claim.when); }
    void move_body(RelationClaim& claim) const { move(claim.subject), move(claim.object), move(claim.when); }
    void move_body(OrderClaim& claim) const {
        for (TimeArgument* argument : {&claim.a, &claim.b}) {
            shift(argument->event, events_);
            move(argument->instant);
        }
    }
    void move_body(MeasureClaim& claim) const { move(claim.of), move(claim.when); }
    void move_body(ExpressionClaim&) const {}
    void move_body(SameClaim& claim) const { move(claim.a), move(claim.b); }

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

// The numbers by which facts refer to entities, events, sources and facts, when those get others: sets that were read side by
// side are put behind one another (join_facts.cpp), and pieces of one file, each of which counts for itself (read_pieces.cpp).
#pragma once

#include <cstdint>
#include <variant>

#include "facts/model.h"

namespace tenet {

/// Has `numbers` change each number that the fact (below: the event, entity, reference) holds: numbers.entity(EntityId&), .event,
/// .source and .fact likewise; any may be no_index.
template <class Numbers>
class Renumber {
public:
    explicit Renumber(const Numbers& numbers) : numbers_(numbers) {}

    void operator()(Fact& fact) const {
        numbers_.source(fact.source);
        if (fact.remarks)
            for (EventId& condition : fact.remarks->conditions) numbers_.event(condition);
        std::visit([this](auto& body) { change(body); }, fact.body);
    }
    void operator()(Event& event) const {
        numbers_.fact(event.fact);
        for (Boxed<Instant>* instant : {&event.date, &event.from, &event.to}) change(*instant);
        for (Participant& participant : event.participants) numbers_.entity(participant.entity);
    }
    void operator()(Entity& entity) const { numbers_.fact(entity.same_as); }
    void operator()(Unresolved& reference) const { numbers_.fact(reference.fact); }

private:
    void change(Instant& instant) const {
        switch (instant.kind) {
            case Instant::Kind::edtf:
            case Instant::Kind::now: break;
            case Instant::Kind::event_start:
            case Instant::Kind::event_end:
            case Instant::Kind::event_date: numbers_.event(instant.index); break;
            case Instant::Kind::source_published: numbers_.source(instant.index); break;
        }
    }
    void change(Boxed<Instant>& instant) const {
        if (instant) change(*instant);
    }
    void change(When& when) const {
        if (When::Parts* parts = when.parts())
            for (Boxed<Instant>* instant : {&parts->at, &parts->from, &parts->to, &parts->through}) change(*instant);
    }
    void change(TimeArgument& argument) const {
        if (Instant* instant = argument.instant()) return change(*instant);
        EventId event = argument.event();
        numbers_.event(event);
        argument = event;
    }
    void two(EntityId& a, EntityId& b) const { numbers_.entity(a), numbers_.entity(b); }

    void change(EventClaim& c) const { numbers_.event(c.event); }
    void change(StakeClaim& c) const { two(c.holder, c.in), change(c.when); }
    void change(CompleteClaim& c) const {
        numbers_.entity(c.of), change(c.when);
        if (c.holders)
            for (EntityId& holder : *c.holders) numbers_.entity(holder);
    }
    void change(UnchangedClaim& c) const { numbers_.entity(c.of), change(c.when); }
    void change(OfficeClaim& c) const { two(c.person, c.of), change(c.when); }
    void change(RelationClaim& c) const { two(c.subject, c.object), change(c.when); }
    void change(OrderClaim& c) const { change(c.a), change(c.b); }
    void change(MeasureClaim& c) const { numbers_.entity(c.of), change(c.when); }
    void change(ExpressionClaim&) const {}
    void change(SameClaim& c) const { two(c.a, c.b); }

    const Numbers& numbers_;
};

}  // namespace tenet

// Every number that a fact or an event holds.
#include "facts/renumber.h"

#include <variant>

namespace tenet {

namespace {

constexpr auto entities = &Counts::entities, events = &Counts::events, facts = &Counts::facts, sources = &Counts::sources;

}  // namespace

void Renumber::apply(Boxed<Instant>& instant) const {
    if (!instant || instant->index == no_index) return;
    apply(instant->kind == Instant::Kind::source_published ? sources : events, instant->index);
}

void Renumber::apply(When& when) const {
    When::Parts* const parts = when.parts();
    if (!parts) return;
    for (Boxed<Instant>* instant : {&parts->at, &parts->from, &parts->to, &parts->through}) apply(*instant);
}

void Renumber::operator()(Event& event) const {
    apply(facts, event.fact);
    for (Boxed<Instant>* instant : {&event.date, &event.from, &event.to}) apply(*instant);
    for (Participant& participant : event.participants) apply(entities, participant.entity);
}

void Renumber::operator()(Fact& fact) const {
    apply(sources, fact.source);
    if (fact.remarks)
        for (EventId& condition : fact.remarks->conditions) apply(events, condition);
    struct {
        const Renumber& all;
        void operator()(EventClaim& c) const { all.apply(events, c.event); }
        void operator()(StakeClaim& c) const { both(c.holder, c.in), all.apply(c.when); }
        void operator()(CompleteClaim& c) const {
            all.apply(entities, c.of);
            if (c.holders)
                for (EntityId& holder : *c.holders) all.apply(entities, holder);
            all.apply(c.when);
        }
        void operator()(UnchangedClaim& c) const { all.apply(entities, c.of), all.apply(c.when); }
        void operator()(OfficeClaim& c) const { both(c.person, c.of), all.apply(c.when); }
        void operator()(RelationClaim& c) const { both(c.subject, c.object), all.apply(c.when); }
        void operator()(OrderClaim& c) const {
            for (TimeArgument* argument : {&c.a, &c.b}) all.apply(events, argument->event), all.apply(argument->instant);
        }
        void operator()(MeasureClaim& c) const { all.apply(entities, c.of), all.apply(c.when); }
        void operator()(ExpressionClaim&) const {}
        void operator()(SameClaim& c) const { both(c.a, c.b); }
        void both(EntityId& a, EntityId& b) const { all.apply(entities, a), all.apply(entities, b); }
    } const body{*this};
    std::visit(body, fact.body);
}

}  // namespace tenet

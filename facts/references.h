// What facts refer to by number: entities, events, sources, and facts. One walk for all who read these numbers
// (engine/connections.cpp) or change them, where sets are put behind one another (join_facts.cpp, read_pieces.cpp).
#pragma once

#include <concepts>
#include <type_traits>
#include <variant>

#include "facts/model.h"

namespace tenet {

/// Calls visit.entity(id), .event(id), .source(id) or .fact(id) for each number that a fact (below: an event, entity, unresolved
/// reference) holds, in order; any may be no_index. Of what is not const, `visit` may change them.
template <class Visit>
class References {
public:
    explicit References(const Visit& visit) : visit_(visit) {}

    template <class T>
    void operator()(T& item) const {
        using Item = std::remove_const_t<T>;
        if constexpr (std::same_as<Item, Fact>) {
            visit_.source(item.source);
            if (item.remarks)
                for (auto& condition : item.remarks->conditions) visit_.event(condition);
            std::visit([this](auto& body) { of(body); }, item.body);
        } else if constexpr (std::same_as<Item, Event>) {
            visit_.fact(item.fact);
            for (auto& participant : item.participants) visit_.entity(participant.entity);
            each(item.date, item.from, item.to);
        } else if constexpr (std::same_as<Item, Entity>) {
            visit_.fact(item.same_as);
        } else {
            static_assert(std::same_as<Item, Unresolved>);
            visit_.fact(item.fact);
        }
    }

private:
    template <class T>
    void of(T& body) const {
        using Body = std::remove_const_t<T>;
        if constexpr (std::same_as<Body, EventClaim>) visit_.event(body.event);
        if constexpr (std::same_as<Body, StakeClaim>) two(body.holder, body.in);
        if constexpr (std::same_as<Body, CompleteClaim>) {
            visit_.entity(body.of);
            if (body.holders)
                for (auto& holder : *body.holders) visit_.entity(holder);
        }
        if constexpr (std::same_as<Body, UnchangedClaim> || std::same_as<Body, MeasureClaim>) visit_.entity(body.of);
        if constexpr (std::same_as<Body, OfficeClaim>) two(body.person, body.of);
        if constexpr (std::same_as<Body, RelationClaim>) two(body.subject, body.object);
        if constexpr (std::same_as<Body, OrderClaim>) argument(body.a), argument(body.b);
        if constexpr (std::same_as<Body, SameClaim>) two(body.a, body.b);
        if constexpr (requires { body.when; })
            if (auto* parts = body.when.parts()) each(parts->at, parts->from, parts->to, parts->through);
    }
    void two(auto& a, auto& b) const { visit_.entity(a), visit_.entity(b); }
    void each(auto&... instants) const { (instant(instants.get()), ...); }
    void instant(auto* instant) const {
        if (!instant) return;
        switch (instant->kind) {
            case Instant::Kind::edtf:
            case Instant::Kind::now: break;
            case Instant::Kind::event_start:
            case Instant::Kind::event_end:
            case Instant::Kind::event_date: visit_.event(instant->index); break;
            case Instant::Kind::source_published: visit_.source(instant->index); break;
        }
    }
    template <class T>
    void argument(T& argument) const {
        if (auto* its = argument.instant()) return instant(its);
        EventId event = argument.event();
        visit_.event(event);
        if constexpr (!std::is_const_v<T>) argument = event;
    }

    const Visit& visit_;
};

}  // namespace tenet

// Who a quantifier ranges over in a world; for the files of WitnessJudge only.
#pragma once

#include <algorithm>
#include <utility>

#include "engine/witness_judge.h"

namespace tenet {

// Binds each member that may matter and calls visit(), until that says no. `every_day`: members of any day.
template <class Visit>
void WitnessJudge::members(const Instruction& i, Frame f, bool every_day, const Visit& visit) {
    const auto one = [&](EntityId e) {
        f.values[i.index] = e;
        if (steps_left_ == 0) stuck_ = true;
        else --steps_left_;
        const bool before = std::exchange(missing_, false);
        const bool go_on = visit();
        missing_ = before;
        return go_on && !stuck_;
    };
    switch (i.domain) {
    case Domain::Kind::role: {
        const EventId e = thing(programs_.part(i, 0), f);
        if (e == no_index) return;
        for (std::uint32_t p = events_.participants_begin[e]; p < events_.participants_begin[e + 1]; ++p) {
            if (events_.participants[p].role != i.kind) continue;
            bool again = false;  // an entity counts once
            for (std::uint32_t q = events_.participants_begin[e]; q < p; ++q)
                again = again || (events_.participants[q].role == i.kind && events_.participants[q].entity == events_.participants[p].entity);
            if (!again && !one(events_.participants[p].entity)) return;
        }
        return;
    }
    case Domain::Kind::holders: {
        const EntityId of = thing(programs_.part(i, 0), f);
        if (of == no_index) return;
        for (const Holding& h : world_.in(of)) {
            const bool holds = every_day || world_.share(h, Basis::capital, f.day) > 0 || world_.share(h, Basis::votes, f.day) > 0;
            if (holds && !one(h.holder)) return;
        }
        return;
    }
    case Domain::Kind::entities: break;
    case Domain::Kind::events:
    case Domain::Kind::number: stuck_ = true; return;
    }
    std::vector<EntityId> seen;
    for (std::uint32_t n = i.matcher; n < i.matcher + i.matchers; ++n) {
        const Matcher& m = programs_.matcher(n);
        const bool held = m.b.kind == Matcher::Argument::Kind::known;  // who holds in it; else in what it holds
        const bool outer = std::exchange(missing_, false);
        const EntityId known = thing(held ? m.b.at : m.a.at, f);
        if (std::exchange(missing_, outer) || known == no_index) continue;
        const auto visit_once = [&](EntityId e) {
            if (!programs_.is_a(base_.kind_of[e], i.kind)) return true;
            if (i.matchers > 1) {
                if (std::find(seen.begin(), seen.end(), e) != seen.end()) return true;
                seen.push_back(e);
            }
            return one(e);
        };
        if (held) {
            for (const Holding& h : world_.in(known))
                if (!visit_once(h.holder)) return;
        } else {
            for (const std::uint32_t h : world_.of(known))
                if (!visit_once(world_.holdings()[h].in)) return;
        }
    }
}

}  // namespace tenet

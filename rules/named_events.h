// The events whose instants a fact's time names: the fact holds where they occur.
#pragma once

#include <optional>
#include <vector>

#include "facts/model.h"

namespace tenet {

/// The events whose instants a time names.
inline void named_events(const Instant* i, std::vector<EventId>& out) {
    if (i && (i->kind == Instant::Kind::event_start || i->kind == Instant::Kind::event_end ||
              i->kind == Instant::Kind::event_date))
        out.push_back(i->index);
}

inline std::vector<EventId> named_events(const When& w) {
    std::vector<EventId> out;
    for (const auto* i : {&w.at(), &w.from(), &w.to(), &w.through()}) named_events(i->get(), out);
    return out;
}

}  // namespace tenet

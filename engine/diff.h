// Two fact sets compared: what clashes, what is expected, what is known of days and of control, and what they say.
#pragma once

#include "engine/session.h"
#include "reports/diff_results.h"

namespace tenet {

/// Both loaded, over the same `sources`.
DiffReport diff(Session& before, Session& after, Sources& sources);

}  // namespace tenet

// Two fact sets compared: what clashes, what is expected, what is known of days and of control, and what they say.
#pragma once

#include "engine/session.h"
#include "reports/diff_results.h"

namespace tenet {

/// Both loaded, over the same `sources`, with one deadline: each check gets two fifths of the time until then. Where one of the
/// two was cut short, what only the other tells is not called new or gone unless it names a fact that is.
DiffReport diff(Session& before, Session& after, Sources& sources);

}  // namespace tenet

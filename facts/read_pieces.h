// Reads one large file on several threads, in pieces that go when they are read: its text is never in memory as a whole.
#pragma once

#include "facts/late_text.h"
#include "facts/reader.h"

namespace tenet {

/// Adds the facts of the file to `set`, as read_fact_text does, whatever limits.jobs. False, and `set` as before, where there is
/// anything to complain of but warnings, or that only the whole text can tell: then it must be read as a whole. `text` knows
/// afterwards what the file is to be where it is fetched again.
bool read_in_pieces(LateText& text, FileIndex file, FactSet& set, Sources& sources, Diagnostics& diagnostics,
                    const ReadLimits& limits);

}  // namespace tenet

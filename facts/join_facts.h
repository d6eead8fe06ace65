// Puts the facts of several files, read each on its own, into one set, as if they had been read one after another.
#pragma once

#include "facts/model.h"

namespace tenet {

/// Appends `part`, which finish_facts has not seen, to `whole`. False where the two say something of one id that reading
/// them in turn would complain of, or read otherwise; `whole` is of no use then.
bool join_facts(FactSet& whole, FactSet&& part);

}  // namespace tenet

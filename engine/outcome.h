// What asking for a world can come to.
#pragma once

namespace tenet {

enum class Outcome { sat, unsat, unknown };

}  // namespace tenet

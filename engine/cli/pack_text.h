// A rule pack as people read it: what it declares, its definitions, laws and checks.
#pragma once

#include <string>

#include "reports/render.h"
#include "rules/vocabulary.h"

namespace tenet {

std::string pack_text(const PackInfo& pack, const Vocabulary& vocabulary, const Style& style);

}  // namespace tenet

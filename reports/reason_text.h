// Facts, laws and steps in words, as conflicts and answers show them.
#pragma once

#include <string>
#include <string_view>

#include "facts/source.h"
#include "reports/paint.h"
#include "reports/results.h"

namespace tenet {

/// The fact in words; below it its id, status, source, locator and place; with `excerpts`, its line in the file.
std::string fact_text(const FactRef& fact, const Sources& sources, const Style& style, std::string_view indent,
                      bool excerpts);

/// The law's message (unless it is `said` already), its name, what its variables stand for, and the legal source. Where
/// the law is `kept` because something follows from it, a message that tells of its breach stands behind "otherwise".
std::string law_text(const LawRef& law, const Style& style, std::string_view indent, std::string_view said = {},
                     bool kept = false);

/// "1. ...", one a line; empty without steps.
std::string steps_text(const std::vector<std::string>& steps, const Style& style, std::string_view indent);

/// "2 facts and 1 law"; "nothing but the meaning of the words" where a reason is empty.
std::string members(const Reason& reason);

/// "core:whole for c = cloudwatt"
std::string instance(const LawRef& law);

}  // namespace tenet

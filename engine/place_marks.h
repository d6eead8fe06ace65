// Marks in texts for what moves when lines move: the place of a fact, and the name of one that is called by its place. A
// report that is kept has marks; they give way to today's places when it is told. No text from outside has such bytes, as
// XML has none of them.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "facts/model.h"
#include "reports/results.h"

namespace tenet {

std::string id_mark(FactId fact);     // stands for its id
std::string place_mark(FactId fact);  // stands for "FILE:LINE"

/// The text with what its marks stand for.
std::string without_marks(const std::string& text, const FactSet& facts, const Sources& sources);
/// Every text of the finding likewise.
void tell_places(Finding& finding, const FactSet& facts, const Sources& sources);

/// The text with each mark's fact called anew; nothing where a mark is broken or `anew` does not know its fact.
std::optional<std::string> renumbered(const std::string& text, const std::function<std::optional<FactId>(std::uint64_t)>& anew);

}  // namespace tenet

// Parts of the JSON that several commands print.
#pragma once

#include <nlohmann/json.hpp>

#include "reports/results.h"

namespace tenet {

/// A conflict, check or expectation as `check` prints it.
nlohmann::ordered_json finding_json(const Finding& finding, const Sources& sources);
/// Facts, laws and steps.
nlohmann::ordered_json reason_json(const Reason& reason, const Sources& sources);
/// {"id", "file", "line", "column"}
nlohmann::ordered_json fact_json(const FactRef& fact, const Sources& sources);
/// What an answer is: bounds, days or bindings, beside its word.
void put_answer(nlohmann::ordered_json& out, const Answer& answer, const Sources& sources);
/// The answers in the repairs of what is contradictory, one by one and taken together.
nlohmann::ordered_json repairs_json(const Answer& answer, const Sources& sources);
/// Indented, or as one line; ends with a line end.
std::string json_text(const nlohmann::ordered_json& json, bool line = false);

}  // namespace tenet

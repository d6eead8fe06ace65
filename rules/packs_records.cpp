// Checks of records in packs: told from other checks by their one variable, over `fact`, `source` or an element.

#include "rules/packs_reader.h"

namespace tenet {

namespace {
std::string trimmed(const std::string& text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin);
}
}  // namespace

/// Takes the check, and is true, where it is one of records. A kind that a pack has declared goes first, so this is
/// asked again when all packs are read.
bool PackReader::record_check(Check& check, const PlacedText& variables) {
    const std::size_t colon = variables.text.find(':');
    if (colon == std::string::npos) return false;
    const std::string variable = trimmed(variables.text.substr(0, colon)),
                      kind = trimmed(variables.text.substr(colon + 1));
    if (!is_record_kind(kind)) return false;
    vocabulary_.record_checks.push_back({std::move(check), variable, kind, {}});
    return true;
}

void PackReader::check_records() {
    for (std::size_t i = 0; i < vocabulary_.record_checks.size(); ++i) {
        RecordCheck& check = vocabulary_.record_checks[i];
        const PendingBody& parts = record_parts_[i];
        if (vocabulary_.entity_kind(check.kind) || vocabulary_.event_kind(check.kind)) {
            diagnostics_.error("bad-parameter", parts.params.raw,
                               "'" + check.kind + "' is a kind of this run and a word for facts, so this is not clear",
                               "call the kind otherwise");
            continue;
        }
        if (!check.check.law.applies.always()) {
            diagnostics_.error("bad-date", parts.params.raw, "a check of records speaks of files, not of days",
                               "leave out applies-from and applies-until");
            continue;
        }
        if (auto body = read_record_check(check.check.law.text, check.variable, check.kind, sources_, diagnostics_))
            check.body = std::move(*body);
        const std::vector<Parameter> params{{check.variable, {}}};
        check_placeholders(parts.message, params);
        check_placeholders(parts.title, params);
    }
}

}  // namespace tenet

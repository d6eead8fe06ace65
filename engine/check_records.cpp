// Checks of records: each fact or source that a check finds wanting is a finding with its place. They count as checks met
// or violated, one a record, and leave the verdict alone.
#include <algorithm>

#include "engine/describe.h"
#include "engine/session_state.h"

namespace tenet {

namespace {
constexpr std::size_t most_findings = 1000;  // of one check: a register may lack a source a million times
}  // namespace

void Session::State::check_records(const Describer& describer, CheckReport& report) {
    for (const RecordCheck& records : vocabulary.record_checks) {
        const Law& law = records.check.law;
        std::size_t of = 0;
        std::vector<std::uint32_t> found = violations(records.body, records.kind, facts, of);
        const bool of_sources = records.kind == "source";
        if (!of_sources)
            std::erase_if(found, [&](std::uint32_t fact) {
                return std::find(choice.without.begin(), choice.without.end(), fact) != choice.without.end();
            });
        report.checks_met += of - found.size();
        for (std::size_t i = 0; i < found.size() && i < most_findings; ++i) {
            const std::string id = of_sources ? std::string(facts.sources[found[i]].id) : facts.id_of(facts.facts[found[i]]);
            Finding f;
            f.kind = FindingKind::check;
            f.level = records.check.severity;
            f.rule = law.full_id();
            f.message = describer.fill(law.message.empty() ? (law.title.empty() ? law.text.text : law.title) : law.message,
                                       {{records.variable, id}});
            if (i + 1 == most_findings && found.size() > most_findings)
                f.message += " (and " + std::to_string(found.size() - most_findings) + " more like this)";
            f.answer = "violated";
            if (of_sources)
                f.place = facts.sources[found[i]].span;
            else
                f.reason.facts.push_back(describer.fact(found[i]));
            f.reason.laws.push_back({f.rule, {{records.variable, id}}, f.message, law.reference});
            f.fingerprint = fingerprint(f, sources);
            report.findings.push_back(std::move(f));
        }
    }
}

}  // namespace tenet

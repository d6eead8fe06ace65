// One fact set judged with witnesses and without; for tests that compare the reports.
#pragma once

#include <nlohmann/json.hpp>
#include <regex>
#include <string>
#include <vector>

#include "engine/partition.h"
#include "engine/session.h"
#include "engine/witness_checks.h"
#include "engine/witness_part.h"
#include "reports/render.h"
#include "rules/ground_base.h"

namespace witness_runs {

using namespace tenet;

struct Run {
    std::string report;  // JSON, see told(); empty where the set is wrong input
    std::size_t parts = 0, settled = 0;
    std::size_t met = 0, possible = 0, violated = 0;  // instances of checks that were known without grounding
    std::size_t told = 0;                             // of these, violated and told without grounding their part
    bool consistent = false, undecided = false;
};

class Runs {
public:
    /// A file, or a text in memory where `text` is not empty.
    Runs(std::string file, std::string text, std::vector<std::string> rules = {})
        : file_(std::move(file)), text_(std::move(text)), rules_(std::move(rules)) {}

    Run with_witnesses(unsigned jobs) const { return judged(1, jobs, true); }
    Run grounded() const { return judged(SIZE_MAX, 1, false); }
    Run sliced() const { return judged(1, 1, false); }
    Run by_z3() const { return judged(1, 1, false, true); }
    /// With witnesses; `watch` gets each proof. How many there were.
    std::size_t replayed(const ProofWatcher& watch) const {
        std::size_t count = 0;
        judged(1, 1, true, false, [&](Problem& problem, const Core& core, std::uint32_t supposed, const Proof& proof) {
            ++count;
            watch(problem, core, supposed, proof);
        });
        return count;
    }

    /// Without the number of components; of a violated check without its steps, though not whether there are any: what its
    /// proof supposes speaks of all who stand beside it in what was grounded.
    static std::string told(const std::string& json) {
        nlohmann::json report = nlohmann::json::parse(json);
        report.erase("components");
        for (nlohmann::json& finding : report["findings"])
            if (finding["kind"] == "check" && finding.contains("steps")) finding["steps"] = !finding["steps"].empty();
        return report.dump(1);
    }

private:
    Run judged(std::size_t slice_facts, unsigned jobs, bool witness, bool only_z3 = false, const ProofWatcher& watch = {}) const {
        Sources sources;
        Diagnostics diagnostics;
        Session session(sources, diagnostics);
        RunOptions options;
        options.now = "2015-01-31";
        options.rules = rules_;
        options.slice_facts = slice_facts;
        options.witness = witness;
        options.jobs = jobs;
        options.only_z3 = only_z3;
        if (watch) session.watch_proofs(watch);
        if (text_.empty()) options.files = {file_};
        Run out;
        if (!(text_.empty() ? session.load(options) : session.load_text(file_, text_, options))) return out;
        const CheckReport report = session.check();
        out.consistent = report.verdict == Verdict::consistent;
        out.undecided = !report.undecided.empty();
        out.report = told(render_check_json(report, sources));
        // What has no name is told by its number in the problem, and problems are smaller where parts are settled.
        out.report = std::regex_replace(out.report, std::regex("unnamed #[0-9]+"), "unnamed");
        if (witness && !watch) count(session, out);
        return out;
    }
    static void count(const Session& session, Run& out) {
        const FactSet& facts = session.facts();
        for (const Fact& fact : facts.facts)
            if (std::holds_alternative<ExpressionClaim>(fact.body)) return;
        const std::vector<CheckedExpression> claims(facts.facts.size());
        Choice choice;
        choice.now = *parse_date("2015-01-31").value;
        if (!can_be_taken_apart(facts, session.vocabulary(), choice, claims, 0)) return;
        Connections connections(facts, claims);
        const GroundBase base(facts, session.vocabulary(), choice);
        WitnessRun run(facts, session.vocabulary(), choice, base, claims);
        Witnessed witnessed = find_witnesses(run, connections.parts(), connections, 1);
        Problem none;
        none.entity_count = static_cast<std::uint32_t>(facts.entities.size());
        const SettledChecks checks = settle_checks(facts, session.vocabulary(), choice, base, connections, witnessed,
                                                   Describer(facts, session.vocabulary(), none), 1);
        out.met = checks.known.count(Truth::certain);
        out.possible = checks.known.count(Truth::possible);
        out.violated = checks.known.count(Truth::impossible);
        out.told = checks.violated.size();
        if (!session.vocabulary().checks.empty()) witnessed.keep(checks.nodes);
        out.parts = witnessed.all_parts;
        out.settled = witnessed.parts;
    }
    std::string file_, text_;
    std::vector<std::string> rules_;
};

}  // namespace witness_runs

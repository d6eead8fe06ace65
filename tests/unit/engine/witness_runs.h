// One fact set judged with witnesses and without; for tests that compare the reports.
#pragma once

#include <regex>
#include <string>
#include <vector>

#include "engine/partition.h"
#include "engine/session.h"
#include "engine/witness_checks.h"
#include "reports/render.h"
#include "rules/ground_base.h"

namespace witness_runs {

using namespace tenet;

struct Run {
    std::string report;  // JSON without the number of components; empty where the set is wrong input
    std::size_t parts = 0, settled = 0;
    std::size_t met = 0, possible = 0, violated = 0;  // instances of checks that were known without grounding
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

private:
    Run judged(std::size_t slice_facts, unsigned jobs, bool witness) const {
        Sources sources;
        Diagnostics diagnostics;
        Session session(sources, diagnostics);
        RunOptions options;
        options.now = "2015-01-31";
        options.rules = rules_;
        options.slice_facts = slice_facts;
        options.witness = witness;
        options.jobs = jobs;
        if (text_.empty()) options.files = {file_};
        Run out;
        if (!(text_.empty() ? session.load(options) : session.load_text(file_, text_, options))) return out;
        const CheckReport report = session.check();
        out.consistent = report.verdict == Verdict::consistent;
        out.undecided = !report.undecided.empty();
        out.report = std::regex_replace(render_check_json(report, sources), std::regex("\"components\": *[0-9]+"), "");
        // What has no name is told by its number in the problem, and problems are smaller where parts are settled.
        out.report = std::regex_replace(out.report, std::regex("unnamed #[0-9]+"), "unnamed");
        if (witness) count(session, out);
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
        Witnessed witnessed = find_witnesses(facts, session.vocabulary(), choice, base, claims, connections, 1);
        Problem none;
        none.entity_count = static_cast<std::uint32_t>(facts.entities.size());
        const SettledChecks checks = settle_checks(facts, session.vocabulary(), choice, base, connections, witnessed,
                                                   Describer(facts, session.vocabulary(), none), 1);
        out.met = checks.known.count(Truth::certain);
        out.possible = checks.known.count(Truth::possible);
        out.violated = checks.known.count(Truth::impossible);
        if (!session.vocabulary().checks.empty()) witnessed.keep(checks.nodes);
        out.parts = witnessed.all_parts;
        out.settled = witnessed.parts;
    }
    std::string file_, text_;
    std::vector<std::string> rules_;
};

}  // namespace witness_runs

// tenet check: are the facts consistent, are the checks met, do the expectations hold?
#include <CLI/CLI.hpp>

#include "engine/cli/commands.h"
#include "engine/cli/output.h"
#include "engine/cli/run.h"

namespace tenet {

namespace {

// What was found outweighs what a limit left open: it stays found, however long one waits.
int exit_status(const CheckReport& report) {
    if (report.verdict == Verdict::contradictory) return exit_found;
    for (const Finding& finding : report.findings)
        if (finding.kind == FindingKind::conflict || finding.level == Severity::error) return exit_found;
    return report.verdict == Verdict::undecided || !report.undecided.empty() ? exit_undecided : exit_good;
}

}  // namespace

void add_check_options(CLI::App& app, Options& options) {
    add_words(app, options, "FILE...", "fact sets, folders of them, or - for standard input");
    add_count(app, "--max-conflicts", "N",
              "find all minimal conflicts, at most N a component, not only some that share no fact",
              [&options](unsigned long number) { options.run.max_conflicts = static_cast<unsigned>(number); });
    app.add_option("--cache", options.run.cache,
                   "remember in this folder what was found, and judge again only what changed since")
        ->type_name("DIR");
    add_run_options(app, options);
    add_output_options(app, options, true);
}

int run_check(const Options& given) {
    Options options = given;
    options.run.files = options.words;
    Output output(options.output);
    Run run(options);
    if (!run.load()) return exit_wrong;
    const CheckReport report = run.session().check();
    if (run.complain()) return exit_wrong;
    output.write(run.format().check(report, run.sources(), run.style()));
    output.finish();
    return exit_status(report);
}

}  // namespace tenet

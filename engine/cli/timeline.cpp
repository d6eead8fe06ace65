// tenet timeline: the earliest and latest day of every event and period.
#include <CLI/CLI.hpp>

#include "engine/cli/commands.h"
#include "engine/cli/output.h"
#include "engine/cli/run.h"

namespace tenet {

void add_timeline_options(CLI::App& app, Options& options) {
    add_words(app, options, "FILE...", "fact sets, folders of them, or - for standard input");
    add_run_options(app, options);
    add_output_options(app, options, true);
}

int run_timeline(const Options& given) {
    Options options = given;
    options.run.files = options.words;
    Output output(options.output);
    Run run(options);
    if (!run.load()) return exit_wrong;
    const TimelineReport report = run.session().timeline();
    if (run.complain()) return exit_wrong;
    output.write(run.format().timeline(report, run.sources(), run.style()));
    output.finish();
    if (report.verdict == Verdict::contradictory) return exit_found;
    return report.verdict == Verdict::undecided || !report.undecided.empty() ? exit_undecided : exit_good;
}

}  // namespace tenet

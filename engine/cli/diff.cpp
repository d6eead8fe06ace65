// tenet diff: what changed between two fact sets, and whether anything got worse.
#include "engine/diff.h"

#include <CLI/CLI.hpp>

#include "engine/cli/commands.h"
#include "engine/cli/output.h"
#include "engine/cli/run.h"

namespace tenet {

void add_diff_options(CLI::App& app, Options& options) {
    add_words(app, options, "OLD NEW", "two fact sets, or two folders of them; one may be - for standard input");
    add_run_options(app, options);
    add_output_options(app, options, true);
}

int run_diff(const Options& options) {
    if (options.words.size() != 2)
        throw WrongUsage{"two fact sets are compared, not " + std::to_string(options.words.size()),
                         "usage: tenet diff OLD NEW; several files are one set where a folder holds them"};
    if (options.words[0] == "-" && options.words[1] == "-")
        throw WrongUsage{"standard input cannot be both the old facts and the new ones", "name a file for one of them"};
    const Format& format = *find_format(options.format);
    if (!format.diff) throw WrongUsage{"`tenet diff` has no format '" + options.format + '\'', "it has text and json"};
    Output output(options.output);
    hold_memory(options.run);
    Sources sources;
    Diagnostics old_complaints, new_complaints;
    Session before(sources, old_complaints), after(sources, new_complaints);
    RunOptions run = options.run;
    run.started = std::chrono::steady_clock::now();  // one deadline for both
    run.files = {options.words[0]};
    const bool old_good = before.load(run);
    run.files = {options.words[1]};
    const bool new_good = after.load(run);
    for (const Diagnostics* complaints : {&old_complaints, &new_complaints})
        print_error(render_diagnostics(complaints->list(), sources, error_style(options)));
    if (!old_good || !new_good) return exit_wrong;
    const DiffReport report = diff(before, after, sources);
    output.write(format.diff(report, sources, output_style(options)));
    output.finish();
    if (report.worse) return exit_found;
    return report.undecided.empty() && report.after != Verdict::undecided ? exit_good : exit_undecided;
}

}  // namespace tenet

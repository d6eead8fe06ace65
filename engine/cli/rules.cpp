// tenet rules: the packs there are, one pack readable, the examples of packs run.
#include <algorithm>
#include <filesystem>

#include <CLI/CLI.hpp>

#include "engine/cli/commands.h"
#include "engine/cli/output.h"
#include "engine/cli/pack_text.h"
#include "engine/cli/run.h"
#include "engine/lack.h"
#include "engine/lint.h"
#include "reports/columns.h"
#include "reports/excerpt.h"
#include "reports/paint.h"
#include "reports/wording.h"
#include "rules/lint.h"
#include "rules/packs.h"

namespace tenet {

namespace {

// The names that `--rules` takes: the built-in packs, and the files in the folders of TENET_RULES_PATH.
std::vector<std::string> pack_names(const Options& options) {
    std::vector<std::string> names = built_in_packs();
    for (const std::string& folder : options.run.rules_path) {
        std::error_code error;
        std::filesystem::directory_iterator entry(folder, error), end;
        for (; !error && entry != end; entry.increment(error))
            if (entry->path().extension() == ".xml") names.push_back(entry->path().stem().string());
        if (error) throw WrongUsage{"TENET_RULES_PATH names a folder that cannot be read: " + folder, error.message()};
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

// One pack and those it uses. None, with the complaints printed, where something is wrong with it.
struct LoadedPack {
    Sources sources;
    Diagnostics diagnostics;
    Vocabulary vocabulary;
    PackInfo info;
};

std::unique_ptr<LoadedPack> load_pack(const std::string& name, const Options& options) {
    auto pack = std::make_unique<LoadedPack>();
    PackRequest request;
    request.named = {name};
    request.path = options.run.rules_path;
    pack->vocabulary = read_packs(request, {}, pack->sources, pack->diagnostics);
    print_error(render_diagnostics(pack->diagnostics.list(), pack->sources, error_style(options)));
    if (pack->diagnostics.has_errors()) return nullptr;
    // The pack that was named: by its id, or by its path; the last read where it is called otherwise.
    const auto& packs = pack->vocabulary.packs;
    const auto named = std::find_if(packs.begin(), packs.end(),
                                    [&](const PackInfo& info) { return info.id == name || info.path == name; });
    if (named == packs.end() && packs.empty()) throw std::logic_error("no pack was read for " + name);
    pack->info = named == packs.end() ? packs.back() : *named;
    return pack;
}

int list(const Options& options, Output& output) {
    int status = exit_good;
    std::vector<std::pair<std::string, std::string>> rows;
    std::size_t width = 0;
    for (const std::string& name : pack_names(options)) {
        const auto pack = load_pack(name, options);
        if (!pack) {
            status = exit_wrong;
            continue;
        }
        rows.emplace_back(name, pack->info.title);
        width = std::max(width, columns(name));
    }
    const Style style = output_style(options);
    for (const auto& [name, title] : rows)
        output.write(paint(style, Ink::strong, padded(name, width)) + "  " + visible(title) + '\n');
    return status;
}

int show(const std::string& name, const Options& options, Output& output) {
    const auto pack = load_pack(name, options);
    if (!pack) return exit_wrong;
    output.write(pack_text(pack->info, pack->vocabulary, output_style(options)));
    return exit_good;
}

struct Outcome {
    std::size_t good = 0, failed = 0, faults = 0, notes = 0;
    bool wrong = false, undecided = false;
};

void run_example(const Example& example, const std::string& name, const Sources& pack_sources, const Options& options,
                 Output& output, Outcome& outcome) {
    const Style style = output_style(options);
    const std::string& path = pack_sources.path(example.span.file);
    Sources sources;
    Diagnostics diagnostics;
    Session session(sources, diagnostics);
    RunOptions run = options.run;
    run.rules = {name};
    const bool loaded = session.load_text(path, example_text(example, pack_sources), run, example.pack);
    print_error(render_diagnostics(diagnostics.list(), sources, error_style(options)));
    if (!loaded || diagnostics.has_errors()) {
        outcome.wrong = true;
        return;
    }
    CheckReport report;
    if (const char* lack = lacking([&] { report = session.check(); })) report.undecided.push_back(std::string("the example") + lack);
    const auto errors = std::count_if(report.findings.begin(), report.findings.end(),
                                      [](const Finding& f) { return f.level == Severity::error; });
    const bool undecided = report.verdict == Verdict::undecided || !report.undecided.empty();
    outcome.undecided |= undecided;
    if (errors == 0 && !undecided) {
        ++outcome.good;
        return;
    }
    outcome.failed += errors > 0;
    output.write(paint(style, Ink::strong, "example " + place(pack_sources, example.span)) + '\n' +
                 render_check_text(report, sources, style) + '\n');
}

// What the pack says that it cannot mean. Notes are told with -v, and counted.
void lint(LoadedPack& pack, const Options& options, Output& output, Outcome& outcome) {
    Diagnostics found;
    lint_words(pack.info.id, pack.vocabulary, pack.sources, found);
    Limits limits;
    limits.deadline = options.run.deadline();
    const auto undecided = lint_laws(pack.info.id, pack.vocabulary, pack.sources, found, limits);
    std::vector<Diagnostic> told;
    for (const Diagnostic& d : found.list()) {
        const bool note = d.severity == Severity::note;
        ++(note ? outcome.notes : outcome.faults);
        if (!note || options.verbose > 0) told.push_back(d);
    }
    output.write(render_diagnostics(told, pack.sources, output_style(options)));
    for (const std::string& each : undecided) output.write(wrapped("undecided: ", each, output_style(options).width));
    outcome.undecided |= !undecided.empty();
}

int test(const std::vector<std::string>& names, const Options& options, Output& output) {
    const Style style = output_style(options);
    Outcome all;
    for (const std::string& name : names) {
        const auto pack = load_pack(name, options);
        if (!pack) {
            all.wrong = true;
            continue;
        }
        Outcome outcome;
        for (const Example& example : pack->vocabulary.examples)
            if (example.pack == pack->info.id) run_example(example, name, pack->sources, options, output, outcome);
        lint(*pack, options, output, outcome);
        std::string said = outcome.failed > 0 ? count_of(outcome.failed, "example") + " not as expected, " : "";
        said += outcome.good == 0 && said.empty() && !outcome.wrong && !outcome.undecided
                    ? "no examples"
                    : count_of(outcome.good, "example") + " as expected";
        if (outcome.faults > 0) said += ", " + count_of(outcome.faults, "fault") + " in what it says (see above)";
        if (outcome.notes > 0) said += ", " + count_of(outcome.notes, "note") + (options.verbose > 0 ? "" : " (-v shows them)");
        if (outcome.undecided) said += ", some undecided";
        if (outcome.wrong) said += ", some wrong (see above)";
        const bool bad = outcome.failed > 0 || outcome.faults > 0 || outcome.wrong || outcome.undecided;
        output.write(paint(style, bad ? Ink::error : Ink::good, visible(pack->info.id)) + ": " + said + '\n');
        all.failed += outcome.failed + outcome.faults;
        all.wrong |= outcome.wrong;
        all.undecided |= outcome.undecided;
    }
    return all.wrong ? exit_wrong : all.failed > 0 ? exit_found : all.undecided ? exit_undecided : exit_good;
}

constexpr std::string_view usage = "usage: tenet rules list, tenet rules show PACK, or tenet rules test PACK...";

}  // namespace

void add_rules_options(CLI::App& app, Options& options) {
    add_words(app, options, "list | show PACK | test PACK...", "what to do; a PACK is a name or the path of a file");
    add_limits(app, options);
    add_output_options(app, options, false);
}

int run_rules(const Options& given) {
    Options options = given;
    options.run.started = std::chrono::steady_clock::now();  // one deadline for all examples and laws
    if (options.words.empty()) throw WrongUsage{"`tenet rules` wants to be told what to do", std::string(usage)};
    const std::string& verb = options.words.front();
    const std::vector<std::string> names(options.words.begin() + 1, options.words.end());
    Output output(options.output);
    hold_memory(options.run);
    int status = exit_good;
    if (verb == "list") {
        if (!names.empty()) throw WrongUsage{"`tenet rules list` takes no names", std::string(usage)};
        status = list(options, output);
    } else if (verb == "show") {
        if (names.size() != 1) throw WrongUsage{"`tenet rules show` takes one pack", std::string(usage)};
        status = show(names.front(), options, output);
    } else if (verb == "test") {
        if (names.empty()) throw WrongUsage{"`tenet rules test` takes at least one pack", std::string(usage)};
        status = test(names, options, output);
    } else {
        const std::string near = nearest(verb, {"list", "show", "test"});
        throw WrongUsage{
            "`tenet rules` cannot '" + verb + '\'' + (near.empty() ? "" : "; did you mean '" + near + "'?"),
            std::string(usage)};
    }
    output.finish();
    return status;
}

}  // namespace tenet

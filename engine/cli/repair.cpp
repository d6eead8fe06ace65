// tenet repair: ranked ways out of a contradiction; with --apply, the mended files in a folder of their own.
#include <algorithm>
#include <filesystem>

#include <CLI/CLI.hpp>

#include "engine/cli/commands.h"
#include "engine/cli/new_folder.h"
#include "engine/cli/output.h"
#include "engine/cli/run.h"
#include "engine/lack.h"

namespace tenet {

namespace {

namespace fs = std::filesystem;

int exit_status(const RepairReport& report) {
    if (report.verdict == Verdict::contradictory) return exit_found;
    return report.verdict == Verdict::undecided || !report.undecided.empty() ? exit_undecided : exit_good;
}

// Where each file goes below the new folder: its path below the folder that all of them share.
std::vector<std::string> places_of(const std::vector<MendedFile>& files) {
    std::vector<fs::path> paths;
    for (const MendedFile& file : files) {
        std::string path =
            file.path == "-" ? "standard-input.xml" : fs::absolute(file.path).lexically_normal().string();
        for (const std::string_view packed : {".gz", ".zst"})  // the text is unpacked
            if (path.ends_with(packed)) path.resize(path.size() - packed.size());
        paths.emplace_back(path);
    }
    fs::path shared;
    for (const fs::path& path : paths) {
        if (path.is_relative()) continue;
        if (shared.empty()) {
            shared = path.parent_path();
            continue;
        }
        fs::path both;
        for (auto a = shared.begin(), b = path.begin(); a != shared.end() && b != path.end() && *a == *b; ++a, ++b)
            both /= *a;
        shared = both;
    }
    std::vector<std::string> out;
    for (const fs::path& path : paths) {
        std::string place = path.is_relative() ? path.string() : path.lexically_relative(shared).string();
        while (std::find(out.begin(), out.end(), place) != out.end())
            place.insert(place.rfind(".xml") == std::string::npos ? place.size() : place.rfind(".xml"), "-2");
        out.push_back(std::move(place));
    }
    return out;
}

}  // namespace

void add_repair_options(CLI::App& app, Options& options) {
    add_words(app, options, "FILE...", "fact sets, folders of them, or - for standard input");
    add_count(app, "--max-repairs", "N",
              "propose at most N repairs that only drop facts, and at most N that change some; 10 unless given",
              [&options](unsigned long number) { options.run.max_repairs = static_cast<unsigned>(number); });
    add_count(app, "--apply", "N",
              "write the files as repair N leaves them into the folder that -o names, which must be new",
              [&options](unsigned long number) { options.apply = static_cast<unsigned>(number); });
    add_run_options(app, options);
    add_output_options(app, options, true);
}

int run_repair(const Options& given) {
    Options options = given;
    options.run.files = options.words;
    const bool apply = options.apply > 0;
    if (apply && options.output.empty())
        throw WrongUsage{"--apply does not say where to",
                         "add -o DIR, a folder that does not exist yet; the files given stay as they are"};
    if (apply) options.run.max_repairs = std::max(options.run.max_repairs, options.apply);
    std::optional<NewFolder> folder;
    if (apply) folder.emplace(std::exchange(options.output, {}));
    Output output(options.output);
    Run run(options);
    if (!run.format().repair)
        throw WrongUsage{"`tenet repair` has no format '" + options.format + '\'', "it has text and json"};
    if (!run.load()) return exit_wrong;
    RepairReport report = run.session().repair();
    if (run.complain()) return exit_wrong;
    if (apply) {
        if (report.repairs.size() < options.apply) {
            output.write(run.format().repair(report, run.sources(), run.style()));
            if (report.verdict != Verdict::contradictory || !report.undecided.empty()) return exit_status(report);
            throw WrongUsage{"there is no repair " + std::to_string(options.apply) + ", and nothing was written",
                             report.repairs.empty() ? "no repair was found"
                                                    : "the last one is " + std::to_string(report.repairs.size())};
        }
        std::optional<std::vector<MendedFile>> files;
        lacking([&] { files = run.session().mended(report.repairs[options.apply - 1]); });
        if (files) {
            const std::vector<std::string> places = places_of(*files);
            std::vector<std::pair<std::string, std::string>> texts;
            for (std::size_t i = 0; i < files->size(); ++i) texts.emplace_back(places[i], (*files)[i].text);
            folder->write(texts);
            for (const std::string& place : places) report.applied.push_back((fs::path(given.output) / place).string());
            report.applied_repair = options.apply;
        } else {
            report.undecided.push_back("whether the files have a world once repair " + std::to_string(options.apply) +
                                       " is written into them: nothing was written");
        }
    }
    output.write(run.format().repair(report, run.sources(), run.style()));
    output.finish();
    return exit_status(report);
}

}  // namespace tenet

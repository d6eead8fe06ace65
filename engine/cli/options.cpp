// The common options as CLI11 wants them, with messages that name the mend, and the look of the terminal.
#include "engine/cli/options.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>

#include "facts/diagnostic.h"
#include "reports/formats.h"
#include "reports/wording.h"

namespace tenet {

namespace {

constexpr unsigned narrowest = 60, widest = 140, unknown_width = 100;  // columns

// One value each time the option stands there, so that a file behind it is never swallowed.
CLI::Option* add_list(CLI::App& app, const std::string& name, std::vector<std::string>& values, const std::string& kind,
                      const std::string& help) {
    return app.add_option(name, values, help)
        ->type_name(kind)
        ->expected(1)
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

std::optional<unsigned long> whole_number(const std::string& text) {
    if (text.empty() || text.size() > 9 || text.find_first_not_of("0123456789") != std::string::npos)
        return std::nullopt;
    return std::stoul(text);
}

std::optional<double> seconds(const std::string& text) {
    if (text.empty() || text.find_first_not_of("0123456789.") != std::string::npos) return std::nullopt;
    try {
        std::size_t read = 0;
        const double value = std::stod(text, &read);
        if (read == text.size() && std::isfinite(value) && value > 0) return value;
    } catch (const std::exception&) {  // no number, or out of range
    }
    return std::nullopt;
}

unsigned terminal_width(int descriptor) {
    if (const char* given = std::getenv("COLUMNS"))
        if (const auto number = whole_number(given); number && *number > 0)
            return std::clamp(static_cast<unsigned>(*number), narrowest, widest);
    winsize size{};
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return unknown_width;
    return std::clamp<unsigned>(size.ws_col, narrowest, widest);
}

// https://no-color.org, and terminals that know no colours.
bool wants_color(const Options& options, int descriptor, bool terminal) {
    switch (options.color) {
        case ColorChoice::always: return true;
        case ColorChoice::never: return false;
        case ColorChoice::automatic: break;
    }
    const char* no_color = std::getenv("NO_COLOR");
    const char* term = std::getenv("TERM");
    return terminal && isatty(descriptor) && !(no_color && *no_color) && !(term && std::string_view(term) == "dumb");
}

Style style_for(const Options& options, int descriptor, bool terminal) {
    Style style;
    style.color = wants_color(options, descriptor, terminal);
    style.width = terminal ? terminal_width(descriptor) : unknown_width;
    style.quiet = options.quiet;
    style.verbose = options.verbose;
    return style;
}

}  // namespace

void add_count(CLI::App& app, const std::string& name, const std::string& kind, const std::string& help,
               std::function<void(unsigned long)> store) {
    app.add_option_function<std::string>(
           name, [store = std::move(store)](const std::string& text) { store(*whole_number(text)); }, help)
        ->type_name(kind)
        ->check([](const std::string& text) {
            const auto number = whole_number(text);
            return number && *number > 0 ? std::string() : "takes a whole number from 1 on, not '" + text + '\'';
        });
}

void only_words(CLI::Option& option, std::vector<std::string> words) {
    std::string kind;
    for (const std::string& word : words) kind += (kind.empty() ? "" : "|") + word;
    option.type_name(kind)->check([words](const std::string& text) -> std::string {
        if (std::find(words.begin(), words.end(), text) != words.end()) return {};
        const std::string near = nearest(text, words);
        std::string choice;
        for (std::size_t i = 0; i < words.size(); ++i)
            choice += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i];
        return "takes " + choice + ", not '" + text + '\'' + (near.empty() ? "" : "; did you mean '" + near + "'?");
    });
}

void add_limits(CLI::App& app, Options& options) {
    RunOptions& run = options.run;
    app.add_option_function<std::string>(
           "--timeout", [&run](const std::string& text) { run.timeout_seconds = seconds(text); },
           "stop after so long, reading included; hard parts leave time for the others, and what is not decided is called undecided")
        ->type_name("SECONDS")
        ->check([](const std::string& text) {
            return seconds(text) ? std::string() : "takes a number of seconds above 0, not '" + text + '\'';
        });
    add_count(app, "--memory", "MB", "use no more memory; what does not fit is called undecided",
              [&run](unsigned long n) { run.memory_mb = n; });
}

void add_run_options(CLI::App& app, Options& options) {
    RunOptions& run = options.run;
    add_list(app, "--rules", run.rules, "PACK",
             "a rule pack to use as well: its name, or the path of its file; repeatable");
    add_list(app, "--option", run.pack_options, "PACK:NAME=VALUE",
             "choose what a rule pack leaves open (`tenet rules show PACK` lists its options); repeatable");
    add_list(app, "--assume", run.assume, "ID", "add an expected or hypothetical fact; repeatable");
    add_list(app, "--without", run.without, "ID", "drop a fact; repeatable");
    add_list(app, "--set", run.set, "FACT.ATTRIBUTE=VALUE",
             "replace a figure or a date of a fact, as in s1.share=60%; repeatable");
    only_words(*app.add_option_function<std::string>(
                   "--only", [&run](const std::string&) { run.only_stated = true; }, "leave out reported facts"),
               {"stated"});
    app.add_option("--at", run.at, "the day that queries and checks speak of, instead of now")->type_name("TIME");
    app.add_option("--now", run.now, "the day that counts as now, instead of the latest as-of")->type_name("TIME");
    add_limits(app, options);
    only_words(*app.add_option_function<std::string>(
                   "--engine", [&run](const std::string& word) { run.only_z3 = word == "z3"; },
                   "auto: decide in the open what can be, the rest with Z3; z3: everything with Z3"),
               {"auto", "z3"});
    add_count(app, "--jobs", "N", "threads to use; as many as there are processors unless given",
              [&run](unsigned long n) { run.jobs = static_cast<unsigned>(n); });
}

void add_output_options(CLI::App& app, Options& options, bool with_format) {
    if (with_format) {
        std::vector<std::string> names;
        std::string help;
        for (const Format& format : formats()) {
            help += (names.empty() ? "" : "; ") + std::string(format.name) + ": " + std::string(format.help);
            names.emplace_back(format.name);
        }
        only_words(*app.add_option("--format", options.format, help), names);
    }
    app.add_option("-o,--output", options.output, "write to this file, whole or not at all")->type_name("FILE");
    only_words(*app.add_option_function<std::string>(
                   "--color",
                   [&options](const std::string& word) {
                       options.color = word == "always"  ? ColorChoice::always
                                       : word == "never" ? ColorChoice::never
                                                         : ColorChoice::automatic;
                   },
                   "colours; auto: on a terminal"),
               {"auto", "always", "never"});
    app.add_flag("-q,--quiet", options.quiet, "print the essence only");
    app.add_flag_function(
        "-v,--verbose", [&options](std::int64_t times) { options.verbose = static_cast<unsigned>(times); },
        "print more, and log what is done; twice: log more");
    only_words(*app.add_option("--log-level", options.log_level, "what to log on standard error"),
               {"debug", "info", "warn", "error", "off"});
}

void add_words(CLI::App& app, Options& options, const std::string& name, const std::string& help) {
    app.add_option("words", options.words, help)->option_text(name)->type_name(name);
}

Style output_style(const Options& options) { return style_for(options, STDOUT_FILENO, options.output.empty()); }

Style error_style(const Options& options) { return style_for(options, STDERR_FILENO, true); }

}  // namespace tenet

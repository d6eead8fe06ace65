// What the command line says, and the options that commands have in common.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/session.h"
#include "reports/render.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace tenet {

enum class ColorChoice { automatic, always, never };

/// The values of every option; a command adds those that it knows.
struct Options {
    RunOptions run;
    std::vector<std::string> words;  // what is no option: files, a query, a pack
    std::string format = "text";
    std::string output;  // -o; empty: standard output
    ColorChoice color = ColorChoice::automatic;
    bool quiet = false;
    unsigned verbose = 0;   // how often -v was given
    std::string log_level;  // empty: as -q and -v say
    std::string queries;    // ask -f; empty: the query is the first word
    std::string expect;     // ask --expect; empty: anything
    unsigned apply = 0;     // repair --apply: the number of the repair to write, from 1; 0: none
};

/// --timeout, --memory.
void add_limits(CLI::App& app, Options& options);
/// --rules, --assume, --without, --only, --at, --now, --jobs, and the limits.
void add_run_options(CLI::App& app, Options& options);
/// -o, --color, -q, -v, --log-level; --format where `with_format`.
void add_output_options(CLI::App& app, Options& options, bool with_format);
/// An option that takes a whole number from 1 on, which `store` gets.
void add_count(CLI::App& app, const std::string& name, const std::string& kind, const std::string& help,
               std::function<void(unsigned long)> store);
/// The words that are no options. `name` is what the help calls them: "FILE...".
void add_words(CLI::App& app, Options& options, const std::string& name, const std::string& help);

/// Lets `option` take one of `words` only, and suggests the nearest when it is another.
void only_words(CLI::Option& option, std::vector<std::string> words);

/// How to print on standard output or to `options.output`, and on standard error.
Style output_style(const Options& options);
Style error_style(const Options& options);

/// A command line that cannot be run. Its text says why and what to do; the exit status is 2.
struct WrongUsage {
    std::string message, help;
};

}  // namespace tenet

// The commands there are. A new one is a file with its two functions and a row of the table in commands.cpp.
#pragma once

#include <span>
#include <string_view>

#include "engine/cli/options.h"

namespace tenet {

/// Exit statuses, the same for every command.
enum Exit : int {
    exit_good = 0,       // consistent, met, holding; answered, and as expected
    exit_found = 1,      // a conflict, a violated error-level check, a failed expectation; an answer that differs
    exit_wrong = 2,      // the input or the command line is wrong: nothing was decided
    exit_undecided = 3,  // a limit came first
};

struct Command {
    std::string_view name, usage, summary;
    void (*add_options)(CLI::App& app, Options& options);
    /// The exit status. Throws WrongUsage, and std::exception for a broken environment.
    int (*run)(const Options& options);
};

std::span<const Command> commands();

void add_check_options(CLI::App& app, Options& options);
int run_check(const Options& options);
void add_ask_options(CLI::App& app, Options& options);
int run_ask(const Options& options);
void add_repair_options(CLI::App& app, Options& options);
int run_repair(const Options& options);
void add_diff_options(CLI::App& app, Options& options);
int run_diff(const Options& options);
void add_timeline_options(CLI::App& app, Options& options);
int run_timeline(const Options& options);
void add_rules_options(CLI::App& app, Options& options);
int run_rules(const Options& options);
void add_schema_options(CLI::App& app, Options& options);
int run_schema(const Options& options);

/// The whole program. Prints what is wrong with the command line on standard error.
int run_program(int argc, const char* const* argv);

}  // namespace tenet

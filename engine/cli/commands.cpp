// The table of commands, and the way from argv to one of them.
#include "engine/cli/commands.h"

#include <algorithm>
#include <array>
#include <iostream>

#include <CLI/CLI.hpp>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "engine/cli/memory_limit.h"
#include "engine/cli/output.h"
#include "engine/cli/run.h"
#include "facts/diagnostic.h"
#include "reports/columns.h"
#include "reports/paint.h"

namespace tenet {

namespace {

constexpr std::array table{
    Command{"check", "FILE...", "are the facts consistent, the checks met, the expectations right?", add_check_options,
            run_check},
    Command{"ask", "QUERY FILE...", "certain, possible or impossible? how much, when, who?", add_ask_options, run_ask},
    Command{"repair", "FILE...", "what to drop or to change so that the facts can be true together", add_repair_options,
            run_repair},
    Command{"timeline", "FILE...", "the earliest and latest day of every event and period", add_timeline_options,
            run_timeline},
    Command{"diff", "OLD NEW", "which conflicts, answers and bounds changed between two fact sets", add_diff_options, run_diff},
    Command{"rules", "list | show PACK | test PACK...", "the rule packs there are, one readable, their examples run",
            add_rules_options, run_rules},
    Command{"schema", "facts|rules|json", "the schemas of the files read and the JSON printed", add_schema_options,
            run_schema},
};

std::string general_help() {
    std::string out = "tenet: do the facts hold together, and what follows from them?\n\nusage: tenet COMMAND ...\n\n";
    std::size_t width = 0;
    for (const Command& command : table) width = std::max(width, command.name.size() + 1 + command.usage.size());
    for (const Command& command : table) {
        std::string line = std::string(command.name) + ' ' + std::string(command.usage);
        line.resize(width, ' ');
        out += "  " + line + "  " + std::string(command.summary) + '\n';
    }
    return out +
           "\n`tenet COMMAND --help` lists the options of a command, `tenet --version` names the version.\n"
           "Exit status: 0 all is well; 1 something was found; 2 the input or the command line is wrong; 3 undecided.\n"
           "Folders of rule packs may be named in TENET_RULES_PATH, separated by colons.\n";
}

std::string did_you_mean(const std::string& near) { return near.empty() ? "" : "; did you mean '" + near + "'?"; }

const Command& command_named(const std::string& word) {
    std::vector<std::string> names;
    for (const Command& command : table) {
        if (command.name == word) return command;
        names.emplace_back(command.name);
    }
    if (word.starts_with('-'))
        throw WrongUsage{"the command stands first, then its options: '" + word + "' comes too early",
                         "`tenet --help` lists the commands"};
    throw WrongUsage{"there is no command '" + word + '\'' + did_you_mean(nearest(word, names)),
                     "`tenet --help` lists the commands"};
}

std::vector<std::string> option_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
        for (const std::string& name : option->get_snames()) names.push_back("-" + name);
    }
    return names;
}

[[noreturn]] void refuse_unknown(const CLI::App& app, const Command& command, const std::string& word) {
    const std::string option = word.substr(0, word.find('='));
    std::string help = "`tenet " + std::string(command.name) + " --help` lists its options";
    // "-1 + capital(a, b)" is a query, not an option.
    if (option.size() > 1 && option[1] != '-' && option.find_first_of(" (.0123456789") != std::string::npos)
        help = "a query that begins with a minus stands behind `--`";
    throw WrongUsage{"`tenet " + std::string(command.name) + "` has no option '" + option + '\'' +
                         did_you_mean(nearest(option, option_names(app))),
                     help};
}

std::vector<std::string> rules_path() {
    std::vector<std::string> folders;
    const char* given = std::getenv("TENET_RULES_PATH");
    std::string_view rest = given ? given : "";
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(':'), rest.size());
        if (end > 0) folders.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return folders;
}

void start_logging(const Options& options) {
    auto logger = std::make_shared<spdlog::logger>("tenet", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    logger->set_pattern("tenet: %l: %v");
    if (!options.log_level.empty())
        logger->set_level(spdlog::level::from_str(options.log_level));
    else if (options.quiet)
        logger->set_level(spdlog::level::err);
    else
        logger->set_level(options.verbose == 0   ? spdlog::level::warn
                          : options.verbose == 1 ? spdlog::level::info
                                                 : spdlog::level::debug);
    spdlog::set_default_logger(std::move(logger));
}

// CLI11 names words after their variable; people know them by what they are.
class UsageFormatter : public CLI::Formatter {
public:
    explicit UsageFormatter(std::string usage) : usage_(std::move(usage)) { column_width(34);
        label("Positionals", "Arguments");
    }
    std::string make_usage(const CLI::App*, std::string) const override { return usage_; }
    std::string make_option_name(const CLI::Option* option, bool positional) const override {
        return positional ? option->get_type_name() : Formatter::make_option_name(option, positional);
    }
    std::string make_option_opts(const CLI::Option* option) const override {
        return option->get_type_name().empty() || option->get_positional() ? "" : ' ' + option->get_type_name();
    }

private:
    std::string usage_;
};

// Reads the rest of the command line into `options`; a text where help was asked for.
std::optional<std::string> parse(const Command& command, std::vector<std::string> words, Options& options) {
    const std::string name(command.name);
    CLI::App app(std::string(command.summary), "tenet " + name);
    app.set_help_flag("-h,--help", "print this");
    app.allow_extras();
    command.add_options(app, options);
    app.formatter(
        std::make_shared<UsageFormatter>("usage: tenet " + name + ' ' + std::string(command.usage) + " [OPTION...]\n"));
    std::reverse(words.begin(), words.end());  // CLI11 takes them from the back
    try {
        app.parse(words);
    } catch (const CLI::CallForHelp&) {
        return app.help();
    } catch (const CLI::ArgumentMismatch& error) {
        const std::string message = error.what();  // "--rules: 1 required PACK missing"
        throw WrongUsage{message.substr(0, message.find(':')) + " lacks its value",
                         "`tenet " + name + " --help` lists its options"};
    } catch (const CLI::ParseError& error) {
        throw WrongUsage{error.what(), "`tenet " + name + " --help` lists its options"};
    }
    for (const std::string& unknown : app.remaining())
        if (unknown != "--") refuse_unknown(app, command, unknown);
    return std::nullopt;
}

int run_words(const std::vector<std::string>& words) {
    if (words.empty()) {
        print_error(general_help());
        return exit_wrong;
    }
    Output to_terminal{{}};
    if (words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
        to_terminal.write(general_help());
        return exit_good;
    }
    if (words[0] == "--version") {
        to_terminal.write("tenet " TENET_VERSION "\n");
        return exit_good;
    }
    const Command& command = command_named(words[0]);
    Options options;
    if (const auto help = parse(command, {words.begin() + 1, words.end()}, options)) {
        to_terminal.write(*help);
        return exit_good;
    }
    options.run.rules_path = rules_path();
    start_logging(options);
    return command.run(options);
}

}  // namespace

std::span<const Command> commands() { return table; }

int run_program(int argc, const char* const* argv) {
    const Style style = error_style({});
    const auto complain = [&](std::string_view message, std::string_view help) {
        std::string text = paint(style, Ink::strong, "tenet:") + ' ' + paint(style, Ink::error, "error:") + ' ';
        text += visible(message) + '\n';
        if (!help.empty()) text += "  " + visible(help) + '\n';
        print_error(text);
    };
    try {
        return run_words({argv + std::min(argc, 1), argv + argc});
    } catch (const WrongUsage& wrong) {
        complain(wrong.message, wrong.help);
        return exit_wrong;
    } catch (const std::bad_alloc&) {
        complain(memory_ran_out, memory_help());
        return exit_undecided;
    } catch (const std::exception& broken) {
        complain(broken.what(), {});
        return exit_wrong;
    }
}

}  // namespace tenet

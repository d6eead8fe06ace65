// tenet ask: one question, or a file of them, of one load of facts.
#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>
#include <iterator>

#include <CLI/CLI.hpp>

#include "engine/cli/commands.h"
#include "engine/cli/output.h"
#include "engine/cli/run.h"

namespace tenet {

namespace {

struct Query {
    std::string text;
    FileIndex file = 0;
    std::uint32_t offset = 0;  // where it begins in the file
};

std::string read_whole(const std::string& path) {
    std::string text;
    if (path == "-") {
        text.assign(std::istreambuf_iterator<char>(std::cin), {});
    } else {
        std::ifstream in(path, std::ios::binary);
        text.assign(std::istreambuf_iterator<char>(in), {});
        if (!in) throw WrongUsage{"cannot read the queries in " + path, "-f takes a file with one query a line"};
    }
    if (text.size() > UINT32_MAX) throw WrongUsage{"the queries in " + path + " are more than 4 GB", {}};
    return text;
}

// One query a line; empty lines and lines that begin with # are for people.
std::vector<Query> queries_of(const Sources& sources, FileIndex file) {
    std::vector<Query> queries;
    const std::string_view text = sources.whole(file);
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        std::string_view line = text.substr(begin, end - begin);
        const std::size_t first = std::min(line.find_first_not_of(" \t\r"), line.size());
        line.remove_prefix(first);
        line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
        if (!line.empty() && line.front() != '#')
            queries.push_back({std::string(line), file, static_cast<std::uint32_t>(begin + first)});
        begin = end + 1;
    }
    return queries;
}

// -f: every word is a file. Otherwise the first is the query.
Options with_query(const Options& given) {
    Options options = given;
    options.run.files = options.words;
    if (!options.queries.empty()) {
        if (options.queries == "-" && std::count(options.words.begin(), options.words.end(), "-") > 0)
            throw WrongUsage{"standard input cannot be both the queries and the facts", "name a file for one of them"};
        return options;
    }
    if (options.words.empty())
        throw WrongUsage{"no query is given", "usage: tenet ask QUERY FILE..., or tenet ask -f QUERIES.txt FILE..."};
    options.run.files.erase(options.run.files.begin());
    if (options.run.files.empty())
        throw WrongUsage{"the query stands alone: no facts are named",
                         "usage: tenet ask QUERY FILE...; the query is one word for the shell, so put it in quotes"};
    return options;
}

std::vector<Query> read_queries(const Options& options, Sources& sources) {
    if (options.queries.empty()) {
        const std::string& text = options.words.front();
        return {{text, sources.add("<query>", text), 0}};
    }
    std::string text = read_whole(options.queries);
    std::vector<Query> queries = queries_of(sources, sources.add(options.queries, std::move(text)));
    if (queries.empty()) throw WrongUsage{"no query stands in " + options.queries, "write one a line"};
    return queries;
}

int exit_status(const Answer& answer) {
    switch (answer.truth) {
        case Truth::contradictory: return exit_found;
        case Truth::undecided: return exit_undecided;
        case Truth::certain:
        case Truth::possible:
        case Truth::impossible:
        case Truth::is_void: break;
    }
    if (!answer.as_expected) return exit_found;
    return answer.undecided.empty() ? exit_good : exit_undecided;
}

// From best to worst: what is found stays so, what is undecided may yet be good.
int worse(int a, int b) {
    constexpr std::array order{exit_good, exit_undecided, exit_found, exit_wrong};
    const auto rank = [&](int status) { return std::find(order.begin(), order.end(), status); };
    return rank(a) < rank(b) ? b : a;
}

}  // namespace

void add_ask_options(CLI::App& app, Options& options) {
    add_words(app, options, "QUERY FILE...",
              "the question in quotes, then fact sets, folders of them, or - for standard input");
    app.add_option("-f,--queries", options.queries, "read the queries from this file, one a line, instead of QUERY")
        ->type_name("QUERIES.txt");
    app.add_flag("--why", options.run.why, "say why: the facts and laws from which the answer follows, or two worlds");
    only_words(*app.add_option("--expect", options.expect, "exit with status 1 unless this is the answer"),
               {"certain", "possible", "impossible", "void", "bounded", "listed", "differ"});
    app.add_flag("--certain-only", options.run.certain_only, "of an open query, list the certain bindings only");
    app.add_flag("--repairs", options.run.repairs,
                 "where the facts contradict each other: what is certain in every repair, in some, in none");
    add_run_options(app, options);
    add_output_options(app, options, true);
}

int run_ask(const Options& given) {
    const Options options = with_query(given);
    Output output(options.output);
    Run run(options);
    const std::vector<Query> queries = read_queries(options, run.sources());
    if (!run.load()) return exit_wrong;
    TextSink sink([&](std::string_view text) { output.write(text); });
    int status = exit_good;
    for (const Query& query : queries) {
        std::optional<Answer> answer = run.session().ask(query.text, query.file, query.offset);
        if (run.complain() || !answer) {
            status = worse(status, exit_wrong);
            continue;
        }
        if (!options.expect.empty()) {
            answer->expected = options.expect;
            answer->as_expected = answer_word(*answer) == options.expect;
        }
        run.format().answer(*answer, run.sources(), run.style(), !options.queries.empty(), sink);
        sink.flush();
        status = worse(status, exit_status(*answer));
    }
    if (status == exit_wrong && options.queries.empty()) return status;
    output.finish();
    return status;
}

}  // namespace tenet

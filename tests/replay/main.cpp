// tenet_replay check|ask ARGUMENTS: the run that `tenet` would make, but every proof behind its steps is replayed.
// `check` asks every expectation for its reasons too. Prints one line a proof that does not replay, and how many did.
// Exit status: 0 all did, 1 some did not, 2 the input is wrong.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <set>

#include "engine/cli/commands.h"
#include "tests/replay/replay.h"

using namespace tenet;

int main(int argc, char** argv) {
    std::vector<std::string> words(argv + 1, argv + argc);
    if (words.empty() || (words[0] != "check" && words[0] != "ask")) return 2;
    const bool ask = words[0] == "ask";
    Options options;
    CLI::App app;
    if (ask) {
        add_ask_options(app, options);
    } else {
        add_check_options(app, options);
    }
    app.allow_extras();
    words.erase(words.begin());
    std::reverse(words.begin(), words.end());
    try {
        app.parse(words);
    } catch (const CLI::ParseError&) {
        return 2;
    }
    std::vector<std::string> queries;
    options.run.files = options.words;
    if (ask && options.queries.empty()) {
        if (options.words.empty()) return 2;
        queries.push_back(options.words[0]);
        options.run.files.erase(options.run.files.begin());
    } else if (ask) {
        std::ifstream file(options.queries);
        for (std::string line; std::getline(file, line);)
            if (!line.empty()) queries.push_back(line);
    }
    options.run.why = true;

    Sources sources;
    Diagnostics diagnostics;
    Session session(sources, diagnostics);
    std::size_t good = 0, bad = 0, steps = 0, longest = 0, cases = 0, sums = 0;
    // Products of unknowns are decided by Z3's solver for polynomials; what it refutes need not have a proof in steps.
    const auto has_product = [](const Problem& problem, const Core& core, NodeId supposed) {
        std::vector<NodeId> open{supposed};
        for (const Constraint& c : problem.constraints)
            if (c.origin.kind == Origin::Kind::background || std::binary_search(core.facts.begin(), core.facts.end(), c.origin.index))
                open.push_back(c.formula);
        std::set<NodeId> seen;
        while (!open.empty()) {
            const NodeId n = open.back();
            open.pop_back();
            if (!seen.insert(n).second) continue;
            if (problem.store.op(n) == FormulaOp::product) return true;
            problem.store.each_child(n, [&](NodeId child) { open.push_back(child); });
        }
        return false;
    };
    std::size_t untold = 0;
    session.watch_proofs([&](Problem& problem, const Core& core, std::uint32_t supposed, const Proof& proof) {
        if (proof.steps.empty() && has_product(problem, core, supposed)) {
            ++untold;
            return;
        }
        const std::string wrong = replay(problem, core, supposed, proof);
        if (wrong.empty()) {
            ++good;
        } else {
            ++bad;
            std::string members;
            for (const FactId f : core.facts) members += " " + session.facts().id_of(session.facts().facts[f]);
            std::printf("%s:%s and %zu laws\n", wrong.c_str(), members.c_str(), core.instances.size());
        }
        steps += proof.steps.size();
        longest = std::max(longest, proof.steps.size());
        for (const ProofStep& s : proof.steps) {
            cases += s.kind == ProofStep::Kind::suppose;
            sums += !s.weights.empty();
        }
    });
    if (!session.load(options.run) || diagnostics.has_errors()) return 2;
    if (!ask) {
        session.check();
        for (const Expectation& e : session.facts().expectations) queries.push_back(e.query.text);
    }
    for (const std::string& query : queries) session.ask(query, sources.add("<query>", query), 0);
    if (untold > 0) std::printf("without steps, for products of unknowns: %zu\n", untold);
    std::printf("replayed %zu failed %zu steps %zu longest %zu cases %zu sums %zu\n", good, bad, steps, longest, cases, sums);
    return bad > 0 ? 1 : 0;
}

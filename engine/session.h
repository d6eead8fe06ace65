// The whole run, as the commands see it: facts and packs in, reports out. Knows nothing of files that come out, of
// formats or of exit statuses; nothing of Z3 shows here.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/digest.h"
#include "engine/progress.h"
#include "facts/diagnostic.h"
#include "facts/model.h"
#include "reports/repair_results.h"
#include "reports/results.h"
#include "rules/vocabulary.h"

namespace tenet {

struct Core;
struct Problem;
struct Proof;

/// Gets each refutation that was told: the problem, the members, what was supposed beside them (or `yes`, a truth of the
/// problem's store), and the proof; empty where none was found.
using ProofWatcher = std::function<void(Problem& problem, const Core& core, std::uint32_t supposed, const Proof& proof)>;
struct CheckedExpression;

/// What the command line says about a run, unchecked: texts as the user wrote them.
struct RunOptions {
    std::vector<std::string> files;       // `-` is standard input; a folder stands for the fact sets below it
    std::vector<std::string> rules;       // --rules: names or paths, in order
    std::vector<std::string> rules_path;  // TENET_RULES_PATH: folders
    std::vector<std::string> pack_options;  // --option: PACK:NAME=VALUE
    std::vector<std::string> assume, without;
    std::vector<std::string> set;         // --set: FACT.ATTRIBUTE=VALUE
    bool only_stated = false;
    bool only_z3 = false;                 // --engine z3
    bool from_shares = true;              // answer from the shares of the day where they stand alone; false: for tests
    std::optional<std::string> at, now;   // TIME
    std::optional<double> timeout_seconds;  // above 0; for the whole run,
    std::optional<std::chrono::steady_clock::time_point> started;  // which began then; none: when its facts were to be loaded
    std::size_t memory_mb = 0;            // 0: no limit
    std::string cache;                    // --cache: a folder; empty: nothing is remembered
    std::size_t slice_facts = 4000;       // facts judged together where a run can be taken apart (engine/partition.h)
    bool witness = true;                  // where a run can be taken apart, harmless parts are not grounded (engine/witness.h),
    std::size_t witness_facts = 250;      // if it has more facts than that
    unsigned jobs = 0;                    // 0: as many as the machine has processors
    unsigned max_conflicts = 0;           // 0: conflicts that share no fact; N: all minimal ones, at most N a component
    bool why = false, certain_only = false;
    bool repairs = false;                 // ask: what holds in the repairs of what is contradictory
    unsigned max_repairs = 10;            // repair: how many to propose that only drop facts, and as many that change some

    /// When a run with --timeout ends.
    std::optional<std::chrono::steady_clock::time_point> deadline() const;
};

/// One load of facts and packs, then any number of questions. Not copyable; one thread at a time.
class Session {
public:
    /// Both outlive the session. What is wrong with the input goes to `diagnostics`, all of it.
    Session(Sources& sources, Diagnostics& diagnostics);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Reads and checks everything `options` names. False: `diagnostics` has errors, and nothing may be asked.
    bool load(const RunOptions& options);
    /// The same for one fact set in memory (the example of a pack); `options.files` is not read. `path` names it in
    /// messages, and the set uses the pack called `uses`.
    bool load_text(const std::string& path, const std::string& text, const RunOptions& options, const std::string& uses = {});

    /// From now on, every proof behind the steps of a report. For tests, which replay them.
    void watch_proofs(ProofWatcher watch);
    /// From now on, how far long work is.
    void show_progress(Progress progress);
    /// The same for whole files in memory.
    bool load_texts(const std::vector<MendedFile>& files, const RunOptions& options);

    CheckReport check();
    /// `query` stands in file `query_file` from byte `offset` on: the entry `<query>` of the command line, or a file
    /// of queries. None: something is wrong with the query, and `diagnostics` says what; later queries may be asked.
    std::optional<Answer> ask(const std::string& query, FileIndex query_file, std::uint32_t offset);
    /// `without`: parts that are not wanted, as day_parts() names them.
    TimelineReport timeline(const std::set<Digest>& without = {});
    /// The parts that a large run is taken apart into for its days, each by a hash of all that these depend on; none where it is
    /// in one piece.
    std::set<Digest> day_parts();
    RepairReport repair();
    /// The files that `repair`, one of repair()'s, changes. Their texts were read and checked again; none where a limit came
    /// before that was done. Throws std::runtime_error where they are not consistent: a bug.
    std::optional<std::vector<MendedFile>> mended(const Repair& repair);

    /// When what is asked is given up; none: never. Beginning with --timeout.
    std::optional<std::chrono::steady_clock::time_point> deadline() const;
    void until(std::optional<std::chrono::steady_clock::time_point> deadline);

    /// How many questions and bindings the shares alone have answered (RunOptions::from_shares); for tests.
    std::size_t answered_from_shares() const;

    const Vocabulary& vocabulary() const;
    const FactSet& facts() const;

private:
    Answer answer(const std::string& query, const CheckedExpression& question, bool with_under);  // engine/ask.cpp
    std::optional<Answer> readings(const std::string& query, const PlacedText& text,
                                   const std::vector<std::uint32_t>& packs, bool with_under);  // engine/readings.cpp
    struct State;
    /// `with_under`: also what the answer would be without the options that changed the facts.
    std::optional<Answer> ask_once(const std::string& query, FileIndex query_file, std::uint32_t offset, bool with_under);
    std::unique_ptr<State> state_;
};

}  // namespace tenet

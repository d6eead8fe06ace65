// What a run found, as plain data: verdicts, conflicts, answers, bounds, worlds. The engine fills it in, the renderers
// read it; nothing here knows Z3. Names and ids are already text; places are spans.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "facts/day.h"
#include "facts/diagnostic.h"
#include "facts/interval.h"
#include "reports/bindings.h"

namespace tenet {

enum class Verdict { consistent, contradictory, undecided };
std::string_view to_string(Verdict);
std::string_view to_string(Truth);  // "void"

/// A fact as a report shows it.
struct FactRef {
    std::string id;
    SourceSpan span;        // the start tag
    std::string says;       // in words: "orange holds more than 40 % of cloudwatt"
    std::string source;     // the source's title or id; empty where none
    std::string where;      // the locator inside it
    std::string status;     // "stated", ...
    std::uint32_t fact = UINT32_MAX;  // its index in the run, where known
    std::string supposed{};  // the options that put or changed it: "--set s1.share=60%", "--assume s1"; else empty
};

/// A law instance: the law, what its variables stand for, and its message with names filled in.
struct LawRef {
    std::string id;  // PACK:ID
    std::vector<std::pair<std::string, std::string>> bindings;
    std::string message;    // filled in; the title where a law has no message
    std::string reference;  // legal source
    bool breach = false;    // the message tells of the law broken ("add up to more than 100 %"), not of the law kept
};

/// A minimal set of facts and law instances from which something follows (or which no world satisfies).
struct Reason {
    std::vector<FactRef> facts;  // in file order
    std::vector<LawRef> laws;
    std::vector<std::string> steps;
    bool minimal = true;  // false: a limit came before every member had been tried
};

enum class FindingKind { conflict, check, expectation };
std::string_view to_string(FindingKind);
struct Finding {
    FindingKind kind = FindingKind::conflict;
    Severity level = Severity::error;
    std::string rule;     // PACK:ID of the law or check that tells it best; the expectation's id
    std::string message;
    Reason reason;
    std::string answer;   // checks: violated, not-assured; expectations: the answer found
    std::string expected; // expectations: what the author expects
    std::optional<SourceSpan> place;  // expectations: where it stands
    std::string fingerprint;          // stable across line moves
    bool rounding = false;            // vanishes when exact figures are read as rounded; such conflicts come last
    std::string hint;                 // what resolves it: "reading the figures of press as rounded resolves it"
    bool laws_alone = false;          // conflicts: the laws contradict each other, whatever the facts
};

struct CheckReport {
    Verdict verdict = Verdict::consistent;
    std::size_t facts = 0, components = 0;
    std::size_t checks_met = 0, expectations_held = 0, laws = 0;
    std::size_t checks_not_assured = 0;  // those without a finding: not-assured="report" was not asked for
    std::vector<Finding> findings;
    std::vector<std::string> undecided;  // what a limit cut short
    std::vector<std::string> under{};    // options that changed the facts for this run, as written
};

/// One end of a number's range; absent in NumberAnswer: unbounded.
struct BoundAnswer {
    Bound bound;
    Reason reason;
};
struct DayAnswer {
    Day day;
    Reason reason;
};
/// A world, as much of it as the question turns on: "capital(orange, cloudwatt) at 2015-01-31" -> "55%".
struct WorldTable {
    std::vector<std::pair<std::string, std::string>> rows;
};

struct AnswerInRepair;

enum class AnswerKind { truth, number, instant, open, readings };
std::string_view to_string(AnswerKind);
struct Supposition;
struct Reading;
struct Answer {
    std::string query;
    AnswerKind kind = AnswerKind::truth;
    Truth truth = Truth::undecided;  // kinds but truth: certain where answered, or one of the last three
    std::vector<std::string> presupposes;   // ids of events
    std::vector<std::string> presupposes_uncertain;  // those of them that need not occur
    std::optional<Reason> reason;            // truth with --why; contradictory: the conflict
    std::optional<WorldTable> world_for, world_against;
    std::optional<BoundAnswer> lower, upper;
    std::optional<DayAnswer> earliest, latest;
    bool percent = false;                    // number: a share, so that people see a percentage
    Bindings bindings;
    bool others_possible = false;
    bool others_undecided = false;           // where none was seen to be: whether any is, is not known
    /// What is told of all that is not listed: possible, impossible or undecided.
    Truth others() const { return others_possible ? Truth::possible : others_undecided ? Truth::undecided : Truth::impossible; }
    std::vector<std::string> undecided;
    std::optional<std::string> expected;     // --expect
    bool as_expected = true;
    std::vector<Supposition> under;          // options that changed the facts for this run
    std::vector<AnswerInRepair> repairs;     // --repairs, where contradictory: cheapest first
    bool all_repairs = true;                 // false: there are more than these
    std::vector<Reading> readings;           // kind readings, and nothing else then: one a pack
};

/// An option that changed the facts for one run, and the answer without it alone.
struct Supposition {
    std::string option;  // as written: "--set s1.share=60%"
    Answer without;
    bool matters = false;  // the answer is another one without it
};

/// What the answer is once the facts of one repair are dropped.
struct AnswerInRepair {
    Rational cost;
    std::vector<std::string> drop;  // ids, in file order
    Answer answer;
};

/// A question in the words of one pack, where several define a name in it.
struct Reading {
    std::string pack, title;
    struct Meaning {
        std::string name, title, reference;  // PACK:NAME, what it says and the legal source
    };
    std::vector<Meaning> meanings;  // of the names that the packs define differently
    Answer answer;
};

/// The one word for an answer: a truth's, "bounded" for a number or an instant, "listed" for an open query. Readings
/// have the word of all of them where they do not differ, else "differ".
std::string_view answer_word(const Answer&);

/// What the readings of an answer say differently, in words, one line for each thing said: "certain under a and b,
/// possible under c"; empty where they agree.
std::vector<std::string> differences(const Answer&);

struct TimelineEntry {
    std::string id, label, stated;   // what was stated, as written
    std::optional<Day> start_earliest, start_latest, end_earliest, end_latest;
    std::string occurs;              // a Truth in words; empty for periods
    bool undecided = false;          // a limit came first: an end that is not there may be bounded
};
struct TimelineReport {
    std::vector<TimelineEntry> events, periods;
    Verdict verdict = Verdict::consistent;
    std::vector<std::string> undecided;
    std::vector<std::string> under{};  // options that changed the facts for this run, as written
};

}  // namespace tenet

// What a session holds between commands; shared by session.cpp, suppose.cpp and one file a command.
#pragma once

#include <functional>
#include <memory>

#include "engine/cache.h"
#include "engine/connections.h"
#include "engine/correction_sets.h"
#include "engine/inquiry.h"
#include "engine/mend.h"
#include "engine/part.h"
#include "engine/session.h"
#include "engine/share_questions.h"
#include "engine/speaking_day.h"
#include "engine/witness_checks.h"
#include "facts/set_values.h"
#include "rules/check_expression.h"
#include "rules/ground.h"

namespace tenet {

/// How the facts of a contradictory question can be mended, cheapest first; `all`: there are no other ways.
struct FoundRepairs {
    std::vector<CorrectionSet> sets;
    bool all = true;
};

struct Session::State {
    State(Sources& s, Diagnostics& d) : sources(s), diagnostics(d) { telling.sources = &s; }

    /// `core`: what read_core() gave, if it was asked.
    bool finish_load(const RunOptions& options, std::optional<Vocabulary> core = {});
    void check_expected();
    bool core_first = false;  // PackRequest::core_first
    /// The options that change the facts for this run, as written: --set, --assume, --without, --only.
    std::vector<std::string> suppositions() const;
    /// Tells `reason` which of its facts those options put there or changed.
    void mark(Reason& reason) const;
    /// The answers without each of those options, and without all of them where there are several.
    std::vector<Supposition> without_each(const Answer& with, const std::function<Answer()>& ask);
    bool stands_alone(const CheckedExpression& query) const;
    /// What is chosen, for a grounding that ends at the run's deadline.
    Choice timed_choice() const;
    /// The grounding of `queries` without checks; none where the deadline comes first.
    std::optional<GroundResult> ground_in_time(Choice chosen, const std::vector<Query>& queries, const GroundBase* base = nullptr) const;
    Connections& connected();
    /// What answers from shares, for the facts as they are now; null where the run asks otherwise.
    ShareQuestions* by_shares();
    /// The answer of a question without variables, or with their values, where shares alone give it.
    std::optional<Truth> from_shares(const CheckedExpression& query, const std::vector<std::uint32_t>& values);
    /// A question without variables, or with their values (`values`, as Query::values).
    /// `base`: of this run's facts and choice, where many questions share it.
    Answer answer(const CheckedExpression& query, const std::vector<std::uint32_t>& values, Inquiry::Detail detail,
                  const GroundBase* base = nullptr);
    /// The answers to these, grounded together.
    std::vector<Answer> answers(const std::vector<Query>& queries, Inquiry::Detail detail, Z3Context& with, const Telling& tell,
                                const GroundBase* base = nullptr);
    std::vector<bool> facts_for(const std::vector<Query>& queries);
    /// An open question.
    Answer list(const CheckedExpression& query);
    struct Listing;  // open_query.cpp
    Judged judge_whole(const GroundBase& base, unsigned jobs);  // engine/check.cpp
    /// Everything, where it is large and in one piece only because nobody knows the day on which files speak; none where that
    /// does not tell.
    std::optional<Judged> judge_on_a_day();  // engine/speaking_day.cpp
    /// Likewise the answer to a question.
    std::optional<Answer> answer_on_a_day(const CheckedExpression& query, const std::vector<std::uint32_t>& values, Inquiry::Detail detail);
    bool goes_together(SpeakingDay::Which which);
    /// `known`: of checks, beforehand.
    std::vector<Judged> judge_slices(const std::vector<Slice>& slices, const GroundBase& base, const KnownTruths& known, unsigned jobs);
    /// Each told with its reason.
    std::vector<Judged> judge_violations(const std::vector<Violation>& list, const GroundBase& base, unsigned jobs);  // engine/violations.cpp
    void check_records(const Describer& describer, CheckReport& report);  // engine/check_records.cpp
    void note_silent_packs(const PlacedText& text, const Term& question);  // engine/readings.cpp
    std::optional<Instant> time(const std::string& text, const char* option);
    /// Of the facts as they are now; undecided also where a limit comes first.
    Verdict verdict_now();
    /// Of the facts once `mend` is applied. `near`: what is connected with none of these is known to have a world; empty: nothing is.
    Verdict verdict_with(const Mend& mend, const std::vector<FactId>& near = {});
    /// Of a large run that can be taken apart.
    struct Apart {
        std::vector<bool> broken;  // by fact: of the slices without a world; empty: each has one, or is undecided
        std::vector<std::string> undecided;
        std::size_t components = 0, laws = 0;  // of the others
    };
    std::optional<Apart> judge_apart();
    /// The same on a chosen day, where nobody knows on which one files speak (engine/speaking_day.cpp): what is not broken has a
    /// world together. None where a limit comes first.
    std::optional<Apart> apart_on_a_day(SpeakingDay::Which which = SpeakingDay::Which::likely);
    /// Whether the run is in one piece for want of a day.
    bool large_without_a_day() const;
    /// What is broken in `apart`, but for the facts `without`.
    GroundResult ground_broken(const Apart& apart, const std::vector<FactId>& without) const;
    /// Whether that has a world on the day on which `apart` was judged: then all but those facts go together there.
    bool goes_together_without(const Apart& apart, const std::vector<FactId>& conflicting, SpeakingDay::Which which);
    /// Whether what is broken is contradictory whatever the day, and all else goes together on that one.
    bool breaks_by_itself(const Apart& apart, SpeakingDay::Which which);
    void repair(RepairReport& report);
    std::vector<bool> reached_by(const std::vector<FactId>& ids);
    std::optional<Mend> rounding_mend(const std::vector<Core>& conflicts);
    std::optional<std::vector<Status>> event_forms(const std::vector<FactId>& dropped, const std::vector<FactId>& events, const Mend& rest);
    Repair told(const Mend& mend, const Describer& describer);
    struct Days;  // timeline.cpp
    /// What a large run is taken apart into for its days; none where it is in one piece.
    std::vector<Slice> day_slices();
    /// All together where there are none.
    TimelineReport days_of(const std::vector<Slice>& slices);
    TimelineReport no_days(const char* lack) const;
    std::optional<TimelineReport> timeline_on_days();  // engine/speaking_day.cpp
    std::vector<Digest> keys_of(const std::vector<Slice>& slices) const;

    Sources& sources;
    Diagnostics& diagnostics;
    RunOptions options;
    FactSet facts;
    Vocabulary vocabulary;
    std::vector<CheckedExpression> claims;        // by ExpressionClaim::number
    std::vector<CheckedExpression> expectations;  // by expectation
    Choice choice;
    std::vector<SetValue> settings;  // --set
    std::optional<Instant> at;  // --at
    std::optional<Connections> connections;  // made by the first question
    std::unique_ptr<ShareQuestions> share_questions;  // likewise; not without them
    std::size_t answered_from_shares = 0;
    std::optional<bool> together_on[2];  // by which: goes_together()
    Limits limits;
    std::optional<std::chrono::steady_clock::time_point> started;  // the reading of files
    Z3Context context;
    Telling telling;
    std::optional<Cache> cache;  // --cache
    std::string example_of;  // the pack whose example this is, which it uses
    FoundRepairs* wanted_repairs = nullptr;  // where --repairs is to be answered
};

}  // namespace tenet

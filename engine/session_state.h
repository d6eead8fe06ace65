// What a session holds between commands; shared by session.cpp, check.cpp, ask.cpp and timeline.cpp.
#pragma once

#include "engine/connections.h"
#include "engine/inquiry.h"
#include "engine/mend.h"
#include "engine/session.h"
#include "rules/check_expression.h"
#include "rules/ground.h"

namespace tenet {

struct Session::State {
    State(Sources& s, Diagnostics& d) : sources(s), diagnostics(d) {}

    bool finish_load(const RunOptions& options);
    void check_expected();
    std::optional<Instant> time(const std::string& text, const char* option);
    Verdict verdict_now();
    bool out_of_time() const;
    /// Whether the facts have a world once `mend` is applied. `rest_is_consistent`: known of what it does not touch.
    bool mends(const Mend& mend, bool rest_is_consistent = false);
    std::vector<bool> reached_by(const std::vector<FactId>& ids);
    std::optional<Mend> rounding_mend(const std::vector<Core>& conflicts);
    std::vector<Status> event_forms(const std::vector<FactId>& dropped, const std::vector<FactId>& events, const Mend& rest);
    Repair told(const Mend& mend, const Describer& describer);

    Sources& sources;
    Diagnostics& diagnostics;
    RunOptions options;
    FactSet facts;
    Vocabulary vocabulary;
    std::vector<CheckedExpression> claims;        // by fact
    std::vector<CheckedExpression> expectations;  // by expectation
    Choice choice;
    std::optional<Instant> at;  // --at
    std::optional<Connections> connections;  // made by the first question
    Limits limits;
    Z3Context context;
};

}  // namespace tenet

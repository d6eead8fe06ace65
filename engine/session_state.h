// What a session holds between commands; shared by session.cpp, check.cpp, ask.cpp and timeline.cpp.
#pragma once

#include "engine/connections.h"
#include "engine/inquiry.h"
#include "engine/session.h"
#include "rules/check_expression.h"
#include "rules/ground.h"

namespace tenet {

struct Session::State {
    State(Sources& s, Diagnostics& d) : sources(s), diagnostics(d) {}

    bool finish_load(const RunOptions& options);
    void check_expected();
    void check_records(const Describer& describer, CheckReport& report);  // engine/check_records.cpp
    void note_silent_packs(const PlacedText& text, const Term& question);  // engine/readings.cpp
    std::optional<Instant> time(const std::string& text, const char* option);

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

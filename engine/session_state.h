// What a session holds between commands; shared by session.cpp, suppose.cpp and one file a command.
#pragma once

#include <functional>

#include "engine/connections.h"
#include "engine/inquiry.h"
#include "engine/session.h"
#include "facts/set_values.h"
#include "rules/check_expression.h"
#include "rules/ground.h"

namespace tenet {

struct Session::State {
    State(Sources& s, Diagnostics& d) : sources(s), diagnostics(d) { telling.sources = &s; }

    bool finish_load(const RunOptions& options);
    void check_expected();
    /// The options that change the facts for this run, as written: --set, --assume, --without, --only.
    std::vector<std::string> suppositions() const;
    /// Tells `reason` which of its facts those options put there or changed.
    void mark(Reason& reason) const;
    /// The answers without each of those options, and without all of them where there are several.
    std::vector<Supposition> without_each(const Answer& with, const std::function<Answer()>& ask);
    bool stands_alone(const CheckedExpression& query) const;
    Connections& connected();
    /// A question without variables, or with their values (`values`, as Query::values).
    Answer answer(const CheckedExpression& query, const std::vector<std::uint32_t>& values, Inquiry::Detail detail);
    /// An open question.
    Answer list(const CheckedExpression& query);
    struct Listing;  // open_query.cpp
    std::optional<Instant> time(const std::string& text, const char* option);

    Sources& sources;
    Diagnostics& diagnostics;
    RunOptions options;
    FactSet facts;
    Vocabulary vocabulary;
    std::vector<CheckedExpression> claims;        // by fact
    std::vector<CheckedExpression> expectations;  // by expectation
    Choice choice;
    std::vector<SetValue> settings;  // --set
    std::optional<Instant> at;  // --at
    std::optional<Connections> connections;  // made by the first question
    Limits limits;
    Z3Context context;
    Telling telling;
};

}  // namespace tenet

// Renderers: pure functions from results to text. One file a format; a new format is a file and a row in formats.cpp.
#pragma once

#include <string>
#include <vector>

#include "facts/diagnostic.h"
#include "reports/results.h"

namespace tenet {

struct Style {
    bool color = false;
    unsigned width = 100;  // columns
    bool quiet = false;    // -q
    unsigned verbose = 0;  // -v
};

std::string render_diagnostics(const std::vector<Diagnostic>& diagnostics, const Sources& sources, const Style& style);

std::string render_check_text(const CheckReport& report, const Sources& sources, const Style& style);
std::string render_answer_text(const Answer& answer, const Sources& sources, const Style& style);
std::string render_timeline_text(const TimelineReport& report, const Sources& sources, const Style& style);

/// Version 1 of the JSON, described by tenet.schema.json. `line` true: one line (JSON lines for many queries); else
/// indented.
std::string render_check_json(const CheckReport& report, const Sources& sources);
std::string render_answer_json(const Answer& answer, const Sources& sources, bool line);
std::string render_timeline_json(const TimelineReport& report, const Sources& sources);

}  // namespace tenet

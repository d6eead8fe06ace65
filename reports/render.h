// Renderers: pure functions from results to text. One file a format; a new format is a file and a row in formats.cpp.
#pragma once

#include <string>
#include <vector>

#include "facts/diagnostic.h"
#include "reports/results.h"
#include "reports/text_sink.h"

namespace tenet {

struct RepairReport;
struct DiffReport;

struct Style {
    bool color = false;
    unsigned width = 100;  // columns
    bool quiet = false;    // -q
    unsigned verbose = 0;  // -v
};

std::string render_diagnostics(const std::vector<Diagnostic>& diagnostics, const Sources& sources, const Style& style);

std::string render_check_text(const CheckReport& report, const Sources& sources, const Style& style);
std::string render_answer_text(const Answer& answer, const Sources& sources, const Style& style);
/// The same, as it is made: an open query may have fifty million rows. Likewise write_answer_json.
void write_answer_text(const Answer& answer, const Sources& sources, const Style& style, TextSink& out);
/// Below an answer: what holds in the repairs of what is contradictory (--repairs). Empty where none were asked for.
std::string render_in_repairs(const Answer& answer, const Style& style);
std::string render_repair_text(const RepairReport& report, const Sources& sources, const Style& style);
/// The files that --apply wrote.
std::string render_applied_text(const RepairReport& report, const Style& style);
std::string render_diff_text(const DiffReport& report, const Sources& sources, const Style& style);
std::string render_timeline_text(const TimelineReport& report, const Sources& sources, const Style& style);

/// Version 1 of the JSON, described by tenet.schema.json. `line` true: one line (JSON lines for many queries); else
/// indented.
std::string render_check_json(const CheckReport& report, const Sources& sources);
std::string render_answer_json(const Answer& answer, const Sources& sources, bool line);
void write_answer_json(const Answer& answer, const Sources& sources, bool line, TextSink& out);
std::string render_repair_json(const RepairReport& report, const Sources& sources);
std::string render_diff_json(const DiffReport& report, const Sources& sources);
std::string render_timeline_json(const TimelineReport& report, const Sources& sources);

}  // namespace tenet

// The table of formats, and the little that a renderer's signature lacks to stand in it.
#include "reports/formats.h"

#include <array>

#include "reports/columns.h"
#include "reports/diff_results.h"
#include "reports/paint.h"
#include "reports/repair_results.h"

namespace tenet {

namespace {

std::string check_json(const CheckReport& report, const Sources& sources, const Style&) {
    return render_check_json(report, sources);
}

void answer_json(const Answer& answer, const Sources& sources, const Style&, bool one_of_many, TextSink& out) {
    write_answer_json(answer, sources, one_of_many, out);
}

std::string timeline_json(const TimelineReport& report, const Sources& sources, const Style&) {
    return render_timeline_json(report, sources);
}

std::string repair_json(const RepairReport& report, const Sources& sources, const Style&) {
    return render_repair_json(report, sources);
}

std::string repair_text(const RepairReport& report, const Sources& sources, const Style& style) {
    return render_repair_text(report, sources, style) + render_applied_text(report, style);
}

std::string diff_json(const DiffReport& report, const Sources& sources, const Style&) {
    return render_diff_json(report, sources);
}

// Among many, each answer stands under its question, and an empty line parts it from the next.
void answer_text(const Answer& answer, const Sources& sources, const Style& style, bool one_of_many, TextSink& out) {
    if (one_of_many) out.put(paint(style, Ink::strong, "? " + visible(answer.query)) + '\n');
    write_answer_text(answer, sources, style, out);
    out.put(render_in_repairs(answer, style));
    if (one_of_many) out.put("\n");
}

constexpr std::array table{
    Format{"text", "for people", render_check_text, answer_text, render_timeline_text, repair_text,
           render_diff_text},
    Format{"json", "for programs", check_json, answer_json, timeline_json, repair_json, diff_json},
};

}  // namespace

std::span<const Format> formats() { return table; }

const Format* find_format(std::string_view name) {
    for (const Format& format : table)
        if (format.name == name) return &format;
    return nullptr;
}

}  // namespace tenet

// `repair` for people and for programs: what to drop, what to change into what, what to read as rounded.
#include "reports/columns.h"
#include "reports/excerpt.h"
#include "reports/json_parts.h"
#include "reports/paint.h"
#include "reports/reason_text.h"
#include "reports/render.h"
#include "reports/repair_results.h"
#include "reports/wording.h"

namespace tenet {

namespace {

constexpr std::size_t told_in_full = 5;  // repairs; of the others a line each, unless -v asks for more

std::string headline(const RepairReport& report, const Style& style) {
    std::string line;
    switch (report.verdict) {
        case Verdict::consistent: line = ": the facts can all be true together; there is nothing to repair"; break;
        case Verdict::contradictory:
            if (!report.beyond_repair.empty()) {
                line = ": laws contradict each other without any fact, so no change of facts helps";
            } else if (report.repairs.empty()) {
                line = ": the facts cannot all be true together, and no repair was found";
            } else {
                line = ": the facts cannot all be true together; " + count_of(report.repairs.size(), "repair") +
                       (report.more ? " of more" : "") + (report.repairs.size() == 1 ? "" : ", the cheapest first");
            }
            break;
        case Verdict::undecided:
            line = ": a limit came before it was clear whether the facts can all be true together";
            break;
    }
    return paint(style, ink_of(report.verdict), to_string(report.verdict)) + line + '\n';
}

std::string brief(const Repair& repair) {
    std::vector<std::string> parts;
    for (const RoundedReading& r : repair.rounded) parts.push_back("read the figures of " + r.id + " as rounded");
    for (const RepairChange& c : repair.change)
        parts.push_back("change " + c.attribute + "=\"" + c.from + "\" of " + c.fact.id + " to \"" + c.to + '"');
    for (const FactRef& f : repair.drop) parts.push_back((&f == &repair.drop.front() ? "drop " : "") + f.id);
    return listed(parts);
}

std::string repair_text(const Repair& repair, std::size_t number, bool full, const Sources& sources,
                        const Style& style) {
    const std::string name = "repair " + std::to_string(number);
    std::string out = paint(style, Ink::strong, name) + " (cost " + say_number(repair.cost, false) +
                      "): " + visible(brief(repair)) + '\n';
    if (!full) return out;
    for (const RoundedReading& r : repair.rounded) {
        out += wrapped("  ",
                       r.file ? "its figures agree once they are read as rounded: figures=\"rounded\" on its <facts>"
                              : "its figures agree once they are read as rounded: figures=\"rounded\" on the source",
                       style.width);
        if (!r.file)
            out += excerpt(sources, tag_name(sources, r.span), "figures=\"rounded\"", Ink::good, style, "    ");
    }
    for (const RepairChange& c : repair.change) {
        out += fact_text(c.fact, sources, style, "    ", false);
        out += excerpt(sources, c.value, "\"" + c.to + '"', Ink::good, style, "    ");
    }
    for (const FactRef& f : repair.drop) {
        out += fact_text(f, sources, style, "    ", false);
        out += excerpt(sources, tag_name(sources, f.span), "drop", Ink::error, style, "    ");
    }
    return out;
}

}  // namespace

std::string render_repair_text(const RepairReport& report, const Sources& sources, const Style& style) {
    std::string out = headline(report, style);
    for (const Reason& reason : report.beyond_repair) {
        out += '\n' + wrapped("  ", members(reason) + " without a world:", style.width);
        for (const LawRef& law : reason.laws) out += law_text(law, style, "    ");
    }
    for (std::size_t i = 0; i < report.repairs.size(); ++i) {
        const bool full = !style.quiet && (i < told_in_full || style.verbose > 0);
        if (full || (i == told_in_full && !style.quiet)) out += '\n';
        out += repair_text(report.repairs[i], i + 1, full, sources, style);
    }
    if (!report.undecided.empty()) {
        out += style.quiet ? "" : "\n";
        for (const std::string& each : report.undecided) out += wrapped("undecided: ", each, style.width);
    }
    if (style.quiet || report.repairs.empty() || !report.applied.empty()) return out;
    return out + '\n' +
           paint(style, Ink::faint,
                 "each repair was applied and checked again; --apply N -o DIR writes the mended files") +
           '\n';
}

std::string render_applied_text(const RepairReport& report, const Style& style) {
    std::string out;
    for (const std::string& path : report.applied)
        out += paint(style, Ink::good, "written:") + ' ' + visible(path) + '\n';
    return out;
}

std::string render_repair_json(const RepairReport& report, const Sources& sources) {
    using Json = nlohmann::ordered_json;
    JsonReport out;
    out.put("tenet", 1);
    out.put("command", "repair");
    out.put("verdict", to_string(report.verdict));
    out.put_list("repairs", report.repairs, [](const Repair& repair) {
        Json one = {{"cost", repair.cost.to_string()}, {"drop", Json::array()}, {"change", Json::array()}};
        for (const FactRef& fact : repair.drop) one["drop"].push_back(fact.id);
        for (const RepairChange& c : repair.change)
            one["change"].push_back({{"fact", c.fact.id}, {"attribute", c.attribute}, {"from", c.from}, {"to", c.to}});
        if (!repair.rounded.empty()) {
            one["rounded"] = Json::array();
            for (const RoundedReading& r : repair.rounded) one["rounded"].push_back(r.id);
        }
        return one;
    });
    out.put("more", report.more);
    if (!report.beyond_repair.empty())
        out.put_list("beyond_repair", report.beyond_repair, [&](const Reason& reason) { return reason_json(reason, sources); });
    if (!report.applied.empty()) out.put("applied", {{"repair", report.applied_repair}, {"files", report.applied}});
    out.put("undecided", report.undecided);
    return out.text();
}

}  // namespace tenet

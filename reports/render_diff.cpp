// `diff` for people and for programs: conflicts and failures gone and new, what moved, what the facts say now.
#include <algorithm>

#include "reports/columns.h"
#include "reports/diff_results.h"
#include "reports/excerpt.h"
#include "reports/json_parts.h"
#include "reports/paint.h"
#include "reports/render.h"
#include "reports/wording.h"

namespace tenet {

std::string_view to_string(Moved::Kind kind) {
    switch (kind) {
        case Moved::Kind::expectation: return "expectation";
        case Moved::Kind::event: return "event";
        case Moved::Kind::period: return "period";
        case Moved::Kind::control: return "control";
    }
    return {};
}

namespace {

std::string finding_line(const Finding& f, char sign, Ink ink, const Sources& sources, const Style& style) {
    std::vector<std::string> ids;
    for (const FactRef& fact : f.reason.facts) ids.push_back(fact.id);
    std::string line = std::string(to_string(f.kind)) + ": " + f.message;
    if (!f.rule.empty()) line += " [" + f.rule + ']';
    if (!ids.empty()) line += ", from " + listed(ids);
    if (f.place) {  // what was expected of what
        const std::string_view text = sources.whole(f.place->file);
        const std::size_t end = std::min(text.find("</", f.place->end), text.size());
        if (f.place->end < end)
            line = "expectation: " + std::string(text.substr(f.place->end, end - f.place->end)) + ": " + f.message;
    }
    std::string where;
    if (f.place) where = place(sources, *f.place);
    if (where.empty() && !f.reason.facts.empty()) where = place(sources, f.reason.facts.back().span);
    std::string out = "  " + paint(style, ink, std::string(1, sign)) + ' ' + visible(line) + '\n';
    if (!where.empty() && !style.quiet) out += "      " + paint(style, Ink::faint, where) + '\n';
    return out;
}

std::string fact_line(const FactRef& fact, char sign, Ink ink, const Sources& sources, const Style& style) {
    const std::string where = place(sources, fact.span);
    const std::string line =
        fact.id == where ? where + ' ' + std::string(sources.text(fact.span)) : fact.id + " (" + where + ')';
    return "  " + paint(style, ink, std::string(1, sign)) + ' ' + visible(line) + '\n';
}

std::string section(std::string_view title, const std::string& lines, const Style& style) {
    return lines.empty() ? lines : '\n' + paint(style, Ink::strong, title) + '\n' + lines;
}

}  // namespace

std::string render_diff_text(const DiffReport& report, const Sources& sources, const Style& style) {
    const bool nothing = report.gone.empty() && report.fresh.empty() && report.moved.empty() && report.added.empty() &&
                         report.dropped.empty() && report.changed.empty();
    const bool open = !report.undecided.empty();
    std::string out = paint(style, report.worse ? Ink::error : open ? Ink::warning : Ink::good,
                            report.worse ? "worse"
                            : open       ? "no worse as far as is decided"
                            : nothing    ? "the same"
                                         : "no worse") +
                      ": ";
    out += report.before == report.after
               ? std::string(to_string(report.after)) + " before and now"
               : std::string(to_string(report.before)) + " before, " + std::string(to_string(report.after)) + " now";
    if (!report.fresh.empty() || !report.gone.empty())
        out +=
            "; " + count_of(report.fresh.size(), "new finding") + ", " + std::to_string(report.gone.size()) + " gone";
    out += '\n';
    std::string lines;
    for (const Finding& f : report.fresh) lines += finding_line(f, '+', Ink::error, sources, style);
    out += section("new findings", lines, style);
    lines.clear();
    for (const Finding& f : report.gone) lines += finding_line(f, '-', Ink::good, sources, style);
    out += section("findings gone", lines, style);
    lines.clear();
    for (std::size_t i = 0; i < report.moved.size(); ++i) {
        const Moved& m = report.moved[i];
        std::vector<std::string> holders;  // of the same company, with the same fate
        for (std::size_t j = i; j < report.moved.size(); ++j) {
            const Moved& other = report.moved[j];
            if (m.held.empty() || other.held != m.held || other.before != m.before || other.after != m.after) continue;
            holders.push_back(other.holder);
        }
        const bool told = std::any_of(
            report.moved.begin(), report.moved.begin() + static_cast<std::ptrdiff_t>(i), [&](const Moved& o) {
                return !m.held.empty() && o.held == m.held && o.before == m.before && o.after == m.after;
            });
        if (told) continue;
        lines += holders.size() > 1
                     ? wrapped("  ", "controls(x, " + m.held + "), for x each of " + listed(holders), style.width)
                     : "  " + visible(m.what) + '\n';
        lines += "    " + paint(style, Ink::faint, "was") + ' ' + visible(m.before) + '\n' + "    " +
                 paint(style, Ink::faint, "is ") + ' ' + visible(m.after) + '\n';
    }
    out += section("answers that moved", lines, style);
    lines.clear();
    for (const FactRef& f : report.added) lines += fact_line(f, '+', Ink::good, sources, style);
    for (const FactRef& f : report.dropped) lines += fact_line(f, '-', Ink::error, sources, style);
    for (const ChangedFact& c : report.changed) {
        lines += fact_line(c.after, '~', Ink::warning, sources, style);
        if (style.quiet) continue;
        lines += "      " + paint(style, Ink::faint, "was") + ' ' + visible(c.old_text) + '\n' + "      " +
                 paint(style, Ink::faint, "is ") + ' ' + visible(c.new_text) + '\n';
    }
    out += section("facts", lines, style);
    if (!report.undecided.empty()) out += '\n';
    for (const std::string& each : report.undecided) out += wrapped("undecided: ", each, style.width);
    return out;
}

std::string render_diff_json(const DiffReport& report, const Sources& sources) {
    using Json = nlohmann::ordered_json;
    const auto finding = [&](const Finding& each) { return finding_json(each, sources); };
    const auto fact = [&](const FactRef& each) { return fact_json(each, sources); };
    JsonReport out;
    out.put("tenet", 1);
    out.put("command", "diff");
    out.put("worse", report.worse);
    out.put("verdict", {{"old", to_string(report.before)}, {"new", to_string(report.after)}});
    out.put_object("findings", [&] {
        out.put_list("gone", report.gone, finding);
        out.put_list("new", report.fresh, finding);
    });
    out.put_list("moved", report.moved, [](const Moved& m) {
        return Json{{"kind", to_string(m.kind)}, {"what", m.what}, {"old", m.before}, {"new", m.after}};
    });
    out.put_object("facts", [&] {
        out.put_list("added", report.added, fact);
        out.put_list("dropped", report.dropped, fact);
        out.put_list("changed", report.changed, [&](const ChangedFact& c) {
            Json one = fact_json(c.after, sources);
            one["old"] = c.old_text;
            one["new"] = c.new_text;
            return one;
        });
    });
    out.put("undecided", report.undecided);
    return out.text();
}

}  // namespace tenet

// The report of `check` for people: the verdict, each conflict with all that it takes, checks, expectations, a summary.
#include "reports/columns.h"
#include "reports/excerpt.h"
#include "reports/paint.h"
#include "reports/reason_text.h"
#include "reports/render.h"
#include "reports/wording.h"

namespace tenet {

namespace {

struct Tally {
    std::size_t conflicts = 0, laws_alone = 0, violated = 0, not_assured = 0, failed = 0, errors = 0;
};

Tally tally_of(const CheckReport& report) {
    Tally tally;
    for (const Finding& finding : report.findings) {
        switch (finding.kind) {
            case FindingKind::conflict:
                ++tally.conflicts;
                tally.laws_alone += finding.laws_alone;
                break;
            case FindingKind::check: ++(finding.answer == "not-assured" ? tally.not_assured : tally.violated); break;
            case FindingKind::expectation: ++tally.failed; break;
        }
        tally.errors += finding.level == Severity::error;
    }
    return tally;
}

std::string checks_of(std::size_t number, std::string_view how) {
    return count_of(number, "check") + (number == 1 ? " is " : " are ") + std::string(how);
}

std::vector<std::string> shortcomings(const Tally& tally) {
    std::vector<std::string> out;
    if (tally.violated > 0) out.push_back(checks_of(tally.violated, "violated"));
    if (tally.not_assured > 0) out.push_back(checks_of(tally.not_assured, "not assured"));
    if (tally.failed > 0)
        out.push_back(count_of(tally.failed, "expectation") + (tally.failed == 1 ? " does not hold" : " do not hold"));
    return out;
}

std::string verdict_line(const CheckReport& report, const Tally& tally, const Style& style) {
    std::string line;
    switch (report.verdict) {
        case Verdict::consistent:
            line = ": the facts can all be true together";
            if (const auto wrong = shortcomings(tally); !wrong.empty()) line += ", but " + listed(wrong);
            break;
        case Verdict::contradictory:
            line = tally.laws_alone < tally.conflicts ? ": the facts cannot all be true together" : ": the laws contradict each other, whatever the facts";
            line += " (" + count_of(tally.conflicts, "conflict") + ')';
            break;
        case Verdict::undecided:
            line = ": a limit came before it was clear whether the facts can all be true together";
            break;
    }
    return paint(style, ink_of(report.verdict), to_string(report.verdict)) + line + '\n';
}

std::string_view level_word(Severity level) {
    switch (level) {
        case Severity::error: return "error";
        case Severity::warning: return "warning";
        case Severity::note: return "note";
    }
    return {};
}

std::string membership(const Reason& reason) {
    if (!reason.minimal)
        return members(reason) +
               " that cannot all be true (a limit came before each was tried, so some may not matter):";
    if (reason.facts.size() + reason.laws.size() == 1) return "this cannot be true, whatever else is:";
    return members(reason) + " that cannot all be true; take any one away, and the rest can:";
}

// The facts with their lines, the laws, the steps.
std::string body(const Reason& reason, std::string_view said, const Sources& sources, const Style& style) {
    std::string out;
    for (const FactRef& fact : reason.facts) out += '\n' + fact_text(fact, sources, style, "    ", true);
    for (const LawRef& law : reason.laws) out += '\n' + law_text(law, style, "    ", said);
    if (!reason.steps.empty()) {
        out += "\n  step by step:\n";
        out += steps_text(reason.steps, style, "    ");
    }
    return out;
}

std::string conflict_text(const Finding& finding, std::size_t number, std::size_t of, const Sources& sources,
                          const Style& style) {
    const std::string name = of == 1 ? "conflict" : "conflict " + std::to_string(number) + " of " + std::to_string(of);
    std::string out = paint(style, Ink::error, name + ":") + ' ' + paint(style, Ink::strong, visible(finding.message));
    out += '\n' + wrapped("  ", membership(finding.reason), style.width);
    out += body(finding.reason, finding.message, sources, style);
    if (finding.rounding)
        out += "\n" + wrapped("  ",
                              finding.hint.empty()
                                  ? "Read as rounded, these figures agree: if the source rounds, write about= instead of "
                                    "share= or value=, or figures=\"rounded\" on the source."
                                  : "hint: " + finding.hint + " (figures=\"rounded\" there, or about= instead of share= and value=)",
                              style.width);
    return out;
}

std::string check_text(const Finding& finding, const Sources& sources, const Style& style) {
    const std::string answer = finding.answer == "not-assured" ? "not assured" : finding.answer;
    std::string out = paint(style, ink_of(finding.level), std::string(level_word(finding.level)) + ":");
    out += " check " + visible(finding.rule) + " is " + answer + ": ";
    out += paint(style, Ink::strong, visible(finding.message)) + '\n';
    // The check itself may stand among the laws of the reason; it is told here.
    Reason rest = finding.reason;
    std::erase_if(rest.laws, [&](const LawRef& law) {
        if (law.id != finding.rule) return false;
        if (!law.bindings.empty()) out += "  " + paint(style, Ink::faint, visible(instance(law))) + '\n';
        if (!law.reference.empty()) out += "  " + paint(style, Ink::faint, visible(law.reference)) + '\n';
        return true;
    });
    if (finding.place) {
        out += "  " + paint(style, Ink::faint, place(sources, *finding.place)) + '\n';
        out += excerpt(sources, tag_name(sources, *finding.place), {}, ink_of(finding.level), style, "  ");
    }
    return out + body(rest, finding.message, sources, style);
}

// "expected certain, found possible"
std::string difference(const Finding& finding) { return "expected " + finding.expected + ", found " + finding.answer; }

std::string expectation_text(const Finding& finding, const Sources& sources, const Style& style) {
    const std::string name = finding.rule.empty() ? "expectation" : "expectation " + visible(finding.rule);
    std::string out = paint(style, ink_of(finding.level), std::string(level_word(finding.level)) + ":");
    out += ' ' + name + ": " + paint(style, Ink::strong, visible(difference(finding))) + '\n';
    if (finding.message != difference(finding)) out += wrapped("  ", finding.message, style.width);
    if (finding.place) {
        out += "  " + paint(style, Ink::faint, place(sources, *finding.place)) + '\n';
        out += excerpt(sources, tag_name(sources, *finding.place), {}, ink_of(finding.level), style, "  ");
    }
    return out + body(finding.reason, finding.message, sources, style);
}

// One line a finding, PLACE: LEVEL: MESSAGE [RULE], as linters print them.
std::string brief_text(const Finding& finding, const Sources& sources, const Style& style) {
    std::string where;
    if (finding.place) where = place(sources, *finding.place);
    if (where.empty() && !finding.reason.facts.empty()) where = place(sources, finding.reason.facts.back().span);
    std::string out = where.empty() ? "" : paint(style, Ink::strong, where + ":") + ' ';
    out += paint(style, ink_of(finding.level), std::string(level_word(finding.level)) + ":") + ' ';
    out += visible(finding.message);
    if (finding.kind == FindingKind::expectation && finding.message != difference(finding))
        out += visible(": " + difference(finding));
    return out + (finding.rule.empty() ? "" : " [" + visible(finding.rule) + ']') + '\n';
}

std::string summary(const CheckReport& report, const Tally& tally) {
    std::string out = count_of(report.facts, "fact") + " in " + count_of(report.components, "component") + ", " +
                      count_of(report.laws, "law");
    const std::size_t not_assured = tally.not_assured + report.checks_not_assured;
    const std::size_t checks = report.checks_met + tally.violated + not_assured;
    const std::size_t expectations = report.expectations_held + tally.failed;
    if (tally.conflicts > 0) out += "; " + count_of(tally.conflicts, "conflict");
    if (checks > 0) out += "; " + std::to_string(report.checks_met) + " of " + count_of(checks, "check") + " met";
    if (not_assured > 0) out += " (" + std::to_string(not_assured) + " not assured)";
    if (expectations > 0)
        out +=
            "; " + std::to_string(report.expectations_held) + " of " + count_of(expectations, "expectation") + " hold";
    if (!report.undecided.empty()) out += "; " + std::to_string(report.undecided.size()) + " undecided";
    return out;
}

}  // namespace

std::string render_check_text(const CheckReport& report, const Sources& sources, const Style& style) {
    const Tally tally = tally_of(report);
    std::string out = verdict_line(report, tally, style);
    std::size_t number = 0;
    for (const FindingKind kind : {FindingKind::conflict, FindingKind::check, FindingKind::expectation}) {
        for (const Finding& finding : report.findings) {
            if (finding.kind != kind) continue;
            if (style.quiet) {
                out += brief_text(finding, sources, style);
                continue;
            }
            out += '\n';
            switch (kind) {
                case FindingKind::conflict:
                    out += conflict_text(finding, ++number, tally.conflicts, sources, style);
                    break;
                case FindingKind::check: out += check_text(finding, sources, style); break;
                case FindingKind::expectation: out += expectation_text(finding, sources, style); break;
            }
        }
    }
    if (!report.undecided.empty()) {
        out += style.quiet ? "" : "\n";
        for (const std::string& each : report.undecided) out += wrapped("undecided: ", each, style.width);
    }
    if (style.quiet) return out;
    for (const std::string& each : report.under) out += '\n' + wrapped("under ", each, style.width);
    std::string end = wrapped("", summary(report, tally), style.width);
    end.pop_back();
    return out + '\n' + paint(style, Ink::faint, end) + '\n';
}

}  // namespace tenet

// What is wrong with the input, in file order, each with its line and a caret, as compilers show it.
#include <algorithm>

#include "reports/columns.h"
#include "reports/excerpt.h"
#include "reports/paint.h"
#include "reports/render.h"
#include "reports/wording.h"

namespace tenet {

namespace {

constexpr std::size_t enough = 50;  // complaints; one slip often brings hundreds, and -v shows them all

std::string_view word(Severity severity) {
    switch (severity) {
        case Severity::error: return "error";
        case Severity::warning: return "warning";
        case Severity::note: return "note";
    }
    return {};
}

std::string headline(const Sources& sources, SourceSpan span, Severity severity, std::string_view message,
                     const Style& style) {
    const std::string where = place(sources, span);
    std::string out = paint(style, Ink::strong, (where.empty() ? "tenet" : where) + ":");
    out += ' ' + paint(style, ink_of(severity), std::string(word(severity)) + ":");
    return out + ' ' + paint(style, Ink::strong, visible(message)) + '\n';
}

std::string rendered(const Diagnostic& diagnostic, const Sources& sources, const Style& style) {
    std::string out = headline(sources, diagnostic.primary, diagnostic.severity, diagnostic.message, style);
    const std::string shown =
        excerpt(sources, diagnostic.primary, diagnostic.at_primary, ink_of(diagnostic.severity), style);
    out += shown;
    if (shown.empty() && !diagnostic.at_primary.empty()) out += "  " + visible(diagnostic.at_primary) + '\n';
    for (const Label& label : diagnostic.labels) {
        out += headline(sources, label.span, Severity::note, label.text, style);
        out += excerpt(sources, label.span, {}, Ink::note, style);
    }
    if (!diagnostic.help.empty()) {
        std::string help = wrapped("  help: ", diagnostic.help, style.width);
        out += "  " + paint(style, Ink::note, "help:") + help.substr(7);
    }
    return out;
}

// By file and place; what no file holds first.
std::vector<const Diagnostic*> in_file_order(const std::vector<Diagnostic>& diagnostics) {
    std::vector<const Diagnostic*> ordered;
    for (const Diagnostic& diagnostic : diagnostics) ordered.push_back(&diagnostic);
    const auto key = [](const Diagnostic* d) {
        const bool placed = d->primary.file != SourceSpan::none;
        return std::tuple(placed, placed ? d->primary.file : 0, d->primary.begin);
    };
    std::stable_sort(ordered.begin(), ordered.end(),
                     [&](const Diagnostic* a, const Diagnostic* b) { return key(a) < key(b); });
    return ordered;
}

}  // namespace

std::string render_diagnostics(const std::vector<Diagnostic>& diagnostics, const Sources& sources, const Style& style) {
    std::string out;
    std::size_t errors = 0, warnings = 0, shown = 0;
    for (const Diagnostic& diagnostic : diagnostics) {
        errors += diagnostic.severity == Severity::error;
        warnings += diagnostic.severity == Severity::warning;
    }
    std::vector<const Diagnostic*> ordered = in_file_order(diagnostics);
    if (ordered.size() > enough && style.verbose == 0)  // no warning may crowd out an error
        std::stable_partition(ordered.begin(), ordered.end(),
                              [](const Diagnostic* d) { return d->severity == Severity::error; });
    for (const Diagnostic* diagnostic : ordered) {
        if (style.quiet && diagnostic->severity != Severity::error) continue;
        if (shown == enough && style.verbose == 0) {
            out += paint(style, Ink::faint, "... the rest is left out; -v shows all") + '\n';
            break;
        }
        out += rendered(*diagnostic, sources, style);
        ++shown;
    }
    if (style.quiet || errors + warnings < 2) return out;
    std::vector<std::string> counts;
    if (errors > 0) counts.push_back(count_of(errors, "error"));
    if (warnings > 0) counts.push_back(count_of(warnings, "warning"));
    return out + listed(counts) + '\n';
}

}  // namespace tenet

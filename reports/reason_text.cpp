// One way to show a fact and a law, wherever they are shown.
#include "reports/reason_text.h"

#include <algorithm>

#include "reports/columns.h"
#include "reports/excerpt.h"
#include "reports/wording.h"

namespace tenet {

std::string fact_text(const FactRef& fact, const Sources& sources, const Style& style, std::string_view indent,
                      bool excerpts) {
    const std::string inner = std::string(indent) + "  ";
    const std::string where = place(sources, fact.span);
    std::string out = wrapped(indent, fact.says.empty() ? fact.id : fact.says, style.width);
    std::vector<std::string> known;
    if (!where.empty()) known.push_back(where);
    // A fact without an id is called by its place, which stands there already.
    if (fact.id.find(':') == std::string::npos || where.empty()) known.push_back(fact.id);
    if (!fact.status.empty() && fact.status != "stated") known.push_back(fact.status);
    if (!fact.supposed.empty()) known.push_back("under " + fact.supposed);
    if (!fact.source.empty()) known.push_back("source: " + fact.source);
    if (!fact.where.empty()) known.push_back("at " + fact.where);
    std::string line;
    for (const std::string& each : known) line += (line.empty() ? "" : ", ") + each;
    out += inner + paint(style, Ink::faint, visible(line)) + '\n';
    if (excerpts) out += excerpt(sources, tag_name(sources, fact.span), {}, Ink::error, style, indent);
    return out;
}

std::string instance(const LawRef& law) {
    std::string out = law.id;
    for (std::size_t i = 0; i < law.bindings.size(); ++i)
        out += (i == 0 ? " for " : ", ") + law.bindings[i].first + " = " + law.bindings[i].second;
    return out;
}

std::string law_text(const LawRef& law, const Style& style, std::string_view indent, std::string_view said, bool kept) {
    const std::string inner = std::string(indent) + "  ";
    const bool in_words = !law.message.empty() && law.message != said;
    std::string out;
    if (in_words) out += wrapped(indent, (kept && law.breach ? "otherwise " : "") + law.message, style.width);
    out += (in_words ? inner : std::string(indent)) + paint(style, Ink::faint, visible("law " + instance(law)));
    out += '\n';
    if (!law.reference.empty()) out += inner + paint(style, Ink::faint, visible(law.reference)) + '\n';
    return out;
}

std::string steps_text(const std::vector<std::string>& steps, const Style& style, std::string_view indent) {
    std::string out;
    const std::size_t digits = std::to_string(steps.size()).size();
    for (std::size_t i = 0; i < steps.size(); ++i) {
        std::string number = std::to_string(i + 1);
        number.insert(0, digits - number.size(), ' ');
        const std::size_t inside = std::min(steps[i].find_first_not_of(' '), steps[i].size());  // two for each open case
        out += wrapped(std::string(indent) + number + ". " + std::string(inside, ' '), steps[i], style.width);
    }
    return out;
}

std::string members(const Reason& reason) {
    std::vector<std::string> counts;
    if (!reason.facts.empty()) counts.push_back(count_of(reason.facts.size(), "fact"));
    if (!reason.laws.empty()) counts.push_back(count_of(reason.laws.size(), "law"));
    return counts.empty() ? "nothing but the meaning of the words" : listed(counts);
}

}  // namespace tenet

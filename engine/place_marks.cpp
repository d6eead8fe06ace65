#include "engine/place_marks.h"

#include <charconv>

namespace tenet {

namespace {

constexpr char begins = '\x01', ends = '\x02';
constexpr char id_kind = 'i', place_kind = 'p';

std::string mark(char kind, FactId fact) { return begins + (kind + std::to_string(fact)) + ends; }

// Calls plain(text) and marked(kind, fact) in turn; false where a mark is broken.
template <class Plain, class Marked>
bool each_part(std::string_view text, const Plain& plain, const Marked& marked) {
    while (!text.empty()) {
        const std::size_t begin = std::min(text.find(begins), text.size());
        plain(text.substr(0, begin));
        text.remove_prefix(begin);
        if (text.empty()) break;
        const std::size_t end = text.find(ends);
        if (end == std::string_view::npos || end < 3 || (text[1] != id_kind && text[1] != place_kind)) return false;
        std::uint64_t fact = 0;
        const auto read = std::from_chars(text.data() + 2, text.data() + end, fact);
        if (read.ec != std::errc() || read.ptr != text.data() + end || !marked(text[1], fact)) return false;
        text.remove_prefix(end + 1);
    }
    return true;
}

}  // namespace

std::string id_mark(FactId fact) { return mark(id_kind, fact); }
std::string place_mark(FactId fact) { return mark(place_kind, fact); }

std::string without_marks(const std::string& text, const FactSet& facts, const Sources& sources) {
    if (text.find(begins) == std::string::npos) return text;
    std::string out;
    each_part(text, [&](std::string_view plain) { out += plain; }, [&](char kind, std::uint64_t id) {
        const Fact& fact = facts.facts[id];
        const SourceSpan span = fact.span;
        out += kind == id_kind ? facts.id_of(fact)
                               : sources.path(span.file) + ":" + std::to_string(sources.line_column(span.file, span.begin).line);
        return true;
    });
    return out;
}

void tell_places(Finding& finding, const FactSet& facts, const Sources& sources) {
    const auto tell = [&](std::string& text) { text = without_marks(text, facts, sources); };
    tell(finding.message);
    tell(finding.hint);
    for (std::string& step : finding.reason.steps) tell(step);
    for (FactRef& fact : finding.reason.facts) tell(fact.says);
    for (LawRef& law : finding.reason.laws) {
        tell(law.message);
        for (auto& [variable, value] : law.bindings) tell(value);
    }
}

std::optional<std::string> renumbered(const std::string& text, const std::function<std::optional<FactId>(std::uint64_t)>& anew) {
    std::string out;
    const bool whole = each_part(text, [&](std::string_view plain) { out += plain; }, [&](char kind, std::uint64_t id) {
        const std::optional<FactId> other = anew(id);
        if (other) out += mark(kind, *other);
        return other.has_value();
    });
    if (!whole) return std::nullopt;
    return out;
}

}  // namespace tenet

// What steps of a proof name: every variable, also those that only Tenet knows of, and where a constraint comes from.
#include <algorithm>

#include "engine/describe.h"
#include "engine/place_marks.h"

namespace tenet {

std::string Describer::spoken(VariableId v) const {
    if (const std::string known = name(v); !known.empty()) return known;
    const Variable& var = problem_.variables[v];
    const auto numbered = [&](const std::string& what) { return what + " #" + std::to_string(v); };
    switch (var.subject) {
    case Subject::date: {
        const std::string& text = problem_.unknown_days[var.index];
        const auto same = std::count(problem_.unknown_days.begin(), problem_.unknown_days.end(), text);
        const std::string day = "the day '" + text + "'";
        return same > 1 ? numbered(day) : day;
    }
    case Subject::rank: return "the round that establishes " + spoken(problem_.atoms[var.index].variable);
    case Subject::unnamed_kind: return "unnamed is " + vocabulary_.entity_kinds[var.index].name;
    case Subject::unnamed_attribute: {
        const auto& [attribute, text] = problem_.attribute_tests[var.index];
        return "unnamed." + attribute + " = '" + text + "'";
    }
    case Subject::unnamed_count: return numbered("how many the unnamed are");
    case Subject::unnamed_rest: return numbered("what is held in the unnamed");
    case Subject::witness_day: return numbered("some day");
    case Subject::witness: return numbered("there is such a day");
    case Subject::figure: return numbered("the figure of " + facts_.id_of(facts_.facts[var.a]));
    case Subject::occurs:
    case Subject::event_start:
    case Subject::event_end:
    case Subject::now:
    case Subject::capital:
    case Subject::votes:
    case Subject::office:
    case Subject::relation:
    case Subject::measure:
    case Subject::same:
    case Subject::defined: break;
    }
    return numbered("a value");
}

std::string Describer::origin(std::uint32_t constraint) const {
    const Origin& o = problem_.constraints[constraint].origin;
    switch (o.kind) {
    case Origin::Kind::fact: {
        const Fact& f = facts_.facts[o.index];
        const SourceSpan span = f.span;
        if (!f.named && marks_) return id_mark(o.index);
        if (!sources_ || span.file == SourceSpan::none || !f.named) return facts_.id_of(f);
        if (marks_) return std::string(f.own_id) + ", " + place_mark(o.index);
        return f.own_id + ", " + sources_->path(span.file) + ":" +
               std::to_string(sources_->line_column(span.file, span.begin).line);
    }
    case Origin::Kind::law: return "law " + law(o.index).id;
    case Origin::Kind::background: break;
    }
    std::vector<VariableId> used;
    problem_.store.variables(problem_.constraints[constraint].formula, used);
    const auto& variables = problem_.variables;
    if (used.size() == 2 && variables[used[0]].a == variables[used[1]].a &&
        std::all_of(used.begin(), used.end(), [&](VariableId v) {
            return variables[v].subject == Subject::event_start || variables[v].subject == Subject::event_end;
        }))
        return "nothing ends before it starts";
    std::string definition;
    for (const VariableId v : used) {
        const Variable& var = problem_.variables[v];
        if (var.subject == Subject::rank) return "what a definition rests on is established before it";
        if (var.subject == Subject::defined && definition.empty())
            definition = "the definition of " + vocabulary_.definitions[problem_.atoms[var.index].definition].name;
    }
    return definition;
}

}  // namespace tenet

// `ask --repairs`: what holds in every repair, in some, in none; for people and for programs.
#include "reports/columns.h"
#include "reports/in_repairs.h"
#include "reports/json_parts.h"
#include "reports/paint.h"
#include "reports/render.h"
#include "reports/wording.h"

namespace tenet {

namespace {

using Json = nlohmann::ordered_json;

std::string dropped_words(const std::vector<std::string>& ids) { return ids.empty() ? "nothing" : listed(ids); }

std::string in_words(const Answer& a) {
    if (a.kind == AnswerKind::truth || a.truth != Truth::certain) return std::string(to_string(a.truth));
    switch (a.kind) {
        case AnswerKind::truth: break;
        case AnswerKind::number:
            return say_range(a.lower ? std::optional(a.lower->bound) : std::nullopt,
                             a.upper ? std::optional(a.upper->bound) : std::nullopt, a.percent, "it");
        case AnswerKind::instant:
            return say_days(a.earliest ? std::optional(a.earliest->day) : std::nullopt,
                            a.latest ? std::optional(a.latest->day) : std::nullopt);
        case AnswerKind::open: {
            std::vector<std::string> rows;
            for (const BindingAnswer& b : a.bindings) {
                std::string row;
                for (const auto& [name, value] : b.values) row += (row.empty() ? "" : " ") + value;
                rows.push_back(row + ' ' + std::string(to_string(b.answer)));
            }
            return rows.empty() ? "nobody listed" : listed(rows);
        }
        case AnswerKind::readings: {
            std::vector<std::string> each;
            for (const Reading& reading : a.readings) each.push_back("under " + reading.pack + " " + in_words(reading.answer));
            return listed(each);
        }
    }
    return {};
}

std::string together(const Answer& answer) {
    const std::string all = answer.all_repairs ? "" : " (of those looked at: there are more)";
    switch (answer.kind) {
        case AnswerKind::truth:
            switch (certain_in(answer)) {
                case In::every: return "certain in every repair";
                case In::some: return "certain in some repairs, not in every one" + all;
                case In::none: break;
            }
            return (possible_in(answer) == In::none
                        ? "possible in no repair"
                        : "certain in no repair, possible in " + std::string(to_string(possible_in(answer)))) +
                   all;
        case AnswerKind::number: {
            const Hull hull = hull_of(answer);
            return "over all repairs, " + say_range(hull.lower, hull.upper, answer.percent, "it") + all;
        }
        case AnswerKind::instant: {
            const Hull hull = hull_of(answer);
            return "over all repairs, " + say_days(hull.earliest, hull.latest) + all;
        }
        case AnswerKind::readings: return "under several packs, repair by repair" + all;
        case AnswerKind::open: {
            std::string out;
            for (const BindingInRepairs& binding : bindings_in(answer)) {
                out += out.empty() ? "" : "; ";
                for (const auto& [name, value] : binding.values) out += value + ' ';
                out += binding.certain == In::none ? "certain in no repair"
                                                   : "certain in " + std::string(to_string(binding.certain)) +
                                                         (binding.certain == In::some ? " repairs" : " repair");
            }
            return (out.empty() ? "nobody is listed in any repair" : out) + all;
        }
    }
    return {};
}

}  // namespace

std::string render_in_repairs(const Answer& answer, const Style& style) {
    if (answer.repairs.empty()) return {};
    std::string out = '\n' + paint(style, Ink::strong, "in the repairs:") + ' ' + visible(together(answer)) + '\n';
    if (style.quiet) return out;
    for (const AnswerInRepair& repair : answer.repairs)
        out += wrapped("  ",
                       "without " + dropped_words(repair.drop) + " (cost " + say_number(repair.cost, false) +
                           "): " + in_words(repair.answer),
                       style.width);
    return out;
}

Json repairs_json(const Answer& answer, const Sources& sources) {
    Json out = {{"complete", answer.all_repairs}};
    const auto word = [](In in) { return std::string(to_string(in)); };
    switch (answer.kind) {
        case AnswerKind::truth:
            out["certain"] = word(certain_in(answer));
            out["possible"] = word(possible_in(answer));
            break;
        case AnswerKind::number: {
            const Hull hull = hull_of(answer);
            const auto end = [&](const std::optional<Bound>& b) -> Json {
                if (!b) return nullptr;
                Json bound = {{"value", b->value.to_string()}};
                if (answer.percent) bound["percent"] = b->value.percent();
                bound["open"] = b->open;
                return bound;
            };
            out["lower"] = end(hull.lower);
            out["upper"] = end(hull.upper);
            break;
        }
        case AnswerKind::instant: {
            const Hull hull = hull_of(answer);
            out["earliest"] = hull.earliest ? Json(to_string(*hull.earliest)) : Json(nullptr);
            out["latest"] = hull.latest ? Json(to_string(*hull.latest)) : Json(nullptr);
            break;
        }
        case AnswerKind::readings: break;  // each repair has its own
        case AnswerKind::open:
            out["bindings"] = Json::array();
            for (const BindingInRepairs& binding : bindings_in(answer)) {
                Json row = Json::object();
                for (const auto& [name, value] : binding.values) row[name] = value;
                row["certain"] = word(binding.certain);
                out["bindings"].push_back(std::move(row));
            }
            break;
    }
    out["each"] = Json::array();
    for (const AnswerInRepair& repair : answer.repairs) {
        Json each = {{"cost", repair.cost.to_string()}, {"drop", repair.drop}, {"answer", answer_word(repair.answer)}};
        put_answer(each, repair.answer, sources);
        out["each"].push_back(std::move(each));
    }
    return out;
}

}  // namespace tenet

// An answer for people: the word first, then what it means, then (where asked for) why.
#include <algorithm>

#include "reports/binding_rows.h"
#include "reports/columns.h"
#include "reports/excerpt.h"
#include "reports/paint.h"
#include "reports/reason_text.h"
#include "reports/render.h"
#include "reports/wording.h"

namespace tenet {

namespace {

// "given that a and b occur"
std::string condition(const Answer& answer) {
    const auto& events = answer.presupposes_uncertain;
    if (events.empty()) return {};
    return "given that " + listed(events) + (events.size() == 1 ? " occurs" : " occur");
}

// The first line is never broken, so that tools that read lines find it whole.
std::string headed(const Style& style, Ink ink, std::string_view word, const std::string& given,
                   const std::string& rest) {
    return paint(style, ink, word) + visible((given.empty() ? "" : ", " + given) + ": " + rest) + '\n';
}

// void, contradictory and undecided mean the same for every kind of question.
std::string no_answer(const Answer& answer, const Style& style) {
    std::string rest;
    switch (answer.truth) {
        case Truth::is_void:
            rest = answer.presupposes.empty()
                       ? "no world fits what the question takes for granted"
                       : "the question takes for granted that " + listed(answer.presupposes) +
                             (answer.presupposes.size() == 1
                                  ? " occurs, and it does in no world that fits the facts"
                                  : " occur, and they do together in no world that fits the facts");
            break;
        case Truth::contradictory:
            rest = "the facts on which this question turns contradict each other, so they answer nothing";
            break;
        case Truth::undecided: rest = "a limit came before this was clear"; break;
        case Truth::certain:
        case Truth::possible:
        case Truth::impossible: break;
    }
    std::string out = headed(style, ink_of(answer.truth), to_string(answer.truth), {}, rest);
    for (const std::string& each : answer.undecided) out += wrapped("  ", each, style.width);
    return out;
}

std::string truth_line(const Answer& answer, const Style& style) {
    const bool given = !answer.presupposes_uncertain.empty();
    std::string rest;
    switch (answer.truth) {
        case Truth::certain:
            rest = given ? "true in every such world" : "true in every world that fits the facts";
            break;
        case Truth::possible:
            rest = given ? "true in some such worlds, false in others"
                         : "true in some worlds that fit the facts, false in others";
            break;
        case Truth::impossible:
            rest = given ? "false in every such world" : "false in every world that fits the facts";
            break;
        case Truth::is_void:
        case Truth::contradictory:
        case Truth::undecided: break;
    }
    return headed(style, ink_of(answer.truth), to_string(answer.truth), condition(answer), rest);
}

std::string with_condition(const Answer& answer, const std::string& said) {
    const std::string given = condition(answer);
    return given.empty() ? said : given + ": " + said;
}

std::string number_line(const Answer& answer, const Style& style) {
    // The question itself stands between its bounds where it is short enough to be read there.
    constexpr std::size_t readable = 48;
    const bool fits = answer.query.find('\n') == std::string::npos && columns(answer.query) <= readable;
    const auto bound = [](const std::optional<BoundAnswer>& end) {
        return end ? std::optional(end->bound) : std::optional<Bound>();
    };
    std::string said = say_range(bound(answer.lower), bound(answer.upper), answer.percent, fits ? answer.query : "x");
    std::string line = visible(with_condition(answer, said));
    return paint(style, Ink::strong, line) + '\n';
}

std::string instant_line(const Answer& answer, const Style& style) {
    const auto day = [](const std::optional<DayAnswer>& end) {
        return end ? std::optional(end->day) : std::optional<Day>();
    };
    std::string said = say_days(day(answer.earliest), day(answer.latest));
    if (!answer.earliest && !answer.latest) said += ": the facts set no limit";
    return paint(style, Ink::strong, visible(with_condition(answer, said))) + '\n';
}

// Columns as wide as their widest cell, two blanks between; `inks` colour the last column only.
std::string table(const std::vector<std::vector<std::string>>& rows, const std::vector<std::optional<Ink>>& inks,
                  const Style& style, std::string_view indent) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (i == widths.size()) widths.push_back(0);
            widths[i] = std::max(widths[i], columns(row[i]));
        }
    std::string out;
    for (std::size_t r = 0; r < rows.size(); ++r) {
        out += indent;
        for (std::size_t i = 0; i + 1 < rows[r].size(); ++i) out += padded(rows[r][i], widths[i] + 2);
        const std::string last = visible(rows[r].back());
        out += (inks[r] ? paint(style, *inks[r], last) : last) + '\n';
    }
    return out;
}

// As table() does, but written as it goes: there may be a million rows.
void write_bindings(const Answer& answer, const Style& style, TextSink& out) {
    const std::string given = condition(answer);
    if (!given.empty()) out.put(visible(given) + ":\n");
    const std::string others = std::string(to_string(answer.others()));
    const Ink ink = answer.others_possible ? Ink::warning : Ink::error;
    if (answer.bindings.empty()) {
        out.put("nobody and nothing that the facts name or connect with the question\n");
        out.put(paint(style, ink, "others") + ": " + others + (answer.others_possible ? ", anybody not listed, named or not\n" : "\n"));
        return;
    }
    const Bindings& rows = answer.bindings;
    const std::vector<std::string>& variables = rows.variables();
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < variables.size(); ++i) {
        widths.push_back(std::max<std::size_t>(1 + columns(variables[i]), i == 0 ? columns("others") : 0));
        const std::vector<bool> named = rows.named(i);
        for (std::size_t id = 0; id < named.size(); ++id)
            if (named[id]) widths[i] = std::max(widths[i], columns(rows.ids()[id]));
    }
    for (std::size_t i = 0; i < widths.size(); ++i) out.put(padded('?' + variables[i], widths[i] + 2));
    out.put(paint(style, Ink::strong, "answer") + '\n');
    RowWording wording;
    wording.certain = paint(style, ink_of(Truth::certain), to_string(Truth::certain)) + '\n';
    wording.possible = paint(style, ink_of(Truth::possible), to_string(Truth::possible)) + '\n';
    wording.cell = [&](std::string& text, std::size_t column, std::uint32_t id) { text += padded(rows.ids()[id], widths[column] + 2); };
    put_rows(rows, wording, out);
    for (std::size_t i = 0; i < widths.size(); ++i) out.put(padded(i == 0 ? "others" : "", widths[i] + 2));
    out.put(paint(style, ink, others + (answer.others_possible ? " (anybody not listed, named or not)" : "")) + '\n');
}

constexpr std::string_view contradiction = "what contradicts";

std::string reason_text(std::string_view head, const Reason& reason, const Sources& sources, const Style& style) {
    std::string out = '\n' + paint(style, Ink::strong, head) + '\n';
    if (!reason.steps.empty()) out += steps_text(reason.steps, style, "  ");
    if (reason.facts.empty() && reason.laws.empty())
        return out + (reason.steps.empty() ? "  it follows from what the words mean, without any fact\n" : "");
    out += "  from " + members(reason);
    out += reason.minimal ? ":\n" : " (a limit came before each was tried; some may not matter):\n";
    for (const FactRef& fact : reason.facts) out += fact_text(fact, sources, style, "    ", style.verbose > 0);
    for (const LawRef& law : reason.laws) out += law_text(law, style, "    ", {}, head != contradiction);
    return out;
}

bool says_something(const Reason& reason) {
    return !reason.facts.empty() || !reason.laws.empty() || !reason.steps.empty();
}

// Two worlds side by side, or the one there is.
std::string worlds_text(const Answer& answer, const Style& style) {
    if (!answer.world_for && !answer.world_against) return {};
    std::vector<std::string> keys;
    std::vector<std::vector<std::string>> rows{{""}};
    const auto value = [](const WorldTable& world, const std::string& key) -> std::string {
        for (const auto& [name, is] : world.rows)
            if (name == key) return is;
        return "-";
    };
    for (const auto* world : {&answer.world_for, &answer.world_against})
        if (*world)
            for (const auto& row : (*world)->rows)
                if (std::find(keys.begin(), keys.end(), row.first) == keys.end()) keys.push_back(row.first);
    for (const std::string& key : keys) rows.push_back({key});
    for (const auto& [world, head] :
         {std::pair(&answer.world_for, "where it is true"), std::pair(&answer.world_against, "where it is false")}) {
        if (!*world) continue;
        rows[0].emplace_back(head);
        for (std::size_t i = 0; i < keys.size(); ++i) rows[i + 1].push_back(value(**world, keys[i]));
    }
    std::vector<std::optional<Ink>> inks(rows.size());
    inks[0] = Ink::strong;
    std::string out =
        '\n' +
        paint(style, Ink::strong, rows[0].size() > 2 ? "two worlds that fit the facts" : "a world that fits the facts");
    return out + '\n' + table(rows, inks, style, "  ");
}

std::string head(const Answer& answer, const Style& style) {
    if (answer.kind == AnswerKind::truth && answer.truth <= Truth::impossible) return truth_line(answer, style);
    if (answer.truth != Truth::certain) return no_answer(answer, style);
    switch (answer.kind) {
        case AnswerKind::truth: break;
        case AnswerKind::number: return number_line(answer, style);
        case AnswerKind::instant: return instant_line(answer, style);
        case AnswerKind::open:  // its rows are written by themselves
        case AnswerKind::readings: break;
    }
    return {};
}

std::string why(const Answer& answer, const Sources& sources, const Style& style) {
    std::string out;
    if (answer.reason)
        out +=
            reason_text(answer.truth == Truth::contradictory ? contradiction : "why", *answer.reason, sources, style);
    const auto bound = [&](std::string_view what, const Reason& reason) {
        if (says_something(reason)) out += reason_text(what, reason, sources, style);
    };
    if (answer.lower) bound("why not less", answer.lower->reason);
    if (answer.upper) bound("why not more", answer.upper->reason);
    if (answer.earliest) bound("why not earlier", answer.earliest->reason);
    if (answer.latest) bound("why not later", answer.latest->reason);
    return out + worlds_text(answer, style);
}

// "under --set s1.share=60%; without it: possible"
std::string under(const Answer& answer, const Style& style) {
    std::string out;
    Style plain = style;
    plain.color = false;
    const bool several = answer.under.size() > 1;
    for (const Supposition& one : answer.under) {
        const bool all = several && &one == &answer.under.back();
        std::string line = all ? "without all of these" : "under " + one.option + "; without it";
        if (!one.matters) {
            line += " the same";
        } else if (one.without.kind == AnswerKind::open && one.without.truth == Truth::certain) {
            line += " other bindings are listed";
        } else {
            Answer without = one.without;
            without.query = "x";
            std::string said = head(without, plain);
            said = said.substr(0, said.find('\n'));
            if (without.kind == AnswerKind::truth || without.truth != Truth::certain) said = to_string(without.truth);
            line += ": " + said;
        }
        out += "  " + (one.matters ? paint(style, Ink::warning, visible(line)) : visible(line)) + '\n';
    }
    return out;
}

std::string expectation(const Answer& answer, const Style& style) {
    if (!answer.expected || answer.as_expected) return {};
    const std::string line = "not as expected: --expect says " + *answer.expected + ", the answer is " +
                             std::string(answer_word(answer));
    return paint(style, Ink::error, visible(line)) + '\n';
}

// Each reading under its pack and the definition it goes by, then what they say differently.
std::string readings_text(const Answer& answer, const Sources& sources, const Style& style) {
    std::string out;
    for (const Reading& reading : answer.readings) {
        out += paint(style, Ink::strong, "under " + visible(reading.pack)) + '\n';
        for (const Reading::Meaning& meaning : reading.meanings) {
            std::string line = meaning.name + (meaning.title.empty() ? "" : ": " + meaning.title);
            if (!meaning.reference.empty()) line += " (" + meaning.reference + ")";
            if (!style.quiet) out += wrapped("  ", line, style.width);
        }
        const std::string text = render_answer_text(reading.answer, sources, style);
        for (std::size_t begin = 0; begin < text.size();) {
            const std::size_t end = std::min(text.find('\n', begin), text.size() - 1) + 1;
            out += (text[begin] == '\n' ? "" : "  ") + text.substr(begin, end - begin);
            begin = end;
        }
    }
    const std::vector<std::string> parts = differences(answer);
    out += paint(style, parts.empty() ? Ink::good : Ink::warning, parts.empty() ? "they agree" : "they differ") +
           (parts.empty() ? "\n" : ":\n");
    for (const std::string& part : parts) out += wrapped("  ", part, style.width);
    return out;
}

}  // namespace

void write_answer_text(const Answer& answer, const Sources& sources, const Style& style, TextSink& out) {
    if (answer.kind == AnswerKind::readings) {
        out.put(readings_text(answer, sources, style) + expectation(answer, style));
        return;
    }
    if (answer.kind == AnswerKind::open && answer.truth == Truth::certain) write_bindings(answer, style, out);
    std::string text = head(answer, style);
    if (answer.truth == Truth::certain && answer.kind != AnswerKind::truth)
        for (const std::string& each : answer.undecided) text += wrapped("undecided: ", each, style.width);
    if (!style.quiet) text += under(answer, style) + why(answer, sources, style);
    out.put(text + expectation(answer, style));
}

std::string render_answer_text(const Answer& answer, const Sources& sources, const Style& style) {
    std::string text;
    TextSink out(text);
    write_answer_text(answer, sources, style, out);
    out.flush();
    return text;
}

}  // namespace tenet

// The JSON of cli.md, version 1; reports/tenet.schema.json describes it. Numbers that must be exact are strings.
#include <algorithm>
#include <cassert>

#include <nlohmann/json.hpp>

#include "reports/binding_rows.h"
#include "reports/json_parts.h"
#include "reports/render.h"

namespace tenet {

namespace {

using Json = nlohmann::ordered_json;

// Text from files may be no UTF-8 where a message quotes what is wrong with it.
std::string dumped(const Json& json, bool line) {
    return json.dump(line ? -1 : 2, ' ', false, Json::error_handler_t::replace) + '\n';
}

void put_place(Json& object, SourceSpan span, const Sources& sources) {
    if (span.file == SourceSpan::none) {
        object["file"] = object["line"] = object["column"] = nullptr;
        return;
    }
    const LineColumn at = sources.line_column(span.file, span.begin);
    object["file"] = sources.path(span.file);
    object["line"] = at.line;
    object["column"] = at.column;
}

Json json_of(const FactRef& fact, const Sources& sources) {
    Json out = {{"id", fact.id}};
    put_place(out, fact.span, sources);
    if (!fact.supposed.empty()) out["under"] = fact.supposed;
    return out;
}

Json json_of(const LawRef& law) {
    Json bindings = Json::object();
    for (const auto& [variable, value] : law.bindings) bindings[variable] = value;
    return {{"id", law.id}, {"bindings", std::move(bindings)}};
}

void put_reason(Json& object, const Reason& reason, const Sources& sources) {
    object["facts"] = Json::array();
    for (const FactRef& fact : reason.facts) object["facts"].push_back(json_of(fact, sources));
    object["laws"] = Json::array();
    for (const LawRef& law : reason.laws) object["laws"].push_back(json_of(law));
    object["steps"] = reason.steps;
    if (!reason.minimal) object["minimal"] = false;
}

Json json_of(const Reason& reason, const Sources& sources) {
    Json out = Json::object();
    put_reason(out, reason, sources);
    return out;
}

bool empty(const Reason& reason) { return reason.facts.empty() && reason.laws.empty() && reason.steps.empty(); }

std::string_view level_word(Severity level) {
    switch (level) {
        case Severity::error: return "error";
        case Severity::warning: return "warning";
        case Severity::note: return "note";
    }
    return {};
}

Json json_of(const Finding& finding, const Sources& sources) {
    Json out = {{"kind", to_string(finding.kind)},
                {"level", level_word(finding.level)},
                {"rule", finding.rule},
                {"message", finding.message}};
    put_reason(out, finding.reason, sources);
    if (!finding.answer.empty()) out["answer"] = finding.answer;
    if (!finding.expected.empty()) out["expected"] = finding.expected;
    if (finding.place) {
        out["place"] = Json::object();
        put_place(out["place"], *finding.place, sources);
    }
    if (finding.laws_alone) out["laws_alone"] = true;
    if (finding.rounding) out["rounding"] = true;
    if (!finding.hint.empty()) out["hint"] = finding.hint;
    out["fingerprint"] = finding.fingerprint;
    return out;
}

Json json_of(const WorldTable& world) {
    Json out = Json::object();
    for (const auto& [what, is] : world.rows) out[what] = is;
    return out;
}

Json json_of(const std::optional<BoundAnswer>& end, bool percent, const Sources& sources) {
    if (!end) return nullptr;
    Json out = {{"value", end->bound.value.to_string()}};
    if (percent) out["percent"] = end->bound.value.percent();
    out["open"] = end->bound.open;
    if (!empty(end->reason)) out["reason"] = json_of(end->reason, sources);
    return out;
}

Json json_of(const std::optional<Day>& day) { return day ? Json(to_string(*day)) : Json(nullptr); }

Json json_of(const std::optional<DayAnswer>& end) { return end ? Json(to_string(end->day)) : Json(nullptr); }

void put_bounds(Json& out, const Answer& answer, const Sources& sources) {
    out["lower"] = json_of(answer.lower, answer.percent, sources);
    out["upper"] = json_of(answer.upper, answer.percent, sources);
}

void put_days(Json& out, const Answer& answer, const Sources& sources) {
    out["earliest"] = json_of(answer.earliest);
    out["latest"] = json_of(answer.latest);
    Json reasons = Json::object();
    if (answer.earliest && !empty(answer.earliest->reason))
        reasons["earliest"] = json_of(answer.earliest->reason, sources);
    if (answer.latest && !empty(answer.latest->reason)) reasons["latest"] = json_of(answer.latest->reason, sources);
    if (!reasons.empty()) out["reasons"] = std::move(reasons);
}

void put_others(Json& out, const Answer& answer) { out["others"] = std::string(to_string(answer.others())); }

void put_bindings(Json& out, const Answer& answer) {
    out["bindings"] = Json::array();
    for (const BindingAnswer& binding : answer.bindings) {
        Json row = Json::object();
        for (const auto& [variable, value] : binding.values) row[variable] = value;
        row["answer"] = to_string(binding.answer);
        out["bindings"].push_back(std::move(row));
    }
    put_others(out, answer);
}

Json json_of(const TimelineEntry& entry) {
    Json out = {{"id", entry.id}};
    if (!entry.label.empty()) out["label"] = entry.label;
    if (!entry.stated.empty()) out["stated"] = entry.stated;
    out["start"] = {{"earliest", json_of(entry.start_earliest)}, {"latest", json_of(entry.start_latest)}};
    out["end"] = {{"earliest", json_of(entry.end_earliest)}, {"latest", json_of(entry.end_latest)}};
    if (!entry.occurs.empty()) out["occurs"] = entry.occurs;
    if (entry.undecided) out["undecided"] = true;
    return out;
}

void put_under(Json& out, const Answer& answer, const Sources& sources) {
    if (answer.under.empty()) return;
    out["under"] = Json::array();
    for (const Supposition& one : answer.under) {
        Json without = {{"answer", answer_word(one.without)}};
        put_answer(without, one.without, sources);
        out["under"].push_back({{"option", one.option}, {"matters", one.matters}, {"without", std::move(without)}});
    }
}

}  // namespace

Json finding_json(const Finding& finding, const Sources& sources) { return json_of(finding, sources); }
Json reason_json(const Reason& reason, const Sources& sources) { return json_of(reason, sources); }
Json fact_json(const FactRef& fact, const Sources& sources) { return json_of(fact, sources); }

void JsonReport::begin(std::string_view key) {
    text_ += empty_ ? "\n" : ",\n";
    empty_ = false;
    text_.append(2 * depth_, ' ');
    if (!key.empty()) text_ += Json(key).dump() + ": ";
}

void JsonReport::put(std::string_view key, const Json& value) {
    begin(key);
    std::string lines = dumped(value, false);
    lines.pop_back();
    for (const char c : lines) {  // a line end within a text is written as \n, so these are those of the layout
        text_ += c;
        if (c == '\n') text_.append(2 * depth_, ' ');
    }
}

void JsonReport::open(std::string_view key, char bracket) {
    begin(key);
    text_ += bracket;
    ++depth_;
    empty_ = true;
}

void JsonReport::close(char bracket) {
    --depth_;
    if (!empty_) text_.append("\n").append(2 * depth_, ' ');
    text_ += bracket;
    empty_ = false;
}

std::string JsonReport::text() {
    close('}');
    text_ += '\n';
    return std::move(text_);
}

void put_answer(Json& out, const Answer& answer, const Sources& sources) {
    if (answer.truth != Truth::certain) return;
    switch (answer.kind) {
        case AnswerKind::truth: break;
        case AnswerKind::number: put_bounds(out, answer, sources); break;
        case AnswerKind::instant: put_days(out, answer, sources); break;
        case AnswerKind::open: put_bindings(out, answer); break;
        case AnswerKind::readings: break;
    }
}

std::string render_check_json(const CheckReport& report, const Sources& sources) {
    JsonReport out;
    out.put("tenet", 1);
    out.put("command", "check");
    out.put("verdict", to_string(report.verdict));
    out.put("facts", report.facts);
    out.put("components", report.components);
    out.put_list("findings", report.findings, [&](const Finding& finding) { return json_of(finding, sources); });
    out.put("undecided", report.undecided);
    if (!report.under.empty()) out.put("under", report.under);
    return out.text();
}

namespace {

/// `rows`: an open query's; else the place where they belong is left empty.
Json json_of(const Answer& answer, const Sources& sources, bool rows = true);

Json json_of(const Reading& reading, const Sources& sources) {
    Json meanings = Json::array();
    for (const Reading::Meaning& meaning : reading.meanings) {
        meanings.push_back({{"name", meaning.name}});
        if (!meaning.title.empty()) meanings.back()["title"] = meaning.title;
        if (!meaning.reference.empty()) meanings.back()["reference"] = meaning.reference;
    }
    return {{"rules", reading.pack},
            {"title", reading.title},
            {"meanings", std::move(meanings)},
            {"answer", json_of(reading.answer, sources)}};
}

Json json_of(const Answer& answer, const Sources& sources, bool rows) {
    Json out = {{"tenet", 1},
                {"command", "ask"},
                {"query", answer.query},
                {"kind", to_string(answer.kind)},
                {"answer", answer_word(answer)},
                {"presupposes", answer.presupposes}};
    if (answer.kind == AnswerKind::readings) {
        out["readings"] = Json::array();
        for (const Reading& reading : answer.readings) out["readings"].push_back(json_of(reading, sources));
        out["differences"] = differences(answer);
    }
    if (answer.reason) out["reason"] = json_of(*answer.reason, sources);
    if (rows) {
        put_answer(out, answer, sources);
    } else {
        out["bindings"] = Json::array();
        put_others(out, answer);
    }
    if (answer.world_for || answer.world_against) {
        Json worlds = Json::object();
        if (answer.world_for) worlds["for"] = json_of(*answer.world_for);
        if (answer.world_against) worlds["against"] = json_of(*answer.world_against);
        out["worlds"] = std::move(worlds);
    }
    if (!answer.repairs.empty()) out["repairs"] = repairs_json(answer, sources);
    if (!answer.undecided.empty()) out["undecided"] = answer.undecided;
    if (answer.expected) {
        out["expected"] = *answer.expected;
        out["as_expected"] = answer.as_expected;
    }
    put_under(out, answer, sources);
    return out;
}

}  // namespace

namespace {

// One text as JSON: most are plain, and are not worth a tree.
void put_text(std::string& out, std::string_view text) {
    const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
    if (!plain) {
        out += Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
        return;
    }
    out += '"';
    out += text;
    out += '"';
}

// The rows of an open query, as dumped() would write them: a tree of a million takes ten times the memory and the time.
void put_rows(TextSink& out, const Bindings& bindings, bool line) {
    const std::string cell = line ? "" : "\n      ", colon = line ? ":" : ": ", end = line ? "}" : "\n    }";
    RowWording wording;
    wording.before = line ? "{" : "\n    {";
    wording.between = ",";
    const auto answer = [&](Truth truth) {
        std::string text = cell + "\"answer\"" + colon;
        put_text(text, to_string(truth));
        return text + end;
    };
    wording.certain = answer(Truth::certain);
    wording.possible = answer(Truth::possible);
    std::vector<std::string> heads;
    for (const std::string& variable : bindings.variables()) {
        put_text(heads.emplace_back(cell), variable);
        heads.back() += colon;
    }
    wording.cell = [&](std::string& text, std::size_t column, std::uint32_t id) {
        text += heads[column];
        put_text(text, bindings.ids()[id]);
        text += ',';
    };
    out.put("[");
    put_rows(bindings, wording, out);
    out.put(line ? "]" : "\n  ]");
}

}  // namespace

void write_answer_json(const Answer& answer, const Sources& sources, bool line, TextSink& out) {
    const auto clashes = [](const std::string& variable) { return variable == "answer"; };  // `?answer` gives way to the answer
    const std::vector<std::string>& variables = answer.bindings.variables();
    if (answer.kind != AnswerKind::open || answer.truth != Truth::certain || answer.bindings.empty() ||
        std::any_of(variables.begin(), variables.end(), clashes)) {
        out.put(dumped(json_of(answer, sources), line));
        return;
    }
    const std::string text = dumped(json_of(answer, sources, false), line);
    // A key of the outermost object: inside a text its quotes would be escaped.
    const std::string_view none = line ? ",\"bindings\":[]" : "\n  \"bindings\": []";
    const std::size_t at = text.find(none);
    assert(at != std::string::npos);
    out.put(std::string_view(text).substr(0, at + none.size() - 2));
    put_rows(out, answer.bindings, line);
    out.put(std::string_view(text).substr(at + none.size()));
}

std::string render_answer_json(const Answer& answer, const Sources& sources, bool line) {
    std::string text;
    TextSink out(text);
    write_answer_json(answer, sources, line, out);
    out.flush();
    return text;
}

std::string render_timeline_json(const TimelineReport& report, const Sources&) {
    const auto entry = [](const TimelineEntry& each) { return json_of(each); };
    JsonReport out;
    out.put("tenet", 1);
    out.put("command", "timeline");
    if (report.verdict != Verdict::consistent) out.put("verdict", to_string(report.verdict));
    out.put_list("events", report.events, entry);
    out.put_list("periods", report.periods, entry);
    if (!report.undecided.empty()) out.put("undecided", report.undecided);
    if (!report.under.empty()) out.put("under", report.under);
    return out.text();
}

}  // namespace tenet

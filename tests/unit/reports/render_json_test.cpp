// The JSON parsed back, held against reports/tenet.schema.json, and read value by value.
#include <fstream>
#include <regex>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "reports/diff_results.h"
#include "reports/repair_results.h"
#include "tests/unit/reports/samples.h"

using namespace tenet;
using nlohmann::json;
using samples::answer;

namespace {

// As much of JSON Schema 2020-12 as our schema uses; a keyword that is not known fails the test.
class Validator {
public:
    Validator() {
        std::ifstream in(TENET_ROOT "/reports/tenet.schema.json");
        root_ = json::parse(in);
    }

    /// Empty where `value` fits; otherwise where and why not.
    std::string wrong(const json& value) const { return wrong(value, root_, "$"); }

private:
    static bool is(const json& value, const std::string& type) {
        return type == "object"    ? value.is_object()
               : type == "array"   ? value.is_array()
               : type == "string"  ? value.is_string()
               : type == "integer" ? value.is_number_integer()
               : type == "boolean" ? value.is_boolean()
                                   : type == "null" && value.is_null();
    }

    std::string wrong(const json& value, const json& schema, const std::string& at) const {
        for (const auto& [keyword, wanted] : schema.items()) {
            const std::string found = judge(keyword, wanted, value, schema, at);
            if (!found.empty()) return found;
        }
        return {};
    }

    std::string judge(const std::string& keyword, const json& wanted, const json& value, const json& schema,
                      const std::string& at) const {
        if (keyword.starts_with('$') && keyword != "$ref") return {};
        if (keyword == "title" || keyword == "description") return {};
        if (keyword == "$ref")
            return wrong(value, root_.at(json::json_pointer(wanted.get<std::string>().substr(1))), at);
        if (keyword == "const") return value == wanted ? "" : at + ": not " + wanted.dump();
        if (keyword == "enum")
            return std::find(wanted.begin(), wanted.end(), value) != wanted.end() ? ""
                                                                                  : at + ": not in " + wanted.dump();
        if (keyword == "type") {
            if (wanted.is_string()) return is(value, wanted) ? "" : at + ": no " + wanted.dump();
            for (const json& one : wanted)
                if (is(value, one)) return {};
            return at + ": none of " + wanted.dump();
        }
        if (keyword == "minimum") return !value.is_number() || value >= wanted ? "" : at + ": too small";
        if (keyword == "pattern")
            return !value.is_string() ||
                           std::regex_search(value.get<std::string>(), std::regex(wanted.get<std::string>()))
                       ? ""
                       : at + ": not like " + wanted.dump();
        if (keyword == "oneOf") {
            std::string all;
            int fitting = 0;
            for (const json& one : wanted) {
                const std::string found = wrong(value, one, at);
                fitting += found.empty();
                all += found + "; ";
            }
            return fitting == 1 ? "" : at + ": " + std::to_string(fitting) + " fit: " + all;
        }
        if (keyword == "required") {
            for (const json& name : wanted)
                if (value.is_object() && !value.contains(name)) return at + ": lacks " + name.dump();
            return {};
        }
        if (keyword == "items") {
            for (std::size_t i = 0; value.is_array() && i < value.size(); ++i)
                if (auto found = wrong(value[i], wanted, at + '[' + std::to_string(i) + ']'); !found.empty())
                    return found;
            return {};
        }
        if (keyword == "properties") {
            for (const auto& [name, of] : wanted.items())
                if (value.is_object() && value.contains(name))
                    if (auto found = wrong(value[name], of, at + '.' + name); !found.empty()) return found;
            return {};
        }
        if (keyword == "additionalProperties") {
            if (!value.is_object()) return {};
            for (const auto& [name, of] : value.items()) {
                if (schema.contains("properties") && schema["properties"].contains(name)) continue;
                if (wanted.is_boolean()) return at + ": knows no \"" + name + '"';
                if (auto found = wrong(of, wanted, at + '.' + name); !found.empty()) return found;
            }
            return {};
        }
        return at + ": the test does not know the keyword " + keyword;
    }

    json root_;
};

json parsed(const std::string& text) {
    const json out = json::parse(text);
    BOOST_TEST(Validator().wrong(out) == "");
    return out;
}

json parsed(const Answer& given, const Sources& sources = {}) {
    return parsed(render_answer_json(given, sources, true));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(render_json)

BOOST_AUTO_TEST_CASE(a_check) {
    const samples::File file = samples::deal();
    const json out = parsed(render_check_json(samples::check_report(file), file.sources));
    BOOST_TEST(out["tenet"] == 1);
    BOOST_TEST(out["command"] == "check");
    BOOST_TEST(out["verdict"] == "contradictory");
    BOOST_TEST(out["facts"] == 2);
    BOOST_TEST(out["components"] == 1);
    BOOST_TEST(out["undecided"] == json::array());
    const json& conflict = out["findings"][0];
    BOOST_TEST(conflict["kind"] == "conflict");
    BOOST_TEST(conflict["level"] == "error");
    BOOST_TEST(conflict["rule"] == "core:whole");
    BOOST_TEST(conflict["facts"][0] == json({{"id", "s1"}, {"file", "facts/deal.xml"}, {"line", 2}, {"column", 3}}));
    BOOST_TEST(conflict["laws"] == json::parse(R"([{"id": "core:whole", "bindings": {"c": "cloudwatt"}}])"));
    BOOST_TEST(conflict["steps"].size() == 2u);
    BOOST_TEST(conflict["rounding"] == true);
    BOOST_TEST(conflict["fingerprint"] == "c0ffee");
    BOOST_TEST(!conflict.contains("minimal"));
    const json& check = out["findings"][1];
    BOOST_TEST(check["answer"] == "violated");
    BOOST_TEST(check["level"] == "warning");
    BOOST_TEST(!check.contains("rounding"));
    const json& expectation = out["findings"][2];
    BOOST_TEST(expectation["rule"] == "e1");
    BOOST_TEST(expectation["answer"] == "possible");
    BOOST_TEST(expectation["place"]["line"] == 4);
}

BOOST_AUTO_TEST_CASE(keys_stand_in_the_order_of_the_documentation) {
    const samples::File file = samples::deal();
    const std::string out = render_check_json(samples::check_report(file), file.sources);
    std::size_t at = 0;
    for (const char* key :
         {"\"tenet\"", "\"command\"", "\"verdict\"", "\"facts\"", "\"components\"", "\"findings\"", "\"kind\"",
          "\"level\"", "\"rule\"", "\"message\"", "\"laws\"", "\"steps\"", "\"fingerprint\""}) {
        const std::size_t next = out.find(key, at);
        BOOST_TEST((next != std::string::npos), key);
        at = next;
    }
}

BOOST_AUTO_TEST_CASE(truths) {
    const samples::File file = samples::deal();
    Answer given = answer(AnswerKind::truth, Truth::possible);
    given.presupposes = {"takeover"};
    given.reason = samples::reason(file);
    given.reason->minimal = false;
    given.world_for = WorldTable{{{"capital(orange, cloudwatt)", "55%"}}};
    given.world_against = WorldTable{{{"capital(orange, cloudwatt)", "45%"}}};
    given.expected = "certain";
    given.as_expected = false;
    const json out = parsed(given, file.sources);
    BOOST_TEST(out["kind"] == "truth");
    BOOST_TEST(out["answer"] == "possible");
    BOOST_TEST(out["presupposes"] == json::array({"takeover"}));
    BOOST_TEST(out["reason"]["facts"].size() == 2u);
    BOOST_TEST(out["reason"]["minimal"] == false);
    BOOST_TEST(out["worlds"]["for"]["capital(orange, cloudwatt)"] == "55%");
    BOOST_TEST(out["worlds"]["against"]["capital(orange, cloudwatt)"] == "45%");
    BOOST_TEST(out["as_expected"] == false);
    BOOST_TEST(parsed(answer(AnswerKind::truth, Truth::certain))["presupposes"] == json::array());
}

BOOST_AUTO_TEST_CASE(numbers) {
    Answer given = answer(AnswerKind::number, Truth::certain);
    given.percent = true;
    given.lower = BoundAnswer{{Rational(2, 5), true}, {}};
    const json out = parsed(given);
    BOOST_TEST(out["answer"] == "bounded");
    BOOST_TEST(out["lower"] == json::parse(R"({"value": "2/5", "percent": "40%", "open": true})"));
    BOOST_TEST(out["upper"].is_null());
    given.percent = false;
    given.upper = BoundAnswer{{Rational(1200), false}, samples::reason(samples::deal())};
    given.upper->reason.facts.clear();
    const json measured = parsed(given);
    BOOST_TEST(measured["upper"]["value"] == "1200");
    BOOST_TEST(!measured["upper"].contains("percent"));
    BOOST_TEST(measured["upper"]["reason"]["laws"][0]["id"] == "core:whole");
}

BOOST_AUTO_TEST_CASE(instants) {
    Answer given = answer(AnswerKind::instant, Truth::certain);
    given.latest = DayAnswer{day_of(2015, 3, 31), {}};
    const json out = parsed(given);
    BOOST_TEST(out["earliest"].is_null());
    BOOST_TEST(out["latest"] == "2015-03-31");
    BOOST_TEST(!out.contains("reasons"));
    given.latest->reason.steps = {"because"};
    BOOST_TEST(parsed(given)["reasons"]["latest"]["steps"][0] == "because");
}

BOOST_AUTO_TEST_CASE(open_queries) {
    Answer given = answer(AnswerKind::open, Truth::certain);
    given.bindings = {{{{"x", "orange"}, {"y", "cloudwatt"}}, Truth::certain}};
    const json out = parsed(given);
    BOOST_TEST(out["answer"] == "listed");
    BOOST_TEST(out["bindings"] == json::parse(R"([{"x": "orange", "y": "cloudwatt", "answer": "certain"}])"));
    BOOST_TEST(out["others"] == "impossible");
    given.others_possible = true;
    BOOST_TEST(parsed(given)["others"] == "possible");
}

BOOST_AUTO_TEST_CASE(without_an_answer) {
    for (const AnswerKind kind : {AnswerKind::truth, AnswerKind::number, AnswerKind::instant, AnswerKind::open})
        for (const Truth truth : {Truth::is_void, Truth::contradictory, Truth::undecided}) {
            const json out = parsed(answer(kind, truth));
            BOOST_TEST(out["answer"] == to_string(truth));
            BOOST_TEST(!out.contains("lower"));
            BOOST_TEST(!out.contains("bindings"));
        }
    BOOST_TEST(to_string(Truth::is_void) == "void");
}

BOOST_AUTO_TEST_CASE(readings_of_a_question) {
    const json differ = parsed(samples::readings(Truth::certain, Truth::possible));
    BOOST_TEST(differ["kind"] == "readings");
    BOOST_TEST(differ["answer"] == "differ");
    BOOST_TEST(differ["readings"][1]["rules"] == "right");
    BOOST_TEST(differ["readings"][1]["meanings"][0]["reference"] == "Article 1");
    BOOST_TEST(differ["readings"][1]["answer"]["answer"] == "possible");
    BOOST_TEST(differ["differences"] == json({"certain under left; possible under right"}));
    const json agree = parsed(samples::readings(Truth::impossible, Truth::impossible));
    BOOST_TEST(agree["answer"] == "impossible");
    BOOST_TEST(agree["differences"].empty());
}

BOOST_AUTO_TEST_CASE(a_timeline) {
    const json out = parsed(render_timeline_json(samples::timeline(), Sources{}));
    BOOST_TEST(out["events"][0]["id"] == "founding");
    BOOST_TEST(out["events"][0]["start"]["earliest"] == "2012-01-01");
    BOOST_TEST(out["events"][0]["occurs"] == "certain");
    BOOST_TEST(out["periods"][0]["start"]["earliest"].is_null());
    BOOST_TEST(!out["periods"][0].contains("occurs"));
    BOOST_TEST(!out.contains("verdict"));
}

BOOST_AUTO_TEST_CASE(one_line_an_answer_and_always_utf8) {
    Answer given = answer(AnswerKind::truth, Truth::certain);
    given.query = "broken \xff\nquery 日本";
    const std::string line = render_answer_json(given, {}, true);
    BOOST_TEST(std::count(line.begin(), line.end(), '\n') == 1);
    BOOST_TEST(line.ends_with("\n"));
    BOOST_TEST(json::parse(line)["query"] == "broken \uFFFD\nquery 日本");
}

BOOST_AUTO_TEST_CASE(the_schema_refuses) {
    const Validator validator;
    json out = json::parse(render_answer_json(answer(AnswerKind::truth, Truth::certain), {}, true));
    BOOST_TEST(validator.wrong(out) == "");
    json wrong = out;
    wrong["answer"] = "maybe";
    BOOST_TEST(validator.wrong(wrong) != "");
    wrong = out;
    wrong.erase("presupposes");
    BOOST_TEST(validator.wrong(wrong) != "");
    wrong = out;
    wrong["surplus"] = 1;
    BOOST_TEST(validator.wrong(wrong) != "");
}

BOOST_AUTO_TEST_CASE(repairs) {
    const samples::File file = samples::deal();
    const FactRef fact = samples::reason(file).facts[0];
    RepairReport report;
    report.verdict = Verdict::contradictory;
    report.repairs.push_back({Rational(0), {}, {}, {{"press", false, fact.span}}});
    report.repairs.push_back({Rational(1, 2), {fact}, {{fact, "share", "35%", "24.9%", fact.span}}, {}});
    report.more = true;
    report.applied = {"out/deal.xml"};
    report.applied_repair = 2;
    const json out = parsed(render_repair_json(report, file.sources));
    BOOST_TEST(out["repairs"][0] == json::parse(R"({"cost": "0", "drop": [], "change": [], "rounded": ["press"]})"));
    BOOST_TEST(out["repairs"][1] == json::parse(R"({"cost": "1/2", "drop": ["s1"], "change":
        [{"fact": "s1", "attribute": "share", "from": "35%", "to": "24.9%"}]})"));
    BOOST_TEST(out["more"] == true);
    BOOST_TEST(out["applied"]["repair"] == 2);
    report = {};
    report.verdict = Verdict::contradictory;
    report.beyond_repair.push_back(samples::reason(file));
    BOOST_TEST(parsed(render_repair_json(report, file.sources))["beyond_repair"].size() == 1u);
}

BOOST_AUTO_TEST_CASE(answers_in_repairs) {
    Answer given = answer(AnswerKind::number, Truth::contradictory);
    Answer one = answer(AnswerKind::number, Truth::certain), other = one;
    one.lower = BoundAnswer{{Rational(2, 5), true}, {}};
    one.upper = BoundAnswer{{Rational(1, 2), false}, {}};
    other.lower = BoundAnswer{{Rational(2, 5), false}, {}};
    given.repairs = {{Rational(1, 2), {"s1"}, one}, {Rational(1), {"s2"}, other}};
    const json number = parsed(given)["repairs"];
    BOOST_TEST(number["complete"] == true);
    BOOST_TEST(number["lower"]["value"] == "2/5");
    BOOST_TEST(number["lower"]["open"] == false);
    BOOST_TEST(number["upper"] == nullptr);
    BOOST_TEST(number["each"][1]["drop"] == json::parse(R"(["s2"])"));
    Answer truth = answer(AnswerKind::truth, Truth::contradictory);
    truth.repairs = {{Rational(1), {"s1"}, answer(AnswerKind::truth, Truth::certain)},
                     {Rational(1), {"s2"}, answer(AnswerKind::truth, Truth::possible)}};
    BOOST_TEST(parsed(truth)["repairs"]["certain"] == "some");
    BOOST_TEST(parsed(truth)["repairs"]["possible"] == "every");
    truth.repairs.pop_back();
    BOOST_TEST(parsed(truth)["repairs"]["certain"] == "every");
    truth.all_repairs = false;  // those not looked at may differ
    BOOST_TEST(parsed(truth)["repairs"]["certain"] == "some");
    truth.repairs[0].answer.truth = Truth::impossible;
    BOOST_TEST(parsed(truth)["repairs"]["possible"] == "none");
}

BOOST_AUTO_TEST_CASE(differences) {
    const samples::File file = samples::deal();
    const FactRef fact = samples::reason(file).facts[0];
    DiffReport report;
    report.after = Verdict::contradictory;
    report.fresh = samples::check_report(file).findings;
    report.moved.push_back({Moved::Kind::control, "controls(a, b)", "possible", "certain", "a", "b"});
    report.added = {fact};
    report.changed.push_back({fact, fact, "<stake>", "<stake a>"});
    report.worse = true;
    const json out = parsed(render_diff_json(report, file.sources));
    BOOST_TEST(out["worse"] == true);
    BOOST_TEST(out["verdict"]["new"] == "contradictory");
    BOOST_TEST(out["findings"]["new"].size() == report.fresh.size());
    BOOST_TEST(out["moved"][0]["what"] == "controls(a, b)");
    BOOST_TEST(out["facts"]["changed"][0]["new"] == "<stake a>");
}

BOOST_AUTO_TEST_SUITE_END()

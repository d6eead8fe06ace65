// What people read: checks, answers and timelines as text.
#include <boost/test/unit_test.hpp>

#include "reports/columns.h"
#include "reports/formats.h"
#include "tests/unit/reports/samples.h"

using namespace tenet;
using samples::answer;

namespace {

bool has(const std::string& text, std::string_view words) { return text.find(words) != std::string::npos; }

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

std::string said(const Answer& given, const Style& style = {}) { return render_answer_text(given, Sources{}, style); }

}  // namespace

BOOST_AUTO_TEST_SUITE(render_text)

BOOST_AUTO_TEST_CASE(a_conflict_in_full) {
    const samples::File file = samples::deal();
    CheckReport report = samples::check_report(file);
    report.findings.resize(1);
    report.findings[0].rounding = false;
    BOOST_TEST(render_check_text(report, file.sources, {}) ==
               "contradictory: the facts cannot all be true together (1 conflict)\n"
               "\n"
               "conflict: the stakes in CloudWatt add up to more than 100 %\n"
               "  2 facts and 1 law that cannot all be true; take any one away, and the rest can:\n"
               "\n"
               "    Orange holds more than 40 % of CloudWatt\n"
               "      facts/deal.xml:2:3, s1, reported, source: A newspaper, at p2\n"
               "        2 |   <stake id=\"s1\" holder=\"orange\" in=\"cloudwatt\" above=\"40%\"/>\n"
               "          |   ^~~~~~\n"
               "\n"
               "    Thales holds 70 % of CloudWatt\n"
               "      facts/deal.xml:3:3, s2\n"
               "        3 |   <stake id=\"s2\" holder=\"thales\" in=\"cloudwatt\" share=\"70%\"/>\n"
               "          |   ^~~~~~\n"
               "\n"
               "    law core:whole for c = cloudwatt\n"
               "      L233-3\n"
               "\n"
               "  step by step:\n"
               "    1. more than 40 % + 70 % is more than 110 %\n"
               "    2. all stakes together are at most 100 %\n"
               "\n"
               "2 facts in 1 component, 9 laws; 1 conflict; 1 of 1 check met; 3 of 3 expectations hold\n");
}

BOOST_AUTO_TEST_CASE(checks_expectations_and_hints) {
    const samples::File file = samples::deal();
    CheckReport report = samples::check_report(file);
    const std::string out = render_check_text(report, file.sources, {});
    BOOST_TEST(has(out, "Read as rounded, these figures agree"));
    BOOST_TEST(has(out, "warning: check core:has-majority is violated: nobody holds the majority in CloudWatt\n"));
    BOOST_TEST(has(out,
                   "error: expectation e1: expected certain, found possible\n"
                   "  votes(orange, cloudwatt) > 50%\n"
                   "  facts/deal.xml:4:3\n"));
    BOOST_TEST(has(out, "1 of 2 checks met; 3 of 4 expectations hold\n"));
    report.verdict = Verdict::consistent;
    report.findings.erase(report.findings.begin());
    BOOST_TEST(
        first_line(render_check_text(report, file.sources, {})) ==
        "consistent: the facts can all be true together, but 1 check is violated and 1 expectation does not hold");
    report.findings.clear();
    BOOST_TEST(first_line(render_check_text(report, file.sources, {})) ==
               "consistent: the facts can all be true together");
    report.verdict = Verdict::undecided;
    report.undecided = {"the part around thales: 5 s were over"};
    BOOST_TEST(has(render_check_text(report, file.sources, {}), "undecided: the part around thales: 5 s were over\n"));
}

BOOST_AUTO_TEST_CASE(quiet_is_a_line_a_finding) {
    const samples::File file = samples::deal();
    Style style;
    style.quiet = true;
    BOOST_TEST(render_check_text(samples::check_report(file), file.sources, style) ==
               "contradictory: the facts cannot all be true together (1 conflict)\n"
               "facts/deal.xml:3:3: error: the stakes in CloudWatt add up to more than 100 % [core:whole]\n"
               "warning: nobody holds the majority in CloudWatt [core:has-majority]\n"
               "facts/deal.xml:4:3: error: votes(orange, cloudwatt) > 50%: expected certain, found possible [e1]\n");
}

BOOST_AUTO_TEST_CASE(truths) {
    BOOST_TEST(said(answer(AnswerKind::truth, Truth::certain)) == "certain: true in every world that fits the facts\n");
    BOOST_TEST(said(answer(AnswerKind::truth, Truth::possible)) ==
               "possible: true in some worlds that fit the facts, false in others\n");
    Answer given = answer(AnswerKind::truth, Truth::impossible);
    given.presupposes = given.presupposes_uncertain = {"takeover"};
    BOOST_TEST(said(given) == "impossible, given that takeover occurs: false in every such world\n");
    given.truth = Truth::is_void;
    BOOST_TEST(
        said(given) ==
        "void: the question takes for granted that takeover occurs, and it does in no world that fits the facts\n");
    given.truth = Truth::undecided;
    given.undecided = {"5 s were over"};
    BOOST_TEST(said(given) == "undecided: a limit came before this was clear\n  5 s were over\n");
}

BOOST_AUTO_TEST_CASE(numbers_and_instants) {
    Answer number = answer(AnswerKind::number, Truth::certain);
    number.query = "capital(orange, cloudwatt)";
    number.percent = true;
    number.lower = BoundAnswer{{Rational(2, 5), true}, {}};
    number.upper = BoundAnswer{{Rational(7, 10), false}, {}};
    BOOST_TEST(said(number) == "40 % < capital(orange, cloudwatt) <= 70 %\n");
    number.query = std::string(60, 'q');
    number.upper.reset();
    BOOST_TEST(said(number) == "x > 40 %\n");
    Answer instant = answer(AnswerKind::instant, Truth::certain);
    instant.presupposes_uncertain = {"a", "b"};
    instant.earliest = DayAnswer{day_of(2015, 1, 1), {}};
    instant.latest = DayAnswer{day_of(2015, 3, 31), {}};
    BOOST_TEST(said(instant) == "given that a and b occur: from 2015-01-01 to 2015-03-31\n");
    instant.earliest.reset();
    instant.latest.reset();
    instant.presupposes_uncertain.clear();
    BOOST_TEST(said(instant) == "any day: the facts set no limit\n");
}

BOOST_AUTO_TEST_CASE(open_queries) {
    Answer given = answer(AnswerKind::open, Truth::certain);
    given.bindings = {{{{"x", "日本"}, {"y", "cloudwatt"}}, Truth::certain},
                      {{{"x", "orange"}, {"y", "a"}}, Truth::possible}};
    given.others_possible = true;
    BOOST_TEST(said(given) ==
               "?x      ?y         answer\n"
               "日本    cloudwatt  certain\n"
               "orange  a          possible\n"
               "others             possible (anybody not listed, named or not)\n");
    given.bindings.clear();
    given.others_possible = false;
    BOOST_TEST(has(said(given), "nobody and nothing that the facts name"));
    BOOST_TEST(has(said(given), "others: impossible\n"));
}

BOOST_AUTO_TEST_CASE(readings_of_a_question) {
    BOOST_TEST(said(samples::readings(Truth::certain, Truth::possible)) ==
               "under left\n"
               "  left:f: a is large (Article 1)\n"
               "  certain: true in every world that fits the facts\n"
               "under right\n"
               "  right:f: a is large (Article 1)\n"
               "  possible: true in some worlds that fit the facts, false in others\n"
               "they differ:\n"
               "  certain under left; possible under right\n");
    BOOST_TEST(has(said(samples::readings(Truth::certain, Truth::certain)), "they agree\n"));
}

BOOST_AUTO_TEST_CASE(differences_between_readings) {
    Answer given = samples::readings(Truth::certain, Truth::certain);
    BOOST_TEST(differences(given).empty());
    BOOST_TEST(answer_word(given) == "certain");
    for (Reading& reading : given.readings) reading.answer.kind = AnswerKind::number;
    given.readings[0].answer.percent = given.readings[1].answer.percent = true;
    given.readings[0].answer.lower = {Bound{Rational(1), false}, {}};
    BOOST_TEST(differences(given).size() == 1u);
    BOOST_TEST(answer_word(given) == "differ");
    given.readings[1].answer.lower = {Bound{Rational(1), true}, {}};  // open there
    BOOST_TEST(differences(given).size() == 1u);
    given.readings[1].answer.lower = {Bound{Rational(1), false}, {}};
    BOOST_TEST(differences(given).empty());
    BOOST_TEST(answer_word(given) == "bounded");
    for (Reading& reading : given.readings) reading.answer.kind = AnswerKind::open;
    given.readings[0].answer.bindings = {{{{"x", "orange"}}, Truth::certain}, {{{"x", "thales"}}, Truth::possible}};
    given.readings[1].answer.bindings = {{{{"x", "orange"}}, Truth::possible}, {{{"x", "thales"}}, Truth::possible}};
    given.readings[1].answer.others_possible = true;
    const std::vector<std::string> found = differences(given);
    BOOST_REQUIRE_EQUAL(found.size(), 2u);
    BOOST_TEST(found[0] == "orange: certain under left; possible under right");
    BOOST_TEST(found[1] == "others: impossible under left; possible under right");
}

BOOST_AUTO_TEST_CASE(reasons_and_worlds) {
    const samples::File file = samples::deal();
    Answer given = answer(AnswerKind::truth, Truth::certain);
    given.reason = samples::reason(file);
    BOOST_TEST(render_answer_text(given, file.sources, {}) ==
               "certain: true in every world that fits the facts\n"
               "\n"
               "why\n"
               "  1. more than 40 % + 70 % is more than 110 %\n"
               "  2. all stakes together are at most 100 %\n"
               "  from 2 facts and 1 law:\n"
               "    Orange holds more than 40 % of CloudWatt\n"
               "      facts/deal.xml:2:3, s1, reported, source: A newspaper, at p2\n"
               "    Thales holds 70 % of CloudWatt\n"
               "      facts/deal.xml:3:3, s2\n"
               "    the stakes in CloudWatt add up to more than 100 %\n"
               "      law core:whole for c = cloudwatt\n"
               "      L233-3\n");
    given.reason->laws[0].breach = true;
    BOOST_TEST(has(render_answer_text(given, file.sources, {}),
                   "    otherwise the stakes in CloudWatt add up to more than 100 %\n"));
    given.truth = Truth::contradictory;
    BOOST_TEST(!has(render_answer_text(given, file.sources, {}), "otherwise"));
    given.truth = Truth::certain;
    given.reason = Reason{};
    BOOST_TEST(has(render_answer_text(given, file.sources, {}), "without any fact"));
    Answer possible = answer(AnswerKind::truth, Truth::possible);
    possible.world_for = WorldTable{{{"capital(orange, cloudwatt)", "55%"}, {"takeover.end", "2015-01-31"}}};
    possible.world_against = WorldTable{{{"capital(orange, cloudwatt)", "45%"}}};
    BOOST_TEST(has(said(possible),
                   "                              where it is true  where it is false\n"
                   "  capital(orange, cloudwatt)  55%               45%\n"
                   "  takeover.end                2015-01-31        -\n"));
}

BOOST_AUTO_TEST_CASE(what_was_expected) {
    Answer given = answer(AnswerKind::truth, Truth::possible);
    given.expected = "certain";
    given.as_expected = false;
    BOOST_TEST(has(said(given), "not as expected: --expect says certain, the answer is possible\n"));
    given.as_expected = true;
    BOOST_TEST(!has(said(given), "expect"));
}

BOOST_AUTO_TEST_CASE(a_timeline_drawn) {
    Style style;
    style.width = 70;
    const std::string out = render_timeline_text(samples::timeline(), Sources{}, style);
    BOOST_TEST(has(out, "2012"));
    BOOST_TEST(has(out, "CloudWatt is founded: from 2012-01-01 to 2012-12-31"));
    BOOST_TEST(has(out, "from 2015-01-01 to 2015-03-31, if it occurs at all"));
    BOOST_TEST(has(out, "does not occur"));
    BOOST_TEST(has(out, "starts 2012-12-31 at the latest"));
    BOOST_TEST(has(out, "◀"));
    std::vector<std::string> lines;
    for (std::size_t begin = 0, end; begin < out.size(); begin = end + 1) {
        end = out.find('\n', begin);
        lines.push_back(out.substr(begin, end - begin));
        BOOST_TEST(columns(lines.back()) <= 70u);
    }
    // The takeover may be where the founding surely is not: no column is drawn in both.
    const auto drawn = [&](std::string_view name) {
        std::vector<std::size_t> at;
        for (const std::string& line : lines) {
            if (!line.starts_with("  " + std::string(name))) continue;
            std::size_t column = 0;
            for (std::size_t i = 0; i < line.size();) {
                const Glyph glyph = glyph_at(line, i);
                if (glyph.printed == "░" || glyph.printed == "█") at.push_back(column);
                column += glyph.columns;
                i += glyph.bytes;
            }
        }
        return at;
    };
    BOOST_REQUIRE(!drawn("founding").empty() && !drawn("takeover").empty());
    BOOST_TEST(drawn("founding").back() < drawn("takeover").front());
    BOOST_TEST(drawn("never").empty());
}

BOOST_AUTO_TEST_CASE(timelines_of_any_reach) {
    TimelineReport report;
    BOOST_TEST(has(render_timeline_text(report, Sources{}, {}), "no events and no periods"));
    report.events = {{"big-bang", "", "", Day{-5'000'000'000'000}, Day{-5'000'000'000'000}, Day{-5'000'000'000'000},
                      Day{-5'000'000'000'000}, "certain"},
                     {"now", "", "", Day{0}, Day{0}, Day{0}, Day{0}, "certain"}};
    BOOST_TEST(has(render_timeline_text(report, Sources{}, {}), "big-bang"));
    report.events.erase(report.events.begin());
    BOOST_TEST(has(render_timeline_text(report, Sources{}, {}), "on 1970-01-01"));
    report.events = {{"open", "", "", {}, {}, {}, {}, "certain"}};
    BOOST_TEST(has(render_timeline_text(report, Sources{}, {}), "any day"));
    report.events[0].occurs = "contradictory";
    BOOST_TEST(has(render_timeline_text(report, Sources{}, {}), "the facts around it contradict each other"));
    report.verdict = Verdict::contradictory;
    BOOST_TEST(has(render_timeline_text(report, Sources{}, {}), "contradictory"));
}

BOOST_AUTO_TEST_CASE(many_answers_stand_under_their_questions) {
    const Format* text = find_format("text");
    BOOST_REQUIRE(text);
    std::string written;
    TextSink out(written);
    text->answer(answer(AnswerKind::truth, Truth::certain), Sources{}, {}, true, out);
    out.flush();
    BOOST_TEST(written ==
               "? the query\ncertain: true in every world that fits the facts\n\n");
    BOOST_TEST(!find_format("yaml"));
}

BOOST_AUTO_TEST_SUITE_END()

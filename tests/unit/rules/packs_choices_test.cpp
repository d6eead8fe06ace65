// What packs leave to the run: which of several definitions a name means, options, dates, numbers as arguments; and
// checks that range over records.
#include <boost/test/unit_test.hpp>

#include "rules/fold.h"
#include "rules/packs.h"
#include "tests/unit/rules/workbench.h"

using namespace tenet;
using workbench::Bench;
using workbench::PackFolder;

namespace {

/// What a pack `r` of these elements complains of; the elements begin on line 2.
std::string judge(const std::string& elements, std::vector<std::string> options = {}) {
    const PackFolder folder;
    Bench bench;
    bench.read_facts("<entity id='a' kind='company'/><entity id='p' kind='person'/>");
    bench.read_packs({{folder.add("r", elements)}, {}, std::move(options)});
    return bench.complaints();
}

bool says(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string names(const Vocabulary& v, const std::vector<std::uint32_t>& definitions) {
    std::string text;
    for (const std::uint32_t d : definitions)
        text += (text.empty() ? "" : " ") + v.definitions[d].pack + ":" + v.definitions[d].name;
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(packs_choices)

BOOST_AUTO_TEST_CASE(a_name_means_what_is_nearest_to_who_says_it) {
    const PackFolder folder;
    Bench bench;
    bench.read_facts("<entity id='a' kind='company'/>");
    bench.read_packs(
        {{folder.add("r",
                     "<define name='controls' params='x: party, y: organisation'>votes(x, y) > 30%</define>"
                     "<define name='f' params='x: party, y: organisation'>controls(x, y)</define>"),
          folder.add("s",
                     "<use rules='r'/><define name='g' params='x: party, y: organisation'>controls(x, y)</define>"),
          folder.add("t", "<define name='controls' params='x: party, y: organisation'>votes(x, y) > 20%</define>")},
         {}});
    BOOST_REQUIRE_EQUAL(bench.complaints(), "");
    const Vocabulary& v = bench.vocabulary;
    BOOST_TEST(names(v, v.meanings("controls", no_index)) == "r:controls t:controls");  // both use core
    BOOST_TEST(names(v, v.meanings("controls", *v.pack("core"))) == "core:controls");
    BOOST_TEST(names(v, v.meanings("controls", *v.pack("r"))) == "r:controls");
    BOOST_TEST(names(v, v.meanings("controls", *v.pack("s"))) == "r:controls");
    BOOST_TEST(names(v, v.meanings("core:controls", *v.pack("r"))) == "core:controls");
    BOOST_TEST(names(v, v.meanings("controls", bench.facts.sets[0])) ==
               "core:controls");  // as written, whatever is added
    BOOST_TEST(names(v, v.meanings("f", bench.facts.sets[0])) == "r:f");
    BOOST_TEST(names(v, v.meanings("none", no_index)) == "");
    BOOST_TEST(!v.definition("controls").has_value());
    BOOST_TEST(v.clear_name(*v.definition("t:controls")) == "t:controls");
    BOOST_TEST(v.clear_name(*v.definition("majority")) == "majority");
    BOOST_TEST(bench.query("t:controls(a, a)") == "t:controls(a, a)");
    BOOST_TEST(bench.query("g(a, a) and core:partner-of(a, a)") == "g(a, a) and partner-of(a, a)");
    BOOST_TEST(says(bench.query("controls(a, a)"),
                    "several packs define 'controls' | say which is meant: r:controls, t:controls"));
    BOOST_TEST(says(bench.query("u:controls(a, a)"), "no function, definition or relation is called 'u:controls'"));
    BOOST_TEST(says(bench.query("r:partner-of(a, a)"), "is called 'r:partner-of'"));
}

BOOST_AUTO_TEST_CASE(an_option_stands_for_the_value_chosen) {
    const PackFolder folder;
    const std::string elements =
        "<option name='way' values='long short' default='long'/><option name='least' values='25% 10%' default='25%'/>"
        "<define name='f' params='x: party, y: organisation'>way = 'short' and votes(x, y) > least</define>";
    for (const char* chosen : {"r:way=long", "r:way=short"}) {
        Bench bench;
        bench.read_facts("<entity id='a' kind='company'/>");
        bench.read_packs({{folder.add("r", elements)}, {}, {chosen, "r:least=10%"}});
        BOOST_REQUIRE_EQUAL(bench.complaints(), "");
        const Definition& f = bench.vocabulary.definitions[*bench.vocabulary.definition("f")];
        const std::string body = print_term(f.body, bench.vocabulary, nullptr, {"x", "y"});
        BOOST_TEST(body == (std::string(chosen) == "r:way=short" ? "votes(x, y) > 10%" : "0 = 1"), body);
    }
    BOOST_TEST(says(judge(elements, {"r:wya=short"}),
                    "--option: the rule pack 'r' has no option 'wya' | did you mean 'way'?"));
    BOOST_TEST(
        says(judge(elements, {"r:way=shrt"}), "'way' of 'r' is long or short, not 'shrt' | did you mean 'short'?"));
    BOOST_TEST(says(judge(elements, {"r:way=short", "r:way=long"}), "'way' of 'r' is chosen twice: short and long"));
    BOOST_TEST(says(judge(elements, {"way=short"}), "'way=short' is not PACK:NAME=VALUE"));
    BOOST_TEST(says(judge(elements, {"q:way=short"}), "this run uses no rule pack 'q'"));
    BOOST_TEST(says(judge("<option name='way' values='a b' default='c'/>"),
                    "the default of 'way' is none of its values: a or b"));
    BOOST_TEST(says(judge("<option name='sum' values='a' default='a'/>"), "'sum' is a word of the language"));
    BOOST_TEST(says(judge("<option name='w' values='a' default='a'/><option name='w' values='a' default='a'/>"),
                    "two options are called 'w'"));
}

BOOST_AUTO_TEST_CASE(dates_guard_laws_and_choose_versions) {
    const PackFolder folder;
    Bench bench;
    bench.read_facts("<entity id='a' kind='company'/>");
    bench.read_packs(
        {{folder.add(
             "r",
             "<law id='l' for='c: company' applies-from='2020-01-01' applies-until='2021-01-01'>votes(c, c) = 0</law>"
             "<define name='f' params='c: company' applies-until='2020-01-01'>votes(c, c) > 1/4</define>"
             "<define name='f' params='c: company' applies-from='2020-01-01'>votes(c, c) > 1/3</define>")},
         {}});
    BOOST_REQUIRE_EQUAL(bench.complaints(), "");
    const Vocabulary& v = bench.vocabulary;
    BOOST_TEST(print_term(v.laws.back().body, v, nullptr, {"c"}) ==
               "time >= '2020-01-01' and time < '2021-01-01' implies votes(c, c) = 0");
    BOOST_TEST(v.laws.back().applies.text() == "from 2020-01-01 and before 2021-01-01");
    const Definition& f = v.definitions[*v.definition("f")];
    BOOST_TEST((f.has_versions && f.type == Type::truth));
    BOOST_TEST(f.body.args.size() == 2u);
    const Definition& first = v.definitions[f.body.args[0].index];
    BOOST_TEST(first.name == "f (before 2020-01-01)");
    BOOST_TEST(print_term(first.body, v, nullptr, {"c"}) == "time < '2020-01-01' and votes(c, c) > 25%");

    const std::string late = "<define name='f' params='c: company' applies-from='2020-01-01'>1 = 1</define>";
    BOOST_TEST(says(judge("<law id='l' applies-from='2015'>1 = 1</law>"),
                    "'applies-from' is one day, such as 2024-07-03, not '2015'"));
    BOOST_TEST(says(judge("<law id='l' applies-from='soon'>1 = 1</law>"), "'applies-from' is one day"));
    BOOST_TEST(says(judge("<law id='l' applies-from='2015-01-02' applies-until='2015-01-02'>1 = 1</law>"),
                    "this applies on no day"));
    BOOST_TEST(says(judge(late + late), "'f' is defined twice for some days"));
    BOOST_TEST(says(judge(late + "<define name='f' params='c: company'>1 = 1</define>"),
                    "two definitions or relations are called 'f'"));
    BOOST_TEST(says(judge(late + "<define name='f' params='p: person' applies-until='2020-01-01'>1 = 1</define>"),
                    "the versions of 'f' take different arguments"));
    BOOST_TEST(says(judge("<define name='n' params='c: company' applies-from='2020-01-01'>votes(c, c)</define>"),
                    "only a truth can apply on some days"));
}

BOOST_AUTO_TEST_CASE(numbers_as_arguments_are_written_out) {
    const PackFolder folder;
    Bench bench;
    bench.read_facts("<entity id='a' kind='company'/>");
    bench.read_packs(
        {{folder.add(
             "r",
             "<define name='over' params='c: company, t: number'>any(h: party where h != c, votes(h, c) > t)</define>"
             "<define name='twice' params='c: company, t: number'>over(c, t) or over(c, 1/3)</define>")},
         {}});
    BOOST_REQUIRE_EQUAL(bench.complaints(), "");
    BOOST_TEST(bench.query("twice(a, 5%)") ==
               "any(h: party where h != a, votes(h, a) > 5%) or any(h: party where h != a, votes(h, a) > 1/3)");
    BOOST_TEST(says(bench.query("over(a, votes(a, a))"), "'t' of 'over' is a number that stands there"));
    BOOST_TEST(says(bench.query("over(a, a)"), "must be a number"));
    BOOST_TEST(says(judge("<define name='f' params='t: number'>t > 1 or f(t)</define>"), "it cannot use itself"));
    BOOST_TEST(says(judge("<define name='f' params='c: company'>g(c, 1)</define><define name='g' params='c: company, "
                          "t: number'>1 = t</define>"),
                    "stands behind what uses it"));
    BOOST_TEST(says(judge("<law id='l' for='t: number'>1 = 1</law>"), "no pack declares a kind 'number'"));
}

BOOST_AUTO_TEST_CASE(what_is_written_out_has_limits) {
    const auto chain = [](std::size_t length, const std::string& first, const std::string& then) {
        std::string text = "<define name='f0' params='c: company, t: number'>" + first + "</define>";
        for (std::size_t i = 1; i < length; ++i) {
            const std::string use = "f" + std::to_string(i - 1) + "(c, t)";
            std::string body = then;
            for (std::size_t at = 0; (at = body.find('F', at)) != std::string::npos; at += use.size())
                body.replace(at, 1, use);
            text += "\n<define name='f" + std::to_string(i) + "' params='c: company, t: number'>" + body + "</define>";
        }
        return text;
    };
    const std::string deep = judge(chain(1100, "votes(c, c) > t", "not F"));
    BOOST_TEST(says(deep, "nested too deeply"));
    BOOST_TEST(std::count(deep.begin(), deep.end(), '\n') == 1);  // what uses it is not complained of
    BOOST_TEST(says(judge(chain(30, "votes(c, c) > t", "F and F")), "too large once"));
    const std::string long_one = "votes(c, c) > t" + [] {
        std::string rest;
        for (int i = 0; i < 3000; ++i) rest += " or votes(c, c) > t";
        return rest;
    }();
    std::string wide = "<define name='f0' params='c: company, t: number'>" + long_one + "</define>";
    for (int i = 1; i < 40; ++i)
        wide += "<define name='g" + std::to_string(i) + "' params='c: company'>f0(c, 1) or f0(c, 2)</define>";
    const std::string found = judge(wide);
    BOOST_TEST(says(found, "the packs of this run are too large"));
    BOOST_TEST(std::count(found.begin(), found.end(), '\n') == 1);
}

BOOST_AUTO_TEST_CASE(checks_may_range_over_records) {
    const PackFolder folder;
    Bench bench;
    bench.read_facts(
        "<source id='s' title='T'/><source id='t' published='2014'/><entity id='a' kind='company'/>"
        "<stake id='k' holder='a' in='a' share='1%' source='s' where='p1'/>"
        "<stake id='l' holder='a' in='a' share='2%' at='2014' status='denied'/>"
        "<claim id='m'>1 = 1</claim>");
    bench.read_packs({{folder.add("r",
                                  "<check id='dated' for='s: source'>given(s.published)</check>"
                                  "<check id='sourced' for='f: fact'>given(f.source) or f.status = 'denied'</check>"
                                  "<check id='timed' for='f: stake' message='{f}'>given(f.time) and f.id != 'k' "
                                  "implies f.time = '2013'</check>"
                                  "<check id='no-claims' for='f: fact'>not f.element = 'claim'</check>")},
                      {}});
    BOOST_REQUIRE_EQUAL(bench.complaints(), "");
    std::string found;
    for (const RecordCheck& check : bench.vocabulary.record_checks) {
        std::size_t of = 0;
        found += check.check.law.id;
        for (const std::uint32_t i : violations(check.body, check.kind, bench.facts, of))
            found += " " + (check.kind == "source" ? std::string(bench.facts.sources[i].id) : bench.facts.id_of(bench.facts.facts[i]));
        found += " of " + std::to_string(of) + "; ";
    }
    BOOST_TEST(found == "dated s of 2; sourced m of 3; timed l of 2; no-claims m of 3; ");
    BOOST_TEST(says(judge("<check id='c' for='f: fact'>given(f.sorce)</check>"),
                    "a fact has no 'sorce' | did you mean 'source'?"));
    BOOST_TEST(says(judge("<check id='c' for='f: fact'>capital(a, a) > 0</check>"),
                    "a check of records asks whether words are given"));
    BOOST_TEST(says(judge("<check id='c' for='f: fact' applies-from='2020-01-01'>given(f.note)</check>"),
                    "speaks of files, not of days"));
    BOOST_TEST(says(judge("<check id='c' for='f: fact, s: source'>given(f.note)</check>"), "no pack declares a kind"));
    BOOST_TEST(says(judge("<entity-kind name='source'/><check id='c' for='s: source'>given(s.title)</check>"),
                    "so this is not clear"));
}

BOOST_AUTO_TEST_SUITE_END()

// Packs: finding and ordering them, what their elements declare, what is refused; the core pack; examples.
#include "rules/packs.h"

#include <boost/test/unit_test.hpp>

#include "tests/unit/rules/workbench.h"

using namespace tenet;
using workbench::Bench;
using workbench::PackFolder;

namespace {

std::string ids(const Vocabulary& v) {
    std::string text;
    for (const PackInfo& pack : v.packs) text += (text.empty() ? "" : " ") + pack.id;
    return text;
}

/// What a pack `r` of these elements complains of; the elements begin on line 2.
std::string judge(const std::string& elements) {
    const PackFolder folder;
    Bench bench;
    bench.read_facts("<entity id='a' kind='company'/>");
    bench.read_packs({{folder.add("r", elements)}, {}});
    return bench.complaints();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(packs)

BOOST_AUTO_TEST_CASE(the_core_pack_declares_what_the_language_promises) {
    Bench bench;
    bench.read_packs();
    BOOST_TEST(bench.complaints() == "");
    const Vocabulary& v = bench.vocabulary;
    BOOST_TEST(ids(v) == "core");
    std::string laws;
    for (const Law& law : v.laws) {
        laws += law.full_id() + " ";
        BOOST_TEST(!law.title.empty(), law.id);
        BOOST_TEST(!law.message.empty(), law.id);
    }
    BOOST_TEST(
        laws ==
        "core:whole core:whole-votes core:no-votes-in-itself core:votes-follow-capital core:subsidiary-is-controlled "
        "core:no-stake-before-founding core:no-stake-after-dissolution core:no-stake-after-absorption "
        "core:no-office-before-founding core:no-office-after-dissolution core:founded-before-acquired "
        "core:founded-before-dissolved core:acquisition-gives-majority core:transfer-moves-a-stake "
        "core:exit-ends-the-stake core:investment-leaves-a-stake ");
    const KindId party = *v.entity_kind("party"), company = *v.entity_kind("company");
    BOOST_TEST(v.is_a(company, party));
    BOOST_TEST(!v.is_a(party, company));
    BOOST_TEST(!v.is_a(*v.entity_kind("product"), party));
    const EventKind& acquisition = v.event_kinds[*v.event_kind("acquisition")];
    BOOST_TEST(acquisition.roles[*acquisition.role("seller")].many);
    BOOST_TEST(!acquisition.roles[*acquisition.role("buyer")].many);
    BOOST_TEST(acquisition.roles[*acquisition.role("target")].kind == *v.entity_kind("organisation"));
    BOOST_TEST(v.offices[*v.office("chair")].single);
    BOOST_TEST(!v.offices[*v.office("director")].single);
    BOOST_TEST(v.relations[*v.relation("partner-of")].symmetric);
    BOOST_TEST(v.relations[*v.relation("funds")].object == no_index);
    BOOST_TEST(v.definitions[*v.definition("controls")].recursive);
    BOOST_TEST(!v.definitions[*v.definition("majority")].recursive);
    BOOST_TEST(v.definitions[*v.definition("controls")].slots == 3u);
    BOOST_TEST(v.examples.size() >= 3u);
}

BOOST_AUTO_TEST_CASE(examples_of_the_core_pack_can_be_read) {
    Bench bench;
    bench.read_packs();
    for (const Example& example : bench.vocabulary.examples) {
        Bench run;
        run.facts = {};
        read_fact_text(run.sources.add("example.xml", example_text(example, bench.sources)), run.facts, run.sources,
                       run.diagnostics);
        finish_facts(run.facts, run.sources, run.diagnostics);
        run.read_packs();
        check_words(run.facts, run.vocabulary, run.sources, run.diagnostics);
        BOOST_TEST(run.complaints() == "");
        BOOST_TEST(!run.facts.expectations.empty());
    }
}

BOOST_AUTO_TEST_CASE(packs_stand_behind_those_they_use) {
    const PackFolder folder;
    folder.add("b", "<use rules='c'/><use rules='core'/>");
    folder.add("c", "");
    folder.add("s", "<use rules='c'/>");
    Bench bench;
    bench.read_facts("<use rules='s'/>");
    bench.read_packs({{folder.add("a", "<use rules='b'/>"), "b"}, {folder.path()}});
    BOOST_TEST(bench.complaints() == "");
    BOOST_TEST(ids(bench.vocabulary) == "core c s b a");
}

BOOST_AUTO_TEST_CASE(a_named_pack_answers_to_its_id) {
    const PackFolder folder;
    Bench bench;
    bench.read_facts("<use rules='mine'/>");
    const std::string path = folder.add("mine", "<office-kind name='boss'/>");
    bench.read_packs({{path, path, folder.path() + "/./mine.xml"}, {}});
    BOOST_TEST(bench.complaints() == "");
    BOOST_TEST(ids(bench.vocabulary) == "core mine");
    BOOST_TEST(bench.vocabulary.packs[1].path == path);
}

BOOST_AUTO_TEST_CASE(a_named_core_takes_the_place_of_the_built_in_one) {
    const PackFolder folder;
    Bench bench;
    bench.read_packs({{folder.add("core", "<entity-kind name='party'/>")}, {}});
    BOOST_TEST(bench.complaints() == "");
    BOOST_TEST(ids(bench.vocabulary) == "core");
    BOOST_TEST(bench.vocabulary.laws.empty());
}

BOOST_AUTO_TEST_CASE(packs_that_cannot_be_found) {
    const PackFolder folder;
    folder.add("french", "");
    folder.add("wrong", "");
    std::filesystem::rename(folder.path() + "/wrong.xml", folder.path() + "/right.xml");
    Bench bench;
    bench.read_facts("<use rules='frensh'/>\n<use rules='../x.xml'/>\n<use rules='right'/>");
    bench.read_packs({{"croe", folder.path() + "/none.xml", folder.path() + "/"}, {folder.path(), "/nowhere"}});
    BOOST_TEST(bench.complaints() ==
               "there is no rule pack 'croe' | did you mean 'core'?\n"
               "the rule pack '" +
                   folder.path() +
                   "/none.xml' cannot be read: there is no such file\n"
                   "the rule pack '" +
                   folder.path() +
                   "/' cannot be read: it is a folder\n"
                   "facts.xml:2:13: there is no rule pack 'frensh' | did you mean 'french'?\n"
                   "facts.xml:3:13: there is no rule pack '../x.xml'\n"
                   "right.xml:1:38: this pack is looked up as 'right' but called 'wrong' | name the file wrong.xml\n");
    BOOST_TEST(bench.diagnostics.list()[0].help.find("/nowhere") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(circles_of_packs) {
    const PackFolder folder;
    folder.add("b", "<use rules='c'/>");
    folder.add("c", "<use rules='a'/>");
    folder.add("d", "<use rules='d'/>");
    Bench bench;
    bench.read_packs({{folder.add("a", "<use rules='b'/>"), "d"}, {folder.path()}});
    BOOST_TEST(bench.complaints() ==
               "c.xml:2:13: rule packs use each other in a circle: a -> b -> c -> a\n"
               "d.xml:2:13: rule packs use each other in a circle: d -> d\n");
}

BOOST_AUTO_TEST_CASE(malformed_packs) {
    const PackFolder folder;
    const auto write = [&](const char* name, const char* text) {
        const std::string path = folder.path() + "/" + name;
        std::ofstream(path) << text;
        return path;
    };
    Bench bench;
    bench.read_packs({{write("a.xml", "<rules xmlns=\"urn:tenet:rules:1\" id=\"a\">\n<law id=\"x\">"),
                       write("b.xml", "<facts xmlns=\"urn:tenet:facts:1\"/>"), write("c.xml", "<rules id=\"c\"/>"),
                       write("d.xml", "<rules xmlns=\"urn:tenet:rules:1\"/>"),
                       write("e.xml", "<rules xmlns=\"urn:tenet:rules:1\" id=\"core\"/>"),
                       write("f.xml", "<rules xmlns=\"urn:tenet:rules:1\" id=\"core\"/>")},
                      {}});
    const std::string found = bench.complaints();
    for (const char* part :
         {"a.xml:2:", "b.xml:1:2: the root element is <facts>, not <rules>", "c.xml:1:2: <rules> is in no",
          "d.xml:1:1: <rules> needs the attribute 'id'", "f.xml:1:38: two rule packs are called 'core'"})
        BOOST_TEST(found.find(part) != std::string::npos, part << "\n" << found);
}

BOOST_AUTO_TEST_CASE(declarations_that_are_refused) {
    const std::pair<const char*, const char*> cases[] = {
        {"<entity-kind name='party'/>", "r.xml:2:20: two kinds are called 'party'"},
        {"<entity-kind name='merger'/>", "r.xml:2:20: two kinds are called 'merger'"},
        {"<entity-kind name='event'/>", "r.xml:2:20: 'event' is built in"},
        {"<entity-kind name='x' is='compny'/>",
         "r.xml:2:27: no pack declares an entity kind 'compny' | did you mean 'company'?"},
        {"<entity-kind name='x' is='y'/><entity-kind name='y' is='x'/>", "kinds lie in a circle: x is y is x"},
        {"<entity-kind name=''/>", "the name of a kind is empty"},
        {"<entity-kind name='a b'/>", "'a b' cannot be the name of a kind"},
        {"<event-kind name='e'><role name='end'/></event-kind>", "r.xml:2:34: 'end' cannot be a role"},
        {"<event-kind name='e'><role name='x'/><role name='x'/></event-kind>", "'e' has two roles 'x'"},
        {"<event-kind name='e'><rol name='x'/></event-kind>", "<event-kind> holds <role> only, not <rol>"},
        {"<event-kind name='e'><role name='x' many='yes'/></event-kind>", "'many' is true or false, not 'yes'"},
        {"<office-kind name='chair'/>", "two offices are called 'chair'"},
        {"<relation-kind name='votes'/>", "'votes' is built in"},
        {"<relation-kind name='met-by'/>", "'met-by' is built in"},
        {"<relation-kind name='controls'/>", "two definitions or relations are called 'controls'"},
        {"<define name='f' params='x party'>1 = 1</define>",
         "r.xml:2:26: a variable stands with its kind | h: party, c:"},
        {"<define name='f' params='x: party, x: party'>1 = 1</define>", "two variables are called 'x'"},
        {"<define name='f' params='now: party'>1 = 1</define>",
         "'now' cannot be the name of a variable | it is a word"},
        {"<define name='f' params='x: thin'>1 = 1</define>",
         "r.xml:2:29: no pack declares a kind 'thin' | did you mean 'thing'"},
        {"<define name='f' params='x: party,'>1 = 1</define>", "r.xml:2:34: a variable is missing at this comma"},
        {"<define name='f' params='x: party'>x</define>", "r.xml:2:36: 'x' is an entity, and what stands here must be"},
        {"<define name='f'>1 = 1</define>", "<define> needs the attribute 'params'"},
        {"<define name='f' params='x: party' title='{z}'>1 = 1</define>", "there is no variable 'z' to print here"},
        {"<law id='l' for='c: company'>capital(c, c)</law>",
         "'capital(c, c)' is a number, and what stands here must be a truth"},
        {"<law id='l' for='c: company' message='the {d} of {c}'>1 = 1</law>", "r.xml:2:43: there is no variable 'd'"},
        {"<law id='l' message='{'>1 = 1</law>", "this '{' is never closed"},
        {"<law id='l'>1 = 1</law><check id='l'>1 = 1</check>",
         "two laws, checks or constraining declarations of 'r' are called"},
        {"<office-kind name='l' single='true'/><law id='l'>1 = 1</law>",
         "two laws, checks or constraining declarations"},
        {"<law id='l'>1 = 1 <b/></law>", "<b> has no place in <law>"},
        {"<law id='l' mesage='x'>1 = 1</law>", "<law> has no attribute 'mesage' | did you mean 'message'?"},
        {"<law id='l'>?x = a</law>", "'?x' may only stand in a query"},
        {"<check id='c' severity='fatal'>1 = 1</check>", "'severity' is error, warning or note, not 'fatal'"},
        {"<check id='c' not-assured='yes'>1 = 1</check>", "'not-assured' is report or ignore, not 'yes'"},
        {"<lwa id='l'>1 = 1</lwa>", "<lwa> is no element of a rule pack | did you mean 'law'?"},
        {"stray", "r.xml:2:1: text has no place in <rules>"},
        {"<example/>", "an example needs its <facts>"},
        {"<example><facts/><facts/></example>", "an example has one <facts>"},
        {"<use/>", "<use> needs the attribute 'rules'"},
    };
    for (const auto& [elements, message] : cases) {
        const std::string found = judge(elements);
        BOOST_TEST(found.find(message) != std::string::npos, elements << "\n  gives " << found);
        BOOST_TEST(std::count(found.begin(), found.end(), '\n') == 1, elements << "\n  gives " << found);
    }
}

BOOST_AUTO_TEST_CASE(declarations_that_are_fine) {
    BOOST_TEST(
        judge("<entity-kind name='bank' is='company'/>\n"
              "<event-kind name='strike'><role name='at' kind='bank'/><role name='by' many='1'/></event-kind>\n"
              "<office-kind name='strike' single='false'/>\n"
              "<relation-kind name='lends-to' subject='bank'/>\n"
              "<define name='none' params=''>1 = 2</define>\n"
              "<define name='later' params='e: event, x: anything'>e.end &gt; now and x.name = 'x'</define>\n"
              "<define name='first-day' params='e: strike'>e.start</define>\n"
              "<law id='l' for='s: strike, b: bank'>later(s, b) implies s.at != b or in-office(b, b) or none()</law>\n"
              "<law id='m'>a != a or all(e: strike where e.`at` = a, first-day(e) &lt; now)</law>\n"
              "<check id='k' severity='note' not-assured='report' reference='here'>1 = 1</check>")
            .find("who is 'in-office' must be of kind 'person'") != std::string::npos);
    BOOST_TEST(
        judge("<entity-kind name='bank' is='company'/>\n"
              "<event-kind name='strike'><role name='at' kind='bank'/><role name='by' many='1'/></event-kind>\n"
              "<define name='none' params=''>1 = 2</define>\n"
              "<define name='later' params='e: event, x: anything'>e.end &gt; now and x.name = 'x'</define>\n"
              "<define name='first-day' params='e: strike'>e.start</define>\n"
              "<law id='l' for='s: strike, b: bank' message='{s}: {b}'>later(s, b) implies s.at != b or none()</law>\n"
              "<law id='m'>a != a or all(e: strike where e.at = a, first-day(e) &lt; now)</law>\n"
              "<check id='k' severity='note' not-assured='report' reference='here'>1 = 1</check>") == "");
}

BOOST_AUTO_TEST_CASE(definitions_may_use_later_ones_of_any_type) {
    const PackFolder folder;
    Bench bench;
    bench.read_packs({{folder.add("r",
                                  "<define name='t' params='e: event'>later(e)</define>"
                                  "<define name='later' params='e: event'>day(e) &lt; now and size(e) = 3</define>"
                                  "<define name='size' params='e: event'>double(e)</define>"
                                  "<define name='double' params='e: event'>2 * 3</define>"
                                  "<define name='day' params='e: event'>e.end - 'P1D'</define>"
                                  "<define name='ring' params='e: event'>ring(e)</define>")},
                      {}});
    BOOST_TEST(bench.complaints() == "");
    const Vocabulary& v = bench.vocabulary;
    const auto type = [&](const char* name) { return v.definitions[*v.definition(name)].type; };
    BOOST_TEST((type("t") == Type::truth && type("size") == Type::number && type("day") == Type::instant));
    BOOST_TEST((type("ring") == Type::truth));
}

BOOST_AUTO_TEST_CASE(examples_keep_their_lines) {
    const PackFolder folder;
    Bench bench;
    bench.read_packs({{folder.add("r",
                                  "<office-kind name='x'/>\n"
                                  "<example>\n"
                                  "  <facts><entity id='a' kind='company'/>\n"
                                  "    <expect answer='certain'>a = a</expect></facts>\n"
                                  "  <!-- beside -->\n"
                                  "  <expect answer='possible'>votes(a, a) > 1</expect>\n"
                                  "</example>\n"
                                  "<example><facts/><expect answer='certain'>1 = 1</expect></example>")},
                      {}});
    BOOST_REQUIRE_EQUAL(bench.complaints(), "");
    const std::size_t first = bench.vocabulary.examples.size() - 2;
    for (std::size_t i : {std::size_t{0}, std::size_t{1}}) {
        const Example& example = bench.vocabulary.examples[first + i];
        Bench run;
        read_fact_text(run.sources.add("r.xml", example_text(example, bench.sources)), run.facts, run.sources,
                       run.diagnostics);
        finish_facts(run.facts, run.sources, run.diagnostics);
        BOOST_TEST(run.complaints() == "");
        BOOST_REQUIRE_EQUAL(run.facts.expectations.size(), i == 0 ? 2u : 1u);
        const auto at =
            run.sources.line_column(run.facts.expectations.back().span.file, run.facts.expectations.back().span.begin);
        BOOST_TEST(at.line == (i == 0 ? 7u : 9u));
    }
}

BOOST_AUTO_TEST_SUITE_END()

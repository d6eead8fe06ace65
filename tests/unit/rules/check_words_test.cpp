// The words of facts against the vocabulary of the core pack.
#include <boost/test/unit_test.hpp>

#include "tests/unit/rules/workbench.h"

using namespace tenet;
using workbench::Bench;

namespace {

/// What is wrong with these elements beside some entities of every sort; they begin on line 2, with one entity a line.
std::string judge(const std::string& elements) {
    Bench bench;
    bench.read_facts("<entity id='c' kind='company'/><entity id='p' kind='person'/><entity id='g' kind='product'/>\n" +
                     elements);
    bench.read_packs();
    check_words(bench.facts, bench.vocabulary, bench.sources, bench.diagnostics);
    return bench.complaints();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(words)

BOOST_AUTO_TEST_CASE(unknown_words) {
    const std::pair<const char*, const char*> cases[] = {
        {"<entity id='x' kind='compny'/>",
         "facts.xml:3:22: no pack declares an entity kind 'compny' | did you mean 'company'?\n"},
        {"<entity id='x' kind='founding'/>", "facts.xml:3:22: no pack declares an entity kind 'founding'\n"},
        {"<event id='e' kind='foundin'/>",
         "facts.xml:3:21: no pack declares an event kind 'foundin' | did you mean 'founding'?\n"},
        {"<event id='e' kind='founding'><participant role='compny' ref='c'/></event>",
         "facts.xml:3:50: an event of kind 'founding' has no role 'compny' | did you mean 'company'?\n"},
        {"<office person='p' of='c' title='chairs'/>",
         "facts.xml:3:34: no pack declares an office 'chairs' | did you mean 'chair'?\n"},
        {"<relation kind='subsidary-of' subject='c' object='c'/>",
         "facts.xml:3:17: no pack declares a relation 'subsidary-of' | did you mean 'subsidiary-of'?\n"},
        {"<relation kind='contrls' subject='c' object='c'/>",
         "facts.xml:3:17: no pack declares a relation 'contrls' | did you mean 'controls'?\n"},
    };
    for (const auto& [elements, message] : cases) BOOST_TEST(judge(elements) == message);
}

BOOST_AUTO_TEST_CASE(wrong_kinds) {
    const std::pair<const char*, const char*> cases[] = {
        {"<stake holder='g' in='c' share='5%'/>",
         "facts.xml:3:16: 'g' is of kind 'product', and who holds a stake is of kind 'party'\n"},
        {"<stake share='5%' in = 'p' holder='c'/>",
         "facts.xml:3:25: 'p' is of kind 'person', and what a stake is held in is of kind 'organisation'\n"},
        {"<complete holders-of='p'/>",
         "facts.xml:3:23: 'p' is of kind 'person', and what has holders is of kind 'organisation'\n"},
        {"<complete holders-of='c' holders='c g'/>",
         "facts.xml:3:35: 'g' is of kind 'product', and who holds a stake is of kind 'party'\n"},
        {"<unchanged holders-of='p' from='2014' to='2015'/>",
         "facts.xml:3:24: 'p' is of kind 'person', and what has holders is of kind 'organisation'\n"},
        {"<office person='c' of='c' title='chair'/>",
         "facts.xml:3:17: 'c' is of kind 'company', and who is in office is of kind 'person'\n"},
        {"<office person='p' of='g' title='chair'/>",
         "facts.xml:3:24: 'g' is of kind 'product', and where one is in office is of kind 'organisation'\n"},
        {"<relation kind='controls' subject='g' object='c'/>",
         "facts.xml:3:36: 'g' is of kind 'product', and who controls speaks of is of kind 'party'\n"},
        {"<same a='p' b='c'/>",
         "facts.xml:3:1: 'p' is of kind 'person' and 'c' of kind 'company': they cannot be one\n"},
    };
    for (const auto& [elements, message] : cases) BOOST_TEST(judge(elements) == message);
}

BOOST_AUTO_TEST_CASE(roles_filled_twice) {
    BOOST_TEST(judge("<event id='e' kind='acquisition'><participant role='buyer' ref='c'/><participant role='buyer' "
                     "ref='p'/></event>") ==
               "facts.xml:3:100: 'e' has two in the role 'buyer', which only one can fill\n");
    BOOST_TEST(judge("<event id='e' kind='acquisition'><participant role='seller' ref='c'/><participant role='seller' "
                     "ref='p'/></event>") == "");
}

BOOST_AUTO_TEST_CASE(what_laws_decide_is_no_error) {
    BOOST_TEST(
        judge("<relation kind='subsidiary-of' subject='p' object='g'/>\n"
              "<event id='e' kind='founding'><participant role='company' ref='p'/></event>\n"
              "<relation kind='controls' subject='p' object='c'/><same a='p' b='c' status='denied'/>\n"
              "<measure of='g' name='price' value='5'/><stake holder='p' in='c' share='5%'/>\n"
              "<office person='p' of='c' title='director'/><entity id='x' kind='organisation'/><same a='x' b='c'/>") ==
        "");
}

BOOST_AUTO_TEST_SUITE_END()

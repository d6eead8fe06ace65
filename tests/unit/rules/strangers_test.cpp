// What a query alone tells of bindings that no fact connects.
#include "rules/strangers.h"

#include <boost/test/unit_test.hpp>

#include "tests/unit/rules/workbench.h"

using namespace tenet;
using workbench::Bench;

namespace {

struct Run : Bench {
    Run() {
        read_facts(workbench::example_facts);
        read_packs();
        BOOST_REQUIRE_EQUAL(complaints(), "");
    }
    CheckedExpression checked(const std::string& text) {
        const FileIndex file = sources.add("<query>", text);
        auto result = check_expression({text, {file, 0, static_cast<std::uint32_t>(text.size())}}, {vocabulary, &facts, {}, true}, {},
                                       sources, diagnostics);
        BOOST_REQUIRE_MESSAGE(result, text << ": " << complaints());
        return *result;
    }
    bool never_certain(const std::string& text) { return false_among_strangers(vocabulary, checked(text)); }
    std::string holder(const std::string& text) {
        const CheckedExpression query = checked(text);
        const auto slot = strangers_as_unnamed(vocabulary, query);
        return slot ? query.query_variables[*slot].name : "not shown";
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(strangers, Run)

BOOST_AUTO_TEST_CASE(what_strangers_cannot_be_certain_of) {
    BOOST_TEST(never_certain("controls(?x, ?y)"));
    BOOST_TEST(never_certain("controls(?x, cloudwatt)"));
    BOOST_TEST(never_certain("votes(?x, ?y) > 0%"));
    BOOST_TEST(never_certain("capital(?x, cloudwatt) >= 10% and controls(?x, orange)"));
    BOOST_TEST(never_certain("in-office(?p, ?o)"));
    BOOST_TEST(never_certain("partner-of(?x, ?y) or competes-with(?x, ?y)"));
    BOOST_TEST(never_certain("controls(?x, ?y) at '2014-03-01'"));
    // True of any two, or of what a stranger does elsewhere.
    BOOST_TEST(!never_certain("not controls(?x, cloudwatt)"));
    BOOST_TEST(!never_certain("votes(?x, ?y) <= 60%"));
    BOOST_TEST(!never_certain("?x != ?y and votes(?x, ?y) >= 0%"));
    BOOST_TEST(!never_certain("any(o: organisation, controls(?x, o)) or controls(?x, cloudwatt)"));
}

BOOST_AUTO_TEST_CASE(what_the_unnamed_party_can_do_as_well) {
    BOOST_TEST(holder("controls(?x, ?y)") == "x");
    BOOST_TEST(holder("majority(?h, cloudwatt)") == "h");
    BOOST_TEST(holder("votes(?x, ?y) > 10% or capital(?x, ?y) >= 1/3") == "x");
    // Less of a share is nothing that grows when holdings are told as one; two holders are not one; a limit from both sides.
    BOOST_TEST(holder("votes(?x, ?y) < 10%") == "not shown");
    BOOST_TEST(holder("not controls(?x, cloudwatt)") == "not shown");
    BOOST_TEST(holder("controls(?x, ?y) and controls(?z, ?y)") == "not shown");
    BOOST_TEST(holder("controls(orange, ?y)") == "not shown");
    BOOST_TEST(holder("votes(?x, ?y) = 10%") == "not shown");
}

BOOST_AUTO_TEST_SUITE_END()

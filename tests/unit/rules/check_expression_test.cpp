// The type checker, through queries: what they mean (printed back), and what is said of those that mean nothing.
#include "rules/check_expression.h"

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
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(check_expression_of, Run)

BOOST_AUTO_TEST_CASE(queries_mean_what_they_say) {
    const std::pair<const char*, const char*> cases[] = {
        {"votes(orange, cloudwatt) > 50% at takeover.end", "(votes(orange, cloudwatt) > 50%) at takeover.end"},
        {"25% <= votes(orange, cloudwatt) < 1/2", "votes(orange, cloudwatt) >= 25% and votes(orange, cloudwatt) < 50%"},
        {"takeover.end", "takeover.end"},
        {"takeover.date", "takeover.start"},
        {"2*-3 + 1/3 > 0", "0 < -17/3"},
        {"takeover.end - founding.start > 30", "takeover.end - founding.start > 30"},
        {"takeover.end + 'P2W' - 'P1D' <= '2015-03'", "takeover.end + 'P14D' - 'P1D' <= '2015-03'"},
        {"'2015' - takeover.end = 3", "'2015' - takeover.end = 3"},
        {"any(p: person where in-office(p, cloudwatt, 'chair'))", "any(p: person, in-office(p, cloudwatt, 'chair'))"},
        {"any(p: person)", "any(p: person, 0 = 0)"},
        {"count(p: party, p = ann)", "count(p: party where p = ann)"},
        {"count(p: party where p = ann, p = orange)", "count(p: party where p = ann and p = orange)"},
        {"any(h: cloudwatt.holders, majority(h, cloudwatt))", "any(h: cloudwatt.holders, majority(h, cloudwatt))"},
        {"all(x: takeover.seller, x = ann)", "all(x: takeover.seller, x = ann)"},
        {"any(x: takeover.buyer, x = ann)", "any(x: takeover.buyer, x = ann)"},
        {"all(e: acquisition where e.target = cloudwatt, majority(e.buyer, e.target) at e.end)",
         "all(e: acquisition where e.target = cloudwatt, majority(e.buyer, e.target) at e.end)"},
        {"any(e: event, e.end < '2014')", "any(e: event, e.end < '2014')"},
        {"met-by(takeover, '2015') and before(press.published, founding)",
         "met-by(takeover, '2015') and before(press.published, founding)"},
        {"measure(orange, 'staff') >= 1000 and measure(orange, 'sales', 'EUR') > 1",
         "measure(orange, 'staff') >= 1000 and measure(orange, 'sales', 'EUR') > 1"},
        {"capital(`any`, cloudwatt)", "capital(`any`, cloudwatt)"},
        {"orange.jurisdiction != cloudwatt.jurisdiction", "orange.jurisdiction != cloudwatt.jurisdiction"},
        {"'FR' = orange.jurisdiction", "orange.jurisdiction = 'FR'"},
        {"ever(capital(orange, cloudwatt) = 60%, '2014', now)", "ever(capital(orange, cloudwatt) = 60%, '2014', now)"},
        {"occurs(takeover) and subsidiary-of(cloudwatt, orange)",
         "occurs(takeover) and subsidiary-of(cloudwatt, orange)"},
        {"any(orange: company, controls(orange, cloudwatt))", "any(orange: company, controls(orange, cloudwatt))"},
        {"any(x: party, capital(x, cloudwatt) > 0 and any(x: company, controls(x, cloudwatt)))",
         "any(x: party, capital(x, cloudwatt) > 0 and any(x: company, controls(x, cloudwatt)))"},
    };
    for (const auto& [text, meaning] : cases) BOOST_TEST(query(text) == meaning);
}

BOOST_AUTO_TEST_CASE(printed_queries_read_back_as_themselves) {
    for (const char* text :
         {"(controls(orange, cloudwatt) or majority(ann, cloudwatt)) at '2014' implies 1 < 2",
          "not (controls(orange, cloudwatt) and majority(ann, cloudwatt))",
          "(capital(orange, cloudwatt) at now) > capital(ann, cloudwatt)",
          "-(capital(orange, cloudwatt) + 5%) * 2 < capital(ann, cloudwatt) - (1 - capital(orange, cloudwatt))",
          "((1 < 2) implies (2 < 3)) implies (3 < 4)", "(votes(orange, cloudwatt) > 50%) at takeover.end",
          "sum(z: organisation where z != orange and controls(orange, z), votes(z, cloudwatt)) > 50%",
          "capital(orange, cloudwatt) / 3 * 2 > 1/3 and (any(e: event, e.end < now)) at time - 'P1D'"}) {
        const std::string once = query(text);
        BOOST_TEST(once.find("<query>") == std::string::npos, once);
        BOOST_TEST(query(once) == once);
    }
}

BOOST_AUTO_TEST_CASE(query_variables_range_over_what_their_place_asks_for) {
    BOOST_TEST(query("controls(?x, cloudwatt)") == "controls(?x, cloudwatt) | x: party");
    BOOST_TEST(query("controls(?x, ?y) and ?x != orange") ==
               "controls(?x, ?y) and ?x != orange | x: party | y: organisation");
    BOOST_TEST(query("capital(?x, cloudwatt) > 0 and capital(orange, ?x) > 0") ==
               "capital(?x, cloudwatt) > 0 and capital(orange, ?x) > 0 | x: organisation");
    BOOST_TEST(query("occurs(?e) and before(?e, ?f)") == "occurs(?e) and before(?e, ?f) | e: event | f: event");
    BOOST_TEST(query("measure(?x, 'staff') > 5") == "measure(?x, 'staff') > 5 | x: anything");
    BOOST_TEST(query("any(h: party, controls(h, ?c) and h != ?p)") ==
               "any(h: party, controls(h, ?c) and h != ?p) | c: organisation | p: anything");
    BOOST_TEST(query("?x = orange") == "?x = orange | x: anything");
    BOOST_TEST(query("in-office(?x, cloudwatt) and controls(cloudwatt, ?x)") ==
               "<query>:1:50: '?x' would have to be both 'person' and 'organisation': nothing is\n");
    BOOST_TEST(query("occurs(?x) and controls(?x, cloudwatt)").find("both an event and 'party'") != std::string::npos);
    BOOST_TEST(query("?x").find("nothing here says what '?x' ranges over") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(query_variables_come_before_quantified_ones) {
    const std::string text = "any(h: party, controls(h, ?c) and h != ?p and '?q' = '?q')";
    const FileIndex file = sources.add("<query>", text);
    const auto checked = check_expression({text, {file, 0, static_cast<std::uint32_t>(text.size())}},
                                          {vocabulary, &facts, {}, true}, Type::truth, sources, diagnostics);
    BOOST_REQUIRE(checked);
    BOOST_TEST(checked->slots == 3u);
    BOOST_TEST(checked->query_variables.size() == 2u);
    BOOST_TEST(checked->term.index == 2u);
}

BOOST_AUTO_TEST_CASE(names_that_are_unknown) {
    const std::pair<const char*, const char*> cases[] = {
        {"capital(orage, cloudwatt)", "9: nobody and nothing named 'orage' is declared here | did you mean 'orange'?"},
        {"capitol(orange, cloudwatt)",
         "1: no function, definition or relation is called 'capitol' | did you mean 'capital'?"},
        {"takeover.byer = orange", "10: an event of kind 'acquisition' has no 'byer' | did you mean 'buyer'?"},
        {"orange.jurisdicton = 'FR'", "8: an entity has no 'jurisdicton' | did you mean 'jurisdiction'?"},
        {"orange.jurisdiction = FR",
         "23: nobody and nothing named 'FR' is declared here | a text stands in single quotes: 'FR'"},
        {"any(x: parti, 1 < 2)", "8: no pack declares a kind 'parti' | did you mean 'party'?"},
        {"in-office(ann, cloudwatt, 'chairs')", "27: no pack declares an office 'chairs' | did you mean 'chair'?"},
        {"majority", "1: 'majority' is a definition and needs its arguments | majority(h, c)"},
        {"company", "1: 'company' is a kind and names nobody | any(x: company, ...)"},
        {"chair(ann, cloudwatt)",
         "1: no function, definition or relation is called 'chair' | of a title, write in-office(p, o, 'chair')"},
        {"orange-cloudwatt",
         "1: nobody and nothing named 'orange-cloudwatt' is declared here | a minus between names needs a "
         "space on each side"},
        {"s1 = orange", "1: 's1' is a stake, and expressions speak of entities and events"},
        {"press = orange", "1: 'press' is a source | its instant is press.published"},
    };
    for (const auto& [text, message] : cases) BOOST_TEST(query(text) == "<query>:1:" + std::string(message) + "\n");
}

BOOST_AUTO_TEST_CASE(terms_of_the_wrong_kind) {
    const std::pair<const char*, const char*> errors[] = {
        {"capital(ann, gadget)",
         "14: 'gadget' is of kind 'product', and what is held in 'capital' must be of kind "
         "'organisation'"},
        {"controls(orange, ann)",
         "18: 'ann' is of kind 'person', and 'y' of 'controls' must be of kind 'organisation'"},
        {"in-office(orange, cloudwatt)",
         "11: 'orange' is of kind 'company', and who is 'in-office' must be of kind 'person'"},
        {"any(x: product, capital(x, cloudwatt) > 0)",
         "25: 'x' is of kind 'product', and the holder in 'capital' must be of kind 'party'"},
        {"capital(takeover, cloudwatt)",
         "9: 'takeover' is an event, and the holder in 'capital' must be an entity of kind 'party'"},
        {"capital('orange', cloudwatt)",
         "9: 'orange' is a text, and the holder in 'capital' must be an entity of kind "
         "'party' | ids stand without quotes: orange"},
        {"any(x: ann.holders)", "8: 'ann' is of kind 'person', and only a kind of 'organisation' has holders"},
        {"occurs(orange)",
         "8: 'orange' is an entity, and what 'occurs' is asked of must be an event | say what holds of it: "
         "controls(a, b)"},
    };
    for (const auto& [text, message] : errors) BOOST_TEST(query(text) == "<query>:1:" + std::string(message) + "\n");
    // Some that a variable stands for fit: there it is false or 0 for the others.
    for (const char* text :
         {"any(x: party, capital(orange, x) > 0)", "any(x: anything, capital(x, cloudwatt) > 0)",
          "any(e: acquisition, in-office(e.buyer, e.target))", "any(x: organisation, controls(x, x))"})
        BOOST_TEST(query(text) == text);
}

BOOST_AUTO_TEST_CASE(terms_of_the_wrong_type) {
    const std::pair<const char*, const char*> cases[] = {
        {"takeover.end <= 2015-03-01",
         "1: an instant cannot be compared with a number: 'takeover.end' with '2015-03-01' | a date stands in quotes: "
         "'2015-03-01'"},
        {"takeover <= '2015'",
         "1: an event cannot be compared with a text: 'takeover <= '2015'' | write .start or .end of the event"},
        {"takeover.end + 3",
         "1: instants are shifted by days or subtracted from each other, nothing else | days are added as "
         "a duration: 'P3D'"},
        {"takeover.end + 'P1M'", "16: 'P1M' is no number of days"},
        {"'P3D' + takeover.end", "1: a duration stands behind the instant that it shifts | e.end + 'P3D'"},
        {"capital(orange, cloudwatt) / votes(orange, cloudwatt)", "30: only a constant may divide"},
        {"capital(orange, cloudwatt) / (1 - 1)", "31: this divides by zero"},
        {"controls(orange, cloudwatt) + 1",
         "1: 'controls(orange, cloudwatt)' is a truth, and what one reckons with must be"},
        {"controls(orange, cloudwatt) = (1 < 2)", "1: truths are not compared"},
        {"not capital(orange, cloudwatt)",
         "5: 'capital(orange, cloudwatt)' is a number, and what 'not' denies must be a truth "
         "| compare it: ... > 50%"},
        {"orange", "1: 'orange' is an entity, and what stands here must be a truth, a number or an instant"},
        {"orange < cloudwatt", "1: an entity is neither more nor less than another: only = and != apply"},
        {"takeover.seller = orange",
         "1: an event may have many in the role 'seller', so this is not one entity | any(x: "
         "takeover.seller, ...), or all, sum, count"},
        {"orange.holders", "1: the holders of 'orange' are many"},
        {"takeover.end <= '2015-13'", "23: '2015-13' is no date"},
        {"capital(orange, cloudwatt) at '2015-02-30'", "40: '2015-02-30' is no date"},
        {"capital(orange, cloudwatt) at orange.name", "31: 'orange.name' is a text, and this must be an instant"},
        {"founding.date", "10: 'founding' may last more than one day: it has no 'date' | write .start or .end"},
        {"undated.published", "1: nothing says when 'undated' was published"},
        {"capital(orange)", "1: 'capital' takes 2 arguments, 1 is given | capital(holder, organisation)"},
        {"majority(orange, cloudwatt, ann)", "1: 'majority' takes 2 arguments, 3 are given | majority(h, c)"},
        {"measure(orange, staff)",
         "17: the name of a measure is a text in single quotes | write it in quotes: 'staff'"},
        {"before(orange, takeover)", "8: 'orange' is an entity, and what 'before' relates must be an event"},
        {"sum(x: party)", "1: 'sum' needs what it adds up"},
        {"all(x: party where x = ann)", "1: 'all' needs what holds of all"},
        {"any(x: party, votes(x, cloudwatt))", "15: 'votes(x, cloudwatt)' is a number"},
    };
    for (const auto& [text, message] : cases) {
        const std::string found = query(text), wanted = "<query>:1:" + std::string(message);
        if (wanted.find("takeover <=") != std::string::npos)
            BOOST_TEST(found.find("write .start or .end") != std::string::npos);
        else
            BOOST_TEST(found.substr(0, wanted.size()) == wanted);
    }
}

BOOST_AUTO_TEST_CASE(every_mistake_of_an_expression_is_named) {
    const std::string found = query("capital(orage, cloudwat) > 5% and not majority(ann, clodwatt)");
    BOOST_TEST(std::count(found.begin(), found.end(), '\n') == 3);
}

BOOST_AUTO_TEST_CASE(the_type_that_is_wanted) {
    const std::string text = "capital(orange, cloudwatt)";
    const FileIndex file = sources.add("claim", text);
    const PlacedText placed{text, {file, 0, static_cast<std::uint32_t>(text.size())}};
    BOOST_TEST(
        check_expression(placed, {vocabulary, &facts, {}, false}, Type::number, sources, diagnostics).has_value());
    BOOST_TEST(
        !check_expression(placed, {vocabulary, &facts, {}, false}, Type::truth, sources, diagnostics).has_value());
    BOOST_TEST(complaints() ==
               "claim:1:1: 'capital(orange, cloudwatt)' is a number, and what stands here must be a truth | "
               "compare it: ... > 50%\n");
}

BOOST_AUTO_TEST_CASE(complaints_see_through_xml) {
    Bench bench;
    bench.read_facts("<entity id='a' kind='company'/>\n<claim>1 &lt; 2 and\n  b(a) &gt; 3</claim>");
    bench.read_packs();
    const auto& claim = std::get<ExpressionClaim>(bench.facts.facts[0].body);
    BOOST_TEST(!check_expression(*claim.expression, {bench.vocabulary, &bench.facts, {}, false}, Type::truth,
                                 bench.sources, bench.diagnostics)
                    .has_value());
    BOOST_TEST(bench.complaints() == "facts.xml:4:3: no function, definition or relation is called 'b'\n");
}

BOOST_AUTO_TEST_CASE(nested_chains_do_not_explode) {
    std::string text = "1 < 2";
    for (int i = 0; i < 150; ++i) text = "0 <= count(x: party where " + text + ") < 9";
    BOOST_TEST(query(text).find("too large") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

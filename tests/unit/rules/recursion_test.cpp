// Definitions that use themselves: which have a least fixpoint, and what is said of the others.
#include "rules/recursion.h"

#include <boost/test/unit_test.hpp>

#include "tests/unit/rules/workbench.h"

using namespace tenet;
using workbench::Bench;

namespace {

/// What reading these definitions complains of, without the place.
std::string judge(const std::string& definitions, Bench& bench) {
    const workbench::PackFolder folder;
    bench.read_facts("<entity id='a' kind='company'/>");
    bench.read_packs({{folder.add("r", definitions)}, {}});
    return bench.complaints();
}
std::string judge(const std::string& definitions) {
    Bench bench;
    return judge(definitions, bench);
}

std::string d(const std::string& name, const std::string& body) {
    return "<define name='" + name + "' params='x: party, y: organisation'><![CDATA[" + body + "]]></define>\n";
}

void refused(const std::string& definitions, const std::string& why, const std::string& cycle) {
    const std::string found = judge(definitions);
    BOOST_TEST(found.find(why) != std::string::npos, definitions << found);
    BOOST_TEST(found.find(cycle) != std::string::npos, definitions << found);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(recursion)

BOOST_AUTO_TEST_CASE(monotone_uses_have_a_least_fixpoint) {
    for (const std::string body : {
             "d(x, y)",
             "votes(x, y) > 50% or any(z: company, d(x, z) and d(z, y))",
             "votes(x, y) + sum(z: company where z != x and d(x, z), votes(z, y)) > 50%",
             "50% < sum(z: company where d(x, z), votes(z, y))",
             "count(z: company where d(x, z)) >= 2",
             "not (1 - sum(z: company where d(x, z), votes(z, y)) >= 50%)",
             "all(z: company where votes(x, z) > 0, d(z, y))",
             "not any(z: company where votes(x, z) > 0, not d(z, y))",
             "(votes(x, y) > 0 implies d(x, y)) and votes(x, y) > 50%",
             "sum(z: company where d(x, z), 1 - votes(z, y)) > 3",
             "sum(z: company where d(x, z), votes(z, y) * capital(x, z) / 2) > 3",
             "sum(z: company where not d(x, z), -votes(z, y)) > -3",
         })
        BOOST_TEST(judge(d("d", body)) == "", body);
}

BOOST_AUTO_TEST_CASE(other_uses_are_refused_with_their_cycle) {
    refused(d("d", "not d(x, y)"), "it is denied here", "d uses d");
    refused(d("d", "d(x, y) implies votes(x, y) > 0"), "left of 'implies'", "d uses d");
    refused(d("d", "all(z: company where d(x, z), votes(z, y) > 0)"), "the condition of 'all'", "d uses d");
    refused(d("d", "sum(z: company where d(x, z), votes(z, y)) < 50%"), "lesser side", "d uses d");
    refused(d("d", "0 < sum(z: company where d(x, z), votes(z, y)) <= 2"), "lesser side", "d uses d");
    refused(d("d", "sum(z: company where d(x, z), votes(z, y)) = 50%"), "compared for equality", "d uses d");
    refused(d("d", "1 - count(z: company where d(x, z)) > 0"), "it is subtracted here", "d uses d");
    refused(d("d", "sum(z: company where d(x, z), measure(z, 'n')) > 0"), "may be negative", "d uses d");
    refused(d("d", "votes(x, y) > 50% or (d(x, y) at time - 'P1D')"), "on another day", "d uses d");
    refused(d("d", "ever(d(x, y))"), "on another day", "d uses d");
    refused(d("a", "b(x, y)") + d("b", "c(x, y)") + d("c", "not a(x, y)"), "it is denied here",
            "c uses a uses b uses c");
    refused(d("even", "not odd(x, y)") + d("odd", "even(x, y)"), "'even' is defined by itself",
            "even uses odd uses even");
}

BOOST_AUTO_TEST_CASE(the_place_is_that_of_the_use) {
    BOOST_TEST(
        judge("<define name='lonely' params='x: party'>not lonely(x)</define>") ==
        "r.xml:2:45: 'lonely' is defined by itself, and no least meaning exists: it is denied here | lonely uses "
        "lonely\n");
}

BOOST_AUTO_TEST_CASE(numbers_may_use_themselves_in_sums_of_products) {
    BOOST_TEST(judge(d("n", "capital(x, y) + sum(z: organisation where z != x, n(x, z) * capital(z, y))")) == "");
    BOOST_TEST(judge(d("n", "capital(x, y) + m(x, y) / 2") + d("m", "sum(z: organisation, n(x, z) * capital(z, y))")) ==
               "");
    refused(d("n", "capital(x, y) - n(x, y)"), "sums of products of non-negative terms", "n uses n");
    refused(d("n", "1 + sum(z: organisation where n(x, z) > 5%, capital(z, y))"), "not in conditions", "n uses n");
    refused(d("n", "1 + measure(x, 'k') * n(x, y)"), "sums of products of non-negative terms", "n uses n");
    refused(d("n", "n(x, y) + count(z: company where t(x, z))") + d("t", "n(x, y) > 3"), "cannot depend on truths",
            "uses");
}

BOOST_AUTO_TEST_CASE(instants_may_not) {
    refused("<define name='i' params='e: event'>i(e) + 'P1D'</define>", "an instant cannot be defined by itself",
            "i uses i");
}

BOOST_AUTO_TEST_CASE(numbers_between_truths_are_written_out) {
    Bench bench;
    BOOST_TEST(judge(d("pooled", "sum(z: organisation where z != x and ctl(x, z), votes(z, y))") +
                         d("ctl", "votes(x, y) + pooled(x, y) > 50%") + d("plain", "ctl(x, y)"),
                     bench) == "");
    const auto& v = bench.vocabulary;
    const Definition& pooled = v.definitions[*v.definition("pooled")];
    const Definition& ctl = v.definitions[*v.definition("ctl")];
    const Definition& plain = v.definitions[*v.definition("plain")];
    BOOST_TEST(!pooled.recursive);
    BOOST_TEST(ctl.recursive);
    BOOST_TEST(!plain.recursive);
    BOOST_TEST(pooled.group == ctl.group);
    BOOST_TEST(plain.group != ctl.group);
}

BOOST_AUTO_TEST_CASE(long_chains_of_definitions_are_no_danger) {
    std::string definitions;
    for (int i = 0; i < 3000; ++i)
        definitions += d("d" + std::to_string(i), "d" + std::to_string((i + 1) % 3000) + "(x, y)");
    Bench bench;
    BOOST_TEST(judge(definitions, bench) == "");
    BOOST_TEST(bench.vocabulary.definitions.back().recursive);
    definitions += d("n", "not d0(x, y) and n(x, y)");
    BOOST_TEST(judge(definitions) == "");
}

BOOST_AUTO_TEST_SUITE_END()

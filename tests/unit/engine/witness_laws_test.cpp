// Laws that no pack of ours has, judged in a witness and by the grounder: laws that stakes keep, break and can be made to keep,
// on all days, on some and at events, of whoever holds and of nobody. A witness may only ever say "consistent"; where it does,
// the grounder must, and it does so often enough to be of use.
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <iterator>

#include "tests/unit/engine/drawn_register.h"
#include "tests/unit/engine/witness_runs.h"

using namespace tenet;
using namespace witness_runs;

namespace {

struct Form {
    const char *params, *body;
    bool apart = true;  // false: it may tell one unnamed holder from several, so the run is not taken apart (holders_merge)
};

constexpr Form forms[] = {
    {"c: company", "sum(h: party, capital(h, c)) &lt;= 80%"},
    {"c: company", "all(h: party, capital(h, c) &lt;= 60%)"},
    {"c: company", "all(h: c.holders, capital(h, c) >= 15% or capital(h, c) = 0)"},
    {"h: party, c: company", "capital(h, c) >= 50% implies votes(h, c) >= 50%", false},
    {"h: party, c: company", "votes(h, c) >= 10% implies capital(h, c) >= 20%", false},
    {"h: person, c: company", "capital(h, c) >= 30% implies sum(z: company, capital(z, c)) &lt;= 40%", false},
    {"f: founding, e: investment", "f.company = e.company implies f.end &lt;= e.start"},
    {"f: founding, e: investment", "f.company = e.company and f.end &lt; '2013' implies e.end > '2012-09'"},
    {"e: investment", "all(x: e.investor, capital(x, e.company) >= 10% at e.end)"},
    {"e: investment", "any(h: party, capital(h, e.company) >= 20%) at e.end"},
    {"e: investment", "e.end > '2012-12' implies any(x: e.investor, votes(x, e.company) &lt;= 25% at e.start)"},
    {"c: company, d: company", "capital(c, d) > 0 implies capital(d, c) = 0", false},
    {"c: company", "count(h: c.holders, capital(h, c) >= 30%) &lt;= 1"},
    {"c: company", "not (25% &lt; sum(h: company, capital(h, c)) and sum(h: company, capital(h, c)) &lt; 75%)"},
    {"f: founding, h: party", "time &lt; f.start implies votes(h, f.company) = 0"},
    {"f: founding, h: party", "time > '2014-06' implies capital(h, f.company) &lt;= 30%", false},
    {"p: person, c: company", "in-office(p, c) implies capital(p, c) &lt;= 20%", false},
    {"c: company", "c.jurisdiction = 'FR' implies all(h: party, votes(h, c) &lt;= 30%)"},
    {"c: company", "any(h: person, capital(h, c) >= 25%) implies not any(z: company, capital(z, c) >= 25%)"},
    {"h: party, c: company", "blocking-minority(h, c) implies capital(h, c) > 40%", false},
    {"h: party, c: company", "majority(h, c) or capital(h, c) &lt;= 30%", false},
    {"c: company", "c.voting = 'separate' or sum(h: party, votes(h, c)) &lt;= 90%"},
    {"c: company", "capital(c, c) = 0"},
};

std::string law(std::size_t form) {
    return "<law id='form" + std::to_string(form) + "' for='" + forms[form].params + "'>" + forms[form].body + "</law>\n";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(witness_laws)

BOOST_AUTO_TEST_CASE(drawn_laws_are_judged_the_same) {
    DrawnRegister draw(19);
    DrawnPack pack;
    std::size_t parts = 0, settled = 0, contradictory = 0, undecided = 0;
    std::size_t settled_under[std::size(forms)] = {}, broken_under[std::size(forms)] = {};
    const int rounds = std::getenv("TENET_ROUNDS") ? std::atoi(std::getenv("TENET_ROUNDS")) : 500;
    for (int i = 0; i < rounds; ++i) {
        const std::size_t one = static_cast<std::size_t>(i) % std::size(forms), other = draw.below(static_cast<unsigned>(std::size(forms)));
        const bool alone = one == other || draw.one_in(2);
        const std::string rules = pack.write(law(one) + (alone ? "" : law(other)));
        const std::string text = draw.set(i % 4 == 0 ? 8 : 2);
        const Runs runs("drawn.xml", text, {rules});
        const Run grounded = runs.sliced(), witnessed = runs.with_witnesses(i % 3 == 0 ? 2 : 1);
        BOOST_TEST_CONTEXT(text) { BOOST_REQUIRE(!grounded.report.empty()); }
        if (grounded.undecided) {  // there this way may know more
            ++undecided;
            continue;
        }
        BOOST_TEST_CONTEXT(law(one) << law(other) << text) { BOOST_TEST_REQUIRE(witnessed.report == grounded.report); }
        parts += witnessed.parts;
        settled += witnessed.settled;
        settled_under[one] += witnessed.settled;
        contradictory += !grounded.consistent;
        broken_under[one] += !grounded.consistent;
    }
    BOOST_TEST_MESSAGE(settled << " of " << parts << " parts settled; " << contradictory << " sets contradictory, " << undecided << " undecided");
    BOOST_TEST(2 * settled > parts);
    for (std::size_t form = 0; form < std::size(forms); ++form)
        BOOST_TEST_CONTEXT(forms[form].body) {
            BOOST_TEST((settled_under[form] > 0) == forms[form].apart);
            BOOST_TEST(broken_under[form] > 0);
        }
    BOOST_TEST(5 * contradictory > static_cast<std::size_t>(rounds));
    BOOST_TEST(10 * undecided < static_cast<std::size_t>(rounds));
}

BOOST_AUTO_TEST_SUITE_END()

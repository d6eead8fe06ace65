// Violated checks that are told from the few facts they hang on (engine/violations.cpp), compared with the same run grounded
// part by part, and with Z3: drawn registers whose parts are large and full of rings. Every proof is replayed.
#include <boost/test/unit_test.hpp>
#include <set>

#include "tests/dice.h"
#include "tests/replay/replay.h"
#include "tests/unit/engine/witness_runs.h"

using namespace tenet;
using namespace witness_runs;

namespace {

class Draw : Dice {
public:
    using Dice::Dice;
    std::string set();

private:
    std::string figure(unsigned room) {
        const std::string least = std::to_string(1 + below(room)) + "%";
        switch (below(6)) {
        case 0: return " min='" + least + "'";
        case 1: return " above='" + std::to_string(below(room)) + "%'";
        case 2: return " max='" + least + "'";
        case 3: return " about='" + least + "'";
        default: return " share='" + least + "'";
        }
    }
};

// Organisations that hold in those near them, so that there are rings of two and three and longer ones; some are held wholly.
std::string Draw::set() {
    std::string out = "<facts xmlns='urn:tenet:facts:1' id='drawn' as-of='2015-01-31'>\n<source id='s' kind='register' title='r'/>\n";
    const unsigned organisations = 6 + below(7), people = 2 + below(3);
    for (unsigned i = 0; i < organisations; ++i)
        out += "<entity id='c" + std::to_string(i) + "' kind='" + (one_in(8) ? "fund" : "company") + "'" + (one_in(6) ? " voting='separate'" : "") + "/>\n";
    for (unsigned i = 0; i < people; ++i) out += "<entity id='p" + std::to_string(i) + "' kind='person'/>\n";
    unsigned stakes = 0;
    std::vector<std::string> lines;
    for (unsigned c = 0; c < organisations; ++c) {
        const unsigned holders = 1 + below(3);
        std::set<std::string> taken;
        for (unsigned h = 0; h < holders; ++h) {
            const std::string holder = one_in(4) ? "p" + std::to_string(below(people)) : "c" + std::to_string((c + organisations - 2 + below(4)) % organisations);
            if (holder == "c" + std::to_string(c) || !taken.insert(holder).second) continue;
            const std::string share = holders == 1 && one_in(3) ? " share='100%'" : figure(33);
            const char* const time = one_in(8) ? " at='2014-06-30'" : one_in(10) ? " from='2014' to='2016'" : "";
            lines.push_back("<stake id='k" + std::to_string(stakes++) + "' holder='" + holder + "' in='c" + std::to_string(c) + "'" + share + time +
                            (one_in(12) ? " basis='votes'" : "") + (one_in(2) ? " source='s'" : "") + "/>\n");
        }
        if (one_in(8)) lines.push_back("<complete holders-of='c" + std::to_string(c) + "'/>\n");
        if (one_in(4)) lines.push_back("<event id='f" + std::to_string(c) + "' kind='founding' date='2001'><participant role='company' ref='c" + std::to_string(c) + "'/></event>\n");
    }
    std::shuffle(lines.begin(), lines.end(), engine_);
    for (const std::string& line : lines) out += line;
    return out + "</facts>\n";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(violations)

BOOST_AUTO_TEST_CASE(drawn_registers_are_told_the_same) {
    Draw draw(5);
    std::size_t violated = 0, settled = 0, proofs = 0;
    const int rounds = std::getenv("TENET_ROUNDS") ? std::atoi(std::getenv("TENET_ROUNDS")) : 120;
    for (int i = 0; i < rounds; ++i) {
        const std::string text = draw.set();
        const Runs runs("drawn.xml", text, {"data-quality"});
        const Run grounded = runs.sliced(), told = runs.with_witnesses(i % 2 == 0 ? 2 : 1);
        BOOST_TEST_CONTEXT(text) {
            BOOST_TEST_REQUIRE(!grounded.report.empty());
            BOOST_TEST_REQUIRE(told.report == grounded.report);
            if (i % 10 == 0) BOOST_TEST_REQUIRE(runs.by_z3().report == grounded.report);
            proofs += runs.replayed([&](Problem& problem, const Core& core, std::uint32_t supposed, const Proof& proof) {
                BOOST_TEST_REQUIRE(!proof.steps.empty());
                BOOST_TEST_REQUIRE(replay(problem, core, supposed, proof) == "");
            });
        }
        violated += told.told;
        settled += told.settled;
    }
    BOOST_TEST_MESSAGE(violated << " violations told from few facts, " << settled << " parts settled; " << proofs << " proofs replayed");
    BOOST_TEST(2 * violated > static_cast<std::size_t>(rounds));
    BOOST_TEST(proofs >= violated);
}

BOOST_AUTO_TEST_SUITE_END()

// Two drawn registers, one the other with some facts changed: compared part by part, only the days of what changed told, and
// compared as wholes, the same report.
#include "engine/diff.h"

#include <boost/test/unit_test.hpp>
#include <sstream>

#include "reports/diff_results.h"
#include "tests/unit/engine/drawn_register.h"

using namespace tenet;

namespace {

/// Some facts left out, some with another year.
std::string changed(const std::string& set, Dice& dice) {
    std::istringstream in(set);
    std::string out;
    for (std::string line; std::getline(in, line);) {
        const bool fact = line.starts_with("<event") || line.starts_with("<stake") || line.starts_with("<office");
        if (fact && dice.one_in(12)) {
            out += '\n';
            continue;
        }
        if (const std::size_t year = line.find("'2012"); fact && year != std::string::npos && dice.one_in(4)) line.replace(year, 5, "'2011");
        out += line + '\n';
    }
    return out;
}

// Without steps, which number what has no name.
std::string gist(const DiffReport& report) {
    std::string out = report.worse ? "worse\n" : "";
    for (const auto* list : {&report.gone, &report.fresh})
        for (const Finding& f : *list) out += (list == &report.gone ? "gone " : "new ") + f.fingerprint + '\n';
    for (const Moved& m : report.moved) out += std::string(to_string(m.kind)) + ' ' + m.what + ": " + m.before + " -> " + m.after + '\n';
    for (const std::string& what : report.undecided) out += "undecided " + what + '\n';
    return out;
}

std::string compared(const std::string& before, const std::string& after, std::size_t slice_facts) {
    Sources sources;
    Diagnostics diagnostics;
    RunOptions options;
    options.slice_facts = slice_facts;
    Session old(sources, diagnostics), now(sources, diagnostics);
    if (!old.load_text("before.xml", before, options) || !now.load_text("after.xml", after, options)) return "wrong input";
    return gist(diff(old, now, sources));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(diff_parts)

BOOST_AUTO_TEST_CASE(parts_say_what_the_whole_says) {
    witness_runs::DrawnRegister draw(20171);
    int moved = 0, pairs = 0;
    for (int round = 0; round < 60; ++round) {
        const std::string before = draw.set(4), after = changed(before, draw);
        const std::string whole = compared(before, after, SIZE_MAX);
        pairs += whole != "wrong input";
        moved += whole.find("event ") != std::string::npos;
        BOOST_TEST_CONTEXT(before << "\n" << after) { BOOST_REQUIRE_EQUAL(compared(before, after, 1), whole); }
    }
    BOOST_TEST(pairs > 50);
    BOOST_TEST(moved > 10);
}

BOOST_AUTO_TEST_CASE(parts_alike_in_both_are_known_by_their_keys) {
    const std::string text =
        "<facts xmlns='urn:tenet:facts:1' id='s' as-of='2015-01-31'>\n"
        "<entity id='a' kind='company'/><event id='e' kind='founding' date='2012'><participant role='company' ref='a'/></event>\n"
        "<entity id='b' kind='company'/><event id='f' kind='founding' date='2013'><participant role='company' ref='b'/></event>\n"
        "</facts>";
    const auto parts = [](const std::string& path, const std::string& set) {
        Sources sources;
        Diagnostics diagnostics;
        RunOptions options;
        options.slice_facts = 1;
        Session session(sources, diagnostics);
        BOOST_REQUIRE(session.load_text(path, set, options));
        return session.day_parts();
    };
    const auto all = parts("one.xml", text);
    BOOST_TEST(all.size() == 2U);
    BOOST_TEST((parts("other.xml", text) == all));  // whatever the file's name
    std::string other = text;
    other.replace(other.find("'2013'"), 6, "'2014'");
    auto changed = parts("one.xml", other);
    BOOST_TEST(changed.size() == 2U);
    for (const Digest& key : all) changed.erase(key);
    BOOST_TEST(changed.size() == 1U);
    other.replace(other.find("2015-01-31"), 10, "2015-02-01");  // now
    for (const Digest& key : parts("one.xml", other)) BOOST_TEST(!all.contains(key));
}

BOOST_AUTO_TEST_SUITE_END()

// Drawn registers whose files do not say on which day they speak, or only roughly: judged on a day that is chosen, as far as
// that tells, and judged as they are.
#include "engine/session.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <map>

#include "reports/render.h"
#include "tests/unit/engine/drawn_register.h"

using namespace tenet;

namespace {

/// What `tell` gives of it; with one slice, in one piece and without witnesses.
template <class Tell>
std::string rendered(const std::string& set, std::size_t slice_facts, const Tell& tell) {
    Sources sources;
    Diagnostics diagnostics;
    RunOptions options;
    options.slice_facts = slice_facts;
    options.witness = slice_facts == 1;
    Session session(sources, diagnostics);
    return session.load_text("set.xml", set, options) ? tell(session, sources) : "wrong input";
}

std::string told(const std::string& set, std::size_t slice_facts, std::size_t* components = nullptr) {
    return rendered(set, slice_facts, [&](Session& session, const Sources&) {
        const CheckReport report = session.check();
        std::string out(to_string(report.verdict));
        for (const Finding& f : report.findings) out += '\n' + f.fingerprint;
        for (const std::string& what : report.undecided) out += '\n' + what;
        if (components) *components = report.components;
        return out;
    });
}

std::string repaired(const std::string& set, std::size_t slice_facts) {
    return rendered(set, slice_facts, [](Session& session, const Sources& sources) { return render_repair_json(session.repair(), sources); });
}

std::string days(const std::string& set, std::size_t slice_facts) {
    return rendered(set, slice_facts, [](Session& session, const Sources& sources) { return render_timeline_json(session.timeline(), sources); });
}

std::string answered(const std::string& set, std::size_t slice_facts, const std::string& query) {
    return rendered(set, slice_facts, [&](Session& session, Sources& sources) -> std::string {
        const std::optional<Answer> a = session.ask(query, sources.add("<query>", query), 0);
        if (!a) return "wrong query";
        std::string out(to_string(a->truth));
        for (const auto* end : {&a->lower, &a->upper}) out += *end ? " " + (*end)->bound.value.to_string() + ((*end)->bound.open ? " open" : "") : " none";
        for (const auto* end : {&a->earliest, &a->latest}) out += *end ? " " + to_string((*end)->day) : " none";
        return out;
    });
}

/// The drawn set, speaking on that day.
std::string speaking(std::string set, const std::string& as_of) {
    const std::string said = " as-of='2015-01-31'";
    return set.replace(set.find(said), said.size(), as_of);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(speaking_day)

BOOST_AUTO_TEST_CASE(a_chosen_day_tells_what_all_days_tell) {
    witness_runs::DrawnRegister draw(20301);
    int consistent = 0, contradictory = 0, on_a_day = 0;
    for (int round = 0; round < 300; ++round) {
        const std::string set = draw.set(3);
        for (const char* as_of : {"", " as-of='2012'", " as-of='2014~'", " as-of='2013-06'"}) {
            const std::string text = speaking(set, as_of);
            std::size_t one_by_one = 0, together = 0;
            const std::string whole = told(text, SIZE_MAX, &together);
            if (whole == "wrong input") continue;
            consistent += whole == "consistent";
            contradictory += whole.starts_with("contradictory");
            BOOST_TEST_CONTEXT(text) { BOOST_REQUIRE_EQUAL(told(text, 1, &one_by_one), whole); }
            on_a_day += one_by_one != together;  // parts that have a world are counted, not the components in them
        }
    }
    BOOST_TEST(consistent > 100);
    BOOST_TEST(contradictory > 100);
    BOOST_TEST(on_a_day > 200);
}

BOOST_AUTO_TEST_CASE(answers_on_a_chosen_day_are_those_on_all) {
    witness_runs::DrawnRegister draw(20302);
    const char* queries[] = {"capital(p0, a0)", "votes(q0, b0) > 25%", "controls(a0, b0)", "any(x: party, votes(x, a0) > 50%)",
                             "sum(x: party, capital(x, c0))", "f0.start", "e0.end", "now", "capital(p0, a0) at '2013'"};
    std::map<std::string, int> words;
    for (int round = 0; round < 40; ++round) {
        const std::string set = draw.set(3);
        for (const char* as_of : {"", " as-of='2012'", " as-of='2014~'"})
            for (const char* query : queries) {
                const std::string text = speaking(set, as_of), whole = answered(text, SIZE_MAX, query);
                BOOST_TEST_CONTEXT(query << " of " << text) { BOOST_REQUIRE_EQUAL(answered(text, 1, query), whole); }
                ++words[whole.substr(0, whole.find(' '))];
            }
    }
    for (const char* word : {"certain", "possible", "impossible", "contradictory"}) BOOST_TEST(words[word] > 0, word << ": " << words[word]);
}

BOOST_AUTO_TEST_CASE(repairs_are_those_of_all_days) {
    witness_runs::DrawnRegister draw(20303);
    int repairs = 0;
    for (int round = 0; round < 25; ++round) {
        const std::string set = draw.set(2);
        for (const char* as_of : {"", " as-of='2014~'"}) {
            const std::string text = speaking(set, as_of), whole = repaired(text, SIZE_MAX);
            BOOST_TEST_CONTEXT(text) { BOOST_REQUIRE_EQUAL(repaired(text, 1), whole); }
            repairs += whole.find("\"cost\"") != std::string::npos;
        }
    }
    BOOST_TEST(repairs > 5);
}

BOOST_AUTO_TEST_CASE(days_are_those_of_all_days) {
    witness_runs::DrawnRegister draw(20304);
    for (int round = 0; round < 100; ++round) {
        const std::string set = draw.set(3);
        for (const char* as_of : {"", " as-of='2012'", " as-of='2014~'"}) {
            const std::string text = speaking(set, as_of), whole = days(text, SIZE_MAX);
            BOOST_TEST_CONTEXT(text) { BOOST_REQUIRE_EQUAL(days(text, 1), whole); }
        }
    }
}

BOOST_AUTO_TEST_CASE(what_clashes_through_the_day_alone_is_found) {
    // a was founded by the day on which the file speaks, and b is to be founded after it, in June 2013 at the latest.
    const auto set = [](const std::string& year) {
        return "<facts xmlns='urn:tenet:facts:1' id='s' as-of='2012/2013'>\n"
               "<entity id='a' kind='company'/><event id='e' kind='founding' date='" + year + "'><participant role='company' ref='a'/></event>\n"
               "<entity id='b' kind='company'/><event id='f' kind='founding' date='2013-06' status='expected'><participant role='company' ref='b'/></event>\n"
               "<claim id='c'>occurs(f)</claim>\n"
               "</facts>";
    };
    for (const char* year : {"2012", "2013-06", "2013-06-28", "2013-07", "2013"})
        BOOST_TEST_CONTEXT(year) { BOOST_TEST(told(set(year), 1) == told(set(year), SIZE_MAX)); }
    BOOST_TEST(told(set("2012"), 1) == "consistent");
    BOOST_TEST(told(set("2013-07"), 1).starts_with("contradictory"));
}

BOOST_AUTO_TEST_SUITE_END()

// Every golden fact set, taken apart as far as it can be and not at all: the same report, word for word.
#include "engine/partition.h"

#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "engine/session.h"
#include "reports/render.h"

using namespace tenet;

namespace {

/// What `told` gives of a run; empty where the set is wrong input.
template <class Told>
std::string told_of(const std::string& file, std::size_t slice_facts, unsigned jobs, std::size_t most, bool witness, const Told& told) {
    Sources sources;
    Diagnostics diagnostics;
    Session session(sources, diagnostics);
    RunOptions options;
    options.files = {file};
    options.now = "2015-01-31";
    options.slice_facts = slice_facts;
    options.witness = witness;
    options.witness_facts = 0;
    options.jobs = jobs;
    options.max_conflicts = static_cast<unsigned>(most);
    if (!session.load(options)) return {};
    return told(session, sources);
}

/// Without witnesses: these count components otherwise, see witness_test.cpp.
std::string report(const std::string& file, std::size_t slice_facts, unsigned jobs, std::size_t most) {
    return told_of(file, slice_facts, jobs, most, false, [](Session& s, const Sources& sources) { return render_check_json(s.check(), sources); });
}

std::string days(const std::string& file, std::size_t slice_facts, unsigned jobs) {
    return told_of(file, slice_facts, jobs, 0, false, [](Session& s, const Sources& sources) { return render_timeline_json(s.timeline(), sources); });
}

std::string repairs(const std::string& file, std::size_t slice_facts, unsigned jobs, bool witness) {
    return told_of(file, slice_facts, jobs, 0, witness, [](Session& s, const Sources& sources) { return render_repair_json(s.repair(), sources); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(partition)

BOOST_AUTO_TEST_CASE(slices_say_what_the_whole_says) {
    int compared = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(std::string(TENET_ROOT) + "/tests/golden")) {
        if (entry.path().extension() != ".xml") continue;
        const std::string file = entry.path().string();
        const std::string whole = report(file, SIZE_MAX, 1, 0);
        if (whole.empty()) continue;
        ++compared;
        BOOST_TEST_CONTEXT(file) {
            BOOST_TEST(report(file, 1, 1, 0) == whole);
            BOOST_TEST(report(file, 1, 3, 0) == whole);
            BOOST_TEST(report(file, 1, 2, 5) == report(file, SIZE_MAX, 1, 5));
            BOOST_TEST(days(file, 1, 2) == days(file, SIZE_MAX, 1));
            const std::string mended = repairs(file, SIZE_MAX, 1, false);
            BOOST_TEST(repairs(file, 1, 2, false) == mended);
            BOOST_TEST(repairs(file, 1, 1, true) == mended);
        }
    }
    BOOST_TEST(compared > 60);
}

BOOST_AUTO_TEST_CASE(unconnected_companies_fall_apart) {
    Sources sources;
    Diagnostics diagnostics;
    std::string text = "<facts xmlns=\"urn:tenet:facts:1\" id=\"apart\" as-of=\"2015-01-31\">\n";
    for (int i = 0; i < 20; ++i) {
        const std::string n = std::to_string(i);
        text += "<entity id=\"p" + n + "\" kind=\"person\"/><entity id=\"c" + n + "\" kind=\"company\"/>\n"
                "<stake id=\"a" + n + "\" holder=\"p" + n + "\" in=\"c" + n + "\" min=\"60%\"/>\n"
                "<stake id=\"b" + n + "\" holder=\"p" + n + "\" in=\"c" + n + "\" max=\"" + (i % 5 == 0 ? "50" : "70") + "%\"/>\n";
    }
    text += "</facts>\n";
    const auto judged = [&](std::size_t slice_facts) {
        Sources own;
        Diagnostics complaints;
        Session session(own, complaints);
        RunOptions options;
        options.slice_facts = slice_facts;
        options.witness = false;
        options.jobs = 1;
        BOOST_REQUIRE(session.load_text("apart.xml", text, options));
        std::size_t most_done = 0, of = 0;
        session.show_progress([&](std::string_view what, std::size_t done, std::size_t total) {
            if (what != "slices judged") return;
            most_done = std::max(most_done, done);
            of = total;
        });
        const CheckReport report = session.check();
        BOOST_TEST(most_done == of);
        BOOST_TEST(of == (slice_facts == 2 ? 20U : 0U));
        return report;
    };
    const CheckReport apart = judged(2), whole = judged(1000);
    BOOST_TEST(apart.components == 20);
    BOOST_TEST(whole.components == 20);
    BOOST_TEST(apart.findings.size() == 4);
    BOOST_TEST(whole.findings.size() == 4);
}

BOOST_AUTO_TEST_CASE(a_day_of_publication_that_nobody_knows_links) {
    // Each company alone allows some day of 2014; both together allow none.
    const auto verdict = [](const std::string& published) {
        const std::string text =
            "<facts xmlns=\"urn:tenet:facts:1\" id=\"p\" as-of=\"2015-01-31\"><source id=\"press\" kind=\"press\" published=\"" + published + "\"/>"
            "<entity id=\"a\" kind=\"person\"/><entity id=\"c\" kind=\"company\"/><entity id=\"b\" kind=\"person\"/><entity id=\"d\" kind=\"company\"/>"
            "<stake holder=\"a\" in=\"c\" above=\"50%\" at=\"press.published\"/>"
            "<stake holder=\"a\" in=\"c\" below=\"40%\" from=\"2014-06-01\" through=\"2014-12-31\"/>"
            "<stake holder=\"b\" in=\"d\" above=\"50%\" at=\"press.published\"/>"
            "<stake holder=\"b\" in=\"d\" below=\"40%\" from=\"2014-01-01\" through=\"2014-05-31\"/></facts>";
        Sources sources;
        Diagnostics diagnostics;
        Session session(sources, diagnostics);
        RunOptions options;
        options.slice_facts = 1;
        options.witness = false;
        options.jobs = 1;
        BOOST_REQUIRE(session.load_text("p.xml", text, options));
        return session.check().verdict;
    };
    BOOST_TEST((verdict("2014") == Verdict::contradictory));
    BOOST_TEST((verdict("2015-01-01") == Verdict::consistent));
}

BOOST_AUTO_TEST_SUITE_END()

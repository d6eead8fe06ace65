// --set: what gives way to what, what stands without an assignment, and what cannot be set.
#include "facts/set_values.h"

#include <boost/test/unit_test.hpp>

#include "facts/reader.h"

using namespace tenet;

namespace {

struct Run {
    Run() {
        const std::string text =
            "<facts xmlns='urn:tenet:facts:1' as-of='2015-01'>\n"
            "<entity id='a' kind='company'/><entity id='b' kind='company'/>\n"
            "<event id='e' kind='announcement' from='2014-01' to='2014-03'/>\n"
            "<stake id='s' holder='a' in='b' above='40%' max='70%' from='2013' through='e.end'/>\n"
            "</facts>\n";
        read_fact_text(sources.add("f.xml", text), set, sources, diagnostics);
        finish_facts(set, sources, diagnostics);
    }
    std::string figures(const Fact& fact) const {
        std::string out;
        for (const Figure& f : std::get<StakeClaim>(fact.body).quantity.figures)
            out += std::to_string(static_cast<int>(f.form)) + "=" + f.word.text + " ";
        return out;
    }
    const Fact& stake() const { return set.facts[*set.find_fact("s")]; }
    const When& when() const { return std::get<StakeClaim>(stake().body).when; }

    Sources sources;
    Diagnostics diagnostics;
    FactSet set;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(set_values_of_facts, Run)

BOOST_AUTO_TEST_CASE(an_exact_figure_takes_the_place_of_all) {
    const auto done = set_values({"s.share=1/3"}, set, sources, diagnostics);
    BOOST_TEST(figures(stake()) == "0=1/3 ");
    BOOST_REQUIRE_EQUAL(done.size(), 1U);
    BOOST_TEST(figures(done[0].without.fact) == "3=70% 4=40% ");
}

BOOST_AUTO_TEST_CASE(one_end_takes_the_place_of_that_end_and_several_hold_together) {
    const auto done = set_values({"s.min=10%", "s.below=20%"}, set, sources, diagnostics);
    BOOST_TEST(figures(stake()) == "2=10% 5=20% ");
    BOOST_REQUIRE_EQUAL(done.size(), 2U);
    BOOST_TEST(figures(done[0].without.fact) == "4=40% 5=20% ");
    BOOST_TEST(figures(done[1].without.fact) == "3=70% 2=10% ");
    BOOST_TEST(figures(done[1].before.fact) == "3=70% 4=40% ");
}

BOOST_AUTO_TEST_CASE(times_and_events) {
    set_values({"s.to=2014-06", "e.date=2014-02-03"}, set, sources, diagnostics);
    BOOST_TEST(!diagnostics.has_errors());
    BOOST_TEST((when().form() == When::Form::period && when().to() && !when().through() && when().from()));
    const Event& event = set.events[0];
    BOOST_TEST((event.date && !event.from && !event.to));
    set_values({"s.throughout=2012"}, set, sources, diagnostics);
    BOOST_TEST((when().form() == When::Form::throughout && !when().from() && !when().to()));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_set_changes_nothing) {
    BOOST_TEST(set_values({"s.basis=votes"}, set, sources, diagnostics).empty());
    BOOST_TEST(diagnostics.has_errors());
    BOOST_TEST(figures(stake()) == "3=70% 4=40% ");
}

BOOST_AUTO_TEST_SUITE_END()

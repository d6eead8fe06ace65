#include <boost/test/unit_test.hpp>

#include "tests/unit/reports/samples.h"

using namespace tenet;

BOOST_AUTO_TEST_SUITE(render_diagnostics_)

BOOST_AUTO_TEST_CASE(one_error) {
    const samples::File file = samples::deal();
    Diagnostics diagnostics;
    Diagnostic& error = diagnostics.error("unknown-name", file.span("thales"), "nobody named 'thales' is declared here",
                                          "did you mean 'thalys'?");
    error.labels.push_back({file.span("<stake id=\"s1\""), "the other stake"});
    error.help = "declare it";
    BOOST_TEST(render_diagnostics(diagnostics.list(), file.sources, {}) ==
               "facts/deal.xml:3:26: error: nobody named 'thales' is declared here\n"
               "    3 |   <stake id=\"s2\" holder=\"thales\" in=\"cloudwatt\" share=\"70%\"/>\n"
               "      |                          ^~~~~~ did you mean 'thalys'?\n"
               "facts/deal.xml:2:3: note: the other stake\n"
               "    2 |   <stake id=\"s1\" holder=\"orange\" in=\"cloudwatt\" above=\"40%\"/>\n"
               "      |   ^~~~~~~~~~~~~~\n"
               "  help: declare it\n");
}

BOOST_AUTO_TEST_CASE(in_file_order_with_a_count) {
    const samples::File file = samples::deal();
    Diagnostics diagnostics;
    diagnostics.error("x", file.span("s2"), "second");
    diagnostics.add({"x", Severity::warning, "first", file.span("s1"), {}, {}, {}});
    diagnostics.error("x", {}, "--at: no date", "did you mean '2015'?");
    const std::string out = render_diagnostics(diagnostics.list(), file.sources, {});
    BOOST_TEST(out.starts_with("tenet: error: --at: no date\n  did you mean '2015'?\n"));
    BOOST_TEST(out.find("warning: first") < out.find("error: second"));
    BOOST_TEST(out.ends_with("2 errors and 1 warning\n"));
    Style quiet;
    quiet.quiet = true;
    BOOST_TEST(render_diagnostics(diagnostics.list(), file.sources, quiet).find("warning") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_flood_is_cut_but_for_errors) {
    const samples::File file = samples::deal();
    Diagnostics diagnostics;
    for (int i = 0; i < 1000; ++i) diagnostics.add({"x", Severity::warning, "flood", file.span("s1"), {}, {}, {}});
    diagnostics.error("x", file.span("s2"), "the error");
    const std::string out = render_diagnostics(diagnostics.list(), file.sources, {});
    BOOST_TEST(out.find("the error") != std::string::npos);
    BOOST_TEST(out.find("-v shows all") != std::string::npos);
    BOOST_TEST(out.size() < 20'000u);
    Style verbose;
    verbose.verbose = 1;
    BOOST_TEST(render_diagnostics(diagnostics.list(), file.sources, verbose).size() > 100'000u);
}

BOOST_AUTO_TEST_CASE(colours_only_when_asked) {
    const samples::File file = samples::deal();
    Diagnostics diagnostics;
    diagnostics.error("x", file.span("s2"), "bad \x1b[2J name");
    BOOST_TEST(render_diagnostics(diagnostics.list(), file.sources, {}).find('\x1b') == std::string::npos);
    Style style;
    style.color = true;
    const std::string out = render_diagnostics(diagnostics.list(), file.sources, style);
    BOOST_TEST(out.find("\x1b[1;31merror:\x1b[0m") != std::string::npos);
    BOOST_TEST(out.find("\x1b[2J") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

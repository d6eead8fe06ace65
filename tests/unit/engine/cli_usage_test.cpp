// The command line: what is wrong with it is said with the mend, and its order does not matter.
#include <boost/test/unit_test.hpp>

#include "tests/unit/engine/cli_capture.h"

using namespace tenet::cli_test;

namespace {

void refused(std::initializer_list<std::string> words, std::string_view message) {
    const Outcome outcome = tenet::cli_test::tenet(words);
    BOOST_TEST(outcome.status == 2);
    BOOST_TEST(outcome.out == "");
    BOOST_TEST(has(outcome.err, message), "'" << message << "' is not in '" << outcome.err << "'");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cli_usage)

BOOST_AUTO_TEST_CASE(help_and_version) {
    const Outcome help = tenet::cli_test::tenet({"--help"});
    BOOST_TEST(help.status == 0);
    for (const tenet::Command& command : tenet::commands()) {
        BOOST_TEST(has(help.out, command.summary));
        const Outcome of_command = tenet::cli_test::tenet({std::string(command.name), "--help"});
        BOOST_TEST(of_command.status == 0);
        BOOST_TEST(has(of_command.out, "usage: tenet " + std::string(command.name)));
        BOOST_TEST(of_command.err == "");
    }
    const Outcome version = tenet::cli_test::tenet({"--version"});
    BOOST_TEST(version.status == 0);
    BOOST_TEST(version.out.starts_with("tenet "));
    const Outcome nothing = tenet::cli_test::tenet({});
    BOOST_TEST(nothing.status == 2);
    BOOST_TEST(has(nothing.err, "usage: tenet COMMAND"));
}

BOOST_AUTO_TEST_CASE(wrong_usage_names_the_mend) {
    refused({"chek", "facts.xml"}, "there is no command 'chek'; did you mean 'check'?");
    refused({"--format", "json", "check"}, "'--format' comes too early");
    refused({"check"}, "no facts are named");
    refused({"check", "--rule", "core", "f.xml"}, "has no option '--rule'; did you mean '--rules'?");
    refused({"check", "f.xml", "--formt=json"}, "has no option '--formt'; did you mean '--format'?");
    refused({"check", "f.xml", "--format", "jsn"}, "takes text or json, not 'jsn'; did you mean 'json'?");
    refused({"check", "f.xml", "--only", "sure"}, "takes stated, not 'sure'");
    refused({"check", "f.xml", "--rules"}, "--rules lacks its value");
    for (const char* wrong : {"0", "-5", "soon", "1e9999", "nan", "1.2.3"})
        refused({"check", "f.xml", "--timeout", wrong}, "--timeout: takes a number of seconds above 0");
    for (const char* wrong : {"0", "1.5", "99999999999999999999", "x"}) {
        refused({"check", "f.xml", "--jobs", wrong}, "--jobs: takes a whole number from 1 on");
        refused({"check", "f.xml", "--max-conflicts", wrong}, "--max-conflicts: takes a whole number from 1 on");
    }
    refused({"ask"}, "no query is given");
    refused({"ask", "now"}, "no facts are named");
    refused({"ask", "now", "f.xml", "--expect", "sure"},
            "takes certain, possible, impossible, void, bounded, listed or differ");
    refused({"ask", "-capital(a, b)", "f.xml"}, "a query that begins with a minus stands behind `--`");
    refused({"ask", "-f", "-", "-"}, "standard input cannot be both");
    refused({"ask", "-f", "nowhere.txt", "f.xml"}, "cannot read the queries in nowhere.txt");
    refused({"schema", "fact"}, "there is no schema 'fact'; did you mean 'facts'?");
    refused({"schema"}, "usage: tenet schema facts|rules|json");
    refused({"rules", "lst"}, "did you mean 'list'?");
    refused({"rules", "show"}, "takes one pack");
    refused({"rules", "test"}, "at least one pack");
}

BOOST_AUTO_TEST_CASE(what_is_not_built_is_not_offered) {
    const std::string help = tenet::cli_test::tenet({"--help"}).out;
    for (const char* later : {"graph", "report", "import", "export"}) {
        BOOST_TEST(!has(help, std::string("  ") + later));
        refused({later, "f.xml"}, std::string("there is no command '") + later + "'");
    }
}

BOOST_AUTO_TEST_CASE(schemas_are_printed_whole) {
    BOOST_TEST(tenet::cli_test::tenet({"schema", "json"}).out ==
               Folder().read(TENET_ROOT "/reports/tenet.schema.json"));
    BOOST_TEST(has(tenet::cli_test::tenet({"schema", "facts"}).out, "urn:tenet:facts:1"));
    BOOST_TEST(has(tenet::cli_test::tenet({"schema", "rules"}).out, "urn:tenet:rules:1"));
}

BOOST_AUTO_TEST_SUITE_END()

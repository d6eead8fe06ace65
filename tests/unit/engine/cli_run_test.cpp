// Whole runs on small facts: exit statuses, where results go, and many queries at once.
#include <boost/test/unit_test.hpp>

#include "tests/unit/engine/cli_capture.h"

using namespace tenet::cli_test;

namespace {

const std::string deal =
    "<facts xmlns=\"urn:tenet:facts:1\" id=\"deal\">\n"
    "<entity id=\"orange\" kind=\"company\"/>\n"
    "<entity id=\"cloudwatt\" kind=\"company\"/>\n"
    "<stake id=\"s1\" holder=\"orange\" in=\"cloudwatt\" above=\"40%\"/>\n"
    "</facts>\n";
const std::string clash =
    "<facts xmlns=\"urn:tenet:facts:1\" id=\"clash\">\n"
    "<entity id=\"a\" kind=\"company\"/><entity id=\"b\" kind=\"company\"/>\n"
    "<stake id=\"s1\" holder=\"a\" in=\"b\" share=\"140%\"/>\n"
    "</facts>\n";

std::size_t lines(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

Outcome run(std::initializer_list<std::string> words) { return tenet::cli_test::tenet(words); }

struct Facts : Folder {
    Facts() {
        write("deal.xml", deal);
        write("clash.xml", clash);
        write("bad.xml",
              "<facts xmlns=\"urn:tenet:facts:1\" id=\"bad\">\n<stake holder=\"nobody\" in=\"x\"/>\n</facts>\n");
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(cli_run, Facts)

BOOST_AUTO_TEST_CASE(exit_statuses) {
    BOOST_TEST(run({"check", "deal.xml"}).status == 0);
    BOOST_TEST(run({"check", "clash.xml"}).status == 1);
    const Outcome bad = run({"check", "bad.xml"});
    BOOST_TEST(bad.status == 2);
    BOOST_TEST(bad.out == "");
    BOOST_TEST(has(bad.err, "bad.xml:2:"));
    BOOST_TEST(run({"check", "missing.xml"}).status == 2);
    BOOST_TEST(run({"ask", "capital(a, b)", "clash.xml"}).status == 1);
    BOOST_TEST(run({"ask", "votes(orange, cloudwatt) > 50%", "deal.xml", "--expect", "possible"}).status == 0);
    const Outcome differs = run({"ask", "votes(orange, cloudwatt) > 50%", "deal.xml", "--expect", "certain"});
    BOOST_TEST(differs.status == 1);
    BOOST_TEST(has(differs.out, "not as expected: --expect says certain, the answer is possible"));
    BOOST_TEST(run({"ask", "capital(orange, cloudwatt)", "deal.xml", "--expect", "bounded"}).status == 0);
}

BOOST_AUTO_TEST_CASE(options_stand_anywhere) {
    const std::string plain = run({"ask", "capital(orange, cloudwatt)", "deal.xml", "--format", "json"}).out;
    BOOST_TEST(has(plain, "\"2/5\""));
    BOOST_TEST(run({"ask", "--format", "json", "capital(orange, cloudwatt)", "deal.xml"}).out == plain);
    BOOST_TEST(run({"ask", "capital(orange, cloudwatt)", "--format=json", "deal.xml"}).out == plain);
    // A list option takes one value and leaves the file alone.
    BOOST_TEST(run({"ask", "--format", "json", "--rules", "core", "capital(orange, cloudwatt)", "deal.xml"}).out ==
               plain);
    BOOST_TEST(has(run({"ask", "--", "-capital(orange, cloudwatt)", "deal.xml"}).out, "-40 %"));
}

BOOST_AUTO_TEST_CASE(results_go_where_they_are_sent) {
    const Outcome to_file = run({"check", "deal.xml", "-o", "out.json", "--format", "json"});
    BOOST_TEST(to_file.status == 0);
    BOOST_TEST(to_file.out == "");
    BOOST_TEST(read("out.json") == run({"check", "deal.xml", "--format", "json"}).out);
    const std::size_t before = files();
    BOOST_TEST(run({"check", "bad.xml", "-o", "out.json"}).status == 2);
    BOOST_TEST(has(read("out.json"), "consistent"));  // what was there stays
    BOOST_TEST(run({"check", "bad.xml", "-o", "new.json"}).status == 2);
    BOOST_TEST(files() == before);
    BOOST_TEST(run({"check", "deal.xml", "-o", "nowhere/out.json"}).status == 2);
    const std::string colours = run({"check", "deal.xml", "--color", "always"}).out;
    BOOST_TEST(has(colours, "\x1b["));
    BOOST_TEST(!has(run({"check", "deal.xml"}).out, "\x1b["));  // no terminal
}

BOOST_AUTO_TEST_CASE(many_queries) {
    write("q.txt", "# who holds what\nvotes(orange, cloudwatt) > 50%\n\n   capital(orange, cloudwatt)  \r\n");
    const Outcome json = run({"ask", "-f", "q.txt", "deal.xml", "--format", "json"});
    BOOST_TEST(json.status == 0);
    BOOST_TEST(lines(json.out) == 2u);
    BOOST_TEST(has(json.out, "\"query\":\"capital(orange, cloudwatt)\""));
    const Outcome text = run({"ask", "-f", "q.txt", "deal.xml"});
    BOOST_TEST(has(text.out, "? votes(orange, cloudwatt) > 50%\npossible: "));
    // The worst status wins; a wrong query is placed in its file and does not silence the others.
    BOOST_TEST(run({"ask", "-f", "q.txt", "deal.xml", "--expect", "possible"}).status == 1);
    write("wrong.txt", "now\n  votes(orage, cloudwatt) > 50%\ncapital(orange, cloudwatt)\n");
    const Outcome wrong = run({"ask", "deal.xml", "-f", "wrong.txt", "--format", "json"});
    BOOST_TEST(wrong.status == 2);
    BOOST_TEST(lines(wrong.out) == 2u);
    BOOST_TEST(has(wrong.err, "wrong.txt:2:9: error:"));
    BOOST_TEST(has(wrong.err, "orange"));
    write("none.txt", "# nothing\n");
    BOOST_TEST(run({"ask", "-f", "none.txt", "deal.xml"}).status == 2);
}

BOOST_AUTO_TEST_CASE(a_wrong_query_is_shown_with_a_caret) {
    const Outcome wrong = run({"ask", "capital(orange, cloudwatt) > 'x'", "deal.xml"});
    BOOST_TEST(wrong.status == 2);
    BOOST_TEST(wrong.out == "");
    BOOST_TEST(has(wrong.err, "<query>:1:"));
    BOOST_TEST(has(wrong.err, "^"));
}

BOOST_AUTO_TEST_CASE(packs) {
    const Outcome list = run({"rules", "list"});
    BOOST_TEST(list.status == 0);
    BOOST_TEST(has(list.out, "core"));
    const Outcome shown = run({"rules", "show", "core"});
    BOOST_TEST(shown.status == 0);
    for (const char* words : {"acquisition", "chief-executive", "subsidiary-of", "majority(h: party, c: organisation)",
                              "votes(h, c) > 50%", "whole for c: organisation", "no-votes-in-itself"})
        BOOST_TEST(has(shown.out, words), words);
    BOOST_TEST(run({"rules", "show", "cor"}).status == 2);
    BOOST_TEST(run({"rules", "test", "core"}).status == 0);
    const std::string example =
        "<rules xmlns=\"urn:tenet:rules:1\" id=\"mine\" title=\"Mine\">\n"
        "<example>\n<facts xmlns=\"urn:tenet:facts:1\" id=\"e\"><entity id=\"a\" kind=\"company\"/>"
        "<entity id=\"b\" kind=\"company\"/><stake holder=\"a\" in=\"b\" share=\"60%\"/>"
        "<expect answer=\"ANSWER\">capital(a, b) > 50%</expect></facts>\n</example>\n</rules>\n";
    std::string good = example, failing = example, broken = example;
    good.replace(good.find("ANSWER"), 6, "certain");
    failing.replace(failing.find("ANSWER"), 6, "impossible");
    broken.replace(broken.find("holder"), 6, "holdr");
    broken.replace(broken.find("ANSWER"), 6, "certain");
    write("good.xml", good);
    write("failing.xml", failing);
    write("broken.xml", broken);
    BOOST_TEST(run({"rules", "test", "./good.xml"}).out == "mine: 1 example as expected\n");
    const Outcome failed = run({"rules", "test", "./failing.xml"});
    BOOST_TEST(failed.status == 1);
    BOOST_TEST(has(failed.out, "mine: 1 example not as expected"));
    BOOST_TEST(has(failed.out, "expected impossible, found certain"));
    const Outcome wrong = run({"rules", "test", "./good.xml", "./broken.xml"});
    BOOST_TEST(wrong.status == 2);
    BOOST_TEST(has(wrong.err, "broken.xml:3:"));
    BOOST_TEST(has(wrong.err, "holdr"));
}

BOOST_AUTO_TEST_SUITE_END()

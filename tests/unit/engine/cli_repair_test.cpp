// Whole runs of repair, diff and ask --repairs: where results go, exit statuses, folders that appear whole or not at
// all.
#include <boost/test/unit_test.hpp>

#include "engine/cli/new_folder.h"
#include "tests/unit/engine/cli_capture.h"

using namespace tenet::cli_test;

namespace {

Outcome run(std::initializer_list<std::string> words) { return tenet::cli_test::tenet(words); }

struct Facts : Folder {
    std::string clash =
        "<facts xmlns=\"urn:tenet:facts:1\" as-of=\"2015-01-31\"><!-- kept -->\n"
        "<entity id=\"a\" kind=\"company\"/><entity id=\"b\" kind=\"company\"/><entity id=\"c\" kind=\"company\"/>\n"
        "<stake id=\"s1\"   holder=\"a\" in=\"c\" share=\"70%\"/>\n"
        "<stake id=\"s2\" holder='b' in=\"c\" min='40%' status=\"reported\"/>\n"
        "</facts>\n";
    Facts() { write("clash.xml", clash); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(cli_repair, Facts)

BOOST_AUTO_TEST_CASE(proposed_and_applied) {
    const Outcome proposed = run({"repair", "clash.xml", "-q"});
    BOOST_TEST(proposed.status == 1);
    BOOST_TEST(has(proposed.out, "repair 1 (cost 0.05): change min=\"40%\" of s2 to \"30%\""));
    BOOST_TEST(has(proposed.out, "drop s2"));
    BOOST_TEST(run({"repair", "clash.xml", "--apply", "1", "-o", "out"}).status == 1);
    std::string mended = clash;
    mended.replace(mended.find("40%"), 3, "30%");
    BOOST_TEST(read("out/clash.xml") == mended);
    BOOST_TEST(read("clash.xml") == clash);
    BOOST_TEST(run({"check", "out"}).status == 0);
    BOOST_TEST(run({"repair", "out"}).status == 0);
    BOOST_TEST(run({"diff", "out", "clash.xml"}).status == 1);
    BOOST_TEST(run({"diff", "clash.xml", "out"}).status == 0);
    const Outcome dropped = run({"repair", "clash.xml", "--apply", "3", "-o", "out3", "--format", "json"});
    BOOST_TEST(has(dropped.out, "out3/clash.xml"));
    BOOST_TEST(has(read("out3/clash.xml"), "min='40%' status=\"hypothetical\"/>"));
}

BOOST_AUTO_TEST_CASE(folders_are_new_and_whole) {
    for (const char* target : {"clash.xml", "missing/out", "."}) {
        const Outcome refused = run({"repair", "clash.xml", "--apply", "1", "-o", target});
        BOOST_TEST(refused.status == 2, target);
        BOOST_TEST(has(refused.err, "cannot write the folder"), refused.err);
    }
    BOOST_TEST(run({"repair", "clash.xml", "--apply", "1"}).status == 2);
    BOOST_TEST(run({"repair", "clash.xml", "--apply", "40", "-o", "out"}).status == 2);
    BOOST_TEST(files() == 1U);
    std::filesystem::create_directory("empty");
    BOOST_TEST(run({"repair", "clash.xml", "--apply", "1", "-o", "empty/"}).status == 1);
    BOOST_TEST(read("empty/clash.xml") != "");
    // A file that cannot be written takes the folder with it.
    BOOST_CHECK_THROW(tenet::NewFolder("half").write({{"a.xml", "x"}, {"a.xml/b.xml", "y"}}), std::exception);
    BOOST_TEST(files() == 2U);
}

BOOST_AUTO_TEST_CASE(answers_in_every_repair) {
    const Outcome some = run({"ask", "--repairs", "capital(a, c) > 50%", "clash.xml"});
    BOOST_TEST(some.status == 1);
    BOOST_TEST(has(some.out, "certain in some repairs, not in every one"));
    const Outcome every = run({"ask", "--repairs", "capital(a, c) + capital(b, c) > 30%", "clash.xml"});
    BOOST_TEST(has(every.out, "certain in every repair"));
    const Outcome none = run({"ask", "--repairs", "capital(a, c) > 80%", "clash.xml"});
    BOOST_TEST(has(none.out, "possible in no repair"));
    BOOST_TEST(!has(run({"ask", "capital(a, c) > 50%", "clash.xml"}).out, "in the repairs"));
}

BOOST_AUTO_TEST_CASE(limits_and_nonsense) {
    BOOST_TEST(run({"repair", "clash.xml", "--timeout", "0.000001"}).status != 0);
    BOOST_TEST(run({"repair"}).status == 2);
    BOOST_TEST(run({"diff", "clash.xml"}).status == 2);
    BOOST_TEST(run({"diff", "clash.xml", "missing.xml"}).status == 2);
    BOOST_TEST(run({"diff", "-", "-"}).status == 2);
}

BOOST_AUTO_TEST_SUITE_END()

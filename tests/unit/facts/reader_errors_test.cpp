// What is wrong in a fact set is all said at once, each with its place and the likely mend.
#include <boost/test/unit_test.hpp>

#include "tests/unit/facts/reading.h"

using namespace tenet;

namespace {

/// Reads `content` from line 7 on (read_in) and compares the places of all complaints.
void expect(std::string_view content, std::string_view places, std::string_view root = "") {
    const Reading r = read_in(content, root);
    BOOST_TEST(r.places() == places, content << "\n  gives: " << r.places() << "\n  not:   " << places);
}

/// Whether what the first complaint says contains all `words`.
void expect_words(std::string_view content, std::initializer_list<std::string_view> words) {
    const Reading r = read_in(content);
    for (std::string_view word : words)
        BOOST_TEST(r.first().find(word) != std::string::npos, content << ": " << word << " is not in: " << r.first());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reader_errors)

BOOST_AUTO_TEST_CASE(all_errors_come_at_once) {
    expect(R"(<stake holder="oo" in="c" shares="40%"/>
<stak holder="o" in="c" share="40%"/>
<stake holder="o" in="c" share="40,5 %" at="2014-02-30"/>
<claim></claim>)",
           "unknown-attribute 7:27 shares\nunknown-element 8:2 stak\nbad-number 9:33 40,5 %\nbad-date 9:53 30\n"
           "empty-value 10:1 <claim>\nunknown-name 7:16 oo");
}

BOOST_AUTO_TEST_CASE(references_to_nobody) {
    expect(R"(<stake holder="x1" in="x2" share="1%" source="x3" if="e x4" from="x5.start" to="x6.published"/>)",
           "unknown-name 7:47 x3\nunknown-name 7:57 x4\nunknown-name 7:16 x1\nunknown-name 7:24 x2\n"
           "unknown-name 7:67 x5\nunknown-name 7:81 x6");
    expect(R"(<event kind="launch" date="x1.end"><participant role="by" ref="x2"/></event>)",
           "unknown-name 7:28 x1\nunknown-name 7:64 x2");
    expect(R"(<complete holders-of="x1" holders="o x2  p"/>)", "unknown-name 7:23 x1\nunknown-name 7:38 x2");
    expect(R"(<unchanged holders-of="x1" from="2015" to="x2.end"/>)", "unknown-name 7:24 x1\nunknown-name 7:44 x2");
    expect(R"(<office person="x1" of="x2" title="t" throughout="x3.date"/>)",
           "unknown-name 7:17 x1\nunknown-name 7:25 x2\nunknown-name 7:51 x3");
    expect(R"(<relation kind="k" subject="x1" object="x2" through="x3.end"/>)",
           "unknown-name 7:29 x1\nunknown-name 7:41 x2\nunknown-name 7:54 x3");
    expect(R"(<order a="x1" is="before" b="x2.end"/>)", "unknown-name 7:11 x1\nunknown-name 7:30 x2");
    expect(R"(<measure of="x1" name="n" value="1"/>)", "unknown-name 7:14 x1");
    expect(R"(<same a="x1" b="x2"/>)", "unknown-name 7:10 x1\nunknown-name 7:17 x2");
    expect(R"(<entity id="n" kind="fund" same-as="x1"/>)", "unknown-name 7:37 x1");
}

BOOST_AUTO_TEST_CASE(references_to_something_else) {
    expect(R"(<stake holder="e" in="s" share="1%" source="o" if="o"/>)",
           "wrong-reference 7:45 o\nwrong-reference 7:52 o\nwrong-reference 7:16 e\nwrong-reference 7:23 s");
    expect_words(R"(<stake holder="e" in="c" share="1%"/>)",
                 {"'e' is an event", "an entity is wanted", "declared here"});
    expect_words(R"(<relation kind="uses" subject="o" object="e"/>)", {"'e' is an event", "a relation ties entities"});
    expect_words(R"(<order a="o" is="before" b="e"/>)", {"'o' is an entity", "an event is wanted", "an order ties"});
    expect_words(R"(<claim if="e, e">1=1</claim>)", {"'e,'", "with spaces between"});
    expect(R"(<stake holder="o" in="c" share="1%" at="s.end" from="e.published"/>)",
           "time-forms 7:48 from\nwrong-reference 7:41 s\nwrong-reference 7:54 e");
}

BOOST_AUTO_TEST_CASE(likely_mends) {
    expect_words(R"(<entity id="orange" kind="company"/><stake holder="orage" in="c" share="1%"/>)",
                 {"nobody named 'orage'", "did you mean 'orange' (line 7)?"});
    expect_words(R"(<claim status="statd">1=1</claim>)", {"'statd'", "did you mean 'stated'?", "hypothetical"});
    expect_words(R"(<order a="e" is="meets-by" b="e"/>)", {"did you mean 'met-by'?", "overlapped-by"});
    expect_words(R"(<stake holder="o" in="c" share="1%" basis="vote"/>)", {"did you mean 'votes'?"});
    expect_words(R"(<stake holder="o" in="c" value="1%"/>)", {"no attribute 'value'", "did you mean 'share'?"});
    expect_words(R"(<measure of="o" name="n" share="1"/>)", {"did you mean 'value'?"});
    expect_words(R"(<stake holder="o" in="c" share="1%" until="2015"/>)", {"did you mean 'through'?"});
    expect_words(R"(<expect answer="sure">1=1</expect>)", {"'sure'", "certain, possible"});
    expect_words(R"(<evnt kind="launch"/>)", {"did you mean 'event'?", "<stake>"});
    expect_words(R"(<participant role="by" ref="o"/>)", {"inside an <event> only"});
    expect_words(R"(<event kind="launch"><participnat role="by" ref="o"/></event>)", {"did you mean 'participant'?"});
    expect_words(R"(<claim source="ss">1=1</claim>)", {"no source named 'ss'", "did you mean 's' (line 6)?"});
    expect_words(R"(<stake holder="o" in="c" share="40 %"/>)", {"did you mean '40%'?", "44.4%"});
    expect_words(R"(<stake holder="o" in="c" share=".5"/>)", {"did you mean '0.5'?"});
    expect_words(R"(<stake holder="o" in="c" share="1%" at="e"/>)", {"names an event", "'e.start'"});
    expect_words(R"(<stake holder="o" in="c" share="1%" at="e.begin"/>)", {"an event has .start"});
    expect_words(R"(<stake holder="o" in="c" share="1%" at="e.strat"/>)", {"did you mean 'e.start'?"});
    expect_words(R"(<source id="z" figures="round"/>)", {"'round'", "figures=\"rounded\" reads"});
}

BOOST_AUTO_TEST_CASE(what_is_missing) {
    expect(R"(<stake/>)",
           "missing-attribute 7:1 <stake/>\nmissing-attribute 7:1 <stake/>\nmissing-attribute 7:1 <stake/>");
    expect_words(R"(<stake holder="o" in="c"/>)", {"says no figure", "share="});
    expect_words(R"(<entity kind="fund"/>)", {"<entity> needs the attribute 'id'"});
    expect_words(R"(<entity id="n"/>)", {"needs the attribute 'kind'"});
    expect_words(R"(<source/>)", {"needs the attribute 'id'"});
    expect_words(R"(<use/>)", {"needs the attribute 'rules'"});
    expect_words(R"(<unchanged holders-of="c" from="2015"/>)", {"until when", "through="});
    expect_words(R"(<unchanged holders-of="c" through="2015"/>)", {"needs the attribute 'from'"});
    expect_words(R"(<event kind="launch"><participant role="by"/></event>)",
                 {"<participant> needs the attribute 'ref'"});
    expect_words(R"(<expect>1 = 1</expect>)", {"does not say what it expects"});
    expect_words(R"(<expect answer="certain"> </expect>)", {"holds no query"});
    expect_words(R"(<claim if=" ">1 = 1</claim>)", {"'if' names no event"});
    // A misspelt attribute is one error, not two.
    expect(R"(<stake holdr="o" in="c" shar="1%"/>)", "unknown-attribute 7:8 holdr\nunknown-attribute 7:25 shar");
}

BOOST_AUTO_TEST_CASE(ids_are_declared_once) {
    expect(R"(<claim id="o">1=1</claim><source id="e"/><entity id="s" kind="fund"/><event id="s" kind="launch"/>)",
           "duplicate-id 7:12 o\nduplicate-id 7:38 e\nduplicate-id 7:54 s\nduplicate-id 7:81 s");
    expect_words(R"(<source id="e"/>)", {"'e' is taken by an event", "first declared here"});
    expect(R"(<claim id="">1=1</claim><claim id=" x">1=1</claim><claim id="a`b">1=1</claim>)",
           "bad-id 7:12 \nbad-id 7:36  x\nbad-id 7:62 a`b");
}

BOOST_AUTO_TEST_CASE(entities_that_differ) {
    expect(R"(<entity id="o" kind="fund"/>)", "entity-differs 7:22 fund");
    expect(R"(<entity id="p" kind="person" jurisdiction="FR"/><entity id="p" kind="person" jurisdiction="DE"/>)",
           "entity-differs 7:92 DE");
    expect(R"(<entity id="p" kind="person" same-as="o"/><entity id="p" kind="person" same-as="c"/>)",
           "entity-differs 7:81 c");
    expect_words(R"(<entity id="o" kind="fund"/>)", {"a company where it was declared before, and a fund here"});
}

BOOST_AUTO_TEST_CASE(numbers) {
    expect(R"(<stake holder="o" in="c" share="x" about="1/3" min="" max="1/0" above="1e3" below="--1"/>)",
           "bad-number 7:33 x\nbad-number 7:43 1/3\nbad-number 7:53 \nbad-number 7:60 1/0\nbad-number 7:72 1e3\n"
           "bad-number 7:84 --1");
    expect_words(R"(<stake holder="o" in="c" about="1/3"/>)", {"a fraction is exact", "use 'share'"});
    expect(R"(<source id="t1" trust="0"/><source id="t2" trust="1.01"/><source id="t3" trust="-0.1"/>)",
           "bad-trust 7:51 1.01\nbad-trust 7:81 -0.1");
    const std::string long_number(2000, '7');
    const Reading r = read_in("<stake holder='o' in='c' share='" + long_number + "'/>");
    BOOST_TEST(r.count() == 1u);
    BOOST_TEST(r.first().size() < 200u);
}

BOOST_AUTO_TEST_CASE(times_that_exclude_each_other) {
    const std::string stake = R"(<stake holder="o" in="c" share="1%" )";
    expect(stake + R"(at="2015" throughout="2016"/>)", "time-forms 7:47 throughout");
    expect(stake + R"(at="2015" from="2016"/>)", "time-forms 7:47 from");
    expect(stake + R"(throughout="2015" to="2016"/>)", "time-forms 7:55 to");
    expect(stake + R"(to="2015" through="2016"/>)", "time-forms 7:47 through");
    expect(R"(<event kind="launch" date="2015" to="2016"/>)", "time-forms 7:34 to");
    expect(R"(<unchanged holders-of="c" from="2015" to="2016" through="2017"/>)", "time-forms 7:49 through");
    expect(R"(<unchanged holders-of="c" from="2015" at="2016"/>)",
           "unknown-attribute 7:39 at\nmissing-attribute 7:1 "
           R"(<unchanged holders-of="c" from="2015" at="2016"/>)");
    expect_words(stake + R"(to="2015" through="2016"/>)", {"'to' and 'through' exclude each other", "given here"});
}

BOOST_AUTO_TEST_CASE(dates_and_durations) {
    expect(R"(<claim>1=1</claim>)", "bad-date 1:41 yesterday", " as-of='yesterday'");
    expect(R"(<claim>1=1</claim>)", "bad-date 1:41 now", " as-of='now'");
    expect_words(R"(<source id="q" published="e.end"/>)", {"takes a date, not an instant"});
    expect(R"(<order a="e" is="before" b="2015-13"/>)", "bad-date 7:29 2015-13");
    expect_words(R"(<order a="e" is="before" b="2015-13"/>)", {"'2015-13' is not a date, and no event has this id"});
    expect(R"(<order a="e" is="before" b="2015" gap="2 months"/>)", "bad-duration 7:40 2 months");
    expect(R"(<order a="e" is="meets" b="2015" gap="P2M"/>)", "gap-without-before 7:34 gap");
    expect(R"(<order a="e" is="after" b="2015" gap="P2M/.."/>)", "");
    expect(R"(<expect lower="soon" above="1">1</expect>)", "bad-bound 7:16 soon\nbad-bound 7:22 above");
    expect(R"(<expect answer="certain" below="1">1</expect>)", "bad-bound 7:26 below");
    expect(R"(<stake holder="o" in="c" share="1%" at=""/>)", "bad-date 7:41 ");
}

BOOST_AUTO_TEST_CASE(an_event_of_several_days_has_no_date) {
    expect(R"(<event id="long" kind="launch" from="2015"/><stake holder="o" in="c" share="1%" at="long.date"/>
<order a="later.date" is="before" b="e.date"/><event id="later" kind="launch" to="2015"/>)",
           "no-date 7:85 long.date\nno-date 8:11 later.date");
    expect_words(R"(<event id="long" kind="launch" from="2015"/><event kind="launch" date="long.date"/>)",
                 {"no single day", "'long.start' or 'long.end'"});
}

BOOST_AUTO_TEST_CASE(children_and_text_where_none_belong) {
    expect(R"(<stake holder="o" in="c" share="1%">text</stake>)", "stray-text 7:37 text");
    expect(R"(<stake holder="o" in="c" share="1%"><claim>1</claim></stake>)", "misplaced-element 7:38 claim");
    expect(R"(<claim>o <b/> c</claim>)", "misplaced-element 7:11 b");
    expect("hello\n<claim>1=1</claim>", "stray-text 7:1 hello");
    expect("<claim>1=1</claim> <![CDATA[more]]>", "stray-text 7:29 more]]>");
    expect(R"(<event kind="launch">at noon<participant role="by" ref="o">x</participant></event>)",
           "stray-text 7:22 at noon\nstray-text 7:60 x");
    expect(R"(<claim xmlns="urn:other">1=1</claim>)", "unknown-namespace 7:2 claim");
}

BOOST_AUTO_TEST_CASE(roots) {
    const auto places = [](std::string text) {
        Reading r;
        r.add(std::move(text));
        r.finish();
        return r.places();
    };
    BOOST_TEST(places("<facts/>") == "unknown-namespace 1:2 facts");
    BOOST_TEST(places("<facts xmlns='urn:tenet:facts:2'/>") == "unknown-namespace 1:2 facts");
    BOOST_TEST(places("<fact xmlns='urn:tenet:facts:1'/>") == "unknown-root 1:2 fact");
    BOOST_TEST(places("<facts xmlns='urn:tenet:facts:1'/>").empty());
    BOOST_TEST(places("<facts xmlns='urn:tenet:facts:1' ID='x'/>") == "unknown-attribute 1:34 ID");
    BOOST_TEST(places("<t:facts xmlns='urn:tenet:facts:1'/>") == "unknown-namespace 1:2 t:facts");
}

BOOST_AUTO_TEST_CASE(many_errors_take_bounded_time_and_memory) {
    std::string unknown, wrong;
    for (int i = 0; i < 30'000; ++i) {
        const std::string n = std::to_string(i);
        unknown += "<entity id='entity" + n + "' kind='fund'/><stake holder='nobody" + n + "' in='entity" + n +
                   "' max='1%'/>\n";
        wrong += "<entity id='e" + n + "'/>\n";
    }
    Reading r;
    r.add(facts_of(unknown));
    r.finish();
    BOOST_TEST(r.count() == 10'000u);
    Reading w;
    w.add(facts_of(wrong + "<claim if='nobody'>1 = 1</claim>"));
    w.finish();
    BOOST_TEST(w.count() == 10'001u);
    BOOST_TEST(w.diagnostics.list().back().code == "too-many-errors");
}

BOOST_AUTO_TEST_CASE(long_values_are_not_repeated_whole) {
    const Reading r =
        read_in("<claim status='" + std::string(1'000'000, 'x') + "' source='" + std::string(1'000'000, 'y') +
                "'>1 = 1</claim><event kind='k' date='" + std::string(1'000'000, '{') + "'/>");
    BOOST_TEST(r.count() == 3u);
    for (const Diagnostic& d : r.diagnostics.list()) BOOST_TEST(d.message.size() < 300u, d.message.substr(0, 300));
}

BOOST_AUTO_TEST_SUITE_END()

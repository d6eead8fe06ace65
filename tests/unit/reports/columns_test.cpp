#include "reports/columns.h"

#include <boost/test/unit_test.hpp>

using namespace tenet;

BOOST_AUTO_TEST_SUITE(columns_)

BOOST_AUTO_TEST_CASE(widths) {
    BOOST_TEST(columns("orange") == 6u);
    BOOST_TEST(columns("Société") == 7u);
    BOOST_TEST(columns("日本") == 4u);
    BOOST_TEST(columns("e\u0301") == 1u);   // a combining accent
    BOOST_TEST(columns("\xff\xfe") == 2u);  // no UTF-8: a stand-in for each byte
    BOOST_TEST(columns("") == 0u);
}

BOOST_AUTO_TEST_CASE(nothing_reaches_the_terminal_but_text) {
    BOOST_TEST(visible("a\x1b[31mb") == "a␛[31mb");
    BOOST_TEST(visible("a\u202Eb\u2066c") == "a\uFFFDb\uFFFDc");  // right-to-left override, isolate
    BOOST_TEST(visible("one\r\n\ttwo") == "one   two");
    BOOST_TEST(visible("\xC0\x80|\xED\xA0\x80|\xF4\x90\x80\x80") ==
               "\uFFFD\uFFFD|\uFFFD\uFFFD\uFFFD|\uFFFD\uFFFD\uFFFD\uFFFD");  // overlong, surrogate, too large
    BOOST_TEST(visible("cut \xE6\x97") == "cut \uFFFD\uFFFD");
    BOOST_TEST(visible("\u0085\u009B") == "\uFFFD\uFFFD");  // C1 controls
}

BOOST_AUTO_TEST_CASE(fitting) {
    BOOST_TEST(padded("日本", 6) == "日本  ");
    BOOST_TEST(padded("too long", 3) == "too long");
    BOOST_TEST(shortened("orange", 6) == "orange");
    BOOST_TEST(shortened("orange", 4) == "ora…");
    BOOST_TEST(shortened("日本日本", 4) == "日…");  // half a wide character has no place
    BOOST_TEST(shortened("orange", 1) == "…");
}

BOOST_AUTO_TEST_CASE(wrapping) {
    BOOST_TEST(wrapped("1. ", "one two three", 10) == "1. one two\n   three\n");
    BOOST_TEST(wrapped("", "incomprehensibilities", 5) == "incomprehensibilities\n");
    BOOST_TEST(wrapped("- ", "", 5) == "- \n");
    BOOST_TEST(wrapped("", "  votes(x, y)\n\t+ 1  ", 80) == "votes(x, y) + 1\n");
}

BOOST_AUTO_TEST_SUITE_END()

#include "reports/wording.h"

#include <boost/test/unit_test.hpp>

using namespace tenet;

BOOST_AUTO_TEST_SUITE(wording)

BOOST_AUTO_TEST_CASE(counts_and_lists) {
    BOOST_TEST(count_of(1, "fact") == "1 fact");
    BOOST_TEST(count_of(0, "fact") == "0 facts");
    BOOST_TEST(count_of(2, "query", "queries") == "2 queries");
    BOOST_TEST(listed({"a"}) == "a");
    BOOST_TEST(listed({"a", "b", "c"}) == "a, b and c");
}

BOOST_AUTO_TEST_CASE(numbers) {
    BOOST_TEST(say_number(Rational(2, 5), true) == "40 %");
    BOOST_TEST(say_number(Rational(889, 2000), true) == "44.45 %");
    BOOST_TEST(say_number(Rational(1, 3), true) == "1/3 (about 33.33 %)");
    BOOST_TEST(say_number(Rational(-2, 3), false) == "-2/3 (about -0.67)");
    BOOST_TEST(say_number(Rational(1200), false) == "1200");
    BOOST_TEST(say_number(Rational(1, 4), false) == "0.25");
    // A decimal that ends, but far away.
    BOOST_TEST(say_number(Rational(1, std::int64_t{1} << 40), true) == "1/1099511627776 (about 0 %)");
}

BOOST_AUTO_TEST_CASE(ranges) {
    const Bound open40{Rational(2, 5), true}, shut70{Rational(7, 10), false};
    BOOST_TEST(say_range(open40, shut70, true, "x") == "40 % < x <= 70 %");
    BOOST_TEST(say_range(shut70, std::nullopt, true, "x") == "x >= 70 %");
    BOOST_TEST(say_range(std::nullopt, open40, true, "x") == "x < 40 %");
    BOOST_TEST(say_range(shut70, shut70, true, "x") == "x = 70 %");
    BOOST_TEST(say_range(std::nullopt, std::nullopt, true, "x") == "x can be any number");
}

BOOST_AUTO_TEST_CASE(days) {
    const Day first = day_of(2015, 1, 1), last = day_of(2015, 3, 31);
    BOOST_TEST(say_days(first, last) == "from 2015-01-01 to 2015-03-31");
    BOOST_TEST(say_days(first, first) == "on 2015-01-01");
    BOOST_TEST(say_days(first, std::nullopt) == "2015-01-01 at the earliest");
    BOOST_TEST(say_days(std::nullopt, last) == "2015-03-31 at the latest");
    BOOST_TEST(say_days(std::nullopt, std::nullopt) == "any day");
}

BOOST_AUTO_TEST_SUITE_END()

// Days: every day of a whole 400-year cycle in order, and known days far away.
#include "facts/day.h"

#include <boost/test/unit_test.hpp>

using namespace tenet;

BOOST_AUTO_TEST_SUITE(day)

BOOST_AUTO_TEST_CASE(counts_every_day_of_a_cycle) {
    std::int64_t expected = day_of(-200, 1, 1).number;
    for (std::int64_t year = -200; year <= 200; ++year)
        for (unsigned month = 1; month <= 12; ++month)
            for (unsigned d = 1; d <= days_in_month(year, month); ++d) {
                const Day found = day_of(year, month, d);
                BOOST_REQUIRE_EQUAL(found.number, expected++);
                const Civil back = civil(found);
                BOOST_REQUIRE(back.year == year && back.month == month && back.day == d);
            }
    BOOST_TEST(expected - day_of(-200, 1, 1).number == 146'097 + 365);
}

BOOST_AUTO_TEST_CASE(knows_known_days) {
    BOOST_TEST(day_of(1970, 1, 1).number == 0);
    BOOST_TEST(day_of(2000, 3, 1).number == 11'017);
    BOOST_TEST(day_of(1969, 12, 31).number == -1);
    BOOST_TEST(day_of(0, 3, 1).number == -719'468);
    BOOST_TEST(day_of(1858, 11, 17).number == -40'587);  // the epoch of the Modified Julian Date
    BOOST_TEST(days_in_month(1900, 2) == 28u);
    BOOST_TEST(days_in_month(2000, 2) == 29u);
    BOOST_TEST(days_in_month(0, 2) == 29u);
    BOOST_TEST(days_in_month(-4, 2) == 29u);
    BOOST_TEST(days_in_month(-100, 2) == 28u);
}

BOOST_AUTO_TEST_CASE(reaches_the_last_years) {
    for (const std::int64_t year : {max_year, -max_year, max_year + 1, -max_year - 1}) {
        const Civil last = civil(day_of(year, 12, 31));
        BOOST_TEST((last.year == year && last.month == 12 && last.day == 31));
        BOOST_TEST(day_of(year, 12, 31).number - day_of(year, 1, 1).number ==
                   (days_in_month(year, 2) == 29 ? 365 : 364));
    }
}

BOOST_AUTO_TEST_CASE(prints) {
    BOOST_TEST(to_string(day_of(2015, 3, 31)) == "2015-03-31");
    BOOST_TEST(to_string(day_of(-44, 3, 15)) == "-0044-03-15");
    BOOST_TEST(to_string(day_of(0, 1, 1)) == "0000-01-01");
    BOOST_TEST(to_string(day_of(9999, 12, 31)) == "9999-12-31");
    BOOST_TEST(to_string(day_of(170000002, 1, 1)) == "Y170000002-01-01");
    BOOST_TEST(to_string(day_of(-10000, 1, 1)) == "Y-10000-01-01");
}

BOOST_AUTO_TEST_CASE(ranges_of_one_day) {
    const Day d = day_of(2015, 1, 12);
    BOOST_TEST((DayRange{d, d}.single()));
    BOOST_TEST((!DayRange{d, std::nullopt}.single()));
    BOOST_TEST((!DayRange{d, Day{d.number + 1}}.single()));
}

BOOST_AUTO_TEST_SUITE_END()

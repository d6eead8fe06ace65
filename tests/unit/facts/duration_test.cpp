// Durations, checked against counting days over every start month of 400 years.
#include "facts/duration.h"

#include <algorithm>
#include <string>

#include <boost/test/unit_test.hpp>

#include "facts/day.h"

using namespace tenet;

namespace {

std::string gap(const std::string& text) {
    const DurationResult r = parse_gap(text);
    if (!r.value) return "refused at " + std::to_string(r.offset);
    return std::to_string(r.value->min_days) + ".." + (r.value->max_days ? std::to_string(*r.value->max_days) : "");
}

std::string days(const std::string& text) {
    const DurationResult r = parse_days(text);
    if (!r.value) return "refused at " + std::to_string(r.offset);
    BOOST_TEST((r.value->max_days == r.value->min_days));
    return std::to_string(r.value->min_days);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(duration)

BOOST_AUTO_TEST_CASE(months_are_as_long_as_calendar_months_can_be) {
    for (std::int64_t months = 0; months <= 1000; ++months) {
        std::int64_t fewest = INT64_MAX, most = 0;
        for (std::int64_t start = 0; start < 4800; ++start) {
            const auto first_of = [](std::int64_t m) {
                return day_of(1600 + m / 12, static_cast<unsigned>(m % 12 + 1), 1).number;
            };
            const std::int64_t length = first_of(start + months) - first_of(start);
            fewest = std::min(fewest, length);
            most = std::max(most, length);
        }
        BOOST_TEST(gap("P" + std::to_string(months) + "M") == std::to_string(fewest) + ".." + std::to_string(most));
    }
}

BOOST_AUTO_TEST_CASE(known_lengths) {
    BOOST_TEST(gap("P1M") == "28..31");
    BOOST_TEST(gap("P2M") == "59..62");
    BOOST_TEST(gap("P3M") == "89..92");
    BOOST_TEST(gap("P12M") == "365..366");
    BOOST_TEST(gap("P1Y") == "365..366");
    BOOST_TEST(gap("P4Y") == "1460..1461");  // 1897 to 1900 and the like have no leap day
    BOOST_TEST(gap("P400Y") == "146097..146097");
    BOOST_TEST(gap("P401Y") == "146462..146463");
    BOOST_TEST(gap("P10D") == "10..10");
    BOOST_TEST(gap("P2W") == "14..14");
    BOOST_TEST(gap("P1Y2M10D") == "434..438");  // 14 months: 424 to 428
    BOOST_TEST(gap("P1M1W1D") == "36..39");
    BOOST_TEST(gap("P0D") == "0..0");
    BOOST_TEST(gap("P0Y0M0D") == "0..0");
    BOOST_TEST(gap("P002M") == "59..62");
}

BOOST_AUTO_TEST_CASE(ranges) {
    BOOST_TEST(gap("P2M/P6M") == "59..184");
    BOOST_TEST(gap("P2M/..") == "59..");
    BOOST_TEST(gap("../P6M") == "0..184");
    BOOST_TEST(gap("P10D/P2W") == "10..14");
    BOOST_TEST(gap("P31D/P1M") == "31..31");
    BOOST_TEST(gap("P20M/P30M") == "607..915");
    BOOST_TEST(gap("P2M/P1M") == "refused at 4");
    BOOST_TEST(gap("P32D/P1M") == "refused at 5");
    BOOST_TEST(gap("../..") == "refused at 0");
    BOOST_TEST(gap("/P1M") == "refused at 0");
    BOOST_TEST(gap("P1M/") == "refused at 4");
    BOOST_TEST(gap("P1M/P2M/P3M") == "refused at 7");
    BOOST_TEST(gap("P1M/2M") == "refused at 4");
    BOOST_TEST(gap("/") == "refused at 0");
}

BOOST_AUTO_TEST_CASE(refuses_what_is_no_duration_of_days) {
    BOOST_TEST(gap("") == "refused at 0");
    BOOST_TEST(gap("P") == "refused at 1");
    BOOST_TEST(gap("2M") == "refused at 0");
    BOOST_TEST(gap("-P2M") == "refused at 0");
    BOOST_TEST(gap("P-2M") == "refused at 1");
    BOOST_TEST(gap("P1") == "refused at 2");
    BOOST_TEST(gap("PM") == "refused at 1");
    BOOST_TEST(gap("P1.5M") == "refused at 2");
    BOOST_TEST(gap("P1,5M") == "refused at 2");
    BOOST_TEST(gap("PT5H") == "refused at 1");
    BOOST_TEST(gap("P1DT5H") == "refused at 3");
    BOOST_TEST(gap("P1m") == "refused at 2");
    BOOST_TEST(gap("p1M") == "refused at 0");
    BOOST_TEST(gap("P1D1M") == "refused at 4");
    BOOST_TEST(gap("P1M1M") == "refused at 4");
    BOOST_TEST(gap("P2M ") == "refused at 3");
    BOOST_TEST(gap(" P2M") == "refused at 0");
    BOOST_TEST(gap("P1D/..x") == "refused at 4");
}

BOOST_AUTO_TEST_CASE(absurd_lengths_do_not_overflow) {
    BOOST_TEST(gap("P1000000000000D") == "1000000000000..1000000000000");
    BOOST_TEST(gap("P1000000000001D") == "refused at 1");
    BOOST_TEST(gap("P1M99999999999999999999999D") == "refused at 3");
    BOOST_TEST(gap("P" + std::string(100'000, '9') + "Y") == "refused at 1");
    // 2,500,000,000 cycles of 400 years
    BOOST_TEST(gap("P1000000000000Y") == "365242500000000..365242500000000");
    const DurationResult most = parse_gap("P1000000000000Y1000000000000M1000000000000W1000000000000D");
    BOOST_REQUIRE(most.value.has_value());
    BOOST_TEST(most.value->min_days > 403'678'000'000'000);
    BOOST_TEST(most.value->min_days < 403'680'000'000'000);
}

BOOST_AUTO_TEST_CASE(says_what_to_write) {
    BOOST_TEST(parse_gap("P1.5M").error.find("whole numbers") != std::string::npos);
    BOOST_TEST(parse_gap("PT5H").error.find("whole days") != std::string::npos);
    BOOST_TEST(parse_gap("P1m").error.find("capital") != std::string::npos);
    BOOST_TEST(parse_gap("P1M/").error.find("P2M/..") != std::string::npos);
    BOOST_TEST(parse_days("P1M").error.find("P30D") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(fixed_days) {
    BOOST_TEST(days("P3D") == "3");
    BOOST_TEST(days("P2W") == "14");
    BOOST_TEST(days("P1W2D") == "9");
    BOOST_TEST(days("P0M1D") == "1");
    BOOST_TEST(days("P1M") == "refused at 0");
    BOOST_TEST(days("P1Y") == "refused at 0");
    BOOST_TEST(days("P1D/P2D") == "refused at 3");
    BOOST_TEST(days("") == "refused at 0");
    BOOST_TEST(days("3") == "refused at 0");
    BOOST_TEST(days("-P3D") == "refused at 0");
}

BOOST_AUTO_TEST_SUITE_END()

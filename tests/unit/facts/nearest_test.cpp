// What was probably meant by a misspelt name.
#include <chrono>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "facts/diagnostic.h"

using tenet::nearest;

BOOST_AUTO_TEST_SUITE(nearest_name)

BOOST_AUTO_TEST_CASE(finds_slips) {
    const std::vector<std::string> names = {"cloudwatt", "orange", "thales", "caisse-des-depots"};
    BOOST_TEST(nearest("orage", names) == "orange");
    BOOST_TEST(nearest("ornage", names) == "orange");
    BOOST_TEST(nearest("orangee", names) == "orange");
    BOOST_TEST(nearest("orangi", names) == "orange");
    BOOST_TEST(nearest("cluodwat", names) == "cloudwatt");
    BOOST_TEST(nearest("caisse-de-depot", names) == "caisse-des-depots");
    BOOST_TEST(nearest("THALES", names) == "thales");
    BOOST_TEST(nearest("orange", names) == "orange");
}

BOOST_AUTO_TEST_CASE(is_silent_where_nothing_is_near) {
    const std::vector<std::string> names = {"cloudwatt", "orange", "x", ""};
    BOOST_TEST(nearest("siemens", names).empty());
    BOOST_TEST(nearest("y", names).empty());
    BOOST_TEST(nearest("", names).empty());
    BOOST_TEST(nearest("ora", names).empty());
    BOOST_TEST(nearest("orange", {}).empty());
}

BOOST_AUTO_TEST_CASE(allows_more_in_longer_words) {
    BOOST_TEST(nearest("share", {"sharx"}) == "sharx");
    BOOST_TEST(nearest("share", {"shaxx"}).empty());
    BOOST_TEST(nearest("shares", {"shaxxs"}) == "shaxxs");
    BOOST_TEST(nearest("s1", {"s2"}) == "s2");
}

BOOST_AUTO_TEST_CASE(prefers_the_nearest_then_the_first) {
    BOOST_TEST(nearest("holder", {"holdexx", "holdes", "holde"}) == "holdes");
    BOOST_TEST(nearest("abcdef", {"abcdxx", "abcdey", "abcdez"}) == "abcdey");
    BOOST_TEST(nearest("abcdef", {"abcdez", "abcdey"}) == "abcdez");
    // A swap of neighbours is one slip, not two.
    BOOST_TEST(nearest("from", {"fxxm", "form"}) == "form");
}

BOOST_AUTO_TEST_CASE(counts_letters_not_bytes) {
    BOOST_TEST(nearest("th\xC3\xA9", {"the"}) == "the");
    BOOST_TEST(nearest("\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC", {"\xE2\x82\xAC\xE2\x82\xAC"}) ==
               "\xE2\x82\xAC\xE2\x82\xAC");
}

BOOST_AUTO_TEST_CASE(stays_quick_on_hostile_words) {
    const std::vector<std::string> names(2'000, std::string(100'000, 'a'));
    const auto start = std::chrono::steady_clock::now();
    BOOST_TEST(nearest(std::string(1'000'000, 'a'), names).empty());
    BOOST_TEST(nearest(std::string(90, 'a'), names).empty());
    const std::vector<std::string> many(2'000, std::string(100, 'b'));
    BOOST_TEST(nearest(std::string(100, 'a'), many).empty());
    const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    BOOST_TEST(seconds < 5);
}

BOOST_AUTO_TEST_SUITE_END()

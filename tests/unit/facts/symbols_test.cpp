// The table of ids against a map that does the same, slowly.
#include "facts/symbols.h"

#include <deque>
#include <map>

#include <boost/test/unit_test.hpp>

using namespace tenet;

BOOST_AUTO_TEST_SUITE(symbols)

BOOST_AUTO_TEST_CASE(ids_of_every_length_are_found_again) {
    SymbolTable table;
    BOOST_TEST(table.find("x") == nullptr);
    BOOST_TEST(table.find("") == nullptr);
    std::map<std::string, std::uint32_t> expected;
    std::deque<std::string> kept;
    for (std::uint32_t i = 0; i < 5000; ++i) {
        const std::string id = std::string(i % 23 == 22 ? 253 + i % 5 : i % 23, 'x') + std::to_string(i / 2);  // some of them twice
        const Symbol* taken = table.insert(kept.emplace_back(id), {Symbol::Kind::fact, i});
        const auto [entry, added] = expected.try_emplace(id, i);
        BOOST_REQUIRE((taken == nullptr) == added);
        if (taken) BOOST_REQUIRE(taken->index == entry->second);
        if (i == 100) table.reserve(1000);
    }
    BOOST_TEST(table.size() == expected.size());
    for (const auto& [id, index] : expected) {
        const Symbol* found = table.find(id);
        BOOST_REQUIRE(found);
        BOOST_REQUIRE(found->index == index);
        BOOST_REQUIRE(!table.find(id + "y"));
        const bool shorter_is_known = expected.count(id.substr(1)) != 0;
        BOOST_REQUIRE((table.find(id.substr(1)) != nullptr) == shorter_is_known);
    }
    std::size_t visited = 0;
    table.each([&](std::string_view id, const Symbol& symbol) {
        ++visited;
        BOOST_REQUIRE(expected.at(std::string(id)) == symbol.index);
    });
    BOOST_TEST(visited == expected.size());
}

BOOST_AUTO_TEST_CASE(a_short_id_is_no_prefix_of_itself) {
    SymbolTable table;
    table.insert("abc", {Symbol::Kind::entity, 1});
    table.insert("abcdefgh", {Symbol::Kind::entity, 2});
    table.insert("abcdefghi", {Symbol::Kind::entity, 3});
    BOOST_TEST(table.find(std::string_view("abc\0", 4)) == nullptr);
    BOOST_TEST(table.find("abcdefgh")->index == 2u);
    BOOST_TEST(table.find("abcdefghi")->index == 3u);
}

BOOST_AUTO_TEST_SUITE_END()

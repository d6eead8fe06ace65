// A text that is fetched in pieces where it is asked for, compared with one that is held: every byte, line and column.
#include "facts/late_text.h"

#include <boost/test/unit_test.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <unistd.h>

#include "facts/source.h"
#include "tests/dice.h"

using namespace tenet;

namespace {

class File {
public:
    explicit File(const std::string& text) {
        write(text);
    }
    ~File() { std::filesystem::remove(path); }
    void write(const std::string& text) { std::ofstream(path, std::ios::binary) << text; }
    const std::string path = (std::filesystem::temp_directory_path() / ("tenet-late-" + std::to_string(::getpid()) + ".xml")).string();
};

/// Long lines and short ones, LF and CR LF, letters of one to four bytes.
std::string drawn_text(Dice& dice) {
    std::string text;
    const unsigned lines = 1 + dice.below(12);
    const unsigned longest = dice.one_in(3) ? 6000 : 60;
    for (unsigned line = 0; line < lines; ++line) {
        for (unsigned n = dice.below(longest); n > 0; --n) text += dice.of({"a", "b", " ", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9D\x84\x9E"});
        if (line + 1 < lines || dice.one_in(2)) text += dice.of({"\n", "\r\n"});
    }
    return text;
}

/// Pieces that end anywhere, some of them empty.
std::vector<LateText::Piece> drawn_pieces(const std::string& text, Dice& dice) {
    std::vector<std::size_t> ends{text.size()};
    for (unsigned n = dice.below(9); n > 0; --n) ends.push_back(dice.below(static_cast<unsigned>(text.size()) + 1));
    std::sort(ends.begin(), ends.end());
    std::vector<LateText::Piece> pieces;
    std::size_t begin = 0;
    for (const std::size_t end : ends) {
        const std::string_view part = std::string_view(text).substr(begin, end - begin);
        pieces.push_back({end, sum_of(part), count_text(part)});
        begin = end;
    }
    return pieces;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(late_text)

BOOST_AUTO_TEST_CASE(it_is_told_as_one_that_is_held) {
    Dice dice(1848);
    for (int round = 0; round < 150; ++round) {
        const std::string text = drawn_text(dice);
        if (text.empty()) continue;
        const File on_disk(text);
        Sources sources;
        const FileIndex held = sources.add("held", text);
        const auto late = std::make_shared<LateText>(FileOnDisk::open(on_disk.path));
        if (!dice.one_in(8)) late->expect(drawn_pieces(text, dice));
        const FileIndex fetched = sources.add("fetched", late);
        for (int question = 0; question < 60; ++question) {
            const auto begin = dice.below(static_cast<unsigned>(text.size()) + 3), end = dice.below(static_cast<unsigned>(text.size()) + 3);
            BOOST_TEST_CONTEXT("round " << round << ", " << begin << " to " << end) {
                BOOST_REQUIRE(sources.text({held, begin, end}) == sources.text({fetched, begin, end}));
                const LineColumn a = sources.line_column(held, begin), b = sources.line_column(fetched, begin);
                BOOST_REQUIRE_EQUAL(a.line, b.line);
                BOOST_REQUIRE_EQUAL(a.column, b.column);
                std::uint32_t from_a = 0, from_b = 0;
                BOOST_REQUIRE(sources.line_at(held, begin, &from_a) == sources.line_at(fetched, begin, &from_b));
                BOOST_REQUIRE_EQUAL(from_a, from_b);
            }
        }
        BOOST_TEST(sources.whole(held) == sources.whole(fetched));
        BOOST_TEST(*(sources.whole(fetched).data() + text.size()) == '\0');
    }
}

BOOST_AUTO_TEST_CASE(only_the_piece_that_changed_is_refused) {
    std::string text(20'000, 'x');
    File file(text);
    LateText late(FileOnDisk::open(file.path));
    const auto piece = [&](std::size_t begin, std::size_t end) {
        const std::string_view part = std::string_view(text).substr(begin, end - begin);
        return LateText::Piece{end, sum_of(part), count_text(part)};
    };
    late.expect({piece(0, 9'000), piece(9'000, 20'000)});
    std::string other = text;
    other[12'000] = 'y';
    file.write(other);
    BOOST_TEST(late.text(10, 20) == std::string(10, 'x'));
    BOOST_CHECK_THROW(late.text(8'999, 9'001), std::runtime_error);
    BOOST_CHECK_THROW(late.text(15'000, 15'001), std::runtime_error);
    BOOST_CHECK_THROW(late.text(0, 20'000), std::runtime_error);
    file.write(text);
    BOOST_TEST(late.text(0, 20'000) == text);
}

BOOST_AUTO_TEST_CASE(nobody_gets_what_is_held_back) {
    const File file("some text");
    LateText late(FileOnDisk::open(file.path));
    late.hold_back();
    BOOST_CHECK_THROW(late.text(0, 4), std::runtime_error);
    BOOST_CHECK_THROW(late.pieces(), std::runtime_error);
    late.expect({});
    BOOST_TEST(late.text(0, 4) == "some");
}

BOOST_AUTO_TEST_CASE(counts_are_those_of_each_byte) {
    Dice dice(7);
    for (int round = 0; round < 300; ++round) {
        std::string text;
        for (unsigned n = dice.below(9'000); n > 0; --n) text += static_cast<char>(dice.one_in(3) ? '\n' : dice.below(256));
        std::uint32_t feeds = 0, points = 0;
        for (const char c : text) {
            feeds += c == '\n';
            points += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
        }
        const TextCounts counted = count_text(text);
        BOOST_REQUIRE_EQUAL(counted.line_feeds, feeds);
        BOOST_REQUIRE_EQUAL(counted.code_points, points);
    }
}

BOOST_AUTO_TEST_SUITE_END()

// Lines, columns and the raw bytes behind decoded text.
#include "facts/source.h"

#include <string>

#include <boost/test/unit_test.hpp>

using namespace tenet;

namespace {

/// The raw bytes behind decoded[begin, end), where `raw` decodes to `decoded`.
std::string behind(const std::string& raw, const std::string& decoded, std::size_t begin, std::size_t end) {
    Sources sources;
    const std::string before = "<claim>";
    const FileIndex file = sources.add("f.xml", before + raw + "</claim>");
    const auto from = static_cast<std::uint32_t>(before.size());
    const SourceSpan whole{file, from, from + static_cast<std::uint32_t>(raw.size())};
    return std::string(sources.text(locate(sources, {decoded, whole}, begin, end)));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(source)

BOOST_AUTO_TEST_CASE(counts_lines_and_columns) {
    Sources sources;
    const FileIndex file = sources.add("a",
                                       "ab\n\xC3\xA9\xE2\x82\xAC"
                                       "x\r\n\nend");
    const auto at = [&](std::uint32_t offset) {
        const LineColumn place = sources.line_column(file, offset);
        return std::to_string(place.line) + ":" + std::to_string(place.column);
    };
    BOOST_TEST(at(0) == "1:1");
    BOOST_TEST(at(2) == "1:3");  // the line feed belongs to its line
    BOOST_TEST(at(3) == "2:1");
    BOOST_TEST(at(5) == "2:2");  // behind a letter of two bytes
    BOOST_TEST(at(8) == "2:3");
    BOOST_TEST(at(11) == "3:1");
    BOOST_TEST(at(12) == "4:1");
    BOOST_TEST(at(15) == "4:4");
    BOOST_TEST(at(999) == "4:4");
    std::uint32_t begin = 0;
    BOOST_TEST(sources.line_at(file, 5, &begin) == "\xC3\xA9\xE2\x82\xACx");
    BOOST_TEST(begin == 3u);
    BOOST_TEST(sources.line_at(file, 2) == "ab");
    BOOST_TEST(sources.line_at(file, 11).empty());
    BOOST_TEST(sources.line_at(file, 999) == "end");
}

BOOST_AUTO_TEST_CASE(counts_as_one_byte_after_another_does) {
    std::string text;
    for (unsigned i = 0, seed = 7; i < 4'096; ++i) {
        seed = seed * 1'103'515'245 + 12'345;
        text += "ab\n\xC3\xA9\x7F\x80\xBF\xC0\xFF"[seed >> 16 & 7];
    }
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{1'023}, std::size_t{1'024}, std::size_t{1'030}, text.size()}) {
        Sources sources;
        const FileIndex file = sources.add("a", text.substr(0, size));
        LineColumn expected{1, 1};
        for (std::uint32_t i = 0; i <= size; ++i) {
            const LineColumn found = sources.line_column(file, i);
            BOOST_TEST_REQUIRE(found.line == expected.line);
            BOOST_TEST_REQUIRE(found.column == expected.column);
            if (i == size) break;
            if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) ++expected.column;
            if (text[i] == '\n') expected = {expected.line + 1, 1};
        }
    }
}

BOOST_AUTO_TEST_CASE(counts_columns_across_blocks) {
    Sources sources;
    std::string text = "x\n";
    for (int i = 0; i < 5'000; ++i) text += "\xC3\xA9";
    for (std::string more : {"", "y"}) {  // lengths around a multiple of the block size
        const FileIndex file = sources.add("a", text + more);
        for (const std::uint32_t n : {0u, 1u, 511u, 512u, 1'023u, 4'999u, 5'000u}) {
            const LineColumn place = sources.line_column(file, 2 + 2 * n);
            BOOST_TEST(place.line == 2u);
            BOOST_TEST(place.column == n + 1);
        }
    }
    for (const std::size_t size : {1'023u, 1'024u, 1'025u, 2'048u}) {
        const FileIndex file = sources.add("b", std::string(size, 'z'));
        BOOST_TEST(sources.line_column(file, static_cast<std::uint32_t>(size)).column == size + 1);
    }
    const FileIndex empty = sources.add("c", "");
    BOOST_TEST(sources.line_column(empty, 0).column == 1u);
    BOOST_TEST(sources.line_at(empty, 0).empty());
}

BOOST_AUTO_TEST_CASE(keeps_texts_where_they_are) {
    Sources sources;
    const FileIndex first = sources.add("first", "short");
    const std::string_view text = sources.text({first, 0, 5});
    for (int i = 0; i < 1'000; ++i) sources.add("more", "text");
    BOOST_TEST(static_cast<const void*>(text.data()) == static_cast<const void*>(sources.whole(first).data()));
    BOOST_TEST(sources.text({first, 1, 99}) == "hort");
    BOOST_TEST(sources.text({first, 9, 99}).empty());
    BOOST_TEST(sources.text({first, 3, 3}).empty());
    BOOST_TEST(sources.text(SourceSpan{}).empty());
    BOOST_TEST(sources.size() == 1'001u);
}

BOOST_AUTO_TEST_CASE(sees_through_entities) {
    BOOST_TEST(behind("a &lt; b", "a < b", 2, 3) == "&lt;");
    BOOST_TEST(behind("a &lt; b", "a < b", 4, 5) == "b");
    BOOST_TEST(behind("a &lt;= b &amp; c", "a <= b & c", 2, 4) == "&lt;=");
    BOOST_TEST(behind("a &lt;= b &amp; c", "a <= b & c", 9, 10) == "c");
    BOOST_TEST(behind("&#x2264;x", "\xE2\x89\xA4x", 3, 4) == "x");
    BOOST_TEST(behind("&#8804;x", "\xE2\x89\xA4x", 0, 3) == "&#8804;");
    BOOST_TEST(behind("&quot;&apos;&gt;", "\"'>", 1, 2) == "&apos;");
    BOOST_TEST(behind("&#233;b",
                      "\xC3\xA9"
                      "b",
                      2, 3) == "b");
    BOOST_TEST(behind("&#x1F600;b",
                      "\xF0\x9F\x98\x80"
                      "b",
                      4, 5) == "b");
}

BOOST_AUTO_TEST_CASE(sees_through_cdata_and_comments) {
    BOOST_TEST(behind("<![CDATA[a < b]]>", "a < b", 2, 3) == "<");
    BOOST_TEST(behind("x<![CDATA[&lt;]]>y", "x&lt;y", 5, 6) == "y");
    BOOST_TEST(behind("a <!-- & --> b", "a  b", 3, 4) == "b");
    BOOST_TEST(behind("a<?pi x?>b", "ab", 1, 2) == "b");
    BOOST_TEST(behind("a<?pi x?>b", "ab", 0, 2) == "a<?pi x?>b");
}

BOOST_AUTO_TEST_CASE(sees_through_white_space) {
    BOOST_TEST(behind("a\r\nb\r\nc", "a\nb\nc", 4, 5) == "c");
    BOOST_TEST(behind("  a \n\t b  ", "a b", 2, 3) == "b");  // an attribute's white space, normalised
    BOOST_TEST(behind("a\tb", "a b", 2, 3) == "b");
}

BOOST_AUTO_TEST_CASE(points_between_bytes) {
    Sources sources;
    const FileIndex file = sources.add("f", "a &lt; b");
    const PlacedText text{"a < b", {file, 0, 8}};
    BOOST_TEST((locate(sources, text, 2, 2) == SourceSpan{file, 2, 2}));
    BOOST_TEST((locate(sources, text, 3, 3) == SourceSpan{file, 6, 6}));
    BOOST_TEST((locate(sources, text, 5, 5) == SourceSpan{file, 8, 8}));
    BOOST_TEST((locate(sources, text, 7, 99) == SourceSpan{file, 8, 8}));
}

BOOST_AUTO_TEST_CASE(gives_the_whole_where_it_cannot_tell) {
    BOOST_TEST(behind("other", "a < b", 2, 3) == "other");
    BOOST_TEST(behind("a<b", "a < b", 4, 5) == "a<b");
    BOOST_TEST(behind("ab", "abc", 2, 3) == "ab");
    Sources sources;
    BOOST_TEST((locate(sources, {"x > 1", SourceSpan{}}, 0, 1).file == SourceSpan::none));
}

BOOST_AUTO_TEST_SUITE_END()

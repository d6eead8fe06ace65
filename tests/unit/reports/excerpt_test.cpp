#include "reports/excerpt.h"

#include <boost/test/unit_test.hpp>

#include "reports/columns.h"
#include "tests/unit/reports/samples.h"

using namespace tenet;
using samples::File;

namespace {

// What stands above the carets of an excerpt of two lines.
std::string over_carets(const std::string& shown) {
    const std::size_t end = shown.find('\n');
    const std::string line = shown.substr(0, end), under = shown.substr(end + 1, shown.find('\n', end + 1) - end - 1);
    const std::size_t from = under.find('^');
    const std::size_t until = std::min(under.find_first_not_of("^~", from), under.size());
    std::string out;
    std::size_t column = 0;
    for (std::size_t at = 0; at < line.size();) {
        const Glyph glyph = glyph_at(line, at);
        if (column >= from && column < until) out += line.substr(at, glyph.bytes);
        column += glyph.columns;
        at += glyph.bytes;
    }
    return out;
}

std::string shown(const File& file, SourceSpan span, std::string_view behind = {}, unsigned width = 100) {
    Style style;
    style.width = width;
    return excerpt(file.sources, span, behind, Ink::error, style);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(excerpt_)

BOOST_AUTO_TEST_CASE(as_compilers_show_it) {
    const File file("a.xml", "<facts>\n  <stake holder=\"orage\"/>\n</facts>\n");
    BOOST_TEST(place(file.sources, file.span("orage")) == "a.xml:2:18");
    BOOST_TEST(shown(file, file.span("orage"), "did you mean 'orange'?") ==
               "    2 |   <stake holder=\"orage\"/>\n"
               "      |                  ^~~~~ did you mean 'orange'?\n");
}

BOOST_AUTO_TEST_CASE(carets_stand_under_their_words) {
    for (const std::string before :
         {"plain ", "\t\ttabs\t", "日本 wide 本 ", "e\u0301 combining ", "\xff broken \xC3 ", ""}) {
        const File file("a.xml", "first\n" + before + "orage behind\n");
        BOOST_TEST(over_carets(shown(file, file.span("orage"))) == "orage");
    }
    const File wide("a.xml", "name 日本国 end");
    BOOST_TEST(over_carets(shown(wide, wide.span("本国"))) == "本国");
}

BOOST_AUTO_TEST_CASE(empty_spans_and_ends) {
    const File file("a.xml", "ab\ncd");
    BOOST_TEST(shown(file, {file.index, 3, 3}) == "    2 | cd\n      | ^\n");
    BOOST_TEST(shown(file, {file.index, 5, 5}) == "    2 | cd\n      |   ^\n");  // what is missing at the end
    BOOST_TEST(shown(file, {file.index, 2, 2}) == "    1 | ab\n      |   ^\n");
    const File empty("empty.xml", "");
    BOOST_TEST(shown(empty, {empty.index, 0, 0}) == "");
    BOOST_TEST(shown(file, {}) == "");
    BOOST_TEST(place(file.sources, {}) == "");
}

BOOST_AUTO_TEST_CASE(long_lines_are_cut_around_the_span) {
    for (const std::size_t length : {std::size_t{200}, std::size_t{5'000'000}}) {
        const File file("a.xml", std::string(length, 'x') + " orage " + std::string(length, 'y'));
        const std::string out = shown(file, file.span("orage"), {}, 80);
        BOOST_TEST(over_carets(out) == "orage");
        BOOST_TEST(columns(out.substr(0, out.find('\n'))) <= 80u);
        BOOST_TEST(out.find("…x") != std::string::npos);
        BOOST_TEST(out.find("y…\n") != std::string::npos);
    }
    const File at_end("a.xml", std::string(300, 'x') + " orage");
    BOOST_TEST(over_carets(shown(at_end, at_end.span("orage"), {}, 80)) == "orage");
    const File wide("a.xml", std::string(299, 'x') + "日本日本日本日本日本日本日本日本日本 orage 日本");
    BOOST_TEST(over_carets(shown(wide, wide.span("orage"), {}, 80)) == "orage");
    // A span longer than the terminal: as much of it as there is room for, from its start.
    const File long_span("a.xml", "id='" + std::string(300, 'z') + "'");
    const std::string out = shown(long_span, long_span.span(std::string(300, 'z')), {}, 80);
    BOOST_TEST(over_carets(out).substr(0, 40) == std::string(40, 'z'));
    for (std::size_t begin = 0, end; begin < out.size(); begin = end + 1) {
        end = out.find('\n', begin);
        BOOST_TEST(columns(out.substr(begin, end - begin)) <= 80u);
    }
}

BOOST_AUTO_TEST_CASE(spans_over_lines) {
    const File file("a.xml", "<a>\n  <b\n     c='1'\n     d='2'/>\n</a>\n");
    BOOST_TEST(shown(file, file.span("<b\n     c='1'\n     d='2'/>"), "here") ==
               "    2 |   <b\n"
               "      |   ^~\n"
               "  ... |\n"
               "    4 |      d='2'/>\n"
               "      |      ~~~~~~^ here\n");
    // Blanks and line ends at the span's end do not count.
    BOOST_TEST(shown(file, file.span("<b\n")) == "    2 |   <b\n      |   ^~\n");
}

BOOST_AUTO_TEST_CASE(only_the_name_of_a_tag) {
    const File file("a.xml", "<stake id='s'/><stake/><x>");
    const auto name = [&](std::string_view tag) { return file.sources.text(tag_name(file.sources, file.span(tag))); };
    BOOST_TEST(name("<stake id='s'/>") == "<stake");
    BOOST_TEST(name("<stake/>") == "<stake");
    BOOST_TEST(name("<x>") == "<x");
}

BOOST_AUTO_TEST_SUITE_END()

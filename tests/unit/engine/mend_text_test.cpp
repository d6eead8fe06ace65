// New texts in the form of the old ones; and start tags edited byte by byte.
#include "engine/mend_text.h"

#include <boost/test/unit_test.hpp>

#include "engine/tag_edit.h"
#include "facts/edtf.h"

using namespace tenet;

namespace {

std::string first(std::string_view text, const Bound& end, bool below, bool share = true, bool fixed = false) {
    const auto texts = figure_texts(text, end, below, share, fixed);
    return texts.empty() ? "none" : texts.front();
}

std::string date(std::string_view text, std::int64_t year, unsigned month, unsigned day) {
    return date_text(text, day_of(year, month, day)).value_or("none");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mend_text)

BOOST_AUTO_TEST_CASE(figures_keep_their_form) {
    BOOST_TEST(first("35%", {Rational(1, 4), true}, true) == "24.9%");
    BOOST_TEST(first("35%", {Rational(1, 4), false}, true) == "25%");
    BOOST_TEST(first("35.00%", {Rational(1, 4), true}, true) == "24.99%");
    BOOST_TEST(first("0.35", {Rational(1, 4), true}, true) == "0.249");
    BOOST_TEST(first("10%", {Rational(1, 4), true}, false) == "25.1%");
    BOOST_TEST(first("1/2", {Rational(1, 3), false}, true) == "1/3");
    BOOST_TEST(first("1/2", {Rational(1, 4), true}, true) == "249/1000");
    BOOST_TEST(first("1000", {Rational(1200), true}, false, false) == "1201");
    BOOST_TEST(first("12.5", {Rational(12), true}, true, false) == "11.9");
    BOOST_TEST(first("50%", {Rational(1, 3), false}, true) == "33.3%");  // not 33.333...
    BOOST_TEST(figure_texts("50%", {Rational(1, 3), false}, true, true, false).back() == "1/3");
}

BOOST_AUTO_TEST_CASE(rounded_figures_keep_their_digits) {
    BOOST_TEST(first("44.4%", {Rational(1, 2), false}, false, true, true) == "50.0%");
    BOOST_TEST(first("44%", {Rational(333, 1000), false}, true, true, true) == "33%");
    for (const std::string& text : figure_texts("44.4%", {Rational(1, 2), true}, false, true, true))
        BOOST_TEST(text.size() == 5U, text);
}

BOOST_AUTO_TEST_CASE(dates_keep_their_form) {
    BOOST_TEST(date("2014-05-03", 2013, 12, 31) == "2013-12-31");
    BOOST_TEST(date("2014-05", 2013, 12, 31) == "2013-12");
    BOOST_TEST(date("2014-01", 2013, 12, 31) == "2013-12");
    BOOST_TEST(date("2014-12", 2015, 1, 1) == "2015-01");
    BOOST_TEST(date("2014", 2016, 7, 1) == "2016");
    BOOST_TEST(date("2014-Q2", 2014, 7, 1) == "2014-Q3");
    BOOST_TEST(date("2014-34", 2015, 1, 1) == "2015-33");
    BOOST_TEST(date("2014-22", 2015, 1, 15) == "2014-24");
    BOOST_TEST(date("2014~", 2017, 5, 1) == "2016~");  // spans 2015 to 2017, and is the nearest that does
    BOOST_TEST(date("2014-02-28", 2016, 2, 29) == "2016-02-29");
    BOOST_TEST(date("-0044-03-15", -43, 3, 1) == "-0043-03-01");
    BOOST_TEST(date("-0044", -46, 3, 1) == "-0046");
    BOOST_TEST(date("-0001-12", 0, 1, 5) == "0000-01");
    BOOST_TEST(date("2014-03/2014-05", 2014, 6, 10) == "2014-03/2014-06");
    BOOST_TEST(date("2014-03/2014-05", 2014, 1, 10) == "2014-01/2014-05");
    BOOST_TEST(date("201X", 2025, 1, 1) == "none");
    BOOST_TEST(date("[2014,2016]", 2025, 1, 1) == "none");
}

BOOST_AUTO_TEST_CASE(a_new_date_holds_its_day) {
    for (const char* text :
         {"2014-05-03", "2014-05", "2014", "2014-Q2", "2014-21", "2014-24", "2014-31", "2014-05~", "2014%", "2014-26"})
        for (std::int64_t n = day_of(2012, 1, 1).number; n < day_of(2017, 1, 1).number; n += 11) {
            const auto moved = date_text(text, Day{n});
            BOOST_REQUIRE_MESSAGE(moved.has_value(), text);
            const DayRange span = parse_date(*moved).value->span;
            BOOST_TEST((span.first->number <= n && n <= span.last->number), text << " to " << *moved);
        }
}

BOOST_AUTO_TEST_CASE(tags_are_edited_where_they_must_be) {
    const std::string file = "<a>\n  <t:stake  id = 's1'\n share=\"5%\" note='a > b'/> <!-- x --></a>";
    const auto begin = static_cast<std::uint32_t>(file.find("<t:"));
    const StartTag tag(file, {0, begin, static_cast<std::uint32_t>(file.find("/>") + 2)});
    BOOST_TEST(tag.name() == "t:stake");
    BOOST_TEST(tag.value("id").value() == "s1");
    BOOST_TEST(tag.value("note").value() == "a > b");
    BOOST_TEST(!tag.value("status").has_value());
    BOOST_TEST(!tag.remove("status").has_value());
    BOOST_TEST(edited(file, {tag.set("share", "4%")}) ==
               "<a>\n  <t:stake  id = 's1'\n share=\"4%\" note='a > b'/> <!-- x --></a>");
    BOOST_TEST(edited(file, {tag.set("status", "hypothetical"), *tag.remove("share")}) ==
               "<a>\n  <t:stake  id = 's1' note='a > b' status=\"hypothetical\"/> <!-- x --></a>");
    BOOST_TEST(tag.canonical() == "<t:stake id=\"s1\" note=\"a > b\" share=\"5%\">");
    const StartTag bare("<event>", {0, 0, 7});
    BOOST_TEST(edited("<event>", {bare.set("status", "expected")}) == "<event status=\"expected\">");
}

BOOST_AUTO_TEST_SUITE_END()

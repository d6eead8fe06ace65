// EDTF strings: our own table of every family (edtf_cases.tsv), a comparison of other implementations where it is at
// hand, and properties that hold of all strings.
#include "facts/edtf.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace tenet;

namespace {

using Row = std::vector<std::string>;

/// The rows below the header, each of at least `columns` fields.
std::vector<Row> read_table(const std::string& path, std::size_t columns) {
    std::ifstream in(path);
    std::vector<Row> rows;
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
        Row row;
        std::istringstream fields(line);
        for (std::string field; std::getline(fields, field, '\t');) row.push_back(field);
        row.resize(std::max(row.size(), columns));
        rows.push_back(row);
    }
    return rows;
}

std::string show(const std::optional<Day>& day) { return day ? to_string(*day) : "open"; }

bool exists(const std::string& path) { return std::ifstream(path).good(); }

/// "Y-170000002-01-01" and "-170000002-01-01" alike.
std::string without_y(std::string date) {
    if (!date.empty() && date.front() == 'Y') date.erase(0, 1);
    return date;
}

/// A random string of the alphabet that dates are made of.
std::string random_text(std::mt19937_64& random) {
    static const std::vector<std::string> pieces = {
        "0", "1", "2", "9",    "X",    "-",   "-",   "?",   "~",   "%",   "/",   "..",
        ",", "[", "]", "{",    "}",    "T",   ":",   "Z",   "+",   "Y",   "E",   "S",
        "Q", " ", ".", "2015", "19XX", "-02", "-29", "-24", "-33", "-XX", "-1X", "\xE2\x88\x92"};
    std::string text;
    for (auto n = random() % 12; n > 0; --n) text += pieces[random() % pieces.size()];
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(edtf)

BOOST_AUTO_TEST_CASE(own_table) {
    const std::vector<Row> rows = read_table(TENET_ROOT "/tests/unit/facts/edtf_cases.tsv", 6);
    BOOST_REQUIRE(rows.size() >= 200);
    for (const Row& row : rows) {
        BOOST_TEST_CONTEXT(row[0] << ": '" << row[1] << "'") {
            const EdtfResult r = parse_edtf(row[1]);
            if (row[2] == "refused") {
                BOOST_TEST(!r.value.has_value());
                BOOST_TEST(std::to_string(r.offset) == row[3]);
                BOOST_TEST(r.error.find(row[4]) != std::string::npos, "'" << row[4] << "' is not in: " << r.error);
            } else if (r.value) {
                BOOST_TEST(show(r.literal.first) == row[2]);
                BOOST_TEST(show(r.literal.last) == row[3]);
                BOOST_TEST(show(r.value->span.first) == row[4]);
                BOOST_TEST(show(r.value->span.last) == row[5]);
            } else {
                BOOST_TEST(false, "refused: " << r.error);
            }
        }
    }
}

// 330 strings whose validity, and for some whose days, several unrelated implementations agree on.
BOOST_AUTO_TEST_CASE(other_implementations) {
    const std::string path = TENET_SHARED "/data/edtf/edtf_dev_half.tsv";
    if (!exists(path)) {
        std::cerr << "skipped: edtf/other_implementations needs " << path << "\n";
        return;
    }
    const std::vector<Row> rows = read_table(path, 5);
    BOOST_REQUIRE(rows.size() == 330);
    for (const Row& row : rows) {
        BOOST_TEST_CONTEXT("'" << row[0] << "'") {
            const EdtfResult r = parse_edtf(row[0]);
            BOOST_TEST(r.value.has_value() == (row[2] == "1"), r.error);
            if (!r.value) continue;
            const auto day = [](const std::optional<Day>& d, const char* open) {
                return d ? without_y(to_string(*d)) : std::string(open);
            };
            // The language gives seasons wider ends (to 23 September and 22 December) than those implementations.
            std::string last = row[4];
            if (row[0] == "2003-22/2003-22") last = "2003-09-23";
            if (row[0] == "2003-22/2003-23") last = "2003-12-22";
            if (!row[3].empty()) BOOST_TEST(day(r.literal.first, "-inf") == row[3]);
            if (!last.empty()) BOOST_TEST(day(r.literal.last, "inf") == last);
        }
    }
}

BOOST_AUTO_TEST_CASE(quarters_are_their_numbers) {
    for (int quarter = 1; quarter <= 4; ++quarter)
        BOOST_TEST((parse_edtf("2015-Q" + std::to_string(quarter)).value ==
                    parse_edtf("2015-" + std::to_string(32 + quarter)).value));
}

// Every day, written plainly, is itself; every month and year is all its days.
BOOST_AUTO_TEST_CASE(plain_dates_are_their_days) {
    for (Day d = day_of(1899, 12, 30); d <= day_of(2001, 1, 2); ++d.number) {
        const EdtfResult r = parse_edtf(to_string(d));
        BOOST_REQUIRE(r.value.has_value());
        BOOST_REQUIRE((r.literal == DayRange{d, d} && r.value->span == DayRange{d, d}));
        const EdtfResult month = parse_edtf(to_string(d).substr(0, 7));
        BOOST_REQUIRE((month.value && *month.literal.first <= d && d <= *month.literal.last));
    }
}

// Unspecified digits, tried against every day of a few years by comparing text.
BOOST_AUTO_TEST_CASE(unspecified_digits_are_the_days_that_match) {
    constexpr unsigned seed = 11;
    std::mt19937_64 random(seed);
    for (int round = 0; round < 300; ++round) {
        std::string pattern = to_string(Day{day_of(1990, 1, 1).number + static_cast<std::int64_t>(random() % 3650)});
        for (const std::size_t i : {3u, 5u, 6u, 8u, 9u})
            if (random() % 2 == 0) pattern[i] = 'X';
        std::optional<Day> first, last;
        for (Day d = day_of(1990, 1, 1); d <= day_of(1999, 12, 31); ++d.number) {
            const std::string text = to_string(d);
            bool matches = true;
            for (std::size_t i = 0; i < text.size(); ++i)
                matches = matches && (pattern[i] == 'X' || pattern[i] == text[i]);
            if (!matches) continue;
            if (!first) first = d;
            last = d;
        }
        BOOST_TEST_CONTEXT("seed " << seed << ": '" << pattern << "'") {
            const EdtfResult r = parse_edtf(pattern);
            BOOST_REQUIRE(r.value.has_value());
            BOOST_TEST((r.literal == DayRange{first, last}));
        }
    }
}

// Dates of digits alone have a short way of their own: it says what the long one says.
BOOST_AUTO_TEST_CASE(the_short_way_of_plain_dates) {
    const auto same = [](const std::string& text) {
        const EdtfResult quick = parse_date(text), slow = parse_edtf(text);
        BOOST_REQUIRE_MESSAGE(quick.value == slow.value && quick.error == slow.error && quick.offset == slow.offset &&
                                  (!quick.value || quick.literal == slow.literal),
                              text);
    };
    const auto two = [](int n) { return std::string(1, static_cast<char>('0' + n / 10)) + static_cast<char>('0' + n % 10); };
    for (const std::string year : {"0000", "0004", "1900", "1999", "2000", "2023", "2024", "9999", "19X9", "-100"}) {
        same(year);
        for (int month = 0; month < 45; ++month) {
            same(year + "-" + two(month));
            for (int day = 0; day < 35; ++day) same(year + "-" + two(month) + "-" + two(day));
        }
    }
    for (const char* text : {"2015/01/02", "2015-01/02", "2015-1-022", "20150102", "2015-01", "2015+01", "2015-01-0X", "201a-01-01"}) same(text);
}

// Whatever the string: an error has words and a place within it; a value has ends in order; a span holds the literal
// days, and only ~ and % make it wider.
BOOST_AUTO_TEST_CASE(any_string) {
    constexpr unsigned seed = 5;
    BOOST_TEST_MESSAGE("seed " << seed);
    std::mt19937_64 random(seed);
    int valid = 0;
    for (int i = 0; i < 300'000; ++i) {
        const std::string text = random_text(random);
        const EdtfResult r = parse_edtf(text);
        bool good = true;
        if (!r.value) {
            good = !r.error.empty() && r.offset <= text.size();
        } else {
            ++valid;
            const DayRange &literal = r.literal, &span = r.value->span;
            if (literal.first && literal.last) good = good && *literal.first <= *literal.last;
            if (span.first) good = good && literal.first && *span.first <= *literal.first;
            if (span.last) good = good && literal.last && *span.last >= *literal.last;
            if (text.find_first_of("~%") == std::string::npos) good = good && literal == span;
        }
        BOOST_REQUIRE_MESSAGE(good, "seed " << seed << ": '" << text << "' " << r.error);
    }
    BOOST_TEST(valid > 1'000);
}

BOOST_AUTO_TEST_CASE(long_strings_take_linear_time) {
    const auto start = std::chrono::steady_clock::now();
    std::string set = "[XXXX-02-29";
    for (int i = 0; i < 200'000; ++i) set += ",1985";
    BOOST_TEST(parse_edtf(set + "]").value.has_value());
    BOOST_TEST(!parse_edtf(set + "..,1985]").value.has_value());
    BOOST_TEST(parse_edtf("Y1" + std::string(1'000'000, '0')).value.has_value());
    BOOST_TEST(parse_edtf("Y1E" + std::string(1'000'000, '9') + "S" + std::string(1'000'000, '9')).value.has_value());
    BOOST_TEST(!parse_edtf(std::string(1'000'000, '[')).value.has_value());
    BOOST_TEST(!parse_edtf(std::string(1'000'000, '/')).value.has_value());
    const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    BOOST_TEST(seconds < 10);
}

BOOST_AUTO_TEST_SUITE_END()

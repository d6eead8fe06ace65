// Rational against GMP's own rationals, on values around the edges of 64 bits, and its text forms.
#include "facts/rational.h"

#include <cstdlib>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <gmpxx.h>

using tenet::Rational;

namespace {

Rational read(const std::string& text) {
    const auto r = Rational::parse(text);
    BOOST_REQUIRE_MESSAGE(r.has_value(), "should be a number: " << text);
    return *r;
}

int sign_of(std::strong_ordering o) { return o < 0 ? -1 : o > 0 ? 1 : 0; }

/// Numerators and denominators of all sizes, the edges of 64 bits among them.
mpz_class random_integer(std::mt19937_64& random) {
    const std::int64_t edges[] = {0, 1, -1, 2, 100, INT64_MAX, INT64_MIN, INT64_MAX - 1, INT64_MIN + 1, 1L << 32};
    switch (random() % 4) {
        case 0: return mpz_class(edges[random() % std::size(edges)]);
        case 1: return mpz_class(static_cast<long>(random() % 2001) - 1000);
        case 2: return mpz_class(static_cast<long>(random()));
        default:
            return mpz_class(static_cast<long>(random())) * mpz_class(static_cast<long>(random() >> (random() % 64)));
    }
}

mpq_class random_fraction(std::mt19937_64& random) {
    mpz_class den = random_integer(random);
    if (den == 0) den = 1;
    mpq_class q(random_integer(random), den);
    q.canonicalize();
    return q;
}

Rational of(const mpq_class& q) {
    const auto r = Rational::parse_fraction(q.get_str());
    BOOST_REQUIRE(r.has_value());
    return *r;
}

mpz_class floor_of(const mpq_class& q) {
    mpz_class z;
    mpz_fdiv_q(z.get_mpz_t(), q.get_num_mpz_t(), q.get_den_mpz_t());
    return z;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rational)

BOOST_AUTO_TEST_CASE(agrees_with_gmp) {
    constexpr unsigned seed = 20150112;
    BOOST_TEST_MESSAGE("seed " << seed);
    std::mt19937_64 random(seed);
    for (int i = 0; i < 20'000; ++i) {
        const mpq_class p = random_fraction(random), q = random_fraction(random);
        const Rational a = of(p), b = of(q);
        BOOST_TEST_CONTEXT("seed " << seed << ", a = " << p << ", b = " << q) {
            BOOST_TEST(a.to_string() == p.get_str());
            BOOST_TEST((a + b).to_string() == mpq_class(p + q).get_str());
            BOOST_TEST((a - b).to_string() == mpq_class(p - q).get_str());
            BOOST_TEST((a * b).to_string() == mpq_class(p * q).get_str());
            if (q != 0) BOOST_TEST((a / b).to_string() == mpq_class(p / q).get_str());
            BOOST_TEST((-a).to_string() == mpq_class(-p).get_str());
            BOOST_TEST((a == b) == (p == q));
            BOOST_TEST(sign_of(a <=> b) == sgn(mpz_class(cmp(p, q))));
            BOOST_TEST(a.sign() == sgn(p));
            BOOST_TEST(a.is_integer() == (p.get_den() == 1));
            BOOST_TEST(a.floor().to_string() == floor_of(p).get_str());
            BOOST_TEST(a.ceil().to_string() == mpz_class(-floor_of(-p)).get_str());
            BOOST_TEST(a.to_int64().has_value() == (p.get_den() == 1 && p.get_num().fits_slong_p()));
            // Whatever way a value was reached, it is one value: equal, and of equal hash.
            const Rational back = (a + b) - b;
            BOOST_TEST((back == a));
            BOOST_TEST(back.hash() == a.hash());
        }
    }
}

BOOST_AUTO_TEST_CASE(goes_to_gmp_and_back) {
    const Rational most(INT64_MAX), least(INT64_MIN);
    BOOST_TEST((most + 1).to_string() == "9223372036854775808");
    BOOST_TEST((most + 1 - 1 == most));
    BOOST_TEST((most + 1 - 1).to_int64().value() == INT64_MAX);
    BOOST_TEST((least - 1).to_string() == "-9223372036854775809");
    BOOST_TEST((-least).to_string() == "9223372036854775808");
    BOOST_TEST((Rational(0) - least == -least));
    BOOST_TEST((-(-least) == least));
    BOOST_TEST((least / -1).to_string() == "9223372036854775808");
    BOOST_TEST((Rational(1) / least).to_string() == "-1/9223372036854775808");
    BOOST_TEST((least / least == Rational(1)));
    BOOST_TEST((most * most / most == most));
    BOOST_TEST(Rational(1, INT64_MIN).to_string() == "-1/9223372036854775808");
    BOOST_TEST((Rational(INT64_MIN, INT64_MIN) == Rational(1)));
    BOOST_TEST(Rational(INT64_MIN, -1).to_string() == "9223372036854775808");
    BOOST_TEST((Rational(6, -4) == Rational(-3, 2)));
    BOOST_TEST((most + 1 > most));
    BOOST_TEST((least - 1 < least));
}

BOOST_AUTO_TEST_CASE(values_are_values) {
    Rational big = read("123456789012345678901234567890");
    Rational copy = big;
    copy += 1;
    BOOST_TEST(big.to_string() == "123456789012345678901234567890");
    Rational moved = std::move(big);
    BOOST_TEST(moved.to_string() == "123456789012345678901234567890");
    BOOST_TEST(big.to_string() == "0");  // NOLINT: what is moved from is 0, and usable
    big = moved;
    BOOST_TEST((big == moved));
    const Rational& same = moved;
    moved = same;
    BOOST_TEST((big == moved));
    moved -= moved;
    BOOST_TEST((moved == 0));
    big /= big;
    BOOST_TEST((big == 1));
    big = Rational(1, 3);
    BOOST_TEST(big.to_string() == "1/3");
}

BOOST_AUTO_TEST_CASE(parses_what_users_write) {
    BOOST_TEST((read("12") == Rational(12)));
    BOOST_TEST((read("-0.25") == Rational(-1, 4)));
    BOOST_TEST((read("44.4%") == Rational(444, 1000)));
    BOOST_TEST((read("-5%") == Rational(-1, 20)));
    BOOST_TEST((read("100%") == Rational(1)));
    BOOST_TEST((read("1/3") == Rational(1, 3)));
    BOOST_TEST((read("-4/6") == Rational(-2, 3)));
    BOOST_TEST((read("007.50") == Rational(15, 2)));
    BOOST_TEST((read("-0") == Rational(0)));
    BOOST_TEST((read("0.0000000000000000000000000000001") * read("10000000000000000000000000000000") == 1));
    BOOST_TEST(read("99999999999999999999999999.5").to_string() == "199999999999999999999999999/2");
    BOOST_TEST((read("12345678901234567890123/12345678901234567890123") == 1));
}

// The short way, of at most 17 characters, against division by a power of ten.
BOOST_AUTO_TEST_CASE(decimals_of_every_length) {
    constexpr unsigned seed = 21;
    std::mt19937_64 random(seed);
    for (int i = 0; i < 20'000; ++i) {
        std::string digits = random() % 4 ? "" : "-";
        Rational value;
        for (std::size_t n = 1 + random() % 9; n > 0; --n) {
            const auto d = static_cast<std::int64_t>(random() % 3 == 0 ? 0 : random() % 10);
            digits += static_cast<char>('0' + d);
            value = value * 10 + d;
        }
        if (const std::size_t places = random() % 10; places > 0) {
            digits += '.';
            Rational unit = 1;
            for (std::size_t n = places; n > 0; --n) {
                const auto d = static_cast<std::int64_t>(random() % 2 == 0 ? 0 : random() % 10);
                digits += static_cast<char>('0' + d);
                unit /= 10;
                value += unit * d;
            }
        }
        if (random() % 2) {
            digits += '%';
            value /= 100;
        }
        if (digits[0] == '-') value = -value;
        BOOST_REQUIRE_MESSAGE(read(digits) == value, "seed " << seed << ": " << digits);
    }
}

BOOST_AUTO_TEST_CASE(refuses_everything_else) {
    for (const std::string text :
         {"",   "-",     ".5",  "5.",   ".",    "1e3",   "1E3",  "+1",   " 1",       "1 ",       "4 %",
          "%",  "-%",    "1%%", "1/0",  "1/00", "0/0",   "1/-3", "1/3%", "1.5/2",    "12.5/100", "/3",
          "3/", "1/2/3", "--1", "0x10", "1,5",  "1.2.3", "inf",  "nan",  "\xD9\xA1", "1_0"})
        BOOST_TEST(!Rational::parse(text).has_value(), "should be refused: " << text);
    BOOST_TEST(!Rational::parse(std::string_view("1\0", 2)).has_value());
    BOOST_TEST(Rational::parse(std::string(10'000, '9')).has_value());
    BOOST_TEST(!Rational::parse(std::string(10'001, '9')).has_value());
    BOOST_TEST(Rational::parse_fraction(std::string(10'001, '9')).has_value());
    BOOST_TEST(!Rational::parse_fraction("0.5").has_value());
}

BOOST_AUTO_TEST_CASE(prints_exactly) {
    BOOST_TEST(Rational(2, 5).percent() == "40%");
    BOOST_TEST(Rational(8889, 20000).percent() == "44.445%");
    BOOST_TEST(Rational(1, 3).percent() == "1/3");
    BOOST_TEST(Rational(-1, 8).percent() == "-12.5%");
    BOOST_TEST(Rational(1, 100000).percent() == "0.001%");
    BOOST_TEST(Rational(0).percent() == "0%");
    BOOST_TEST(Rational(1, 4).decimal() == "0.25");
    BOOST_TEST(Rational(-1, 40).decimal() == "-0.025");
    BOOST_TEST(Rational(1200).decimal() == "1200");
    BOOST_TEST(Rational(2, 3).decimal() == "2/3");
    BOOST_TEST(Rational(-7).to_string() == "-7");
    BOOST_TEST(read("12345678901234567890.5").decimal() == "12345678901234567890.5");
    BOOST_TEST(read("0.1234567890123456789012345").percent() == "12.34567890123456789012345%");
}

BOOST_AUTO_TEST_CASE(text_is_read_back) {
    constexpr unsigned seed = 7;
    std::mt19937_64 random(seed);
    for (int i = 0; i < 2'000; ++i) {
        const Rational a = of(random_fraction(random));
        BOOST_TEST_CONTEXT("seed " << seed << ", a = " << a.to_string()) {
            BOOST_TEST((read(a.to_string()) == a));
            BOOST_TEST((read(a.percent()) == a));
            BOOST_TEST((read(a.decimal()) == a));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

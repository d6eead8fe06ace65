// Rationals as text: what users write and Z3 prints, and what reports show. Always exact, never rounded.
#include <cassert>

#include "facts/rational_big.h"

namespace tenet {

namespace {

bool all_digits(std::string_view s) {
    if (s.empty()) return false;
    for (char c : s)
        if (c < '0' || c > '9') return false;
    return true;
}

// 18 digits always fit 64 bits.
std::int64_t small_integer(std::string_view digits) {
    std::int64_t n = 0;
    for (char c : digits) n = n * 10 + (c - '0');
    return n;
}

mpz_class power_of_ten(std::size_t exponent) {
    mpz_class p;
    mpz_ui_pow_ui(p.get_mpz_t(), 10, exponent);
    return p;
}

/// numerator / 10^places, written without trailing zeros; `value * 10^places` must be an integer.
std::string write_decimal(const mpq_class& value, std::size_t places) {
    const mpq_class scaled = value * power_of_ten(places);
    assert(scaled.get_den() == 1);
    const mpz_class absolute = abs(scaled.get_num());
    std::string digits = absolute.get_str();
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    if (places > 0) digits.insert(digits.size() - places, 1, '.');
    return (sgn(value) < 0 ? "-" : "") + digits;
}

/// How many decimal places write `value` exactly; absent where its decimals do not end.
std::optional<std::size_t> decimal_places(const mpq_class& value) {
    mpz_class rest = value.get_den();
    const mpz_class two = 2, five = 5;
    const std::size_t twos = mpz_remove(rest.get_mpz_t(), rest.get_mpz_t(), two.get_mpz_t());
    const std::size_t fives = mpz_remove(rest.get_mpz_t(), rest.get_mpz_t(), five.get_mpz_t());
    if (rest != 1) return std::nullopt;
    return twos > fives ? twos : fives;
}

}  // namespace

std::string Rational::to_string() const {
    if (is_big()) return big()->value.get_str();
    return den_ == 1 ? std::to_string(num_) : std::to_string(num_) + "/" + std::to_string(den_);
}

std::string Rational::percent() const {
    const mpq_class value = Big::of(*this) * 100;
    const auto places = decimal_places(value);
    return places ? write_decimal(value, *places) + "%" : to_string();
}

std::string Rational::decimal() const {
    if (is_integer()) return to_string();
    const mpq_class value = Big::of(*this);
    const auto places = decimal_places(value);
    return places ? write_decimal(value, *places) : to_string();
}

// "44.4%", "0.25", "12": one pass, and no division by what can only be a power of ten.
bool Rational::parse_short(std::string_view text) {
    const bool negative = !text.empty() && text.front() == '-';
    std::size_t i = negative ? 1 : 0;
    std::uint64_t number = 0;
    unsigned twos = 0, fives = 0;
    const auto digits = [&] {
        const std::size_t begin = i;
        for (; i < text.size(); ++i) {
            const unsigned digit = static_cast<unsigned char>(text[i]) - unsigned{'0'};
            if (digit > 9) break;
            number = number * 10 + digit;
        }
        return i - begin;
    };
    if (text.size() > 17 || digits() == 0) return false;
    if (i < text.size() && text[i] == '.') {
        ++i;
        twos = static_cast<unsigned>(digits());
        if (twos == 0) return false;
    }
    if (i < text.size() && text[i] == '%') {
        ++i;
        twos += 2;
    }
    if (i != text.size()) return false;
    if (number == 0) twos = 0;
    for (fives = twos; fives > 0 && number % 5 == 0; --fives) number /= 5;
    for (; twos > 0 && number % 2 == 0; --twos) number /= 2;
    std::int64_t den = std::int64_t{1} << twos;
    for (unsigned k = 0; k < fives; ++k) den *= 5;
    num_ = negative ? -static_cast<std::int64_t>(number) : static_cast<std::int64_t>(number);
    den_ = den;
    return true;
}

std::optional<Rational> Rational::parse(std::string_view text) {
    if (text.empty() || text.size() > max_parse_length) return std::nullopt;
    if (Rational quick; quick.parse_short(text)) return quick;
    if (text.find('/') != std::string_view::npos) return parse_fraction(text);

    const bool negative = text.front() == '-';
    if (negative) text.remove_prefix(1);
    std::size_t places = 0;
    if (!text.empty() && text.back() == '%') {
        places = 2;
        text.remove_suffix(1);
    }
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    if (!all_digits(whole)) return std::nullopt;
    std::string digits(whole);
    if (point != std::string_view::npos) {
        const std::string_view fraction = text.substr(point + 1);
        if (!all_digits(fraction)) return std::nullopt;
        digits += fraction;
        places += fraction.size();
    }
    mpq_class q(mpz_class(digits, 10), power_of_ten(places));
    q.canonicalize();
    return Big::to_rational(negative ? mpq_class(-q) : q);
}

std::optional<Rational> Rational::parse_fraction(std::string_view text) {
    const bool negative = !text.empty() && text.front() == '-';
    if (negative) text.remove_prefix(1);
    const std::size_t slash = text.find('/');
    const std::string_view num = text.substr(0, slash);
    const std::string_view den = slash == std::string_view::npos ? std::string_view("1") : text.substr(slash + 1);
    if (!all_digits(num) || !all_digits(den)) return std::nullopt;
    if (den.find_first_not_of('0') == std::string_view::npos) return std::nullopt;
    if (num.size() <= 18 && den.size() <= 18) {
        const std::int64_t n = small_integer(num);
        return Rational(negative ? -n : n, small_integer(den));
    }
    mpq_class q(mpz_class(std::string(num), 10), mpz_class(std::string(den), 10));
    q.canonicalize();
    return Big::to_rational(negative ? mpq_class(-q) : q);
}

}  // namespace tenet

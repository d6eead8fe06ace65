// Exact numbers: rationals of any size, fast while numerator and denominator fit 64 bits.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tenet {

/// Always in lowest terms, the denominator positive. Value semantics. Backed by GMP once 64 bits do not suffice.
class Rational {
public:
    Rational() noexcept;
    Rational(std::int64_t value) noexcept;         // NOLINT: a number is a number
    Rational(std::int64_t num, std::int64_t den);  // den != 0
    Rational(const Rational&);
    Rational& operator=(const Rational&);
    Rational(Rational&&) noexcept;
    Rational& operator=(Rational&&) noexcept;
    ~Rational();

    /// A decimal ("12", "-0.25"), a percentage ("44.4%") or a fraction of integers ("1/3"); nothing else: no blanks,
    /// no "+", no ".5", "5." or "1e3", no "1/0". At most `max_parse_length` bytes, since users write it.
    static std::optional<Rational> parse(std::string_view text);
    static constexpr std::size_t max_parse_length = 10'000;
    /// An integer or a fraction of integers of any length (what Z3 prints): "-2/5", "7".
    static std::optional<Rational> parse_fraction(std::string_view text);

    Rational& operator+=(const Rational&);
    Rational& operator-=(const Rational&);
    Rational& operator*=(const Rational&);
    Rational& operator/=(const Rational&);  // divisor != 0
    friend Rational operator+(Rational a, const Rational& b) { return a += b; }
    friend Rational operator-(Rational a, const Rational& b) { return a -= b; }
    friend Rational operator*(Rational a, const Rational& b) { return a *= b; }
    friend Rational operator/(Rational a, const Rational& b) { return a /= b; }
    Rational operator-() const;
    bool operator==(const Rational&) const;
    std::strong_ordering operator<=>(const Rational&) const;

    int sign() const;
    bool is_integer() const;
    Rational floor() const;
    Rational ceil() const;
    /// The value when it is an integer of 64 bits.
    std::optional<std::int64_t> to_int64() const;
    std::size_t hash() const;

    /// "2/5", "-7"
    std::string to_string() const;
    /// "40%", "44.45%"; a value whose decimals do not end, as a fraction of one: "1/3"
    std::string percent() const;
    /// A terminating decimal ("0.25", "1200"), else a fraction ("1/3").
    std::string decimal() const;

private:
    struct Big;
    template <class Wide>  // a 128-bit integer, whose name is an extension and stays out of headers
    void set(Wide num, Wide den);
    void add_small(std::int64_t num, std::int64_t den);
    void multiply_small(std::int64_t num, std::int64_t den);

    std::int64_t num_ = 0;
    std::int64_t den_ = 1;
    std::unique_ptr<Big> big_;  // set when num_/den_ do not hold the value
};

}  // namespace tenet

template <>
struct std::hash<tenet::Rational> {
    std::size_t operator()(const tenet::Rational& r) const noexcept { return r.hash(); }
};

// Exact numbers: rationals of any size, fast while numerator and denominator fit 64 bits.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace tenet {

/// Always in lowest terms, the denominator positive. Value semantics. Backed by GMP once 64 bits do not suffice.
class Rational {
public:
    Rational() noexcept = default;
    Rational(std::int64_t value) noexcept : num_(value) {}  // NOLINT: a number is a number
    Rational(std::int64_t num, std::int64_t den);           // den != 0
    Rational(const Rational& other) : num_(other.num_), den_(other.den_) {
        if (other.is_big()) hold(copy(*other.big()));
    }
    Rational& operator=(const Rational& other) {
        if (is_big() || other.is_big()) return assign(other);
        num_ = other.num_;
        den_ = other.den_;
        return *this;
    }
    Rational(Rational&& other) noexcept : num_(other.num_), den_(other.den_) {
        if (is_big()) other.forget();
    }
    Rational& operator=(Rational&& other) noexcept {
        if (is_big() || other.is_big()) {
            std::swap(num_, other.num_);
            std::swap(den_, other.den_);
            return *this;
        }
        num_ = other.num_;
        den_ = other.den_;
        return *this;
    }
    ~Rational() {
        if (is_big()) drop(big());
    }

    /// A decimal ("12", "-0.25"), a percentage ("44.4%") or a fraction of integers ("1/3"); nothing else: no blanks,
    /// no "+", no ".5", "5." or "1e3", no "1/0". At most `max_parse_length` bytes, since users write it.
    static std::optional<Rational> parse(std::string_view text);
    static constexpr std::size_t max_parse_length = 10'000;
    /// An integer or a fraction of integers of any length (what Z3 prints): "-2/5", "7".
    static std::optional<Rational> parse_fraction(std::string_view text);

    Rational& operator+=(const Rational& other) {
        std::int64_t sum;
        if (den_ == 1 && other.den_ == 1 && !__builtin_add_overflow(num_, other.num_, &sum)) {
            num_ = sum;
            return *this;
        }
        return add(other);
    }
    Rational& operator-=(const Rational& other) {
        std::int64_t difference;
        if (den_ == 1 && other.den_ == 1 && !__builtin_sub_overflow(num_, other.num_, &difference)) {
            num_ = difference;
            return *this;
        }
        return subtract(other);
    }
    Rational& operator*=(const Rational& other) {
        std::int64_t product;
        if (den_ == 1 && other.den_ == 1 && !__builtin_mul_overflow(num_, other.num_, &product)) {
            num_ = product;
            return *this;
        }
        return multiply(other);
    }
    Rational& operator/=(const Rational&);  // divisor != 0
    friend Rational operator+(Rational a, const Rational& b) { return a += b; }
    friend Rational operator-(Rational a, const Rational& b) { return a -= b; }
    friend Rational operator*(Rational a, const Rational& b) { return a *= b; }
    friend Rational operator/(Rational a, const Rational& b) { return a /= b; }
    Rational operator-() const {
        if (is_big() || num_ == INT64_MIN) return negated();
        Rational r(-num_);
        r.den_ = den_;
        return r;
    }
    bool operator==(const Rational& other) const {  // one value never has both forms
        if (is_big()) return equals(other);
        return num_ == other.num_ && den_ == other.den_;
    }
    std::strong_ordering operator<=>(const Rational& other) const {
        if (!is_big() && den_ == other.den_) return num_ <=> other.num_;
        return compare(other);
    }

    int sign() const {
        if (is_big()) return big_sign();
        return num_ < 0 ? -1 : num_ > 0 ? 1 : 0;
    }
    bool is_integer() const { return is_big() ? big_is_integer() : den_ == 1; }
    /// Whether numerator and denominator fit 64 bits, and then the two.
    bool is_small() const { return den_ != 0; }
    std::int64_t numerator() const { return num_; }
    std::int64_t denominator() const { return den_; }
    Rational floor() const;
    Rational ceil() const;
    /// The value when it is an integer of 64 bits.
    std::optional<std::int64_t> to_int64() const;
    /// The value times `factor`, likewise.
    std::optional<std::int64_t> times(std::int64_t factor) const {
        if (is_big()) return (*this * Rational(factor)).to_int64();
        std::int64_t product;
        if (factor % den_ != 0 || __builtin_mul_overflow(num_, factor / den_, &product)) return std::nullopt;
        return product;
    }
    std::size_t hash() const;

    /// "2/5", "-7"
    std::string to_string() const;
    /// "40%", "44.45%"; a value whose decimals do not end, as a fraction of one: "1/3"
    std::string percent() const;
    /// A terminating decimal ("0.25", "1200"), else a fraction ("1/3").
    std::string decimal() const;

private:
    bool parse_short(std::string_view text);  // false: not of this form, or too long for it
    struct Big;  // GMP's form; what needs it stands in rational.cpp
    static Big* copy(const Big& big);
    static void drop(Big* big) noexcept;
    Rational& assign(const Rational& other);
    Rational& add(const Rational& other);
    Rational& subtract(const Rational& other);
    Rational& multiply(const Rational& other);
    Rational negated() const;
    bool equals(const Rational& other) const;
    std::strong_ordering compare(const Rational& other) const;
    int big_sign() const;
    bool big_is_integer() const;
    template <class Wide>  // a 128-bit integer, whose name is an extension and stays out of headers
    void set(Wide num, Wide den);
    void add_small(std::int64_t num, std::int64_t den);
    void multiply_small(std::int64_t num, std::int64_t den);

    bool is_big() const { return den_ == 0; }
    Big* big() const { return reinterpret_cast<Big*>(num_); }  // owned
    void hold(Big* big) {
        num_ = reinterpret_cast<std::int64_t>(big);
        den_ = 0;
    }
    void forget() {
        num_ = 0;
        den_ = 1;
    }

    std::int64_t num_ = 0;  // where the value fits 64 bits; else the address of a Big
    std::int64_t den_ = 1;  // then 0
};

}  // namespace tenet

template <>
struct std::hash<tenet::Rational> {
    std::size_t operator()(const tenet::Rational& r) const noexcept { return r.hash(); }
};

// Rational: arithmetic on 64-bit numerators and denominators with 128-bit intermediates, and GMP where those do not
// suffice. A result that fits 64 bits again goes back to the small form, so equal values have equal representations.
#include "facts/rational.h"

#include <cassert>
#include <numeric>
#include <utility>

#include "facts/rational_big.h"

namespace tenet {

namespace {

__extension__ typedef __int128 Int128;  // the only 128-bit type there is, and an extension: -Wpedantic is told so

bool fits(Int128 x) { return x >= INT64_MIN && x <= INT64_MAX; }

std::uint64_t magnitude(std::int64_t x) {
    return x < 0 ? ~static_cast<std::uint64_t>(x) + 1 : static_cast<std::uint64_t>(x);
}

std::uint64_t magnitude(Int128 x, std::uint64_t modulus) {
    const Int128 rest = x % static_cast<Int128>(modulus);
    return static_cast<std::uint64_t>(rest < 0 ? -rest : rest);
}

}  // namespace

Rational::Rational(std::int64_t num, std::int64_t den) {
    assert(den != 0);
    if (den > 0) {
        const auto common = den == 1 ? 1 : static_cast<std::int64_t>(std::gcd(magnitude(num), static_cast<std::uint64_t>(den)));
        num_ = common == 1 ? num : num / common;
        den_ = common == 1 ? den : den / common;
        return;
    }
    const auto common = static_cast<Int128>(std::gcd(magnitude(num), magnitude(den)));
    set(-static_cast<Int128>(num) / common, -static_cast<Int128>(den) / common);
}

Rational::Big* Rational::copy(const Big& big) { return new Big(big); }
void Rational::drop(Big* big) noexcept { delete big; }

Rational& Rational::assign(const Rational& other) {
    if (this == &other) return *this;
    if (is_big() && other.is_big()) {
        *big() = *other.big();
        return *this;
    }
    Big* const copied = other.is_big() ? copy(*other.big()) : nullptr;  // first: memory may run out
    if (is_big()) drop(big());
    num_ = other.num_;
    den_ = other.den_;
    if (copied) hold(copied);
    return *this;
}

/// num/den in lowest terms, den > 0, each below 2^127.
template <class Wide>
void Rational::set(Wide num, Wide den) {
    if (is_big()) drop(big());
    forget();
    if (fits(num) && fits(den)) {
        num_ = static_cast<std::int64_t>(num);
        den_ = static_cast<std::int64_t>(den);
        return;
    }
    const auto widen = [](Wide x) {
        mpz_class high;
        mpz_set_si(high.get_mpz_t(), static_cast<long>(x >> 64));
        mpz_class z = high << 64;
        mpz_add_ui(z.get_mpz_t(), z.get_mpz_t(), static_cast<unsigned long>(x));
        return z;
    };
    mpq_class q;
    q.get_num() = widen(num);
    q.get_den() = widen(den);
    hold(new Big{std::move(q)});
}

// Addition with few and small gcds: Knuth, The Art of Computer Programming, volume 2, 4.5.1.
Rational& Rational::add(const Rational& other) {
    if (is_big() || other.is_big()) return *this = Big::to_rational(Big::of(*this) + Big::of(other));
    add_small(other.num_, other.den_);
    return *this;
}

Rational& Rational::subtract(const Rational& other) {
    if (is_big() || other.is_big() || other.num_ == INT64_MIN) return *this = Big::to_rational(Big::of(*this) - Big::of(other));
    add_small(-other.num_, other.den_);
    return *this;
}

void Rational::add_small(std::int64_t num, std::int64_t den) {
    if (num == 0) return;
    const std::int64_t common = den_ == den ? den : den_ == 1 || den == 1 ? 1 : std::gcd(den_, den);
    const std::int64_t own = den / common, others = den_ / common;
    std::int64_t left, right, sum, product;
    if (!__builtin_mul_overflow(num_, own, &left) && !__builtin_mul_overflow(num, others, &right) &&
        !__builtin_add_overflow(left, right, &sum)) {
        const auto again = common == 1 ? 1 : static_cast<std::int64_t>(std::gcd(magnitude(sum), static_cast<std::uint64_t>(common)));
        if (!__builtin_mul_overflow(others, again == 1 ? den : den / again, &product)) {
            num_ = again == 1 ? sum : sum / again;
            den_ = product;
            return;
        }
    }
    const Int128 wide = static_cast<Int128>(num_) * own + static_cast<Int128>(num) * others;
    const std::int64_t again = static_cast<std::int64_t>(
        std::gcd(magnitude(wide, static_cast<std::uint64_t>(common)), static_cast<std::uint64_t>(common)));
    set(wide / again, static_cast<Int128>(others) * (den / again));
}

Rational& Rational::multiply(const Rational& other) {
    if (is_big() || other.is_big()) return *this = Big::to_rational(Big::of(*this) * Big::of(other));
    multiply_small(other.num_, other.den_);
    return *this;
}

Rational& Rational::operator/=(const Rational& other) {
    assert(other.sign() != 0);
    if (is_big() || other.is_big() || other.num_ == INT64_MIN) return *this = Big::to_rational(Big::of(*this) / Big::of(other));
    const bool negative = other.num_ < 0;
    multiply_small(negative ? -other.den_ : other.den_, negative ? -other.num_ : other.num_);
    return *this;
}

void Rational::multiply_small(std::int64_t num, std::int64_t den) {
    const auto across = den == 1 ? 1 : static_cast<std::int64_t>(std::gcd(magnitude(num_), magnitude(den)));
    const auto back = den_ == 1 ? 1 : static_cast<std::int64_t>(std::gcd(magnitude(num), magnitude(den_)));
    const std::int64_t a = across == 1 ? num_ : num_ / across, b = back == 1 ? num : num / back;
    const std::int64_t c = back == 1 ? den_ : den_ / back, d = across == 1 ? den : den / across;
    std::int64_t above, below;
    if (!__builtin_mul_overflow(a, b, &above) && !__builtin_mul_overflow(c, d, &below)) {
        num_ = above;
        den_ = below;
        return;
    }
    set(static_cast<Int128>(a) * b, static_cast<Int128>(c) * d);
}

Rational Rational::negated() const { return Big::to_rational(-Big::of(*this)); }

bool Rational::equals(const Rational& other) const { return is_big() && other.is_big() && big()->value == other.big()->value; }

std::strong_ordering Rational::compare(const Rational& other) const {
    if (!is_big() && !other.is_big()) {
        const Int128 left = static_cast<Int128>(num_) * other.den_;
        const Int128 right = static_cast<Int128>(other.num_) * den_;
        return left < right   ? std::strong_ordering::less
               : left > right ? std::strong_ordering::greater
                              : std::strong_ordering::equal;
    }
    return cmp(Big::of(*this), Big::of(other)) <=> 0;
}

int Rational::big_sign() const { return sgn(big()->value); }
bool Rational::big_is_integer() const { return big()->value.get_den() == 1; }

Rational Rational::floor() const {
    if (is_big()) {
        mpz_class z;
        mpz_fdiv_q(z.get_mpz_t(), big()->value.get_num_mpz_t(), big()->value.get_den_mpz_t());
        return Big::from_mpz(std::move(z));
    }
    const bool below = num_ % den_ < 0;
    return Rational(num_ / den_ - (below ? 1 : 0));
}

Rational Rational::ceil() const {
    if (is_integer()) return *this;
    return floor() + Rational(1);
}

std::optional<std::int64_t> Rational::to_int64() const {
    if (is_big() || den_ != 1) return std::nullopt;
    return num_;
}

std::size_t Rational::hash() const {
    constexpr std::size_t golden = 0x9E3779B97F4A7C15u;  // 2^64 divided by the golden ratio: spreads the bits
    const auto mix = [](std::size_t seed, std::size_t part) {
        std::size_t x = (seed ^ part) * golden;
        return x ^ (x >> 29);
    };
    if (!is_big()) return mix(mix(0, static_cast<std::size_t>(num_)), static_cast<std::size_t>(den_));
    std::size_t seed = static_cast<std::size_t>(sgn(big()->value) + 2);
    for (const auto* part : {big()->value.get_num_mpz_t(), big()->value.get_den_mpz_t()})
        for (std::size_t i = 0; i < mpz_size(part); ++i) seed = mix(seed, mpz_getlimbn(part, static_cast<long>(i)));
    return seed;
}

}  // namespace tenet

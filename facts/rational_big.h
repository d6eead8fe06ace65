// The GMP form of a Rational; only rational.cpp and rational_text.cpp see it.
#pragma once

#include <utility>

#include <gmpxx.h>

#include "facts/rational.h"

namespace tenet {

static_assert(sizeof(long) == sizeof(std::int64_t), "GMP's _si functions take long, which must hold 64 bits");

struct Rational::Big {
    mpq_class value;

    /// The value of a number in either form.
    static mpq_class of(const Rational& r) {
        if (r.is_big()) return r.big()->value;
        mpq_class q;
        mpz_set_si(q.get_num_mpz_t(), r.num_);
        mpz_set_si(q.get_den_mpz_t(), r.den_);
        return q;
    }

    /// `q` must be canonical.
    static Rational to_rational(mpq_class q) {
        Rational r;
        if (mpz_fits_slong_p(q.get_num_mpz_t()) && mpz_fits_slong_p(q.get_den_mpz_t())) {
            r.num_ = mpz_get_si(q.get_num_mpz_t());
            r.den_ = mpz_get_si(q.get_den_mpz_t());
        } else {
            r.hold(new Big{std::move(q)});
        }
        return r;
    }

    static Rational from_mpz(mpz_class z) { return to_rational(mpq_class(std::move(z))); }
};

}  // namespace tenet

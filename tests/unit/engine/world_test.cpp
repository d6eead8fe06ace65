// Exact evaluation: every kind of node, one world after another, formulas that grow and formulas that are deep.
#include "engine/world.h"

#include <boost/test/unit_test.hpp>

#include "tests/unit/engine/brute_force.h"

using namespace tenet;
using brute_force::Small;

namespace {

struct Run : Small {
    NodeId a = truth(), b = truth(), x = real(), y = real(), d = day();
    World world{{Rational(1), Rational(0), Rational(1, 3), Rational(-2), Rational(7)}};
    Evaluation evaluation{store};
    Run() { evaluation.start(world); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(world, Run)

BOOST_AUTO_TEST_CASE(a_truth_is_a_number_other_than_zero) {
    BOOST_TEST(world.truth(0));
    BOOST_TEST(!world.truth(1));
    BOOST_TEST(world.truth(3));
}

BOOST_AUTO_TEST_CASE(constants_and_variables) {
    BOOST_TEST(evaluation.holds(store.yes()));
    BOOST_TEST(!evaluation.holds(store.no()));
    BOOST_TEST(evaluation.holds(a));
    BOOST_TEST(!evaluation.holds(b));
    BOOST_TEST((evaluation.number(x) == Rational(1, 3)));
    BOOST_TEST((evaluation.number(store.constant(Rational(5, 2))) == Rational(5, 2)));
}

BOOST_AUTO_TEST_CASE(connectives) {
    BOOST_TEST(evaluation.holds(store.negation(b)));
    BOOST_TEST(!evaluation.holds(store.negation(a)));
    BOOST_TEST(!evaluation.holds(store.both(a, b)));
    BOOST_TEST(evaluation.holds(store.either(a, b)));
    BOOST_TEST(evaluation.holds(store.both(a, store.negation(b))));
    BOOST_TEST(!evaluation.holds(store.either(store.negation(a), b)));
    BOOST_TEST(!evaluation.holds(store.implies(a, b)));
    BOOST_TEST(evaluation.holds(store.implies(b, a)));
    BOOST_TEST(!evaluation.holds(store.iff(a, b)));
}

BOOST_AUTO_TEST_CASE(comparisons_at_below_and_above_equality) {
    const NodeId third = store.constant(Rational(1, 3)), less = store.constant(Rational(333, 1000)),
                 more = store.constant(Rational(334, 1000));
    BOOST_TEST(evaluation.holds(store.less_equal(x, third)));
    BOOST_TEST(!evaluation.holds(store.less(x, third)));
    BOOST_TEST(evaluation.holds(store.equal(x, third)));
    BOOST_TEST(!evaluation.holds(store.less_equal(x, less)));
    BOOST_TEST(!evaluation.holds(store.equal(x, less)));
    BOOST_TEST(evaluation.holds(store.less(x, more)));
    BOOST_TEST(!evaluation.holds(store.less(more, x)));
    BOOST_TEST(evaluation.holds(store.negation(store.equal(x, y))));
    BOOST_TEST(evaluation.holds(store.less(d, store.constant(8, Sort::day))));
    BOOST_TEST(!evaluation.holds(store.less(d, store.constant(7, Sort::day))));
}

BOOST_AUTO_TEST_CASE(arithmetic) {
    BOOST_TEST((evaluation.number(store.add(x, y)) == Rational(-5, 3)));
    BOOST_TEST((evaluation.number(store.subtract(x, y)) == Rational(7, 3)));
    BOOST_TEST((evaluation.number(store.scale(Rational(3, 2), y)) == Rational(-3)));
    BOOST_TEST((evaluation.number(store.shift(d, -10)) == Rational(-3)));
    BOOST_TEST((evaluation.number(store.multiply(x, y)) == Rational(-2, 3)));
    BOOST_TEST((evaluation.number(store.multiply(x, x)) == Rational(1, 9)));
    BOOST_TEST((evaluation.number(store.sum_of({x, y, x, store.constant(4)})) == Rational(8, 3)));
    BOOST_TEST((evaluation.number(store.choice(a, x, y)) == Rational(1, 3)));
    BOOST_TEST((evaluation.number(store.choice(b, x, y)) == Rational(-2)));
}

BOOST_AUTO_TEST_CASE(numbers_beyond_64_bits) {
    world.values[2] = Rational(1, INT64_MAX);
    world.values[3] = Rational(INT64_MAX);
    evaluation.start(world);
    BOOST_TEST(evaluation.holds(store.equal(store.multiply(x, y), store.constant(1))));
    const Rational huge = evaluation.number(store.multiply(y, store.multiply(y, y)));
    BOOST_TEST((huge / Rational(INT64_MAX) / Rational(INT64_MAX) == Rational(INT64_MAX)));
}

BOOST_AUTO_TEST_CASE(a_new_start_forgets_the_old_world) {
    const NodeId f = store.both(a, store.less(x, y));
    BOOST_TEST(!evaluation.holds(f));
    World other = world;
    other.values[3] = 1;
    evaluation.start(other);
    BOOST_TEST(evaluation.holds(f));
    other.values[0] = 0;  // the same world, changed: it is looked at again once started again
    evaluation.start(other);
    BOOST_TEST(!evaluation.holds(f));
    evaluation.start(world);
    BOOST_TEST(!evaluation.holds(f));
}

BOOST_AUTO_TEST_CASE(formulas_made_later_are_evaluated_too) {
    BOOST_TEST(evaluation.holds(a));
    NodeId sum = x;
    for (int i = 1; i <= 5000; ++i) sum = store.choice(a, store.shift(sum, 1), y);
    BOOST_TEST((evaluation.number(sum) == Rational(1, 3) + Rational(5000)));
}

BOOST_AUTO_TEST_CASE(depth_is_no_danger) {
    NodeId deep = a;
    for (int i = 0; i < 100'000; ++i) {
        const NodeId v = truth();
        world.values.emplace_back(i % 2);
        deep = i % 2 == 0 ? store.either(v, deep) : store.both(v, deep);
    }
    evaluation.start(world);
    BOOST_TEST(evaluation.holds(deep));
    world.values[0] = 0;
    evaluation.start(world);
    BOOST_TEST(!evaluation.holds(deep));
}

BOOST_AUTO_TEST_SUITE_END()

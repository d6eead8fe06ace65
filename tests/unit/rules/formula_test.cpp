// Hash consing, the normal forms, negation pushed inwards, substitution.
#include "rules/formula.h"

#include <algorithm>

#include <boost/test/unit_test.hpp>

using namespace tenet;

namespace {

struct Run : FormulaStore {
    NodeId a = variable(0, Sort::truth), b = variable(1, Sort::truth), c = variable(2, Sort::truth);
    NodeId x = variable(3, Sort::real), y = variable(4, Sort::real);
    NodeId d = variable(5, Sort::day), e = variable(6, Sort::day);
    NodeId number(const Rational& r) { return constant(r); }
    NodeId day(const Rational& r) { return constant(r, Sort::day); }

    std::vector<VariableId> below(NodeId n) const {
        std::vector<VariableId> out;
        variables(n, out);
        std::sort(out.begin(), out.end());
        return out;
    }
    NodeId replaced(NodeId n, const std::unordered_map<VariableId, NodeId>& by) {
        std::unordered_map<NodeId, NodeId> memo;
        return substitute(n, by, memo);
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(formula, Run)

BOOST_AUTO_TEST_CASE(the_same_is_made_once) {
    const std::size_t before = size();
    BOOST_TEST(variable(0, Sort::truth) == a);
    BOOST_TEST(size() == before);
    const NodeId first = both(a, either(b, c));
    const std::size_t after = size();
    BOOST_TEST(both(either(c, b), a) == first);
    BOOST_TEST(size() == after);
    BOOST_TEST(number(Rational(2, 4)) == number(Rational(1, 2)));
    BOOST_TEST(number(1) != day(1));
    BOOST_CHECK(op(number(1)) == FormulaOp::constant);
}

BOOST_AUTO_TEST_CASE(the_same_among_very_many) {  // the tables grow several times
    std::vector<NodeId> made;
    for (int i = 0; i < 20'000; ++i) made.push_back(less(x, number(Rational(i, 7))));
    for (int i = 0; i < 20'000; ++i)
        BOOST_REQUIRE(less(x, number(Rational(i, 7))) == made[static_cast<std::size_t>(i)]);
    std::sort(made.begin(), made.end());
    BOOST_TEST((std::unique(made.begin(), made.end()) == made.end()));
}

BOOST_AUTO_TEST_CASE(and_and_or_fold) {
    BOOST_TEST(all_of({}) == yes());
    BOOST_TEST(any_of({}) == no());
    BOOST_TEST(all_of({a}) == a);
    BOOST_TEST(all_of({a, yes(), a}) == a);
    BOOST_TEST(any_of({a, no(), a}) == a);
    BOOST_TEST(all_of({a, no(), b}) == no());
    BOOST_TEST(any_of({a, yes(), b}) == yes());
    BOOST_TEST(all_of({a, b, negation(a)}) == no());
    BOOST_TEST(any_of({negation(b), c, b}) == yes());
    BOOST_TEST(both(a, both(b, c)) == all_of({c, b, a}));  // flat
    BOOST_TEST(either(either(a, b), c) == any_of({a, b, c}));
    BOOST_TEST(args(all_of({c, a, b, a})).size() == 3U);
    BOOST_CHECK(op(both(a, either(b, c))) == FormulaOp::conjunction);
    BOOST_TEST(truth(true) == yes());
    BOOST_TEST(truth(false) == no());
    BOOST_TEST(implies(a, a) == yes());
    BOOST_TEST(iff(a, a) == yes());
    BOOST_TEST(iff(a, yes()) == a);
    BOOST_TEST(iff(a, no()) == negation(a));
}

BOOST_AUTO_TEST_CASE(negation_goes_inwards) {
    BOOST_TEST(negation(yes()) == no());
    BOOST_TEST(negation(no()) == yes());
    BOOST_CHECK(op(negation(a)) == FormulaOp::negation);
    BOOST_TEST(negation(negation(a)) == a);
    BOOST_TEST(negation(both(a, negation(b))) == either(negation(a), b));
    BOOST_TEST(negation(either(a, both(b, c))) == both(negation(a), either(negation(b), negation(c))));
    BOOST_TEST(negation(less(x, y)) == less_equal(y, x));
    BOOST_TEST(negation(less_equal(x, y)) == less(y, x));
    BOOST_CHECK(op(negation(equal(x, y))) == FormulaOp::negation);
    BOOST_TEST(negation(negation(equal(x, y))) == equal(x, y));
    BOOST_TEST(negation(less_equal(d, e)) == less(e, d));
    for (const NodeId n : {less(x, y), less_equal(d, e), less(d, e), iff(a, b), implies(a, less(x, number(1)))})
        BOOST_TEST(negation(negation(n)) == n);
}

BOOST_AUTO_TEST_CASE(sums_are_collected) {
    BOOST_TEST(add(x, y) == add(y, x));
    BOOST_TEST(subtract(x, x) == number(0));
    BOOST_TEST(add(x, number(0)) == x);
    BOOST_TEST(scale(1, x) == x);
    BOOST_TEST(is_constant(scale(0, x)));
    BOOST_TEST((value(scale(0, x)) == Rational(0)));
    BOOST_TEST(add(add(x, number(1)), subtract(y, number(1))) == add(x, y));
    BOOST_TEST(scale(2, add(x, scale(Rational(1, 2), y))) == add(add(x, x), y));
    BOOST_TEST(sum_of(std::vector<NodeId>{x, y, x, number(3), number(-1)}) == shift(add(scale(2, x), y), 2));
    BOOST_TEST(sum_of({}) == number(0));
    const NodeId sum = shift(add(scale(2, x), scale(-1, y)), 5);
    BOOST_CHECK(op(sum) == FormulaOp::sum);
    BOOST_TEST(sum_size(sum) == 2U);
    BOOST_TEST((value(sum) == Rational(5)));
    BOOST_TEST((sum_item(sum, 0).first == Rational(2)));
    BOOST_TEST(sum_item(sum, 0).second == x);
    BOOST_TEST((sum_item(sum, 1).first == Rational(-1)));
}

BOOST_AUTO_TEST_CASE(sorts_of_sums) {
    BOOST_CHECK(sort(add(d, e)) == Sort::day);
    BOOST_CHECK(sort(shift(d, 3)) == Sort::day);
    BOOST_CHECK(sort(scale(3, d)) == Sort::day);
    BOOST_CHECK(sort(scale(Rational(1, 2), d)) == Sort::real);
    BOOST_CHECK(sort(add(d, x)) == Sort::real);
    BOOST_CHECK(sort(choice(a, d, e)) == Sort::day);
    BOOST_CHECK(sort(choice(a, d, x)) == Sort::real);
    BOOST_CHECK(sort(less(d, e)) == Sort::truth);
}

BOOST_AUTO_TEST_CASE(products_and_choices_fold) {
    BOOST_TEST(multiply(x, number(2)) == scale(2, x));
    BOOST_TEST(multiply(number(2), number(3)) == number(6));
    BOOST_TEST(multiply(x, y) == multiply(y, x));
    BOOST_CHECK(op(multiply(x, x)) == FormulaOp::product);
    BOOST_TEST(choice(yes(), x, y) == x);
    BOOST_TEST(choice(no(), x, y) == y);
    BOOST_TEST(choice(a, x, x) == x);
    BOOST_CHECK(op(choice(a, x, y)) == FormulaOp::choice);
}

BOOST_AUTO_TEST_CASE(comparisons_of_constants_are_decided) {
    BOOST_TEST(less(number(Rational(1, 3)), number(Rational(34, 100))) == yes());
    BOOST_TEST(less(number(1), number(1)) == no());
    BOOST_TEST(less_equal(number(1), number(1)) == yes());
    BOOST_TEST(equal(number(1), number(2)) == no());
    BOOST_TEST(less(x, x) == no());
    BOOST_TEST(less_equal(add(x, y), add(y, x)) == yes());
    BOOST_TEST(equal(shift(x, 1), x) == no());
    BOOST_TEST(less(x, shift(x, Rational(1, 1'000'000))) == yes());
}

BOOST_AUTO_TEST_CASE(comparisons_are_scaled) {
    BOOST_TEST(less(scale(3, x), number(6)) == less(x, number(2)));
    BOOST_TEST(less(scale(-3, x), number(6)) == less(number(-2), x));
    BOOST_TEST(equal(scale(-3, x), number(6)) == equal(x, number(-2)));
    BOOST_TEST(equal(x, y) == equal(y, x));
    BOOST_TEST(less_equal(add(scale(2, x), scale(4, y)), number(1)) ==
               less_equal(add(x, scale(2, y)), number(Rational(1, 2))));
    BOOST_TEST(less(x, number(1)) != less_equal(x, number(1)));
    BOOST_TEST(less(x, y) != less(y, x));
}

BOOST_AUTO_TEST_CASE(days_are_whole) {
    BOOST_TEST(less(d, day(5)) == less_equal(d, day(4)));
    BOOST_TEST(less(d, e) == less_equal(shift(d, 1), e));
    BOOST_TEST(less_equal(d, number(Rational(9, 2))) == less_equal(d, day(4)));
    BOOST_TEST(less(d, number(Rational(9, 2))) == less_equal(d, day(4)));
    BOOST_TEST(less_equal(number(Rational(9, 2)), d) == less_equal(day(5), d));
    BOOST_TEST(less(number(Rational(9, 2)), d) == less_equal(day(5), d));
    BOOST_TEST(equal(d, number(Rational(9, 2))) == no());
    BOOST_TEST(equal(d, number(4)) == equal(d, day(4)));
    BOOST_CHECK(op(less(scale(2, d), e)) != FormulaOp::equal_zero);
}

BOOST_AUTO_TEST_CASE(variables_below) {
    BOOST_TEST(below(yes()).empty());
    BOOST_TEST((below(both(a, implies(b, less(x, multiply(x, y))))) == std::vector<VariableId>{0, 1, 3, 4}));
    BOOST_TEST((below(choice(less(d, e), x, number(1))) == std::vector<VariableId>{3, 5, 6}));
    std::vector<VariableId> both_of_them;
    variables(a, both_of_them);
    variables(either(a, b), both_of_them);  // appended: each once per call
    BOOST_TEST(both_of_them.size() == 3U);
}

BOOST_AUTO_TEST_CASE(substitution_keeps_normal_forms) {
    BOOST_TEST(replaced(both(a, b), {{0, yes()}}) == b);
    BOOST_TEST(replaced(both(a, b), {{0, no()}}) == no());
    BOOST_TEST(replaced(either(negation(a), c), {{0, b}}) == either(negation(b), c));
    BOOST_TEST(replaced(both(a, b), {{0, either(b, c)}}) == both(either(b, c), b));
    BOOST_TEST(replaced(negation(a), {{0, both(b, c)}}) == either(negation(b), negation(c)));
    BOOST_TEST(replaced(both(a, b), {{0, b}, {1, a}}) == both(a, b));  // both at once, not one after the other
    BOOST_TEST(replaced(both(a, less(x, y)), {}) == both(a, less(x, y)));
}

BOOST_AUTO_TEST_CASE(substitution_reaches_into_numbers) {
    const NodeId sum = shift(add(choice(a, x, y), scale(2, x)), 1);
    BOOST_TEST(replaced(sum, {{0, yes()}}) == shift(scale(3, x), 1));
    BOOST_TEST(replaced(less(choice(a, number(1), number(2)), number(2)), {{0, no()}}) == no());
    BOOST_TEST(replaced(less(choice(a, number(1), number(2)), number(2)), {{0, yes()}}) == yes());
    BOOST_TEST(replaced(multiply(choice(a, number(2), y), x), {{0, yes()}}) == scale(2, x));
    BOOST_TEST(replaced(equal(choice(a, d, e), day(3)), {{0, no()}}) == equal(e, day(3)));
    BOOST_TEST(replaced(less(choice(a, d, e), day(3)), {{0, b}}) == less(choice(b, d, e), day(3)));
}

BOOST_AUTO_TEST_CASE(depth_is_no_danger) {
    NodeId deep = a;
    for (VariableId v = 100; v < 100'100; ++v)
        deep = v % 2 == 0 ? either(variable(v, Sort::truth), deep) : both(variable(v, Sort::truth), deep);
    BOOST_TEST(below(deep).size() == 100'001U);
    std::unordered_map<VariableId, NodeId> all_no;
    for (VariableId v = 100; v < 100'100; ++v) all_no[v] = truth(v % 2 != 0);
    BOOST_TEST(replaced(deep, all_no) == a);
}

BOOST_AUTO_TEST_SUITE_END()

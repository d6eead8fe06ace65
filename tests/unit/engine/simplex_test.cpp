// Linear programs solved by hand, and random ones compared with the enumeration of all vertices.
#include "engine/simplex.h"

#include <boost/test/unit_test.hpp>

#include "rules/ground.h"
#include "tests/unit/engine/brute_force.h"

using namespace tenet;
using namespace tenet::brute_force;

namespace {

using Terms = std::vector<LinearTerm>;
using Point = std::vector<Rational>;

LinearConstraint at_most(Terms terms, const Rational& most) { return {std::move(terms), -most, false}; }
LinearConstraint at_least(Terms terms, const Rational& least) {
    for (LinearTerm& t : terms) t.coefficient = -t.coefficient;
    return {std::move(terms), least, false};
}
LinearConstraint equals(Terms terms, const Rational& value) { return {std::move(terms), -value, true}; }

// The maximum, checked to be that of the point which is handed back.
std::optional<Rational> best(const std::vector<LinearConstraint>& constraints, const Terms& objective, Point& point) {
    for (const LinearConstraint& c : constraints) BOOST_REQUIRE(holds_at(c, point));
    const auto value = maximise(constraints, objective, point);
    if (!value) return value;
    for (const LinearConstraint& c : constraints) BOOST_TEST(holds_at(c, point));
    BOOST_TEST((value_at(objective, point) == *value));
    return value;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(simplex)

BOOST_AUTO_TEST_CASE(the_textbook_example) {
    // Dantzig's example as in most textbooks: max 3x + 5y, x <= 4, 2y <= 12, 3x + 2y <= 18: 36 at (2, 6).
    const std::vector<LinearConstraint> constraints = {at_most({{0, 1}}, 4), at_most({{1, 2}}, 12),
                                                       at_most({{0, 3}, {1, 2}}, 18), at_least({{0, 1}}, 0),
                                                       at_least({{1, 1}}, 0)};
    Point point{0, 0};
    BOOST_TEST((best(constraints, {{0, 3}, {1, 5}}, point) == Rational(36)));
    BOOST_TEST((point == Point{2, 6}));
}

BOOST_AUTO_TEST_CASE(starts_from_within_from_an_edge_and_from_a_vertex) {
    const std::vector<LinearConstraint> square = {at_most({{0, 1}}, 1), at_least({{0, 1}}, 0), at_most({{1, 1}}, 1),
                                                  at_least({{1, 1}}, 0)};
    for (const Point& start :
         {Point{Rational(1, 3), Rational(1, 7)}, Point{1, Rational(1, 2)}, Point{0, 0}, Point{1, 1}}) {
        Point point = start;
        BOOST_TEST((best(square, {{0, 1}, {1, 1}}, point) == Rational(2)));
        BOOST_TEST((point == Point{1, 1}));
        BOOST_TEST((best(square, {{0, -1}, {1, -2}}, point) == Rational(0)));
        BOOST_TEST((point == Point{0, 0}));
    }
}

BOOST_AUTO_TEST_CASE(fractions_stay_exact) {
    // 3x + 7y <= 1, 5x + 2y <= 1: they cross at x = 5/29, y = 2/29.
    const std::vector<LinearConstraint> constraints = {at_most({{0, 3}, {1, 7}}, 1), at_most({{0, 5}, {1, 2}}, 1)};
    Point point{-1, 0};
    BOOST_TEST((best(constraints, {{0, 1}, {1, 1}}, point) == Rational(7, 29)));
    BOOST_TEST((point == Point{Rational(5, 29), Rational(2, 29)}));
}

BOOST_AUTO_TEST_CASE(it_ends_where_it_is_late) {
    const std::vector<LinearConstraint> walls{at_most({{0, 1}}, 3), at_most({{1, 1}}, 4)};
    Point point{0, 0};
    int steps = 0;
    const auto late = [&] {
        if (++steps == 2) throw OutOfTime();
    };
    BOOST_CHECK_THROW(maximise(walls, {{0, 1}, {1, 1}}, point, late), OutOfTime);
    BOOST_TEST((point == Point{0, 0}));
    BOOST_TEST((maximise(walls, {{0, 1}, {1, 1}}, point, [] {}) == Rational(7)));
}

BOOST_AUTO_TEST_CASE(nothing_stops_an_unbounded_one) {
    Point point{0, 0};
    BOOST_TEST(!maximise({}, {{0, 1}}, point));
    BOOST_TEST(!maximise({at_least({{0, 1}}, -3)}, {{0, 1}}, point));
    // Two walls that leave a way out between them.
    BOOST_TEST(!maximise({at_most({{0, 1}, {1, -1}}, 1), at_most({{0, -1}, {1, 1}}, 1)}, {{0, 1}, {1, 1}}, point));
    // The same walls bound what is asked across them.
    BOOST_TEST((best({at_most({{0, 1}, {1, -1}}, 1), at_most({{0, -1}, {1, 1}}, 1)}, {{0, 1}, {1, -1}}, point) ==
                Rational(1)));
}

BOOST_AUTO_TEST_CASE(an_objective_of_nothing_is_zero) {
    Point point{5};
    BOOST_TEST((best({at_most({{0, 1}}, 9)}, {}, point) == Rational(0)));
    BOOST_TEST((best({at_most({{0, 1}}, 9)}, {{0, 1}, {0, -1}}, point) == Rational(0)));
}

BOOST_AUTO_TEST_CASE(repeated_terms_add_up) {
    Point point{0};
    BOOST_TEST((best({at_most({{0, 1}, {0, 1}}, 6)}, {{0, 2}, {0, 1}}, point) == Rational(9)));
}

BOOST_AUTO_TEST_CASE(equalities_hold_all_the_way) {
    // x + y + z = 1, all at least 0, y = 2z: max x - y + 3z. With z = t, y = 2t: x = 1 - 3t, value 1 - 2t: 1 at t = 0.
    const std::vector<LinearConstraint> constraints = {equals({{0, 1}, {1, 1}, {2, 1}}, 1),
                                                       equals({{1, 1}, {2, -2}}, 0), at_least({{0, 1}}, 0),
                                                       at_least({{1, 1}}, 0), at_least({{2, 1}}, 0)};
    Point point{0, Rational(2, 3), Rational(1, 3)};
    BOOST_TEST((best(constraints, {{0, 1}, {1, -1}, {2, 3}}, point) == Rational(1)));
    BOOST_TEST((point == Point{1, 0, 0}));
    BOOST_TEST((best(constraints, {{2, 1}}, point) == Rational(1, 3)));
}

BOOST_AUTO_TEST_CASE(equalities_may_leave_one_point) {
    Point point{2, 3};
    BOOST_TEST((best({equals({{0, 1}, {1, 1}}, 5), equals({{0, 1}, {1, -1}}, -1)}, {{0, 7}}, point) == Rational(14)));
    // The same equality twice is no more than once.
    BOOST_TEST((best({equals({{0, 1}}, 2), equals({{0, 2}}, 4), at_most({{1, 1}}, 8)}, {{0, 1}, {1, 1}}, point) ==
                Rational(10)));
}

BOOST_AUTO_TEST_CASE(degenerate_vertices_do_not_cycle) {
    // Beale's example (1955), on which Dantzig's rule goes in circles: max 1/20 at (1/25, 0, 1, 0).
    const std::vector<LinearConstraint> constraints = {
        at_most({{0, Rational(1, 4)}, {1, -60}, {2, Rational(-1, 25)}, {3, 9}}, 0),
        at_most({{0, Rational(1, 2)}, {1, -90}, {2, Rational(-1, 50)}, {3, 3}}, 0),
        at_most({{2, 1}}, 1),
        at_least({{0, 1}}, 0),
        at_least({{1, 1}}, 0),
        at_least({{2, 1}}, 0),
        at_least({{3, 1}}, 0)};
    Point point{0, 0, 0, 0};
    BOOST_TEST(
        (best(constraints, {{0, Rational(3, 4)}, {1, -150}, {2, Rational(1, 50)}, {3, -6}}, point) == Rational(1, 20)));
}

BOOST_AUTO_TEST_CASE(many_faces_through_one_vertex) {
    // Ten half-planes through (1, 1) and the objective straight at it.
    std::vector<LinearConstraint> constraints;
    for (int slope = 1; slope <= 10; ++slope) constraints.push_back(at_most({{0, slope}, {1, 11 - slope}}, 11));
    Point point{0, 0};
    BOOST_TEST((best(constraints, {{0, 1}, {1, 1}}, point) == Rational(2)));
    BOOST_TEST((best(constraints, {{0, 10}, {1, 1}}, point) == Rational(11)));
    BOOST_TEST(!maximise(constraints, {{0, 11}, {1, 0}}, point));
}

// The best of a polyhedron that has one is at a minimal face; some point of it solves a square system of the
// constraints and of x = 0. With coefficients to 5, constants to 95 and three variables Cramer's rule keeps it below
// 10'000. Without a bound there is a direction in which the objective grows and every constraint stays: a vertex of the
// cone in a box.
BOOST_AUTO_TEST_CASE(random_programs_against_all_vertices) {
    Dice dice(1947);
    int unbounded = 0, degenerate = 0, equalities = 0;
    for (int round = 0; round < 500; ++round) {
        const auto n = static_cast<std::size_t>(dice.between(1, 3));
        Point point;
        for (std::size_t v = 0; v < n; ++v) point.emplace_back(dice.between(-5, 5));
        std::vector<LinearConstraint> constraints;
        for (int m = dice.between(1, 6); m > 0; --m) {
            LinearConstraint c;
            for (std::uint32_t v = 0; v < n; ++v)
                if (const int k = dice.between(-5, 5)) c.terms.push_back({v, k});
            c.equality = dice.one_in(8);
            const int slack = c.equality || dice.one_in(3) ? 0 : dice.between(1, 20);
            equalities += c.equality ? 1 : 0;
            degenerate += slack == 0 ? 1 : 0;
            c.constant = -value_at(c.terms, point) - Rational(slack);
            constraints.push_back(std::move(c));
        }
        Terms objective;
        for (std::uint32_t v = 0; v < n; ++v) objective.push_back({v, dice.between(-5, 5)});
        std::vector<LinearConstraint> cone = constraints;
        for (LinearConstraint& c : cone) c.constant = 0;
        const bool grows = best_vertex(cone, objective, n, 1)->sign() > 0;
        const std::optional<Rational> expected = grows ? std::nullopt : best_vertex(constraints, objective, n, 10'000);
        unbounded += grows ? 1 : 0;
        BOOST_TEST_CONTEXT("round " << round) { BOOST_TEST((best(constraints, objective, point) == expected)); }
    }
    // The mix is what it is meant to be.
    BOOST_TEST(unbounded > 100);
    BOOST_TEST(unbounded < 400);
    BOOST_TEST(degenerate > 100);
    BOOST_TEST(equalities > 50);
}

BOOST_AUTO_TEST_SUITE_END()

// Tight ranges: ends that belong and ends that do not, none at all, whole days, alternatives; and random systems
// compared with Fourier-Motzkin elimination (reals) and with the trying of all points (days).
#include "engine/bounds.h"

#include <boost/test/unit_test.hpp>

#include "tests/unit/engine/brute_force.h"

using namespace tenet;
using namespace tenet::brute_force;

namespace {

std::string print(const Extent& e) {
    switch (e.kind) {
        case Extent::Kind::undecided: return "undecided";
        case Extent::Kind::unbounded: return "unbounded";
        case Extent::Kind::bounded: return e.bound.value.to_string() + (e.bound.open ? " open" : "");
    }
    return "";
}

struct Run : Small {
    Z3Context context;
    Decider decider{*this, {}, context};

    std::string end(NodeId term, int direction, NodeId given = 1) {
        decider.load(all());
        return print(extent(decider, *this, given, term, direction));
    }
    std::string least(NodeId term, NodeId given = 1) { return end(term, -1, given); }
    std::string most(NodeId term, NodeId given = 1) { return end(term, 1, given); }
    NodeId day_of(int n) { return store.constant(n, Sort::day); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(bounds, Run)

BOOST_AUTO_TEST_CASE(closed_and_open_ends) {
    const NodeId x = real();
    fact(store.less(number(Rational(2, 5)), x));  // the case that Z3's own optimiser gets wrong
    fact(store.less_equal(x, number(1)));
    BOOST_TEST(least(x) == "2/5 open");
    BOOST_TEST(most(x) == "1");
    BOOST_TEST(least(store.scale(-3, x)) == "-3");
    BOOST_TEST(most(store.scale(-3, x)) == "-6/5 open");
    BOOST_TEST(least(store.shift(x, 10)) == "52/5 open");
}

BOOST_AUTO_TEST_CASE(no_end) {
    const NodeId x = real(), y = real();
    fact(store.less_equal(number(0), x));
    BOOST_TEST(least(x) == "0");
    BOOST_TEST(most(x) == "unbounded");
    BOOST_TEST(most(y) == "unbounded");  // no constraint speaks of it
    BOOST_TEST(least(y) == "unbounded");
    BOOST_TEST(least(store.subtract(x, y)) == "unbounded");
}

BOOST_AUTO_TEST_CASE(constants_are_their_own_ends) {
    BOOST_TEST(least(number(Rational(1, 3))) == "1/3");
    BOOST_TEST(most(number(Rational(1, 3))) == "1/3");
}

BOOST_AUTO_TEST_CASE(sums_share_what_is_left) {
    const NodeId x = real(), y = real(), z = real();
    for (const NodeId v : {x, y, z}) background(store.less_equal(number(0), v));
    law(store.less_equal(store.sum_of({x, y, z}), number(1)));
    fact(store.less(number(Rational(1, 4)), x));
    fact(store.equal(y, number(Rational(1, 2))));
    BOOST_TEST(most(z) == "1/4 open");
    BOOST_TEST(most(x) == "1/2");
    BOOST_TEST(least(store.add(x, y)) == "3/4 open");
    BOOST_TEST(most(store.add(x, z)) == "1/2");
    BOOST_TEST(most(store.add(z, z)) == "1/2 open");
}

BOOST_AUTO_TEST_CASE(alternatives_take_the_farthest) {
    const NodeId x = real();
    fact(store.either(store.both(store.less(number(0), x), store.less(x, number(1))),
                      store.both(store.less_equal(number(3), x), store.less_equal(x, number(4)))));
    BOOST_TEST(least(x) == "0 open");
    BOOST_TEST(most(x) == "4");
    BOOST_TEST(most(x, store.less(x, number(3))) == "1 open");
    BOOST_TEST(least(x, store.less(number(1), x)) == "3");
}

BOOST_AUTO_TEST_CASE(an_end_may_belong_through_one_alternative_only) {
    const NodeId x = real(), t = truth();
    fact(store.implies(t, store.less(x, number(2))));
    fact(store.implies(store.negation(t), store.less_equal(x, number(2))));
    BOOST_TEST(most(x) == "2");
    BOOST_TEST(most(x, t) == "2 open");
    BOOST_TEST(most(x, store.negation(t)) == "2");
}

BOOST_AUTO_TEST_CASE(a_hole_at_the_end) {
    const NodeId x = real();
    fact(store.less_equal(x, number(2)));
    fact(store.negation(store.equal(x, number(2))));
    BOOST_TEST(most(x) == "2 open");
    fact(store.less_equal(number(1), x));
    BOOST_TEST(least(x) == "1");
}

BOOST_AUTO_TEST_CASE(choices) {
    const NodeId x = real(), y = real(), t = truth();
    fact(store.both(store.less_equal(number(0), x), store.less_equal(x, number(1))));
    fact(store.both(store.less(number(5), y), store.less(y, number(6))));
    const NodeId either = store.choice(t, x, y);
    BOOST_TEST(least(either) == "0");
    BOOST_TEST(most(either) == "6 open");
    BOOST_TEST(most(either, t) == "1");
    const NodeId larger = store.choice(store.less(x, number(Rational(1, 2))), y, x);
    BOOST_TEST(least(larger) == "1/2");
    BOOST_TEST(most(larger) == "6 open");
}

BOOST_AUTO_TEST_CASE(days_are_whole_and_their_ends_belong) {
    const NodeId d = day(), e = day();
    fact(store.less(day_of(10), d));
    fact(store.less(d, day_of(20)));
    fact(store.less(d, e));
    BOOST_TEST(least(d) == "11");
    BOOST_TEST(most(d) == "19");
    BOOST_TEST(least(e) == "12");
    BOOST_TEST(most(e) == "unbounded");
    BOOST_TEST(least(store.subtract(e, d)) == "1");
}

BOOST_AUTO_TEST_CASE(a_relaxation_that_is_too_kind) {
    const NodeId d = day(), e = day();
    fact(store.less_equal(store.scale(2, d), store.shift(store.scale(2, e), 5)));
    fact(store.less_equal(e, day_of(0)));
    BOOST_TEST(most(d) == "2");
    // 3d = 2e with 1 <= e <= 8: e in {3, 6}, d in {2, 4}.
    const NodeId f = day(), g = day();
    fact(store.equal(store.scale(3, f), store.scale(2, g)));
    fact(store.less_equal(day_of(1), g));
    fact(store.less_equal(g, day_of(8)));
    BOOST_TEST(least(f) == "2");
    BOOST_TEST(most(f) == "4");
    BOOST_TEST(least(g) == "3");
    BOOST_TEST(most(g) == "6");
}

BOOST_AUTO_TEST_CASE(products_with_one_known_factor) {
    const NodeId x = real(), y = real();
    fact(store.equal(x, number(Rational(1, 2))));
    fact(store.less(number(Rational(3, 5)), y));
    fact(store.less_equal(y, number(1)));
    BOOST_TEST(least(store.multiply(x, y)) == "3/10 open");
    BOOST_TEST(most(store.multiply(x, y)) == "1/2");
}

BOOST_AUTO_TEST_CASE(out_of_time_is_undecided) {
    const NodeId x = real();
    fact(store.less_equal(x, number(1)));
    Decider late(*this, {std::chrono::steady_clock::now() - std::chrono::seconds(1)}, context);
    late.load(all());
    BOOST_TEST(print(extent(late, *this, store.yes(), x, 1)) == "undecided");
}

namespace {

/// One side of a disjunction: a x + b y + c < 0, <= 0, = 0 or != 0.
struct Side {
    int a, b, c, relation;
    NodeId formula(FormulaStore& s, NodeId x, NodeId y) const {
        const NodeId sum = s.shift(s.add(s.scale(a, x), s.scale(b, y)), c), zero = s.constant(0, s.sort(sum));
        return relation == 0   ? s.less(sum, zero)
               : relation == 1 ? s.less_equal(sum, zero)
               : relation == 2 ? s.equal(sum, zero)
                               : s.negation(s.equal(sum, zero));
    }
    bool holds(int x, int y) const {
        const int v = a * x + b * y + c;
        return relation == 0 ? v < 0 : relation == 1 ? v <= 0 : relation == 2 ? v == 0 : v != 0;
    }
    /// As inequalities over (x, y, t): a list of alternatives.
    std::vector<std::vector<Inequality>> alternatives() const {
        const Inequality up{{a, b, 0}, c, relation == 0 || relation == 3}, down{{-a, -b, 0}, -c, relation == 3};
        if (relation == 2) return {{up, down}};
        if (relation == 3) return {{up}, {down}};
        return {{up}};
    }
};
using Clause = std::vector<Side>;

std::vector<Clause> random_system(Dice& dice) {
    std::vector<Clause> system(static_cast<std::size_t>(dice.between(1, 5)));
    for (Clause& clause : system)
        for (int n = dice.between(1, 2); n > 0; --n) {
            const int r = dice.between(0, 9);
            clause.push_back({dice.between(-3, 3), dice.between(-3, 3), dice.between(-6, 6),
                              r < 4   ? 0
                              : r < 8 ? 1
                                      : r - 6});
        }
    return system;
}

struct Expected {
    bool any = false, endless = false;
    Bound end;
    void reach(const Bound& b) {
        if (!any || end.value < b.value || (end.value == b.value && end.open && !b.open)) end = b;
        any = true;
    }
    std::string print() const { return endless ? "unbounded" : end.value.to_string() + (end.open ? " open" : ""); }
};

/// The greatest p x + q y: for every choice of alternatives, t = p x + q y with x and y eliminated.
void project(const std::vector<Clause>& system, std::size_t at, std::vector<Inequality> chosen, Expected& out) {
    if (at < system.size()) {
        for (const Side& side : system[at])
            for (const auto& alternative : side.alternatives()) {
                std::vector<Inequality> more = chosen;
                more.insert(more.end(), alternative.begin(), alternative.end());
                project(system, at + 1, std::move(more), out);
            }
        return;
    }
    std::optional<Bound> low, high;
    for (const Inequality& i : eliminate(eliminate(chosen, 0), 1)) {
        const Rational& k = i.coefficients[2];
        if (k.sign() == 0) {
            if (i.constant.sign() > 0 || (i.constant.sign() == 0 && i.strict)) return;
            continue;
        }
        const Bound bound{-i.constant / k, i.strict};
        std::optional<Bound>& end = k.sign() > 0 ? high : low;
        const bool tighter = !end || (k.sign() > 0 ? bound.value < end->value : end->value < bound.value);
        if (tighter || (bound.value == end->value && bound.open)) end = bound;
    }
    if (Interval{low, high}.empty()) return;
    if (high) {
        out.reach(*high);
    } else {
        out.any = out.endless = true;
    }
}

}  // namespace

BOOST_AUTO_TEST_CASE(random_systems_against_elimination) {
    Dice dice(1826);
    int bounded = 0, open = 0;
    for (int round = 0; round < 300; ++round) {
        const std::vector<Clause> system = random_system(dice);
        const int a = dice.between(-3, 3), b = dice.between(1, 3);
        Expected expected;
        project(system, 0, {{{a, b, -1}, 0, false}, {{-a, -b, 1}, 0, false}}, expected);
        Run run;
        const NodeId x = run.real(), y = run.real();
        for (const Clause& clause : system) {
            std::vector<NodeId> sides;
            for (const Side& side : clause) sides.push_back(side.formula(run.store, x, y));
            run.fact(run.store.any_of(sides));
        }
        BOOST_TEST_CONTEXT("round " << round) {
            run.decider.load(run.all());
            BOOST_TEST((run.decider.solve(run.store.yes()) == Outcome::sat) == expected.any);
            if (!expected.any) continue;
            const NodeId goal = run.store.add(run.store.scale(a, x), run.store.scale(b, y));
            BOOST_TEST(run.most(goal) == expected.print());
            Expected mirrored = expected;  // the least of the opposite is the opposite of the most
            mirrored.end.value = -mirrored.end.value;
            BOOST_TEST(run.least(run.store.scale(-1, goal)) == mirrored.print());
            bounded += expected.endless ? 0 : 1;
            open += !expected.endless && expected.end.open ? 1 : 0;
        }
    }
    BOOST_TEST(bounded > 30);
    BOOST_TEST(open > 10);
}

BOOST_AUTO_TEST_CASE(random_days_against_all_points) {
    Dice dice(1582);
    constexpr int side = 6;
    int possible = 0;
    for (int round = 0; round < 300; ++round) {
        const std::vector<Clause> system = random_system(dice);
        const int a = dice.between(-3, 3), b = dice.between(1, 3);
        std::optional<int> best;
        for (int x = -side; x <= side; ++x)
            for (int y = -side; y <= side; ++y)
                if (std::all_of(system.begin(), system.end(), [&](const Clause& clause) {
                        return std::any_of(clause.begin(), clause.end(), [&](const Side& s) { return s.holds(x, y); });
                    }))
                    best = std::max(best.value_or(a * x + b * y), a * x + b * y);
        Run run;
        const NodeId x = run.day(), y = run.day();
        for (const NodeId v : {x, y}) {
            run.background(run.store.less_equal(run.day_of(-side), v));
            run.background(run.store.less_equal(v, run.day_of(side)));
        }
        for (const Clause& clause : system) {
            std::vector<NodeId> sides;
            for (const Side& s : clause) sides.push_back(s.formula(run.store, x, y));
            run.fact(run.store.any_of(sides));
        }
        BOOST_TEST_CONTEXT("round " << round) {
            run.decider.load(run.all());
            BOOST_TEST((run.decider.solve(run.store.yes()) == Outcome::sat) == best.has_value());
            if (!best) continue;
            ++possible;
            const NodeId goal = run.store.add(run.store.scale(a, x), run.store.scale(b, y));
            BOOST_TEST(run.most(goal) == std::to_string(*best));
            BOOST_TEST(run.least(run.store.scale(-1, goal)) == std::to_string(-*best));
        }
    }
    BOOST_TEST(possible > 100);
}

BOOST_AUTO_TEST_SUITE_END()

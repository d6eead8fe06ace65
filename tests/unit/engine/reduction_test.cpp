// What is left of drawn constraints has a world exactly where Z3 says that they have one, and completed it is one of them.
#include "engine/reduction.h"

#include <boost/test/unit_test.hpp>

#include "engine/decider.h"
#include "tests/unit/engine/drawn.h"

using namespace tenet;
using namespace tenet::brute_force;

namespace {

std::vector<VariableId> variables_of(const Problem& p, const std::vector<std::uint32_t>& constraints) {
    std::vector<VariableId> used;
    for (const std::uint32_t c : constraints) p.store.variables(p.constraints[c].formula, used);
    std::sort(used.begin(), used.end());
    used.erase(std::unique(used.begin(), used.end()), used.end());
    return used;
}

bool holds(const Problem& p, const World& world) {
    Evaluation evaluation(p.store);
    evaluation.start(world);
    for (VariableId v = 0; v < p.variables.size(); ++v)
        if (p.variables[v].sort == Sort::day && !world.values[v].is_integer()) return false;
    return std::all_of(p.constraints.begin(), p.constraints.end(), [&](const Constraint& c) { return evaluation.holds(c.formula); });
}

struct Tally {
    int worlds = 0, clashes = 0, nothing_left = 0, seen_to_clash = 0;
};

Tally compare(std::uint32_t seed, int cases, bool products) {
    Dice dice(seed);
    Z3Context context;
    Tally tally;
    for (int i = 0; i < cases; ++i) {
        Drawn p(dice, products);
        for (int n = dice.between(1, 7); n > 0; --n) p.fact(p.formula(dice.between(0, 2)));
        Z3Session whole(p, context);
        for (const Constraint& c : p.constraints) whole.add(c.formula);
        const Outcome expected = whole.check();
        if (expected == Outcome::unknown) continue;
        Reduction reduction(p);
        reduction.start();
        BOOST_TEST_CONTEXT("case " << i) {
            if (!reduction.take(p.all(), variables_of(p, p.all()))) {
                BOOST_TEST((expected == Outcome::unsat));
                ++tally.seen_to_clash;
                continue;
            }
            Z3Session left(p, context);
            for (const NodeId n : reduction.rest()) left.add(n);
            const Outcome found = left.check();
            if (found == Outcome::unknown) continue;
            BOOST_TEST((found == expected));
            ++(found == Outcome::sat ? tally.worlds : tally.clashes);
            tally.nothing_left += reduction.rest().empty();
            World world;
            if (found != Outcome::sat || !left.world(reduction.asked(), world)) continue;
            reduction.complete(world);
            BOOST_TEST(holds(p, world));
        }
    }
    return tally;
}

struct Taken : Small {
    Reduction reduction{*this};
    bool take() {
        reduction.start();
        return reduction.take(all(), variables_of(*this, all()));
    }
    World completed() {
        World world;
        world.values.resize(variables.size());
        reduction.complete(world);
        return world;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(reduction, Taken)

BOOST_AUTO_TEST_CASE(nothing_is_left_where_single_constraints_fix_all) {
    const NodeId x = real(), y = real(), t = truth(), d = day();
    fact(t);
    fact(store.implies(t, store.equal(x, number(Rational(1, 3)))));
    fact(store.equal(x, y));
    fact(store.less(number(3), store.add(d, y)));  // 3 < d + 1/3
    BOOST_TEST(take());
    BOOST_TEST(reduction.rest().empty());
    BOOST_TEST(holds(*this, completed()));
}

BOOST_AUTO_TEST_CASE(a_day_between_two_days_is_none) {
    const NodeId d = day();
    fact(store.less(number(3), d));
    fact(store.less(d, number(4)));
    BOOST_TEST(!take());
}

BOOST_AUTO_TEST_CASE(a_day_beyond_another_is_the_next_at_least) {
    const NodeId d = day(), e = day();
    fact(store.equal(e, store.constant(2, Sort::day)));
    fact(store.less(store.scale(Rational(1, 2), e), d));
    BOOST_TEST(take());
    BOOST_TEST(reduction.rest().empty());
    BOOST_TEST(holds(*this, completed()));
}

BOOST_AUTO_TEST_CASE(a_bound_on_the_side_that_helps_is_not_asked_but_kept) {
    const NodeId x = real(), y = real();
    fact(store.less_equal(number(Rational(1, 5)), x));
    fact(store.less(x, number(Rational(2, 5))));
    fact(store.less_equal(number(Rational(1, 2)), y));
    fact(store.less_equal(store.add(x, y), number(1)));
    BOOST_TEST(take());
    BOOST_TEST(reduction.rest().size() == 3);  // the sum, and the lower bounds
    World world;
    world.values = {Rational(2, 5), Rational(1, 2)};  // one of these
    reduction.complete(world);
    BOOST_TEST(holds(*this, world));
}

BOOST_AUTO_TEST_CASE(sums_of_unknowns_are_left) {
    const NodeId x = real(), y = real();
    for (const NodeId n : {x, y}) fact(store.less_equal(number(Rational(3, 5)), n));
    fact(store.less_equal(store.add(x, y), number(1)));
    BOOST_TEST(take());  // that they clash is Z3's to say
    BOOST_TEST(!reduction.rest().empty());
}

BOOST_AUTO_TEST_CASE(drawn_constraints_keep_their_worlds) {
    const Tally tally = compare(20261124, 3000, false);
    BOOST_TEST(tally.worlds > 800);
    BOOST_TEST(tally.clashes > 50);
    BOOST_TEST(tally.seen_to_clash > 300);
    BOOST_TEST(tally.nothing_left > 300);
}

BOOST_AUTO_TEST_CASE(drawn_constraints_with_products_keep_their_worlds) {
    const Tally tally = compare(7, 400, true);
    BOOST_TEST(tally.worlds > 100);
    BOOST_TEST(tally.clashes + tally.seen_to_clash > 50);
}

BOOST_AUTO_TEST_CASE(one_set_that_clashes_hides_no_world_of_the_others) {
    std::vector<std::vector<std::uint32_t>> given;
    for (int i = 0; i < 7; ++i) {
        const NodeId x = real(), y = real();
        const auto first = static_cast<std::uint32_t>(constraints.size());
        fact(store.less(number(Rational(i == 2 || i == 5 ? 3 : 2, 5)), x));
        fact(store.less(number(Rational(2, 5)), y));
        fact(store.less_equal(store.add(x, y), number(1)));
        given.push_back({first, first + 1, first + 2});
    }
    const std::vector<std::span<const std::uint32_t>> sets(given.begin(), given.end());
    Z3Context context;
    Limits limits;
    limits.only_z3 = true;
    Decider decider(*this, limits, context);
    const std::vector<bool> have = decider.have_worlds(sets);
    for (std::size_t i = 0; i < sets.size(); ++i) BOOST_TEST(have[i] == (i != 2 && i != 5));
    decider.load(given[2]);
    BOOST_TEST((decider.solve(store.yes()) == Outcome::unsat));
    decider.load(given[3]);
    BOOST_TEST((decider.solve(store.yes()) == Outcome::sat));
}

BOOST_AUTO_TEST_SUITE_END()

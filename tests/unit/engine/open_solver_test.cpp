// The open solver beside Z3 on drawn formulas: the same verdict, worlds that hold, and clashes that Z3 finds to be ones.
#include "engine/open_solver.h"

#include <boost/test/unit_test.hpp>

#include "engine/decider.h"
#include "engine/z3_session.h"
#include "tests/unit/engine/brute_force.h"
#include "tests/unit/engine/drawn.h"

using namespace tenet;
using namespace tenet::brute_force;

namespace {

/// What Z3 says of some constraints and a question.
Outcome second_opinion(const Problem& p, Z3Context& context, const std::vector<std::uint32_t>& some, NodeId extra) {
    Z3Session z3(p, context);
    for (const std::uint32_t c : some) z3.add(p.constraints[c].formula);
    z3.add(extra);
    return z3.check();
}

struct Tally {
    int sat = 0, unsat = 0, unknown = 0;
};

Tally compare(std::uint32_t seed, int cases, bool products) {
    Dice dice(seed);
    Z3Context context;
    Tally tally;
    for (int i = 0; i < cases; ++i) {
        Drawn p(dice, products);
        for (int n = dice.between(1, 7); n > 0; --n) p.fact(p.formula(2));
        const std::vector<std::uint32_t> all = p.all();
        OpenSolver open(p);
        open.load(all);
        for (int q = 0; q < 3; ++q) {  // several questions of one load
            const NodeId extra = q == 0 ? p.store.yes() : p.formula(1);
            const Outcome z3 = second_opinion(p, context, all, extra);
            const Outcome mine = open.solve(extra, {}, q == 2);
            BOOST_TEST_CONTEXT("case " << i << ", question " << q) {
                if (mine == Outcome::unknown) {
                    ++tally.unknown;
                    continue;
                }
                if (z3 != Outcome::unknown) BOOST_TEST((mine == z3));
                if (mine == Outcome::sat) {
                    ++tally.sat;
                    World world;
                    open.world(world);
                    Evaluation evaluation(p.store);
                    evaluation.start(world);
                    for (const std::uint32_t c : all) BOOST_TEST(evaluation.holds(p.constraints[c].formula));
                    BOOST_TEST(evaluation.holds(extra));
                } else {
                    ++tally.unsat;
                    if (q == 2) BOOST_TEST((second_opinion(p, context, open.clash(), extra) == Outcome::unsat));
                }
            }
        }
        // Subsets over background alone, as the search for conflicts asks for them.
        OpenSolver subsets(p);
        subsets.load(all, [](std::uint32_t c) { return c % 3 == 0; });
        for (int q = 0; q < 3; ++q) {
            std::vector<std::uint32_t> more, both;
            for (const std::uint32_t c : all) {
                const bool in = c % 3 != 0 && dice.one_in(2);
                if (in) more.push_back(c);
                if (in || c % 3 == 0) both.push_back(c);
            }
            const Outcome mine = subsets.solve(p.store.yes(), more, true);
            const Outcome z3 = second_opinion(p, context, both, p.store.yes());
            BOOST_TEST_CONTEXT("case " << i << ", subset " << q) {
                if (mine == Outcome::unknown || z3 == Outcome::unknown) continue;
                BOOST_TEST((mine == z3));
                if (mine == Outcome::unsat)
                    BOOST_TEST((second_opinion(p, context, subsets.clash(), p.store.yes()) == Outcome::unsat));
            }
        }
    }
    return tally;
}

/// Many questions of one layout, with more pushed and popped between them, each as a solver laid out for it alone answers;
/// and of one decider, whose worlds hold although it judges each only where it differs from one known.
Tally compare_with_fresh(std::uint32_t seed, int cases, bool products) {
    Dice dice(seed);
    Z3Context context;
    Tally tally;
    const auto holds = [](const Problem& p, const std::vector<std::uint32_t>& some, NodeId extra, const World& world) {
        Evaluation evaluation(p.store);
        evaluation.start(world);
        for (const std::uint32_t c : some)
            if (!evaluation.holds(p.constraints[c].formula)) return false;
        return evaluation.holds(extra);
    };
    for (int i = 0; i < cases; ++i) {
        Drawn p(dice, products);
        for (int n = dice.between(2, 9); n > 0; --n) p.fact(p.formula(2));
        const std::vector<std::uint32_t> all = p.all();
        std::vector<std::uint32_t> in, out;
        for (const std::uint32_t c : all) (c % 4 == 0 ? out : in).push_back(c);
        OpenSolver open(p);
        open.load(all, [](std::uint32_t c) { return c % 4 != 0; });
        Decider decider(p, {}, context);
        decider.load(in);
        std::size_t pushed = 0;  // of `out`
        bool broken = false;     // what is pushed clashes
        for (int q = 0; q < 12; ++q) {
            if (!broken && pushed < out.size() && dice.one_in(3)) broken = !open.push({&out[pushed++], 1});
            if (pushed > 0 && (broken || dice.one_in(3))) {
                if (broken) {
                    std::vector<std::uint32_t> some = in;
                    some.insert(some.end(), out.begin(), out.begin() + static_cast<std::ptrdiff_t>(pushed));
                    BOOST_TEST((second_opinion(p, context, some, p.store.yes()) != Outcome::sat));
                }
                open.pop();
                --pushed;
                broken = false;
            }
            const NodeId extra = p.formula(dice.between(0, 2));
            std::vector<std::uint32_t> asserted = in;
            asserted.insert(asserted.end(), out.begin(), out.begin() + static_cast<std::ptrdiff_t>(pushed));
            OpenSolver fresh(p);
            fresh.load(asserted);
            const Outcome mine = open.solve(extra), theirs = fresh.solve(extra);
            BOOST_TEST_CONTEXT("case " << i << ", question " << q) {
                if (mine == Outcome::unknown || theirs == Outcome::unknown) {
                    ++tally.unknown;
                } else {
                    BOOST_TEST((mine == theirs));
                    ++(mine == Outcome::sat ? tally.sat : tally.unsat);
                }
                if (mine == Outcome::sat) {
                    World world;
                    open.world(world);
                    BOOST_TEST(holds(p, asserted, extra, world));
                }
                const Outcome decided = decider.solve(extra);
                if (decided == Outcome::sat) BOOST_TEST(holds(p, in, extra, decider.world()));
                if (pushed == 0 && decided != Outcome::unknown && theirs != Outcome::unknown) BOOST_TEST((decided == theirs));
            }
        }
    }
    return tally;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(open_solver)

BOOST_AUTO_TEST_CASE(many_questions_of_one_layout) {
    const Tally t = compare_with_fresh(612, 500, false);
    BOOST_TEST_MESSAGE(t.sat << " with a world, " << t.unsat << " without, " << t.unknown << " left to Z3");
    BOOST_TEST(t.sat > 500);
    BOOST_TEST(t.unsat > 500);
    BOOST_TEST(t.unknown * 50 < t.sat + t.unsat);
    const Tally products = compare_with_fresh(613, 200, true);
    BOOST_TEST(products.sat > 200);
}

BOOST_AUTO_TEST_CASE(agrees_with_z3) {
    const Tally t = compare(2014, 1500, false);
    BOOST_TEST_MESSAGE(t.sat << " with a world, " << t.unsat << " without, " << t.unknown << " left to Z3");
    BOOST_TEST(t.sat > 500);
    BOOST_TEST(t.unsat > 500);
    BOOST_TEST(t.unknown * 50 < t.sat + t.unsat);  // it settles nearly all
}

BOOST_AUTO_TEST_CASE(agrees_with_z3_on_products) {
    const Tally t = compare(7, 400, true);
    BOOST_TEST(t.sat > 100);
    BOOST_TEST(t.unsat > 100);
}

BOOST_AUTO_TEST_CASE(a_ring_of_days_without_any_date) {
    Dice dice(1);
    Small p;
    std::vector<NodeId> days;
    for (int i = 0; i < 50; ++i) days.push_back(p.day());
    for (std::size_t i = 0; i < 50; ++i) p.fact(p.store.less(days[i], days[(i + 1) % 50]));
    OpenSolver open(p);
    open.load(p.all());
    BOOST_TEST((open.solve(p.store.yes(), {}, true) == Outcome::unsat));
    BOOST_TEST(open.clash().size() == 50);  // each is needed
}

BOOST_AUTO_TEST_SUITE_END()

// Worlds that are confirmed, and minimal cores in file order, compared with the trying of all subsets.
#include "engine/decider.h"

#include <boost/test/unit_test.hpp>

#include "tests/unit/engine/brute_force.h"

using namespace tenet;
using namespace tenet::brute_force;

namespace {

struct Run : Small {
    Z3Context context;
    Decider decider{*this, {}, context};

    NodeId below(NodeId x, const Rational& most) { return store.less(x, number(most)); }
    NodeId above(NodeId x, const Rational& least) { return store.less(number(least), x); }
};

bool holds_everywhere(const Problem& p, const std::vector<std::uint32_t>& constraints, NodeId extra,
                      const World& world) {
    Evaluation evaluation(p.store);
    evaluation.start(world);
    return std::all_of(constraints.begin(), constraints.end(),
                       [&](std::uint32_t c) { return evaluation.holds(p.constraints[c].formula); }) &&
           evaluation.holds(extra);
}

Members members(const Core& core) {
    Members out;
    for (const FactId f : core.facts) out.insert(name({Origin::Kind::fact, f}));
    for (const std::uint32_t l : core.instances) out.insert(name({Origin::Kind::law, l}));
    return out;
}

/// Of the fact sets of all minimal conflicts, the one whose last fact is earliest, then whose last but one is, ...
std::vector<FactId> first_facts(const std::vector<Members>& conflicts) {
    std::optional<std::vector<FactId>> best;
    for (const Members& conflict : conflicts) {
        std::vector<FactId> facts;
        for (const std::string& m : conflict)
            if (m[0] == 'f') facts.push_back(static_cast<FactId>(std::stoul(m.substr(1))));
        std::sort(facts.rbegin(), facts.rend());
        if (!best || facts < *best) best = facts;
    }
    std::reverse(best->begin(), best->end());
    return *best;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(decider, Run)

BOOST_AUTO_TEST_CASE(a_world_is_shown_for_what_is_possible) {
    const NodeId x = real(), y = real(), t = truth(), d = day();
    background(store.less_equal(number(0), x));
    fact(above(x, Rational(2, 5)));
    fact(store.equal(store.add(x, y), number(1)));
    law(store.implies(t, store.less(x, y)));
    fact(store.less(store.constant(10, Sort::day), d));
    decider.load(all());
    BOOST_TEST((decider.solve(t) == Outcome::sat));
    BOOST_TEST(holds_everywhere(*this, all(), t, decider.world()));
    BOOST_TEST((decider.world().values[0] > Rational(2, 5)));
    BOOST_TEST(decider.world().values[3].is_integer());
    BOOST_TEST((decider.solve(above(x, 1)) == Outcome::sat));
    BOOST_TEST(holds_everywhere(*this, all(), above(x, 1), decider.world()));
    BOOST_TEST((decider.solve(store.both(t, above(x, Rational(1, 2)))) == Outcome::unsat));
    BOOST_TEST((decider.solve(store.both(t, above(x, Rational(49, 100)))) == Outcome::sat));
}

BOOST_AUTO_TEST_CASE(nothing_loaded_leaves_every_world) {
    const NodeId x = real();
    BOOST_TEST((decider.solve(store.yes()) == Outcome::sat));
    BOOST_TEST((decider.solve(store.no()) == Outcome::unsat));
    BOOST_TEST((decider.solve(above(x, 3)) == Outcome::sat));
    BOOST_TEST((decider.world().values[0] > Rational(3)));
}

BOOST_AUTO_TEST_CASE(what_is_loaded_counts_and_nothing_else) {
    const NodeId x = real();
    fact(above(x, 1));
    fact(below(x, 1));
    decider.load({0});
    BOOST_TEST((decider.solve(store.yes()) == Outcome::sat));
    decider.load({1});
    BOOST_TEST((decider.solve(store.yes()) == Outcome::sat));
    BOOST_TEST((decider.solve(above(x, 1)) == Outcome::unsat));
    decider.load({0, 1});
    BOOST_TEST((decider.solve(store.yes()) == Outcome::unsat));
    decider.load({0});
    BOOST_TEST((decider.solve(above(x, 1)) == Outcome::sat));
    BOOST_TEST((decider.loaded() == std::vector<std::uint32_t>{0}));
}

BOOST_AUTO_TEST_CASE(days_are_whole) {
    const NodeId d = day(), e = day();
    fact(store.equal(store.scale(2, d), store.shift(store.scale(4, e), 1)));
    decider.load(all());
    BOOST_TEST((decider.solve(store.yes()) == Outcome::unsat));
}

BOOST_AUTO_TEST_CASE(only_a_world_is_adopted) {
    const NodeId x = real();
    fact(above(x, 1));
    decider.load(all());
    BOOST_TEST(!decider.adopt(World{{Rational(1)}}));
    BOOST_TEST(decider.adopt(World{{Rational(7)}}));
    BOOST_TEST((decider.solve(above(x, 5)) == Outcome::sat));
    BOOST_TEST((decider.world().values[0] == Rational(7)));  // no other was looked for
}

BOOST_AUTO_TEST_CASE(out_of_time_is_unknown_never_an_answer) {
    const NodeId x = real();
    fact(above(x, 1));
    fact(below(x, 0));
    Decider late(*this, {std::chrono::steady_clock::now() - std::chrono::seconds(1)}, context);
    late.load(all());
    BOOST_TEST(late.out_of_time());
    BOOST_TEST((late.solve(store.yes()) == Outcome::unknown));
    BOOST_TEST(!late.core(all(), store.yes()).minimal);
    BOOST_TEST(!decider.out_of_time());
}

BOOST_AUTO_TEST_CASE(a_core_is_what_is_needed) {
    const NodeId x = real(), y = real(), z = real();
    background(store.less_equal(number(0), z));
    fact(above(x, Rational(3, 5)));                             // f0
    fact(below(y, 5));                                          // f1: beside the point
    law(store.less_equal(store.sum_of({x, y, z}), number(1)));  // l0
    fact(above(y, Rational(1, 2)));                             // f2
    law(store.less_equal(x, number(1)));                        // l1: beside the point
    const Core core = decider.core(all(), store.yes());
    BOOST_TEST(core.minimal);
    BOOST_TEST((core.facts == std::vector<FactId>{0, 2}));
    BOOST_TEST((core.instances == std::vector<std::uint32_t>{0}));
}

BOOST_AUTO_TEST_CASE(a_fact_is_in_or_out_with_all_that_it_says) {
    const NodeId x = real(), y = real();
    fact(0, above(x, 1));
    fact(1, below(y, 0));
    fact(0, above(y, 0));
    const Core core = decider.core(all(), store.yes());
    BOOST_TEST((core.facts == std::vector<FactId>{0, 1}));
    // A law instance too.
    law(below(x, 1));
    constraints.push_back({below(y, 2), {Origin::Kind::law, 0}});
    BOOST_TEST((members(decider.core({0, 2, 3, 4}, store.yes())) == Members{"f0", "l0"}));
}

BOOST_AUTO_TEST_CASE(of_several_the_first_in_file_order) {
    const NodeId x = real();
    fact(below(x, 5));  // f0 with f3, f1 with f2, f1 with f3
    fact(below(x, 2));
    fact(above(x, 3));
    fact(above(x, 6));
    BOOST_TEST((decider.core(all(), store.yes()).facts == std::vector<FactId>{1, 2}));
    // The order of constraints does not matter, that of the facts does.
    std::vector<std::uint32_t> reversed = all();
    std::reverse(reversed.begin(), reversed.end());
    BOOST_TEST((decider.core(reversed, store.yes()).facts == std::vector<FactId>{1, 2}));
    BOOST_TEST((decider.core({0, 1, 3}, store.yes()).facts == std::vector<FactId>{0, 3}));
}

BOOST_AUTO_TEST_CASE(the_question_takes_part) {
    const NodeId x = real();
    fact(below(x, 5));
    fact(below(x, 3));
    BOOST_TEST((decider.core(all(), above(x, 4)).facts == std::vector<FactId>{1}));
    BOOST_TEST((decider.core(all(), above(x, 6)).facts == std::vector<FactId>{0}));
    const Core nothing = decider.core(all(), store.no());
    BOOST_TEST(nothing.minimal);
    BOOST_TEST(nothing.facts.empty());
    BOOST_TEST(nothing.instances.empty());
}

BOOST_AUTO_TEST_CASE(a_fact_may_clash_alone_and_laws_without_facts) {
    const NodeId x = real();
    fact(below(x, 5));
    fact(store.no());
    BOOST_TEST((members(decider.core(all(), store.yes())) == Members{"f1"}));
    law(above(x, 7));
    law(below(x, 6));
    law(below(x, 9));
    BOOST_TEST((members(decider.core(all(), store.yes())) == Members{"l0", "l1"}));
}

BOOST_AUTO_TEST_CASE(a_core_leaves_the_decider_fit_for_more) {
    const NodeId x = real();
    fact(below(x, 5));
    fact(above(x, 6));
    decider.load({0});
    BOOST_TEST((decider.solve(store.yes()) == Outcome::sat));
    BOOST_TEST((decider.core(all(), store.yes()).facts.size() == 2U));
    decider.load({0});
    BOOST_TEST((decider.solve(above(x, 4)) == Outcome::sat));
    BOOST_TEST((decider.solve(above(x, 5)) == Outcome::unsat));
}

BOOST_AUTO_TEST_CASE(random_clauses_against_all_subsets) {
    Dice dice(2004);
    int contradictory = 0, with_laws = 0;
    for (int round = 0; round < 150; ++round) {
        Small p = random_clauses(dice, 4, 9, round % 2 == 1);
        const std::vector<Members> conflicts = minimal_conflicts(p);
        Decider judge(p, {}, context);
        judge.load(p.all());
        BOOST_TEST_CONTEXT("round " << round) {
            if (conflicts.empty()) {
                BOOST_TEST((judge.solve(p.store.yes()) == Outcome::sat));
                BOOST_TEST(holds_everywhere(p, p.all(), p.store.yes(), judge.world()));
                continue;
            }
            ++contradictory;
            BOOST_TEST((judge.solve(p.store.yes()) == Outcome::unsat));
            const Core core = judge.core(p.all(), p.store.yes());
            BOOST_TEST(core.minimal);
            with_laws += core.instances.empty() ? 0 : 1;
            BOOST_TEST(std::binary_search(conflicts.begin(), conflicts.end(), members(core)));  // each member is needed
            BOOST_TEST((core.facts == first_facts(conflicts)));
            Z3Context fresh;
            Decider again(p, {}, fresh);
            BOOST_TEST((members(again.core(p.all(), p.store.yes())) == members(core)));
        }
    }
    BOOST_TEST(contradictory > 50);
    BOOST_TEST(contradictory < 150);
    BOOST_TEST(with_laws > 10);
}

BOOST_AUTO_TEST_SUITE_END()

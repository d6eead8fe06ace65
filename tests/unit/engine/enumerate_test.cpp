// All minimal conflicts: by hand, and of random clauses compared with the trying of all subsets.
#include "engine/enumerate.h"

#include <boost/test/unit_test.hpp>

#include "tests/unit/engine/brute_force.h"

using namespace tenet;
using namespace tenet::brute_force;

namespace {

std::vector<Members> members(const Enumeration& found) {
    std::vector<Members> out;
    for (const Core& core : found.conflicts) {
        BOOST_TEST(core.minimal);
        Members& m = out.emplace_back();
        for (const FactId f : core.facts) m.insert(name({Origin::Kind::fact, f}));
        for (const std::uint32_t l : core.instances) m.insert(name({Origin::Kind::law, l}));
    }
    std::sort(out.begin(), out.end());
    return out;
}

struct Run : Small {
    Z3Context context;
    Decider decider{*this, {}, context};
    Enumeration conflicts(std::size_t most = 1000, const std::vector<Core>& known = {}) {
        return all_conflicts(decider, *this, context, all(), known, most);
    }
    /// x < 1, x > 2, x < 3, x > 4: three pairs clash.
    void three_pairs() {
        const NodeId x = real();
        fact(store.less(x, number(1)));
        fact(store.less(number(2), x));
        fact(store.less(x, number(3)));
        fact(store.less(number(4), x));
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(enumerate, Run)

BOOST_AUTO_TEST_CASE(none_where_there_is_a_world) {
    const NodeId x = real();
    fact(store.less(x, number(1)));
    const Enumeration found = conflicts();
    BOOST_TEST(found.complete);
    BOOST_TEST(found.conflicts.empty());
}

BOOST_AUTO_TEST_CASE(overlapping_ones) {
    three_pairs();
    const Enumeration found = conflicts();
    BOOST_TEST(found.complete);
    BOOST_TEST((members(found) == std::vector<Members>{{"f0", "f1"}, {"f0", "f3"}, {"f2", "f3"}}));
}

BOOST_AUTO_TEST_CASE(one_that_takes_everything) {
    std::vector<NodeId> shares;
    for (int i = 0; i < 5; ++i) {
        shares.push_back(real());
        fact(store.less(number(Rational(1, 5)), shares.back()));
    }
    law(store.less_equal(store.sum_of(shares), number(1)));
    BOOST_TEST((members(conflicts()) == std::vector<Members>{{"f0", "f1", "f2", "f3", "f4", "l0"}}));
}

BOOST_AUTO_TEST_CASE(laws_may_take_the_place_of_each_other) {
    const NodeId x = real();
    background(store.less_equal(number(0), x));
    fact(store.less(number(5), x));
    law(store.less(x, number(3)));
    law(store.less(x, number(4)));
    fact(store.no());
    BOOST_TEST((members(conflicts()) == std::vector<Members>{{"f0", "l0"}, {"f0", "l1"}, {"f1"}}));
}

BOOST_AUTO_TEST_CASE(three_of_five_at_once) {
    // Each fact claims more than a third: any three clash, so there are 10 conflicts.
    std::vector<NodeId> shares;
    for (int i = 0; i < 5; ++i) {
        shares.push_back(real());
        background(store.less_equal(number(0), shares.back()));
        fact(store.less(number(Rational(1, 3)), shares.back()));
    }
    background(store.less_equal(store.sum_of(shares), number(1)));
    const std::vector<Members> found = members(conflicts());
    BOOST_TEST(found.size() == 10U);
    for (const Members& m : found) BOOST_TEST(m.size() == 3U);
    BOOST_TEST(std::set<Members>(found.begin(), found.end()).size() == 10U);
}

BOOST_AUTO_TEST_CASE(no_more_than_asked_for) {
    three_pairs();
    for (std::size_t most = 0; most < 3; ++most) {
        const Enumeration found = conflicts(most);
        BOOST_TEST(!found.complete);
        BOOST_TEST(found.conflicts.size() == most);
    }
    BOOST_TEST(conflicts(3).complete);
    BOOST_TEST(conflicts(3).complete);
    BOOST_TEST(conflicts(3).conflicts.size() == 3U);
}

BOOST_AUTO_TEST_CASE(known_ones_come_first_and_once) {
    three_pairs();
    const Core known{{2, 3}, {}, true};
    const Enumeration found = conflicts(1000, {known});
    BOOST_TEST(found.complete);
    BOOST_TEST((found.conflicts.front().facts == known.facts));
    BOOST_TEST((members(found) == std::vector<Members>{{"f0", "f1"}, {"f0", "f3"}, {"f2", "f3"}}));
}

BOOST_AUTO_TEST_CASE(a_clash_of_the_background_needs_no_member) {
    background(store.no());
    const NodeId x = real();
    fact(store.less(x, number(1)));
    BOOST_TEST((members(conflicts()) == std::vector<Members>{{}}));
}

BOOST_AUTO_TEST_CASE(out_of_time_is_not_complete) {
    three_pairs();
    Decider late(*this, {std::chrono::steady_clock::now() - std::chrono::seconds(1)}, context);
    BOOST_TEST(!all_conflicts(late, *this, context, all(), {}, 1000).complete);
}

BOOST_AUTO_TEST_CASE(random_clauses_against_all_subsets) {
    Dice dice(2016);
    std::size_t several = 0;
    for (int round = 0; round < 60; ++round) {
        Small p = random_clauses(dice, 4, 11, round % 2 == 1);
        Decider judge(p, {}, context);
        const Enumeration found = all_conflicts(judge, p, context, p.all(), {}, 1000);
        const std::vector<Members> expected = minimal_conflicts(p);
        BOOST_TEST_CONTEXT("round " << round) {
            BOOST_TEST(found.complete);
            BOOST_TEST((members(found) == expected));
        }
        several += expected.size() > 1 ? 1 : 0;
    }
    BOOST_TEST(several > 20U);
}

BOOST_AUTO_TEST_SUITE_END()

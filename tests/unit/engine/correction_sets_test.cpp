// Minimal sets of facts to drop: by hand, and of random clauses compared with the trying of all subsets.
#include "engine/correction_sets.h"

#include <boost/test/unit_test.hpp>

#include "tests/unit/engine/brute_force.h"

using namespace tenet;
using namespace tenet::brute_force;

namespace {

struct Run : Small {
    Z3Context context;
    std::vector<Rational> costs;  // by fact; 1 unless given
    Rational cost(FactId f) const { return f < costs.size() ? costs[f] : Rational(1); }

    std::vector<CorrectionSet> found(bool* beyond = nullptr) {
        Decider decider(*this, {}, context);
        CorrectionSets sets(
            [&](FactId f) { return cost(f); },
            [&](const std::vector<FactId>& dropped) { return judge_without(decider, *this, all(), dropped); }, {});
        std::vector<CorrectionSet> out;
        while (auto next = sets.next()) out.push_back(std::move(*next));
        if (beyond) *beyond = sets.beyond_repair().has_value();
        BOOST_TEST(!sets.cut_short());
        return out;
    }
};

std::vector<std::vector<FactId>> facts_of(const std::vector<CorrectionSet>& sets) {
    std::vector<std::vector<FactId>> out;
    for (const CorrectionSet& s : sets) out.push_back(s.facts);
    return out;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(correction_sets, Run)

BOOST_AUTO_TEST_CASE(nothing_where_there_is_a_world) {
    fact(store.less(real(), number(1)));
    const auto sets = found();
    BOOST_REQUIRE(sets.size() == 1U);
    BOOST_TEST(sets[0].facts.empty());
    BOOST_TEST((sets[0].cost == Rational(0)));
}

BOOST_AUTO_TEST_CASE(cheapest_first) {
    const NodeId x = real();  // x < 1, x > 2, x < 3, x > 4: f0 f1, f0 f3 and f2 f3 clash
    fact(store.less(x, number(1)));
    fact(store.less(number(2), x));
    fact(store.less(x, number(3)));
    fact(store.less(number(4), x));
    costs = {Rational(1), Rational(1, 2), Rational(1, 4), Rational(3, 4)};
    const auto sets = found();
    BOOST_TEST((facts_of(sets) == std::vector<std::vector<FactId>>{{0, 2}, {1, 3}, {0, 3}}));
    BOOST_TEST((sets[0].cost == Rational(5, 4)));
    BOOST_TEST((sets[1].cost == Rational(5, 4)));
    BOOST_TEST((sets[2].cost == Rational(7, 4)));
}

BOOST_AUTO_TEST_CASE(facts_of_no_cost_are_not_dropped_for_nothing) {
    const NodeId x = real();
    fact(store.less(x, number(1)));
    fact(store.less(number(2), x));
    fact(store.less(number(3), x));
    costs = {Rational(1), Rational(0), Rational(0)};
    BOOST_TEST((facts_of(found()) == std::vector<std::vector<FactId>>{{1, 2}, {0}}));
}

BOOST_AUTO_TEST_CASE(laws_alone_are_beyond_repair) {
    fact(store.less(real(), number(1)));
    law(store.no());
    bool beyond = false;
    BOOST_TEST(found(&beyond).empty());
    BOOST_TEST(beyond);
}

BOOST_AUTO_TEST_CASE(fifty_conflicts_that_share_nothing) {
    // 2^50 sets: the first must not wait for the others.
    for (int i = 0; i < 50; ++i) {
        const NodeId x = real();
        fact(store.less(x, number(1)));
        fact(store.less(number(2), x));
    }
    Decider decider(*this, {}, context);
    CorrectionSets sets(
        [](FactId f) { return f % 2 ? Rational(1, 2) : Rational(1); },
        [&](const std::vector<FactId>& dropped) { return judge_without(decider, *this, all(), dropped); }, {});
    const auto first = sets.next();
    BOOST_REQUIRE(first.has_value());
    BOOST_TEST(first->facts.size() == 50U);
    BOOST_TEST((first->cost == Rational(25)));
    const auto second = sets.next();
    BOOST_REQUIRE(second.has_value());
    BOOST_TEST((second->cost == Rational(51, 2)));
}

BOOST_AUTO_TEST_CASE(some_minimal_set_where_the_cheapest_are_too_many) {
    // Thirty-six stakes of 1/30 each: any six go, which are two million sets.
    NodeId total = number(0);
    for (int i = 0; i < 36; ++i) {
        const NodeId x = real();
        background(store.less_equal(number(0), x));
        fact(store.equal(x, number(Rational(1, 30))));
        total = store.add(total, x);
    }
    law(store.less_equal(total, number(1)));
    Decider decider(*this, {}, context);
    const auto judge = [&](const std::vector<FactId>& dropped) { return judge_without(decider, *this, all(), dropped); };
    CorrectionSets sets([&](FactId f) { return f == 3 ? Rational(1, 2) : Rational(1); }, judge, {});
    const auto found = sets.next(5);
    BOOST_TEST(sets.cut_short());
    BOOST_TEST(!found.all);
    BOOST_TEST(!found.cheapest);
    BOOST_REQUIRE(found.sets.size() == 1U);
    const std::vector<FactId>& dropped = found.sets[0].facts;
    BOOST_TEST(dropped.size() == 6U);
    BOOST_TEST((found.sets[0].cost == Rational(11, 2)));
    BOOST_TEST((judge(dropped).outcome == Outcome::sat));
    for (std::size_t i = 0; i < dropped.size(); ++i) {
        std::vector<FactId> fewer = dropped;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
        BOOST_TEST((judge(fewer).outcome == Outcome::unsat));
    }
}

BOOST_AUTO_TEST_CASE(as_the_trying_of_all_subsets_finds) {
    Dice dice(20160);
    int contradictory = 0;
    for (int round = 0; round < 60; ++round) {
        static_cast<Small&>(*this) = random_clauses(dice, 3, dice.between(5, 10), false);
        costs.clear();
        for (std::size_t f = 0; f < facts_counted; ++f) costs.push_back(Rational(dice.between(1, 4), 4));
        // Hitting sets of all minimal conflicts, by trying all sets.
        std::vector<std::vector<FactId>> conflicts;
        for (const Members& members : minimal_conflicts(*this)) {
            std::vector<FactId>& c = conflicts.emplace_back();
            for (const std::string& m : members) c.push_back(static_cast<FactId>(std::stoul(m.substr(1))));
        }
        contradictory += !conflicts.empty();
        const auto hits = [&](std::uint32_t set) {
            return std::all_of(conflicts.begin(), conflicts.end(), [&](const auto& c) {
                return std::any_of(c.begin(), c.end(), [&](FactId f) { return ((set >> f) & 1U) != 0; });
            });
        };
        std::set<std::vector<FactId>> wanted;
        for (std::uint32_t set = 0; set < (1U << facts_counted); ++set) {
            bool minimal = hits(set);
            std::vector<FactId> members;
            for (FactId f = 0; f < facts_counted; ++f) {
                if (((set >> f) & 1U) == 0) continue;
                members.push_back(f);
                minimal = minimal && !hits(set & ~(1U << f));
            }
            if (minimal) wanted.insert(members);
        }
        const auto sets = found();
        const auto got = facts_of(sets);
        BOOST_TEST((std::set<std::vector<FactId>>(got.begin(), got.end()) == wanted));
        BOOST_TEST(got.size() == wanted.size());
        for (std::size_t i = 0; i < sets.size(); ++i) {
            Rational sum;
            for (const FactId f : sets[i].facts) sum += cost(f);
            BOOST_TEST((sum == sets[i].cost));
            if (i > 0) BOOST_TEST((sets[i - 1].cost <= sets[i].cost));
        }
    }
    BOOST_TEST(contradictory > 20);
}

BOOST_AUTO_TEST_SUITE_END()

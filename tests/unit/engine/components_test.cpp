// What is split and what stays together, and that `now` alone ties nothing.
#include "engine/components.h"

#include <boost/test/unit_test.hpp>

#include "tests/unit/engine/brute_force.h"

using namespace tenet;
using brute_force::Small;

namespace {

using Lists = std::vector<std::vector<std::uint32_t>>;

Lists lists(const Components& components) {
    Lists out;
    for (const Component& c : components.list) out.push_back(c.constraints);
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(components)

BOOST_AUTO_TEST_CASE(nothing_falls_into_nothing) {
    Small p;
    p.real();
    const Components c = split(p);
    BOOST_TEST(c.list.empty());
    BOOST_TEST((c.of_variable == std::vector<std::uint32_t>{no_index}));
}

BOOST_AUTO_TEST_CASE(a_shared_variable_ties) {
    Small p;
    const NodeId a = p.real(), b = p.real(), c = p.real(), d = p.real(), unused = p.real();
    p.fact(p.store.less(a, p.number(1)));                  // 0
    p.fact(p.store.less(c, p.number(1)));                  // 1
    p.fact(p.store.less(d, p.number(1)));                  // 2
    p.fact(p.store.less(b, a));                            // 3, with 0
    p.fact(p.store.less(p.store.add(c, b), p.number(2)));  // 4, ties 0, 3 with 1
    const Components split_up = split(p);
    BOOST_TEST((lists(split_up) == Lists{{0, 1, 3, 4}, {2}}));
    BOOST_TEST((split_up.of_variable == std::vector<std::uint32_t>{0, 0, 0, 1, no_index}));
    (void)unused;
}

BOOST_AUTO_TEST_CASE(variables_deep_inside_tie_too) {
    Small p;
    const NodeId t = p.truth(), a = p.real(), b = p.real(), c = p.real();
    p.background(p.store.less(p.store.choice(t, a, p.number(0)), p.number(1)));
    p.background(p.store.either(p.store.less(b, p.number(1)), p.store.less(p.store.multiply(b, c), p.number(1))));
    p.background(p.store.negation(t));
    BOOST_TEST((lists(split(p)) == Lists{{0, 2}, {1}}));
}

BOOST_AUTO_TEST_CASE(constraints_without_variables_stand_alone) {
    Small p;
    const NodeId a = p.real();
    p.fact(p.store.no());
    p.fact(p.store.less(a, p.number(1)));
    p.fact(p.store.no());
    BOOST_TEST((lists(split(p)) == Lists{{0}, {1}, {2}}));
}

BOOST_AUTO_TEST_CASE(now_alone_ties_nothing_but_is_marked) {
    Small p;
    const NodeId now = p.day(), a = p.day(), b = p.day(), c = p.day();
    p.now = 0;
    p.fact(p.store.less(a, now));
    p.fact(p.store.less(b, now));
    p.fact(p.store.less(c, p.store.constant(5, Sort::day)));
    p.fact(p.store.less(now, p.store.constant(9, Sort::day)));
    const Components split_up = split(p);
    BOOST_TEST((lists(split_up) == Lists{{0}, {1}, {2}, {3}}));
    BOOST_TEST(split_up.list[0].speaks_of_now);
    BOOST_TEST(split_up.list[1].speaks_of_now);
    BOOST_TEST(!split_up.list[2].speaks_of_now);
    BOOST_TEST(split_up.list[3].speaks_of_now);
    BOOST_TEST(split_up.of_variable[0] == no_index);
    p.now = no_index;  // an ordinary variable ties
    BOOST_TEST((lists(split(p)) == Lists{{0, 1, 3}, {2}}));
}

BOOST_AUTO_TEST_CASE(random_problems_against_spreading_by_hand) {
    Dice dice(2718);
    for (int round = 0; round < 200; ++round) {
        Small p;
        const int n = dice.between(1, 12);
        for (int v = 0; v < n; ++v) p.truth();
        std::vector<std::set<VariableId>> speaks;
        for (int m = dice.between(1, 10); m > 0; --m) {
            std::vector<NodeId> parts;
            speaks.emplace_back();
            for (int k = dice.between(1, 3); k > 0; --k) {
                const auto v = static_cast<VariableId>(dice.between(0, n - 1));
                parts.push_back(p.variable_nodes[v]);
                speaks.back().insert(v);
            }
            p.fact(p.store.any_of(parts));
        }
        // Labels spread until nothing changes; a component is called by its first constraint.
        std::vector<std::uint32_t> label(speaks.size());
        for (std::uint32_t i = 0; i < label.size(); ++i) label[i] = i;
        for (bool more = true; more;) {
            more = false;
            for (std::size_t i = 0; i < speaks.size(); ++i)
                for (std::size_t j = 0; j < speaks.size(); ++j)
                    for (const VariableId v : speaks[i])
                        if (speaks[j].contains(v) && label[j] < label[i]) {
                            label[i] = label[j];
                            more = true;
                        }
        }
        Lists expected(label.size());
        for (std::uint32_t i = 0; i < label.size(); ++i) expected[label[i]].push_back(i);
        std::erase_if(expected, [](const auto& list) { return list.empty(); });
        const Components c = split(p);
        BOOST_TEST((lists(c) == expected));
        for (std::uint32_t at = 0; at < c.list.size(); ++at)
            for (const std::uint32_t constraint : c.list[at].constraints)
                for (const VariableId v : speaks[constraint]) BOOST_TEST(c.of_variable[v] == at);
    }
}

BOOST_AUTO_TEST_SUITE_END()

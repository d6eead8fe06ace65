// Proofs of small problems and random ones: found wherever there is no world, and each step replays. And the checker
// itself: what does not follow is refused.
#include <boost/test/unit_test.hpp>

#include "engine/steps_linear.h"
#include "engine/steps_search.h"
#include "tests/replay/replay.h"
#include "tests/unit/engine/brute_force.h"

using namespace tenet;
using namespace tenet::brute_force;

namespace {

Core everything(const Problem& p) {
    Core core;
    for (std::uint32_t f = 0; f < p.facts_counted; ++f) core.facts.push_back(f);
    for (std::uint32_t i = 0; i < p.instances.size(); ++i) core.instances.push_back(i);
    return core;
}

struct Proving : Small {
    NodeId at_most(NodeId x, const Rational& k) { return store.less_equal(x, number(k)); }
    NodeId at_least(NodeId x, const Rational& k) { return store.less_equal(number(k), x); }
    std::string checked(const Proof& proof, NodeId extra) { return replay(*this, everything(*this), extra, proof); }
    Proof proof(NodeId extra = 1) { return prove(*this, {}, all(), extra); }
    std::size_t cases(const Proof& p) const {
        return static_cast<std::size_t>(std::count_if(p.steps.begin(), p.steps.end(), [](const ProofStep& s) { return s.kind == ProofStep::Kind::suppose; }));
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(steps, Proving)

BOOST_AUTO_TEST_CASE(bounds_need_no_case) {
    const NodeId x = real(), y = real();
    fact(at_least(x, Rational(3, 5)));
    fact(at_least(y, Rational(1, 2)));
    law(at_most(store.add(x, y), 1));
    const Proof p = proof();
    BOOST_TEST(checked(p, 1) == "");
    BOOST_TEST(cases(p) == 0U);
    BOOST_TEST(p.steps.size() == 3U);
}

BOOST_AUTO_TEST_CASE(what_no_bound_reaches_is_added_up) {
    const NodeId x = real(), y = real();
    fact(at_least(store.add(store.scale(2, x), y), 1));
    fact(at_least(store.add(x, store.scale(2, y)), Rational(11, 10)));
    fact(at_most(store.add(x, y), Rational(69, 100)));
    const Proof p = proof();
    BOOST_TEST(checked(p, 1) == "");
    BOOST_TEST(p.steps.back().weights.size() == 3U);
}

BOOST_AUTO_TEST_CASE(cases_are_excluded_one_by_one) {
    const NodeId a = truth(), b = truth(), c = truth();
    fact(store.either(a, b));
    fact(store.implies(a, c));
    fact(store.implies(b, c));
    const Proof p = proof(store.negation(c));
    BOOST_TEST(checked(p, store.negation(c)) == "");
    fact(store.either(store.negation(c), a));
    fact(store.either(store.negation(c), b));
    fact(store.either(store.negation(a), store.negation(b)));
    const Proof q = proof();
    BOOST_TEST(checked(q, 1) == "");
    BOOST_TEST(cases(q) == 1U);
}

BOOST_AUTO_TEST_CASE(a_ring_of_days) {
    const NodeId a = day(), b = day(), c = day();
    fact(store.less(a, b));
    fact(store.less(b, c));
    fact(store.less_equal(c, a));
    const Proof p = proof();
    BOOST_TEST(checked(p, 1) == "");
    BOOST_TEST(p.steps.back().weights.size() == 3U);
}

BOOST_AUTO_TEST_CASE(products_and_choices) {
    const NodeId x = real(), y = real(), t = truth();
    background(at_least(x, 0));
    background(at_least(y, 0));
    fact(at_most(x, Rational(1, 2)));
    fact(at_most(y, Rational(1, 2)));
    fact(store.less(number(Rational(1, 4)), store.choice(t, store.multiply(x, y), number(0))));
    BOOST_TEST(checked(proof(), 1) == "");
}

BOOST_AUTO_TEST_CASE(what_has_a_world_has_no_proof) {
    const NodeId x = real(), t = truth();
    fact(store.either(t, at_most(x, 1)));
    fact(at_least(x, 2));
    BOOST_TEST(proof().steps.empty());
}

// The checker must refuse: a conclusion that is too strong, a premise left out, a step from a closed case, an early end.
BOOST_AUTO_TEST_CASE(what_does_not_follow_is_refused) {
    const NodeId a = truth(), b = truth(), x = real();
    fact(store.either(a, b));
    fact(store.implies(a, at_least(x, 2)));
    fact(store.implies(b, at_least(x, 2)));
    law(at_most(x, 1));
    const Proof good = proof();
    BOOST_REQUIRE(checked(good, 1) == "");
    std::size_t refused = 0, tried = 0;
    for (std::size_t i = 0; i < good.steps.size(); ++i) {
        const auto refuse = [&](const Proof& bad) {
            ++tried;
            refused += checked(bad, 1) != "";
        };
        if (!good.steps[i].constraints.empty()) {
            Proof bad = good;
            bad.steps[i].constraints.clear();
            refuse(bad);
        }
        for (std::size_t f = 0; f < good.steps[i].from.size(); ++f) {
            Proof bad = good;
            bad.steps[i].from.erase(bad.steps[i].from.begin() + static_cast<std::ptrdiff_t>(f));
            bad.steps[i].weights.clear();
            refuse(bad);
        }
        if (good.steps[i].conclusion != store.no() && good.steps[i].kind == ProofStep::Kind::derived) {
            Proof bad = good;
            bad.steps[i].conclusion = store.no();
            refuse(bad);
        }
    }
    BOOST_TEST(tried > 6U);
    BOOST_TEST(refused == tried);
    Proof early = good;
    early.steps.pop_back();
    BOOST_TEST(checked(early, 1) != "");

    Proof closed;  // suppose a, so a; outside the case, a again
    ProofStep suppose, use;
    suppose.kind = ProofStep::Kind::suppose;
    suppose.conclusion = a;
    suppose.depth = 1;
    use.conclusion = a;
    use.from = {0};
    closed.steps = {suppose, use};
    BOOST_TEST(checked(closed, 1).find("closed case") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(random_clauses_without_a_world_are_refuted) {
    Dice dice(41);
    std::size_t refuted = 0;
    for (int round = 0; round < 150; ++round) {
        Small p = random_clauses(dice, dice.between(2, 5), dice.between(6, 12), true);
        const bool clashes = !minimal_conflicts(p).empty();
        const Proof found = prove(p, {}, p.all(), p.store.yes());
        BOOST_TEST(found.steps.empty() == !clashes);
        if (!clashes) continue;
        ++refuted;
        BOOST_TEST(replay(p, everything(p), p.store.yes(), found) == "");
    }
    BOOST_TEST(refuted > 20U);
}

// Farkas' lemma both ways: multiples that cancel and leave what is false, or a solution that elimination finds too.
BOOST_AUTO_TEST_CASE(random_rows_clash_or_have_a_solution) {
    Dice dice(7);
    std::size_t clashed = 0, rounds = 300;
    for (std::size_t round = 0; round < rounds; ++round) {
        const auto n = static_cast<std::size_t>(dice.between(1, 3));
        std::vector<LinearRow> rows(static_cast<std::size_t>(dice.between(2, 6)));
        std::vector<Inequality> inequalities;
        for (LinearRow& row : rows) {
            Inequality i;
            i.coefficients.resize(n);
            row.constant = i.constant = dice.between(-3, 3);
            row.equality = dice.one_in(5);
            row.strict = i.strict = !row.equality && dice.one_in(3);
            for (std::uint32_t v = 0; v < n; ++v) {
                i.coefficients[v] = dice.between(-2, 2);
                if (i.coefficients[v].sign() != 0) row.terms.push_back({v, i.coefficients[v]});
            }
            inequalities.push_back(i);
            if (!row.equality) continue;
            for (Rational& c : i.coefficients) c = -c;
            i.constant = -i.constant;
            inequalities.push_back(i);
        }
        for (std::size_t v = 0; v < n; ++v) inequalities = eliminate(inequalities, v);
        const bool possible = std::all_of(inequalities.begin(), inequalities.end(), [](const Inequality& i) {
            return i.constant.sign() < 0 || (i.constant.sign() == 0 && !i.strict);
        });
        const auto multiples = clashing_multiples(rows);
        BOOST_TEST(multiples.has_value() == !possible);
        if (!multiples) continue;
        ++clashed;
        std::vector<Rational> left(n);
        Rational constant;
        bool strict = false;
        for (std::size_t r = 0; r < rows.size(); ++r) {
            const Rational& m = (*multiples)[r];
            BOOST_TEST((rows[r].equality || m.sign() >= 0));
            for (const LinearTerm& t : rows[r].terms) left[t.variable] += m * t.coefficient;
            constant += m * rows[r].constant;
            strict = strict || (rows[r].strict && m.sign() != 0);
        }
        for (const Rational& l : left) BOOST_TEST(l.sign() == 0);
        BOOST_TEST((constant.sign() > 0 || (constant.sign() == 0 && strict)));
    }
    BOOST_TEST(clashed > rounds / 10);
    BOOST_TEST(clashed < rounds);
}

BOOST_AUTO_TEST_SUITE_END()

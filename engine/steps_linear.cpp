// The general simplex (Dutertre and de Moura, "A fast linear-arithmetic solver for DPLL(T)", CAV 2006): each row is a
// slack, at most minus its constant; a slack beyond its bound is moved back by a nonbasic variable that has room. Where
// none has, the slack's row is the sum sought. Strict rows: an infinitesimal below their bound. Bland's rule, so it ends.
#include "engine/steps_linear.h"

#include <map>

namespace tenet {

namespace {

struct Value {  // real + delta * an infinitesimal
    Rational real, delta;
    std::strong_ordering operator<=>(const Value& o) const {
        const auto first = real <=> o.real;
        return first != 0 ? first : delta <=> o.delta;
    }
    bool operator==(const Value&) const = default;
};

struct Tableau {
    std::uint32_t structural = 0;
    std::vector<Value> value, upper;                                // by variable; upper: of slacks
    std::vector<bool> equal;                                        // slacks of equalities: upper is lower too
    std::map<std::uint32_t, std::map<std::uint32_t, Rational>> rows;  // basic variable, over nonbasic ones

    bool slack(std::uint32_t v) const { return v >= structural; }
    bool may_rise(std::uint32_t v) const { return !slack(v) || value[v] < upper[v]; }
    bool may_fall(std::uint32_t v) const { return !slack(v) || !equal[v] || upper[v] < value[v]; }

    void move(std::uint32_t v, const Value& by) {
        const auto add = [&](std::uint32_t w, const Rational& factor) {
            value[w].real += factor * by.real;
            value[w].delta += factor * by.delta;
        };
        add(v, Rational(1));
        for (const auto& [basic, terms] : rows)
            if (const auto it = terms.find(v); it != terms.end()) add(basic, it->second);
    }
    void pivot(std::uint32_t leave, std::uint32_t enter) {
        std::map<std::uint32_t, Rational> row = std::move(rows.at(leave));
        rows.erase(leave);
        const Rational a = row.at(enter);
        row.erase(enter);
        for (auto& [v, c] : row) c = -(c / a);
        row[leave] = Rational(1) / a;
        for (auto& [basic, terms] : rows) {
            const auto it = terms.find(enter);
            if (it == terms.end()) continue;
            const Rational factor = it->second;
            terms.erase(it);
            for (const auto& [v, c] : row) {
                Rational& to = terms[v];
                to += factor * c;
                if (to.sign() == 0) terms.erase(v);
            }
        }
        rows[enter] = std::move(row);
    }
};

}  // namespace

std::optional<std::vector<Rational>> clashing_multiples(const std::vector<LinearRow>& given) {
    Tableau t;
    for (const LinearRow& row : given)
        for (const LinearTerm& term : row.terms) t.structural = std::max(t.structural, term.variable + 1);
    t.value.resize(t.structural + given.size());
    t.upper.resize(t.value.size());
    t.equal.resize(t.value.size());
    for (std::size_t i = 0; i < given.size(); ++i) {
        const auto v = static_cast<std::uint32_t>(t.structural + i);
        t.upper[v] = {-given[i].constant, Rational(given[i].strict ? -1 : 0)};
        t.equal[v] = given[i].equality;
        auto& row = t.rows[v];
        for (const LinearTerm& term : given[i].terms) row[term.variable] = term.coefficient;
    }
    for (;;) {
        std::uint32_t wrong = UINT32_MAX;
        bool high = false;
        for (const auto& [v, terms] : t.rows) {
            if (!t.slack(v)) continue;
            high = t.upper[v] < t.value[v];
            if (!high && !(t.equal[v] && t.value[v] < t.upper[v])) continue;
            wrong = v;
            break;
        }
        if (wrong == UINT32_MAX) return std::nullopt;
        const auto& row = t.rows.at(wrong);
        std::uint32_t enter = UINT32_MAX;
        for (const auto& [v, c] : row) {
            const bool rise = (c.sign() > 0) != high;  // which way it must go
            if (!(rise ? t.may_rise(v) : t.may_fall(v))) continue;
            enter = v;
            break;
        }
        if (enter == UINT32_MAX) {
            std::vector<Rational> multiples(given.size());
            multiples[wrong - t.structural] = Rational(high ? 1 : -1);
            for (const auto& [v, c] : row) multiples[v - t.structural] = high ? -c : c;
            return multiples;
        }
        const Rational c = row.at(enter);
        const Value gap{(t.upper[wrong].real - t.value[wrong].real) / c, (t.upper[wrong].delta - t.value[wrong].delta) / c};
        t.move(enter, gap);
        t.pivot(wrong, enter);
    }
}

}  // namespace tenet

// Rows are slacks: r = sum a x + k, with r <= 0 (or r = 0). A step moves one nonbasic variable as far as the rows and
// its own bound allow; where a row stops it, the row's slack and the variable change places.
#include "engine/simplex.h"

#include <algorithm>
#include <map>

namespace tenet {

namespace {

struct Row {
    std::uint32_t basic;                      // the variable that the row gives
    std::map<std::uint32_t, Rational> terms;  // over nonbasic variables
};

// Variables 0..n-1 are the caller's (free); n.. are slacks, at most 0, or fixed at 0.
struct Tableau {
    std::size_t structural;
    std::vector<Rational> value;
    std::vector<bool> fixed;  // equalities' slacks
    std::vector<Row> rows;
    std::map<std::uint32_t, Rational> objective;  // over nonbasic variables

    bool slack(std::uint32_t v) const { return v >= structural; }

    void pivot(std::size_t r, std::uint32_t enter) {
        Row& row = rows[r];
        const std::uint32_t leave = row.basic;
        const Rational a = row.terms.at(enter);
        row.terms.erase(enter);
        for (auto& [v, c] : row.terms) c = -(c / a);
        row.terms[leave] = Rational(1) / a;
        row.basic = enter;
        const auto replace = [&](std::map<std::uint32_t, Rational>& terms) {
            const auto it = terms.find(enter);
            if (it == terms.end()) return;
            const Rational factor = it->second;
            terms.erase(it);
            for (const auto& [v, c] : row.terms) {
                Rational& to = terms[v];
                to += factor * c;
                if (to.sign() == 0) terms.erase(v);
            }
        };
        for (std::size_t i = 0; i < rows.size(); ++i)
            if (i != r) replace(rows[i].terms);
        replace(objective);
    }
};

}  // namespace

std::optional<Rational> maximise(const std::vector<LinearConstraint>& constraints,
                                 const std::vector<LinearTerm>& objective, std::vector<Rational>& point,
                                 const std::function<void()>& mind_time) {
    Tableau t;
    t.structural = point.size();
    t.value = point;
    t.fixed.assign(point.size(), false);
    for (const LinearConstraint& c : constraints) {
        Row row{static_cast<std::uint32_t>(t.value.size()), {}};
        Rational sum = c.constant;
        for (const LinearTerm& term : c.terms) {
            row.terms[term.variable] += term.coefficient;
            sum += term.coefficient * point[term.variable];
        }
        t.value.push_back(sum);
        t.fixed.push_back(c.equality);
        t.rows.push_back(std::move(row));
    }
    for (const LinearTerm& term : objective) t.objective[term.variable] += term.coefficient;

    for (;;) {
        if (mind_time) mind_time();
        std::uint32_t enter = UINT32_MAX;
        int direction = 0;
        for (const auto& [v, c] : t.objective) {  // Bland: the first that improves
            if (c.sign() == 0) continue;
            if (t.slack(v) && (t.fixed[v] || (c.sign() > 0 && t.value[v].sign() >= 0))) continue;
            enter = v;
            direction = c.sign();
            break;
        }
        if (enter == UINT32_MAX) break;
        std::optional<Rational> step;
        std::size_t blocking = t.rows.size();
        if (t.slack(enter) && direction > 0) step = -t.value[enter];  // its own bound
        for (std::size_t r = 0; r < t.rows.size(); ++r) {
            const auto it = t.rows[r].terms.find(enter);
            if (it == t.rows[r].terms.end() || !t.slack(t.rows[r].basic)) continue;
            const Rational rate = direction > 0 ? it->second : -it->second;
            const std::uint32_t b = t.rows[r].basic;
            std::optional<Rational> room;
            if (t.fixed[b]) {
                room = Rational(0);
            } else if (rate.sign() > 0) {
                room = -t.value[b] / rate;
            }
            if (!room) continue;
            if (!step || *room < *step || (*room == *step && blocking < t.rows.size() && b < t.rows[blocking].basic)) {
                step = room;
                blocking = r;
            }
        }
        if (!step) return std::nullopt;  // unbounded
        const Rational move = direction > 0 ? *step : -*step;
        if (move.sign() != 0) {
            t.value[enter] += move;
            for (Row& row : t.rows)
                if (const auto it = row.terms.find(enter); it != row.terms.end()) t.value[row.basic] += it->second * move;
        }
        if (blocking < t.rows.size()) t.pivot(blocking, enter);
    }
    Rational best(0);
    for (std::size_t v = 0; v < point.size(); ++v) point[v] = t.value[v];
    for (const LinearTerm& term : objective) best += term.coefficient * point[term.variable];
    return best;
}

}  // namespace tenet

// Bounds propagation with a memory. Every bound and every decided truth knows the constraint it came from and the earlier
// ones it used; the clash is told by walking back from it. Rings of days, which propagation would walk for ever, are found
// as negative cycles of difference constraints (Bellman-Ford).
#include "engine/steps.h"

#include <algorithm>
#include <map>
#include <set>

namespace tenet {

namespace {

constexpr std::size_t most_steps = 4000;  // bounds derived before giving up

struct Step {
    std::string text;
    std::vector<std::size_t> from;
};

class Teller {
public:
    Teller(const Problem& problem, const Describer& describer)
        : problem_(problem), store_(problem.store), describer_(describer) {}

    std::vector<std::string> tell(const std::vector<std::uint32_t>& constraints, NodeId extra) {
        for (const std::uint32_t c : constraints) assert_true(problem_.constraints[c].formula, source(c), {});
        if (extra != store_.yes()) assert_true(extra, " (supposed)", {});
        for (std::size_t round = 0; !clash_ && round < 60; ++round) {
            const std::size_t before = steps_.size();
            for (std::size_t i = 0; i < atoms_.size() && !clash_ && steps_.size() < most_steps; ++i) propagate(i);
            for (std::size_t i = 0; i < clauses_.size() && !clash_; ++i) decide(i);
            if (steps_.size() == before) break;
        }
        if (!clash_) ring();
        if (!clash_) return {};
        std::set<std::size_t> used;
        std::vector<std::size_t> open{*clash_};
        while (!open.empty()) {
            const std::size_t s = open.back();
            open.pop_back();
            if (!used.insert(s).second) continue;
            open.insert(open.end(), steps_[s].from.begin(), steps_[s].from.end());
        }
        std::vector<std::string> out;
        for (const std::size_t s : used)
            if (!steps_[s].text.empty()) out.push_back(steps_[s].text);
        return out;
    }

private:
    struct Atom {  // term <= 0, < 0 or = 0
        NodeId term;
        int sign;
        bool strict, equality;
        std::string source;
        std::vector<std::size_t> from;
    };
    struct Clause {
        std::vector<NodeId> parts;
        std::string source;
        std::vector<std::size_t> from;
    };
    struct End {
        Bound bound;
        std::size_t step;
    };

    std::string source(std::uint32_t c) const {
        const Origin& o = problem_.constraints[c].origin;
        if (o.kind == Origin::Kind::fact) return " (" + describer_.fact(o.index).id + ")";
        if (o.kind == Origin::Kind::law) return " (" + describer_.law(o.index).id + ")";
        return {};
    }
    std::size_t add(std::string text, std::vector<std::size_t> from) {
        steps_.push_back({std::move(text), std::move(from)});
        return steps_.size() - 1;
    }

    void assert_true(NodeId n, const std::string& source, std::vector<std::size_t> from) {
        switch (store_.op(n)) {
        case FormulaOp::conjunction:
            for (const NodeId c : store_.args(n)) assert_true(c, source, from);
            break;
        case FormulaOp::disjunction: {
            std::vector<NodeId> parts(store_.args(n).begin(), store_.args(n).end());
            clauses_.push_back({std::move(parts), source, std::move(from)});
            break;
        }
        case FormulaOp::less_equal_zero:
        case FormulaOp::less_zero:
            atoms_.push_back({store_.args(n)[0], 1, store_.op(n) == FormulaOp::less_zero, false, source, std::move(from)});
            break;
        case FormulaOp::equal_zero: atoms_.push_back({store_.args(n)[0], 1, false, true, source, std::move(from)}); break;
        case FormulaOp::variable: set_truth(n, true, source, std::move(from)); break;
        case FormulaOp::negation:
            if (store_.op(store_.args(n)[0]) == FormulaOp::variable) set_truth(store_.args(n)[0], false, source, std::move(from));
            break;
        case FormulaOp::no: clash_ = add("this cannot be" + source, std::move(from)); break;
        case FormulaOp::yes:
        case FormulaOp::constant:
        case FormulaOp::sum:
        case FormulaOp::product:
        case FormulaOp::choice: break;
        }
    }
    void set_truth(NodeId n, bool value, const std::string& source, std::vector<std::size_t> from) {
        const VariableId v = store_.variable_of(n);
        const auto it = truths_.find(v);
        if (it == truths_.end()) {
            const std::string name = describer_.name(v);
            truths_[v] = {value, add(name.empty() ? "" : (value ? "" : "not ") + name + source, std::move(from))};
        } else if (it->second.first != value) {
            from.push_back(it->second.second);
            clash_ = add("but " + std::string(value ? "" : "not ") + describer_.name(v) + source, std::move(from));
        }
    }

    // What is known of a truth, and by which steps.
    std::optional<bool> value(NodeId n, std::vector<std::size_t>& from) const {
        switch (store_.op(n)) {
        case FormulaOp::yes: return true;
        case FormulaOp::no: return false;
        case FormulaOp::variable: {
            const auto it = truths_.find(store_.variable_of(n));
            if (it == truths_.end()) return std::nullopt;
            from.push_back(it->second.second);
            return it->second.first;
        }
        case FormulaOp::negation: {
            const auto inner = value(store_.args(n)[0], from);
            if (!inner) return std::nullopt;
            return !*inner;
        }
        case FormulaOp::conjunction:
        case FormulaOp::disjunction: {
            const bool absorbing = store_.op(n) == FormulaOp::disjunction;
            bool all = true;
            std::vector<std::size_t> mine;
            for (const NodeId c : store_.args(n)) {
                std::vector<std::size_t> one;
                const auto v = value(c, one);
                if (v == absorbing) {
                    from.insert(from.end(), one.begin(), one.end());
                    return absorbing;
                }
                all = all && v.has_value();
                mine.insert(mine.end(), one.begin(), one.end());
            }
            if (!all) return std::nullopt;
            from.insert(from.end(), mine.begin(), mine.end());
            return !absorbing;
        }
        case FormulaOp::less_equal_zero:
        case FormulaOp::less_zero: {
            const bool strict = store_.op(n) == FormulaOp::less_zero;
            std::vector<std::size_t> low, high;
            const auto least = end(store_.args(n)[0], -1, low), most = end(store_.args(n)[0], 1, high);
            if (most && (strict ? most->value.sign() < 0 || (most->value.sign() == 0 && most->open) : most->value.sign() <= 0)) {
                from.insert(from.end(), high.begin(), high.end());
                return true;
            }
            if (least && (strict ? least->value.sign() >= 0 : least->value.sign() > 0 || (least->value.sign() == 0 && least->open))) {
                from.insert(from.end(), low.begin(), low.end());
                return false;
            }
            return std::nullopt;
        }
        case FormulaOp::equal_zero: {
            std::vector<std::size_t> low, high;
            const auto least = end(store_.args(n)[0], -1, low), most = end(store_.args(n)[0], 1, high);
            if (least && (least->value.sign() > 0 || (least->value.sign() == 0 && least->open))) {
                from.insert(from.end(), low.begin(), low.end());
                return false;
            }
            if (most && (most->value.sign() < 0 || (most->value.sign() == 0 && most->open))) {
                from.insert(from.end(), high.begin(), high.end());
                return false;
            }
            if (least && most && least->value.sign() == 0 && most->value.sign() == 0) {
                from.insert(from.end(), low.begin(), low.end());
                from.insert(from.end(), high.begin(), high.end());
                return true;
            }
            return std::nullopt;
        }
        case FormulaOp::constant:
        case FormulaOp::sum:
        case FormulaOp::product:
        case FormulaOp::choice: break;
        }
        return std::nullopt;
    }

    // The least (-1) or greatest (+1) value of a number as far as is known.
    std::optional<Bound> end(NodeId n, int direction, std::vector<std::size_t>& from) const {
        switch (store_.op(n)) {
        case FormulaOp::constant: return Bound{store_.value(n), false};
        case FormulaOp::variable: {
            const auto& ends = direction < 0 ? lower_ : upper_;
            const auto it = ends.find(store_.variable_of(n));
            if (it == ends.end()) return std::nullopt;
            from.push_back(it->second.step);
            return it->second.bound;
        }
        case FormulaOp::sum: {
            Bound total{store_.value(n), false};
            for (std::size_t i = 0; i < store_.sum_size(n); ++i) {
                const auto [c, child] = store_.sum_item(n, i);
                const auto part = end(child, c.sign() > 0 ? direction : -direction, from);
                if (!part) return std::nullopt;
                total.value += c * part->value;
                total.open = total.open || part->open;
            }
            return total;
        }
        case FormulaOp::choice: {
            const NodeId condition = store_.args(n)[0], a = store_.args(n)[1], b = store_.args(n)[2];
            if (const auto known = value(condition, from)) return end(*known ? a : b, direction, from);
            const auto x = end(a, direction, from), y = end(b, direction, from);
            if (!x || !y) return std::nullopt;
            return (direction < 0) == (x->value < y->value) ? x : y;
        }
        case FormulaOp::product:
        case FormulaOp::yes:
        case FormulaOp::no:
        case FormulaOp::negation:
        case FormulaOp::conjunction:
        case FormulaOp::disjunction:
        case FormulaOp::less_equal_zero:
        case FormulaOp::less_zero:
        case FormulaOp::equal_zero: break;
        }
        return std::nullopt;
    }

    // sign * (sum of c_i x_i + k) <= 0: each x_i is bounded by what the others leave.
    void propagate(std::size_t index) {
        for (const int sign : {1, -1}) {
            const Atom atom = atoms_[index];
            if (sign < 0 && !atom.equality) break;
            std::vector<std::pair<Rational, NodeId>> items;
            Rational constant;
            if (store_.op(atom.term) == FormulaOp::sum) {
                constant = store_.value(atom.term) * Rational(sign * atom.sign);
                for (std::size_t i = 0; i < store_.sum_size(atom.term); ++i) {
                    const auto [c, child] = store_.sum_item(atom.term, i);
                    items.emplace_back(c * Rational(sign * atom.sign), child);
                }
            } else {
                items.emplace_back(Rational(sign * atom.sign), atom.term);
            }
            std::vector<std::optional<Bound>> least(items.size());
            std::vector<std::vector<std::size_t>> by(items.size());
            std::size_t unknown = 0, which = 0;
            Bound total{constant, false};
            for (std::size_t i = 0; i < items.size(); ++i) {
                least[i] = end(items[i].second, items[i].first.sign() > 0 ? -1 : 1, by[i]);
                if (!least[i]) {
                    ++unknown;
                    which = i;
                    continue;
                }
                total.value += items[i].first * least[i]->value;
                total.open = total.open || least[i]->open;
            }
            if (unknown > 1) continue;
            if (unknown == 0 && (total.value.sign() > 0 || (total.value.sign() == 0 && (total.open || atom.strict)))) {
                std::vector<std::size_t> from = atom.from;
                for (const auto& b : by) from.insert(from.end(), b.begin(), b.end());
                clash_ = add(clash_words(items, least, constant, atom), std::move(from));
                return;
            }
            for (std::size_t i = 0; i < items.size(); ++i) {
                if (unknown == 1 && i != which) continue;
                if (store_.op(items[i].second) != FormulaOp::variable) continue;
                Bound rest = total;
                if (least[i]) rest.value -= items[i].first * least[i]->value;
                bool open = atom.strict;
                for (std::size_t j = 0; j < items.size(); ++j) open = open || (j != i && least[j]->open);
                std::vector<std::size_t> from = atom.from;
                for (std::size_t j = 0; j < items.size(); ++j)
                    if (j != i) from.insert(from.end(), by[j].begin(), by[j].end());
                bound(items[i].second, items[i].first.sign() > 0, {-rest.value / items[i].first, open}, atom.source,
                      std::move(from));
                if (clash_) return;
            }
        }
    }
    void bound(NodeId n, bool is_upper, Bound b, const std::string& source, std::vector<std::size_t> from) {
        const VariableId v = store_.variable_of(n);
        if (store_.sort(n) == Sort::day && !b.value.is_integer()) b = {is_upper ? b.value.floor() : b.value.ceil(), false};
        if (store_.sort(n) == Sort::day && b.open) b = {b.value + Rational(is_upper ? -1 : 1), false};
        auto& ends = is_upper ? upper_ : lower_;
        const auto it = ends.find(v);
        if (it != ends.end()) {
            const auto order = b.value <=> it->second.bound.value;
            const bool tighter = is_upper ? order < 0 : order > 0;
            if (!tighter && !(order == 0 && b.open && !it->second.bound.open)) return;
        }
        const std::string name = describer_.name(v);
        std::string text;
        const bool trivial = source.empty() && from.empty();  // 0 to 100 %, ranges of days: background
        if (!name.empty() && !trivial)
            text = name + (is_upper ? (b.open ? " < " : " <= ") : (b.open ? " > " : " >= ")) + value_words(v, b.value) + source;
        ends[v] = {b, add(std::move(text), std::move(from))};
        const auto low = lower_.find(v), high = upper_.find(v);
        if (low == lower_.end() || high == upper_.end()) return;
        const auto order = low->second.bound.value <=> high->second.bound.value;
        if (order > 0 || (order == 0 && (low->second.bound.open || high->second.bound.open)))
            clash_ = add("these two bounds" + (name.empty() ? std::string() : " of " + name) + " exclude each other",
                         {low->second.step, high->second.step});
    }
    void decide(std::size_t index) {
        const Clause clause = clauses_[index];
        std::vector<std::size_t> from = clause.from;
        std::optional<NodeId> last;
        for (const NodeId p : clause.parts) {
            std::vector<std::size_t> one;
            const auto v = value(p, one);
            if (v == true) return;
            if (!v) {
                if (last) return;
                last = p;
                continue;
            }
            from.insert(from.end(), one.begin(), one.end());
        }
        if (!decided_.insert(index).second) return;
        if (last) {
            assert_true(*last, clause.source, std::move(from));
        } else {
            clash_ = add(clause.source.empty() ? "and all that cannot be" : "and that is excluded" + clause.source, std::move(from));
        }
    }

    std::string value_words(VariableId v, const Rational& value) const {
        const Variable& var = problem_.variables[v];
        if (var.sort == Sort::day) return to_string(Day{value.to_int64().value_or(0)});
        return var.subject == Subject::capital || var.subject == Subject::votes ? value.percent() : value.decimal();
    }
    std::string clash_words(const std::vector<std::pair<Rational, NodeId>>& items,
                            const std::vector<std::optional<Bound>>& least, const Rational& constant, const Atom& atom) const {
        if (items.size() == 1 && store_.op(items[0].second) == FormulaOp::variable) {
            const VariableId v = store_.variable_of(items[0].second);
            const bool most = items[0].first.sign() > 0;
            return "but " + describer_.name(v) + (most ? (atom.strict ? " < " : " <= ") : (atom.strict ? " > " : " >= ")) +
                   value_words(v, -constant / items[0].first) + atom.source;
        }
        bool shares = true;
        const Rational one = items[0].first;  // 1: the sum is too large; -1: too small
        for (const auto& [c, n] : items) {
            const bool share = store_.op(n) == FormulaOp::variable &&
                               (problem_.variables[store_.variable_of(n)].subject == Subject::capital ||
                                problem_.variables[store_.variable_of(n)].subject == Subject::votes);
            shares = shares && (share || store_.op(n) == FormulaOp::choice) && c == one;
        }
        shares = shares && (one == Rational(1) || one == Rational(-1));
        if (!shares || items.size() < 2) return "and that is excluded" + atom.source;
        const bool too_large = one == Rational(1);
        std::string sum;
        Rational total;
        bool open = false;
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (least[i]->value.sign() == 0 && !least[i]->open) continue;
            sum += (sum.empty() ? "" : " + ") + std::string(too_large ? least[i]->open ? "more than " : "at least " : least[i]->open ? "less than " : "at most ") + least[i]->value.percent();
            total += least[i]->value;
            open = open || least[i]->open;
        }
        if (sum.empty()) return "and that is excluded" + atom.source;
        if (!too_large)
            return sum + " is " + (open ? "less than " : "at most ") + total.percent() + ", but " +
                   (atom.strict ? "more than " : "at least ") + constant.percent() + " is needed" + atom.source;
        return sum + " is " + (open ? "more than " : "at least ") + total.percent() + ", but " +
               (atom.strict ? "less than " : "at most ") + (-constant).percent() + " is allowed" + atom.source;
    }

    // A ring of days: x - y + k <= 0 edges whose lengths add up to more than nothing.
    void ring() {
        struct Edge {
            VariableId later, earlier;
            Rational least;  // later >= earlier + least
            std::size_t atom;
        };
        std::vector<Edge> edges;
        std::map<VariableId, Rational> distance;
        for (std::size_t i = 0; i < atoms_.size(); ++i) {
            const Atom& a = atoms_[i];
            if (store_.op(a.term) != FormulaOp::sum || store_.sum_size(a.term) != 2 || store_.sort(a.term) != Sort::day) continue;
            const auto [c, x] = store_.sum_item(a.term, 0);
            const auto [d, y] = store_.sum_item(a.term, 1);
            if (store_.op(x) != FormulaOp::variable || store_.op(y) != FormulaOp::variable) continue;
            if (!(c + d == Rational(0)) || !(c == Rational(1) || c == Rational(-1))) continue;
            const VariableId u = store_.variable_of(x), v = store_.variable_of(y);
            const Rational k = store_.value(a.term);
            const auto edge = [&](bool positive) {  // c x - c y + k <= 0
                edges.push_back(positive ? Edge{v, u, k, i} : Edge{u, v, k, i});
            };
            edge(c == Rational(1));
            if (a.equality) edges.push_back(c == Rational(1) ? Edge{u, v, -k, i} : Edge{v, u, -k, i});
            distance[u] = distance[v] = Rational(0);
        }
        std::map<VariableId, std::size_t> by;
        std::optional<VariableId> moved;
        for (std::size_t round = 0; round <= distance.size(); ++round) {
            moved.reset();
            for (std::size_t e = 0; e < edges.size(); ++e) {
                const Rational reach = distance[edges[e].earlier] + edges[e].least;
                if (!(distance[edges[e].later] < reach)) continue;
                distance[edges[e].later] = reach;
                by[edges[e].later] = e;
                moved = edges[e].later;
            }
            if (!moved) return;
        }
        VariableId at = *moved;
        for (std::size_t i = 0; i < distance.size(); ++i) at = edges[by[at]].earlier;
        std::vector<std::size_t> chain;
        Rational total;
        const VariableId first = at;
        do {
            const Edge& e = edges[by[at]];
            const std::string gap = e.least.sign() == 0 ? "" : e.least == Rational(1) ? " + 1 day" : " + " + e.least.to_string() + " days";
            chain.push_back(add(describer_.name(e.later) + " >= " + describer_.name(e.earlier) + gap + atoms_[e.atom].source, atoms_[e.atom].from));
            total += e.least;
            at = e.earlier;
        } while (at != first);
        clash_ = add("so " + describer_.name(first) + " would be at least " + total.to_string() + (total == Rational(1) ? " day" : " days") + " after itself", chain);
    }

    const Problem& problem_;
    const FormulaStore& store_;
    const Describer& describer_;
    std::vector<Atom> atoms_;
    std::vector<Clause> clauses_;
    std::set<std::size_t> decided_;
    std::map<VariableId, std::pair<bool, std::size_t>> truths_;
    std::map<VariableId, End> lower_, upper_;
    std::vector<Step> steps_;
    std::optional<std::size_t> clash_;
};

}  // namespace

std::vector<std::string> tell_steps(const Problem& problem, const Describer& describer,
                                    const std::vector<std::uint32_t>& constraints, NodeId extra) {
    return Teller(problem, describer).tell(constraints, extra);
}

}  // namespace tenet

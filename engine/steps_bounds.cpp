// sum of c_i x_i + k <= 0: each x_i is bounded by what the others leave.
#include "engine/steps_search.h"

namespace tenet {

void ProofSearch::propagate(std::size_t index) {
    for (const int sign : {1, -1}) {
        const Known::Comparison atom = known_.comparisons[index];
        if (sign < 0 && !atom.equality) break;
        ++work_;
        std::vector<Item> items;
        Rational constant;
        if (store_.op(atom.term) == FormulaOp::sum) {
            constant = store_.value(atom.term) * Rational(sign);
            for (std::size_t i = 0; i < store_.sum_size(atom.term); ++i) {
                const auto [c, child] = store_.sum_item(atom.term, i);
                items.push_back({c * Rational(sign), child});
            }
        } else {
            items.push_back({Rational(sign), atom.term});
        }
        std::vector<std::optional<Bound>> least(items.size());
        std::vector<std::vector<std::size_t>> by(items.size());
        std::size_t unknown = 0, which = 0;
        Bound total{constant, false};
        for (std::size_t i = 0; i < items.size(); ++i) {
            least[i] = known_.end(store_, items[i].node, items[i].factor.sign() > 0 ? -1 : 1, by[i]);
            if (!least[i]) {
                by[i].clear();
                ++unknown;
                which = i;
                continue;
            }
            total.value += items[i].factor * least[i]->value;
            total.open = total.open || least[i]->open;
        }
        if (unknown > 1) continue;
        const NodeId used = items.size() > 1 || store_.op(items[0].node) != FormulaOp::variable ? atom.formula : no_index;
        if (unknown == 0 && (total.value.sign() > 0 || (total.value.sign() == 0 && (total.open || atom.strict)))) {
            Grounds grounds = atom.grounds;
            for (const auto& b : by) grounds.steps.insert(grounds.steps.end(), b.begin(), b.end());
            clash(std::move(grounds), atom.formula);
            return;
        }
        if (used == no_index && atom.equality) {  // x = k says both ends at once
            narrow_variable(items[0].node, items[0].factor.sign() > 0, {-constant / items[0].factor, false}, atom.grounds, used,
                            atom.formula);
            if (clash_) return;
            continue;
        }
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (unknown == 1 && i != which) continue;
            Rational rest = total.value;
            if (least[i]) rest -= items[i].factor * least[i]->value;
            const bool is_upper = items[i].factor.sign() > 0;
            const Rational edge = -rest / items[i].factor;
            if (!tighter(items[i].node, is_upper, edge)) continue;  // most are not, and have long grounds
            bool open = atom.strict;
            for (std::size_t j = 0; j < items.size(); ++j) open = open || (j != i && least[j]->open);
            Grounds grounds = atom.grounds;
            for (std::size_t j = 0; j < items.size(); ++j)
                if (j != i) grounds.steps.insert(grounds.steps.end(), by[j].begin(), by[j].end());
            narrow(items[i].node, is_upper, {edge, open}, grounds, used);
            if (clash_) return;
        }
    }
}

// Whether a bound may be news: of anything but a variable it is looked at later.
bool ProofSearch::tighter(NodeId n, bool is_upper, const Rational& edge) const {
    if (store_.op(n) != FormulaOp::variable) return true;
    const auto& ends = is_upper ? known_.upper : known_.lower;
    const auto it = ends.find(store_.variable_of(n));
    if (it == ends.end()) return true;
    return is_upper ? edge <= it->second.bound.value : it->second.bound.value <= edge;
}

// A bound of a variable, of a factor of a product, or of what a choice chooses.
void ProofSearch::narrow(NodeId n, bool is_upper, Bound b, const Grounds& grounds, NodeId used) {
    const auto with = [&](const std::vector<std::size_t>& steps) {
        Grounds g = grounds;
        g.steps.insert(g.steps.end(), steps.begin(), steps.end());
        return g;
    };
    switch (store_.op(n)) {
    case FormulaOp::variable: narrow_variable(n, is_upper, b, grounds, used); return;
    case FormulaOp::product:
        for (const bool first : {true, false}) {  // the other factor, where this one is above 0
            const NodeId factor = store_.args(n)[first ? 0 : 1], other = store_.args(n)[first ? 1 : 0];
            if (store_.op(other) != FormulaOp::variable) continue;
            std::vector<std::size_t> low, high;
            const auto least = known_.end(store_, factor, -1, low), most = known_.end(store_, factor, 1, high);
            if (!least || least->value.sign() < 0) continue;
            if (is_upper && least->value.sign() > 0 && b.value.sign() >= 0) {
                narrow_variable(other, true, {b.value / least->value, b.open || (least->open && b.value.sign() > 0)}, with(low), used);
            } else if (!is_upper && most && most->value.sign() > 0 && b.value.sign() > 0) {
                low.insert(low.end(), high.begin(), high.end());
                narrow_variable(other, false, {b.value / most->value, b.open || most->open}, with(low), used);
            }
            if (clash_) return;
        }
        return;
    case FormulaOp::choice: {
        const NodeId condition = store_.args(n)[0], a = store_.args(n)[1], c = store_.args(n)[2];
        std::vector<std::size_t> from;
        if (const auto known = known_.value(store_, condition, from)) {
            const NodeId chosen = *known ? a : c;
            if (store_.op(chosen) == FormulaOp::variable) narrow_variable(chosen, is_upper, b, with(from), used);
            return;
        }
        for (const bool yes : {true, false}) {  // a branch that lies beyond the bound is not the one
            std::vector<std::size_t> edge;
            const auto end = known_.end(store_, yes ? a : c, is_upper ? -1 : 1, edge);
            if (!end) continue;
            const auto order = end->value <=> b.value;
            if (!(is_upper ? order > 0 : order < 0) && !(order == 0 && (end->open || b.open))) continue;
            const NodeId other = yes ? store_.negation(condition) : condition;
            if (known_.taken.contains(other)) return;
            const std::size_t step = add(ProofStep::Kind::derived, other, with(edge), used);
            take(other, {{}, {step}});
            return;
        }
        return;
    }
    case FormulaOp::yes:
    case FormulaOp::no:
    case FormulaOp::negation:
    case FormulaOp::conjunction:
    case FormulaOp::disjunction:
    case FormulaOp::less_equal_zero:
    case FormulaOp::less_zero:
    case FormulaOp::equal_zero:
    case FormulaOp::constant:
    case FormulaOp::sum: break;
    }
}

void ProofSearch::narrow_variable(NodeId n, bool is_upper, Bound b, const Grounds& grounds, NodeId used, NodeId as) {
    const VariableId v = store_.variable_of(n);
    const Sort sort = store_.sort(n);
    if (sort == Sort::day && !b.value.is_integer()) b = {is_upper ? b.value.floor() : b.value.ceil(), false};
    if (sort == Sort::day && b.open) b = {b.value + Rational(is_upper ? -1 : 1), false};
    auto& ends = is_upper ? known_.upper : known_.lower;
    const auto it = ends.find(v);
    unsigned moved = 0;
    if (it != ends.end()) {
        const auto order = b.value <=> it->second.bound.value;
        const bool tighter = is_upper ? order < 0 : order > 0;
        if (!tighter && !(order == 0 && b.open && !it->second.bound.open)) return;
        moved = it->second.moved + 1;
        if (moved > most_moves_) return;
    }
    const NodeId edge = store_.constant(b.value, sort);
    const NodeId formula = as != no_index ? as
                           : is_upper ? (b.open ? store_.less(n, edge) : store_.less_equal(n, edge))
                                      : (b.open ? store_.less(edge, n) : store_.less_equal(edge, n));
    const auto known = known_.said.find(formula);
    const bool said = grounds.constraints.empty() && grounds.steps.size() == 1 && steps_[grounds.steps[0]].conclusion == formula;
    const std::size_t step = known != known_.said.end() && known->second.first ? known->second.second
                             : said                                            ? grounds.steps[0]
                                                                               : add(ProofStep::Kind::derived, formula, grounds, used);
    if (as != no_index) known_.said[formula] = {true, step};
    ends[v] = {b, step, moved};
    const auto low = known_.lower.find(v), high = known_.upper.find(v);
    if (low == known_.lower.end() || high == known_.upper.end()) return;
    const auto order = low->second.bound.value <=> high->second.bound.value;
    if (order > 0 || (order == 0 && (low->second.bound.open || high->second.bound.open)))
        clash({{}, {low->second.step, high->second.step}});
}

}  // namespace tenet

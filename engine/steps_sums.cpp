// Comparisons added up: where bounds of single variables do not clash, a sum of multiples of comparisons may (Farkas'
// lemma). A ring of days is such a sum, each member taken once.
#include <algorithm>
#include <map>

#include "engine/steps_linear.h"
#include "engine/steps_search.h"

namespace tenet {

namespace {

constexpr std::size_t most_rows = 400;  // exact tableaus grow with their square

}  // namespace

// A number with the choices that are made put in place, and products with a factor that is fixed.
NodeId ProofSearch::resolved(NodeId n, std::vector<std::size_t>& from) {
    switch (store_.op(n)) {
    case FormulaOp::choice: {
        const NodeId condition = store_.args(n)[0], a = store_.args(n)[1], b = store_.args(n)[2];
        const auto known = known_.value(store_, condition, from);
        return known ? resolved(*known ? a : b, from) : n;
    }
    case FormulaOp::product: {
        const NodeId a = store_.args(n)[0], b = store_.args(n)[1];
        if (const auto value = known_.fixed(store_, a, from)) return store_.scale(*value, resolved(b, from));
        if (const auto value = known_.fixed(store_, b, from)) return store_.scale(*value, resolved(a, from));
        return n;
    }
    case FormulaOp::sum: {
        std::vector<std::pair<Rational, NodeId>> items;
        for (std::size_t i = 0; i < store_.sum_size(n); ++i) {
            const auto [c, child] = store_.sum_item(n, i);
            items.emplace_back(c, child);
        }
        std::vector<NodeId> parts{store_.constant(Rational(store_.value(n)), store_.sort(n))};
        for (const auto& [c, child] : items) {
            const NodeId part = resolved(child, from);
            parts.push_back(store_.scale(c, part));
        }
        return store_.sum_of(parts);
    }
    case FormulaOp::variable:
    case FormulaOp::constant:
    case FormulaOp::yes:
    case FormulaOp::no:
    case FormulaOp::negation:
    case FormulaOp::conjunction:
    case FormulaOp::disjunction:
    case FormulaOp::less_equal_zero:
    case FormulaOp::less_zero:
    case FormulaOp::equal_zero: break;
    }
    return n;
}

// The step that says a comparison in itself.
std::size_t ProofSearch::stated(const Known::Comparison& c) {
    if (c.grounds.constraints.empty() && c.grounds.steps.size() == 1 && steps_[c.grounds.steps[0]].conclusion == c.formula)
        return c.grounds.steps[0];
    return add(ProofStep::Kind::derived, c.formula, c.grounds);
}

void ProofSearch::add_up() {
    struct Summand {
        std::optional<std::size_t> comparison;  // in known_.comparisons
        NodeId formula = no_index;              // resolved
        std::vector<std::size_t> from;          // what resolved it
        std::optional<std::size_t> step;        // that says it already
    };
    std::vector<Summand> sources;
    std::vector<LinearRow> rows;
    std::map<NodeId, std::uint32_t> numbers;
    const auto row_of = [&](NodeId formula) {
        const NodeId term = store_.args(formula)[0];
        LinearRow row;
        row.strict = store_.op(formula) == FormulaOp::less_zero;
        row.equality = store_.op(formula) == FormulaOp::equal_zero;
        const auto item = [&](const Rational& c, NodeId node) {
            row.terms.push_back({numbers.emplace(node, static_cast<std::uint32_t>(numbers.size())).first->second, c});
        };
        if (store_.op(term) == FormulaOp::sum) {
            row.constant = store_.value(term);
            for (std::size_t i = 0; i < store_.sum_size(term); ++i) item(store_.sum_item(term, i).first, store_.sum_item(term, i).second);
        } else {
            item(Rational(1), term);
        }
        return row;
    };
    const std::size_t bounds = known_.lower.size() + known_.upper.size();
    if (known_.comparisons.size() + bounds > most_rows) return;
    for (std::size_t i = 0; i < known_.comparisons.size(); ++i) {
        const Known::Comparison c = known_.comparisons[i];
        Summand source{i, c.formula, {}, std::nullopt};
        const NodeId term = resolved(c.term, source.from);
        if (term != c.term) {
            const NodeId zero = store_.constant(0, store_.sort(term));
            source.formula = c.equality ? store_.equal(term, zero) : c.strict ? store_.less(term, zero) : store_.less_equal(term, zero);
        } else {
            source.from.clear();
        }
        if (source.formula == store_.yes()) continue;
        if (source.formula == store_.no()) {
            Grounds grounds = c.grounds;
            grounds.steps.insert(grounds.steps.end(), source.from.begin(), source.from.end());
            clash(std::move(grounds), c.formula);
            return;
        }
        rows.push_back(row_of(source.formula));
        sources.push_back(std::move(source));
    }
    for (const auto* ends : {&known_.lower, &known_.upper})
        for (const auto& [v, end] : *ends) {
            const FormulaOp op = store_.op(steps_[end.step].conclusion);
            if (op != FormulaOp::less_equal_zero && op != FormulaOp::less_zero) continue;
            rows.push_back(row_of(steps_[end.step].conclusion));
            sources.push_back({std::nullopt, steps_[end.step].conclusion, {}, end.step});
        }
    std::vector<NodeId> whole;  // choices and products taken as they are: all that is known of them is their bounds
    for (const auto& [node, number] : numbers)
        if (store_.op(node) != FormulaOp::variable) whole.push_back(node);
    for (const NodeId node : whole)
        for (const int direction : {-1, 1}) {
            std::vector<std::size_t> from;
            const auto end = known_.end(store_, node, direction, from);
            if (!end) continue;
            const NodeId edge = store_.constant(end->value, store_.sort(node));
            const NodeId low = direction < 0 ? edge : node, high = direction < 0 ? node : edge;
            const NodeId formula = end->open ? store_.less(low, high) : store_.less_equal(low, high);
            rows.push_back(row_of(formula));
            sources.push_back({std::nullopt, formula, std::move(from), std::nullopt});
        }
    work_ += rows.size();
    const auto multiples = clashing_multiples(rows);
    if (!multiples) return;
    std::map<std::size_t, Rational> weights;  // by step
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if ((*multiples)[i].sign() == 0) continue;
        std::optional<std::size_t> step = sources[i].step;
        if (sources[i].comparison) {
            const Known::Comparison c = known_.comparisons[*sources[i].comparison];
            Grounds grounds = c.grounds;
            grounds.steps.insert(grounds.steps.end(), sources[i].from.begin(), sources[i].from.end());
            step = sources[i].formula == c.formula ? stated(c) : add(ProofStep::Kind::derived, sources[i].formula, std::move(grounds), c.formula);
        } else if (!step) {
            step = add(ProofStep::Kind::derived, sources[i].formula, {{}, sources[i].from}, sources[i].formula);
        }
        weights[*step] += (*multiples)[i];
    }
    Grounds grounds;
    for (const auto& [step, weight] : weights) grounds.steps.push_back(step);
    clash(std::move(grounds));
    for (const auto& [step, weight] : weights) steps_[*clash_].weights.push_back(weight);
}

}  // namespace tenet

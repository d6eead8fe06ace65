// The members are decided again with `figure = k` widened to what a rounded k allows. Only formulas change: what a fact
// says of its days stays, and nothing is grounded anew.
#include "engine/rounding.h"

#include <algorithm>
#include <map>

#include "engine/open_solver.h"
#include "facts/read_quantity.h"
#include "reports/wording.h"

namespace tenet {

namespace {

struct Rounded {
    Rational value;
    Interval allowed;
};

std::vector<Rounded> exact_figures(const Fact& fact) {
    const Quantity* quantity = nullptr;
    if (const auto* stake = std::get_if<StakeClaim>(&fact.body)) quantity = &stake->quantity;
    if (const auto* measure = std::get_if<MeasureClaim>(&fact.body)) quantity = &measure->quantity;
    std::vector<Rounded> out;
    if (!quantity) return out;
    for (const Figure& figure : quantity->figures) {
        if (figure.form != Figure::Form::exact || figure.rounded) continue;
        if (auto interval = rounded_interval(figure.word.text, figure.value)) out.push_back({figure.value, std::move(*interval)});
    }
    return out;
}

// The formula with every `x = k` of a share or measure widened, for the figures given.
NodeId widened(Problem& problem, NodeId n, const std::vector<Rounded>& figures) {
    FormulaStore& s = problem.store;
    switch (s.op(n)) {
    case FormulaOp::conjunction:
    case FormulaOp::disjunction: {
        std::vector<NodeId> parts(s.args(n).begin(), s.args(n).end());
        for (NodeId& p : parts) p = widened(problem, p, figures);
        return s.op(n) == FormulaOp::conjunction ? s.all_of(std::move(parts)) : s.any_of(std::move(parts));
    }
    case FormulaOp::negation: {
        const NodeId inner = widened(problem, s.args(n)[0], figures);
        return s.negation(inner);
    }
    case FormulaOp::equal_zero: {
        const NodeId term = s.args(n)[0];
        const bool sum = s.op(term) == FormulaOp::sum;
        const NodeId x = !sum ? term : s.sum_size(term) == 1 ? s.sum_item(term, 0).second : no_index;
        if (x == no_index || s.op(x) != FormulaOp::variable) return n;
        const Subject subject = problem.variables[s.variable_of(x)].subject;
        if (subject != Subject::capital && subject != Subject::votes && subject != Subject::measure) return n;
        const Rational value = sum ? -s.value(term) / s.sum_item(term, 0).first : Rational(0);
        for (const Rounded& figure : figures) {
            if (figure.value != value) continue;
            const NodeId low = s.constant(figure.allowed.lower->value), high = s.constant(figure.allowed.upper->value);
            const NodeId above = figure.allowed.lower->open ? s.less(low, x) : s.less_equal(low, x);
            return s.both(above, figure.allowed.upper->open ? s.less(x, high) : s.less_equal(x, high));
        }
        return n;
    }
    case FormulaOp::yes:
    case FormulaOp::no:
    case FormulaOp::variable:
    case FormulaOp::less_equal_zero:
    case FormulaOp::less_zero:
    case FormulaOp::constant:
    case FormulaOp::sum:
    case FormulaOp::product:
    case FormulaOp::choice: break;
    }
    return n;
}

bool holds_all(const Problem& problem, const World& world, const std::vector<NodeId>& formulas) {
    Evaluation evaluation(problem.store);
    evaluation.start(world);
    return std::all_of(formulas.begin(), formulas.end(), [&](NodeId n) { return evaluation.holds(n); });
}

// Whether what is seen in the open decides it; if not, Z3 is asked.
std::optional<bool> has_open_world(Problem& problem, const std::vector<NodeId>& formulas) {
    OpenSolver open(problem);
    open.load({});
    switch (open.solve(problem.store.all_of(formulas))) {
    case Outcome::unsat: return false;
    case Outcome::unknown: return std::nullopt;
    case Outcome::sat: break;
    }
    World world;
    open.world(world);
    return holds_all(problem, world, formulas) ? std::optional(true) : std::nullopt;
}

bool has_world(Problem& problem, Z3Context& context, const Limits& limits, const std::vector<NodeId>& formulas) {
    if (!limits.only_z3)
        if (const auto seen = has_open_world(problem, formulas)) return *seen;
    constexpr std::chrono::seconds most(5);
    if (limits.over()) return false;
    Z3Session z3(problem, context);
    z3.until(limits.within(most));
    std::vector<VariableId> variables;
    for (const NodeId n : formulas) {
        if (limits.over()) return false;
        z3.add(n);
        problem.store.variables(n, variables);
    }
    if (z3.check() != Outcome::sat) return false;
    std::sort(variables.begin(), variables.end());
    variables.erase(std::unique(variables.begin(), variables.end()), variables.end());
    World world;
    return z3.world(variables, world) && holds_all(problem, world, formulas);
}

}  // namespace

std::optional<std::string> rounding_hint(Problem& problem, const ProofScope& scope, const FactSet& facts,
                                         const Sources& sources, Z3Context& context, const Limits& limits,
                                         const Core& conflict) {
    std::map<FactId, std::vector<Rounded>> figures;
    std::vector<std::string> speakers;  // in file order
    const auto speaker = [&](const Fact& fact) {
        return fact.source != no_index ? std::string(facts.sources[fact.source].id)
                                       : sources.path(facts.sets[fact.set].file);
    };
    for (const FactId f : conflict.facts) {
        std::vector<Rounded> exact = exact_figures(facts.facts[f]);
        if (exact.empty()) continue;
        figures.emplace(f, std::move(exact));
        if (const std::string said_by = speaker(facts.facts[f]); std::find(speakers.begin(), speakers.end(), said_by) == speakers.end())
            speakers.push_back(said_by);
    }
    if (figures.empty()) return std::nullopt;
    const std::vector<std::uint32_t> members = scope.members(conflict);
    std::vector<NodeId> background;  // made once the members alone have a world
    const auto agrees = [&](const std::vector<std::string>& rounding) {
        std::vector<NodeId> formulas;
        for (const std::uint32_t c : members) {
            const Constraint& constraint = problem.constraints[c];
            const auto it = constraint.origin.kind == Origin::Kind::fact ? figures.find(constraint.origin.index) : figures.end();
            const bool rounds = it != figures.end() && std::find(rounding.begin(), rounding.end(), speaker(facts.facts[it->first])) != rounding.end();
            const NodeId formula = constraint.formula;
            formulas.push_back(rounds ? widened(problem, formula, it->second) : formula);
        }
        if (!has_world(problem, context, limits, formulas)) return false;
        if (background.empty())
            for (const std::uint32_t c : scope.around(problem, members)) background.push_back(problem.constraints[c].formula);
        formulas.insert(formulas.end(), background.begin(), background.end());
        return has_world(problem, context, limits, formulas);
    };
    const auto hint = [](const std::vector<std::string>& whose) {
        return "reading the figures of " + listed(whose) + " as rounded resolves it";
    };
    if (speakers.size() > 1)
        for (const std::string& one : speakers)
            if (agrees({one})) return hint({one});
    if (agrees(speakers)) return hint(speakers);
    return std::nullopt;
}

}  // namespace tenet

// Bounds propagation with a memory: every bound and every decided truth is a step that knows what it came from, and the
// proof is what a clash leads back to. Where bounds do not reach a clash, comparisons are added up (steps_sums.cpp);
// where sums do not, cases are distinguished (steps_cases.cpp), as few levels of them as will do.
#include "engine/steps_search.h"

#include <algorithm>

namespace tenet {

namespace {

constexpr std::size_t most_work = 300'000;           // comparisons looked at
constexpr std::chrono::milliseconds most_time(4000);
constexpr unsigned most_levels = 2;                  // of cases that look ahead; beyond: cases of cases as they come

Grounds joined(Grounds a, const std::vector<std::size_t>& steps) {
    a.steps.insert(a.steps.end(), steps.begin(), steps.end());
    return a;
}

bool has_choice(const FormulaStore& store, NodeId n) {
    std::vector<NodeId> open{n};
    while (!open.empty()) {
        const NodeId at = open.back();
        open.pop_back();
        if (store.op(at) == FormulaOp::choice) return true;
        if (store.op(at) == FormulaOp::sum) {
            for (std::size_t i = 0; i < store.sum_size(at); ++i) open.push_back(store.sum_item(at, i).second);
        } else if (store.op(at) != FormulaOp::variable && store.op(at) != FormulaOp::constant) {
            open.insert(open.end(), store.args(at).begin(), store.args(at).end());
        }
    }
    return false;
}

}  // namespace

// A bound that is tightened again and again makes a long proof: few times first.
Proof prove(Problem& problem, const Limits& limits, const std::vector<std::uint32_t>& constraints, NodeId extra) {
    Proof proof;
    for (const unsigned most_moves : {1U, 12U})
        if (proof.steps.empty()) proof = ProofSearch(problem, limits, most_moves).run(constraints, extra);
    return proof;
}

Proof prove_plainly(Problem& problem, const Limits& limits, const std::vector<std::uint32_t>& constraints, NodeId extra) {
    return ProofSearch(problem, limits, 1).run(constraints, extra, false);
}

ProofSearch::ProofSearch(Problem& problem, const Limits& limits, unsigned most_moves)
    : problem_(problem), store_(problem.store), most_moves_(most_moves), until_(std::chrono::steady_clock::now() + most_time) {
    if (limits.deadline) until_ = std::min(until_, *limits.deadline);
}

Proof ProofSearch::run(const std::vector<std::uint32_t>& constraints, NodeId extra, bool with_cases) {
    if (extra != store_.yes()) take(extra, {{}, {add(ProofStep::Kind::contrary, extra, {})}});
    for (const std::uint32_t c : constraints)
        if (!clash_) take(problem_.constraints[c].formula, {{c}, {}});
    for (unsigned looks = 0; looks <= (with_cases ? most_levels : 0) && !clash_ && !out_of_work(); ++looks) refute(looks);
    if (with_cases && !clash_ && !out_of_work()) refute_fully();
    return clash_ ? told() : Proof{};
}

bool ProofSearch::out_of_work() {
    return work_ > most_work || (work_ % 64 == 0 && std::chrono::steady_clock::now() > until_);
}

std::size_t ProofSearch::add(ProofStep::Kind kind, NodeId conclusion, Grounds grounds, NodeId used) {
    for (auto* list : {&grounds.steps}) {
        std::sort(list->begin(), list->end());
        list->erase(std::unique(list->begin(), list->end()), list->end());
    }
    ProofStep step;
    step.kind = kind;
    step.conclusion = conclusion;
    step.constraints = std::move(grounds.constraints);
    step.from = std::move(grounds.steps);
    step.used = used;
    step.depth = depth_;
    steps_.push_back(std::move(step));
    return steps_.size() - 1;
}

void ProofSearch::clash(Grounds grounds, NodeId used) {
    if (!clash_) clash_ = add(ProofStep::Kind::derived, store_.no(), std::move(grounds), used);
}

void ProofSearch::take(NodeId n, const Grounds& grounds) {
    if (clash_ || !known_.taken.insert(n).second) return;
    if (const auto it = known_.said.find(n); it != known_.said.end() && !it->second.first) {
        clash(joined(grounds, {it->second.second}), n);
        return;
    }
    if (grounds.constraints.empty() && grounds.steps.size() == 1 && n > 1 && store_.op(n) != FormulaOp::variable) {
        known_.said[n] = {true, grounds.steps[0]};
        if (const NodeId opposite = store_.negation(n); store_.op(opposite) != FormulaOp::variable)
            known_.said[opposite] = {false, grounds.steps[0]};
    }
    switch (store_.op(n)) {
    case FormulaOp::conjunction: {
        const std::vector<NodeId> parts(store_.args(n).begin(), store_.args(n).end());
        for (const NodeId p : parts) take(p, grounds);
        break;
    }
    case FormulaOp::disjunction: known_.clauses.push_back({n, grounds}); break;
    case FormulaOp::less_equal_zero:
    case FormulaOp::less_zero:
    case FormulaOp::equal_zero:
        known_.comparisons.push_back({n, store_.args(n)[0], store_.op(n) == FormulaOp::less_zero,
                                      store_.op(n) == FormulaOp::equal_zero, grounds});
        break;
    case FormulaOp::variable: set_truth(n, grounds); break;
    case FormulaOp::negation: {
        const NodeId inner = store_.args(n)[0];
        if (store_.op(inner) == FormulaOp::variable) {
            set_truth(n, grounds);
        } else {  // not equal: below or above
            const NodeId term = store_.args(inner)[0], zero = store_.constant(0, store_.sort(term));
            const NodeId below = store_.less(term, zero), above = store_.less(zero, term);
            take(store_.either(below, above), grounds);
        }
        break;
    }
    case FormulaOp::no: clash(grounds); break;
    case FormulaOp::yes:
    case FormulaOp::constant:
    case FormulaOp::sum:
    case FormulaOp::product:
    case FormulaOp::choice: break;
    }
}

void ProofSearch::set_truth(NodeId n, const Grounds& grounds) {
    const bool value = store_.op(n) == FormulaOp::variable;
    const VariableId v = store_.variable_of(value ? n : store_.args(n)[0]);
    const auto it = known_.truths.find(v);
    if (it != known_.truths.end()) {
        if (it->second.first != value) clash(joined(grounds, {it->second.second}), n);
        return;
    }
    const bool said = grounds.constraints.empty() && grounds.steps.size() == 1 && steps_[grounds.steps[0]].conclusion == n;
    known_.truths[v] = {value, said ? grounds.steps[0] : add(ProofStep::Kind::derived, n, grounds)};
}

bool ProofSearch::is_literal(NodeId n) const {
    return store_.op(n) == FormulaOp::variable ||
           (store_.op(n) == FormulaOp::negation && store_.op(store_.args(n)[0]) == FormulaOp::variable);
}

void ProofSearch::decide(std::size_t index, bool plain) {
    if (known_.clauses[index].done) return;
    const NodeId formula = known_.clauses[index].formula;
    std::vector<std::size_t> from;
    std::optional<NodeId> last;
    std::map<NodeId, std::vector<std::size_t>> denied;
    for (const NodeId p : store_.args(formula)) {
        std::vector<std::size_t> one;
        const auto v = known_.value(store_, p, one);
        if (v == true) {
            known_.clauses[index].done = true;
            return;
        }
        if (!v) {
            if (last) return;
            last = p;
        } else {
            denied[p] = std::move(one);
        }
    }
    if (!last)  // all are denied: the clash is told of the part that says most, as what the others leave
        for (const auto& [p, steps] : denied)
            if (!is_literal(p) && !known_.taken.contains(p)) last = p;
    for (const auto& [p, steps] : denied)
        if (p != last) from.insert(from.end(), steps.begin(), steps.end());
    if (plain && last && !denied.contains(*last) && has_choice(store_, *last)) return;
    known_.clauses[index].done = true;
    const Grounds grounds = joined(known_.clauses[index].grounds, from);
    if (!last) {
        clash(grounds, formula);
    } else if (!known_.taken.contains(*last)) {
        const std::size_t step = add(ProofStep::Kind::derived, *last, grounds, formula);
        take(*last, {{}, {step}});
    }
}

// Bounds and clauses until nothing is new, then sums. True: a clash. What spells out a definition that does not hold is
// left for last: a chain of holdings is told from where it begins.
bool ProofSearch::settle() {
    for (bool more = true; more && !clash_ && !out_of_work();) {
        const std::size_t before = steps_.size();
        for (std::size_t i = 0; i < known_.comparisons.size() && !clash_; ++i) propagate(i);
        for (std::size_t i = 0; i < known_.clauses.size() && !clash_; ++i) decide(i, true);
        if (steps_.size() != before) continue;
        for (std::size_t i = 0; i < known_.clauses.size() && !clash_; ++i) decide(i, false);
        more = steps_.size() != before;
    }
    if (!clash_ && !out_of_work()) add_up();
    return clash_.has_value();
}

std::set<std::size_t> ProofSearch::leads_to(std::size_t step) const {
    std::set<std::size_t> used;
    std::vector<std::size_t> open{step};
    while (!open.empty()) {
        const std::size_t s = open.back();
        open.pop_back();
        if (!used.insert(s).second) continue;
        open.insert(open.end(), steps_[s].from.begin(), steps_[s].from.end());
    }
    return used;
}

// What the clash leads back to, numbered anew.
Proof ProofSearch::told() const {
    std::map<std::size_t, std::size_t> number;
    Proof proof;
    for (const std::size_t s : leads_to(*clash_)) {
        number[s] = proof.steps.size();
        proof.steps.push_back(steps_[s]);
        for (std::size_t& f : proof.steps.back().from) f = number.at(f);
    }
    return proof;
}

}  // namespace tenet

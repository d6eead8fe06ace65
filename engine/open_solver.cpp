// The search: propose a world, guess where it fails, trace clashes back.
#include "engine/open_solver.h"

#include <algorithm>
#include <unordered_set>

namespace tenet {

namespace {

constexpr std::size_t patience = 600'000;  // propagation's units of work for one question: some 20 ms

}  // namespace

void OpenSolver::start(std::span<const std::uint32_t> constraints) {
    known_.clear();
    tableau_.clear();
    loaded_.assign(constraints.begin(), constraints.end());
    asserted_.clear();
    settled_ = base_clash_ = false;
    pushed_.clear();
    base_roots_.clear();
    phase_.clear();
    witness_.clear();
    memo_stamp_.clear();
    memo_.clear();
    used_number_.clear();
    proposal_ = use_ = 0;
    indexed_truths_ = indexed_numbers_ = 0;
    for (auto* list : {&truth_variables_, &number_variables_, &whole_numbers_, &choices_, &products_, &to_meet_, &to_differ_}) list->clear();
    known_.make_room(loaded_.size());
    for (const std::uint32_t c : loaded_) known_.truth(problem_.constraints[c].formula);
    base_truths_ = known_.truths().size();
    base_numbers_ = known_.numbers().size();
}

// What follows from what is asserted, once for all questions.
void OpenSolver::settle() {
    if (settled_) return;
    settled_ = true;
    if (assert_roots(asserted_) && known_.carry_on()) {
        index_settled();
        return;
    }
    base_clash_ = true;
    blame(base_roots_);
}

void OpenSolver::index_layout() {
    const auto& truths = known_.truths();
    for (; indexed_truths_ < truths.size(); ++indexed_truths_)
        if (truths[indexed_truths_].op == FormulaOp::variable) truth_variables_.push_back(static_cast<TruthId>(indexed_truths_));
    const auto& numbers = known_.numbers();
    for (; indexed_numbers_ < numbers.size(); ++indexed_numbers_) {
        const auto x = static_cast<NumberId>(indexed_numbers_);
        switch (numbers[x].kind) {
        case Number::Kind::variable: number_variables_.push_back(x); break;
        case Number::Kind::choice: choices_.push_back(x); break;
        case Number::Kind::product: products_.push_back(x); break;
        case Number::Kind::form: continue;
        }
        if (numbers[x].whole) whole_numbers_.push_back(x);
    }
}

void OpenSolver::index_settled() {
    settled_count_ = known_.decided().size();
    const auto& truths = known_.truths();
    for (TruthId t = 0; t < truths.size(); ++t) {
        const Proposition& p = truths[t];
        if (p.value < 0) continue;
        if (p.relation == Relation::equal && p.value == 0) to_differ_.push_back(t);
        const bool any = p.op == FormulaOp::disjunction && p.value == 1;
        const bool none = p.op == FormulaOp::conjunction && p.value == 0;
        if (!any && !none) continue;
        const auto children = known_.children(p);
        if (std::none_of(children.begin(), children.end(), [&](TruthId c) { return truths[c].value == p.value; })) to_meet_.push_back(t);
    }
}

bool OpenSolver::assert_roots(std::span<const std::uint32_t> constraints) {
    for (const std::uint32_t c : constraints)
        if (!known_.assert_root(known_.truth(problem_.constraints[c].formula), c)) return false;
    return true;
}

// The constraints that the clash just found needs, where nothing was guessed.
void OpenSolver::blame(std::vector<std::uint32_t>& roots) {
    std::vector<EntryId> decisions;
    known_.explain(known_.conflict(), 0, decisions, roots);
}

// Makes room for what `extra` speaks of. False: what is asserted has no world.
bool OpenSolver::lay_out(NodeId extra) {
    if (pushed_.empty() && known_.truths().size() > 8 * base_truths_ + 20'000) {  // many questions later: their layouts weigh
        const std::vector<std::uint32_t> loaded = std::move(loaded_), asserted = std::move(asserted_);
        start(loaded);
        asserted_ = asserted;
    }
    settle();
    if (base_clash_) return false;
    if (problem_.store.sort(extra) == Sort::truth) {
        known_.truth(extra);
    } else {
        known_.view(extra);
    }
    if (known_.carry_on()) return true;  // the new layout may show what the old one did not
    base_clash_ = true;
    blame(base_roots_);
    return false;
}

std::optional<Bound> OpenSolver::outer_bound(NodeId extra, NodeId number, Side side) {
    if (!lay_out(extra) || !lay_out(number)) return std::nullopt;
    const View view = known_.view(number);
    const std::size_t mark = known_.mark();
    const bool fine = known_.assert_extra(known_.truth(extra)) && known_.carry_on();
    const End end = known_.end_of(view, side);
    known_.undo(mark);
    if (!fine || end.infinite) return std::nullopt;
    return Bound{end.value, end.open};
}

bool OpenSolver::push(std::span<const std::uint32_t> more) {
    settle();
    clash_ = base_roots_;
    pushed_.push_back(known_.mark());
    if (base_clash_) return false;
    if (assert_roots(more) && known_.carry_on()) return true;
    blame(clash_);
    return false;
}

void OpenSolver::pop() {
    known_.undo(pushed_.back());
    pushed_.pop_back();
}

Outcome OpenSolver::solve(NodeId extra, std::span<const std::uint32_t> more, bool with_clash) {
    clash_.clear();
    if (!lay_out(extra)) {
        clash_ = base_roots_;
        return Outcome::unsat;
    }
    const TruthId asked = known_.truth(extra);
    index_layout();
    phase_.resize(known_.truths().size(), 0);
    witness_.resize(known_.truths().size(), no_index);
    memo_.resize(known_.truths().size());
    memo_stamp_.resize(known_.truths().size(), 0);
    used_number_.resize(known_.numbers().size(), 0);
    use(extra);
    const std::size_t mark = known_.mark();
    const bool fine = assert_roots(more) && known_.assert_extra(asked);
    const Outcome outcome = search(fine, with_clash ? 0 : static_cast<EntryId>(mark));
    if (outcome == Outcome::sat) remember();
    known_.undo(mark);
    return outcome;
}

// Marks the choices and products that a question speaks of.
void OpenSolver::use(NodeId extra) {
    ++use_;
    const FormulaStore& s = problem_.store;
    std::vector<NodeId> open{extra};
    std::unordered_set<NodeId> seen;
    while (!open.empty()) {
        const NodeId n = open.back();
        open.pop_back();
        if (!seen.insert(n).second) continue;
        const FormulaOp op = s.op(n);
        if (op == FormulaOp::choice || op == FormulaOp::product) {
            used_number_[known_.view(n).number] = use_;
        }
        s.each_child(n, [&](NodeId child) { open.push_back(child); });
    }
}

Outcome OpenSolver::search(bool fine, EntryId floor) {
    const std::size_t end = known_.work() + patience;
    std::vector<EntryId> decisions;
    std::vector<std::uint32_t> roots;
    too_deep_ = false;
    for (;;) {
        if (fine) fine = known_.carry_on();
        if (fine) {
            switch (tableau_.check()) {
            case Tableau::Result::feasible: break;
            case Tableau::Result::gave_up: return Outcome::unknown;
            case Tableau::Result::clash:
                known_.set_conflict(tableau_.clash);
                fine = false;
                break;
            }
        }
        if (!fine) {
            known_.explain(known_.conflict(), floor, decisions, roots);
            if (decisions.empty()) {
                clash_ = roots;
                return Outcome::unsat;
            }
            const EntryId last = decisions.back();
            decisions.pop_back();
            fine = known_.refute(last, decisions, roots);
            if (known_.work() > end) return Outcome::unknown;
            continue;
        }
        if (known_.work() > end) return Outcome::unknown;
        switch (propose()) {
        case Next::done: return Outcome::sat;
        case Next::guessed: break;
        case Next::clash: fine = false; break;
        case Next::lost: return Outcome::unknown;
        }
    }
}

OpenSolver::Next OpenSolver::propose() {
    ++proposal_;
    for (const auto step : {&OpenSolver::whole_numbers, &OpenSolver::disjunctions, &OpenSolver::choices,
                            &OpenSolver::unequal, &OpenSolver::products}) {
        const Next next = (this->*step)();
        if (too_deep_) return Next::lost;
        if (next != Next::done) return next;
    }
    return Next::done;
}

OpenSolver::Next OpenSolver::guess_truth(TruthId t, bool value) {
    return known_.decide_truth(t, value) ? Next::guessed : Next::clash;
}
OpenSolver::Next OpenSolver::guess_bound(NumberId x, Side side, const Rational& value, bool open) {
    const std::size_t before = known_.mark();
    if (!known_.decide_bound(x, side, value, open)) return Next::clash;
    return known_.mark() == before ? Next::lost : Next::guessed;
}

OpenSolver::Next OpenSolver::whole_numbers() {
    for (const NumberId x : whole_numbers_) {
        const Near& v = tableau_.value(x);
        if (v.value.is_integer() && v.infinitesimal.sign() == 0) continue;
        const Rational below = v.value.is_integer() && v.infinitesimal.sign() < 0 ? v.value - Rational(1) : v.value.floor();
        return guess_bound(x, Side::upper, below, false);
    }
    return Next::done;
}

// Visits the truths of `settled` and those decided since, until a visit is not done.
template <class Visit>
OpenSolver::Next OpenSolver::each_decided(const std::vector<TruthId>& settled, const Visit& visit) {
    const std::vector<TruthId>& decided = known_.decided();
    known_.add_work((settled.size() + decided.size() - settled_count_) / 8);
    for (const TruthId t : settled)
        if (const Next next = visit(t); next != Next::done) return next;
    for (std::size_t i = settled_count_; i < decided.size(); ++i)
        if (const Next next = visit(decided[i]); next != Next::done) return next;
    return Next::done;
}

// Whatever must be true and is not so by what is known: does the proposal make it so?
OpenSolver::Next OpenSolver::disjunctions() {
    return each_decided(to_meet_, [&](TruthId t) { return meet(t); });
}

OpenSolver::Next OpenSolver::meet(TruthId t) {
    const auto& truths = known_.truths();
    const Proposition& p = truths[t];
    const bool any = p.op == FormulaOp::disjunction && p.value == 1;
    const bool none = p.op == FormulaOp::conjunction && p.value == 0;
    if (!any && !none) return Next::done;
    const auto children = known_.children(p);
    const auto met_by = [&](TruthId c) { return truths[c].value < 0 ? proposed(c) == any : truths[c].value == p.value; };
    if (witness_[t] != no_index && met_by(witness_[t])) return Next::done;  // most often the same as before
    for (const TruthId c : children)
        if (truths[c].value == p.value) return Next::done;
    for (const TruthId c : children) {
        if (truths[c].value >= 0 || !met_by(c)) continue;
        witness_[t] = c;
        return Next::done;
    }
    return branch(t);
}

// Which part to guess: what commits to least. Two days that differ, before a fact's truth, before bounds, before equals.
OpenSolver::Next OpenSolver::branch(TruthId t) {
    const auto& truths = known_.truths();
    const Proposition& p = truths[t];
    const bool value = p.value == 1;
    const auto cost = [&](TruthId c) {
        const Proposition& part = truths[c];
        switch (part.op) {
        case FormulaOp::negation: return truths[known_.children(part)[0]].op == FormulaOp::variable ? 1 : value ? 0 : 5;
        case FormulaOp::variable: return 2;
        case FormulaOp::less_equal_zero:
        case FormulaOp::less_zero: return 3;
        case FormulaOp::equal_zero: return value ? 5 : 0;
        case FormulaOp::conjunction:
        case FormulaOp::disjunction:
        case FormulaOp::yes:
        case FormulaOp::no:
        case FormulaOp::constant:
        case FormulaOp::sum:
        case FormulaOp::product:
        case FormulaOp::choice: break;
        }
        return 4;
    };
    TruthId best = no_index;
    int least = 0;
    for (const TruthId c : known_.children(p)) {
        if (truths[c].value >= 0) continue;
        if (best == no_index || cost(c) < least) {
            best = c;
            least = cost(c);
        }
    }
    return best == no_index ? Next::lost : guess_truth(best, value);
}

OpenSolver::Next OpenSolver::choices() {
    const auto& numbers = known_.numbers();
    for (const NumberId x : choices_) {
        if (!used(x)) continue;
        const Propagation::Choice& c = known_.choice(numbers[x]);
        if (known_.truths()[c.condition].value >= 0) continue;
        const bool condition = proposed(c.condition);
        if (tableau_.value(x) == proposed_value(c.value[condition ? 0 : 1])) continue;
        return guess_truth(c.condition, condition);
    }
    return Next::done;
}

OpenSolver::Next OpenSolver::unequal() {
    return each_decided(to_differ_, [&](TruthId t) { return differ(t); });
}

OpenSolver::Next OpenSolver::differ(TruthId t) {
    const Proposition& p = known_.truths()[t];
    if (p.relation != Relation::equal || p.value != 0) return Next::done;
    const Near& v = tableau_.value(p.number);
    if (v.infinitesimal.sign() != 0 || v.value != known_.limit(p)) return Next::done;
    return guess_bound(p.number, Side::upper, known_.limit(p), true);
}

// A product is proposed right where its factors are known numbers: they are made so.
OpenSolver::Next OpenSolver::products() {
    const auto& numbers = known_.numbers();
    for (const NumberId x : products_) {
        if (!used(x)) continue;
        const auto factors = known_.factors(numbers[x]);
        const Near a = proposed_value(factors[0]), b = proposed_value(factors[1]), p = tableau_.value(x);
        if (a.infinitesimal.sign() == 0 && b.infinitesimal.sign() == 0 && p.infinitesimal.sign() == 0 && p.value == a.value * b.value) continue;
        for (const View& f : factors) {
            if (f.number == no_index || numbers[f.number].fixed()) continue;
            const Near v = tableau_.value(f.number);
            if (v.infinitesimal.sign() != 0) return Next::lost;
            const End& high = numbers[f.number].end(Side::upper);
            const bool upper = high.infinite || high.value != v.value;
            return guess_bound(f.number, upper ? Side::upper : Side::lower, v.value, false);
        }
        return Next::lost;
    }
    return Next::done;
}

}  // namespace tenet

// Cores by file order. With K the facts known to be needed, the shortest prefix of the facts that clashes with K and
// all law instances ends in a fact that is needed too; K grows until it clashes alone. This is QUICKXPLAIN's idea of a
// preferred explanation (Junker, AAAI 2004) with the prefix found by bisection, speeded by the solver's own cores: the
// last fact of any core bounds the prefix. Then law instances are dropped one by one.
#include "engine/decider.h"

#include <algorithm>
#include <cassert>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <new>

#include "engine/subsets.h"

namespace tenet {

Decider::Decider(Problem& problem, const Limits& limits, Z3Context& context, const ConstraintVariables* spoken_of)
    : problem_(problem), limits_(limits), context_(context), spoken_of_(spoken_of), open_(std::in_place, problem), reduction_(problem),
      evaluation_(problem.store) {}
Decider::~Decider() = default;

bool Decider::out_of_time() const { return limits_.over(); }

// What a solver was about when memory ran out is dropped: it may be half done.
void Decider::forget() {
    session_.reset();
    open_.emplace(problem_);
    in_session_ = in_open_ = false;
    worlds_.clear();
    out_of_memory_ = true;
}

Z3Session& Decider::session() {
    if (!session_) session_ = std::make_unique<Z3Session>(problem_, context_);
    session_->until(limits_.deadline);
    return *session_;
}

void Decider::load(const std::vector<std::uint32_t>& constraints) {
    if (loaded_ == constraints && (in_session_ || in_open_)) return;
    if (in_session_) session_->pop();
    in_session_ = in_open_ = false;
    worlds_.clear();
    loaded_ = constraints;
    index_variables();
}

// Appends what a constraint speaks of, each variable once.
void Decider::speaks_of(std::uint32_t constraint, std::vector<VariableId>& out) const {
    if (spoken_of_ && constraint < spoken_of_->ends.size()) {
        const auto of = spoken_of_->of(constraint);
        out.insert(out.end(), of.begin(), of.end());
    } else {
        problem_.store.variables(problem_.constraints[constraint].formula, out);
    }
}

// Which variables the loaded constraints speak of, and for each of them which constraints.
void Decider::index_variables() {
    place_.resize(problem_.variables.size(), no_index);
    for (const VariableId v : variables_) place_[v] = no_index;
    variables_.clear();
    std::vector<VariableId> used;
    std::vector<std::size_t> ends;
    ends.reserve(loaded_.size());
    for (const std::uint32_t c : loaded_) {
        speaks_of(c, used);
        ends.push_back(used.size());
    }
    for (const VariableId v : used) {
        if (place_[v] != no_index) continue;
        place_[v] = 0;
        variables_.push_back(v);
    }
    std::sort(variables_.begin(), variables_.end());
    for (std::uint32_t i = 0; i < variables_.size(); ++i) place_[variables_[i]] = i;
    speaking_begin_.assign(variables_.size() + 1, 0);
    for (const VariableId v : used) ++speaking_begin_[place_[v] + 1];
    for (std::size_t i = 0; i < variables_.size(); ++i) speaking_begin_[i + 1] += speaking_begin_[i];
    speaking_.resize(used.size());
    std::vector<std::uint32_t> next(speaking_begin_.begin(), speaking_begin_.end() - 1);
    std::size_t at = 0;
    for (std::size_t i = 0; i < loaded_.size(); ++i)
        for (; at < ends[i]; ++at) speaking_[next[place_[used[at]]]++] = loaded_[i];
}

std::span<const std::uint32_t> Decider::speaking_of(VariableId v) const {
    if (v >= place_.size() || place_[v] == no_index) return {};
    return {speaking_.data() + speaking_begin_[place_[v]], speaking_.data() + speaking_begin_[place_[v] + 1]};
}

// Every loaded constraint, and `extra`; of the constraints only those whose variables differ from the latest world known.
bool Decider::holds(const World& world, NodeId extra) {
    evaluation_.start(world);
    if (worlds_.empty() && 2 * loaded_.size() > problem_.constraints.size()) evaluation_.evaluate_all();
    if (!evaluation_.holds(extra)) return false;
    if (worlds_.empty()) {
        for (const VariableId v : variables_)  // days are whole
            if (problem_.variables[v].sort == Sort::day && !world.values[v].is_integer()) return false;
        return std::all_of(loaded_.begin(), loaded_.end(), [&](std::uint32_t c) { return evaluation_.holds(problem_.constraints[c].formula); });
    }
    const std::vector<Rational>& known = worlds_.back();
    judged_.resize(problem_.constraints.size(), 0);
    ++judging_;
    for (std::size_t i = 0; i < variables_.size(); ++i) {
        const VariableId v = variables_[i];
        const Rational& value = world.values[v];
        if (value == known[i]) continue;
        if (problem_.variables[v].sort == Sort::day && !value.is_integer()) return false;
        for (std::uint32_t k = speaking_begin_[i]; k < speaking_begin_[i + 1]; ++k) {
            const std::uint32_t c = speaking_[k];
            if (judged_[c] == judging_) continue;
            judged_[c] = judging_;
            if (!evaluation_.holds(problem_.constraints[c].formula)) return false;
        }
    }
    return true;
}

// A world of Z3's is believed only once every constraint holds in it exactly.
bool Decider::confirmed(NodeId extra) {
    std::vector<VariableId> all = variables_;
    problem_.store.variables(extra, all);
    if (!session_->world(all, world_)) return false;
    if (!holds(world_, extra)) stop_at_broken_world();
    return true;
}

void Decider::lay_open() {
    if (!in_open_) open_->load(loaded_);
    in_open_ = true;
}

std::optional<Bound> Decider::outer_bound(NodeId extra, NodeId number, Side side) {
    if (limits_.only_z3) return std::nullopt;
    lay_open();
    return open_->outer_bound(extra, number, side);
}

Outcome Decider::in_the_open(NodeId extra) {
    if (limits_.only_z3) return Outcome::unknown;
    lay_open();
    const Outcome outcome = open_->solve(extra);
    if (outcome != Outcome::sat) return outcome;
    open_->world(world_);
    if (holds(world_, extra)) return outcome;
    return Outcome::unknown;
}

// Remembers world_, as much of it as the loaded constraints speak of.
void Decider::keep() {
    constexpr std::size_t most = 24;
    if (worlds_.size() == most) worlds_.erase(worlds_.begin());
    std::vector<Rational>& kept = worlds_.emplace_back();
    kept.reserve(variables_.size());
    for (const VariableId v : variables_) kept.push_back(world_.values[v]);
}

bool Decider::adopt(const World& candidate) {
    if (!holds(candidate, problem_.store.yes())) return false;
    world_ = candidate;
    keep();
    return true;
}

Outcome Decider::solve_openly(NodeId extra) {
    if (extra == problem_.store.no()) return Outcome::unsat;
    world_.values.resize(problem_.variables.size());
    for (auto known = worlds_.rbegin(); known != worlds_.rend(); ++known) {  // one that is known already may do
        evaluation_.start(*known, place_, world_);
        if (!evaluation_.holds(extra)) continue;
        for (std::size_t i = 0; i < variables_.size(); ++i) world_.values[variables_[i]] = (*known)[i];
        return Outcome::sat;
    }
    for (const std::uint32_t c : loaded_)
        if (problem_.constraints[c].formula == problem_.store.no()) return Outcome::unsat;
    if (out_of_time()) return Outcome::unknown;
    const Outcome outcome = in_the_open(extra);
    if (outcome == Outcome::sat) keep();
    return outcome;
}

Outcome Decider::solve(NodeId extra) {
    try {
        return solve_within_memory(extra);
    } catch (const std::bad_alloc&) {
        forget();
        return Outcome::unknown;
    }
}

Outcome Decider::solve_within_memory(NodeId extra) {
    Outcome outcome = solve_openly(extra);
    if (outcome != Outcome::unknown || out_of_time()) return outcome;
    if (limits_.only_z3 && extra == problem_.store.yes() && !in_session_) {
        const std::span<const std::uint32_t> all = loaded_;
        if (worlds_seen({&all, 1})[0]) {
            keep();
            return Outcome::sat;
        }
    }
    Z3Session& z3 = session();
    if (!in_session_) {
        z3.push();
        for (const std::uint32_t c : loaded_) {
            if (out_of_time()) {  // millions of them take their time
                z3.pop();
                return Outcome::unknown;
            }
            z3.add(problem_.constraints[c].formula);
        }
        in_session_ = true;
    }
    z3.push();
    z3.add(extra);
    outcome = z3.check();
    if (outcome == Outcome::sat && !confirmed(extra)) outcome = Outcome::unknown;
    z3.pop();
    if (outcome == Outcome::sat) keep();
    return outcome;
}

Core Decider::core(const std::vector<std::uint32_t>& constraints, NodeId extra) {
    std::vector<std::uint32_t> facts, instances;
    for (const std::uint32_t c : constraints) {
        const Origin& o = problem_.constraints[c].origin;
        if (o.kind == Origin::Kind::fact) facts.push_back(o.index);
        if (o.kind == Origin::Kind::law) instances.push_back(o.index);
    }
    for (auto* list : {&facts, &instances}) {
        std::sort(list->begin(), list->end());
        list->erase(std::unique(list->begin(), list->end()), list->end());
    }
    Subsets subsets(*this, constraints, extra, facts);

    Core core;
    const auto noted = [&](Outcome outcome) {
        if (outcome == Outcome::unknown) core.minimal = false;
        return outcome;
    };
    const auto clash = [&](const std::vector<FactId>& some, std::size_t prefix) {
        return noted(subsets.with_prefix(some, prefix, instances));
    };
    // How many of the first `below` facts the solver's latest core reaches into.
    const auto reach = [&](std::size_t below) {
        std::size_t far = 0;
        for (const std::uint32_t s : subsets.core()) {
            const auto it = std::lower_bound(facts.begin(), facts.end(), s);
            if (it == facts.end() || *it != s) continue;
            const auto place = static_cast<std::size_t>(it - facts.begin());
            if (place < below) far = std::max(far, place + 1);
        }
        return far;
    };
    std::size_t bound = facts.size();
    bool known = clash({}, bound) == Outcome::unsat;  // the latest core lies in the needed facts and the first `bound`
    if (known) bound = reach(bound);
    while (bound > 0) {
        if (out_of_time()) {  // each step would keep its fact, but take as long as asking does
            core.minimal = false;
            core.facts.insert(core.facts.end(), std::make_reverse_iterator(facts.begin() + static_cast<std::ptrdiff_t>(bound)), facts.rend());
            break;
        }
        // The prefix of length `high` clashes, that of length low - 1 does not. The solver's cores are often as short as
        // can be, so the prefix without its last fact is tried first; where cores mislead, bisection takes over.
        std::size_t low = 0, high = bound;
        for (int tries = 0; low < high; ++tries) {
            const std::size_t middle = tries < 6 ? high - 1 : (low + high) / 2;
            if (clash(core.facts, middle) == Outcome::unsat) {
                known = true;
                high = std::clamp(reach(middle), low, middle);
            } else {
                low = middle + 1;
            }
        }
        if (high == 0) break;  // the needed facts clash alone
        core.facts.push_back(facts[high - 1]);
        bound = known ? reach(high - 1) : high - 1;  // no core: a limit hid the clash, and every fact may be in it
    }
    std::reverse(core.facts.begin(), core.facts.end());
    // Law instances: those that the needed facts clash with, each dropped once.
    std::vector<std::uint32_t> selected(core.facts.begin(), core.facts.end());
    for (const std::uint32_t i : instances) selected.push_back(subsets.of_law(i));
    if (noted(subsets.alone(selected)) == Outcome::unsat) instances = subsets.laws_needed(core.facts, core.minimal);
    core.instances = std::move(instances);
    if (session_) session_->reset();
    return core;
}

}  // namespace tenet

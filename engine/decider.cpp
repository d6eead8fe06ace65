// Cores by file order. With K the facts known to be needed, the shortest prefix of the facts that clashes with K and
// all law instances ends in a fact that is needed too; K grows until it clashes alone. This is QUICKXPLAIN's idea of a
// preferred explanation (Junker, AAAI 2004) with the prefix found by bisection, speeded by the solver's own cores: the
// last fact of any core bounds the prefix. Then law instances are dropped one by one.
#include "engine/decider.h"

#include <algorithm>
#include <cassert>
#include <cstdio>
#include <cstdlib>
#include <unordered_map>

namespace tenet {

Decider::Decider(Problem& problem, const Limits& limits, Z3Context& context)
    : problem_(problem), limits_(limits), context_(context), open_(problem), evaluation_(problem.store) {}
Decider::~Decider() = default;

bool Decider::out_of_time() const {
    return limits_.deadline && std::chrono::steady_clock::now() >= *limits_.deadline;
}

Z3Session& Decider::session() {
    if (!session_) session_ = std::make_unique<Z3Session>(problem_, context_);
    if (limits_.deadline) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(*limits_.deadline - std::chrono::steady_clock::now());
        session_->limit(static_cast<unsigned>(std::max<std::int64_t>(1, left.count())));
    }
    return *session_;
}

void Decider::load(const std::vector<std::uint32_t>& constraints) {
    if (loaded_ == constraints && (in_session_ || in_open_)) return;
    if (in_session_) session_->pop();
    in_session_ = in_open_ = false;
    worlds_.clear();
    loaded_ = constraints;
    variables_.clear();
    std::vector<VariableId> some;
    for (const std::uint32_t c : loaded_) problem_.store.variables(problem_.constraints[c].formula, some);
    std::sort(some.begin(), some.end());
    some.erase(std::unique(some.begin(), some.end()), some.end());
    variables_ = std::move(some);
}

bool Decider::holds(NodeId extra) {
    evaluation_.start(world_);
    for (const std::uint32_t c : loaded_)
        if (!evaluation_.holds(problem_.constraints[c].formula)) return false;
    return evaluation_.holds(extra);
}

// A world of Z3's is believed only once every constraint holds in it exactly.
bool Decider::confirmed(NodeId extra) {
    std::vector<VariableId> all = variables_;
    problem_.store.variables(extra, all);
    if (!session_->world(all, world_)) return false;
    if (!holds(extra)) {
        std::fprintf(stderr, "tenet: a world of the solver breaks a constraint or the question; this is a bug\n");
        std::abort();
    }
    return true;
}

void Decider::lay_open() {
    if (!in_open_) open_.load(loaded_);
    in_open_ = true;
}

std::optional<Bound> Decider::outer_bound(NodeId extra, NodeId number, Side side) {
    if (limits_.only_z3) return std::nullopt;
    lay_open();
    return open_.outer_bound(extra, number, side);
}

Outcome Decider::in_the_open(NodeId extra) {
    if (limits_.only_z3) return Outcome::unknown;
    lay_open();
    const Outcome outcome = open_.solve(extra);
    if (outcome != Outcome::sat) return outcome;
    open_.world(world_);
    if (holds(extra)) return outcome;
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
    for (const VariableId v : variables_)  // days are whole
        if (problem_.variables[v].sort == Sort::day && !candidate.values[v].is_integer()) return false;
    evaluation_.start(candidate);
    for (const std::uint32_t c : loaded_)
        if (!evaluation_.holds(problem_.constraints[c].formula)) return false;
    world_ = candidate;
    keep();
    return true;
}

Outcome Decider::solve(NodeId extra) {
    if (extra == problem_.store.no()) return Outcome::unsat;
    world_.values.resize(problem_.variables.size());
    for (auto known = worlds_.rbegin(); known != worlds_.rend(); ++known) {  // one that is known already may do
        for (std::size_t i = 0; i < variables_.size(); ++i) world_.values[variables_[i]] = (*known)[i];
        evaluation_.start(world_);
        if (evaluation_.holds(extra)) return Outcome::sat;
    }
    for (const std::uint32_t c : loaded_)
        if (problem_.constraints[c].formula == problem_.store.no()) return Outcome::unsat;
    if (out_of_time()) return Outcome::unknown;
    if (const Outcome outcome = in_the_open(extra); outcome != Outcome::unknown) {
        if (outcome == Outcome::sat) keep();
        return outcome;
    }
    Z3Session& z3 = session();
    if (!in_session_) {
        z3.push();
        for (const std::uint32_t c : loaded_) z3.add(problem_.constraints[c].formula);
        in_session_ = true;
    }
    z3.push();
    z3.add(extra);
    Outcome outcome = z3.check();
    if (outcome == Outcome::sat && !confirmed(extra)) outcome = Outcome::unknown;
    z3.pop();
    if (outcome == Outcome::sat) keep();
    return outcome;
}

// The constraints of one core's search, each in force where its fact or law instance is selected; background always.
// Selectors: facts by their number, then law instances.
class Decider::Subsets {
public:
    Subsets(Decider& decider, const std::vector<std::uint32_t>& constraints, NodeId extra)
        : decider_(decider), constraints_(constraints), extra_(extra) {
        const auto& all = decider.problem_.constraints;
        for (const std::uint32_t c : constraints) {
            const Origin& o = all[c].origin;
            if (o.kind != Origin::Kind::background) of_[selector(o)].push_back(c);
        }
        if (!decider.limits_.only_z3)
            decider.open_.load(constraints, [&](std::uint32_t c) { return all[c].origin.kind == Origin::Kind::background; });
    }
    std::uint32_t selector(const Origin& o) const {
        return o.kind == Origin::Kind::fact ? o.index : static_cast<std::uint32_t>(decider_.problem_.facts_counted) + o.index;
    }
    Outcome solve(const std::vector<std::uint32_t>& selected) {
        if (decider_.out_of_time()) return Outcome::unknown;
        if (!decider_.limits_.only_z3) {
            more_.clear();
            for (const std::uint32_t s : selected) {
                const auto it = of_.find(s);
                if (it != of_.end()) more_.insert(more_.end(), it->second.begin(), it->second.end());
            }
            std::sort(more_.begin(), more_.end());
            more_.erase(std::unique(more_.begin(), more_.end()), more_.end());
            const Outcome outcome = decider_.open_.solve(extra_, more_, true);
            if (outcome == Outcome::unsat) {
                core_.clear();
                for (const std::uint32_t c : decider_.open_.clash()) {
                    const Origin& o = decider_.problem_.constraints[c].origin;
                    if (o.kind != Origin::Kind::background) core_.push_back(selector(o));
                }
                return outcome;
            }
            if (outcome == Outcome::sat && holds()) return outcome;
        }
        Z3Session& z3 = decider_.session();
        if (!asserted_) {
            asserted_ = true;
            z3.reset();
            for (const std::uint32_t c : constraints_) {
                const Constraint& constraint = decider_.problem_.constraints[c];
                if (constraint.origin.kind == Origin::Kind::background) {
                    z3.add(constraint.formula);
                } else {
                    z3.add_if(selector(constraint.origin), constraint.formula);
                }
            }
            z3.add(extra_);
        }
        const Outcome outcome = z3.check(selected);
        if (outcome == Outcome::unsat) core_ = z3.core();
        return outcome;
    }
    /// After unsat: some of what was selected that already clashes.
    const std::vector<std::uint32_t>& core() const { return core_; }

private:
    bool holds() {
        decider_.open_.world(decider_.world_);
        decider_.evaluation_.start(decider_.world_);
        const auto& all = decider_.problem_.constraints;
        for (const std::uint32_t c : constraints_)
            if (all[c].origin.kind == Origin::Kind::background && !decider_.evaluation_.holds(all[c].formula)) return false;
        for (const std::uint32_t c : more_)
            if (!decider_.evaluation_.holds(all[c].formula)) return false;
        return decider_.evaluation_.holds(extra_);
    }
    Decider& decider_;
    const std::vector<std::uint32_t>& constraints_;
    NodeId extra_;
    std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> of_;
    std::vector<std::uint32_t> more_, core_;
    bool asserted_ = false;
};

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
    const auto law_selector = [&](std::uint32_t instance) {
        return static_cast<std::uint32_t>(problem_.facts_counted) + instance;
    };
    in_session_ = in_open_ = false;
    loaded_.clear();
    worlds_.clear();
    world_.values.resize(problem_.variables.size());
    Subsets subsets(*this, constraints, extra);

    Core core;
    const auto clash = [&](const std::vector<FactId>& some_facts, std::size_t prefix,
                           const std::vector<std::uint32_t>& laws) {
        std::vector<std::uint32_t> selected(some_facts.begin(), some_facts.end());
        selected.insert(selected.end(), facts.begin(), facts.begin() + static_cast<std::ptrdiff_t>(prefix));
        for (const std::uint32_t l : laws) selected.push_back(law_selector(l));
        const Outcome outcome = subsets.solve(selected);
        if (outcome == Outcome::unknown) core.minimal = false;
        return outcome;
    };
    // The number of leading facts that some core found by the solver reaches into.
    const auto reach = [&] {
        std::size_t far = 0;
        for (const std::uint32_t s : subsets.core()) {
            const auto it = std::lower_bound(facts.begin(), facts.end(), s);
            if (it != facts.end() && *it == s) far = std::max(far, static_cast<std::size_t>(it - facts.begin()) + 1);
        }
        return far;
    };
    std::size_t bound = facts.size();
    if (clash({}, bound, instances) == Outcome::unsat) bound = reach();
    for (;;) {
        if (clash(core.facts, 0, instances) == Outcome::unsat) break;
        if (bound == 0) {  // a limit hid the clash: what is known to be in it stays
            core.minimal = false;
            break;
        }
        // The prefix of length `high` clashes, that of length low - 1 does not. The solver's cores are often as short as
        // can be, so the prefix without its last fact is tried first; where cores mislead, bisection takes over.
        std::size_t low = 1, high = bound;
        for (int tries = 0; low < high; ++tries) {
            const std::size_t middle = tries < 6 ? high - 1 : (low + high) / 2;
            if (clash(core.facts, middle, instances) == Outcome::unsat) {
                high = std::clamp(reach(), low, middle);
            } else {
                low = middle + 1;
            }
        }
        core.facts.push_back(facts[high - 1]);
        bound = high - 1;
    }
    std::reverse(core.facts.begin(), core.facts.end());
    // Law instances: only those in a core of the needed facts, then each dropped once.
    if (clash(core.facts, 0, instances) == Outcome::unsat) {
        std::vector<std::uint32_t> needed;
        for (const std::uint32_t s : subsets.core())
            if (s >= problem_.facts_counted) needed.push_back(s - static_cast<std::uint32_t>(problem_.facts_counted));
        std::sort(needed.begin(), needed.end());
        instances = needed;
    }
    for (std::size_t i = instances.size(); i-- > 0;) {
        std::vector<std::uint32_t> without = instances;
        without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
        if (clash(core.facts, 0, without) == Outcome::unsat) instances = std::move(without);
    }
    core.instances = std::move(instances);
    if (session_) session_->reset();
    return core;
}

}  // namespace tenet

#include "engine/subsets.h"

#include <algorithm>

namespace tenet {

Subsets::Subsets(Decider& decider, const std::vector<std::uint32_t>& constraints, NodeId extra, const std::vector<FactId>& facts)
    : decider_(decider), open_(decider.problem_), constraints_(constraints), extra_(extra), facts_(facts) {
    decider.in_session_ = decider.in_open_ = false;
    decider.loaded_.clear();
    decider.worlds_.clear();
    decider.world_.values.resize(decider.problem_.variables.size());
    for (const std::uint32_t c : constraints) {
        const Origin& o = decider.problem_.constraints[c].origin;
        if (o.kind != Origin::Kind::background) of_[selector(o)].push_back(c);
    }
}

void Subsets::lay_out(Laid wanted) {
    if (laid_ == wanted) return;
    laid_ = wanted;
    levels_.clear();
    broken_ = false;
    open_.load(constraints_, [&](std::uint32_t c) {
        const auto kind = decider_.problem_.constraints[c].origin.kind;
        return kind == Origin::Kind::background || (kind == Origin::Kind::law && wanted == Laid::with_laws);
    });
}

const std::vector<std::uint32_t>& Subsets::of(std::uint32_t selected) const {
    static const std::vector<std::uint32_t> none;
    const auto it = of_.find(selected);
    return it == of_.end() ? none : it->second;
}

Outcome Subsets::with_prefix(const std::vector<FactId>& some, std::size_t prefix, const std::vector<std::uint32_t>& laws) {
    if (decider_.out_of_time()) return Outcome::unknown;
    if (!decider_.limits_.only_z3) {
        lay_out(Laid::with_laws);
        // Some at a time where they are many: each level may narrow all stakes that one sum ties.
        const std::size_t at_once = std::max<std::size_t>(1, facts_.size() / 64);
        for (; pushed() > prefix; levels_.pop_back()) {
            open_.pop();
            broken_ = false;
        }
        while (pushed() < prefix && !broken_) {
            if (decider_.out_of_time()) return Outcome::unknown;
            const std::size_t past = std::min(prefix, pushed() + at_once);
            more_.clear();
            for (std::size_t i = pushed(); i < past; ++i) more_.insert(more_.end(), of(facts_[i]).begin(), of(facts_[i]).end());
            broken_ = !open_.push(more_);
            if (broken_) broken_clash_ = open_.clash();
            levels_.push_back(past);
        }
        if (broken_) return clashes(broken_clash_);
        more_.clear();
        for (const FactId f : some) more_.insert(more_.end(), of(f).begin(), of(f).end());
        const Outcome outcome = in_the_open();
        if (outcome != Outcome::unknown) return outcome;
    }
    std::vector<std::uint32_t> selected(some.begin(), some.end());
    selected.insert(selected.end(), facts_.begin(), facts_.begin() + static_cast<std::ptrdiff_t>(prefix));
    for (const std::uint32_t l : laws) selected.push_back(of_law(l));
    return with_z3(selected);
}

Outcome Subsets::alone(const std::vector<std::uint32_t>& selected) {
    if (decider_.out_of_time()) return Outcome::unknown;
    if (!decider_.limits_.only_z3) {
        lay_out(Laid::background);
        more_.clear();
        for (const std::uint32_t s : selected) more_.insert(more_.end(), of(s).begin(), of(s).end());
        const Outcome outcome = in_the_open();
        if (outcome != Outcome::unknown) return outcome;
    }
    return with_z3(selected);
}

// The constraints of the selected, and the background that hangs together with them. The rest of the background shares no
// variable with these, and has a world: it is background.
std::vector<std::uint32_t> Subsets::around(const std::vector<std::uint32_t>& selected) {
    const Problem& problem = decider_.problem_;
    if (!background_) background_.emplace(problem, constraints_);
    std::vector<std::uint32_t> out;
    for (const std::uint32_t s : selected) out.insert(out.end(), of(s).begin(), of(s).end());
    std::vector<NodeId> formulas{extra_};
    for (const std::uint32_t c : out) formulas.push_back(problem.constraints[c].formula);
    const std::vector<std::uint32_t> more = background_->around(formulas);
    out.insert(out.end(), more.begin(), more.end());
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

std::vector<std::uint32_t> Subsets::shrink(std::vector<std::uint32_t> selected, bool& minimal) {
    const std::vector<std::uint32_t> near = around(selected);
    Subsets local(decider_, near, extra_, facts_);
    in_z3_ = false;  // the session is shared
    std::sort(selected.begin(), selected.end());
    return local.shrink_here(std::move(selected), 0, minimal);
}

std::vector<std::uint32_t> Subsets::laws_needed(const std::vector<FactId>& facts, bool& minimal) {
    const auto first_law = static_cast<std::uint32_t>(decider_.problem_.facts_counted);
    std::vector<std::uint32_t> selected(facts.begin(), facts.end());
    for (const std::uint32_t s : core_)
        if (s >= first_law) selected.push_back(s);
    const std::vector<std::uint32_t> near = around(selected);
    Subsets local(decider_, near, extra_, facts_);
    in_z3_ = false;
    selected = local.shrink_here(std::move(selected), facts.size(), minimal);
    std::vector<std::uint32_t> laws;
    for (std::size_t i = facts.size(); i < selected.size(); ++i) laws.push_back(selected[i] - first_law);
    std::sort(laws.begin(), laws.end());
    return laws;
}

std::vector<std::uint32_t> Subsets::shrink_here(std::vector<std::uint32_t> selected, std::size_t fixed, bool& minimal) {
    return drop_each(std::move(selected), fixed,
                     [&](const auto& without) {
                         const Outcome outcome = alone(without);
                         if (outcome == Outcome::unknown) minimal = false;
                         return outcome == Outcome::unsat;
                     },
                     [&]() -> const auto& { return core_; });
}

Outcome Subsets::clashes(const std::vector<std::uint32_t>& clash) {
    core_.clear();
    for (const std::uint32_t c : clash) {
        const Origin& o = decider_.problem_.constraints[c].origin;
        if (o.kind != Origin::Kind::background) core_.push_back(selector(o));
    }
    std::sort(core_.begin(), core_.end());
    core_.erase(std::unique(core_.begin(), core_.end()), core_.end());
    return Outcome::unsat;
}

Outcome Subsets::in_the_open() {
    const Outcome outcome = open_.solve(extra_, more_, true);
    if (outcome == Outcome::unsat) return clashes(open_.clash());
    return outcome == Outcome::sat && holds() ? outcome : Outcome::unknown;
}

// Everything that is in force, in the world that the open solver proposes.
bool Subsets::holds() {
    open_.world(decider_.world_);
    Evaluation& evaluation = decider_.evaluation_;
    evaluation.start(decider_.world_);
    const auto& all = decider_.problem_.constraints;
    for (const std::uint32_t c : constraints_) {
        const auto kind = all[c].origin.kind;
        const bool asserted = kind == Origin::Kind::background || (kind == Origin::Kind::law && laid_ == Laid::with_laws);
        if (asserted && !evaluation.holds(all[c].formula)) return false;
    }
    for (std::size_t i = 0; i < pushed(); ++i)
        for (const std::uint32_t c : of(facts_[i]))
            if (!evaluation.holds(all[c].formula)) return false;
    for (const std::uint32_t c : more_)
        if (!evaluation.holds(all[c].formula)) return false;
    return evaluation.holds(extra_);
}

Outcome Subsets::with_z3(const std::vector<std::uint32_t>& selected) {
    Z3Session& z3 = decider_.session();
    if (!in_z3_) {
        z3.reset();
        for (const std::uint32_t c : constraints_) {
            if (decider_.out_of_time()) return Outcome::unknown;
            const Constraint& constraint = decider_.problem_.constraints[c];
            if (constraint.origin.kind == Origin::Kind::background) {
                z3.add(constraint.formula);
            } else {
                z3.add_if(selector(constraint.origin), constraint.formula);
            }
        }
        z3.add(extra_);
        in_z3_ = true;
    }
    const Outcome outcome = z3.check(selected);
    if (outcome == Outcome::unsat) {
        core_ = z3.core();
        std::sort(core_.begin(), core_.end());
    }
    return outcome;
}

}  // namespace tenet

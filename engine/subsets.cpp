#include "engine/subsets.h"

#include <algorithm>

namespace tenet {

Subsets::Subsets(Decider& decider, const std::vector<std::uint32_t>& constraints, NodeId extra, const std::vector<FactId>& facts)
    : decider_(decider), constraints_(constraints), extra_(extra), facts_(facts) {
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
    pushed_ = 0;
    broken_ = false;
    decider_.open_.load(constraints_, [&](std::uint32_t c) {
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
        for (; pushed_ > prefix; --pushed_) {
            decider_.open_.pop();
            broken_ = false;
        }
        for (; pushed_ < prefix && !broken_; ++pushed_) {
            broken_ = !decider_.open_.push(of(facts_[pushed_]));
            if (broken_) broken_clash_ = decider_.open_.clash();
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

// Each member dropped once, the latest first; what a clash without it does not need is dropped with it.
std::vector<std::uint32_t> Subsets::shrink(std::vector<std::uint32_t> selected, bool& minimal) {
    std::sort(selected.begin(), selected.end());
    for (std::size_t i = selected.size(); i-- > 0;) {
        std::vector<std::uint32_t> without = selected;
        without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
        switch (alone(without)) {
        case Outcome::sat: break;
        case Outcome::unknown: minimal = false; break;
        case Outcome::unsat: {
            const std::vector<std::uint32_t>& clash = core_;
            std::vector<std::uint32_t> kept;
            std::size_t before = 0;  // of those not tried yet
            for (std::size_t j = 0; j < selected.size(); ++j) {
                if (j == i || std::find(clash.begin(), clash.end(), selected[j]) == clash.end()) continue;
                kept.push_back(selected[j]);
                if (j < i) ++before;
            }
            selected = std::move(kept);
            i = before;
            break;
        }
        }
    }
    return selected;
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
    const Outcome outcome = decider_.open_.solve(extra_, more_, true);
    if (outcome == Outcome::unsat) return clashes(decider_.open_.clash());
    return outcome == Outcome::sat && holds() ? outcome : Outcome::unknown;
}

// Everything that is in force, in the world that the open solver proposes.
bool Subsets::holds() {
    decider_.open_.world(decider_.world_);
    Evaluation& evaluation = decider_.evaluation_;
    evaluation.start(decider_.world_);
    const auto& all = decider_.problem_.constraints;
    for (const std::uint32_t c : constraints_) {
        const auto kind = all[c].origin.kind;
        const bool asserted = kind == Origin::Kind::background || (kind == Origin::Kind::law && laid_ == Laid::with_laws);
        if (asserted && !evaluation.holds(all[c].formula)) return false;
    }
    for (std::size_t i = 0; i < pushed_; ++i)
        for (const std::uint32_t c : of(facts_[i]))
            if (!evaluation.holds(all[c].formula)) return false;
    for (const std::uint32_t c : more_)
        if (!evaluation.holds(all[c].formula)) return false;
    return evaluation.holds(extra_);
}

Outcome Subsets::with_z3(const std::vector<std::uint32_t>& selected) {
    Z3Session& z3 = decider_.session();
    if (!in_z3_) {
        in_z3_ = true;
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

}  // namespace tenet

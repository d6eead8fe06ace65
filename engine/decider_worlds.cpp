// Worlds of many sets of constraints at once, for `--engine z3`: one set is asked with less than a check costs, so several
// are asked together, reduced. What Z3 returns is completed and evaluated exactly, set by set, in the constraints as they
// were. That a set has no world is not concluded here: it is asked again, alone and as it was.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <utility>

#include "engine/decider.h"

namespace tenet {

void stop_at_broken_world() {
    std::fprintf(stderr, "tenet: a world of the solver breaks a constraint or the question; this is a bug\n");
    std::abort();
}

std::vector<bool> Decider::have_worlds(Sets sets) {
    try {
        return worlds_seen(sets);
    } catch (const std::bad_alloc&) {
        forget();
        return std::vector<bool>(sets.size());
    }
}

std::vector<bool> Decider::worlds_seen(Sets sets) {
    std::vector<bool> have(sets.size());
    if (out_of_time()) return have;
    if (std::exchange(in_session_, false)) session_->pop();
    reduction_.start();
    std::vector<VariableId> variables, spoken;  // of all sets, those of each in order; of one, as its constraints speak of them
    std::vector<std::size_t> begin{0};
    const auto of = [&](std::size_t i) { return std::span(variables).subspan(begin[i], begin[i + 1] - begin[i]); };
    marked_.resize(problem_.variables.size(), 0);
    for (std::size_t i = 0; i < sets.size(); ++i) {
        spoken.clear();
        for (const std::uint32_t c : sets[i]) speaks_of(c, spoken);
        ++marking_;
        for (const VariableId v : spoken)
            if (std::exchange(marked_[v], marking_) != marking_) variables.push_back(v);
        std::sort(variables.begin() + static_cast<std::ptrdiff_t>(begin[i]), variables.end());
        begin.push_back(variables.size());
        have[i] = reduction_.take(sets[i], of(i));
    }
    if (!reduction_.rest().empty()) {
        Z3Session& z3 = session();
        z3.push();
        for (const NodeId n : reduction_.rest()) {
            if (out_of_time()) {
                z3.pop();
                return std::vector<bool>(sets.size());
            }
            z3.add(n);
        }
        const Outcome outcome = z3.check();
        const bool found = outcome == Outcome::sat && z3.world(reduction_.asked(), world_);
        z3.pop();
        if (!found) {
            have.assign(sets.size(), false);
            if (outcome != Outcome::unsat || sets.size() == 1) return have;
            const std::size_t half = sets.size() / 2;  // which are without a world
            const auto first = worlds_seen(sets.first(half)), second = worlds_seen(sets.subspan(half));
            std::copy(first.begin(), first.end(), have.begin());
            std::copy(second.begin(), second.end(), have.begin() + static_cast<std::ptrdiff_t>(half));
            return have;
        }
    }
    reduction_.complete(world_);
    evaluation_.start(world_);
    for (std::size_t i = 0; i < sets.size(); ++i) {
        if (!have[i]) continue;
        for (const VariableId v : of(i))
            if (problem_.variables[v].sort == Sort::day && !world_.values[v].is_integer()) stop_at_broken_world();
        for (const std::uint32_t c : sets[i])
            if (!evaluation_.holds(problem_.constraints[c].formula)) stop_at_broken_world();
    }
    return have;
}

}  // namespace tenet

// Decides sets of constraints, and finds minimal reasons for what is impossible. What the open solver settles needs no
// Z3; worlds of either are confirmed by exact evaluation before anything is called consistent; what a limit cuts short
// is `unknown`.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include "engine/components.h"
#include "engine/open_solver.h"
#include "engine/reduction.h"
#include "engine/z3_session.h"

namespace tenet {

struct Limits {
    std::optional<std::chrono::steady_clock::time_point> deadline;
    bool only_z3 = false;  // --engine z3: nothing is decided in the open
    // Of a check: a part takes a share of the time that is left, so that the rest is judged too; and is looked at again at
    // the end where that was too little.
    bool turns = false, second_look = true;

    bool over() const { return deadline && std::chrono::steady_clock::now() >= *deadline; }
    /// The deadline, or so long from now where that is sooner.
    std::chrono::steady_clock::time_point within(std::chrono::steady_clock::duration most) const {
        const auto end = std::chrono::steady_clock::now() + most;
        return deadline ? std::min(*deadline, end) : end;
    }
    /// One of `shares` of the time that is left from now on, or several; none: without limit.
    std::optional<std::chrono::steady_clock::time_point> share(int shares, int several = 1) const {
        const auto now = std::chrono::steady_clock::now();
        return deadline ? std::optional(now + std::max(*deadline - now, {}) / shares * several) : std::nullopt;
    }
};

/// Facts and law instances that have no world together; each is needed where `minimal`.
struct Core {
    std::vector<FactId> facts;             // in file order
    std::vector<std::uint32_t> instances;  // of Problem::instances
    bool minimal = true;
};

/// A solver's world that is none is a bug of ours: the program ends.
[[noreturn]] void stop_at_broken_world();

class Decider {
public:
    /// `spoken_of`: what the constraints speak of, where that is known already; it outlives the decider.
    Decider(Problem& problem, const Limits& limits, Z3Context& context, const ConstraintVariables* spoken_of = nullptr);
    ~Decider();

    /// Makes `constraints` (indices into the problem) the set that solve() is about.
    void load(const std::vector<std::uint32_t>& constraints);
    /// Is there a world of the loaded constraints and `extra`? The world is kept where there is one.
    Outcome solve(NodeId extra);
    /// Likewise, `unknown` where only Z3 could tell.
    Outcome solve_openly(NodeId extra);
    /// Of each of some sets of constraints, of which no two share a variable: whether it was seen to have a world. Z3 is asked
    /// for one of all together, with what single constraints fix put into the others (engine/reduction.h).
    using Sets = std::span<const std::span<const std::uint32_t>>;
    std::vector<bool> have_worlds(Sets sets);
    const World& world() const { return world_; }
    const Problem& problem() const { return problem_; }
    /// A bound of `number` where the loaded constraints and `extra` hold, not necessarily tight; if one is seen in the open.
    std::optional<Bound> outer_bound(NodeId extra, NodeId number, Side side);
    /// Believes `candidate` if every loaded constraint holds in it; later questions that hold in it need no solver.
    bool adopt(const World& candidate);
    const std::vector<std::uint32_t>& loaded() const { return loaded_; }
    /// What the loaded constraints speak of, in order.
    const std::vector<VariableId>& variables() const { return variables_; }
    /// The loaded constraints that speak of `v`.
    std::span<const std::uint32_t> speaking_of(VariableId v) const;
    bool out_of_time() const;
    /// What is solved from now on is given up at `deadline`.
    void until(std::optional<std::chrono::steady_clock::time_point> deadline) { limits_.deadline = deadline; }
    /// Whether memory ran out over something that is `unknown`.
    bool out_of_memory() const { return out_of_memory_; }

    /// A minimal core of `constraints` and `extra`, which together have no world. Of several, the one that comes first
    /// in file order: its last fact is as early as can be, then the last but one, and so on.
    Core core(const std::vector<std::uint32_t>& constraints, NodeId extra);

private:
    Z3Session& session();
    bool holds(const World& world, NodeId extra);
    void index_variables();
    void speaks_of(std::uint32_t constraint, std::vector<VariableId>& out) const;
    bool confirmed(NodeId extra);
    void lay_open();
    Outcome in_the_open(NodeId extra);
    friend class Subsets;
    void keep();
    std::vector<bool> worlds_seen(Sets sets);
    Outcome solve_within_memory(NodeId extra);
    void forget();
    Problem& problem_;
    Limits limits_;
    Z3Context& context_;
    const ConstraintVariables* spoken_of_;
    std::unique_ptr<Z3Session> session_;
    std::optional<OpenSolver> open_;
    Reduction reduction_;
    bool out_of_memory_ = false;
    bool in_open_ = false;     // the loaded constraints are laid out in the open solver
    std::vector<std::uint32_t> loaded_;
    bool in_session_ = false;  // the loaded constraints are asserted
    std::vector<VariableId> variables_;
    World world_;
    std::vector<std::uint32_t> place_;  // by variable: its place in variables_
    std::vector<std::uint32_t> speaking_begin_, speaking_;  // by place: the loaded constraints that speak of it
    std::vector<std::vector<Rational>> worlds_;  // of the loaded constraints, by place; latest last
    std::vector<std::uint32_t> marked_;  // by variable: the latest marking that met it
    std::uint32_t marking_ = 0;
    std::vector<std::uint32_t> judged_;  // by constraint: the latest judging that looked at it
    std::uint32_t judging_ = 0;
    Evaluation evaluation_;
};

}  // namespace tenet

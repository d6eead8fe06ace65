// Decides sets of constraints, and finds minimal reasons for what is impossible. Worlds are confirmed by exact
// evaluation before anything is called consistent; what a limit cuts short is `unknown`.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include "engine/z3_session.h"

namespace tenet {

struct Limits {
    std::optional<std::chrono::steady_clock::time_point> deadline;
};

/// Facts and law instances that have no world together; each is needed where `minimal`.
struct Core {
    std::vector<FactId> facts;             // in file order
    std::vector<std::uint32_t> instances;  // of Problem::instances
    bool minimal = true;
};

class Decider {
public:
    Decider(Problem& problem, const Limits& limits, Z3Context& context);
    ~Decider();

    /// Makes `constraints` (indices into the problem) the set that solve() is about.
    void load(const std::vector<std::uint32_t>& constraints);
    /// Is there a world of the loaded constraints and `extra`? The world is kept where there is one.
    Outcome solve(NodeId extra);
    const World& world() const { return world_; }
    /// Believes `candidate` if every loaded constraint holds in it; later questions that hold in it need no solver.
    bool adopt(const World& candidate);
    const std::vector<std::uint32_t>& loaded() const { return loaded_; }
    bool out_of_time() const;

    /// A minimal core of `constraints` and `extra`, which together have no world. Of several, the one that comes first
    /// in file order: its last fact is as early as can be, then the last but one, and so on.
    Core core(const std::vector<std::uint32_t>& constraints, NodeId extra);

private:
    Z3Session& session();
    bool confirmed(NodeId extra);
    void keep();
    Problem& problem_;
    Limits limits_;
    Z3Context& context_;
    std::unique_ptr<Z3Session> session_;
    std::vector<std::uint32_t> loaded_;
    bool in_session_ = false;  // the loaded constraints are asserted
    std::vector<VariableId> variables_;
    World world_;
    std::vector<std::vector<Rational>> worlds_;  // of the loaded constraints, by place in variables_; latest last
    Evaluation evaluation_;
};

}  // namespace tenet

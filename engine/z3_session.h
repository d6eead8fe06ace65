// The one door to Z3. A session holds a reference-counted context and one solver; terms are made once and kept.
// Usage as measured: untracked assertions under push and pop, assumption literals only where a core is wanted.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/outcome.h"
#include "engine/world.h"

namespace tenet {

/// A Z3 context takes longer to make than a small problem to decide: one serves any number of sessions, one at a time.
class Z3Context {
public:
    Z3Context();
    ~Z3Context();
    Z3Context(const Z3Context&) = delete;
    Z3Context& operator=(const Z3Context&) = delete;

private:
    friend class Z3Session;
    struct State;
    std::unique_ptr<State> state_;  // made when first needed
};

/// Which Z3 would be loaded, as text that another build of it has not: its file, how long it is and when it was written.
std::string z3_build();

class Z3Session {
public:
    Z3Session(const Problem& problem, Z3Context& context);
    ~Z3Session();
    Z3Session(const Z3Session&) = delete;
    Z3Session& operator=(const Z3Session&) = delete;

    /// A check is given up then, and none is begun after it; none: without limit.
    void until(std::optional<std::chrono::steady_clock::time_point> deadline);
    void reset();  // forgets all assertions
    void push();
    void pop();
    void add(NodeId truth);
    /// Adds `truth`, in force in checks whose `selected` hold `selector`.
    void add_if(std::uint32_t selector, NodeId truth);
    Outcome check();
    Outcome check(std::span<const std::uint32_t> selected);
    /// After unsat with selectors: some of them that already clash (not necessarily minimal).
    std::vector<std::uint32_t> core();
    /// After sat: sets the values of `variables` in `world`. False where a value is no rational.
    bool world(std::span<const VariableId> variables, World& world);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tenet

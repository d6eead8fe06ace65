// One complete way things may have been, as far as a problem speaks of it; and `holds`, the judge of every claim of
// consistency: exact evaluation, independent of any solver.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "rules/problem.h"

namespace tenet {

/// A value for every variable: truths as 0 and 1.
struct World {
    std::vector<Rational> values;
    bool truth(VariableId v) const { return values[v].sign() != 0; }
};

/// Evaluates formulas in one world after another; what it needs is allocated once.
class Evaluation {
public:
    explicit Evaluation(const FormulaStore& store) : store_(store) {}
    /// From now on formulas are evaluated in `world`, as it is now.
    void start(const World& world);
    /// In the world in which a variable v has values[place[v]] where it has a place, else its value in `rest`.
    void start(std::span<const Rational> values, std::span<const std::uint32_t> place, const World& rest);
    bool holds(NodeId truth);
    /// Everything that the store has, which costs less than to look at most of it one by one.
    void evaluate_all();
    Rational number(NodeId n);

private:
    void evaluate(NodeId n);
    void compute(NodeId n);
    void make_room();
    const FormulaStore& store_;
    const World* world_ = nullptr;
    std::span<const Rational> values_;
    std::span<const std::uint32_t> place_;
    std::vector<Rational> value_;
    std::vector<std::uint32_t> known_;  // value_ is of this world where it equals stamp_
    std::uint32_t stamp_ = 0;
    std::vector<NodeId> stack_;
};

}  // namespace tenet

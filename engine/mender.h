// Ways to mend the parts of a problem that have no world: minimal sets of facts to drop, small changes of figures and
// dates. What it finds is tried again before it is proposed (repair.cpp).
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <vector>

#include "engine/change_search.h"
#include "engine/correction_sets.h"
#include "engine/mend.h"
#include "reports/repair_results.h"

namespace tenet {

/// A part of the problem that is judged and mended on its own: islands that a conflict ties.
struct Part {
    std::vector<std::uint32_t> constraints;
    std::vector<Core> conflicts;
};

/// Ways to mend one part, cheapest first.
struct Ways {
    std::vector<Mend> list;
    bool more = false;
};

/// By cost; of equals those found first stay first.
void sort_ways(std::vector<Mend>& ways);
/// Both, in parts of the facts that share nothing.
Mend joined(const Mend& a, const Mend& b);

class Mender {
public:
    using Reached = std::function<std::vector<bool>(const std::vector<FactId>&)>;
    Mender(FactSet& facts, const Vocabulary& vocabulary, const Choice& choice,
           const std::vector<CheckedExpression>& claims, Reached reached, const Limits& limits, Z3Context& context,
           GroundResult& ground, std::size_t most, bool together)
        : facts_(facts),
          vocabulary_(vocabulary),
          choice_(choice),
          claims_(claims),
          reached_(std::move(reached)),
          limits_(limits),
          context_(context),
          ground_(ground),
          decider_(ground.problem, limits, context),
          most_(most),
          together_(together) {}

    /// The parts that the conflicts lie in.
    std::vector<Part> parts(const std::vector<Core>& conflicts) const;
    /// For each part. Nothing more where `beyond` gets a conflict of laws alone.
    std::vector<Ways> ways(const std::vector<Part>& parts, RepairReport& report, std::vector<Core>& beyond);

private:
    struct Sought {  // a part while its changes are sought
        std::vector<CorrectionSet> sets;
        std::set<FactId> touchable;
        Ways ways;
    };
    Sought drops(const Part& part, const Limits& limits, RepairReport& report, std::vector<Core>& beyond);
    /// None, and the report says so, where a limit comes before their facts are grounded.
    std::unique_ptr<ChangeSearch> search_among(const std::vector<FactId>& facts, RepairReport& report);
    void add_changes(Sought& sought, ChangeSearch& shared, RepairReport& report);
    bool changeable(FactId f) const { return ChangeSearch::changeable(facts_, f); }

    FactSet& facts_;
    const Vocabulary& vocabulary_;
    const Choice& choice_;
    const std::vector<CheckedExpression>& claims_;
    Reached reached_;
    const Limits& limits_;
    Z3Context& context_;
    GroundResult& ground_;
    Decider decider_;
    std::size_t most_;
    bool together_;  // all that speaks of `now` is one part
};

}  // namespace tenet

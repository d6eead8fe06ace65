// Finds a refutation that can be followed with a pencil: bounds first, then sums of comparisons, then cases.
#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <vector>

#include "engine/decider.h"
#include "engine/proof.h"
#include "engine/steps_known.h"

namespace tenet {

/// A proof that `constraints` (with `extra`, unless it is no constraint at all) have no world, as short as was found.
/// Empty where none was found: products of unknowns beyond interval arithmetic, or the limits came first.
Proof prove(Problem& problem, const Limits& limits, const std::vector<std::uint32_t>& constraints, NodeId extra);

/// The same by bounds and sums alone: quick, and enough for most of what people write.
Proof prove_plainly(Problem& problem, const Limits& limits, const std::vector<std::uint32_t>& constraints, NodeId extra);

class ProofSearch {
public:
    /// `most_moves`: how often one bound may be tightened. Rings would tighten it for ever; they are found by adding up.
    ProofSearch(Problem& problem, const Limits& limits, unsigned most_moves);

    Proof run(const std::vector<std::uint32_t>& constraints, NodeId extra, bool with_cases = true);

private:
    // steps_search.cpp: what is taken for true, and the order of the methods
    std::size_t add(ProofStep::Kind kind, NodeId conclusion, Grounds grounds, NodeId used = no_index);
    void take(NodeId truth, const Grounds& grounds);
    void set_truth(NodeId literal, const Grounds& grounds);
    void clash(Grounds grounds, NodeId used = no_index);
    /// `plain`: not where what would follow still hangs on choices.
    void decide(std::size_t clause, bool plain);
    bool is_literal(NodeId truth) const;
    bool settle();
    bool out_of_work();
    Proof told() const;

    // steps_bounds.cpp: bounds from comparisons
    struct Item {
        Rational factor;
        NodeId node;
    };
    void propagate(std::size_t comparison);
    bool tighter(NodeId node, bool is_upper, const Rational& edge) const;
    void narrow(NodeId node, bool is_upper, Bound bound, const Grounds& grounds, NodeId used);
    void narrow_variable(NodeId node, bool is_upper, Bound bound, const Grounds& grounds, NodeId used,
                         NodeId as = no_index);

    // steps_sums.cpp: comparisons added up
    std::size_t stated(const Known::Comparison& comparison);
    NodeId resolved(NodeId number, std::vector<std::size_t>& from);
    void add_up();

    // steps_cases.cpp: case distinctions
    std::vector<NodeId> candidates() const;
    bool refute(unsigned looks);
    bool refute_fully();
    template <class Refute> bool excluded(NodeId supposed, Refute&& refute_case);
    std::set<std::size_t> leads_to(std::size_t step) const;

    Problem& problem_;
    FormulaStore& store_;
    unsigned most_moves_;
    std::chrono::steady_clock::time_point until_;
    std::size_t work_ = 0;
    std::vector<ProofStep> steps_;
    Known known_;
    std::size_t depth_ = 0;
    std::optional<std::size_t> clash_;
};

}  // namespace tenet

// Decides constraints in the open: propagation to what follows, the tableau for values, and a search over what is left,
// all exact, without Z3. What it cannot settle within its patience is `unknown`, and Z3's.
//
// A world is proposed where propagation ends: truths as they last were (at first false, the least world), numbers where
// the tableau puts them. Disjunctions that it does not meet are what the search branches on, so a set of facts whose
// least world is one is decided without a single guess. A clash is traced back to the guesses that it needs (backjumping,
// Prosser 1993), and to the constraints, which is the first draft of a conflict.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/outcome.h"
#include "engine/propagation.h"
#include "engine/tableau.h"
#include "engine/world.h"
#include "facts/interval.h"

namespace tenet {

class OpenSolver {
public:
    explicit OpenSolver(const Problem& problem) : problem_(problem), known_(problem.store), tableau_(known_) {}

    /// Lays out `constraints` (indices into the problem) and asserts those for which `asserted` is true.
    template <class Asserted>
    void load(std::span<const std::uint32_t> constraints, const Asserted& asserted) {
        start(constraints);
        for (const std::uint32_t c : constraints)
            if (asserted(c)) asserted_.push_back(c);
    }
    void load(std::span<const std::uint32_t> constraints) {
        load(constraints, [](std::uint32_t) { return true; });
    }
    /// Is there a world of what is asserted, of `more` (laid out before) and of `extra`? After sat, world() has it as far
    /// as the loaded constraints and `extra` speak of it; after unsat, clash() has constraints that exclude each other
    /// (with `extra`) where `with_clash`.
    Outcome solve(NodeId extra, std::span<const std::uint32_t> more = {}, bool with_clash = false);
    void world(World& out) const;
    /// Asserts more (laid out before) for the questions that follow, until popped. False: propagation finds a clash, which
    /// clash() holds; what was pushed last must be popped then.
    bool push(std::span<const std::uint32_t> more);
    void pop();
    /// An end of `number`'s range in every world of what is asserted and `extra`, as far as propagation sees: nothing
    /// lies beyond. Nothing where it sees none, or no world.
    std::optional<Bound> outer_bound(NodeId extra, NodeId number, Side side);
    const std::vector<std::uint32_t>& clash() const { return clash_; }

private:
    enum class Next { done, guessed, clash, lost };
    void start(std::span<const std::uint32_t> constraints);
    void settle();
    bool assert_roots(std::span<const std::uint32_t> constraints);
    void blame(std::vector<std::uint32_t>& roots);
    bool lay_out(NodeId extra);
    Outcome search(bool fine, EntryId floor);
    void use(NodeId extra);
    void index_layout();
    void index_settled();
    template <class Visit>
    Next each_decided(const std::vector<TruthId>& settled, const Visit& visit);
    Next meet(TruthId t);
    Next differ(TruthId t);
    void remember();
    Rational small_amount();
    Next propose();
    Next guess_truth(TruthId t, bool value);
    Next guess_bound(NumberId x, Side side, const Rational& value, bool open);
    Next branch(TruthId t);
    Next whole_numbers();
    Next disjunctions();
    Next choices();
    Next unequal();
    Next products();
    bool proposed(TruthId t, int depth = 0);
    Near proposed_value(const View& v);
    /// Does what is asked speak of it? Layouts of earlier questions stay, and are nobody's business.
    bool used(NumberId x) const { return x < base_numbers_ || used_number_[x] == use_; }

    const Problem& problem_;
    Propagation known_;
    Tableau tableau_;
    std::vector<std::uint32_t> loaded_, asserted_;
    bool settled_ = false, base_clash_ = false;
    std::vector<std::uint32_t> base_roots_;     // of a clash of what is asserted alone
    std::size_t base_numbers_ = 0, base_truths_ = 0;  // of the layout without questions
    // What a proposal looks at, of all that is laid out: truths and numbers by what they are...
    std::size_t indexed_truths_ = 0, indexed_numbers_ = 0;
    std::vector<TruthId> truth_variables_;
    std::vector<NumberId> number_variables_, whole_numbers_, choices_, products_;
    // ...and of the truths settled before any question, those that what is known does not meet. What is decided later
    // stands on the trail.
    std::vector<TruthId> to_meet_, to_differ_;
    std::size_t settled_count_ = 0;  // of what is decided
    std::vector<std::uint32_t> clash_;
    std::vector<std::size_t> pushed_;           // marks
    std::vector<std::pair<VariableId, Rational>> world_;
    std::vector<std::int8_t> phase_;            // by truth: as it was in the last world
    std::vector<TruthId> witness_;              // by truth: the part of it that met it last
    std::vector<std::uint32_t> memo_stamp_;     // by truth: memo_ is of this proposal
    std::vector<std::int8_t> memo_;
    std::uint32_t proposal_ = 0;
    std::vector<std::uint32_t> used_number_;    // by number: the last question that speaks of it
    std::uint32_t use_ = 0;
    bool too_deep_ = false;                     // a proposal went too deep to be looked at
};

}  // namespace tenet

// What single constraints fix is put into the others before Z3 is asked for a world: a truth that is told, a number that
// equals one known, two numbers that are one. Bounds of one number are gathered. What then still relates unknowns is the
// rest. That only helps to find a world: one is confirmed against the constraints as they were (decider.cpp), and where the
// rest has none, they are asked as they were. Nothing is concluded from sums of several unknowns.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/world.h"

namespace tenet {

class Reduction {
public:
    explicit Reduction(Problem& problem) : problem_(problem) {}
    /// Forgets what was taken in.
    void start();
    /// Takes in `constraints` (indices into the problem), which speak of `variables`: these in order, and no other constraints
    /// taken in speak of them. False where it sees that they clash; then they are left out.
    bool take(std::span<const std::uint32_t> constraints, std::span<const VariableId> variables);
    /// Formulas over what no constraint fixes; with a world of these, `complete` makes one of all constraints taken in.
    const std::vector<NodeId>& rest() const { return rest_; }
    /// What the rest speaks of.
    const std::vector<VariableId>& asked() const { return asked_; }
    /// Sets the variables that are not asked, where `world` has values of those that are.
    void complete(World& world) const;

private:
    enum class Seen : std::uint8_t { open, no, yes };
    /// Of one variable: where its value lies; it is known where both ends are the same. Truths: 0 or 1.
    struct Place {
        VariableId same;     // itself, or another that equals it
        bool asked = false;  // the rest speaks of it
        bool less_helps = true, more_helps = true;  // of one asked: the rest stays true where it is less, or more
        bool below = false, above = false, below_open = false, above_open = false;  // whether there is an end, and is not in
        Rational least, most;
        bool known() const { return below && above && !below_open && !above_open && least == most; }
    };
    /// A sum over unknowns, if over two at most.
    struct Line {
        Rational constant;
        std::array<std::pair<Rational, VariableId>, 2> items;
        std::size_t size = 0;
        bool many = false;
        bool add(const Rational& factor, VariableId v);
    };
    static Rational within(const Place& place, bool high);
    VariableId find(VariableId v);
    void narrow(VariableId v, const Rational& end, bool above, bool open);
    void unite(VariableId a, VariableId b);
    void fix_truth(VariableId v, bool value);
    bool line(NodeId number, Line& line);
    bool add_to(Line& line, const Rational& factor, NodeId n);
    Seen compare(NodeId n, const Line& line);
    bool learn(NodeId root);  // whether more than what it fixed may be in it
    bool learn_comparison(NodeId n);
    Seen look(NodeId root);
    void judge(NodeId n);
    void settle_number(NodeId n);
    void make_rest();
    void note_directions(std::span<const NodeId> formulas);

    Problem& problem_;
    std::vector<Place> places_;  // by variable
    std::vector<VariableId> variables_, asked_;
    std::vector<NodeId> rest_, left_, stack_, parts_;
    std::vector<std::uint32_t> looked_;  // by node: the latest look at it
    std::vector<Seen> seen_;             // by node; of a number: whether it is known
    std::vector<Rational> number_;       // by node
    std::uint32_t looking_ = 0;
    bool clash_ = false, changed_ = false;
};

}  // namespace tenet

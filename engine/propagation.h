// What is known of ground constraints, without any solver: truths decided and numbers bounded, each by what it follows
// from. Formulas (rules/formula.h) are laid out once as truths and numbers that know whom they concern; a change is
// carried on until nothing follows any more, or until two things known cannot both be. Every change can be taken back,
// and for every clash the constraints that it needs can be named.
//
// Linear sums become forms: sums over variables, choices and products without a constant and with 1 as their first
// coefficient, so that all comparisons of one sum with different constants bound one number.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rules/problem.h"

namespace tenet {

using TruthId = std::uint32_t;
using NumberId = std::uint32_t;
using EntryId = std::uint32_t;

enum class Side : std::uint8_t { lower, upper };
constexpr Side opposite(Side s) { return s == Side::lower ? Side::upper : Side::lower; }

/// One end of a number's range.
struct End {
    Rational value;
    bool infinite = true;
    bool open = false;  // the value itself is excluded
};

struct Number {
    enum class Kind : std::uint8_t { variable, choice, product, form } kind = Kind::variable;
    bool whole = false;              // an integer in every world
    bool queued = false;
    std::uint8_t sides = 0;          // a form that is queued: which of its sides (bits of Side) may have changed
    bool compared = false;           // some atom compares it
    bool bounded = false;            // a form that something else than its items bounds
    NodeId node = 0;                 // of a variable, choice or product
    std::uint32_t begin = 0, count = 0;  // form: items; choice: three slots (see Propagation::Choice); product: two views
    std::uint32_t edges = no_index;  // whom it concerns
    std::size_t hash = 0;            // of a form's items
    EntryId known[2] = {no_index, no_index};
    std::uint32_t changes = 0;       // in this round of carrying on
    End ends[2];
    const End& end(Side s) const { return ends[static_cast<int>(s)]; }
    bool fixed() const { return !ends[0].infinite && !ends[1].infinite && ends[0].value == ends[1].value; }
};

struct Item {
    NumberId number;
    Rational coefficient;
    std::int8_t unit = 0;  // 1 or -1 where the coefficient is
    bool negative() const { return unit != 0 ? unit < 0 : coefficient.sign() < 0; }
};

/// scale * number + shift; without a number, the constant shift.
struct View {
    NumberId number = no_index;
    Rational scale{1}, shift;
};

enum class Relation : std::uint8_t { none, at_most, below, at_least, above, equal };

struct Proposition {
    FormulaOp op = FormulaOp::variable;
    Relation relation = Relation::none;  // atoms: number `relation` limit
    std::int8_t value = -1;              // -1 unknown, 0 false, 1 true
    bool queued = false;
    NodeId node = 0;
    std::uint32_t begin = 0, count = 0;  // children
    NumberId number = no_index;
    std::uint32_t limit = 0;             // index of the atom's limit
    std::uint32_t edges = no_index;
    EntryId known = no_index;
};

class Propagation {
public:
    explicit Propagation(const FormulaStore& store) : store_(store) {}

    /// Forgets everything, the layout too.
    void clear();
    /// For the layout of so many constraints, by what they mostly need.
    void make_room(std::size_t constraints);
    TruthId truth(NodeId formula);
    View view(NodeId number);

    /// An end of a view's range as it is known now.
    End end_of(const View& v, Side side) const;

    std::size_t mark() const { return trail_.size(); }
    /// The truths that were set, in order; one that was set against what it was is there twice.
    const std::vector<TruthId>& decided() const { return decided_; }
    void undo(std::size_t mark);

    /// Each returns false at a clash, which conflict() then holds.
    bool assert_root(TruthId t, std::uint32_t constraint);
    bool assert_extra(TruthId t);
    bool decide_truth(TruthId t, bool value);
    bool decide_bound(NumberId x, Side side, const Rational& value, bool open);
    /// The contrary of the decision at `decision`, which follows from `from` (decisions) and `roots` (constraints).
    bool refute(EntryId decision, std::vector<EntryId> from, std::vector<std::uint32_t> roots);
    bool carry_on();
    void add_work(std::size_t work) { work_ += work; }
    std::size_t work() const { return work_; }

    const std::vector<EntryId>& conflict() const { return conflict_; }
    void set_conflict(std::vector<EntryId> entries) { conflict_ = std::move(entries); }
    /// What a clash needs: decisions (latest last) and constraints. Entries below `floor` are taken for granted.
    void explain(const std::vector<EntryId>& clash, EntryId floor, std::vector<EntryId>& decisions,
                 std::vector<std::uint32_t>& roots);

    const std::vector<Proposition>& truths() const { return truths_; }
    const std::vector<Number>& numbers() const { return numbers_; }
    std::span<const TruthId> children(const Proposition& t) const { return {children_.data() + t.begin, t.count}; }
    std::span<const Item> items(const Number& n) const { return {items_.data() + n.begin, n.count}; }
    const Rational& limit(const Proposition& t) const { return limits_[t.limit]; }
    /// The atoms that compare `n`, and the forms, choices and products that it is part of.
    template <class OnTruth, class OnNumber>
    void each_concerned(const Number& n, const OnTruth& on_truth, const OnNumber& on_number) const {
        for (std::uint32_t e = n.edges; e != no_index; e = edges_[e].next) {
            if (edges_[e].to == Edge::To::truth) {
                on_truth(edges_[e].target);
            } else {
                on_number(edges_[e].target);
            }
        }
    }
    struct Choice {
        TruthId condition;
        View value[2];  // if it holds; if not
        View gap[2];    // the choice less that value, which is 0 where it is chosen
    };
    const Choice& choice(const Number& n) const { return choices_[n.begin]; }
    std::span<const View> factors(const Number& n) const { return {views_.data() + n.begin, 2}; }
    /// Numbers that some atom compares.
    const std::vector<NumberId>& compared() const { return compared_; }
    /// Numbers whose range changed since it was last taken; forms bounded by an atom.
    std::vector<NumberId> dirty;
    std::vector<NumberId> bounded_forms;

private:
    enum class Why : std::uint8_t {
        root, extra, decision, refuted,  // a: constraint; -; -; index of refuted_
        child, children, parent, siblings,   // a: the child; the parent; the parent; the parent
        number,                          // of an atom: a: number; b: 0 lower, 1 upper, 2 both
        atom,                            // of a bound: a: the truth; b: 1 where the range itself mattered
        form_up, form_down,              // a: form
        choice, product                  // a: number; choice: b: which gap decided the condition
    };
    struct Cause {
        Why why;
        std::uint32_t a = 0, b = 0;
    };
    struct Entry {
        enum class Of : std::uint8_t { truth, lower, upper } of;
        std::int8_t value;        // of a truth, before
        std::uint32_t id;
        EntryId previous;
        Cause cause;
        End end;                  // of a number, before
    };
    struct Edge {
        enum class To : std::uint8_t { truth, number } to;
        bool negative;  // a form that takes it with a negative coefficient
        std::uint32_t target, next;
    };
    struct Refuted {
        std::vector<EntryId> from;
        std::vector<std::uint32_t> roots;
    };

    TruthId new_truth(NodeId node, FormulaOp op);
    NumberId new_number(NodeId node, Number::Kind kind, bool whole);
    NumberId leaf(NodeId node);
    View form(std::vector<Item>& items);
    View combine(Rational constant);
    void edge(std::uint32_t& head, Edge::To to, std::uint32_t target, bool negative = false);
    void atom(TruthId t, NodeId sum, FormulaOp op);

    bool set_truth(TruthId t, bool value, Cause cause);
    bool set_end(NumberId x, Side side, Rational value, bool open, Cause cause);
    bool set_view(const View& v, Side side, const Rational& value, bool open, Cause cause);
    void touch(std::uint32_t head, Side side = Side::lower);
    void queue_truth(TruthId t);
    static constexpr std::uint8_t bit(Side s) { return s == Side::lower ? 1 : 2; }
    static constexpr std::uint8_t both_sides = 3;
    void queue_number(NumberId x, std::uint8_t sides = both_sides);
    bool on_truth(TruthId t);
    bool on_atom(TruthId t);
    template <class Sum>
    bool narrow_form(NumberId x, std::uint8_t sides, bool& fits);
    bool on_form(NumberId x, std::uint8_t sides);
    bool on_choice(NumberId x);
    bool on_product(NumberId x);
    EntryId latest(EntryId from, EntryId before) const;
    void antecedents(EntryId e, std::vector<EntryId>& out) const;

    const FormulaStore& store_;
    std::vector<Proposition> truths_;
    std::vector<Number> numbers_;
    std::vector<TruthId> children_;
    std::vector<Item> items_;
    std::vector<Rational> limits_;
    std::vector<Choice> choices_;
    std::vector<View> views_;
    std::vector<Edge> edges_;
    std::vector<NumberId> compared_;
    std::vector<std::uint32_t> local_;        // by NodeId: truth or number + 1, of this layout where...
    std::vector<std::uint32_t> local_stamp_;  // ...this equals stamp_
    std::uint32_t stamp_ = 0;
    std::vector<NumberId> forms_;             // by hash of their items, or no_index
    std::size_t forms_taken_ = 0;
    std::vector<NodeId> stack_;               // of truth()
    std::vector<Item> parts_;                 // of combine()
    std::vector<Entry> trail_;
    std::vector<TruthId> decided_;  // of its entries
    std::vector<Refuted> refuted_;
    std::vector<TruthId> truth_queue_;
    std::vector<NumberId> number_queue_;
    std::vector<NumberId> changed_;                      // whose `changes` are to be reset
    std::vector<EntryId> conflict_;
    std::vector<std::uint32_t> explained_;               // by entry: the stamp of the explanation that met it
    std::uint32_t explanation_ = 0;
    std::size_t work_ = 0;
};

}  // namespace tenet

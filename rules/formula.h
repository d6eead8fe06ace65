// Ground, quantifier-free terms, hash-consed: what Z3, propagation and exact evaluation all read.
// Truths and numbers share one arena; a node is an index. Numbers are linear sums over variables, choices and products.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "facts/rational.h"

namespace tenet {

using NodeId = std::uint32_t;
using VariableId = std::uint32_t;

enum class Sort : std::uint8_t { truth, real, day };  // day: an integer

enum class FormulaOp : std::uint8_t {
    yes, no,
    variable,      // a truth, a real or a day; data: VariableId
    negation,      // of a variable or an `equal_zero`; other negations are pushed inwards
    conjunction, disjunction,  // sorted, without repetition
    less_equal_zero, less_zero, equal_zero,  // of one `sum` (or variable, choice, product); days: only <= and =
    constant,      // data: index of the rational
    sum,           // children: coefficient index, node, ...; data: index of the constant part
    product,       // of two numbers, neither of them constant
    choice,        // condition, number if so, number if not
};

struct SumItem {
    NodeId node;
    Rational coefficient;
};

class FormulaStore {
public:
    FormulaStore();

    NodeId yes() const { return 1; }
    NodeId no() const { return 0; }
    NodeId truth(bool value) const { return value ? 1 : 0; }
    NodeId variable(VariableId id, Sort sort);
    NodeId negation(NodeId a);
    NodeId all_of(std::span<const NodeId> parts) { return nary(FormulaOp::conjunction, parts); }
    NodeId any_of(std::span<const NodeId> parts) { return nary(FormulaOp::disjunction, parts); }
    NodeId all_of(std::initializer_list<NodeId> parts) { return all_of(std::span(parts.begin(), parts.size())); }
    NodeId any_of(std::initializer_list<NodeId> parts) { return any_of(std::span(parts.begin(), parts.size())); }
    NodeId both(NodeId a, NodeId b) { return all_of({a, b}); }
    NodeId either(NodeId a, NodeId b) { return any_of({a, b}); }
    NodeId implies(NodeId a, NodeId b) { return any_of({negation(a), b}); }
    NodeId iff(NodeId a, NodeId b);

    NodeId constant(const Rational& value, Sort sort = Sort::real);
    NodeId add(NodeId a, NodeId b);
    NodeId subtract(NodeId a, NodeId b);
    NodeId sum_of(std::span<const NodeId> parts);
    NodeId sum_of(std::initializer_list<NodeId> parts) { return sum_of(std::span(parts.begin(), parts.size())); }
    NodeId scale(const Rational& factor, NodeId a);
    NodeId shift(NodeId a, const Rational& by);
    NodeId multiply(NodeId a, NodeId b);
    NodeId choice(NodeId condition, NodeId a, NodeId b);

    NodeId less_equal(NodeId a, NodeId b);
    NodeId less(NodeId a, NodeId b);
    NodeId equal(NodeId a, NodeId b);

    FormulaOp op(NodeId n) const { return nodes_[n].op; }
    Sort sort(NodeId n) const { return nodes_[n].sort; }
    VariableId variable_of(NodeId n) const { return nodes_[n].data; }
    /// Children of a truth, a product or a choice.
    std::span<const NodeId> args(NodeId n) const { return {children_.data() + nodes_[n].begin, nodes_[n].count}; }
    /// The value of a constant, or the constant part of a sum.
    const Rational& value(NodeId n) const { return constants_[nodes_[n].data]; }
    std::size_t sum_size(NodeId n) const { return nodes_[n].count / 2; }
    std::pair<const Rational&, NodeId> sum_item(NodeId n, std::size_t i) const {
        const NodeId* c = children_.data() + nodes_[n].begin + 2 * i;
        return {constants_[c[0]], c[1]};
    }
    /// Calls visit(child) for each node right below `n`.
    template <class Visit>
    void each_child(NodeId n, const Visit& visit) const {
        if (op(n) == FormulaOp::sum) {
            for (std::size_t i = 0; i < sum_size(n); ++i) visit(sum_item(n, i).second);
        } else {
            for (const NodeId c : args(n)) visit(c);
        }
    }
    bool is_constant(NodeId n) const { return nodes_[n].op == FormulaOp::constant; }
    std::size_t size() const { return nodes_.size(); }

    /// The same formula with variables replaced by what is of their sort; `memo` may be shared by calls with one replacement.
    NodeId substitute(NodeId n, const std::unordered_map<VariableId, NodeId>& replacement,
                      std::unordered_map<NodeId, NodeId>& memo);
    /// Appends every variable below `n`, each once per call.
    void variables(NodeId n, std::vector<VariableId>& out) const;

private:
    struct Node {
        FormulaOp op;
        Sort sort;
        std::uint32_t begin, count, data;
    };
    struct Linear {  // a sum being built: items sorted by node, no zero coefficient
        std::vector<SumItem> items;
        Rational constant;
        Sort sort = Sort::day;
        void clear() {
            items.clear();
            constant = 0;
            sort = Sort::day;
        }
    };
    NodeId make(FormulaOp op, Sort sort, std::span<const NodeId> children, std::uint32_t data);
    std::uint32_t intern(const Rational& value);
    void add_to(Linear& linear, NodeId n, const Rational& factor) const;
    static void tidy(Linear& linear);
    NodeId build(const Linear& linear);
    NodeId compare(FormulaOp op, NodeId a, NodeId b);
    struct Shifted {  // node + constant; the constant alone where the node is no()
        NodeId node = 0;
        std::uint32_t constant = 0;  // its index
        bool is = false;             // whether the number has that form
    };
    Shifted shifted(NodeId n) const;
    NodeId compare_shifted(FormulaOp op, const Shifted& a, const Shifted& b);
    NodeId nary(FormulaOp op, std::span<const NodeId> parts);

    static constexpr std::uint32_t zero = 0, one = 1, minus_one = 2;  // the first constants
    std::vector<Node> nodes_;
    std::vector<NodeId> children_;
    std::vector<Rational> constants_;
    // Open addressing: a slot holds an id and 32 bits of hash, so a miss seldom looks at the nodes, and growing never.
    struct Table {
        static constexpr std::uint64_t empty = UINT64_MAX;
        std::vector<std::uint64_t> slots = std::vector<std::uint64_t>(128, empty);
        std::size_t size = 0;
        template <class Same>
        std::uint32_t find(std::uint32_t hash, const Same& same) const {
            for (std::size_t i = hash & (slots.size() - 1); slots[i] != empty; i = (i + 1) & (slots.size() - 1))
                if (slots[i] >> 32 == hash && same(static_cast<std::uint32_t>(slots[i]))) return static_cast<std::uint32_t>(slots[i]);
            return UINT32_MAX;
        }
        void add(std::uint32_t id, std::uint32_t hash);
    };
    Table table_, constant_table_;
    std::vector<NodeId> negated_;  // by conjunction or disjunction: its negation where made; without it, shared parts are negated once a path
    Linear linear_;               // room for the sum, and for the parts, being built
    std::vector<NodeId> parts_;
    mutable std::vector<std::uint32_t> mark_;
    mutable std::uint32_t stamp_ = 0;
    mutable std::vector<NodeId> open_;  // nodes to visit
};

}  // namespace tenet

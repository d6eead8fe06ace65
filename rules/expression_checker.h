// The state of one check_expression: variables in scope, slots handed out, and where to complain. Its methods are
// spread over check_expression*.cpp by what they check. Every method that returns nothing has complained.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "rules/check_expression.h"

namespace tenet {

/// "a number", "an instant", ...
std::string_view describe(Type type);

class ExpressionChecker {
public:
    ExpressionChecker(const PlacedText& text, const Scope& scope, const Sources& sources, Diagnostics& diagnostics);
    std::optional<CheckedExpression> run(const Expr& expr, std::optional<Type> wanted);

private:
    using Checked = std::optional<Term>;

    struct Variable {
        std::string name;
        std::uint32_t slot;
    };
    struct Slot {
        Domain domain;
        KindId kind = no_index;  // of entities: the narrowest kind known; no_index: any
        bool settled = true;     // false: a query variable that no place has typed yet
    };
    struct QueryVariable {
        std::string name;
        TextSpan span;
    };
    /// What a name at the head of a term means.
    struct Named {
        enum class Kind { variable, entity, event, source } kind;
        std::uint32_t index;
    };

    // check_expression.cpp: one overload for each node
    Checked check(const Expr& expr);
    Checked check(const NumberExpr& node, TextSpan span);
    Checked check(const QuotedExpr& node, TextSpan span);
    Checked check(const NameExpr& node, TextSpan span);
    Checked check(const QueryVariableExpr& node, TextSpan span);
    Checked check(const AtExpr& node, TextSpan span);
    Checked check(const NotExpr& node, TextSpan span);
    Checked check(const LogicExpr& node, TextSpan span);
    bool flatten(const Expr& expr, LogicExpr::Op op, std::vector<Term>& args);

    // check_expression_names.cpp
    Checked check(const PathExpr& node, TextSpan span);
    std::optional<Named> find_name(std::string_view name, TextSpan span);
    void unknown_name(std::string_view name, TextSpan span);
    Term named_term(const Named& named, TextSpan span) const;
    Checked event_part(Term event, const PathExpr& node, TextSpan span);
    Checked entity_part(Term entity, const PathExpr& node, TextSpan span);
    /// The role of that name in the event's kind (or in any kind, for a variable over `event`).
    const Role* find_role(const Term& event, std::string_view name, TextSpan span);
    std::string event_kind_name(const Term& event) const;

    // check_expression_compare.cpp
    Checked check(const CompareExpr& node, TextSpan span);
    bool unquoted_text(const CompareExpr& node);  // c.jurisdiction = FR
    Checked compare(CompareExpr::Op op, Term left, Term right, const Expr& left_expr, const Expr& right_expr);

    // check_expression_values.cpp
    Checked check(const ArithExpr& node, TextSpan span);
    Checked check(const NegateExpr& node, TextSpan span);
    Checked arith(ArithExpr::Op op, Term left, Term right, const ArithExpr& node, TextSpan span);
    Checked shift(const ArithExpr& node, TextSpan span);
    Checked edtf(const Term& quoted, Op op);
    Checked instant(const Expr& expr);  // a quoted date is one unknown day
    Checked truth(const Expr& expr, std::string_view place);
    Checked number(const Expr& expr, std::string_view place);
    Checked entity(const Expr& expr, KindId wanted, const std::string& place);
    Checked event(const Expr& expr, std::uint32_t wanted, const std::string& place);
    /// 2015-03-01 and 2015-03 without quotes are sums of numbers.
    static bool looks_like_date(std::string_view text);
    void wrong_type(const Expr& expr, const Term& term, std::string_view place, std::string_view wanted);

    // check_expression_calls.cpp
    Checked check(const ApplyExpr& node, TextSpan span);
    Checked built_in(const ApplyExpr& node, TextSpan span, Op op);
    Checked measure(const ApplyExpr& node, TextSpan span);
    Checked in_office(const ApplyExpr& node, TextSpan span);
    Checked allen(const ApplyExpr& node, TextSpan span, Allen allen);
    std::vector<std::uint32_t> meanings_of(std::string_view name) const;
    Checked meant(const ApplyExpr& node, TextSpan span, const std::vector<std::uint32_t>& meanings);
    Checked defined(const ApplyExpr& node, TextSpan span, std::uint32_t index);
    Checked constant(const Expr& expr, const std::string& place);                              // check_expression_inline.cpp
    Checked written_out(const Definition& definition, std::vector<Term> args, TextSpan span);  // likewise
    Checked relation(const ApplyExpr& node, TextSpan span, std::uint32_t index);
    std::optional<std::string> quoted_argument(const Expr& expr, const std::string& place);
    bool arity(const ApplyExpr& node, std::size_t least, std::size_t most, std::string_view signature);

    // check_expression_quantifiers.cpp
    Checked check(const QuantifiedExpr& node, TextSpan span);
    Checked check(const TemporalExpr& node, TextSpan span);
    bool domain(const DomainExpr& node, Slot& slot, std::vector<Term>& args);
    bool path_domain(const DomainExpr& node, Slot& slot, std::vector<Term>& args);
    /// Narrows a query variable to what its place asks for.
    Checked query_variable(const QueryVariableExpr& node, TextSpan span, const Domain& asked);
    Term& query_slot(const QueryVariableExpr& node, TextSpan span, Term& term);

    KindId kind_of(const Term& entity) const;
    std::string kind_name(KindId kind) const;
    KindId core_kind(std::string_view name) const { return scope_.vocabulary.entity_kind(name).value_or(no_index); }
    std::string shown(const Expr& expr) const;
    static std::string quoted(std::string_view name);  // in quotes; a very long one cut short
    std::string_view slice(TextSpan span) const;
    /// Term with op, type, span and arguments; counts against the limit of size.
    Term make(Op op, Type type, TextSpan span, std::vector<Term> args = {});
    bool count_copy(const Term& term);

    Diagnostic& complain(std::string code, TextSpan span, std::string message, std::string hint = {});
    std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) const;
    bool many_complaints() const;

    const PlacedText& text_;
    const Scope& scope_;
    const Sources& sources_;
    Diagnostics& diagnostics_;
    std::vector<Variable> variables_;  // innermost last
    std::vector<Slot> slots_;
    std::vector<QueryVariable> query_variables_;
    std::vector<std::uint32_t> contenders_;  // see CheckedExpression
    std::size_t nodes_ = 0;
    bool too_large_ = false;
};

/// A type, or the name of the function that decides it.
using TypeGuess = std::variant<Type, std::string_view>;

/// What a definition with this body yields, as far as its form tells; for definitions that use each other, before any
/// of them is checked. The name lives as long as `body`.
TypeGuess guess_type(const Expr& body);

}  // namespace tenet

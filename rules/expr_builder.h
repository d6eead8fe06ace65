// From the concrete syntax to Expr (see expr_build.cpp). Holds the text and what is wrong with it so far.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/expr_syntax.h"

namespace tenet {

/// An expression with what its surroundings must know of it.
struct BuiltExpr {
    ExprPtr expr;
    unsigned depth = 1;
    bool undated = false;  // reads something on the ambient day
    bool bare_at = false;  // ends in an `at` that no parenthesis encloses
    TextSpan bare_span;    // what that `at` governs
    ExprPtr day;           // `50% at t`: waits for the whole comparison
    TextSpan day_span;
};

class ExprBuilder {
public:
    explicit ExprBuilder(std::string_view text) : text_(text) {}
    ExprResult run(const SyntaxNode& root);

private:
    // expr_build.cpp: operators
    BuiltExpr expression(const SyntaxNode& implication);
    BuiltExpr disjunction(const SyntaxNode& node);
    BuiltExpr conjunction(const SyntaxNode& node);
    BuiltExpr chain(LogicExpr::Op op, const SyntaxNode& node, std::size_t first, std::size_t last);
    BuiltExpr logic(LogicExpr::Op op, BuiltExpr left, BuiltExpr right);
    BuiltExpr negation(const SyntaxNode& node);
    static CompareExpr::Op compare_op(std::string_view s);
    BuiltExpr comparison(const SyntaxNode& node);
    ExprPtr take_day(std::vector<BuiltExpr>& parts);
    BuiltExpr sum(const SyntaxNode& node);
    BuiltExpr add(std::vector<BuiltExpr>& parts, const std::vector<bool>& minus, std::size_t first, std::size_t last,
                  bool turned);
    BuiltExpr term(const SyntaxNode& node);
    BuiltExpr arith(ArithExpr::Op op, BuiltExpr left, BuiltExpr right);
    void refuse_ambiguous(const std::vector<BuiltExpr>& parts);
    BuiltExpr factor(const SyntaxNode& node);

    // expr_primary.cpp: operands
    BuiltExpr dated(const SyntaxNode& node);
    BuiltExpr primary(const SyntaxNode& node);
    BuiltExpr number(const SyntaxNode& node);
    BuiltExpr quoted(const SyntaxNode& node);
    BuiltExpr named(const SyntaxNode& node);
    BuiltExpr quantified(const SyntaxNode& node);
    BuiltExpr temporal(const SyntaxNode& node);
    BuiltExpr instant(const SyntaxNode& node);

    std::string_view slice(TextSpan span) const { return text_.substr(span.begin, span.end - span.begin); }
    std::string quote(TextSpan span) const;
    std::string name_of(const SyntaxNode& node) const;
    void error(TextSpan span, std::string message, std::string hint = {});
    /// A node above `depth_below` levels.
    template <class Node>
    BuiltExpr make(Node node, TextSpan span, unsigned depth_below) {
        return make(std::make_unique<Expr>(Expr{std::move(node), span}), depth_below);
    }
    BuiltExpr make(ExprPtr expr, unsigned depth_below);

    std::string_view text_;
    std::vector<ParseError> errors_;
    TextSpan day_span_;
    bool too_deep_ = false;
};

}  // namespace tenet

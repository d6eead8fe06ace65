// From the concrete syntax to Expr. Two things are decided here: how chains of operators fold (sums, `and` and `or`
// into balanced trees, so that a chain of thousands is no deeper than its logarithm), and what each `at` governs
// (language.md, section 4), with the readings refused that would surprise.

#include <algorithm>

#include "rules/expr_builder.h"

namespace tenet {

// Every stage after this one walks expressions by recursion; this many levels fit any thread's stack.
constexpr unsigned max_depth = 1000;
constexpr std::size_t max_errors = 20;

ExprResult ExprBuilder::run(const SyntaxNode& root) {
    ExprResult result;
    BuiltExpr built = expression(root.children.front());
    if (errors_.empty()) result.value = std::move(built.expr);
    result.errors = std::move(errors_);
    return result;
}

std::string ExprBuilder::quote(TextSpan span) const {
    const std::string_view text = slice(span);
    return text.size() <= 60 ? "'" + std::string(text) + "'" : "this";
}

std::string ExprBuilder::name_of(const SyntaxNode& node) const {
    const std::string_view text = slice(node.span);
    const bool back = !text.empty() && text.front() == '`';
    return std::string(back ? text.substr(1, text.size() - 2) : text);
}

void ExprBuilder::error(TextSpan span, std::string message, std::string hint) {
    if (errors_.size() < max_errors) errors_.push_back({std::move(message), span, std::move(hint)});
}

BuiltExpr ExprBuilder::make(ExprPtr expr, unsigned depth_below) {
    BuiltExpr built;
    built.depth = depth_below + 1;
    if (built.depth > max_depth) {
        if (!too_deep_)
            error(expr->span, "this expression is nested too deeply",
                  "at most " + std::to_string(max_depth) + " levels; name parts of it with definitions");
        too_deep_ = true;
        // What is too deep is dropped at once: even to free it would take a stack of its depth.
        expr->node = NumberExpr{};
        built.depth = 1;
    }
    built.expr = std::move(expr);
    return built;
}

BuiltExpr ExprBuilder::expression(const SyntaxNode& implication) {
    BuiltExpr right = disjunction(implication.children.back());
    for (std::size_t i = implication.children.size() - 1; i-- > 0;) {
        BuiltExpr left = disjunction(implication.children[i]);
        right = logic(LogicExpr::Op::implies, std::move(left), std::move(right));
    }
    return right;
}

BuiltExpr ExprBuilder::disjunction(const SyntaxNode& node) {
    return chain(LogicExpr::Op::disj, node, 0, node.children.size());
}

BuiltExpr ExprBuilder::conjunction(const SyntaxNode& node) {
    return chain(LogicExpr::Op::conj, node, 0, node.children.size());
}

BuiltExpr ExprBuilder::chain(LogicExpr::Op op, const SyntaxNode& node, std::size_t first, std::size_t last) {
    if (last - first == 1) {
        const SyntaxNode& child = node.children[first];
        return op == LogicExpr::Op::disj ? conjunction(child) : negation(child);
    }
    const std::size_t middle = first + (last - first) / 2;
    BuiltExpr left = chain(op, node, first, middle);
    return logic(op, std::move(left), chain(op, node, middle, last));
}

BuiltExpr ExprBuilder::logic(LogicExpr::Op op, BuiltExpr left, BuiltExpr right) {
    const TextSpan span{left.expr->span.begin, right.expr->span.end};
    const bool undated = left.undated || right.undated;
    BuiltExpr built =
        make(LogicExpr{op, std::move(left.expr), std::move(right.expr)}, span, std::max(left.depth, right.depth));
    built.undated = undated;
    return built;
}

BuiltExpr ExprBuilder::negation(const SyntaxNode& node) {
    BuiltExpr built = comparison(node.children.back());
    for (std::size_t i = node.children.size() - 1; i-- > 0;) {
        const bool undated = built.undated;
        const TextSpan span{node.children[i].span.begin, built.expr->span.end};
        built = make(NotExpr{std::move(built.expr)}, span, built.depth);
        built.undated = undated;
    }
    return built;
}

CompareExpr::Op ExprBuilder::compare_op(std::string_view s) {
    using Op = CompareExpr::Op;
    if (s == "=") return Op::eq;
    if (s == "<") return Op::lt;
    if (s == ">") return Op::gt;
    if (s == "<=" || s == "\u2264") return Op::le;
    if (s == ">=" || s == "\u2265") return Op::ge;
    return Op::ne;
}

BuiltExpr ExprBuilder::comparison(const SyntaxNode& node) {
    std::vector<BuiltExpr> parts;
    CompareExpr compare;
    for (const SyntaxNode& child : node.children) {
        if (child.kind == Syntax::compare_op)
            compare.ops.push_back(compare_op(slice(child.span)));
        else
            parts.push_back(sum(child));
    }
    ExprPtr day = take_day(parts);
    const TextSpan day_span = day_span_;
    if (parts.size() > 1) refuse_ambiguous(parts);
    BuiltExpr built = parts.size() == 1 ? std::move(parts.front()) : BuiltExpr{};
    if (parts.size() > 1) {
        unsigned depth = 0;
        bool undated = false;
        for (BuiltExpr& part : parts) {
            depth = std::max(depth, part.depth);
            undated |= part.undated;
            compare.operands.push_back(std::move(part.expr));
        }
        const TextSpan span{compare.operands.front()->span.begin, compare.operands.back()->span.end};
        built = make(std::move(compare), span, depth);
        built.undated = undated;
    }
    if (day) {
        const TextSpan span{built.expr->span.begin, std::max(built.expr->span.end, day_span.end)};
        built = make(AtExpr{std::move(built.expr), std::move(day), true}, span, built.depth);
    }
    built.bare_at = false;
    return built;
}

/// The one instant that stands after a number or a date among these operands, if any.
ExprPtr ExprBuilder::take_day(std::vector<BuiltExpr>& parts) {
    ExprPtr day;
    for (BuiltExpr& part : parts) {
        if (!part.day) continue;
        if (day) {
            error(part.day_span, "a comparison has one day, and two are given here",
                  "a day behind a number or a date is that of the whole comparison; put it behind the term it is "
                  "for");
        }
        day = std::move(part.day);
        day_span_ = part.day_span;
    }
    return day;
}

BuiltExpr ExprBuilder::sum(const SyntaxNode& node) {
    std::vector<BuiltExpr> parts;
    std::vector<bool> minus{false};
    for (const SyntaxNode& child : node.children) {
        if (child.kind == Syntax::add_op)
            minus.push_back(slice(child.span) == "-");
        else
            parts.push_back(term(child));
    }
    if (parts.size() == 1) return std::move(parts.front());
    refuse_ambiguous(parts);
    return add(parts, minus, 0, parts.size(), false);
}

/// Operands [first, last) of a sum, every sign turned where `turned`: a - b - c + d as (a - b) - (c - d).
BuiltExpr ExprBuilder::add(std::vector<BuiltExpr>& parts, const std::vector<bool>& minus, std::size_t first,
                           std::size_t last, bool turned) {
    if (last - first == 1) return std::move(parts[first]);
    // Instants are shifted left to right, so all but very long chains keep the order in which they are written.
    const std::size_t middle = last - first <= 200 ? last - 1 : first + (last - first) / 2;
    BuiltExpr left = add(parts, minus, first, middle, turned);
    const bool subtract = minus[middle];
    BuiltExpr right = add(parts, minus, middle, last, subtract);
    return arith(subtract != turned ? ArithExpr::Op::sub : ArithExpr::Op::add, std::move(left), std::move(right));
}

BuiltExpr ExprBuilder::term(const SyntaxNode& node) {
    std::vector<BuiltExpr> parts;
    std::vector<ArithExpr::Op> ops;
    for (const SyntaxNode& child : node.children) {
        if (child.kind == Syntax::mul_op)
            ops.push_back(slice(child.span) == "*" ? ArithExpr::Op::mul : ArithExpr::Op::div);
        else
            parts.push_back(factor(child));
    }
    if (parts.size() > 1) refuse_ambiguous(parts);
    BuiltExpr built = std::move(parts.front());
    for (std::size_t i = 1; i < parts.size(); ++i) built = arith(ops[i - 1], std::move(built), std::move(parts[i]));
    return built;
}

BuiltExpr ExprBuilder::arith(ArithExpr::Op op, BuiltExpr left, BuiltExpr right) {
    const TextSpan span{left.expr->span.begin, right.expr->span.end};
    std::vector<BuiltExpr> parts;
    parts.push_back(std::move(left));
    parts.push_back(std::move(right));
    ExprPtr day = take_day(parts);
    BuiltExpr built = make(ArithExpr{op, std::move(parts[0].expr), std::move(parts[1].expr)}, span,
                           std::max(parts[0].depth, parts[1].depth));
    built.undated = parts[0].undated || parts[1].undated;
    built.bare_at = parts[0].bare_at || parts[1].bare_at;
    built.bare_span = parts[1].bare_at ? parts[1].bare_span : parts[0].bare_span;
    built.day = std::move(day);
    built.day_span = day_span_;
    return built;
}

/// `f > g at t`: the `at` is g's, though a reader may take it for that of the whole.
void ExprBuilder::refuse_ambiguous(const std::vector<BuiltExpr>& parts) {
    const BuiltExpr* left = nullptr;
    for (const BuiltExpr& part : parts) {
        if (left && part.bare_at) {
            error({part.bare_span.begin, part.expr->span.end},
                  "this 'at' gives a day to " + quote(part.bare_span) + " only, and leaves " + quote(left->expr->span) +
                      " on another",
                  "put the whole in parentheses before 'at', or give each side its own 'at'");
            return;
        }
        if (part.undated && !left) left = &part;
    }
}

BuiltExpr ExprBuilder::factor(const SyntaxNode& node) {
    BuiltExpr built = dated(node.children.back());
    for (std::size_t i = node.children.size() - 1; i-- > 0;) {
        const TextSpan span{node.children[i].span.begin, built.expr->span.end};
        BuiltExpr negated = make(NegateExpr{std::move(built.expr)}, span, built.depth);
        negated.undated = built.undated;
        negated.bare_at = built.bare_at;
        negated.bare_span = built.bare_span;
        negated.day = std::move(built.day);
        negated.day_span = built.day_span;
        built = std::move(negated);
    }
    return built;
}

ExprResult build_expression(const SyntaxNode& root, std::string_view text) { return ExprBuilder(text).run(root); }

ExprResult parse_expression(std::string_view text) {
    ExprResult result;
    result.errors = check_brackets(text);
    if (!result.errors.empty()) return result;
    std::variant<SyntaxTree, ParseError> syntax = parse_syntax(text);
    if (ParseError* error = std::get_if<ParseError>(&syntax))
        result.errors.push_back(std::move(*error));
    else
        result = build_expression(std::get<SyntaxTree>(syntax).root, text);
    return result;
}

}  // namespace tenet

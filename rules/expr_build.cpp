// From the concrete syntax to Expr. Two things are decided here: how chains of operators fold (sums, `and` and `or`
// into balanced trees, so that a chain of thousands is no deeper than its logarithm), and what each `at` governs
// (language.md, section 4), with the readings refused that would surprise.

#include <algorithm>
#include <cassert>

#include "rules/expr_grammar.h"
#include "rules/expr_syntax.h"

namespace tenet {
namespace {

// Every stage after this one walks expressions by recursion; this many levels fit any thread's stack.
constexpr unsigned max_depth = 1000;

struct Built {
    ExprPtr expr;
    unsigned depth = 1;
    bool undated = false;  // reads something on the ambient day
    bool bare_at = false;  // ends in an `at` that no parenthesis encloses
    TextSpan bare_span;    // what that `at` governs
    ExprPtr day;           // `50% at t`: waits for the whole comparison
    TextSpan day_span;
};

class Builder {
public:
    explicit Builder(std::string_view text) : text_(text) {}

    ExprResult run(const SyntaxNode& root) {
        ExprResult result;
        Built built = expression(root.children.front());
        if (errors_.empty()) result.value = std::move(built.expr);
        result.errors = std::move(errors_);
        return result;
    }

private:
    std::string_view slice(TextSpan span) const { return text_.substr(span.begin, span.end - span.begin); }
    std::string quote(TextSpan span) const {
        std::string_view s = slice(span);
        return s.size() <= 60 ? "'" + std::string(s) + "'" : "this";
    }
    void error(TextSpan span, std::string message, std::string hint = {}) {
        if (errors_.size() < 20) errors_.push_back({std::move(message), span, std::move(hint)});
    }
    template <class Node>
    Built make(Node node, TextSpan span, unsigned depth_below) {
        Built built;
        built.depth = depth_below + 1;
        if (built.depth > max_depth) {
            if (!too_deep_)
                error(span, "this expression is nested too deeply",
                      "at most " + std::to_string(max_depth) + " levels; name parts of it with definitions");
            too_deep_ = true;
            // What is too deep is dropped at once: even to free it would take a stack of its depth.
            built.expr = std::make_unique<Expr>(Expr{NumberExpr{}, span});
            built.depth = 1;
        } else built.expr = std::make_unique<Expr>(Expr{std::move(node), span});
        return built;
    }
    std::string name_of(const SyntaxNode& node) const {
        std::string_view s = slice(node.span);
        const bool back = !s.empty() && s.front() == '`';
        return std::string(back ? s.substr(1, s.size() - 2) : s);
    }

    Built expression(const SyntaxNode& implication) {
        Built right = disjunction(implication.children.back());
        for (std::size_t i = implication.children.size() - 1; i-- > 0;) {
            Built left = disjunction(implication.children[i]);
            right = logic(LogicExpr::Op::implies, std::move(left), std::move(right));
        }
        return right;
    }
    Built disjunction(const SyntaxNode& node) { return chain(LogicExpr::Op::disj, node, 0, node.children.size()); }
    Built conjunction(const SyntaxNode& node) { return chain(LogicExpr::Op::conj, node, 0, node.children.size()); }
    Built chain(LogicExpr::Op op, const SyntaxNode& node, std::size_t first, std::size_t last) {
        if (last - first == 1) {
            const SyntaxNode& child = node.children[first];
            return op == LogicExpr::Op::disj ? conjunction(child) : negation(child);
        }
        const std::size_t middle = first + (last - first) / 2;
        Built left = chain(op, node, first, middle);
        return logic(op, std::move(left), chain(op, node, middle, last));
    }
    Built logic(LogicExpr::Op op, Built left, Built right) {
        const TextSpan span{left.expr->span.begin, right.expr->span.end};
        const bool undated = left.undated || right.undated;
        Built built = make(LogicExpr{op, std::move(left.expr), std::move(right.expr)}, span,
                           std::max(left.depth, right.depth));
        built.undated = undated;
        return built;
    }
    Built negation(const SyntaxNode& node) {
        Built built = comparison(node.children.back());
        for (std::size_t i = node.children.size() - 1; i-- > 0;) {
            const bool undated = built.undated;
            const TextSpan span{node.children[i].span.begin, built.expr->span.end};
            built = make(NotExpr{std::move(built.expr)}, span, built.depth);
            built.undated = undated;
        }
        return built;
    }

    static CompareExpr::Op compare_op(std::string_view s) {
        using Op = CompareExpr::Op;
        if (s == "=") return Op::eq;
        if (s == "<") return Op::lt;
        if (s == ">") return Op::gt;
        if (s == "<=" || s == "\u2264") return Op::le;
        if (s == ">=" || s == "\u2265") return Op::ge;
        return Op::ne;
    }
    Built comparison(const SyntaxNode& node) {
        std::vector<Built> parts;
        CompareExpr compare;
        for (const SyntaxNode& child : node.children) {
            if (child.kind == Syntax::compare_op) compare.ops.push_back(compare_op(slice(child.span)));
            else parts.push_back(sum(child));
        }
        ExprPtr day = take_day(parts);
        const TextSpan day_span = day_span_;
        if (parts.size() > 1) refuse_ambiguous(parts);
        Built built = parts.size() == 1 ? std::move(parts.front()) : Built{};
        if (parts.size() > 1) {
            unsigned depth = 0;
            bool undated = false;
            for (Built& part : parts) {
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
    ExprPtr take_day(std::vector<Built>& parts) {
        ExprPtr day;
        for (Built& part : parts) {
            if (!part.day) continue;
            if (day) {
                error(part.day_span, "a comparison has one day, and two are given here",
                      "a day behind a number or a date is that of the whole comparison; put it behind the term it is for");
            }
            day = std::move(part.day);
            day_span_ = part.day_span;
        }
        return day;
    }

    Built sum(const SyntaxNode& node) {
        std::vector<Built> parts;
        std::vector<bool> minus{false};
        for (const SyntaxNode& child : node.children) {
            if (child.kind == Syntax::add_op) minus.push_back(slice(child.span) == "-");
            else parts.push_back(term(child));
        }
        if (parts.size() == 1) return std::move(parts.front());
        refuse_ambiguous(parts);
        return add(parts, minus, 0, parts.size(), false);
    }
    /// Operands [first, last) of a sum, every sign turned where `turned`: a - b - c + d as (a - b) - (c - d).
    Built add(std::vector<Built>& parts, const std::vector<bool>& minus, std::size_t first, std::size_t last,
              bool turned) {
        if (last - first == 1) return std::move(parts[first]);
        // Instants are shifted left to right, so all but very long chains keep the order in which they are written.
        const std::size_t middle = last - first <= 200 ? last - 1 : first + (last - first) / 2;
        Built left = add(parts, minus, first, middle, turned);
        const bool subtract = minus[middle];
        Built right = add(parts, minus, middle, last, subtract);
        return arith(subtract != turned ? ArithExpr::Op::sub : ArithExpr::Op::add, std::move(left), std::move(right));
    }
    Built term(const SyntaxNode& node) {
        std::vector<Built> parts;
        std::vector<ArithExpr::Op> ops;
        for (const SyntaxNode& child : node.children) {
            if (child.kind == Syntax::mul_op)
                ops.push_back(slice(child.span) == "*" ? ArithExpr::Op::mul : ArithExpr::Op::div);
            else parts.push_back(factor(child));
        }
        if (parts.size() > 1) refuse_ambiguous(parts);
        Built built = std::move(parts.front());
        for (std::size_t i = 1; i < parts.size(); ++i) built = arith(ops[i - 1], std::move(built), std::move(parts[i]));
        return built;
    }
    Built arith(ArithExpr::Op op, Built left, Built right) {
        const TextSpan span{left.expr->span.begin, right.expr->span.end};
        std::vector<Built> parts;
        parts.push_back(std::move(left));
        parts.push_back(std::move(right));
        ExprPtr day = take_day(parts);
        Built built = make(ArithExpr{op, std::move(parts[0].expr), std::move(parts[1].expr)}, span,
                           std::max(parts[0].depth, parts[1].depth));
        built.undated = parts[0].undated || parts[1].undated;
        built.bare_at = parts[0].bare_at || parts[1].bare_at;
        built.bare_span = parts[1].bare_at ? parts[1].bare_span : parts[0].bare_span;
        built.day = std::move(day);
        built.day_span = day_span_;
        return built;
    }
    /// `f > g at t`: the `at` is g's, though a reader may take it for that of the whole.
    void refuse_ambiguous(const std::vector<Built>& parts) {
        const Built* left = nullptr;
        for (const Built& part : parts) {
            if (left && part.bare_at) {
                error({part.bare_span.begin, part.expr->span.end},
                      "this 'at' gives a day to " + quote(part.bare_span) + " only, and leaves " +
                          quote(left->expr->span) + " on another",
                      "put the whole in parentheses before 'at', or give each side its own 'at'");
                return;
            }
            if (part.undated && !left) left = &part;
        }
    }
    Built factor(const SyntaxNode& node) {
        Built built = dated(node.children.back());
        for (std::size_t i = node.children.size() - 1; i-- > 0;) {
            const TextSpan span{node.children[i].span.begin, built.expr->span.end};
            Built negated = make(NegateExpr{std::move(built.expr)}, span, built.depth);
            negated.undated = built.undated;
            negated.bare_at = built.bare_at;
            negated.bare_span = built.bare_span;
            negated.day = std::move(built.day);
            negated.day_span = built.day_span;
            built = std::move(negated);
        }
        return built;
    }

    Built dated(const SyntaxNode& node) {
        const SyntaxNode& first = node.children.front();
        Built built = primary(first);
        if (node.children.size() == 1) return built;
        const SyntaxNode& when = node.children[1];
        const bool call = first.kind == Syntax::named && first.children.back().kind == Syntax::call;
        if (call || first.kind == Syntax::paren || first.kind == Syntax::quantified || first.kind == Syntax::temporal) {
            Built day = instant(when);
            const TextSpan span{node.span.begin, when.span.end};
            const TextSpan governed = built.expr->span;
            built = make(AtExpr{std::move(built.expr), std::move(day.expr), false}, span,
                         std::max(built.depth, day.depth));
            built.bare_at = true;
            built.bare_span = first.kind == Syntax::paren ? first.span : governed;
        } else if (first.kind == Syntax::number || first.kind == Syntax::quoted) {
            built.day = instant(when).expr;
            built.day_span = when.span;
        } else {
            const bool instant_name =
                first.kind == Syntax::moment || (first.kind == Syntax::named && first.children.back().kind == Syntax::part);
            error(when.span, quote(first.span) + (instant_name ? " is no statement that could hold 'at' some day"
                                                               : " is a name: no day can follow it with 'at'"),
                  "'at' follows an application, a parenthesis or a quantified expression: controls(a, b) at now");
        }
        return built;
    }

    Built primary(const SyntaxNode& node) {
        switch (node.kind) {
        case Syntax::number: return number(node);
        case Syntax::quoted: return quoted(node);
        case Syntax::query_variable:
            return make(QueryVariableExpr{std::string(slice(node.span).substr(1))}, node.span, 0);
        case Syntax::moment: {
            Built built = make(NameExpr{std::string(slice(node.span)), false}, node.span, 0);
            built.undated = slice(node.span) == "time";
            return built;
        }
        case Syntax::named: return named(node);
        case Syntax::quantified: return quantified(node);
        case Syntax::temporal: return temporal(node);
        case Syntax::paren: {
            Built built = expression(node.children.front());
            built.bare_at = false;
            return built;
        }
        default: break;
        }
        assert(false && "the grammar makes no other primary");
        return {};
    }
    Built number(const SyntaxNode& node) {
        std::optional<Rational> value = Rational::parse(slice(node.span));
        if (!value) error(node.span, "this number is too long", {});
        return make(NumberExpr{value.value_or(Rational())}, node.span, 0);
    }
    Built quoted(const SyntaxNode& node) {
        return make(QuotedExpr{std::string(slice(node.span).substr(1, node.span.end - node.span.begin - 2))}, node.span, 0);
    }
    Built named(const SyntaxNode& node) {
        const SyntaxNode& name = node.children.front();
        const bool back = name.kind == Syntax::back_name;
        if (node.children.size() == 1) return make(NameExpr{name_of(name), back}, node.span, 0);
        const SyntaxNode& tail = node.children[1];
        if (tail.kind == Syntax::part)
            return make(PathExpr{name_of(name), back, name.span, name_of(tail), tail.span}, node.span, 0);
        ApplyExpr apply{name_of(name), name.span, {}};
        unsigned depth = 0;
        for (const SyntaxNode& argument : tail.children) {
            Built built = expression(argument);
            depth = std::max(depth, built.depth);
            apply.args.push_back(std::move(built.expr));
        }
        Built built = make(std::move(apply), node.span, depth);
        built.undated = true;
        return built;
    }
    Built quantified(const SyntaxNode& node) {
        QuantifiedExpr q{};
        std::string_view op = slice(node.children[0].span);
        q.op = op == "sum"     ? QuantifiedExpr::Op::sum
               : op == "count" ? QuantifiedExpr::Op::count
               : op == "any"   ? QuantifiedExpr::Op::any
                               : QuantifiedExpr::Op::all;
        q.variable = name_of(node.children[1].children.front());
        q.variable_span = node.children[1].span;
        const SyntaxNode& domain = node.children[2];
        q.domain.kind = name_of(domain.children.front());
        q.domain.quoted = domain.children.front().kind == Syntax::back_name;
        q.domain.span = domain.span;
        if (domain.children.size() > 1) {
            q.domain.path = true;
            q.domain.part = name_of(domain.children[1]);
        }
        unsigned depth = 0;
        bool undated = q.domain.path && q.domain.part == "holders";
        for (std::size_t i = 3; i < node.children.size(); ++i) {
            const SyntaxNode& child = node.children[i];
            Built built = expression(child.children.front());
            depth = std::max(depth, built.depth);
            undated |= built.undated;
            (child.kind == Syntax::where ? q.where : q.body) = std::move(built.expr);
        }
        Built built = make(std::move(q), node.span, depth);
        built.undated = undated;
        return built;
    }
    Built temporal(const SyntaxNode& node) {
        TemporalExpr t{};
        t.op = slice(node.children[0].span) == "ever" ? TemporalExpr::Op::ever : TemporalExpr::Op::always;
        Built body = expression(node.children[1]);
        unsigned depth = body.depth;
        t.body = std::move(body.expr);
        if (node.children.size() > 2) {
            Built from = instant(node.children[2]), to = instant(node.children[3]);
            depth = std::max({depth, from.depth, to.depth});
            t.from = std::move(from.expr);
            t.to = std::move(to.expr);
        }
        return make(std::move(t), node.span, depth);
    }
    Built instant(const SyntaxNode& node) {
        const SyntaxNode& first = node.children.front();
        if (first.kind == Syntax::named && first.children.size() == 1) {
            const std::string name(slice(first.span));
            error(first.span, "'" + name + "' is no instant",
                  "of an event, write " + name + ".start or " + name + ".end; a date stands in quotes: '2015-03'");
        } else if (first.kind == Syntax::named && first.children[1].kind == Syntax::call) {
            error(first.span, "an instant is now, time, an event's .start or .end, or a quoted date: '2015-03'");
        }
        Built built = primary(first);
        for (std::size_t i = 1; i + 1 < node.children.size(); i += 2) {
            Built by = quoted(node.children[i + 1]);
            const bool plus = slice(node.children[i].span) == "+";
            built = arith(plus ? ArithExpr::Op::add : ArithExpr::Op::sub, std::move(built), std::move(by));
        }
        return built;
    }

    std::string_view text_;
    std::vector<ParseError> errors_;
    TextSpan day_span_;
    bool too_deep_ = false;
};

}  // namespace

ExprResult build_expression(const SyntaxNode& root, std::string_view text) { return Builder(text).run(root); }

ExprResult parse_expression(std::string_view text) {
    ExprResult result;
    result.errors = check_brackets(text);
    if (!result.errors.empty()) return result;
    std::variant<SyntaxNode, ParseError> syntax = parse_syntax(text);
    if (ParseError* error = std::get_if<ParseError>(&syntax)) result.errors.push_back(std::move(*error));
    else result = build_expression(std::get<SyntaxNode>(syntax), text);
    return result;
}

}  // namespace tenet

// The operands of expressions: numbers, names, applications, quantified expressions, instants; and which of them may
// have a day behind them.

#include <algorithm>
#include <cassert>

#include "rules/expr_builder.h"

namespace tenet {

BuiltExpr ExprBuilder::dated(const SyntaxNode& node) {
    const SyntaxNode& first = node.children.front();
    BuiltExpr built = primary(first);
    if (node.children.size() == 1) return built;
    const SyntaxNode& when = node.children[1];
    const bool call = first.kind == Syntax::named && first.children.back().kind == Syntax::call;
    if (call || first.kind == Syntax::paren || first.kind == Syntax::quantified || first.kind == Syntax::temporal) {
        BuiltExpr day = instant(when);
        const TextSpan span{node.span.begin, when.span.end};
        const TextSpan governed = built.expr->span;
        built = make(AtExpr{std::move(built.expr), std::move(day.expr), false}, span, std::max(built.depth, day.depth));
        built.bare_at = true;
        built.bare_span = first.kind == Syntax::paren ? first.span : governed;
    } else if (first.kind == Syntax::number || first.kind == Syntax::quoted) {
        built.day = instant(when).expr;
        built.day_span = when.span;
    } else {
        const bool instant_name =
            first.kind == Syntax::moment || (first.kind == Syntax::named && first.children.back().kind == Syntax::part);
        error(when.span,
              quote(first.span) + (instant_name ? " is no statement that could hold 'at' some day"
                                                : " is a name: no day can follow it with 'at'"),
              "'at' follows an application, a parenthesis or a quantified expression: controls(a, b) at now");
    }
    return built;
}

BuiltExpr ExprBuilder::primary(const SyntaxNode& node) {
    if (node.kind == Syntax::number) return number(node);
    if (node.kind == Syntax::quoted) return quoted(node);
    if (node.kind == Syntax::named) return named(node);
    if (node.kind == Syntax::quantified) return quantified(node);
    if (node.kind == Syntax::temporal) return temporal(node);
    const std::string text(slice(node.span));
    if (node.kind == Syntax::query_variable) return make(QueryVariableExpr{text.substr(1)}, node.span, 0);
    if (node.kind == Syntax::moment) {
        BuiltExpr built = make(NameExpr{text, false}, node.span, 0);
        built.undated = text == "time";
        return built;
    }
    assert(node.kind == Syntax::paren);
    BuiltExpr built = expression(node.children.front());
    built.bare_at = false;
    return built;
}

BuiltExpr ExprBuilder::number(const SyntaxNode& node) {
    std::optional<Rational> value = Rational::parse(slice(node.span));
    if (!value) error(node.span, "this number is too long", {});
    return make(NumberExpr{value.value_or(Rational())}, node.span, 0);
}

BuiltExpr ExprBuilder::quoted(const SyntaxNode& node) {
    return make(QuotedExpr{std::string(slice(node.span).substr(1, node.span.end - node.span.begin - 2))}, node.span, 0);
}

BuiltExpr ExprBuilder::named(const SyntaxNode& node) {
    const bool in_pack = node.children.front().kind == Syntax::pack_name;
    const SyntaxNode& name = node.children[in_pack ? 1 : 0];
    const bool back = name.kind == Syntax::back_name;
    if (node.children.size() == 1) return make(NameExpr{name_of(name), back}, node.span, 0);
    const SyntaxNode& tail = node.children.back();
    if (tail.kind == Syntax::part)
        return make(PathExpr{name_of(name), back, name.span, name_of(tail), tail.span}, node.span, 0);
    ApplyExpr apply{name_of(name), {node.span.begin, name.span.end}, {}};
    if (in_pack) apply.function = name_of(node.children.front().children.front()) + ":" + apply.function;
    unsigned depth = 0;
    for (const SyntaxNode& argument : tail.children) {
        BuiltExpr built = expression(argument);
        depth = std::max(depth, built.depth);
        apply.args.push_back(std::move(built.expr));
    }
    BuiltExpr built = make(std::move(apply), node.span, depth);
    built.undated = true;
    return built;
}

BuiltExpr ExprBuilder::quantified(const SyntaxNode& node) {
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
        BuiltExpr built = expression(child.children.front());
        depth = std::max(depth, built.depth);
        undated |= built.undated;
        (child.kind == Syntax::where ? q.where : q.body) = std::move(built.expr);
    }
    BuiltExpr built = make(std::move(q), node.span, depth);
    built.undated = undated;
    return built;
}

BuiltExpr ExprBuilder::temporal(const SyntaxNode& node) {
    TemporalExpr t{};
    t.op = slice(node.children[0].span) == "ever" ? TemporalExpr::Op::ever : TemporalExpr::Op::always;
    BuiltExpr body = expression(node.children[1]);
    unsigned depth = body.depth;
    t.body = std::move(body.expr);
    if (node.children.size() > 2) {
        BuiltExpr from = instant(node.children[2]), to = instant(node.children[3]);
        depth = std::max({depth, from.depth, to.depth});
        t.from = std::move(from.expr);
        t.to = std::move(to.expr);
    }
    return make(std::move(t), node.span, depth);
}

BuiltExpr ExprBuilder::instant(const SyntaxNode& node) {
    const SyntaxNode& first = node.children.front();
    if (first.kind == Syntax::named && first.children.size() == 1) {
        const std::string name(slice(first.span));
        error(first.span, "'" + name + "' is no instant",
              "of an event, write " + name + ".start or " + name + ".end; a date stands in quotes: '2015-03'");
    } else if (first.kind == Syntax::named && first.children.back().kind == Syntax::call) {
        error(first.span, "an instant is now, time, an event's .start or .end, or a quoted date: '2015-03'");
    }
    BuiltExpr built = primary(first);
    for (std::size_t i = 1; i + 1 < node.children.size(); i += 2) {
        BuiltExpr by = quoted(node.children[i + 1]);
        const bool plus = slice(node.children[i].span) == "+";
        built = arith(plus ? ArithExpr::Op::add : ArithExpr::Op::sub, std::move(built), std::move(by));
    }
    return built;
}

}  // namespace tenet

// Values of a wanted type, and arithmetic, where a quoted text is one unknown day or a duration. Constants are folded.

#include <algorithm>

#include "rules/expr_grammar.h"
#include "rules/expression_checker.h"

namespace tenet {

namespace {
bool is_duration(const Expr& expr) {
    const QuotedExpr* quoted = std::get_if<QuotedExpr>(&expr.node);
    return quoted && !quoted->text.empty() && quoted->text.front() == 'P';
}
}  // namespace

bool ExpressionChecker::looks_like_date(std::string_view text) {
    if (text.size() != 4 && text.size() != 7 && text.size() != 10) return false;
    for (std::size_t i = 0; i < text.size(); ++i)
        if ((i == 4 || i == 7) ? text[i] != '-' : text[i] < '0' || text[i] > '9') return false;
    return true;
}

void ExpressionChecker::wrong_type(const Expr& expr, const Term& term, std::string_view place,
                                   std::string_view wanted) {
    std::string hint;
    const bool truth_wanted = wanted == describe(Type::truth), number_wanted = wanted == describe(Type::number);
    const bool instant_wanted = wanted == describe(Type::instant);
    if (term.type == Type::number && truth_wanted) hint = "compare it: ... > 50%";
    if (term.type == Type::instant && truth_wanted) hint = "compare it: ... <= '2015-03'";
    if (term.type == Type::truth && number_wanted) hint = "count(x: kind where ...) counts how many it is true of";
    if (term.type == Type::event && instant_wanted) hint = "write .start or .end of it";
    if (term.type == Type::event && truth_wanted) hint = "occurs(" + std::string(slice(expr.span)) + ")?";
    if (term.type == Type::entity && !number_wanted && !instant_wanted) hint = "say what holds of it: controls(a, b)";
    if (term.op == Op::text && scope_.facts && scope_.facts->find(term.text))
        hint = "ids stand without quotes: " + write_name(term.text);
    else if (term.op == Op::text && number_wanted)
        hint = "numbers stand without quotes";
    if (term.type == Type::number && instant_wanted && looks_like_date(slice(expr.span)))
        hint = "a date stands in quotes: '" + std::string(slice(expr.span)) + "'";
    complain("wrong-type", expr.span,
             shown(expr) + " is " + std::string(describe(term.type)) + ", and " + std::string(place) + " must be " +
                 std::string(wanted),
             std::move(hint));
}

ExpressionChecker::Checked ExpressionChecker::truth(const Expr& expr, std::string_view place) {
    Checked term = check(expr);
    if (!term || term->type == Type::truth) return term;
    wrong_type(expr, *term, place, describe(Type::truth));
    return {};
}

ExpressionChecker::Checked ExpressionChecker::number(const Expr& expr, std::string_view place) {
    Checked term = check(expr);
    if (!term || term->type == Type::number) return term;
    wrong_type(expr, *term, place, describe(Type::number));
    return {};
}

ExpressionChecker::Checked ExpressionChecker::instant(const Expr& expr) {
    Checked term = check(expr);
    if (!term || term->type == Type::instant) return term;
    if (term->op == Op::text) return edtf(*term, Op::edtf_day);
    wrong_type(expr, *term, "this", describe(Type::instant));
    return {};
}

ExpressionChecker::Checked ExpressionChecker::edtf(const Term& quoted, Op op) {
    const EdtfResult parsed = parse_date(quoted.text);
    if (!parsed.value) {
        const std::uint32_t offset = static_cast<std::uint32_t>(std::min(parsed.offset, quoted.text.size()));
        const TextSpan span{std::min(quoted.span.begin + 1 + offset, quoted.span.end - 1), quoted.span.end};
        const bool duration = !quoted.text.empty() && quoted.text.front() == 'P';
        complain("bad-date", duration || parsed.offset == 0 ? quoted.span : span,
                 "'" + quoted.text + "' is no date" + (parsed.error.empty() ? "" : ": " + parsed.error),
                 duration ? "a duration is added to an instant or taken from one; instant - instant is a number of days"
                          : "");
        return {};
    }
    Term term = make(op, Type::instant, quoted.span);
    term.text = quoted.text;
    term.edtf = *parsed.value;
    return term;
}

ExpressionChecker::Checked ExpressionChecker::entity(const Expr& expr, KindId wanted, const std::string& place) {
    if (const QueryVariableExpr* variable = std::get_if<QueryVariableExpr>(&expr.node))
        return query_variable(*variable, expr.span, {Domain::Kind::entities, wanted, {}});
    Checked term = check(expr);
    if (!term) return {};
    const Vocabulary& v = scope_.vocabulary;
    if (term->type != Type::entity) {
        wrong_type(expr, *term, place,
                   wanted == no_index ? "an entity" : "an entity of kind '" + kind_name(wanted) + "'");
        return {};
    }
    const KindId kind = kind_of(*term);
    if (kind == no_index || v.is_a(kind, wanted)) return term;
    if (term->op != Op::entity && v.is_a(wanted, kind)) return term;  // some that it stands for fit
    Diagnostic& complaint = complain("wrong-kind", expr.span,
                                     shown(expr) + " is of kind '" + kind_name(kind) + "', and " + place +
                                         " must be of kind '" + kind_name(wanted) + "'");
    if (term->op == Op::entity) complaint.labels.push_back({scope_.facts->entities[term->index].span, "declared here"});
    return {};
}

ExpressionChecker::Checked ExpressionChecker::event(const Expr& expr, std::uint32_t wanted, const std::string& place) {
    const Vocabulary& v = scope_.vocabulary;
    if (const QueryVariableExpr* variable = std::get_if<QueryVariableExpr>(&expr.node))
        return query_variable(*variable, expr.span, {Domain::Kind::events, wanted, {}});
    Checked term = check(expr);
    if (!term) return {};
    const std::string wanted_name =
        wanted == no_index ? "an event" : "an event of kind '" + v.event_kinds[wanted].name + "'";
    if (term->type != Type::event) {
        wrong_type(expr, *term, place, wanted_name);
        return {};
    }
    const std::string name = event_kind_name(*term);
    const std::optional<std::uint32_t> kind = v.event_kind(name);
    if (wanted == no_index || !kind || *kind == wanted) return term;
    Diagnostic& complaint =
        complain("wrong-kind", expr.span,
                 shown(expr) + " is an event of kind '" + name + "', and " + place + " must be " + wanted_name);
    if (term->op == Op::event) complaint.labels.push_back({scope_.facts->span_of(scope_.facts->events[term->index]), "declared here"});
    return {};
}

ExpressionChecker::Checked ExpressionChecker::check(const NegateExpr& node, TextSpan span) {
    Checked body = number(*node.body, "what is negated");
    if (!body) return {};
    if (body->op == Op::number) {
        body->number = -body->number;
        body->span = span;
        return body;
    }
    std::vector<Term> args;
    args.push_back(std::move(*body));
    return make(Op::negate, Type::number, span, std::move(args));
}

/// instant ± 'P3D'
ExpressionChecker::Checked ExpressionChecker::shift(const ArithExpr& node, TextSpan span) {
    Checked from = instant(*node.left);
    const std::string& text = std::get<QuotedExpr>(node.right->node).text;
    const DurationResult days = parse_days(text);
    if (!days.value)
        complain("bad-duration", node.right->span, "'" + text + "' is no number of days: " + days.error,
                 "days and weeks shift an instant: 'P3D', 'P2W'");
    if (!from || !days.value) return {};
    std::vector<Term> args;
    args.push_back(std::move(*from));
    Term term = make(Op::shift, Type::instant, span, std::move(args));
    term.number = node.op == ArithExpr::Op::add ? days.value->min_days : -days.value->min_days;
    return term;
}

ExpressionChecker::Checked ExpressionChecker::check(const ArithExpr& node, TextSpan span) {
    using Ar = ArithExpr::Op;
    const bool additive = node.op == Ar::add || node.op == Ar::sub;
    if (additive && is_duration(*node.right)) return shift(node, span);
    if (additive && is_duration(*node.left)) {
        complain("wrong-type", node.left->span, "a duration stands behind the instant that it shifts", "e.end + 'P3D'");
        return {};
    }
    Checked left = check(*node.left);
    Checked right = check(*node.right);
    if (!left || !right) return {};
    if (additive && left->op == Op::text && right->type == Type::instant)
        left = edtf(*left, Op::edtf_day);
    else if (additive && right->op == Op::text && left->type == Type::instant)
        right = edtf(*right, Op::edtf_day);
    else if (additive && left->op == Op::text && right->op == Op::text) {
        left = edtf(*left, Op::edtf_day);
        right = edtf(*right, Op::edtf_day);
    }
    if (!left || !right) return {};
    return arith(node.op, std::move(*left), std::move(*right), node, span);
}

ExpressionChecker::Checked ExpressionChecker::arith(ArithExpr::Op op, Term left, Term right, const ArithExpr& node,
                                                    TextSpan span) {
    using Ar = ArithExpr::Op;
    const bool instants = left.type == Type::instant || right.type == Type::instant;
    if (instants) {
        if (op == Ar::sub && left.type == right.type) {
            std::vector<Term> args;
            args.push_back(std::move(left));
            args.push_back(std::move(right));
            return make(Op::days_between, Type::number, span, std::move(args));
        }
        std::string hint = "instant - instant is a number of days; instant + 'P3D' is an instant";
        const Term& other = left.type == Type::instant ? right : left;
        if (other.type == Type::number && other.op == Op::number && op != Ar::mul && op != Ar::div)
            hint = "days are added as a duration: 'P" + other.number.to_string() + "D'";
        complain("wrong-type", span, "instants are shifted by days or subtracted from each other, nothing else",
                 std::move(hint));
        return {};
    }
    for (auto [term, expr] : {std::pair{&left, node.left.get()}, std::pair{&right, node.right.get()}}) {
        if (term->type == Type::number) continue;
        wrong_type(*expr, *term, "what one reckons with", describe(Type::number));
        return {};
    }
    if (op == Ar::div) {
        if (right.op != Op::number) {
            complain("division", node.right->span, "only a constant may divide, and " + shown(*node.right) + " is none",
                     "multiply on the other side of the comparison: a > b * c");
            return {};
        }
        if (right.number.sign() == 0) {
            complain("division", node.right->span, "this divides by zero");
            return {};
        }
    }
    if (left.op == Op::number && right.op == Op::number) {
        switch (op) {
            case Ar::add: left.number += right.number; break;
            case Ar::sub: left.number -= right.number; break;
            case Ar::mul: left.number *= right.number; break;
            case Ar::div: left.number /= right.number; break;
        }
        left.span = span;
        return left;
    }
    std::vector<Term> args;
    args.push_back(std::move(left));
    args.push_back(std::move(right));
    const Op result = op == Ar::add   ? Op::add
                      : op == Ar::sub ? Op::subtract
                      : op == Ar::mul ? Op::multiply
                                      : Op::divide;
    return make(result, Type::number, span, std::move(args));
}

}  // namespace tenet

// Comparisons: what may stand beside what, and what a quoted text is there (beside an instant a date, as its span).
// A chain becomes the conjunction of its pairs; > and >= are turned round.

#include <algorithm>

#include "rules/expr_grammar.h"
#include "rules/expression_checker.h"

namespace tenet {

bool ExpressionChecker::unquoted_text(const CompareExpr& node) {
    const auto is_attribute = [](const Expr& expr) {
        const PathExpr* path = std::get_if<PathExpr>(&expr.node);
        return path &&
               (path->part == "jurisdiction" || path->part == "voting" || path->part == "kind" || path->part == "name");
    };
    for (std::size_t i = 0; i < node.operands.size(); ++i) {
        const NameExpr* name = std::get_if<NameExpr>(&node.operands[i]->node);
        const std::size_t other = i > 0 ? i - 1 : 1;
        if (!name || !is_attribute(*node.operands[other]) || (scope_.facts && scope_.facts->find(name->name))) continue;
        if (std::any_of(variables_.begin(), variables_.end(), [&](const Variable& v) { return v.name == name->name; }))
            continue;
        complain("unknown-name", node.operands[i]->span,
                 "nobody and nothing named '" + name->name + "' is declared here",
                 "a text stands in single quotes: '" + name->name + "'");
        return true;
    }
    return false;
}

ExpressionChecker::Checked ExpressionChecker::check(const CompareExpr& node, TextSpan span) {
    std::vector<Checked> operands(node.operands.size());
    // Query variables last: the other side says what they range over.
    if (unquoted_text(node)) return {};
    for (std::size_t i = 0; i < operands.size(); ++i)
        if (!std::holds_alternative<QueryVariableExpr>(node.operands[i]->node)) {
            operands[i] = check(*node.operands[i]);
            if (!operands[i]) return {};
        }
    for (std::size_t i = 0; i < operands.size(); ++i) {
        const QueryVariableExpr* variable = std::get_if<QueryVariableExpr>(&node.operands[i]->node);
        if (!variable) continue;
        const Checked& other =
            i > 0 && operands[i - 1] ? operands[i - 1] : operands[i + 1 < operands.size() ? i + 1 : 0];
        const TextSpan place = node.operands[i]->span;
        if (other && other->type == Type::entity)
            operands[i] = query_variable(*variable, place, {Domain::Kind::entities, no_index, {}});
        else if (other && other->type == Type::event)
            operands[i] = query_variable(*variable, place, {Domain::Kind::events, no_index, {}});
        else if (!other && scope_.query_variables) {  // ?x = ?y: two of whatever other places say
            Term term;
            query_slot(*variable, place, term);
            if (slots_[term.index].settled)
                operands[i] = std::move(term);
            else
                operands[i] = query_variable(*variable, place, {Domain::Kind::entities, no_index, {}});
        } else
            operands[i] = check(*node.operands[i]);
        if (!operands[i]) return {};
    }
    std::vector<Term> pairs;
    bool good = true;
    for (std::size_t i = 0; i + 1 < operands.size(); ++i) {
        if (i + 2 < operands.size() && !count_copy(*operands[i + 1])) return {};
        Term right = i + 2 < operands.size() ? *operands[i + 1] : std::move(*operands[i + 1]);
        Checked pair =
            compare(node.ops[i], std::move(*operands[i]), std::move(right), *node.operands[i], *node.operands[i + 1]);
        good &= pair.has_value();
        if (pair) pairs.push_back(std::move(*pair));
    }
    if (!good) return {};
    if (pairs.size() == 1) return std::move(pairs.front());
    return make(Op::and_, Type::truth, span, std::move(pairs));
}

ExpressionChecker::Checked ExpressionChecker::compare(CompareExpr::Op op, Term left, Term right, const Expr& left_expr,
                                                      const Expr& right_expr) {
    using Cmp = CompareExpr::Op;
    const TextSpan span{left_expr.span.begin, right_expr.span.end};
    for (auto [date, other] : {std::pair{&left, &right}, std::pair{&right, &left}}) {
        if (date->op != Op::text || other->type != Type::instant) continue;
        Checked read = edtf(*date, Op::edtf_span);
        if (!read) return {};
        *date = std::move(*read);
    }
    if (left.type != right.type) {
        std::string hint;
        const bool instant = left.type == Type::instant || right.type == Type::instant;
        const Expr& number_side = left.type == Type::number ? left_expr : right_expr;
        const Term& text_side = left.op == Op::text ? left : right;
        if (instant && (left.type == Type::number || right.type == Type::number))
            hint = looks_like_date(slice(number_side.span))
                       ? "a date stands in quotes: '" + std::string(slice(number_side.span)) + "'"
                       : "instant - instant is a number of days";
        else if ((instant || text_side.op == Op::text) && (left.type == Type::event || right.type == Type::event))
            hint = "write .start or .end of the event";
        else if (text_side.op == Op::text && scope_.facts && scope_.facts->find(text_side.text))
            hint = "ids stand without quotes: " + write_name(text_side.text);
        else if (text_side.op == Op::text && (left.type == Type::number || right.type == Type::number))
            hint = text_side.text.starts_with('P') ? "a number of days is compared with a number: 30"
                                                   : "numbers stand without quotes: 50%";
        complain("wrong-type", span,
                 std::string(describe(left.type)) + " cannot be compared with " + std::string(describe(right.type)) +
                     ": " + shown(left_expr) + " with " + shown(right_expr),
                 std::move(hint));
        return {};
    }
    const bool order = op != Cmp::eq && op != Cmp::ne;
    if (left.type == Type::truth) {
        complain("wrong-type", span, "truths are not compared",
                 "write 'a and b', 'not a', or '(a implies b) and (b implies a)'");
        return {};
    }
    if (order && left.type != Type::number && left.type != Type::instant) {
        std::string hint;
        if (left.type == Type::event) hint = "before(a, b), or a.end < b.start";
        if (left.op == Op::text && right.op == Op::text)
            hint = "dates are compared with an instant: e.end <= '2015-03'";
        complain("wrong-type", span,
                 std::string(describe(left.type)) + " is neither more nor less than another: only = and != apply",
                 std::move(hint));
        return {};
    }
    if (op == Cmp::gt || op == Cmp::ge) std::swap(left, right);
    std::vector<Term> args;
    args.push_back(std::move(left));
    args.push_back(std::move(right));
    const Op result = op == Cmp::eq                    ? Op::equal
                      : op == Cmp::ne                  ? Op::not_equal
                      : op == Cmp::lt || op == Cmp::gt ? Op::less
                                                       : Op::less_equal;
    return make(result, Type::truth, span, std::move(args));
}

}  // namespace tenet

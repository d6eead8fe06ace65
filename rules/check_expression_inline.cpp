// Definitions with numbers among their parameters: `reaches(h, c, 30%)`. Such a one is written out where it is used,
// with what stands in each place put in for the parameter, so that all later stages know variables over entities and
// events only. It is checked before what uses it, so it cannot use itself.

#include <algorithm>

#include "rules/expression_checker.h"
#include "rules/fold.h"

namespace tenet {

constexpr std::size_t max_depth = 1000;  // as of any expression: later stages walk terms by recursion

ExpressionChecker::Checked ExpressionChecker::constant(const Expr& expr, const std::string& place) {
    Checked term = number(expr, place);
    if (!term) return {};
    *term = folded(std::move(*term));
    if (term->op == Op::number || term->op == Op::variable) return term;
    complain("wrong-type", expr.span, place + " is a number that stands there", "25%, or 1/3");
    return {};
}

ExpressionChecker::Checked ExpressionChecker::written_out(const Definition& definition, std::vector<Term> args,
                                                          TextSpan span) {
    if (definition.refused) return {};
    if (definition.slots == 0) {  // its body has not been read yet
        complain("definition-order", span,
                 "'" + definition.name + "' has a number among its parameters, and stands behind what uses it",
                 "put it before; it cannot use itself");
        return {};
    }
    const std::uint32_t first = static_cast<std::uint32_t>(slots_.size());
    const std::uint32_t params = static_cast<std::uint32_t>(definition.params.size());
    for (std::uint32_t slot = params; slot < definition.slots; ++slot) slots_.push_back({{}, no_index});
    std::size_t deepest = 0;
    const auto put = [&](const auto& self, const Term& part, std::size_t depth) -> Term {
        deepest = std::max(deepest, depth);
        const bool binds = part.op == Op::sum || part.op == Op::count || part.op == Op::any || part.op == Op::all;
        if (part.op == Op::variable && part.index < params) return args[part.index];
        // Not a copy of the whole: each level would copy all below it once more.
        Term term{part.op,   part.type, span,      {},         part.number, part.index,
                  part.text, part.unit, part.edtf, part.allen, part.domain, part.has_where};
        if (binds || part.op == Op::variable) term.index = part.index - params + first;
        for (const Term& arg : part.args) term.args.push_back(self(self, arg, depth + 1));
        return term;
    };
    Term body = put(put, definition.body, 1);
    if (deepest > max_depth) {
        complain("too-large", span, "definitions with numbers among their parameters are nested too deeply here",
                 "at most " + std::to_string(max_depth) + " levels once they are written out");
        return {};
    }
    if (!count_copy(body)) return {};
    body.span = span;
    return body;
}

}  // namespace tenet

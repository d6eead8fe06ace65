// Entry of the type checker, and its logic: and, or, not, implies, at. See expression_checker.h for the rest.

#include "rules/check_expression.h"

#include <algorithm>
#include <cassert>

#include "rules/expr_grammar.h"
#include "rules/expression_checker.h"

namespace tenet {

namespace {
// A chained comparison repeats its inner operands, so nested chains could grow without bound.
constexpr std::size_t max_nodes = 200'000;
constexpr std::size_t max_suggestions = 100;

std::size_t size_of(const Term& term) {
    std::size_t size = 1;
    for (const Term& arg : term.args) size += size_of(arg);
    return size;
}
}  // namespace

std::string_view describe(Type type) {
    switch (type) {
        case Type::truth: return "a truth";
        case Type::number: return "a number";
        case Type::instant: return "an instant";
        case Type::text: return "a text";
        case Type::entity: return "an entity";
        case Type::event: return "an event";
        case Type::duration: return "a duration";
    }
    return "";
}

std::optional<CheckedExpression> check_expression(const PlacedText& text, const Scope& scope,
                                                  std::optional<Type> wanted, const Sources& sources,
                                                  Diagnostics& diagnostics) {
    ExprResult parsed = parse_expression(text.text);
    for (const ParseError& error : parsed.errors)
        diagnostics.error("syntax", locate(sources, text, error.span.begin, error.span.end), error.message, error.hint);
    if (!parsed.value) return {};
    return ExpressionChecker(text, scope, sources, diagnostics).run(*parsed.value, wanted);
}

ExpressionChecker::ExpressionChecker(const PlacedText& text, const Scope& scope, const Sources& sources,
                                     Diagnostics& diagnostics)
    : text_(text), scope_(scope), sources_(sources), diagnostics_(diagnostics) {
    for (const Parameter& param : scope.params) {
        variables_.push_back({param.name, static_cast<std::uint32_t>(slots_.size())});
        slots_.push_back({param.domain, param.domain.kind == Domain::Kind::entities ? param.domain.index : no_index});
    }
}

std::optional<CheckedExpression> ExpressionChecker::run(const Expr& expr, std::optional<Type> wanted) {
    // Query variables come before the quantified ones, in order of appearance: a `?` outside quotes is nothing else.
    const std::string& text = text_.text;
    for (std::size_t i = 0; i < text.size() && scope_.query_variables; ++i) {
        if (text[i] == '\'' || text[i] == '`') i = text.find(text[i], i + 1);
        if (text[i] != '?') continue;
        std::size_t end = i + 1;  // up to a blank, a sign, or one of the operators that begin with these two bytes
        while (end < text.size() && std::string_view(" \t\n\r,()<>=!+*/").find(text[end]) == std::string_view::npos &&
               text.compare(end, 2, "\xE2\x89") != 0)
            ++end;
        std::string name = text.substr(i + 1, end - i - 1);
        bool known = false;
        for (const QueryVariable& variable : query_variables_) known |= variable.name == name;
        if (known) continue;
        query_variables_.push_back({name, {static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(end)}});
        slots_.push_back({{}, no_index, false});
    }
    Checked term = check(expr);
    if (!term) return {};
    if (wanted && term->type != *wanted) {
        wrong_type(expr, *term, "what stands here", describe(*wanted));
        return {};
    }
    if (!query_variables_.empty() && term->type != Type::truth) {
        wrong_type(expr, *term, "what is asked of '?" + query_variables_[0].name + '\'', describe(Type::truth));
        return {};
    }
    if (!wanted && term->type != Type::truth && term->type != Type::number && term->type != Type::instant) {
        wrong_type(expr, *term, "what stands here", "a truth, a number or an instant");
        return {};
    }
    CheckedExpression result{std::move(*term), static_cast<std::uint32_t>(slots_.size()), {}, {}};
    for (std::size_t i = 0; i < query_variables_.size(); ++i) {
        const Slot& slot = slots_[scope_.params.size() + i];
        result.query_variables.push_back({query_variables_[i].name, slot.domain});
    }
    std::sort(contenders_.begin(), contenders_.end());
    contenders_.erase(std::unique(contenders_.begin(), contenders_.end()), contenders_.end());
    result.contenders = std::move(contenders_);
    return result;
}

ExpressionChecker::Checked ExpressionChecker::check(const Expr& expr) {
    Checked term = std::visit([&](const auto& node) { return check(node, expr.span); }, expr.node);
    if (too_large_) return {};
    return term;
}

ExpressionChecker::Checked ExpressionChecker::check(const NumberExpr& node, TextSpan span) {
    Term term = make(Op::number, Type::number, span);
    term.number = node.value;
    return term;
}

ExpressionChecker::Checked ExpressionChecker::check(const QuotedExpr& node, TextSpan span) {
    Term term = make(Op::text, Type::text, span);
    term.text = node.text;
    return term;
}

ExpressionChecker::Checked ExpressionChecker::check(const NameExpr& node, TextSpan span) {
    if (!node.quoted && node.name == "now") return make(Op::now, Type::instant, span);
    if (!node.quoted && node.name == "time") return make(Op::time, Type::instant, span);
    const bool variable = std::any_of(variables_.begin(), variables_.end(),
                                      [&](const Variable& v) { return v.name == node.name; });
    if (const PackOption* option = scope_.vocabulary.option(node.name, scope_.pack); option && !variable) {
        Term term = make(option->number ? Op::number : Op::text, option->number ? Type::number : Type::text, span);
        if (option->number) term.number = *Rational::parse(option->value);
        term.text = option->number ? "" : option->value;
        return term;
    }
    const std::optional<Named> named = find_name(node.name, span);
    if (!named) return {};
    if (named->kind == Named::Kind::source) {
        complain("wrong-type", span, "'" + node.name + "' is a source",
                 "its instant is " + write_name(node.name) + ".published");
        return {};
    }
    return named_term(*named, span);
}

ExpressionChecker::Checked ExpressionChecker::check(const QueryVariableExpr& node, TextSpan span) {
    if (!scope_.query_variables) {
        complain("query-variable", span, "'?" + node.name + "' may only stand in a query",
                 "here, any(x: kind, ...) says that there is one");
        return {};
    }
    Term term;
    query_slot(node, span, term);
    if (!slots_[term.index].settled) {
        complain("query-variable", span, "nothing here says what '?" + node.name + "' ranges over",
                 "use it as an argument: controls(?" + node.name + ", c)");
        return {};
    }
    return term;
}

ExpressionChecker::Checked ExpressionChecker::check(const AtExpr& node, TextSpan span) {
    Checked body = check(*node.body);
    Checked when = instant(*node.instant);
    if (!body || !when) return {};
    if (body->type != Type::truth && body->type != Type::number && body->type != Type::instant) {
        wrong_type(*node.body, *body, "what 'at' gives a day to", "a truth or a number");
        return {};
    }
    const Type type = body->type;
    std::vector<Term> args;
    args.push_back(std::move(*body));
    args.push_back(std::move(*when));
    return make(Op::at, type, span, std::move(args));
}

ExpressionChecker::Checked ExpressionChecker::check(const NotExpr& node, TextSpan span) {
    Checked body = truth(*node.body, "what 'not' denies");
    if (!body) return {};
    std::vector<Term> args;
    args.push_back(std::move(*body));
    return make(Op::not_, Type::truth, span, std::move(args));
}

bool ExpressionChecker::flatten(const Expr& expr, LogicExpr::Op op, std::vector<Term>& args) {
    const LogicExpr* logic = std::get_if<LogicExpr>(&expr.node);
    if (logic && logic->op == op) {
        const bool left = flatten(*logic->left, op, args);
        return flatten(*logic->right, op, args) && left;
    }
    Checked term = truth(expr, op == LogicExpr::Op::conj ? "what 'and' joins" : "what 'or' joins");
    if (term) args.push_back(std::move(*term));
    return term.has_value();
}

ExpressionChecker::Checked ExpressionChecker::check(const LogicExpr& node, TextSpan span) {
    std::vector<Term> args;
    bool good = true;
    Op op = Op::implies;
    if (node.op == LogicExpr::Op::implies) {
        for (const Expr* side : {node.left.get(), node.right.get()}) {
            Checked term = truth(*side, "what 'implies' joins");
            if (term) args.push_back(std::move(*term));
            good &= term.has_value();
        }
    } else {
        op = node.op == LogicExpr::Op::conj ? Op::and_ : Op::or_;
        const bool left = flatten(*node.left, node.op, args);
        good = flatten(*node.right, node.op, args) && left;
    }
    if (!good) return {};
    return make(op, Type::truth, span, std::move(args));
}

Term ExpressionChecker::make(Op op, Type type, TextSpan span, std::vector<Term> args) {
    Term term;
    term.op = op;
    term.type = type;
    term.span = span;
    term.args = std::move(args);
    ++nodes_;
    return term;
}

bool ExpressionChecker::count_copy(const Term& term) {
    if (!too_large_) nodes_ += size_of(term);
    if (nodes_ > max_nodes && !too_large_) {
        too_large_ = true;
        complain("too-large", term.span, "this expression is too large once its chained comparisons and definitions are written out",
                 "split it into definitions");
    }
    return !too_large_;
}

std::string_view ExpressionChecker::slice(TextSpan span) const {
    return std::string_view(text_.text).substr(span.begin, span.end - span.begin);
}

std::string ExpressionChecker::shown(const Expr& expr) const {
    const std::string_view text = slice(expr.span);
    if (text.size() > 60) return "this";
    return text.find('\'') == std::string_view::npos ? "'" + std::string(text) + "'" : std::string(text);
}

std::string ExpressionChecker::quoted(std::string_view name) {
    constexpr std::size_t longest = 80;
    if (name.size() <= longest) return "'" + std::string(name) + "'";
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;  // not inside a letter
    return "'" + std::string(name.substr(0, end)) + "...'";
}

Diagnostic& ExpressionChecker::complain(std::string code, TextSpan span, std::string message, std::string hint) {
    return diagnostics_.error(std::move(code), locate(sources_, text_, span.begin, span.end), std::move(message),
                              std::move(hint));
}

bool ExpressionChecker::many_complaints() const { return diagnostics_.list().size() > max_suggestions; }

std::string ExpressionChecker::did_you_mean(std::string_view word, const std::vector<std::string>& candidates) const {
    // Comparing with all of a large run's names takes its time, and nobody reads the hundredth suggestion.
    if (many_complaints()) return {};
    const std::string near = nearest(word, candidates);
    return near.empty() ? std::string() : "did you mean '" + near + "'?";
}

}  // namespace tenet

// Applications: the built-in functions, Allen's relations, definitions and relations of packs.

#include <algorithm>
#include <array>

#include "rules/expr_grammar.h"
#include "rules/expression_checker.h"

namespace tenet {

namespace {
std::string signature(const Definition& definition) {
    std::string text = write_name(definition.name) + "(";
    for (std::size_t i = 0; i < definition.params.size(); ++i) text += (i ? ", " : "") + definition.params[i].name;
    return text + ")";
}
constexpr std::array allen_names{"before", "meets",  "overlaps",      "starts",     "during",   "finishes",   "equals",
                                 "after",  "met-by", "overlapped-by", "started-by", "contains", "finished-by"};
}  // namespace

ExpressionChecker::Checked ExpressionChecker::check(const ApplyExpr& node, TextSpan span) {
    if (node.function == "capital") return built_in(node, span, Op::capital);
    if (node.function == "votes") return built_in(node, span, Op::votes);
    if (node.function == "occurs") return built_in(node, span, Op::occurs);
    if (node.function == "measure") return measure(node, span);
    if (node.function == "in-office") return in_office(node, span);
    if (const std::optional<Allen> relates = parse_allen(node.function)) return allen(node, span, *relates);
    if (const auto meanings = meanings_of(node.function); !meanings.empty())
        return meant(node, span, meanings);
    if (const auto index = scope_.vocabulary.relation(node.function)) return relation(node, span, *index);

    std::vector<std::string> candidates{"capital", "votes", "occurs", "measure", "in-office"};
    for (const char* name : allen_names) candidates.emplace_back(name);
    const bool in_pack = node.function.find(':') != std::string::npos;
    for (const Definition& definition : scope_.vocabulary.definitions)
        if (definition.version_of == no_index)
            candidates.push_back(in_pack ? definition.pack + ":" + definition.name : definition.name);
    for (const RelationKind& kind : scope_.vocabulary.relations) candidates.push_back(kind.name);
    std::string hint = did_you_mean(node.function, candidates);
    if (scope_.vocabulary.office(node.function)) hint = "of a title, write in-office(p, o, '" + node.function + "')";
    complain("unknown-name", node.function_span,
             "no function, definition or relation is called " + quoted(node.function), std::move(hint));
    return {};
}

std::vector<std::uint32_t> ExpressionChecker::meanings_of(std::string_view name) const {
    return scope_.set ? scope_.vocabulary.meanings(name, *scope_.set) : scope_.vocabulary.meanings(name, scope_.pack);
}

/// A name that several packs define is an error, unless the caller asks for all of its meanings.
ExpressionChecker::Checked ExpressionChecker::meant(const ApplyExpr& node, TextSpan span,
                                                    const std::vector<std::uint32_t>& meanings) {
    const std::vector<Definition>& definitions = scope_.vocabulary.definitions;
    if (meanings.size() > 1 && !scope_.may_be_ambiguous) {
        std::string list;
        for (const std::uint32_t meaning : meanings)
            list += (list.empty() ? "" : ", ") + definitions[meaning].pack + ":" + definitions[meaning].name;
        complain("ambiguous-name", node.function_span, "several packs define " + quoted(node.function),
                 "say which is meant: " + list);
        return {};
    }
    if (meanings.size() > 1)
        for (const std::uint32_t meaning : meanings)
            contenders_.push_back(*scope_.vocabulary.pack(definitions[meaning].pack));
    return defined(node, span, meanings.front());
}

bool ExpressionChecker::arity(const ApplyExpr& node, std::size_t least, std::size_t most, std::string_view form) {
    if (node.args.size() >= least && node.args.size() <= most) return true;
    const std::string takes =
        least == most ? std::to_string(least) : std::to_string(least) + " or " + std::to_string(most);
    complain("arguments", node.function_span,
             "'" + node.function + "' takes " + takes + (most == 1 ? " argument, " : " arguments, ") +
                 std::to_string(node.args.size()) + (node.args.size() == 1 ? " is given" : " are given"),
             std::string(form));
    return false;
}

ExpressionChecker::Checked ExpressionChecker::built_in(const ApplyExpr& node, TextSpan span, Op op) {
    std::vector<Term> args;
    if (op == Op::occurs) {
        if (!arity(node, 1, 1, "occurs(event)")) return {};
        Checked of = event(*node.args[0], no_index, "what 'occurs' is asked of");
        if (!of) return {};
        args.push_back(std::move(*of));
        return make(op, Type::truth, span, std::move(args));
    }
    if (!arity(node, 2, 2, node.function + "(holder, organisation)")) return {};
    Checked holder = entity(*node.args[0], core_kind("party"), "the holder in '" + node.function + "'");
    Checked in = entity(*node.args[1], core_kind("organisation"), "what is held in '" + node.function + "'");
    if (!holder || !in) return {};
    args.push_back(std::move(*holder));
    args.push_back(std::move(*in));
    return make(op, Type::number, span, std::move(args));
}

std::optional<std::string> ExpressionChecker::quoted_argument(const Expr& expr, const std::string& place) {
    if (const QuotedExpr* quoted = std::get_if<QuotedExpr>(&expr.node)) return quoted->text;
    std::string hint;
    if (const NameExpr* name = std::get_if<NameExpr>(&expr.node)) hint = "write it in quotes: '" + name->name + "'";
    complain("wrong-type", expr.span, place + " is a text in single quotes", std::move(hint));
    return {};
}

ExpressionChecker::Checked ExpressionChecker::measure(const ApplyExpr& node, TextSpan span) {
    if (!arity(node, 2, 3, "measure(x, 'name', 'unit')")) return {};
    Checked of = entity(*node.args[0], no_index, "what is measured");
    const std::optional<std::string> name = quoted_argument(*node.args[1], "the name of a measure");
    std::optional<std::string> unit = "";
    if (node.args.size() == 3) unit = quoted_argument(*node.args[2], "the unit of a measure");
    if (!of || !name || !unit) return {};
    std::vector<Term> args;
    args.push_back(std::move(*of));
    Term term = make(Op::measure, Type::number, span, std::move(args));
    term.text = *name;
    term.unit = *unit;
    return term;
}

ExpressionChecker::Checked ExpressionChecker::in_office(const ApplyExpr& node, TextSpan span) {
    if (!arity(node, 2, 3, "in-office(person, organisation, 'title')")) return {};
    Checked person = entity(*node.args[0], core_kind("person"), "who is 'in-office'");
    Checked of = entity(*node.args[1], core_kind("organisation"), "where one is 'in-office'");
    std::uint32_t office = no_index;
    if (node.args.size() == 3) {
        const std::optional<std::string> title = quoted_argument(*node.args[2], "a title");
        if (!title) return {};
        const std::optional<std::uint32_t> found = scope_.vocabulary.office(*title);
        if (!found) {
            std::vector<std::string> titles;
            for (const OfficeKind& kind : scope_.vocabulary.offices) titles.push_back(kind.name);
            complain("unknown-title", node.args[2]->span, "no pack declares an office '" + *title + "'",
                     did_you_mean(*title, titles));
            return {};
        }
        office = *found;
    }
    if (!person || !of) return {};
    std::vector<Term> args;
    args.push_back(std::move(*person));
    args.push_back(std::move(*of));
    Term term = make(Op::in_office, Type::truth, span, std::move(args));
    term.index = office;
    return term;
}

ExpressionChecker::Checked ExpressionChecker::allen(const ApplyExpr& node, TextSpan span, Allen relates) {
    if (!arity(node, 2, 2, node.function + "(a, b), of events, instants or dates")) return {};
    std::vector<Term> args;
    bool good = true;
    for (const ExprPtr& argument : node.args) {
        Checked term;
        if (const QueryVariableExpr* variable = std::get_if<QueryVariableExpr>(&argument->node))
            term = query_variable(*variable, argument->span, {Domain::Kind::events, no_index, {}});
        else
            term = check(*argument);
        if (term && term->type == Type::text) term = term->op == Op::text ? edtf(*term, Op::edtf_span) : term;
        if (term && term->type != Type::event && term->type != Type::instant) {
            wrong_type(*argument, *term, "what '" + node.function + "' relates",
                       "an event, an instant or a quoted date");
            term.reset();
        }
        if (term) args.push_back(std::move(*term));
        good &= args.size() > 0 && term.has_value();
    }
    if (!good) return {};
    Term term = make(Op::allen, Type::truth, span, std::move(args));
    term.allen = relates;
    return term;
}

ExpressionChecker::Checked ExpressionChecker::defined(const ApplyExpr& node, TextSpan span, std::uint32_t index) {
    const Definition& definition = scope_.vocabulary.definitions[index];
    if (!arity(node, definition.params.size(), definition.params.size(), signature(definition))) return {};
    std::vector<Term> args;
    bool good = true;
    for (std::size_t i = 0; i < node.args.size(); ++i) {
        const Parameter& param = definition.params[i];
        const std::string place = "'" + param.name + "' of '" + definition.name + "'";
        Checked term = param.domain.kind == Domain::Kind::number   ? constant(*node.args[i], place)
                       : param.domain.kind == Domain::Kind::events ? event(*node.args[i], param.domain.index, place)
                                                                   : entity(*node.args[i], param.domain.index, place);
        good &= term.has_value();
        if (term) args.push_back(std::move(*term));
    }
    if (!good) return {};
    if (definition.takes_numbers()) return written_out(definition, std::move(args), span);
    Term term = make(Op::defined, definition.type, span, std::move(args));
    term.index = index;
    return term;
}

ExpressionChecker::Checked ExpressionChecker::relation(const ApplyExpr& node, TextSpan span, std::uint32_t index) {
    const RelationKind& kind = scope_.vocabulary.relations[index];
    if (!arity(node, 2, 2, write_name(kind.name) + "(subject, object)")) return {};
    Checked subject = entity(*node.args[0], kind.subject, "the subject of '" + kind.name + "'");
    Checked object = entity(*node.args[1], kind.object, "the object of '" + kind.name + "'");
    if (!subject || !object) return {};
    std::vector<Term> args;
    args.push_back(std::move(*subject));
    args.push_back(std::move(*object));
    Term term = make(Op::relation, Type::truth, span, std::move(args));
    term.index = index;
    return term;
}

}  // namespace tenet

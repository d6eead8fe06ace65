// Quantified expressions and what their variables range over; ever and always; the `?x` of queries.

#include <algorithm>

#include "rules/expr_grammar.h"
#include "rules/expression_checker.h"

namespace tenet {

bool ExpressionChecker::domain(const DomainExpr& node, Slot& slot, std::vector<Term>& args) {
    if (node.path) return path_domain(node, slot, args);
    const Vocabulary& v = scope_.vocabulary;
    if (const auto kind = v.entity_kind(node.kind)) {
        slot.domain = {Domain::Kind::entities, *kind, {}};
        slot.kind = *kind;
        return true;
    }
    if (const auto kind = v.event_kind(node.kind)) {
        slot.domain = {Domain::Kind::events, *kind, {}};
        return true;
    }
    if (node.kind == "event" || node.kind == "anything") {
        slot.domain = {node.kind == "event" ? Domain::Kind::events : Domain::Kind::entities, no_index, {}};
        return true;
    }
    std::vector<std::string> candidates{"event"};
    for (const EntityKind& kind : v.entity_kinds) candidates.push_back(kind.name);
    for (const EventKind& kind : v.event_kinds) candidates.push_back(kind.name);
    complain("unknown-kind", node.span, "no pack declares a kind " + quoted(node.kind),
             did_you_mean(node.kind, candidates));
    return false;
}

bool ExpressionChecker::path_domain(const DomainExpr& node, Slot& slot, std::vector<Term>& args) {
    const std::uint32_t width = static_cast<std::uint32_t>(node.kind.size()) + (node.quoted ? 2 : 0);
    const TextSpan base_span{node.span.begin, node.span.begin + width};
    const TextSpan part_span{base_span.end + 1, node.span.end};
    const std::optional<Named> named = find_name(node.kind, base_span);
    if (!named) return false;
    if (named->kind == Named::Kind::source) {
        complain("wrong-type", node.span, "'" + node.kind + "' is a source, and nothing ranges over that");
        return false;
    }
    Term base = named_term(*named, base_span);
    if (base.type == Type::entity) {
        if (node.part != "holders") {
            complain("unknown-part", part_span, "nothing ranges over '" + node.part + "' of an entity",
                     "only .holders is a range");
            return false;
        }
        const KindId organisation = core_kind("organisation"), kind = kind_of(base);
        const Vocabulary& v = scope_.vocabulary;
        const bool constant = base.op == Op::entity;
        if (kind != no_index && !v.is_a(kind, organisation) && (constant || !v.is_a(organisation, kind))) {
            Diagnostic& complaint = complain("wrong-kind", base_span,
                                             "'" + node.kind + "' is of kind '" + kind_name(kind) +
                                                 "', and only a kind of 'organisation' has holders");
            if (constant) complaint.labels.push_back({scope_.facts->entities[base.index].span, "declared here"});
            return false;
        }
        slot.domain = {Domain::Kind::holders, no_index, {}};
        slot.kind = core_kind("party");
    } else {
        const Role* role = node.part == "holders" ? nullptr : find_role(base, node.part, part_span);
        if (!role) {
            if (node.part == "holders")
                complain("unknown-part", part_span,
                         "'" + node.kind + "' is an event, and only organisations have holders");
            return false;
        }
        slot.domain = {Domain::Kind::role, no_index, node.part};
        slot.kind = role->kind;
    }
    args.push_back(std::move(base));
    return true;
}

ExpressionChecker::Checked ExpressionChecker::check(const QuantifiedExpr& node, TextSpan span) {
    using Q = QuantifiedExpr::Op;
    Slot slot;
    std::vector<Term> args;
    if (!domain(node.domain, slot, args)) return {};
    if (node.op == Q::sum && !node.body) {
        complain("arguments", span, "'sum' needs what it adds up", "sum(x: party where ..., votes(x, c))");
        return {};
    }
    if (node.op == Q::all && !node.body) {
        complain("arguments", span, "'all' needs what holds of all", "all(x: party where ..., votes(x, c) < 50%)");
        return {};
    }
    const std::uint32_t index = static_cast<std::uint32_t>(slots_.size());
    slots_.push_back(slot);
    variables_.push_back({node.variable, index});
    Checked where, body;
    bool good = true;
    if (node.where) {
        where = truth(*node.where, "what stands behind 'where'");
        good &= where.has_value();
    }
    if (node.body) {
        body = node.op == Q::sum ? number(*node.body, "what 'sum' adds up") : truth(*node.body, "what is quantified");
        good &= body.has_value();
    }
    variables_.pop_back();
    if (!good) return {};

    // `any(x: d where c)` says that one fulfils c; `count(x: d, c)` counts those that do.
    if (node.op == Q::any && !body) {
        body = where ? std::move(where) : make(Op::truth, Type::truth, span);
        if (body->op == Op::truth) body->number = 1;
        where.reset();
    }
    if (node.op == Q::count && body) {
        if (where) {
            std::vector<Term> both;
            both.push_back(std::move(*where));
            both.push_back(std::move(*body));
            where = make(Op::and_, Type::truth, span, std::move(both));
        } else
            where = std::move(body);
        body.reset();
    }
    const bool has_where = where.has_value();
    if (where) args.push_back(std::move(*where));
    if (body) args.push_back(std::move(*body));
    const Op op = node.op == Q::sum ? Op::sum : node.op == Q::count ? Op::count : node.op == Q::any ? Op::any : Op::all;
    Term term = make(op, op == Op::sum || op == Op::count ? Type::number : Type::truth, span, std::move(args));
    term.index = index;
    term.text = node.variable;
    term.domain = slot.domain;
    term.has_where = has_where;
    return term;
}

ExpressionChecker::Checked ExpressionChecker::check(const TemporalExpr& node, TextSpan span) {
    std::vector<Term> args;
    Checked body = truth(*node.body, node.op == TemporalExpr::Op::ever ? "what is 'ever' so" : "what is 'always' so");
    bool good = body.has_value();
    if (body) args.push_back(std::move(*body));
    for (const ExprPtr* end : {&node.from, &node.to}) {
        if (!*end) continue;
        Checked when = instant(**end);
        good &= when.has_value();
        if (when) args.push_back(std::move(*when));
    }
    if (!good) return {};
    return make(node.op == TemporalExpr::Op::ever ? Op::ever : Op::always, Type::truth, span, std::move(args));
}

Term& ExpressionChecker::query_slot(const QueryVariableExpr& node, TextSpan span, Term& term) {
    std::size_t i = 0;
    while (i + 1 < query_variables_.size() && query_variables_[i].name != node.name) ++i;
    term.op = Op::variable;
    term.span = span;
    term.index = static_cast<std::uint32_t>(scope_.params.size() + i);
    term.type = slots_[term.index].domain.kind == Domain::Kind::events ? Type::event : Type::entity;
    return term;
}

ExpressionChecker::Checked ExpressionChecker::query_variable(const QueryVariableExpr& node, TextSpan span,
                                                             const Domain& asked) {
    if (!scope_.query_variables) return check(node, span);  // which complains
    Term term;
    Slot& slot = slots_[query_slot(node, span, term).index];
    const Vocabulary& v = scope_.vocabulary;
    const auto name = [&](const Domain& d) {
        if (d.kind == Domain::Kind::entities)
            return d.index == no_index ? std::string("an entity") : "'" + kind_name(d.index) + "'";
        return d.index == no_index ? std::string("an event") : "'" + v.event_kinds[d.index].name + "'";
    };
    Domain& have = slot.domain;
    bool fits = true;
    if (!slot.settled)
        have = asked;
    else if (have.kind != asked.kind)
        fits = false;
    else if (have.index == no_index)
        have.index = asked.index;
    else if (asked.index != no_index && asked.index != have.index) {
        const bool entities = asked.kind == Domain::Kind::entities;
        if (entities && v.is_a(asked.index, have.index))
            have.index = asked.index;
        else
            fits = entities && v.is_a(have.index, asked.index);
    }
    if (!fits) {
        complain("wrong-kind", span,
                 "'?" + node.name + "' would have to be both " + name(have) + " and " + name(asked) + ": nothing is");
        return {};
    }
    slot.settled = true;
    slot.kind = have.kind == Domain::Kind::entities ? have.index : no_index;
    term.type = have.kind == Domain::Kind::events ? Type::event : Type::entity;
    return term;
}

}  // namespace tenet

#include "engine/witness_laws.h"

#include <algorithm>

#include "engine/witness_world.h"
#include "rules/term_walk.h"

namespace tenet {

namespace {

using Kind = Matcher::Argument::Kind;

bool is_quantifier(Op op) { return op == Op::sum || op == Op::count || op == Op::any || op == Op::all; }
bool is_fluent(Op op) {
    return op == Op::capital || op == Op::votes || op == Op::in_office || op == Op::relation || op == Op::measure;
}

bool is_stake(const Term& t) { return t.op == Op::capital || t.op == Op::votes; }

/// `votes(h, c) = capital(h, c)`, of variables.
bool equates_shares(const Term& t) {
    return t.op == Op::equal && is_stake(t.args[0]) && is_stake(t.args[1]) && t.args[0].op != t.args[1].op &&
           is_variable(t.args[0].args[0], t.args[1].args[0].index) && is_variable(t.args[0].args[1], t.args[1].args[1].index) &&
           t.args[1].args[0].op == Op::variable && t.args[1].args[1].op == Op::variable;
}

/// `sum(h: ..., capital(h, c))`, c a variable.
bool adds_up_holders(const Term& t) {
    return t.op == Op::sum && !t.has_where && t.domain.kind == Domain::Kind::entities && is_stake(t.args[0]) &&
           is_variable(t.args[0].args[0], t.index) && t.args[0].args[1].op == Op::variable && t.args[0].args[1].index != t.index;
}

/// Whether a term says something else on one day than on another. `definitions`: those that do.
bool hangs_on_day(const Term& t, const std::vector<bool>& definitions) {
    if (t.op == Op::at) return hangs_on_day(t.args[1], definitions);
    if (t.op == Op::time || is_fluent(t.op) || (t.op == Op::defined && definitions[t.index])) return true;
    if (is_quantifier(t.op) && t.domain.kind == Domain::Kind::holders) return true;
    return std::any_of(t.args.begin(), t.args.end(), [&](const Term& a) { return hangs_on_day(a, definitions); });
}

bool goes_elsewhere(const Vocabulary& vocabulary, const Term& t, std::vector<bool>& open) {
    if (t.op == Op::at || t.op == Op::ever || t.op == Op::always) return true;
    if (t.op == Op::defined && !open[t.index]) {
        open[t.index] = true;
        if (goes_elsewhere(vocabulary, vocabulary.definitions[t.index].body, open)) return true;
    }
    return std::any_of(t.args.begin(), t.args.end(), [&](const Term& a) { return goes_elsewhere(vocabulary, a, open); });
}

std::vector<bool> definitions_of_days(const Vocabulary& vocabulary) {
    std::vector<bool> out(vocabulary.definitions.size(), false);
    for (bool changed = true; changed;) {
        changed = false;
        for (std::size_t d = 0; d < out.size(); ++d)
            if (!out[d] && hangs_on_day(vocabulary.definitions[d].body, out)) changed = out[d] = true;
    }
    return out;
}

}  // namespace

Programs::Programs(const Vocabulary& vocabulary, const GroundBase& base)
    : vocabulary_(vocabulary), kinds_(vocabulary.entity_kinds.size()) {
    for (KindId kind = 0; kind < kinds_; ++kind)
        for (KindId ancestor = 0; ancestor < kinds_; ++ancestor) below_.push_back(vocabulary.is_a(kind, ancestor));
    late_.assign(vocabulary.event_kinds.size() * 2, false);
    early_ = late_;
    for (const Definition& d : vocabulary.definitions) definitions_.push_back(compile(d.body));
    for (std::uint32_t l = 0; l < vocabulary.laws.size(); ++l) compile_law(l, base.law_plans[l]);
    for (std::size_t i = 0; i < late_.size(); ++i) late_[i] = late_[i] && !early_[i];
}

std::uint32_t Programs::role(std::string_view name) const {
    const auto it = roles_.find(name);
    return it == roles_.end() ? no_index : it->second;
}

std::uint32_t Programs::role_number(std::string_view name) {
    return roles_.emplace(name, static_cast<std::uint32_t>(roles_.size())).first->second;
}

std::uint32_t Programs::compile(const Term& t) {
    std::vector<std::uint32_t> parts;
    for (const Term& a : t.args) parts.push_back(compile(a));
    Instruction made;
    made.op = t.op;
    made.type = t.type;
    made.has_where = t.has_where;
    made.allen = t.allen;
    made.index = t.index;
    made.term = &t;
    made.first = static_cast<std::uint32_t>(parts_.size());
    made.count = static_cast<std::uint32_t>(parts.size());
    made.one_holding = equates_shares(t) || adds_up_holders(t);
    parts_.insert(parts_.end(), parts.begin(), parts.end());
    switch (t.op) {
    case Op::truth: made.number = t.number.sign() != 0; break;
    case Op::number: {
        const auto value = to_share(t.number);
        made.carried = value.has_value();
        made.number = value.value_or(0);
        break;
    }
    case Op::shift: {
        const auto days = t.number.to_int64();
        made.carried = days.has_value() && !looks_beyond(t);
        made.number = days.value_or(0);
        break;
    }
    case Op::edtf_day:
        made.carried = t.edtf.span.single();
        [[fallthrough]];
    case Op::edtf_span:
        made.low = t.edtf.span.first ? t.edtf.span.first->number : first_day;
        made.high = t.edtf.span.last ? t.edtf.span.last->number : last_day;
        break;
    case Op::role: made.index = role_number(t.text); break;
    case Op::days_between: made.carried = !looks_beyond(t); break;
    case Op::multiply:
    case Op::divide:
    case Op::measure:
    case Op::source_published:
    case Op::ever:
    case Op::always: made.carried = false; break;
    case Op::defined: {
        const Definition& d = vocabulary_.definitions[t.index];
        made.recursive = d.recursive;
        made.carried = !d.recursive || d.type == Type::truth;
        break;
    }
    case Op::at: made.fixed = !any_term(t.args[1], [](const Term& p) { return p.op == Op::time; }); break;
    case Op::sum:
    case Op::count:
    case Op::any:
    case Op::all: compile_quantifier(t, made); break;
    case Op::text:
    case Op::entity:
    case Op::event:
    case Op::variable:
    case Op::now:
    case Op::time:
    case Op::event_start:
    case Op::event_end:
    case Op::attribute:
    case Op::not_:
    case Op::and_:
    case Op::or_:
    case Op::implies:
    case Op::less:
    case Op::less_equal:
    case Op::equal:
    case Op::not_equal:
    case Op::add:
    case Op::subtract:
    case Op::negate:
    case Op::capital:
    case Op::votes:
    case Op::in_office:
    case Op::relation:
    case Op::occurs:
    case Op::allen: break;
    }
    nodes_.push_back(made);
    return static_cast<std::uint32_t>(nodes_.size() - 1);
}

void Programs::compile_quantifier(const Term& t, Instruction& made) {
    made.domain = t.domain.kind;
    made.kind = t.domain.index;
    switch (t.domain.kind) {
    case Domain::Kind::role: made.kind = role_number(t.domain.role); return;
    case Domain::Kind::holders: return;
    case Domain::Kind::events:
    case Domain::Kind::number: made.carried = false; return;
    case Domain::Kind::entities: break;
    }
    const Plan plan = plan_members(vocabulary_, t);
    made.carried = !plan.everything && !plan.any_holder;
    if (!made.carried) return;
    std::vector<Matcher> found;
    for (const Pattern& p : plan.patterns) {
        const Matcher m = matcher(p, t.index, t.index + 1);
        const bool one = (m.a.kind == Kind::open && m.b.kind == Kind::known) || (m.a.kind == Kind::known && m.b.kind == Kind::open);
        if (!one || m.family != Matcher::Family::stake) made.carried = false;
        if (std::find(found.begin(), found.end(), m) == found.end()) found.push_back(m);
    }
    made.matcher = static_cast<std::uint32_t>(matchers_.size());
    made.matchers = static_cast<std::uint32_t>(found.size());
    matchers_.insert(matchers_.end(), found.begin(), found.end());
}

// Variables of slots open_from up to open_to are bound by what is found.
Matcher Programs::matcher(const Pattern& pattern, std::uint32_t open_from, std::uint32_t open_to) {
    Matcher m;
    m.family = pattern.fluent == Op::in_office  ? Matcher::Family::office
               : pattern.fluent == Op::relation ? Matcher::Family::relation
               : pattern.fluent == Op::measure  ? Matcher::Family::measure
                                                : Matcher::Family::stake;
    m.index = m.family == Matcher::Family::stake ? no_index : pattern.index;
    const auto argument = [&](const PatternArgument& from, Matcher::Argument& to) {
        switch (from.kind) {
        case PatternArgument::Kind::anything: break;
        case PatternArgument::Kind::term:
            if (from.term->type != Type::entity) break;
            if (from.term->op == Op::variable && from.term->index >= open_from && from.term->index < open_to) {
                to = {Kind::open, from.term->index, no_index};
            } else {
                to = {Kind::known, compile(*from.term), no_index};
            }
            break;
        case PatternArgument::Kind::role_members: to = {Kind::members, compile(*from.term), role_number(from.role)}; break;
        }
    };
    argument(pattern.a, m.a);
    argument(pattern.b, m.b);
    return m;
}

void Programs::compile_law(std::uint32_t index, const LawPlan& plan) {
    const Law& law = vocabulary_.laws[index];
    LawProgram made;
    made.law = index;
    made.slots = law.slots;
    made.body = compile(law.body);
    made.everything = plan.plan.everything;
    // A law that looks at other days than its own leaves "consistent" unproven wherever the grounder makes it.
    usable_ = usable_ && !plan.beyond;
    for (const Boundary& b : plan.boundaries)
        if (any_term(*b.instant, [&](const Term& p) { return p.op == Op::variable && p.index >= law.params.size(); })) usable_ = false;
    const std::vector<bool> days = definitions_of_days(vocabulary_);
    made.daily = hangs_on_day(law.body, days);
    made.timely = any_term(law.body, [](const Term& p) { return p.op == Op::time; });
    std::vector<bool> open(vocabulary_.definitions.size(), false);
    made.own_day = !goes_elsewhere(vocabulary_, law.body, open);
    std::vector<bool> bound;
    for (std::uint32_t i = 0; i < law.params.size(); ++i) {
        const Domain& domain = law.params[i].domain;
        ParameterProgram param;
        param.event = domain.kind == Domain::Kind::events;
        param.kind = domain.index;
        bound.push_back(param.event);
        if (param.event)
            for (const JoinOnRole& join : joins_of(law.body)) {
                const bool before = !any_term(*join.other, [&](const Term& p) { return p.op == Op::variable && p.index >= i; });
                if (join.slot == i && before && !param.join) param.join = JoinProgram{role_number(join.role), compile(*join.other)};
            }
        made.params.push_back(param);
    }
    lean(law, law.body, true);
    const auto all_bound = [&](std::vector<bool> with, const Matcher& m) {
        for (const auto* a : {&m.a, &m.b})
            if (a->kind == Kind::open) with[a->at] = true;
        return std::find(with.begin(), with.end(), false) == with.end();
    };
    if (made.everything) usable_ = usable_ && std::find(bound.begin(), bound.end(), false) == bound.end();
    for (const Pattern& p : plan.plan.patterns) {
        if (made.everything) break;
        const Matcher m = matcher(p, 0, static_cast<std::uint32_t>(law.params.size()));
        usable_ = usable_ && all_bound(bound, m);
        made.carried = made.carried && m.family != Matcher::Family::measure;
        if (std::find(made.matchers.begin(), made.matchers.end(), m) == made.matchers.end()) made.matchers.push_back(m);
    }
    find_equation(law, law.body);
    laws_.push_back(std::move(made));
}

void Programs::find_equation(const Law& law, const Term& body) {
    if (law.params.size() != 2 || (body.op != Op::or_ && !equates_shares(body))) return;
    Equation made;
    made.slots = law.slots;
    const Term* equation = nullptr;
    std::vector<const Term*> unless;
    for (const Term& part : body.args) {
        if (body.op != Op::or_) break;
        if (equates_shares(part) && !equation) {
            equation = &part;
            continue;
        }
        const bool steady = !any_term(part, [](const Term& p) {
            return is_fluent(p.op) || p.op == Op::time || p.op == Op::defined || p.op == Op::at || is_quantifier(p.op);
        });
        if (!steady) return;
        unless.push_back(&part);
    }
    if (equates_shares(body)) equation = &body;
    if (!equation) return;
    made.holder = equation->args[0].args[0].index;
    made.organisation = equation->args[0].args[1].index;
    if (made.holder >= 2 || made.organisation >= 2 || made.holder == made.organisation) return;
    for (const Term* part : unless) {
        if (part->op == Op::equal && part->args[0].op == Op::variable && is_variable(part->args[1], 1 - part->args[0].index)) {
            made.unless_itself = true;  // its two variables: no others are there
            continue;
        }
        const bool of_holder = any_term(*part, [&](const Term& p) { return is_variable(p, made.holder); });
        (of_holder ? made.unless : made.unless_for_all).push_back(compile(*part));
    }
    made.holder_kind = law.params[made.holder].domain.index;
    made.organisation_kind = law.params[made.organisation].domain.index;
    equations_.push_back(std::move(made));
}

// Which instants a law would rather have small, and which large: `a < b`, where it is demanded, a small and b large.
void Programs::lean(const Law& law, const Term& t, bool demanded) {
    if (t.op == Op::not_) return lean(law, t.args[0], !demanded);
    if (t.op == Op::implies) {
        lean(law, t.args[0], !demanded);
        return lean(law, t.args[1], demanded);
    }
    if (t.op == Op::less || t.op == Op::less_equal) {
        lean_instant(law, t.args[0], demanded);
        return lean_instant(law, t.args[1], !demanded);
    }
    if (t.op == Op::and_ || t.op == Op::or_)
        for (const Term& a : t.args) lean(law, a, demanded);
}

void Programs::lean_instant(const Law& law, const Term& t, bool small) {
    if (t.op == Op::shift) return lean_instant(law, t.args[0], small);
    if ((t.op != Op::event_start && t.op != Op::event_end) || t.args[0].op != Op::variable) return;
    const std::uint32_t slot = t.args[0].index;
    if (slot >= law.params.size() || law.params[slot].domain.index == no_index) return;
    (small ? early_ : late_)[law.params[slot].domain.index * 2 + (t.op == Op::event_end ? 1 : 0)] = true;
}

}  // namespace tenet

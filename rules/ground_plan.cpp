// Three-valued evaluation with fluents at zero, and the patterns of fluents that instances hang on.
#include "rules/ground_plan.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "rules/term_walk.h"
#include "rules/three_valued.h"

namespace tenet {

namespace {

/// Stakes, and what is made of them and of numbers without taking anything away.
bool never_negative(const Term& t) {
    switch (t.op) {
    case Op::number: return t.number.sign() >= 0;
    case Op::capital:
    case Op::votes:
    case Op::count: return true;
    case Op::add:
    case Op::multiply: return never_negative(t.args[0]) && never_negative(t.args[1]);
    case Op::divide: return never_negative(t.args[0]) && t.args[1].number.sign() > 0;
    case Op::sum: return never_negative(t.args.back());
    case Op::at: return never_negative(t.args[0]);
    case Op::truth: case Op::text: case Op::edtf_day: case Op::edtf_span: case Op::entity: case Op::event:
    case Op::variable: case Op::now: case Op::time: case Op::event_start: case Op::event_end: case Op::source_published:
    case Op::role: case Op::attribute: case Op::shift: case Op::days_between: case Op::not_: case Op::and_: case Op::or_:
    case Op::implies: case Op::less: case Op::less_equal: case Op::equal: case Op::not_equal: case Op::subtract:
    case Op::negate: case Op::measure: case Op::in_office: case Op::relation: case Op::defined: case Op::occurs:
    case Op::allen: case Op::any: case Op::all: case Op::ever: case Op::always: break;
    }
    return false;
}

struct Evaluator {
    const Vocabulary& vocabulary;
    std::function<bool(const Term&)> zero;               // fluents taken as zero
    std::function<std::optional<bool>(const Term&)> fix;  // truths taken as given
    std::set<std::uint32_t> open{};                       // definitions being evaluated
    std::optional<std::uint32_t> of_variable{};           // only fluents of this variable are zero, through definitions

    // Inside a definition the variable goes by the parameter that it is the argument of.
    void follow(const Term& application, std::uint32_t variable) {
        std::optional<std::uint32_t> parameter;
        for (std::uint32_t i = 0; i < application.args.size(); ++i)
            if (application.args[i].op == Op::variable && application.args[i].index == variable) parameter = i;
        of_variable = parameter.value_or(no_index);
        zero = [slot = *of_variable](const Term& fluent) { return is_held_by(fluent, slot); };
    }

    KnownValue eval(const Term& t) {
        if (const auto fixed = fix ? fix(t) : std::nullopt) return known_truth(*fixed);
        switch (t.op) {
        case Op::truth:
        case Op::number:
        case Op::not_:
        case Op::and_:
        case Op::or_:
        case Op::implies:
        case Op::equal:
        case Op::not_equal:
        case Op::add:
        case Op::subtract:
        case Op::multiply:
        case Op::divide:
        case Op::negate: return combined(t, [&](const Term& part) { return eval(part); });
        case Op::less:
        case Op::less_equal: {
            const KnownValue v = combined(t, [&](const Term& part) { return eval(part); });
            if (v.truth) return v;
            const KnownValue a = eval(t.args[0]), b = eval(t.args[1]);  // nothing lies below 0 that cannot
            if (t.op == Op::less && b.number && b.number->sign() <= 0 && never_negative(t.args[0])) return known_truth(false);
            if (t.op == Op::less_equal && a.number && a.number->sign() <= 0 && never_negative(t.args[1])) return known_truth(true);
            return {};
        }
        case Op::capital:
        case Op::votes:
        case Op::measure: return zero(t) ? KnownValue{{}, Rational(0)} : KnownValue{};
        case Op::in_office:
        case Op::relation: return zero(t) ? known_truth(false) : KnownValue{};
        case Op::defined: {
            if (!zero(t)) return {};
            const Definition& d = vocabulary.definitions[t.index];
            if (!open.insert(t.index).second) return d.type == Type::number ? KnownValue{{}, Rational(0)} : known_truth(false);
            Evaluator inner{vocabulary, [](const Term&) { return true; }, {}, open};
            if (of_variable) inner.follow(t, *of_variable);
            const KnownValue v = inner.eval(d.body);
            open.erase(t.index);
            return v;
        }
        case Op::sum:
        case Op::count:
        case Op::any:
        case Op::all: return quantified(t);
        case Op::ever:
        case Op::always:
        case Op::at: return eval(t.args[0]);
        case Op::text:
        case Op::edtf_day:
        case Op::edtf_span:
        case Op::entity:
        case Op::event:
        case Op::variable:
        case Op::now:
        case Op::time:
        case Op::event_start:
        case Op::event_end:
        case Op::source_published:
        case Op::role:
        case Op::attribute:
        case Op::shift:
        case Op::days_between:
        case Op::occurs:
        case Op::allen: return {};
        }
        return {};
    }

    KnownValue quantified(const Term& t) {
        std::size_t i = t.domain.kind == Domain::Kind::role || t.domain.kind == Domain::Kind::holders ? 1 : 0;
        std::optional<bool> where = true;
        if (t.has_where) where = eval(t.args[i++]).truth;
        if (t.domain.kind == Domain::Kind::holders && where == true) where = std::nullopt;
        if (where == false) {
            if (t.op == Op::sum || t.op == Op::count) return {{}, Rational(0)};
            return known_truth(t.op == Op::all);
        }
        if (t.op == Op::count) return {};
        const KnownValue body = eval(t.args[i]);
        if (t.op == Op::sum && body.number && body.number->sign() == 0) return {{}, Rational(0)};
        if (t.op == Op::any && body.truth == false) return known_truth(false);
        if (t.op == Op::all && body.truth == true) return known_truth(true);
        return {};
    }
};

bool is_fluent(Op op) {
    return op == Op::capital || op == Op::votes || op == Op::measure || op == Op::in_office || op == Op::relation ||
           op == Op::defined;
}

// The quantifiers above a term, so that a quantified variable is known for what it is.
using Quantifiers = std::vector<const Term*>;

PatternArgument argument(const Term& t, const Quantifiers& quantifiers) {
    bool free = true;
    each_term(t, [&](const Term& part) {
        if (part.op != Op::variable) return;
        for (const Term* q : quantifiers)
            if (q->index == part.index) free = false;
    });
    if (free) return {PatternArgument::Kind::term, &t, {}};
    if (t.op == Op::variable)
        for (const Term* q : quantifiers)
            if (q->index == t.index && q->domain.kind == Domain::Kind::role)
                return {PatternArgument::Kind::role_members, &q->args[0], q->domain.role};
    return {};
}

struct Collector {
    const Vocabulary& vocabulary;
    std::vector<Pattern>& out;

    // Patterns of a fluent; of a definition: those of its body, with parameters replaced by the arguments.
    void fluent(const Term& t, const Quantifiers& quantifiers) {
        std::vector<PatternArgument> args;
        for (const Term& a : t.args) args.push_back(argument(a, quantifiers));
        emit(t, args);
    }
    void emit(const Term& t, const std::vector<PatternArgument>& args) {
        if (t.op == Op::defined) {
            std::vector<std::tuple<PatternArgument::Kind, const Term*, std::string>> with;
            for (const PatternArgument& a : args) with.emplace_back(a.kind, a.term, a.role);
            const Definition& d = vocabulary.definitions[t.index];
            if (open_.contains(t.index) || (!d.recursive && !done_.emplace(t.index, std::move(with)).second)) return;
            open_.insert(t.index);
            inside(d.body, args);
            open_.erase(t.index);
            return;
        }
        Pattern p{t.op == Op::votes ? Op::capital : t.op, t.index, args[0], args.size() > 1 ? args[1] : PatternArgument{}};
        if (t.op == Op::capital || t.op == Op::votes) p.index = no_index;
        out.push_back(std::move(p));
    }
    void inside(const Term& t, const std::vector<PatternArgument>& params) {
        if (is_fluent(t.op)) {
            std::vector<PatternArgument> args;
            for (const Term& a : t.args) {
                const bool param = a.op == Op::variable && a.index < params.size();
                args.push_back(param ? params[a.index] : PatternArgument{});
            }
            emit(t, args);
            return;
        }
        for (const Term& a : t.args) inside(a, params);
    }
    std::set<std::uint32_t> open_{};
    std::set<std::pair<std::uint32_t, std::vector<std::tuple<PatternArgument::Kind, const Term*, std::string>>>> done_{};  // with these arguments
};

void collect_fluents(const Term& t, Quantifiers& quantifiers,
                     std::vector<std::pair<const Term*, Quantifiers>>& out) {
    if (is_fluent(t.op)) out.emplace_back(&t, quantifiers);
    const bool q = t.op == Op::sum || t.op == Op::count || t.op == Op::any || t.op == Op::all;
    if (q) quantifiers.push_back(&t);
    for (const Term& a : t.args) collect_fluents(a, quantifiers, out);
    if (q) quantifiers.pop_back();
}

}  // namespace

Plan plan_instances(const Vocabulary& vocabulary, const Term& body) {
    std::vector<std::pair<const Term*, Quantifiers>> fluents;
    Quantifiers quantifiers;
    collect_fluents(body, quantifiers, fluents);
    const auto holds_without = [&](const std::function<bool(const Term&)>& zero) {
        Evaluator e{vocabulary, zero, {}};
        return e.eval(body).truth == true;
    };
    Plan plan;
    for (const auto& [fluent, above] : fluents) {  // one fluent may do: the guard of an implication
        const Term* one = fluent;
        if (!holds_without([&](const Term& t) { return &t == one; })) continue;
        Collector{vocabulary, plan.patterns}.fluent(*fluent, above);
        return plan;
    }
    if (!holds_without([](const Term&) { return true; })) {
        plan.everything = true;
        return plan;
    }
    Collector collector{vocabulary, plan.patterns};
    for (const auto& [fluent, above] : fluents) collector.fluent(*fluent, above);
    return plan;
}

namespace {

bool leaves_its_day(const Vocabulary& vocabulary, const Term& t, std::set<std::uint32_t>& open) {
    if (t.op == Op::at || t.op == Op::ever || t.op == Op::always) return true;
    if (t.op == Op::defined && open.insert(t.index).second && leaves_its_day(vocabulary, vocabulary.definitions[t.index].body, open))
        return true;
    return std::any_of(t.args.begin(), t.args.end(), [&](const Term& a) { return leaves_its_day(vocabulary, a, open); });
}

/// Whether a definition refers to itself, or uses one that does. `seen`: those looked into already.
bool is_recursive(const Vocabulary& vocabulary, std::uint32_t definition, std::set<std::uint32_t>& seen) {
    const Definition& d = vocabulary.definitions[definition];
    if (d.recursive) return true;
    if (!seen.insert(definition).second) return false;
    return any_term(d.body, [&](const Term& t) { return t.op == Op::defined && is_recursive(vocabulary, t.index, seen); });
}

/// Whether a definition hangs on stakes alone. `open`: those looked into already.
bool only_stakes(const Vocabulary& vocabulary, const Term& t, std::set<std::uint32_t>& open) {
    if (t.op == Op::in_office || t.op == Op::relation || t.op == Op::measure) return false;
    if (t.op == Op::defined && open.insert(t.index).second &&
        !only_stakes(vocabulary, vocabulary.definitions[t.index].body, open))
        return false;
    for (const Term& a : t.args)
        if (!only_stakes(vocabulary, a, open)) return false;
    return true;
}

}  // namespace

namespace {

// Entities that a variable is compared with, also inside definitions that it is handed to: `h != orange` tells Orange apart
// from the unnamed party, so Orange must be able to hold what is held.
void told_apart(const Vocabulary& vocabulary, const Term& t, std::uint32_t slot, bool inside, std::set<std::uint32_t>& open,
                std::vector<const Term*>& out) {
    if ((t.op == Op::equal || t.op == Op::not_equal) && t.args[0].type == Type::entity)
        for (std::size_t side = 0; side < 2; ++side) {
            const Term& mine = t.args[side];
            const Term& other = t.args[1 - side];
            if (mine.op == Op::variable && mine.index == slot && (!inside || other.op == Op::entity)) out.push_back(&other);
        }
    if (t.op == Op::defined)
        for (std::uint32_t i = 0; i < t.args.size(); ++i)
            if (t.args[i].op == Op::variable && t.args[i].index == slot && open.insert(t.index).second)
                told_apart(vocabulary, vocabulary.definitions[t.index].body, i, true, open, out);
    for (const Term& a : t.args) told_apart(vocabulary, a, slot, inside, open, out);
}

}  // namespace

bool stays_on_its_day(const Vocabulary& vocabulary, const Term& t) {
    std::set<std::uint32_t> open;
    return !leaves_its_day(vocabulary, t, open);
}

const Term* split_of(const Term& body) {
    if (body.op == Op::implies) return split_of(body.args[1]);
    return body.op == Op::all && body.domain.kind == Domain::Kind::role ? &body : nullptr;
}

Plan plan_members(const Vocabulary& vocabulary, const Term& quantifier) {
    std::vector<std::pair<const Term*, Quantifiers>> fluents;
    Quantifiers quantifiers;
    for (const Term& a : quantifier.args) collect_fluents(a, quantifiers, fluents);
    const auto has_variable = [&](const Term& t) { return is_held_by(t, quantifier.index); };
    const auto neutral_without = [&](const std::function<bool(const Term&)>& zero) {
        Evaluator e{vocabulary, zero, {}};
        e.of_variable = quantifier.index;
        const KnownValue v = e.quantified(quantifier);
        if (quantifier.op == Op::any) return v.truth == false;
        if (quantifier.op == Op::all) return v.truth == true;
        return v.number && v.number->sign() == 0;
    };
    Plan plan;
    plan.own_day = stays_on_its_day(vocabulary, quantifier);
    std::set<std::uint32_t> open;
    for (const Term& a : quantifier.args) told_apart(vocabulary, a, quantifier.index, false, open, plan.told_apart);
    // Only stakes may be left out: what a party that no fact mentions would hold, the unnamed party may hold as well. A
    // relation or an office between two named ones is theirs alone, and may hold although no fact says so.
    const auto is_stake = [](const Term& t) { return t.op == Op::capital || t.op == Op::votes; };
    for (const auto& [fluent, above] : fluents) {
        if (!is_stake(*fluent) || !has_variable(*fluent)) continue;
        const Term* one = fluent;
        if (!neutral_without([&](const Term& t) { return &t == one; })) continue;
        Collector{vocabulary, plan.patterns}.fluent(*fluent, above);
        return plan;
    }
    if (!neutral_without([&](const Term& t) { return (is_stake(t) || t.op == Op::defined) && has_variable(t); })) {
        plan.everything = true;
        return plan;
    }
    // Through a definition, whoever holds nothing at all is as good as nobody: a definition in which every fluent of the
    // party is zero is false. Whoever no fact mentions as a holder is the unnamed party's equal.
    Collector collector{vocabulary, plan.patterns};
    for (const auto& [fluent, above] : fluents) {
        if (!has_variable(*fluent) || !(is_stake(*fluent) || fluent->op == Op::defined)) continue;
        std::set<std::uint32_t> seen, recursive;
        if (fluent->op == Op::defined && !only_stakes(vocabulary, *fluent, seen)) {
            plan.patterns.clear();
            plan.everything = true;
            return plan;
        }
        plan.any_holder = plan.any_holder || (fluent->op == Op::defined && is_recursive(vocabulary, fluent->index, recursive));
        collector.fluent(*fluent, above);
    }
    return plan;
}

bool looks_beyond(const Term& t) {
    return any_term(t, [](const Term& p) {
        return (p.op == Op::shift || p.op == Op::days_between) && any_term(p, [](const Term& q) { return q.op == Op::time; });
    });
}

std::vector<Boundary> plan_boundaries(const Vocabulary& vocabulary, const Term& body) {
    std::vector<Boundary> out;
    each_term(body, [&](const Term& t) {
        const bool comparison = t.op == Op::less || t.op == Op::less_equal || t.op == Op::equal || t.op == Op::not_equal;
        if (!comparison && t.op != Op::allen) return;
        if (std::none_of(t.args.begin(), t.args.end(), [](const Term& a) { return a.op == Op::time; })) return;
        if (looks_beyond(t)) return;
        const auto says_something_when = [&](bool value) {
            Evaluator e{vocabulary, [](const Term&) { return false; },
                        [&](const Term& p) { return &p == &t ? std::optional<bool>(value) : std::nullopt; }};
            return e.eval(body).truth != true;
        };
        const bool when_true = says_something_when(true), when_false = says_something_when(false);
        for (std::size_t i = 0; i < t.args.size(); ++i) {
            const Term& other = t.args[i];
            if (other.op == Op::time) continue;
            const bool left_is_time = t.args.size() == 2 && t.args[0].op == Op::time && i == 1;
            const bool right_is_time = t.args.size() == 2 && t.args[1].op == Op::time && i == 0;
            // time < x: true side begins nowhere, false side at x. x < time: true side at x + 1, false side nowhere.
            if ((t.op == Op::less || t.op == Op::less_equal) && (left_is_time || right_is_time)) {
                const std::int64_t strict = t.op == Op::less ? 1 : 0;
                if (left_is_time && when_false) out.push_back({&other, 1 - strict});
                if (right_is_time && when_true) out.push_back({&other, strict});
            } else {
                out.push_back({&other, 0});
                out.push_back({&other, 1});
            }
        }
    });
    return out;
}

}  // namespace tenet

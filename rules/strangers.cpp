// A register with thousands of groups has millions of pairs of strangers, and each is a binding of `controls(?x, ?y)`.
// The argument that they need no question each: take any world, and let nobody hold anything in, be in office in, or be
// related to what no fact connects him with. That is a world still: an instance of a law holds when the fluents that
// made it are zero (ground_plan.h), and no fact speaks of these. In it every fluent across two parts is zero; if the
// query comes out false for that reason alone, whatever else holds, the binding is not certain.
//
// The evaluation knows of each thing only its side: the part of one variable, of the constants, some other part, or the
// unnamed party. A definition that is met again with the same sides is taken as false or 0: the least fixpoint adds
// nothing that does not follow from below.
#include "rules/strangers.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "rules/coalition_share.h"
#include "rules/ground_plan.h"
#include "rules/term_walk.h"
#include "rules/three_valued.h"

namespace tenet {

namespace {

using Side = int;
constexpr Side unnamed = -1, elsewhere = -2, unsure = -3, of_constants = 0;

struct Evaluator {
    const Vocabulary& vocabulary;
    std::set<Side> sides;  // of the query
    std::map<std::uint32_t, Side> side_of{};  // by slot
    std::set<std::pair<std::uint32_t, std::vector<Side>>> open{};

    Side side(const Term& t) const {
        if (t.op == Op::entity || t.op == Op::event) return of_constants;
        if (t.op == Op::role) return side(t.args[0]);
        if (t.op == Op::variable)
            if (const auto it = side_of.find(t.index); it != side_of.end()) return it->second;
        return unsure;
    }
    // Nothing is held or done across: by a named one in another part, or in an unnamed party.
    bool across(const Term& fluent) const {
        const Side a = side(fluent.args[0]), b = side(fluent.args[1]);
        if (a == unsure || b == unsure) return false;
        const bool stake = fluent.op == Op::capital || fluent.op == Op::votes;
        if (stake && a == unnamed) return b == unnamed;
        return a != b;
    }

    KnownValue eval(const Term& t) {
        switch (t.op) {
        case Op::truth:
        case Op::number:
        case Op::not_:
        case Op::and_:
        case Op::or_:
        case Op::implies:
        case Op::add:
        case Op::subtract:
        case Op::multiply:
        case Op::divide:
        case Op::negate: return combined(t, [&](const Term& part) { return eval(part); });
        case Op::less:
        case Op::less_equal:
        case Op::equal:
        case Op::not_equal: return compared(t);
        case Op::capital:
        case Op::votes: return across(t) ? KnownValue{{}, Rational(0)} : KnownValue{};
        case Op::in_office:
        case Op::relation: return across(t) ? known_truth(false) : KnownValue{};
        case Op::defined: return defined(t);
        case Op::sum:
        case Op::count:
        case Op::any:
        case Op::all: return quantified(t);
        case Op::ever:
        case Op::always:
        case Op::at: return eval(t.args[0]);
        case Op::measure:
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

    KnownValue compared(const Term& t) {
        if (t.args[0].type == Type::entity || t.args[0].type == Type::event) {  // strangers are two
            const Side a = side(t.args[0]), b = side(t.args[1]);
            if (a == unsure || b == unsure || a == b) return {};
            return known_truth(t.op == Op::not_equal);
        }
        return combined(t, [&](const Term& part) { return eval(part); });
    }

    KnownValue defined(const Term& t) {
        const Definition& d = vocabulary.definitions[t.index];
        std::vector<Side> args;
        for (const Term& a : t.args) args.push_back(side(a));
        if (std::find(args.begin(), args.end(), unsure) != args.end()) return {};
        const auto key = std::make_pair(t.index, args);
        if (!open.insert(key).second) return d.type == Type::number ? KnownValue{{}, Rational(0)} : known_truth(false);
        std::map<std::uint32_t, Side> inside;
        for (std::uint32_t i = 0; i < args.size(); ++i) inside[i] = args[i];
        std::swap(side_of, inside);
        const KnownValue v = eval(d.body);
        std::swap(side_of, inside);
        open.erase(key);
        return v;
    }

    // What every member adds, whichever side it is on: nothing, or it is not known.
    KnownValue quantified(const Term& q) {
        const bool number = q.op == Op::sum || q.op == Op::count;
        const bool own = q.domain.kind == Domain::Kind::role || q.domain.kind == Domain::Kind::holders;
        std::set<Side> where;
        if (own) {
            where = {side(q.args[0])};
            if (where.contains(unsure)) return {};
        } else {
            where = sides;
            where.insert(elsewhere);
        }
        if (q.domain.kind != Domain::Kind::events && q.domain.kind != Domain::Kind::role) where.insert(unnamed);
        const auto outer = side_of;
        bool neutral = true;
        for (const Side s : where) {
            side_of[q.index] = s;
            std::size_t i = own ? 1 : 0;
            if (q.has_where && eval(q.args[i++]).truth == false) continue;
            if (q.op == Op::count) {
                neutral = false;
                break;
            }
            const KnownValue body = eval(q.args[i]);
            neutral = q.op == Op::sum ? body.number && body.number->sign() == 0 : body.truth == (q.op == Op::all);
            if (!neutral) break;
        }
        side_of = outer;
        if (!neutral) return {};
        return number ? KnownValue{{}, Rational(0)} : known_truth(q.op == Op::all);
    }
};

// A law that is made for everybody may demand something of strangers.
bool leaves_strangers_alone(const Vocabulary& vocabulary) {
    for (const Law& law : vocabulary.laws) {
        const bool of_two = any_term(law.body, [](const Term& t) {
            return t.op == Op::capital || t.op == Op::votes || t.op == Op::in_office || t.op == Op::relation || t.op == Op::defined;
        });
        if (of_two && plan_instances(vocabulary, law.body).everything &&
            std::any_of(law.params.begin(), law.params.end(), [](const Parameter& p) { return p.domain.kind == Domain::Kind::entities; }))
            return false;
    }
    return true;
}

}  // namespace

namespace {

// `A(x, y) > k` or `A(x, y) + sum(z: K where z != x and D(x, z), A(z, y)) > k`, also with >=: who has a share, alone or
// with those that he so controls.
bool is_share_over(const Vocabulary& vocabulary, const Term& t, std::optional<std::uint32_t> within, std::set<std::uint32_t>& seen,
                   std::set<std::uint32_t>& holders);

// A definition of (x, y) with such a body.
bool is_share_over_defined(const Vocabulary& vocabulary, std::uint32_t d, std::set<std::uint32_t>& seen) {
    if (!seen.insert(d).second) return true;
    const Definition& definition = vocabulary.definitions[d];
    if (definition.type != Type::truth || definition.params.size() != 2) return false;
    std::set<std::uint32_t> holders;
    return is_share_over(vocabulary, definition.body, d, seen, holders) && holders == std::set<std::uint32_t>{0};
}

bool is_share_over(const Vocabulary& vocabulary, const Term& t, std::optional<std::uint32_t> within, std::set<std::uint32_t>& seen,
                   std::set<std::uint32_t>& holders) {
    const auto plain = [](const Term& a) { return a.op == Op::variable || a.op == Op::entity; };
    if (t.op == Op::and_ || t.op == Op::or_)
        return std::all_of(t.args.begin(), t.args.end(), [&](const Term& a) { return is_share_over(vocabulary, a, within, seen, holders); });
    if (t.op == Op::at) return is_share_over(vocabulary, t.args[0], within, seen, holders);
    if (t.op == Op::defined) {
        if (t.args.size() != 2 || t.args[0].op != Op::variable || !plain(t.args[1]) || is_variable(t.args[1], t.args[0].index)) return false;
        holders.insert(t.args[0].index);
        return is_share_over_defined(vocabulary, t.index, seen);
    }
    const auto over = share_over(t, within);
    if (!over || over->holder->op != Op::variable) return false;
    holders.insert(over->holder->index);
    return true;
}

}  // namespace

// Take a world in which x, a stranger to y, has a share over k, and tell all that x's part holds in the other part as
// held by the unnamed party there: a world still (ground_plan.h). The unnamed party now has what x had and what those had
// whom x controls in his own part; and by induction over the rounds of the fixpoint it controls in the other part
// whom x did. So its share is no less.
std::optional<std::uint32_t> strangers_as_unnamed(const Vocabulary& vocabulary, const CheckedExpression& query) {
    std::set<std::uint32_t> seen, holders;
    if (!is_share_over(vocabulary, query.term, std::nullopt, seen, holders) || holders.size() != 1) return std::nullopt;
    return *holders.begin();
}

bool false_among_strangers(const Vocabulary& vocabulary, const CheckedExpression& query) {
    constexpr std::size_t most = 4;  // variables; the ways to divide them grow fast
    const std::size_t n = query.query_variables.size();
    if (n > most || query.term.type != Type::truth || !leaves_strangers_alone(vocabulary)) return false;
    const bool constants = any_term(query.term, [](const Term& t) { return t.op == Op::entity || t.op == Op::event; });
    // Every way to divide the variables, and the constants among them, into parts; not all in one.
    std::vector<Side> side(n, 0);
    for (;;) {
        std::set<Side> sides(side.begin(), side.end());
        if (constants) sides.insert(of_constants);
        if (sides.size() > 1) {
            Evaluator evaluator{vocabulary, sides};
            for (std::uint32_t i = 0; i < n; ++i) evaluator.side_of[i] = side[i];
            if (evaluator.eval(query.term).truth != false) return false;
        }
        std::size_t i = 0;
        while (i < n && side[i] == static_cast<Side>(n)) side[i++] = 0;
        if (i == n) return true;
        ++side[i];
    }
}

}  // namespace tenet

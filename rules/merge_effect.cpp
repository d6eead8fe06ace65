// What it does to an expression that several holders of one organisation are told as one, who holds what they hold together
// (declared in ground_plan.h). `any(h: party, votes(h, c) > 25%)` can only become true by that: the one holds at least as much
// as each of them. `all(h: party, votes(h, c) < 25%)` can only become false, and so can `any(h: c.holders, votes(h, c) < 25%)`:
// where the one meets it, each of them does. Where more than one quantifier asks about holders, where a holder is counted, or
// where more in one hand may do either, nothing is known.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "rules/ground_plan.h"
#include "rules/term_walk.h"

namespace tenet {

namespace {

/// How a truth or a number goes with a holder's stakes: up with them (1), down (-1), not at all (0); nothing where unknown.
using Course = std::optional<int>;

Course both(Course a, Course b) {
    if (!a || !b) return std::nullopt;
    if (*a == 0) return b;
    return *b == 0 || *a == *b ? a : std::nullopt;
}
Course turned(Course a) { return a ? Course(-*a) : a; }

class Courses {
public:
    explicit Courses(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

    /// `slots`: the variables that stand for the holder.
    Course of(const Term& t, const std::vector<std::uint32_t>& slots) {
        const auto part = [&](std::size_t i) { return of(t.args[i], slots); };
        const auto all = [&](std::size_t from) {
            Course out = 0;
            for (std::size_t i = from; i < t.args.size(); ++i) out = both(out, part(i));
            return out;
        };
        const auto is_holder = [&](const Term& a) {
            return std::any_of(slots.begin(), slots.end(), [&](std::uint32_t slot) { return is_variable(a, slot); });
        };
        switch (t.op) {
        case Op::not_:
        case Op::negate: return turned(part(0));
        case Op::and_:
        case Op::or_:
        case Op::add: return all(0);
        case Op::implies:
        case Op::less:
        case Op::less_equal: return both(turned(part(0)), part(1));
        case Op::subtract: return both(part(0), turned(part(1)));
        case Op::multiply:
        case Op::divide: {
            const bool scaled = t.args[1].op == Op::number;
            const Term& factor = t.args[scaled ? 1 : 0];
            if (factor.op != Op::number) return all(0) == Course(0) ? Course(0) : std::nullopt;
            const Course rest = part(scaled ? 0 : 1);
            return factor.number.sign() < 0 ? turned(rest) : rest;
        }
        case Op::capital:
        case Op::votes: return is_holder(t.args[1]) ? Course() : is_holder(t.args[0]) ? 1 : 0;
        case Op::defined: return of_definition(t, slots);
        case Op::any: return all(domain_terms(t));
        case Op::all: {
            const std::size_t first = domain_terms(t);
            return t.has_where ? both(turned(part(first)), part(first + 1)) : part(first);
        }
        case Op::at:
        case Op::ever:
        case Op::always: return part(0);
        default: break;
        }
        // Nothing else hangs on stakes, but by what is in it.
        return all(0) == Course(0) && t.domain.kind != Domain::Kind::holders ? Course(0) : std::nullopt;
    }

    static std::size_t domain_terms(const Term& quantifier) {
        return quantifier.domain.kind == Domain::Kind::role || quantifier.domain.kind == Domain::Kind::holders ? 1 : 0;
    }

private:
    Course of_definition(const Term& t, const std::vector<std::uint32_t>& slots) {
        std::vector<std::uint32_t> inside;
        for (std::uint32_t i = 0; i < t.args.size(); ++i)
            if (std::any_of(slots.begin(), slots.end(), [&](std::uint32_t slot) { return is_variable(t.args[i], slot); }))
                inside.push_back(i);
        if (inside.empty()) return 0;
        const Definition& d = vocabulary_.definitions[t.index];
        if (d.recursive || d.has_versions) return std::nullopt;
        const auto key = std::pair(t.index, std::move(inside));
        const auto known = known_.find(key);
        if (known != known_.end()) return known->second;
        return known_[key] = of(d.body, key.second);
    }

    const Vocabulary& vocabulary_;
    std::map<std::pair<std::uint32_t, std::vector<std::uint32_t>>, Course> known_;  // of definitions, by what stands for the holder
};

class Effects {
public:
    explicit Effects(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

    /// `sign`: whether the whole goes with this part (1), against it (-1), or who knows how (0).
    void look(const Term& t, int sign) {
        switch (t.op) {
        case Op::not_: return look(t.args[0], -sign);
        case Op::implies:
            look(t.args[0], -sign);
            return look(t.args[1], sign);
        case Op::and_:
        case Op::or_:
            for (const Term& a : t.args) look(a, sign);
            return;
        case Op::ever:
        case Op::always: effect_.whole = false; [[fallthrough]];
        case Op::at:
            look(t.args[0], sign);
            for (std::size_t i = 1; i < t.args.size(); ++i) look(t.args[i], 0);
            return;
        case Op::defined: {
            for (const Term& a : t.args) look(a, 0);
            const Definition& d = vocabulary_.definitions[t.index];
            if (d.recursive || d.has_versions) effect_.whole = false;
            if (!open_.insert(t.index).second) return;  // inside itself
            const std::size_t before = asked_;
            const auto known = d.recursive ? asking_.end() : asking_.find({t.index, sign});
            if (known != asking_.end()) {
                asked_ += known->second;
            } else {
                look(d.body, d.recursive || d.has_versions ? 0 : sign);
                if (!d.recursive) asking_[{t.index, sign}] = asked_ - before;
            }
            asked_ = std::min<std::size_t>(asked_, 2);  // more than one
            open_.erase(t.index);
            return;
        }
        case Op::any:
        case Op::all:
        case Op::count: return quantifier(t, sign);
        default:
            if (t.op == Op::sum) effect_.tells_without = false;
            for (const Term& a : t.args) look(a, 0);
        }
    }

    MergeEffect effect() const { return asked_ > 1 ? MergeEffect{true, true, effect_.whole, false} : effect_; }

private:
    void quantifier(const Term& t, int sign) {
        const bool holders = t.domain.kind == Domain::Kind::holders;
        if (!holders && !any_term(t, [&](const Term& p) { return is_held_by(p, t.index); })) {
            const std::size_t first = Courses::domain_terms(t);
            for (std::size_t i = 0; i < t.args.size(); ++i)
                look(t.args[i], t.op == Op::count || i < first ? 0 : t.op == Op::all && t.has_where && i == first ? -sign : sign);
            return;
        }
        ++asked_;
        // Where it goes up with what each holds, the one may meet what none of several does; where down, the other way round.
        const bool followed = t.op != Op::count && sign != 0;
        const int course = followed ? Courses(vocabulary_).of(t, {t.index}).value_or(0) : 0;
        effect_.raises = effect_.raises || course == 0 || course * sign > 0;
        effect_.lowers = effect_.lowers || course == 0 || course * sign < 0;
        // Who holds nothing is no holder of `c.holders`: one who holds little might have been.
        if (holders && course != (t.op == Op::any ? 1 : -1)) effect_.tells_without = false;
        for (const Term& a : t.args) look(a, 0);
    }

    const Vocabulary& vocabulary_;
    std::set<std::uint32_t> open_;
    std::map<std::pair<std::uint32_t, int>, std::size_t> asking_;  // of definitions looked at, with that sign: quantifiers that ask
    std::size_t asked_ = 0;
    MergeEffect effect_;
};

}  // namespace

MergeEffect merge_effect(const Vocabulary& vocabulary, const Term& t) {
    Effects effects(vocabulary);
    effects.look(t, 1);
    return effects.effect();
}

}  // namespace tenet

// Whether laws and claims notice when what two parties hold is told as held by one (declared in ground_plan.h).
#include <algorithm>
#include <functional>
#include <set>

#include "rules/ground_plan.h"
#include "rules/term_walk.h"

namespace tenet {

namespace {

bool target_only(const Vocabulary& vocabulary, const Term& body, std::uint32_t slot, std::set<std::uint32_t> open) {
    bool holds = false;
    each_term(body, [&](const Term& p) {
        if ((p.op == Op::capital || p.op == Op::votes) && is_variable(p.args[0], slot)) holds = true;
        if (p.op != Op::defined) return;
        for (std::uint32_t i = 0; i < p.args.size(); ++i) {
            if (!is_variable(p.args[i], slot) || open.contains(p.index)) continue;
            std::set<std::uint32_t> inside = open;
            inside.insert(p.index);
            if (!target_only(vocabulary, vocabulary.definitions[p.index].body, i, inside)) holds = true;
        }
    });
    return !holds;
}

// A stake of `slot` in a comparison: fine where the comparison is an equation of stakes without constants, which holds
// of a sum where it holds of the parts. A definition fine where it is demanded (more in one hand does no harm), not where it
// is excluded: `not majority(h, c)` limits every hand.
bool merges(const Term& t, std::uint32_t slot, bool positive = true) {
    const auto speaks_of_stake = [&](const Term& part) {
        bool found = false;
        each_term(part, [&](const Term& p) {
            if (p.op != Op::capital && p.op != Op::votes && p.op != Op::defined) return;
            for (const Term& a : p.args) found = found || (a.op == Op::variable && a.index == slot);
        });
        return found;
    };
    if (t.op == Op::less || t.op == Op::less_equal || t.op == Op::equal || t.op == Op::not_equal) {
        if (!speaks_of_stake(t)) return true;
        if (t.op != Op::equal) return false;
        bool plain = true;
        for (const Term& side : t.args)
            each_term(side, [&](const Term& p) {
                const bool stake = p.op == Op::capital || p.op == Op::votes;
                const bool zero = p.op == Op::number && p.number.sign() == 0;
                const bool leaf = p.op == Op::variable || p.op == Op::entity || p.op == Op::event || p.op == Op::role;
                plain = plain && (stake || zero || leaf || p.op == Op::add || p.op == Op::subtract);
            });
        return plain;
    }
    if (t.op == Op::defined && speaks_of_stake(t)) return positive;
    if (t.op == Op::not_ || t.op == Op::or_) {  // an equation may stand beside alternatives that do not speak of stakes
        std::size_t speaking = 0;
        for (const Term& a : t.args) speaking += speaks_of_stake(a) ? 1 : 0;
        if (speaking > (t.op == Op::not_ ? 0U : 1U)) return false;
    }
    if (t.op == Op::implies && speaks_of_stake(t.args[0])) return false;
    if (t.op == Op::not_) positive = !positive;
    return std::all_of(t.args.begin(), t.args.end(), [&](const Term& a) { return merges(a, slot, positive); });
}

}  // namespace

bool is_target_only(const Vocabulary& vocabulary, const Term& body, std::uint32_t slot) {
    return target_only(vocabulary, body, slot, {});
}

bool holders_merge(const Vocabulary& vocabulary) {
    for (const Law& law : vocabulary.laws)
        for (std::uint32_t i = 0; i < law.params.size(); ++i)
            if (law.params[i].domain.kind == Domain::Kind::entities && !merges(law.body, i) &&
                !is_target_only(vocabulary, law.body, i))
                return false;
    return true;
}

bool asks_each_holder(const Vocabulary& vocabulary, const Term& t) {
    std::set<std::uint32_t> open;
    const std::function<bool(const Term&)> asks = [&](const Term& part) {
        if (part.op == Op::any || part.op == Op::all || part.op == Op::count) {
            bool stake = part.domain.kind == Domain::Kind::holders;
            each_term(part, [&](const Term& p) { stake = stake || is_held_by(p, part.index); });
            if (stake) return true;
        }
        if (part.op == Op::defined && open.insert(part.index).second && asks(vocabulary.definitions[part.index].body)) return true;
        return std::any_of(part.args.begin(), part.args.end(), asks);
    };
    return asks(t);
}

}  // namespace tenet

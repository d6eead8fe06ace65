// Which laws never relate facts that nothing connects: what lets a run be taken apart (engine/partition.h).
#include <numeric>
#include <set>

#include "rules/ground_plan.h"
#include "rules/term_walk.h"

namespace tenet {

namespace {

void collect_joins(const Term& premise, std::vector<JoinOnRole>& out) {
    if (premise.op == Op::and_) {
        for (const Term& a : premise.args) collect_joins(a, out);
        return;
    }
    if (premise.op != Op::equal) return;
    for (int side = 0; side < 2; ++side) {
        const Term& mine = premise.args[side];
        if (mine.op == Op::role && mine.args[0].op == Op::variable)
            out.push_back({mine.args[0].index, mine.text, &premise.args[1 - side]});
    }
}

bool ranges_widely(const Vocabulary& vocabulary, const Term& t, std::set<std::uint32_t>& seen) {
    const bool quantifier = t.op == Op::sum || t.op == Op::count || t.op == Op::any || t.op == Op::all;
    if (quantifier && t.domain.kind == Domain::Kind::events) return true;
    if (quantifier && t.domain.kind == Domain::Kind::entities && plan_members(vocabulary, t).everything) return true;
    if (t.op == Op::entity || t.op == Op::event) return true;  // a law that names one names it everywhere
    if (t.op == Op::defined && seen.insert(t.index).second && ranges_widely(vocabulary, vocabulary.definitions[t.index].body, seen))
        return true;
    for (const Term& a : t.args)
        if (ranges_widely(vocabulary, a, seen)) return true;
    return false;
}

}  // namespace

std::vector<JoinOnRole> joins_of(const Term& body) {
    std::vector<JoinOnRole> out;
    if (body.op == Op::implies) collect_joins(body.args[0], out);
    return out;
}

bool stays_within(const Vocabulary& vocabulary, const Law& law, const Plan& plan) {
    std::set<std::uint32_t> seen;
    if (ranges_widely(vocabulary, law.body, seen)) return false;
    const std::size_t n = law.params.size();
    const std::vector<JoinOnRole> joins = joins_of(law.body);
    // One part for the variables of each pattern that binds them: tied by it and by the joins.
    const auto tied = [&](const Pattern* pattern) {
        std::vector<std::size_t> part(n);
        std::iota(part.begin(), part.end(), std::size_t{0});
        const auto tie = [&](std::optional<std::size_t>& first, const Term& t) {
            each_term(t, [&](const Term& v) {
                if (v.op != Op::variable || v.index >= n) return;
                if (!first) first = v.index;
                const std::size_t from = part[v.index], to = part[*first];
                for (std::size_t& p : part)
                    if (p == from) p = to;
            });
        };
        for (const JoinOnRole& join : joins) {
            std::optional<std::size_t> first = join.slot < n ? std::optional<std::size_t>(join.slot) : std::nullopt;
            tie(first, *join.other);
        }
        if (pattern) {
            std::optional<std::size_t> first;
            for (const PatternArgument* a : {&pattern->a, &pattern->b})
                if (a->term) tie(first, *a->term);
        }
        return std::set<std::size_t>(part.begin(), part.end()).size() <= 1;
    };
    if (plan.everything) return tied(nullptr);
    for (const Pattern& p : plan.patterns)
        if (!tied(&p)) return false;
    return true;
}

}  // namespace tenet

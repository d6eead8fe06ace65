// MARCO (Liffiton, Previti, Malik, Marques-Silva, "Fast, flexible MUS enumeration", Constraints 21, 2016). A map over one
// truth for each fact and law instance holds what has been learnt: a set with a world rules out its subsets, a set
// without one its supersets. A model of the map is a set not yet judged. The seed is grown to a maximal one of the map
// first (all truths preferred true), so that a seed without a world is likely, and shrinks to a new minimal conflict.
#include "engine/enumerate.h"

#include <algorithm>

#include "engine/subsets.h"

namespace tenet {

namespace {

constexpr std::size_t most_further = 32;  // sets looked at to see whether there are more conflicts than were asked for

using Member = std::pair<Origin::Kind, std::uint32_t>;

std::vector<Member> members_of(const Problem& problem, const std::vector<std::uint32_t>& constraints) {
    std::vector<Member> out;
    for (const std::uint32_t c : constraints) {
        const Origin& o = problem.constraints[c].origin;
        if (o.kind != Origin::Kind::background) out.emplace_back(o.kind, o.index);
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

/// The sets that are not judged yet, as a propositional problem of its own.
class Map {
public:
    Map(std::size_t size, Z3Context& context) : session_(problem_, context) {
        for (VariableId v = 0; v < size; ++v) {
            problem_.variables.push_back({Subject::witness, Sort::truth, v});
            problem_.variable_nodes.push_back(problem_.store.variable(v, Sort::truth));
            all_.push_back(v);
        }
    }
    void block_subsets_of(const std::vector<bool>& set) { block(set, false); }
    void block_supersets_of(const std::vector<bool>& set) { block(set, true); }
    /// A maximal set not yet judged; nothing when all are.
    std::optional<std::vector<bool>> unjudged() {
        if (session_.check() != Outcome::sat || !session_.world(all_, world_)) return std::nullopt;
        std::vector<bool> set(all_.size());
        for (const VariableId v : all_) set[v] = world_.truth(v);
        for (const VariableId v : all_) {  // grow: a clause of some that are in asks for more; of some not all in, for less
            if (set[v]) continue;
            set[v] = true;
            for (const std::vector<VariableId>& clash : clashes_)
                if (std::all_of(clash.begin(), clash.end(), [&](VariableId m) { return set[m]; })) {
                    set[v] = false;
                    break;
                }
        }
        return set;
    }

private:
    void block(const std::vector<bool>& set, bool supersets) {
        std::vector<NodeId> clause;
        for (const VariableId v : all_)
            if (set[v] == supersets)
                clause.push_back(supersets ? problem_.store.negation(problem_.variable_nodes[v]) : problem_.variable_nodes[v]);
        session_.add(problem_.store.any_of(clause));
        if (!supersets) return;
        std::vector<VariableId>& clash = clashes_.emplace_back();
        for (const VariableId v : all_)
            if (set[v]) clash.push_back(v);
    }
    Problem problem_;
    Z3Session session_;
    std::vector<VariableId> all_;
    std::vector<std::vector<VariableId>> clashes_;  // no set may have all of one
    World world_;
};

}  // namespace

Enumeration all_conflicts(Decider& decider, Problem& problem, Z3Context& context,
                          const std::vector<std::uint32_t>& constraints, const std::vector<Core>& known, std::size_t most,
                          const Progress& progress) {
    Enumeration out;
    const std::vector<Member> members = members_of(problem, constraints);
    Map map(members.size(), context);
    const auto set_of = [&](const Core& core) {
        std::vector<bool> set(members.size());
        for (std::size_t i = 0; i < members.size(); ++i) {
            const auto& list = members[i].first == Origin::Kind::fact ? core.facts : core.instances;
            set[i] = std::find(list.begin(), list.end(), members[i].second) != list.end();
        }
        return set;
    };
    std::vector<FactId> facts;
    for (const auto& [kind, index] : members)
        if (kind == Origin::Kind::fact) facts.push_back(index);
    Subsets subsets(decider, constraints, problem.store.yes(), facts);
    for (const Core& core : known) {
        if (out.conflicts.size() == most) {
            out.complete = false;
            return out;
        }
        map.block_supersets_of(set_of(core));
        out.conflicts.push_back(core);
    }
    std::size_t further = 0;  // sets looked at beyond the last conflict that was asked for
    while (const auto seed = map.unjudged()) {
        if (out.conflicts.size() == most) ++further;
        if (progress) progress("conflicts found", out.conflicts.size(), 0);
        if (further > most_further || decider.out_of_time()) {  // there may be more
            out.complete = false;
            return out;
        }
        std::vector<std::uint32_t> selected;
        for (std::size_t i = 0; i < members.size(); ++i)
            if ((*seed)[i]) selected.push_back(subsets.selector({members[i].first, members[i].second}));
        switch (subsets.alone(selected)) {
        case Outcome::sat: map.block_subsets_of(*seed); break;
        case Outcome::unsat: {
            if (out.conflicts.size() == most) {  // there is one more
                out.complete = false;
                return out;
            }
            Core core;
            for (const std::uint32_t s : subsets.shrink(subsets.core(), core.minimal)) {
                if (s < problem.facts_counted) {
                    core.facts.push_back(s);
                } else {
                    core.instances.push_back(s - static_cast<std::uint32_t>(problem.facts_counted));
                }
            }
            if (!core.minimal) {
                out.complete = false;
                return out;
            }
            map.block_supersets_of(set_of(core));
            out.conflicts.push_back(std::move(core));
            break;
        }
        case Outcome::unknown: out.complete = false; return out;
        }
    }
    return out;
}

}  // namespace tenet

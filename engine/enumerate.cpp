// MARCO (Liffiton, Previti, Malik, Marques-Silva, "Fast, flexible MUS enumeration", Constraints 21, 2016). A map over one
// truth for each fact and law instance holds what has been learnt: a set with a world rules out its subsets, a set
// without one its supersets. A model of the map is a set not yet judged. The seed is grown to a maximal one of the map
// first (all truths preferred true), so that a seed without a world is likely, and shrinks to a new minimal conflict.
#include "engine/enumerate.h"

#include <algorithm>

namespace tenet {

namespace {

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
        session_.push();
        for (const VariableId v : all_)
            if (set[v]) session_.add(problem_.variable_nodes[v]);
        for (const VariableId v : all_) {  // grow: what can be in besides
            if (set[v]) continue;
            session_.push();
            session_.add(problem_.variable_nodes[v]);
            if (session_.check() == Outcome::sat) {
                set[v] = true;
                session_.pop();
                session_.add(problem_.variable_nodes[v]);
            } else {
                session_.pop();
            }
        }
        session_.pop();
        return set;
    }

private:
    void block(const std::vector<bool>& set, bool supersets) {
        std::vector<NodeId> clause;
        for (const VariableId v : all_)
            if (set[v] == supersets)
                clause.push_back(supersets ? problem_.store.negation(problem_.variable_nodes[v]) : problem_.variable_nodes[v]);
        session_.add(problem_.store.any_of(clause));
    }
    Problem problem_;
    Z3Session session_;
    std::vector<VariableId> all_;
    World world_;
};

}  // namespace

Enumeration all_conflicts(Decider& decider, Problem& problem, Z3Context& context,
                          const std::vector<std::uint32_t>& constraints, const std::vector<Core>& known, std::size_t most) {
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
    const auto chosen = [&](const std::vector<bool>& set) {
        std::vector<std::uint32_t> some;
        for (const std::uint32_t c : constraints) {
            const Origin& o = problem.constraints[c].origin;
            const auto at = std::lower_bound(members.begin(), members.end(), Member{o.kind, o.index});
            if (o.kind == Origin::Kind::background || set[static_cast<std::size_t>(at - members.begin())]) some.push_back(c);
        }
        return some;
    };
    for (const Core& core : known) {
        if (out.conflicts.size() == most) {
            out.complete = false;
            return out;
        }
        map.block_supersets_of(set_of(core));
        out.conflicts.push_back(core);
    }
    while (const auto seed = map.unjudged()) {
        if (decider.out_of_time()) {
            out.complete = false;
            return out;
        }
        const std::vector<std::uint32_t> some = chosen(*seed);
        decider.load(some);
        switch (decider.solve(problem.store.yes())) {
        case Outcome::sat: map.block_subsets_of(*seed); break;
        case Outcome::unsat: {
            if (out.conflicts.size() == most) {  // there is one more
                out.complete = false;
                return out;
            }
            Core core = decider.core(some, problem.store.yes());
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

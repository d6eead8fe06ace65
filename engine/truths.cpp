// Many questions over the same facts. Asking each twice (is there a world with it, one without it?) repeats one search.
// Instead a world is asked for in which any of the questions that none was true in yet is true: it settles that one and
// whatever else is true in it. When there is none, all that are left are false in every world. Likewise for false.
// (The usual way to find the backbone of a formula: Janota, Lynce, Marques-Silva, "Algorithms for computing backbones
// of propositional formulae", AI Communications 28, 2015.)
#include <map>

#include "engine/inquiry.h"

namespace tenet {

namespace {

struct Seen {
    bool yes = false, no = false;
};

}  // namespace

std::vector<Truth> Inquiry::truths(const std::vector<Question>& questions) {
    FormulaStore& s = problem_.store;
    std::vector<Truth> out(questions.size(), Truth::undecided);
    std::map<const Reach*, std::vector<std::size_t>> together;  // by what they reach
    for (std::size_t i = 0; i < questions.size(); ++i) {
        const Reach& r = reach(questions[i]);
        if (r.outcome == Outcome::unsat) out[i] = Truth::contradictory;
        if (r.outcome == Outcome::sat) together[&r].push_back(i);
    }
    for (const auto& [reached, group] : together) {
        decider_.load(reached->constraints);
        std::map<std::size_t, Seen> seen;
        std::map<std::size_t, std::pair<NodeId, NodeId>> bodies;
        for (const std::size_t i : group) {
            const Question& q = questions[i];
            bodies[i] = {s.both(q.presupposed, q.body), s.both(q.presupposed, s.negation(q.body))};
        }
        bool decided = true;
        for (const bool wanted : {true, false}) {
            const auto of = [&](std::size_t i) { return wanted ? bodies[i].first : bodies[i].second; };
            while (decided) {
                std::vector<NodeId> open;
                for (const std::size_t i : group)
                    if (!(wanted ? seen[i].yes : seen[i].no)) open.push_back(of(i));
                const NodeId any = s.any_of(open);
                if (any == s.no()) break;
                const Outcome outcome = decider_.solve(any);
                if (outcome == Outcome::unsat) break;
                decided = outcome == Outcome::sat;
                if (!decided) break;
                const World world = decider_.world();
                Evaluation evaluation(s);
                evaluation.start(world);
                for (const std::size_t i : group) {
                    seen[i].yes = seen[i].yes || evaluation.holds(bodies[i].first);
                    seen[i].no = seen[i].no || evaluation.holds(bodies[i].second);
                }
            }
        }
        for (const std::size_t i : group) {
            const auto [yes, no] = seen[i];
            if (yes && no) {
                out[i] = Truth::possible;
            } else if (!decided || questions[i].merged.any()) {
                out[i] = truth(questions[i]);  // alone it may be easier
                decider_.load(reached->constraints);
            } else {
                out[i] = yes ? Truth::certain : no ? Truth::impossible : Truth::is_void;
            }
        }
    }
    return out;
}

}  // namespace tenet

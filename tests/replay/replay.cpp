// Fitch's rules: a step may cite what stands before it in a case that is still open. What it says must follow exactly:
// the formulas cited and the opposite of its conclusion have no world.
#include "tests/replay/replay.h"

#include <algorithm>

namespace tenet {

namespace {

class Replay {
public:
    Replay(Problem& problem, const Core& core, NodeId supposed, const Proof& proof)
        : problem_(problem), core_(core), supposed_(supposed), steps_(proof.steps) {}

    std::string run() {
        if (steps_.empty()) return "no steps";
        paths_.resize(steps_.size());
        for (std::size_t i = 0; i < steps_.size(); ++i)
            if (const std::string wrong = step(i); !wrong.empty()) return "step " + std::to_string(i) + " of " + std::to_string(steps_.size()) + ": " + wrong;
        const ProofStep& last = steps_.back();
        if (last.conclusion != problem_.store.no() || last.depth != 0) return "the last step is no clash of the whole";
        return {};
    }

private:
    std::string step(std::size_t i) {
        const ProofStep& s = steps_[i];
        for (const std::size_t f : s.from)
            if (f >= i) return "cites what comes later";
        for (const std::uint32_t c : s.constraints) {
            const Origin& o = problem_.constraints.at(c).origin;
            const bool fact = o.kind == Origin::Kind::fact && std::find(core_.facts.begin(), core_.facts.end(), o.index) != core_.facts.end();
            const bool law = o.kind == Origin::Kind::law && std::find(core_.instances.begin(), core_.instances.end(), o.index) != core_.instances.end();
            if (o.kind != Origin::Kind::background && !fact && !law) return "cites what is not among the members";
        }
        if (s.constraints.size() > 1) return "applies more than one fact or law at once";
        const bool opens = s.kind == ProofStep::Kind::suppose;
        if (s.depth > open_.size() + (opens ? 1 : 0) || (opens && s.depth == 0)) return "stands in a case that nobody opened";
        open_.resize(opens ? s.depth - 1 : s.depth);
        if (opens) open_.push_back(i);
        paths_[i] = open_;
        switch (s.kind) {
        case ProofStep::Kind::contrary:
            return i == 0 && s.conclusion == supposed_ && s.from.empty() ? "" : "supposes something else";
        case ProofStep::Kind::suppose: return s.from.empty() && s.constraints.empty() ? "" : "a supposition that cites";
        case ProofStep::Kind::exclude: return exclusion(s, i);
        case ProofStep::Kind::derived: break;
        }
        std::vector<NodeId> given;
        for (const std::uint32_t c : s.constraints) given.push_back(problem_.constraints[c].formula);
        for (const std::size_t f : s.from) {
            const auto& path = paths_[f];
            if (path.size() > open_.size() || !std::equal(path.begin(), path.end(), open_.begin())) return "cites from a closed case";
            given.push_back(steps_[f].conclusion);
        }
        if (!s.weights.empty() && s.weights.size() != s.from.size()) return "a sum that does not weigh what it adds";
        return follows(given, s.conclusion) ? "" : "does not follow";
    }

    std::string exclusion(const ProofStep& s, std::size_t i) {
        if (s.from.size() != 2 || !s.constraints.empty()) return "an exclusion that cites something else";
        const std::size_t supposition = s.from[0], clash = s.from[1];
        if (steps_[supposition].kind != ProofStep::Kind::suppose || steps_[clash].conclusion != problem_.store.no()) return "excludes without a clash";
        if (paths_[clash] != paths_[supposition]) return "the clash lies in another case";
        std::vector<std::size_t> outside = paths_[supposition];
        outside.pop_back();
        if (outside != paths_[i]) return "excludes in another case";
        return follows({problem_.store.negation(steps_[supposition].conclusion)}, s.conclusion) ? "" : "excludes something else";
    }

    bool follows(const std::vector<NodeId>& given, NodeId conclusion) {
        Z3Context context;
        Z3Session z3(problem_, context);
        z3.until(std::chrono::steady_clock::now() + std::chrono::seconds(10));
        for (const NodeId n : given) z3.add(n);
        z3.add(problem_.store.negation(conclusion));
        return z3.check() == Outcome::unsat;
    }

    Problem& problem_;
    const Core& core_;
    NodeId supposed_;
    const std::vector<ProofStep>& steps_;
    std::vector<std::size_t> open_;
    std::vector<std::vector<std::size_t>> paths_;
};

}  // namespace

std::string replay(Problem& problem, const Core& core, NodeId supposed, const Proof& proof) {
    return Replay(problem, core, supposed, proof).run();
}

}  // namespace tenet

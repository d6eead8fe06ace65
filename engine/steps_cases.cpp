// Case distinctions. What is supposed and leads to a clash is excluded, and its opposite holds. One level of cases is
// tried before two (Staalmarck and Saeflund, "Modelling and verifying systems and software in propositional logic",
// SAFECOMP 1990: most of what people write needs one or two); what needs more is split as it comes, each part of a clause
// or condition of a choice in turn, until it is decided.
#include <algorithm>

#include "engine/steps_search.h"

namespace tenet {

// What is open: the parts of clauses, the short ones first, and the conditions of choices.
std::vector<NodeId> ProofSearch::candidates() const {
    std::vector<std::pair<std::size_t, NodeId>> found;
    std::set<NodeId> seen;
    const auto open = [&](NodeId n, std::size_t order) {
        std::vector<std::size_t> from;
        if (seen.insert(n).second && !known_.value(store_, n, from)) found.emplace_back(order, n);
    };
    for (const Known::Clause& clause : known_.clauses) {
        if (clause.done) continue;
        for (const NodeId p : store_.args(clause.formula)) open(p, store_.args(clause.formula).size());
    }
    const auto conditions = [&](NodeId term) {
        std::vector<NodeId> stack{term};
        while (!stack.empty()) {
            const NodeId n = stack.back();
            stack.pop_back();
            if (store_.op(n) == FormulaOp::choice) open(store_.args(n)[0], 2);
            if (store_.op(n) == FormulaOp::sum) {
                for (std::size_t i = 0; i < store_.sum_size(n); ++i) stack.push_back(store_.sum_item(n, i).second);
            } else if (store_.op(n) == FormulaOp::choice || store_.op(n) == FormulaOp::product) {
                for (const NodeId c : store_.args(n))
                    if (store_.sort(c) != Sort::truth) stack.push_back(c);
            }
        }
    };
    for (const Known::Comparison& c : known_.comparisons) conditions(c.term);
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<NodeId> out;
    for (const auto& [order, n] : found) out.push_back(n);
    return out;
}

// Whether supposing it leads to a clash; then what follows from that is taken. Else nothing has changed.
template <class Refute>
bool ProofSearch::excluded(NodeId supposed, Refute&& refute_case) {
    const Known before = known_;
    const std::size_t mark = steps_.size();
    ++depth_;
    const std::size_t supposition = add(ProofStep::Kind::suppose, supposed, {});
    take(supposed, {{}, {supposition}});
    refute_case();
    --depth_;
    known_ = before;
    if (!clash_) {
        steps_.resize(mark);
        return false;
    }
    const std::set<std::size_t> used = leads_to(*clash_);
    if (!used.contains(supposition)) {  // the clash needs no case
        for (const std::size_t s : used)
            if (s > supposition) --steps_[s].depth;
        return true;
    }
    const std::size_t end = *clash_;
    clash_.reset();
    const NodeId opposite = store_.negation(supposed);
    const std::size_t step = add(ProofStep::Kind::exclude, opposite, {{}, {supposition, end}});
    take(opposite, {{}, {step}});
    return true;
}

// Looks `looks` levels of cases ahead. True: a clash.
bool ProofSearch::refute(unsigned looks) {
    while (!settle()) {
        if (looks == 0 || out_of_work()) return false;
        bool learnt = false;
        for (const NodeId c : candidates()) {
            for (const NodeId supposed : {c, store_.negation(c)})
                if (!learnt && !out_of_work()) learnt = excluded(supposed, [&] { refute(looks - 1); });
            if (learnt) break;
        }
        if (clash_) return true;
        if (!learnt) return false;
    }
    return true;
}

bool ProofSearch::refute_fully() {
    while (!refute(1)) {
        const std::vector<NodeId> open = candidates();
        if (open.empty() || out_of_work() || depth_ > 40) return false;
        if (!excluded(open[0], [&] { refute_fully(); })) return false;
        if (clash_) return true;
    }
    return true;
}

}  // namespace tenet

// Which facts to drop so that a world is left: minimal correction sets, cheapest first, one at a time.
#pragma once

#include <functional>
#include <optional>
#include <queue>
#include <set>
#include <vector>

#include "engine/decider.h"

namespace tenet {

struct CorrectionSet {
    std::vector<FactId> facts;  // in file order
    Rational cost;
};

class CorrectionSets {
public:
    /// Whether a world is left without these facts; where none is, a conflict of the others.
    struct Judged {
        Outcome outcome = Outcome::unknown;
        Core conflict;
    };
    using Cost = std::function<Rational(FactId)>;  // not negative
    using Judge = std::function<Judged(const std::vector<FactId>& dropped)>;

    /// `known`: conflicts found already. `limits`: the sets that hit all known ones may be searched for without end.
    CorrectionSets(Cost cost, Judge judge, std::vector<Core> known, const Limits& limits = {});

    /// The next one; nothing where there are no more, or something below came first.
    std::optional<CorrectionSet> next();
    bool cut_short() const { return cut_short_; }  // a limit came first, or there was too much to look at
    /// The next ones, at most so many. Where next() is cut short before the first, some minimal set all the same, which need
    /// not be the cheapest.
    struct Some {
        std::vector<CorrectionSet> sets;
        bool all = true, cheapest = true;
    };
    Some next(std::size_t most);
    /// A conflict of laws alone: no facts dropped leave a world.
    const std::optional<Core>& beyond_repair() const { return beyond_repair_; }
    const std::vector<Core>& conflicts() const { return conflicts_; }

private:
    struct Node {
        std::vector<FactId> facts;
        Rational cost, estimate;
    };
    struct Later {
        bool operator()(const Node& a, const Node& b) const;
    };
    Judged judged(const std::vector<FactId>& dropped);
    Rational estimate(const std::vector<FactId>& facts, const Rational& cost);
    const Core* missed(const std::vector<FactId>& facts) const;
    void push(std::vector<FactId> facts, const Rational& cost);
    std::optional<CorrectionSet> any();
    void learn(Core conflict);
    bool minimal(const std::vector<FactId>& facts);

    Cost cost_;
    Judge judge_;
    Limits limits_;
    std::vector<Core> conflicts_;
    std::priority_queue<Node, std::vector<Node>, Later> open_;
    std::set<std::vector<FactId>> seen_;
    std::vector<std::vector<FactId>> found_;
    std::size_t work_ = 0;
    bool cut_short_ = false;
    std::optional<Core> beyond_repair_;
};

/// Judges `constraints` without these facts: what CorrectionSets asks for.
CorrectionSets::Judged judge_without(Decider& decider, const Problem& problem, std::vector<std::uint32_t> constraints,
                                     const std::vector<FactId>& dropped);

}  // namespace tenet

// Subsets of some constraints, each in force where its fact or law instance is selected, background always: the tests that
// the search for minimal conflicts consists of. In the open, what is laid out once serves all tests, and leading facts stay
// asserted from one to the next, so that each costs what it differs by; Z3 where the open solver does not settle it.
// Selectors: facts by their number, then law instances.
#pragma once

#include <unordered_map>

#include "engine/background.h"
#include "engine/decider.h"

namespace tenet {

class Subsets {
public:
    /// Takes the decider over: what it had loaded is gone. `facts`: all that the constraints have, in file order.
    Subsets(Decider& decider, const std::vector<std::uint32_t>& constraints, NodeId extra, const std::vector<FactId>& facts);

    std::uint32_t selector(const Origin& o) const {
        return o.kind == Origin::Kind::fact ? o.index : of_law(o.index);
    }
    std::uint32_t of_law(std::uint32_t instance) const {
        return static_cast<std::uint32_t>(decider_.problem_.facts_counted) + instance;
    }
    /// Do `some` facts, the first `prefix` of all and all law instances (`laws`) have a world?
    Outcome with_prefix(const std::vector<FactId>& some, std::size_t prefix, const std::vector<std::uint32_t>& laws);
    /// Do the selected facts and law instances have a world?
    Outcome alone(const std::vector<std::uint32_t>& selected);
    /// After unsat: some of what was selected that already clashes.
    const std::vector<std::uint32_t>& core() const { return core_; }
    /// A minimal clash within `selected`, which clash; `minimal`: no limit came first.
    std::vector<std::uint32_t> shrink(std::vector<std::uint32_t> selected, bool& minimal);
    /// After unsat: a minimal set of the law instances in the core with which `facts` clash.
    std::vector<std::uint32_t> laws_needed(const std::vector<FactId>& facts, bool& minimal);

private:
    enum class Laid { nothing, with_laws, background };
    void lay_out(Laid wanted);
    const std::vector<std::uint32_t>& of(std::uint32_t selected) const;
    Outcome clashes(const std::vector<std::uint32_t>& clash);
    Outcome in_the_open();
    bool holds();
    Outcome with_z3(const std::vector<std::uint32_t>& selected);

    std::vector<std::uint32_t> shrink_here(std::vector<std::uint32_t> selected, std::size_t fixed, bool& minimal);
    std::vector<std::uint32_t> around(const std::vector<std::uint32_t>& selected);

    Decider& decider_;
    OpenSolver open_;
    const std::vector<std::uint32_t>& constraints_;
    NodeId extra_;
    const std::vector<FactId>& facts_;
    std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> of_;  // constraints by selector
    std::optional<Background> background_;                              // of the constraints, once asked for
    std::vector<std::uint32_t> more_, core_, broken_clash_;
    Laid laid_ = Laid::nothing;
    std::size_t pushed() const { return levels_.empty() ? 0 : levels_.back(); }
    std::vector<std::size_t> levels_;  // of leading facts that stay asserted: how many there are up to each
    bool broken_ = false;              // they clash already
    bool in_z3_ = false;
};

}  // namespace tenet

// The background of a problem, found by the variables that it speaks of: what hangs together with some constraints.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "rules/problem.h"

namespace tenet {

class Background {
public:
    Background(const Problem& problem, std::span<const std::uint32_t> constraints);

    /// That speaks of `v`.
    const std::vector<std::uint32_t>& of(VariableId v) const;
    /// That speaks of no variable.
    const std::vector<std::uint32_t>& plain() const { return plain_; }
    /// All that shares variables with `formulas`, and with what does in turn; and what speaks of none.
    std::vector<std::uint32_t> around(const std::vector<NodeId>& formulas) const;

private:
    const Problem& problem_;
    std::vector<std::vector<std::uint32_t>> of_;  // by variable
    std::vector<std::uint32_t> plain_;
};

/// Members of a clash, each but the first `fixed` dropped once, the latest first: what is left clashes, and needs them all.
/// `clashes(without)`: whether these clash; `clash()`: then some of them that do, in order. What a clash does not need goes
/// with the one that was dropped.
template <class Clashes, class Clash>
std::vector<std::uint32_t> drop_each(std::vector<std::uint32_t> members, std::size_t fixed, const Clashes& clashes, const Clash& clash) {
    for (std::size_t i = members.size(); i-- > fixed;) {
        std::vector<std::uint32_t> without = members;
        without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
        if (!clashes(without)) continue;
        const std::vector<std::uint32_t>& needed = clash();
        std::vector<std::uint32_t> kept;
        std::size_t before = 0;  // of those not tried yet
        for (std::size_t j = 0; j < without.size(); ++j) {
            if (j >= fixed && !std::binary_search(needed.begin(), needed.end(), without[j])) continue;
            kept.push_back(without[j]);
            if (j < i) ++before;
        }
        members = std::move(kept);
        i = before;
    }
    return members;
}

}  // namespace tenet

// Days that lie at least so far apart: the earliest days that do, and the latest. What events are placed by (witness.h).
#pragma once

#include <cstdint>
#include <vector>

namespace tenet {

/// A simple temporal problem (Dechter, Meiri and Pearl, "Temporal constraint networks", 1991), whose solutions form a
/// lattice: there is one with every day as early as it can be, and one with every day as late. Reused from part to part.
class DayRules {
public:
    void clear();
    /// A new day between two others, both included; gives its number.
    std::uint32_t add(std::int64_t low, std::int64_t high);
    void not_before(std::uint32_t day, std::int64_t low) {
        if (low_[day] < low) low_[day] = low;
    }
    void not_after(std::uint32_t day, std::int64_t high) {
        if (high_[day] > high) high_[day] = high;
    }
    /// `later` is at least `gap` (perhaps negative) days after `sooner`.
    void apart(std::uint32_t sooner, std::uint32_t later, std::int64_t gap);
    /// Places every day as early as the rules let it. False: there is no such way, or finding it takes too many steps.
    bool place_early();
    /// After place_early: moves the days chosen (by day: not 0) as late as the rules and the others, which stay, let them.
    bool place_late(const std::vector<std::uint8_t>& chosen);
    std::int64_t operator[](std::uint32_t day) const { return place_[day]; }
    std::size_t size() const { return low_.size(); }

private:
    struct Rule {
        std::uint32_t sooner, later;
        std::int64_t gap;
    };
    void index(bool by_sooner);
    bool holds() const;

    std::vector<std::int64_t> low_, high_, place_;
    std::vector<Rule> rules_;
    std::vector<std::uint32_t> begin_, order_, queue_;  // rules by one of their days
    std::vector<std::uint8_t> waiting_;
};

}  // namespace tenet

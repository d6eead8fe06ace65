#include "engine/witness_days.h"

#include <algorithm>

namespace tenet {

namespace {

// Steps for each rule, many times what orders that run in one direction take; a ring takes more, and is left to others.
constexpr std::size_t most_steps = 64;

}  // namespace

void DayRules::clear() {
    low_.clear();
    high_.clear();
    rules_.clear();
}

std::uint32_t DayRules::add(std::int64_t low, std::int64_t high) {
    low_.push_back(low);
    high_.push_back(high);
    return static_cast<std::uint32_t>(low_.size() - 1);
}

void DayRules::apart(std::uint32_t sooner, std::uint32_t later, std::int64_t gap) {
    rules_.push_back({sooner, later, gap});
}

void DayRules::index(bool by_sooner) {
    begin_.assign(low_.size() + 1, 0);
    for (const Rule& r : rules_) ++begin_[(by_sooner ? r.sooner : r.later) + 1];
    for (std::size_t i = 0; i < low_.size(); ++i) begin_[i + 1] += begin_[i];
    order_.resize(rules_.size());
    queue_.assign(begin_.begin(), begin_.end() - 1);
    for (std::uint32_t i = 0; i < rules_.size(); ++i) order_[queue_[by_sooner ? rules_[i].sooner : rules_[i].later]++] = i;
}

// Judges the places, whatever found them.
bool DayRules::holds() const {
    for (std::size_t i = 0; i < low_.size(); ++i)
        if (place_[i] < low_[i] || place_[i] > high_[i]) return false;
    return std::all_of(rules_.begin(), rules_.end(),
                       [&](const Rule& r) { return place_[r.later] - place_[r.sooner] >= r.gap; });
}

bool DayRules::place_early() {
    place_ = low_;
    if (rules_.empty()) return holds();
    index(true);
    waiting_.assign(low_.size(), 1);
    queue_.resize(low_.size());
    for (std::uint32_t i = 0; i < queue_.size(); ++i) queue_[i] = i;
    const std::size_t most = most_steps * rules_.size() + 1000;
    std::size_t steps = 0;
    for (std::size_t next = 0; next < queue_.size(); ++next) {
        const std::uint32_t day = queue_[next];
        waiting_[day] = 0;
        if (place_[day] > high_[day] || steps > most) return false;
        for (std::uint32_t i = begin_[day]; i < begin_[day + 1]; ++i, ++steps) {
            const Rule& r = rules_[order_[i]];
            if (place_[r.later] >= place_[day] + r.gap) continue;
            place_[r.later] = place_[day] + r.gap;
            if (!waiting_[r.later]) queue_.push_back(r.later);
            waiting_[r.later] = 1;
        }
    }
    return holds();
}

bool DayRules::place_late(const std::vector<std::uint8_t>& chosen) {
    index(false);
    waiting_.assign(low_.size(), 0);
    queue_.clear();
    const auto leave = [&](std::uint32_t day) {
        if (!waiting_[day]) queue_.push_back(day);
        waiting_[day] = 1;
    };
    for (std::uint32_t i = 0; i < low_.size(); ++i) {
        if (chosen[i]) place_[i] = high_[i];
        leave(i);
    }
    const std::size_t most = most_steps * rules_.size() + 1000;
    std::size_t steps = 0;
    for (std::size_t next = 0; next < queue_.size(); ++next) {
        const std::uint32_t day = queue_[next];
        waiting_[day] = 0;
        if (place_[day] < low_[day] || steps > most) return false;
        for (std::uint32_t i = begin_[day]; i < begin_[day + 1]; ++i, ++steps) {
            const Rule& r = rules_[order_[i]];
            if (place_[r.sooner] <= place_[day] - r.gap) continue;
            place_[r.sooner] = place_[day] - r.gap;
            leave(r.sooner);
        }
    }
    return holds();
}

}  // namespace tenet

#include "engine/witness_world.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace tenet {

void WitnessWorld::clear() {
    clear_holdings();
    bonds_.clear();
    subjects_sorted_ = false;
}

void WitnessWorld::clear_holdings() {
    for (const Holding& h : holdings_) of_.begin[h.in] = of_.end[h.in] = 0;
    holdings_.clear();
    stretches_.clear();
    holders_sorted_ = false;
}

void WitnessWorld::finish() {
    for (std::uint32_t i = 0; i < holdings_.size(); ++i) {
        const EntityId in = holdings_[i].in;
        if (i == 0 || holdings_[i - 1].in != in) of_.begin[in] = i;
        of_.end[in] = i + 1;
    }
    std::sort(bonds_.begin(), bonds_.end(), [](const Bond& x, const Bond& y) {
        return std::tie(y.office, x.b, x.index, x.days.from, x.a) < std::tie(x.office, y.b, y.index, y.days.from, y.a);
    });
}

void WitnessWorld::set(Holding& holding, Basis basis, std::span<const Stretch> stretches) {
    const auto b = static_cast<std::size_t>(basis);
    holding.begin[b] = static_cast<std::uint32_t>(stretches_.size());
    holding.count[b] = static_cast<std::uint32_t>(stretches.size());
    stretches_.insert(stretches_.end(), stretches.begin(), stretches.end());
}

std::span<const std::uint32_t> WitnessWorld::of(EntityId holder) {
    if (!holders_sorted_) {
        by_holder_.resize(holdings_.size());
        std::iota(by_holder_.begin(), by_holder_.end(), 0U);
        std::sort(by_holder_.begin(), by_holder_.end(), [&](std::uint32_t x, std::uint32_t y) {
            return std::tie(holdings_[x].holder, x) < std::tie(holdings_[y].holder, y);
        });
        holders_sorted_ = true;
    }
    const auto found = std::ranges::equal_range(by_holder_, holder, {}, [&](std::uint32_t i) { return holdings_[i].holder; });
    return {found.data(), found.size()};
}

const Holding* WitnessWorld::find(EntityId holder, EntityId organisation) const {
    constexpr std::size_t few = 8;
    const auto all = in(organisation);
    if (all.size() <= few) {
        for (const Holding& h : all)
            if (h.holder == holder) return &h;
        return nullptr;
    }
    const auto it = std::ranges::lower_bound(all, holder, {}, &Holding::holder);
    return it != all.end() && it->holder == holder ? &*it : nullptr;
}

std::span<const Bond> WitnessWorld::bonds(bool office, EntityId b) const {
    const auto sooner = [](const Bond& x, std::pair<bool, EntityId> y) { return std::make_pair(!x.office, x.b) < y; };
    const auto later = [](std::pair<bool, EntityId> y, const Bond& x) { return y < std::make_pair(!x.office, x.b); };
    const auto first = std::lower_bound(bonds_.begin(), bonds_.end(), std::make_pair(!office, b), sooner);
    const auto last = std::upper_bound(first, bonds_.end(), std::make_pair(!office, b), later);
    return {first, last};
}

std::span<const std::uint32_t> WitnessWorld::bonds_of(EntityId a) {
    if (!subjects_sorted_) {
        by_subject_.resize(bonds_.size());
        std::iota(by_subject_.begin(), by_subject_.end(), 0U);
        std::sort(by_subject_.begin(), by_subject_.end(),
                  [&](std::uint32_t x, std::uint32_t y) { return std::tie(bonds_[x].a, x) < std::tie(bonds_[y].a, y); });
        subjects_sorted_ = true;
    }
    const auto found = std::ranges::equal_range(by_subject_, a, {}, [&](std::uint32_t i) { return bonds_[i].a; });
    return {found.data(), found.size()};
}

}  // namespace tenet

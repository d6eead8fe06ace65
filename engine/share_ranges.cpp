#include "engine/share_ranges.h"

#include <algorithm>
#include <utility>

namespace tenet {

SharesByHeld::SharesByHeld(const ShareTable& capital, const ShareTable& votes, std::vector<bool> follow, std::size_t entities)
    : capital_(capital), votes_(votes), follow_(std::move(follow)), first_(entities + 1) {
    std::vector<std::pair<EntityId, EntityId>> pairs;
    for (EntityId h = 0; h < entities; ++h)
        for (const ShareTable* table : {&capital_, &votes_})
            for (const ShareTable::Share& s : table->holdings(h)) pairs.emplace_back(s.held, h);
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    holders_.reserve(pairs.size());
    for (const auto& [held, holder] : pairs) {
        ++first_[held + 1];
        holders_.push_back(holder);
    }
    for (std::size_t e = 0; e < entities; ++e) first_[e + 1] += first_[e];
}

void SharesByHeld::held_by(EntityId holder, std::vector<EntityId>& out) const {
    for (const ShareTable* table : {&capital_, &votes_})
        for (const ShareTable::Share& s : table->holdings(holder)) out.push_back(s.held);
}

const ShareTable::Share* SharesByHeld::find(const ShareTable& table, EntityId holder, EntityId held) const {
    const auto all = table.holdings(holder);
    const auto it = std::ranges::lower_bound(all, held, {}, &ShareTable::Share::held);
    return it != all.end() && it->held == held ? &*it : nullptr;
}

ShareRange SharesByHeld::range(EntityId holder, EntityId held, bool votes) const {
    if (votes && holder == held) return {};
    const ShareTable& from = table(held, votes);
    const ShareTable::Share* named = holder == unnamed_holder ? nullptr : find(from, holder, held);
    const ShareEnds ends = named ? named->ends : ShareEnds{};
    if (!named && holder != unnamed_holder && from.held(held).closed) return {};
    const Extreme most = from.most(held, ends, named == nullptr, named != nullptr);
    ShareRange out{0, most.steps, false, !most.attained};
    if (!named) return out;
    const Extreme least = from.least(held, ends);
    out.low = least.steps;
    out.low_open = !least.attained;
    return out;
}

void ShareWorld::enter(SharesIn which) {
    in_ = which;
    known_.clear();
}

const ShareWorld::Held& ShareWorld::of(EntityId held, bool votes) {
    const std::uint64_t key = (std::uint64_t{held} << 1) | (votes ? 1 : 0);
    const auto it = known_.find(key);
    return it != known_.end() ? it->second : known_.emplace(key, make(held, votes)).first->second;
}

ShareWorld::Held ShareWorld::make(EntityId held, bool votes) const {
    const ShareTable& table = shares_.table(held, votes);
    const ShareTable::Held& all = table.held(held);
    Held out;
    const auto refuse = [&] {
        out.made = false;
        return out;
    };
    std::int64_t room = table.whole();
    std::vector<std::int64_t> most;
    bool own = false;  // what it holds in itself is named
    for (const EntityId holder : shares_.holders(held)) {
        const ShareTable::Share* s = shares_.find(table, holder, held);
        if (!s) continue;
        own = own || holder == held;
        const std::int64_t low = s->ends.least + s->ends.least_open;
        most.push_back(s->ends.most - s->ends.most_open);
        if (low > most.back()) return refuse();
        out.shares.emplace_back(holder, low);
        room -= low;
    }
    if (room < 0) return refuse();
    const auto raise = [&](std::size_t i) {
        const std::int64_t more = std::min(room, most[i] - out.shares[i].second);
        out.shares[i].second += more;
        room -= more;
    };
    switch (in_.kind) {
    case SharesIn::Kind::every: return refuse();
    case SharesIn::Kind::least: break;
    case SharesIn::Kind::unnamed:
        if (!all.closed) out.unnamed = std::exchange(room, 0);
        break;
    case SharesIn::Kind::little:
        if (!all.closed) out.unnamed = std::min<std::int64_t>(room, 1);
        room -= out.unnamed;
        break;
    case SharesIn::Kind::ring:
        if (all.closed) break;
        if (!own && table.may_hold_itself() && (&table == &shares_.capital_)) {
            out.shares.emplace_back(held, room / 2);
            most.push_back(room / 2);
            room -= room / 2;
        }
        out.unnamed = std::exchange(room, 0);
        break;
    case SharesIn::Kind::raised:
        if (!out.shares.empty()) raise(in_.which % out.shares.size());
        break;
    case SharesIn::Kind::given: {
        const auto it = std::ranges::find(out.shares, in_.which, &std::pair<EntityId, std::int64_t>::first);
        if (it != out.shares.end()) raise(static_cast<std::size_t>(it - out.shares.begin()));
        else if (!all.closed && held != in_.which) out.shares.emplace_back(in_.which, std::exchange(room, 0));
        break;
    }
    }
    if (all.full)
        for (std::size_t i = 0; i < out.shares.size(); ++i) raise(i);
    if (all.full && room != 0) return refuse();
    return out;
}

bool ShareWorld::share(EntityId holder, EntityId held, bool votes, std::int64_t& steps) {
    steps = 0;
    if (votes && holder == held) return true;
    const Held& all = of(held, votes);
    if (!all.made) return false;
    if (holder == unnamed_holder) {
        steps = all.unnamed;
        return true;
    }
    for (const auto& [who, share] : all.shares)
        if (who == holder) steps = share;
    return true;
}

}  // namespace tenet

// Stakes that have to be larger than what is said of them for `complete` and `unchanged` to hold.
#include <algorithm>
#include <tuple>

#include "engine/witness_part.h"

namespace tenet {

// Adds to said_ what is lacking; nothing where all of them hold. False: they cannot be made to, here.
bool WitnessPart::fill() {
    for (const Unchanged& u : unchanged_) level(u);
    return std::ranges::all_of(completes_, [&](const Complete& c) { return fill(c); });
}

// Each stake in it is as large on every day of the period as it is on one.
void WitnessPart::level(const Unchanged& unchanged) {
    const Days& period = unchanged.days;
    for (const Holding& h : world_.in(unchanged.of))
        for (const Basis basis : {Basis::capital, Basis::votes}) {
            std::int64_t most = 0, day = period.from;
            bool level = true;
            for (const Stretch& s : world_.stretches(h, basis)) {
                if (s.days.past <= period.from || s.days.from >= period.past) continue;
                level = level && s.days.from <= day && (most == 0 || most == s.value);
                most = std::max(most, s.value);
                day = s.days.past;
            }
            if (most > 0 && !(level && day >= period.past)) demand(h.in, h.holder, basis, period, most);
        }
}

// Those that it lists hold all there is, and nobody else holds anything: what is lacking goes to the first who may have it.
bool WitnessPart::fill(const Complete& complete) {
    const EntityId of = complete.claim->of;
    std::vector<EntityId> listed;
    if (complete.claim->holders) {
        listed = *complete.claim->holders;
    } else {  // those that any stake of the run names in it, whatever its status
        for (const FactId id : facts_)
            if (const auto* stake = std::get_if<StakeClaim>(&run_.facts.facts[id].body); stake && stake->in == of) listed.push_back(stake->holder);
    }
    std::ranges::sort(listed);
    listed.erase(std::unique(listed.begin(), listed.end()), listed.end());
    std::vector<Said> said;  // of it; demands come after, so not a place in said_
    cuts_.assign({complete.days.from, complete.days.past});
    for (const Said& s : said_) {
        if (s.in != of) continue;
        said.push_back(s);
        for (const std::int64_t day : {s.days.from, s.days.past})
            if (day > complete.days.from && day < complete.days.past) cuts_.push_back(day);
    }
    std::ranges::sort(cuts_);
    cuts_.erase(std::unique(cuts_.begin(), cuts_.end()), cuts_.end());
    constexpr std::size_t most_steps = 100'000;
    if (cuts_.size() * (said.size() + 1) * (listed.size() + 1) > most_steps) return false;
    for (std::size_t c = 0; c + 1 < cuts_.size(); ++c) {
        const Days days{cuts_[c], cuts_[c + 1]};
        std::int64_t lacking = whole_share;
        for (const Holding& h : world_.in(of)) {
            const std::int64_t capital = world_.share(h, Basis::capital, days.from);
            if (!std::ranges::binary_search(listed, h.holder) && (capital > 0 || world_.share(h, Basis::votes, days.from) > 0)) return false;
            lacking -= capital;
        }
        if (lacking < 0) return false;
        for (const EntityId holder : listed) {
            if (lacking == 0) break;
            std::int64_t high = whole_share;
            for (const Said& s : said)
                if (s.holder == holder && s.basis == Basis::capital && !s.denied && s.days.from <= days.from && days.from < s.days.past)
                    high = std::min(high, s.high);
            const Holding* h = world_.find(holder, of);
            const std::int64_t has = h ? world_.share(*h, Basis::capital, days.from) : 0;
            const std::int64_t more = std::min(lacking, high - has);
            if (more <= 0) continue;
            demand(of, holder, Basis::capital, days, has + more);
            lacking -= more;
        }
        if (lacking > 0) return false;
    }
    return true;
}

}  // namespace tenet

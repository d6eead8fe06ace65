#include "engine/share_table.h"

#include <algorithm>

namespace tenet {

std::optional<std::int64_t> steps_of(const Rational& share) { return share.times(steps_of_whole); }

namespace {

// One share as its facts narrow it.
struct Range {
    std::int64_t least = 0, most = steps_of_whole;
    bool least_open = false, most_open = false;

    void at_least(std::int64_t steps, bool open) {
        if (steps < least) return;
        least_open = open || (steps == least && least_open);
        least = steps;
    }
    void at_most(std::int64_t steps, bool open) {
        if (steps > most) return;
        most_open = open || (steps == most && most_open);
        most = steps;
    }
    bool narrow(const Quantity& quantity) {
        for (const Figure& figure : quantity.figures) {
            const bool below = figure.form == Figure::Form::max || figure.form == Figure::Form::below;
            const bool above = figure.form == Figure::Form::min || figure.form == Figure::Form::above;
            const bool one = figure.form == Figure::Form::exact && !figure.rounded;
            if (below || above || one) {  // as allowed() has it
                const auto steps = steps_of(figure.value);
                if (!steps) return false;
                if (above || one) at_least(*steps, figure.form == Figure::Form::above);
                if (below || one) at_most(*steps, figure.form == Figure::Form::below);
                continue;
            }
            const auto [lower, upper] = figure.allowed();
            std::optional<std::int64_t> low, high;
            if (lower) {
                if (!(low = steps_of(lower->value))) return false;
                at_least(*low, lower->open);
            }
            if (upper) {
                high = lower && lower->value == upper->value ? low : steps_of(upper->value);
                if (!high) return false;
                at_most(*high, upper->open);
            }
        }
        return true;
    }
    bool empty() const { return least > most || (least == most && (least_open || most_open)); }
    ShareEnds ends() const { return {least, most, least_open, most_open}; }
};

bool says(const Entity& e, const ShareLaws::Apart& apart) {
    if (apart.attribute == "name") return e.name == apart.text;
    if (apart.attribute == "kind") return e.kind.text == apart.text;
    const Word* word = e.attribute(apart.attribute);
    return word && word->text == apart.text;
}

struct Entry {
    EntityId held, holder;
    FactId fact;
};

// Sorted by organisation, facts of one in file order.
std::vector<Entry> by_held(const FactSet& facts, const std::vector<FactId>& stakes, std::vector<std::uint32_t>& first) {
    first.assign(facts.entities.size() + 1, 0);
    const auto stake = [&](FactId id) -> const StakeClaim& { return std::get<StakeClaim>(facts.facts[id].body); };
    for (const FactId id : stakes) ++first[stake(id).in + 1];
    for (std::size_t e = 0; e < facts.entities.size(); ++e) first[e + 1] += first[e];
    std::vector<Entry> out(stakes.size());
    std::vector<std::uint32_t> next(first.begin(), first.end() - 1);
    for (const FactId id : stakes) out[next[stake(id).in]++] = {stake(id).in, stake(id).holder, id};
    return out;
}

}  // namespace

bool votes_follow(const ShareLaws& laws, const Entity& organisation) {
    return laws.follows && std::none_of(laws.apart.begin(), laws.apart.end(), [&](const auto& a) { return says(organisation, a); });
}

ShareTable::ShareTable(const FactSet& facts, const Vocabulary& vocabulary, const ShareLaws& laws, const PlainParts& parts, Op basis)
    : held_(facts.entities.size()) {
    usable_ = parts.any && !laws.unknown && laws.capital.whole && laws.votes.whole == laws.capital.whole && laws.votes.none_in_itself &&
              laws.capital.whole->sign() > 0 && *laws.capital.whole <= Rational(1) && steps_of(*laws.capital.whole) &&
              vocabulary.entity_kind("party") && vocabulary.entity_kind("organisation");
    if (!usable_) return;
    whole_ = *steps_of(*laws.capital.whole);
    itself_ = basis == Op::capital && !laws.capital.none_in_itself;
    gather(facts, laws, parts, basis);
}

void ShareTable::gather(const FactSet& facts, const ShareLaws& laws, const PlainParts& parts, Op basis) {
    // Who is listed where nobody else holds anything: the claim's own list, or whomever any stake of the run names.
    std::vector<std::vector<std::vector<EntityId>>> lists;
    std::vector<std::uint32_t> list_of;
    if (!parts.completes.empty()) {
        list_of.assign(facts.entities.size(), no_index);
        std::vector<bool> by_mention(facts.entities.size());
        for (const FactId id : parts.completes) by_mention[std::get<CompleteClaim>(facts.facts[id].body).of] = true;
        std::vector<std::vector<EntityId>> mentioned(facts.entities.size());
        for (const Fact& fact : facts.facts)
            if (const auto* stake = std::get_if<StakeClaim>(&fact.body); stake && by_mention[stake->in])
                mentioned[stake->in].push_back(stake->holder);
        for (const FactId id : parts.completes) {
            const auto& claim = std::get<CompleteClaim>(facts.facts[id].body);
            if (list_of[claim.of] == no_index) {
                list_of[claim.of] = static_cast<std::uint32_t>(lists.size());
                lists.emplace_back();
            }
            lists[list_of[claim.of]].push_back(claim.holders ? *claim.holders : mentioned[claim.of]);
        }
    }
    std::vector<std::uint32_t> first;
    std::vector<Entry> entries = by_held(facts, parts.stakes, first);
    std::vector<Share> shares;
    shares.reserve(entries.size());
    std::vector<std::pair<EntityId, Range>> here;
    for (EntityId y = 0; y < facts.entities.size(); ++y) {
        const bool closed = !list_of.empty() && list_of[y] != no_index;
        if (first[y] == first[y + 1] && !closed) continue;
        Held& held = held_[y];
        const Entity& entity = facts.entities[y];
        const bool follows = votes_follow(laws, entity);
        const auto begin = entries.begin() + first[y], end = entries.begin() + first[y + 1];
        std::sort(begin, end, [](const Entry& a, const Entry& b) { return a.holder < b.holder; });
        here.clear();
        const auto range_of = [&](EntityId holder) -> Range& {
            if (here.empty() || here.back().first != holder) here.emplace_back(holder, Range{});
            return here.back().second;
        };
        for (auto entry = begin; entry != end; ++entry) {
            const auto& stake = std::get<StakeClaim>(facts.facts[entry->fact].body);
            const bool own = entry->holder == y;
            const bool same_basis = (stake.basis == Basis::votes) == (basis == Op::votes);
            if (own && stake.basis == Basis::votes) {  // none, whatever is asked
                Range none;
                none.at_most(0, false);
                if (!none.narrow(stake.quantity) || none.empty()) held.sound = false;
                continue;
            }
            if (!same_basis && !follows) continue;
            if (!range_of(entry->holder).narrow(stake.quantity)) held.sound = false;
        }
        if (closed) {
            held.closed = true;
            held.full = basis == Op::capital || follows;
            for (const std::vector<EntityId>& list : lists[list_of[y]]) {
                for (const EntityId h : list)
                    if (std::none_of(here.begin(), here.end(), [&](const auto& r) { return r.first == h; })) here.emplace_back(h, Range{});
            }
            for (auto& [holder, range] : here)
                for (const std::vector<EntityId>& list : lists[list_of[y]])
                    if (std::find(list.begin(), list.end(), holder) == list.end()) range.at_most(0, false);
        }
        for (auto& [holder, range] : here) {
            const bool own = holder == y;
            if (own && (basis == Op::votes ? !follows : laws.capital.none_in_itself)) range.at_most(0, false);
            if (range.empty()) held.sound = false;
            held.all.add(range.ends());
            // What an organisation holds in itself counts in its capital, and carries no votes.
            if (!own || basis == Op::capital) shares.push_back({holder, y, range.ends()});
        }
        if (held.all.least > whole_ || (held.all.least == whole_ && held.all.least_open > 0)) held.sound = false;
        if (held.full && (whole_ != steps_of_whole || held.all.most < whole_ || (held.all.most == whole_ && held.all.most_open > 0)))
            held.sound = false;
    }
    first_holding_.assign(facts.entities.size() + 1, 0);
    for (const Share& s : shares) ++first_holding_[s.holder + 1];
    for (std::size_t e = 0; e < facts.entities.size(); ++e) first_holding_[e + 1] += first_holding_[e];
    by_holder_.resize(shares.size());
    std::vector<std::uint32_t> next(first_holding_.begin(), first_holding_.end() - 1);
    for (const Share& s : shares) by_holder_[next[s.holder]++] = s;
}

// In a closed organisation that is full, a coalition has at least what the others cannot have.
Extreme ShareTable::least(EntityId organisation, const ShareEnds& ends) const {
    const Held& held = held_[organisation];
    Extreme out{ends.least, ends.least_open == 0};
    if (!held.full) return out;
    const Extreme rest{whole_ - (held.all.most - ends.most), held.all.most_open == ends.most_open};
    if (rest.steps > out.steps) return rest;
    if (rest.steps == out.steps) out.attained = out.attained && rest.attained;
    return out;
}

// At most what the others need not have; and where nobody unnamed may have it for the coalition, what its members may have.
Extreme ShareTable::most(EntityId organisation, const ShareEnds& ends, bool unnamed, bool named) const {
    const Held& held = held_[organisation];
    Extreme out{whole_ - (held.all.least - ends.least), held.all.least_open == ends.least_open};
    if (!held.closed && unnamed) return out;
    const Extreme own = named || held.closed ? Extreme{ends.most, ends.most_open == 0} : Extreme{steps_of_whole, true};
    if (own.steps < out.steps) return own;
    if (own.steps == out.steps) out.attained = out.attained && own.attained;
    return out;
}

}  // namespace tenet

// Whom a quantifier ranges over: those that facts name beside the entities at hand, somebody unnamed, and anybody else.
#include <algorithm>

#include "engine/share_terms.h"

namespace tenet {

namespace {

constexpr ManySteps crowd = 1'000'000;

std::optional<bool> both(std::optional<bool> a, std::optional<bool> b) {
    if (!a.value_or(true) || !b.value_or(true)) return false;
    if (a.has_value() && b.has_value()) return true;
    return std::nullopt;
}

}  // namespace

bool ShareTerms::members(const Term& t, Frame f, std::vector<Member>& out) {
    using enum Thing::Kind;
    const bool holders = t.domain.kind == Domain::Kind::holders;
    if (!holders && t.domain.kind != Domain::Kind::entities) return false;
    (*f.values)[t.index] = {};
    const Thing of = holders ? thing(t.args[0], f) : Thing{};
    if (holders && of.kind != entity) return false;
    near_.clear();
    std::vector<EntityId> apart;
    for (const Thing& v : *f.values)
        if (v.kind == entity) apart.push_back(v.index);
    if (holders) apart.push_back(of.index);
    for (const EntityId e : apart) {
        near_.push_back(e);
        const auto named = shares_.holders(e);
        near_.insert(near_.end(), named.begin(), named.end());
        shares_.held_by(e, near_);
    }
    std::sort(near_.begin(), near_.end());
    near_.erase(std::unique(near_.begin(), near_.end()), near_.end());
    if (steps_left_ < near_.size() + 2) return false;
    steps_left_ -= near_.size() + 2;
    const KindId kind = holders ? party_.value_or(no_index) : t.domain.index;
    const auto add = [&](Thing who, Known in) {
        if (holders && in != false) {  // with capital or votes above 0
            bool some = false, none = true;
            for (const bool votes : {false, true}) {
                const Number n = share(who, of, votes);
                some = some || n.low > 0 || (n.low == 0 && n.low_open);
                none = none && n.high <= 0;
            }
            in = both(in, none ? Known(false) : some ? Known(true) : Known());
        }
        if (in != false) out.push_back({who, in});
    };
    for (const EntityId e : near_) add({entity, e}, of_kind({entity, e}, kind));
    if (kind == no_index || (party_ && vocabulary_.is_a(kind, *party_))) add({unnamed, no_index}, of_kind({unnamed, no_index}, kind));
    // Whoever else there may be.
    anybodies_.push_back(near_);
    add({anybody, static_cast<std::uint32_t>(anybodies_.size() - 1)}, std::nullopt);
    return !stuck_;
}

std::optional<bool> ShareTerms::quantified_truth(const Term& t, Frame f) {
    std::vector<Member> all;
    if (!members(t, f, all)) {
        stuck_ = true;
        return std::nullopt;
    }
    const std::size_t first = t.domain.kind == Domain::Kind::holders ? 1 : 0;
    const bool deciding = t.op == Op::any;
    Known out = !deciding;
    Grounds grounds(from_);
    for (const Member& m : all) {
        (*f.values)[t.index] = m.thing;
        Known in = m.in;
        if (t.has_where) in = both(in, truth(t.args[first], f));
        const Known body = truth(t.args[first + (t.has_where ? 1 : 0)], f);
        if (stuck_) return std::nullopt;
        grounds.next(in == true && body == deciding);
        if (in == false || body == !deciding) continue;
        if (in == true && body == deciding) out = deciding;
        else if (out != deciding) out = std::nullopt;
    }
    if (out == deciding) grounds.keep_deciding();
    (*f.values)[t.index] = {};
    return out;
}

ShareTerms::Number ShareTerms::quantified_number(const Term& t, Frame f) {
    std::vector<Member> all;
    if (!members(t, f, all)) {
        stuck_ = true;
        return {};
    }
    const std::size_t first = t.domain.kind == Domain::Kind::holders ? 1 : 0;
    const bool sum = t.op == Op::sum;
    const Term* const body = sum ? &t.args[first + (t.has_where ? 1 : 0)] : nullptr;
    // What each holds in one organisation: together at most the whole, and those that no fact names at most what is left.
    const bool of_one = body && (body->op == Op::capital || body->op == Op::votes) && body->args[0].op == Op::variable &&
                        body->args[0].index == t.index && body->args[1].op == Op::variable && body->args[1].index != t.index;
    Number total{0, 0, false, false, true, true};
    for (const Member& m : all) {
        (*f.values)[t.index] = m.thing;
        Known in = m.in;
        if (t.has_where) in = both(in, truth(t.args[first], f));
        if (stuck_) return {};
        const bool every = in_.kind == SharesIn::Kind::every;
        const bool several = m.thing.kind == Thing::Kind::anybody || (m.thing.kind == Thing::Kind::unnamed && !sum && every);
        Number amount = sum ? number(*body, f) : Number{steps_of_whole, steps_of_whole, false, false, true, true};
        if (stuck_) return {};
        // The unnamed stands for none or more: in one world for a crowd, in others for one.
        if (m.thing.kind == Thing::Kind::unnamed && !sum && in_.kind == SharesIn::Kind::ring) amount.low = amount.high = amount.high * crowd;
        if (in == false) continue;
        if (several && !of_one && !(sum && amount.bounded_below && amount.bounded_above && amount.low == 0 && amount.high == 0)) {
            if (sum) {
                stuck_ = true;
                return {};
            }
            amount = Number{0, 0, false, false, true, false};
        }
        if (in != true) {
            if (amount.low > 0) amount.low = 0, amount.low_open = false;
            if (amount.low == 0) amount.low_open = false;
            if (amount.high < 0) amount.high = 0, amount.high_open = false;
            if (amount.high == 0) amount.high_open = false;
        }
        total = {total.low + amount.low, total.high + amount.high, total.low_open || amount.low_open, total.high_open || amount.high_open,
                 total.bounded_below && amount.bounded_below, total.bounded_above && amount.bounded_above};
    }
    const Thing held = of_one ? thing(body->args[1], f) : Thing{};
    (*f.values)[t.index] = {};
    if (held.kind == Thing::Kind::entity && (!total.bounded_above || total.high > steps_of_whole)) {
        total.high = steps_of_whole;
        total.high_open = false;
        total.bounded_above = true;
    }
    const bool everybody = held.kind == Thing::Kind::entity && !t.has_where && body->op == Op::capital && t.domain.kind == Domain::Kind::entities &&
                           (t.domain.index == no_index || (party_ && t.domain.index == *party_));
    if (in_.kind == SharesIn::Kind::every && everybody && shares_.full(held.index))
        return {steps_of_whole, steps_of_whole, false, false, true, true};
    return total;
}

}  // namespace tenet

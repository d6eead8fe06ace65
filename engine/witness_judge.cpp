// Which instances of laws there are, and on which days each is run. Running them: witness_terms.cpp.
#include "engine/witness_judge.h"

#include <algorithm>

namespace tenet {

using Kind = Matcher::Argument::Kind;

namespace {

constexpr std::size_t most_deep = 50;  // definitions that hang on themselves, one inside the other

}  // namespace

WitnessJudge::WitnessJudge(const FactSet& facts, const Vocabulary& vocabulary, const GroundBase& base, const Programs& programs,
                           const WitnessEvents& events, WitnessWorld& world, std::int64_t now)
    : facts_(facts), vocabulary_(vocabulary), base_(base), programs_(programs), events_(events), world_(world), now_(now) {
    std::size_t most = 2, deep = 0;  // what does not hang on itself is entered at most once on the way down
    for (const Law& law : vocabulary.laws) most = std::max<std::size_t>(most, law.slots);
    for (const Definition& d : vocabulary.definitions) {
        most += d.slots;
        if (d.recursive) deep = std::max<std::size_t>(deep, d.slots);
    }
    stack_.resize(most + most_deep * (deep + most), no_index);
}

void WitnessJudge::start(std::span<const EventId> events, bool measured, std::size_t facts) {
    constexpr std::size_t steps_a_fact = 500, steps_anyway = 100'000;
    steps_left_ = steps_anyway + steps_a_fact * facts;
    part_events_ = events;
    kinds_.assign(vocabulary_.event_kinds.size(), 0);
    for (const EventId e : events)
        if (base_.event_kind_of[e] != no_index) kinds_[base_.event_kind_of[e]] = 1;
    measured_ = measured;
    stuck_ = false;
    instances_ = 0;
    demands_.clear();
}

// Whether there are events of each kind that it speaks of: else it has no instance.
bool WitnessJudge::binds_events(const LawProgram& law) const {
    return std::ranges::all_of(law.params, [&](const ParameterProgram& p) { return !p.event || p.kind == no_index || kinds_[p.kind]; });
}

bool WitnessJudge::laws_hold() {
    for (const LawProgram& law : programs_.laws()) {
        if (!binds_events(law)) continue;
        top_ = law.slots;
        std::fill(stack_.begin(), stack_.begin() + law.slots, no_index);
        if (!bind_events(law, 0) || stuck_) return false;
    }
    return true;
}

bool WitnessJudge::holds(std::uint32_t node, std::uint32_t slots, std::span<const std::uint32_t> values, Days days, bool denied) {
    if (slots > stack_.size() || values.size() > slots) return false;
    top_ = slots;
    std::fill(stack_.begin(), stack_.begin() + slots, no_index);
    std::copy(values.begin(), values.end(), stack_.begin());
    find_changes(node, days);
    for (std::size_t i = 0; !stuck_ && i + 1 < changes_.size(); ++i) {
        alike_ = {changes_[i], changes_[i + 1]};
        missing_ = false;
        const Frame f{stack_.data(), alike_.from};
        const bool so = truth(node, f);
        if (stuck_ || missing_ || (so && denied) || (!so && !denied && !mend(node, f))) return false;
    }
    return !stuck_;
}

bool WitnessJudge::bind_events(const LawProgram& law, std::size_t param) {
    while (param < law.params.size() && !law.params[param].event) ++param;
    if (param == law.params.size()) {
        if (!law.everything) return match(law);
        ++instances_;
        return law.carried && holds(law);
    }
    const ParameterProgram& p = law.params[param];
    if (p.join) {
        missing_ = false;
        const EntityId with = thing(p.join->other, {stack_.data(), now_});
        if (std::exchange(missing_, false) || with == no_index) return true;
        for (std::uint32_t i = events_.of_entity_begin[with]; i < events_.of_entity_begin[with + 1]; ++i) {
            const EventId e = events_.of_entity[i];
            if (!events_.occurs[e] || (p.kind != no_index && base_.event_kind_of[e] != p.kind)) continue;
            stack_[param] = e;
            if (!bind_events(law, param + 1)) return false;
        }
    } else {
        for (const EventId e : part_events_) {
            if (p.kind != no_index && base_.event_kind_of[e] != p.kind) continue;
            stack_[param] = e;
            if (!bind_events(law, param + 1)) return false;
        }
    }
    stack_[param] = no_index;
    return true;
}

bool WitnessJudge::match(const LawProgram& law) {
    for (const Matcher& m : law.matchers) {
        if (m.family == Matcher::Family::measure) {
            if (measured_) return false;
            continue;
        }
        EntityId a = no_index, b = no_index;
        missing_ = false;
        if (m.a.kind == Kind::known) a = thing(m.a.at, {stack_.data(), now_});
        if (m.b.kind == Kind::known) b = thing(m.b.at, {stack_.data(), now_});
        if (std::exchange(missing_, false)) continue;  // a role that nobody fills: no instance
        const auto find = [&](EntityId of) {
            return m.family == Matcher::Family::stake ? match_stakes(law, m, a, of) : match_bonds(law, m, a, of);
        };
        if (m.b.kind == Kind::members) {
            const EventId e = thing(m.b.at, {stack_.data(), now_});
            for (std::uint32_t i = events_.participants_begin[e]; i < events_.participants_begin[e + 1]; ++i)
                if (events_.participants[i].role == m.b.role && !find(events_.participants[i].entity)) return false;
        } else if (!find(b)) {
            return false;
        }
    }
    return true;
}

bool WitnessJudge::fits(const LawProgram& law, const Matcher::Argument& a, EntityId entity) {
    return a.kind != Kind::open || programs_.is_a(base_.kind_of[entity], law.params[a.at].kind);
}

// Binds what the matcher leaves open; false where that cannot be.
bool WitnessJudge::bound(const LawProgram& law, const Matcher& m, EntityId a, EntityId b) {
    if (!fits(law, m.a, a) || !fits(law, m.b, b)) return false;
    if (m.a.kind == Kind::open && m.b.kind == Kind::open && m.a.at == m.b.at && a != b) return false;
    if (m.a.kind == Kind::open) stack_[m.a.at] = a;
    if (m.b.kind == Kind::open) stack_[m.b.at] = b;
    return true;
}

bool WitnessJudge::match_stakes(const LawProgram& law, const Matcher& m, EntityId a, EntityId b) {
    const auto judge = [&] {
        ++instances_;
        if (!law.carried) return false;
        if (!law.own_day || !law.daily) return holds(law);
        for (const Days& days : days_)
            if (!holds(law, days)) return false;
        return true;
    };
    constexpr std::size_t few = 8;  // the same days again are looked for among the last ones
    const auto add_days = [&](const Holding& h) {
        for (const Basis basis : {Basis::capital, Basis::votes})
            for (const Stretch& s : world_.stretches(h, basis))
                if (!days_.empty() && days_.back() == s.days) continue;
                else if (std::find(days_.end() - static_cast<std::ptrdiff_t>(std::min(few, days_.size())), days_.end(), s.days) == days_.end())
                    days_.push_back(s.days);
    };
    if (b == no_index && a != no_index) {
        for (const std::uint32_t i : world_.of(a)) {
            const Holding& h = world_.holdings()[i];
            if (!bound(law, m, h.holder, h.in)) continue;
            days_.clear();
            add_days(h);
            if (!judge()) return false;
        }
        return true;
    }
    const std::span<const Holding> all = b == no_index ? std::as_const(world_).holdings() : world_.in(b);
    const bool alike = a == no_index && m.a.kind != Kind::open;  // whoever holds: one instance for each organisation
    const bool own = m.a.kind == Kind::open && m.b.kind == Kind::open && m.a.at == m.b.at;
    if (own && std::ranges::none_of(all, [](const Holding& h) { return h.holder == h.in; })) return true;
    for (std::size_t i = 0, end; i < all.size(); i = end) {  // an organisation at a time
        for (end = i; end < all.size() && all[end].in == all[i].in;) ++end;
        if (a == no_index && surely_all_hold(law, m, all.subspan(i, end - i))) continue;
        days_.clear();
        bool any = false;
        for (std::size_t k = i; k < end; ++k) {
            const Holding& h = all[k];
            if ((a != no_index && h.holder != a) || (own && h.holder != h.in) || !bound(law, m, h.holder, h.in)) continue;
            any = true;
            if (!alike) days_.clear();
            add_days(h);
            if (!alike && !judge()) return false;
        }
        if (alike && any && !judge()) return false;
    }
    return true;
}

bool WitnessJudge::match_bonds(const LawProgram& law, const Matcher& m, EntityId a, EntityId b) {
    const bool office = m.family == Matcher::Family::office;
    const auto judge = [&](const Bond& bond) {
        if (bond.office != office || (m.index != no_index && bond.index != m.index) || (a != no_index && bond.a != a) ||
            !bound(law, m, bond.a, bond.b))
            return true;
        ++instances_;
        if (!law.carried) return false;
        const Days days = law.own_day && law.daily ? bond.days : all_days;
        return surely_holds(law, days) || holds(law, days);
    };
    if (b != no_index) {
        for (const Bond& bond : world_.bonds(office, b))
            if (!judge(bond)) return false;
    } else if (a != no_index) {
        for (const std::uint32_t i : world_.bonds_of(a))
            if (!judge(world_.bonds()[i])) return false;
    } else {
        for (const Bond& bond : world_.bonds())
            if (!judge(bond)) return false;
    }
    return true;
}

// A law says the same on each of these days.
bool WitnessJudge::holds_on(const LawProgram& law, Days days) {
    missing_ = false;
    alike_ = days;
    const Frame f{stack_.data(), days.from};
    const bool so = truth(law.body, f);
    if (so || stuck_ || missing_) return !stuck_;
    return mend(law.body, f) && !stuck_;
}

bool WitnessJudge::holds(const LawProgram& law, Days days) {
    if (!law.daily) return holds_on(law, {now_, now_ + 1});
    if (days.past - days.from == 1) return holds_on(law, days);
    find_changes(law.body, days);
    if (stuck_) return false;
    for (std::size_t i = 0; i + 1 < changes_.size(); ++i)
        if (!holds_on(law, {changes_[i], changes_[i + 1]})) return false;
    return true;
}

// Into changes_, in order: the ends of a stretch of days, and all days between on which a term may begin to say something else.
void WitnessJudge::find_changes(std::uint32_t node, Days days) {
    changes_.clear();
    missing_ = false;
    trace(node, {stack_.data(), days.from});
    std::erase_if(changes_, [&](std::int64_t day) { return day <= days.from || day >= days.past; });
    changes_.push_back(days.from);
    changes_.push_back(days.past);
    std::sort(changes_.begin(), changes_.end());
    changes_.erase(std::unique(changes_.begin(), changes_.end()), changes_.end());
}

void WitnessJudge::equate() {
    for (const Equation& e : programs_.equations()) {
        top_ = e.slots;
        EntityId last = no_index;  // organisation looked at, and whether anything else makes the law true of all its holders
        bool for_all = false;
        const auto any = [&](const std::vector<std::uint32_t>& nodes) {
            missing_ = false;
            return std::ranges::any_of(nodes, [&](std::uint32_t node) { return truth(node, {stack_.data(), now_}); }) || missing_;
        };
        for (Holding& h : world_.holdings()) {
            if (world_.is_one(h)) continue;
            if (!programs_.is_a(base_.kind_of[h.holder], e.holder_kind) || !programs_.is_a(base_.kind_of[h.in], e.organisation_kind))
                continue;
            stack_[e.holder] = h.holder;
            stack_[e.organisation] = h.in;
            if (h.in != last) for_all = any(e.unless_for_all);
            last = h.in;
            if (for_all || (e.unless_itself && h.holder == h.in) || (!e.unless.empty() && any(e.unless))) continue;
            const auto one = world_.stretches(h, Basis::capital), other = world_.stretches(h, Basis::votes);
            if (one.empty() || other.empty()) {
                WitnessWorld::set_both(h, one.empty() ? Basis::votes : Basis::capital);
                continue;
            }
            raised_.clear();
            changes_.clear();
            for (const auto& list : {one, other})
                for (const Stretch& s : list) {
                    changes_.push_back(s.days.from);
                    changes_.push_back(s.days.past);
                }
            std::sort(changes_.begin(), changes_.end());
            for (std::size_t i = 0; i + 1 < changes_.size(); ++i) {
                const std::int64_t from = changes_[i], past = changes_[i + 1];
                const std::int64_t value = std::max(world_.share(h, Basis::capital, from), world_.share(h, Basis::votes, from));
                if (from < past && value > 0) raised_.push_back({{from, past}, value});
            }
            world_.set(h, Basis::capital, raised_);
            WitnessWorld::set_both(h, Basis::capital);
        }
    }
}

}  // namespace tenet

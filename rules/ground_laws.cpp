// Laws and constraining declarations become instances: one law with one binding, on every instant of its class.
#include <algorithm>
#include <cassert>
#include <numeric>

#include "rules/grounder.h"
#include "rules/term_walk.h"

namespace tenet {

std::uint32_t Grounder::instance(LawInstance made) {
    std::size_t hash = static_cast<std::size_t>(made.kind) * 2 + (made.of_relation ? 1 : 0);
    hash = hash * 0x9E3779B97F4A7C15ULL + made.index;
    for (const auto& [name, value] : made.bindings) hash = (hash ^ (hash >> 29) ^ value) * 0x9E3779B97F4A7C15ULL;
    const auto [first, last] = instances_.equal_range(hash);
    for (auto it = first; it != last; ++it) {
        const LawInstance& known = problem_.instances[it->second];
        if (known.kind == made.kind && known.of_relation == made.of_relation && known.index == made.index &&
            std::equal(known.bindings.begin(), known.bindings.end(), made.bindings.begin(), made.bindings.end(),
                       [](const auto& a, const auto& b) { return a.second == b.second; }))
            return it->second;
    }
    const auto id = static_cast<std::uint32_t>(problem_.instances.size());
    instances_.emplace(hash, id);
    problem_.instances.push_back(std::move(made));
    return id;
}

std::uint32_t Grounder::size_of(const Look& look) {
    const auto number = [](std::size_t size) { return static_cast<std::uint32_t>(size); };
    switch (look.at) {
    case Look::At::holders:
    case Look::At::live: {
        const std::uint32_t place = held_place(look.key);
        return place == UINT32_MAX ? 0 : number(look.at == Look::At::live ? live_count_[place] : holders_[place].size());
    }
    case Look::At::holdings: {
        const auto it = holdings_.find(look.key);
        return it == holdings_.end() ? 0 : number(it->second.size());
    }
    case Look::At::held: return number(held_.size());
    case Look::At::cells: return number(cells_of_[look.key].size());
    case Look::At::points: return number(points(look.key).size());
    }
    return 0;
}

void Grounder::look(Look::At at, std::uint32_t key) {
    if (!recording_) return;
    const auto same = [&](const Look& l) { return l.at == at && l.key == key; };
    if (std::any_of(recording_->looks.begin(), recording_->looks.end(), same)) return;
    recording_->looks.push_back({at, key, 0});
    recording_->looks.back().size = size_of(recording_->looks.back());
}

// All that is looked at only ever grows, so equal sizes are equal contents.
bool Grounder::repeat(Unit& unit) {
    if (!unit.repeatable) return false;
    for (const Look& l : unit.looks.of(recorded_.looks))
        if (size_of(l) != l.size) return false;
    const auto constraints = unit.constraints.of(recorded_.constraints);
    problem_.constraints.insert(problem_.constraints.end(), constraints.begin(), constraints.end());
    for (const Read& r : unit.readings.of(recorded_.readings)) register_reading(r.cell, r.reading);
    const auto ranged = unit.ranged.of(recorded_.ranged);
    ranged_.insert(ranged_.end(), ranged.begin(), ranged.end());
    return true;
}

// What was recorded of the unit before is written over where it has the room.
void Grounder::keep_recorded(Unit& unit) {
    unit.pass = pass_;
    unit.repeatable = draft_.repeatable;
    if (!unit.repeatable) return;
    const auto keep = [](Stretch& at, const auto& items, auto& all) {
        if (items.size() > at.count) {
            at.first = static_cast<std::uint32_t>(all.size());
            all.insert(all.end(), items.begin(), items.end());
        } else {
            std::copy(items.begin(), items.end(), all.begin() + at.first);
        }
        at.count = static_cast<std::uint32_t>(items.size());
    };
    keep(unit.looks, draft_.looks, recorded_.looks);
    keep(unit.constraints, draft_.constraints, recorded_.constraints);
    keep(unit.readings, draft_.readings, recorded_.readings);
    keep(unit.ranged, draft_.ranged, recorded_.ranged);
}

void Grounder::Bindings::sort() {
    if (count < 2 || width == 0) return;
    std::vector<std::uint32_t> order(count);
    std::iota(order.begin(), order.end(), 0U);
    const auto sooner = [&](std::uint32_t a, std::uint32_t b) { return std::ranges::lexicographical_compare(row(a), row(b)); };
    const auto same = [&](std::uint32_t a, std::uint32_t b) { return std::ranges::equal(row(a), row(b)); };
    if (!std::is_sorted(order.begin(), order.end(), sooner)) std::sort(order.begin(), order.end(), sooner);
    order.erase(std::unique(order.begin(), order.end(), same), order.end());
    std::vector<std::uint32_t> sorted;
    sorted.reserve(order.size() * width);
    for (const std::uint32_t i : order) sorted.insert(sorted.end(), row(i).begin(), row(i).end());
    values = std::move(sorted);
    count = order.size();
}

Grounder::Bindings Grounder::bindings(const Law& law, const Plan& plan) {
    Bindings out;
    out.width = law.params.size();
    const std::vector<JoinOnRole> joins = joins_of(law.body);
    Frame f;
    f.values.assign(law.slots, no_index);
    const std::size_t n = law.params.size();
    const auto is_event = [&](std::size_t i) { return law.params[i].domain.kind == Domain::Kind::events; };

    // Events first, each by join where the premise ties it to one bound before; then what a pattern of live fluents
    // binds; then whatever is left, over its whole domain.
    const std::function<void(std::size_t)> rest = [&](std::size_t i) {
        mind_time();  // many variables have bindings without number
        while (i < n && f.values[i] != no_index) ++i;
        if (i == n) {
            out.values.insert(out.values.end(), f.values.begin(), f.values.begin() + static_cast<std::ptrdiff_t>(n));
            ++out.count;
            return;
        }
        for (const PartyId e : bound_)
            if (in_domain(e, law.params[i].domain)) {
                f.values[i] = e;
                rest(i + 1);
            }
        if (bind_unnamed_ && in_domain(unnamed_anywhere(), law.params[i].domain)) {
            f.values[i] = unnamed_anywhere();
            rest(i + 1);
        }
        f.values[i] = no_index;
    };
    const auto match = [&](const Pattern& p) {
        const auto slot = [&](const PatternArgument& a) -> std::size_t {
            const bool open = a.kind == PatternArgument::Kind::term && a.term->op == Op::variable &&
                              a.term->index < n && f.values[a.term->index] == no_index;
            return open ? a.term->index : n;
        };
        std::vector<std::uint32_t> bs{no_index};
        if (p.b.kind == PatternArgument::Kind::role_members && p.b.term->op == Op::variable) {
            bs.clear();
            for (const Participant& part : facts_.events[thing(*p.b.term, f)].participants)
                if (part.role.text == p.b.role) bs.push_back(part.entity);
        } else if (p.b.kind == PatternArgument::Kind::term && slot(p.b) == n && p.b.term->type == Type::entity) {
            missing_ = false;
            bs[0] = thing(*p.b.term, f);
            if (missing_) {
                missing_ = false;
                return;
            }
        }
        std::uint32_t a = no_index;
        if (p.a.kind == PatternArgument::Kind::term && slot(p.a) == n && p.a.term->type == Type::entity) {
            missing_ = false;
            a = thing(*p.a.term, f);
            if (missing_) {
                missing_ = false;
                return;
            }
        }
        const std::size_t sa = slot(p.a), sb = slot(p.b);
        const auto bind = [&](std::uint32_t x, std::uint32_t y) {
            if (sa < n && sa == sb && x != y) return;
            if (sa < n && !in_domain(x, law.params[sa].domain)) return;
            if (sb < n && (is_unnamed(y) || !in_domain(y, law.params[sb].domain))) return;
            if (sa < n) f.values[sa] = x;
            if (sb < n && f.values[sb] == no_index) f.values[sb] = y;
            rest(0);
            if (sa < n) f.values[sa] = no_index;
            if (sb < n) f.values[sb] = no_index;
        };
        for (const std::uint32_t b : bs) live(p, a, b, std::ref(bind));
    };
    const std::function<void(std::size_t)> events = [&](std::size_t i) {
        mind_time();
        while (i < n && !is_event(i)) ++i;
        if (i == n) {
            if (plan.everything) {
                rest(0);
            } else {
                for (const Pattern& p : plan.patterns) match(p);
            }
            return;
        }
        const KindId kind = law.params[i].domain.index;
        for (const JoinOnRole& join : joins) {
            if (join.slot != i || kind == no_index || highest_variable(*join.other) > i) continue;
            missing_ = false;
            const PartyId with = thing(*join.other, f);
            if (missing_ || with == no_index || is_unnamed(with)) {
                missing_ = false;
                return;
            }
            const std::uint32_t role = vocabulary_.event_kinds[kind].role(join.role).value_or(0);
            const std::uint64_t key = (std::uint64_t{kind} << 48) | (std::uint64_t{role} << 32) | tie_root_[with];
            const auto it = events_by_role_.find(key);
            if (it == events_by_role_.end()) return;
            for (const EventId e : it->second) {
                f.values[i] = e;
                events(i + 1);
            }
            f.values[i] = no_index;
            return;
        }
        for (const EventId e : events_of(kind)) {
            f.values[i] = e;
            events(i + 1);
        }
        f.values[i] = no_index;
    };
    events(0);
    if (plan.patterns.size() > 1) out.sort();
    return out;
}

void Grounder::ground_instance(const Law& law, std::uint32_t law_index, const LawPlan& plan,
                               const std::vector<std::uint32_t>& values) {
    mind_time();
    const auto described = [&] {
        LawInstance made;
        made.index = law_index;
        made.bindings.reserve(values.size());
        made.binds_event.resize(values.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            made.bindings.emplace_back(law.params[i].name, values[i]);
            made.binds_event[i] = law.params[i].domain.kind == Domain::Kind::events;
        }
        return made;
    };
    std::uint32_t id;
    if (values.size() <= 3) {
        Key key{law_index, no_index, no_index, no_index, 0};
        if (!values.empty()) key.index = values[0];
        if (values.size() > 1) key.a = values[1];
        if (values.size() > 2) key.b = values[2];
        const auto [known, is_new] = law_instances_.emplace(key, static_cast<std::uint32_t>(problem_.instances.size()));
        if (is_new) problem_.instances.push_back(described());
        id = known;
    } else {
        id = instance(described());
    }
    const Origin origin{Origin::Kind::law, id};
    if (units_.size() <= id) units_.resize(id + 1);
    if (std::exchange(units_[id].pass, pass_) == pass_) return;  // found by several of its fluents
    if (repeat(units_[id])) return;
    Unit made = units_[id];  // a copy: what is grounded may find further instances
    record(made, [&] { ground_afresh(law, plan, values, origin); });
    units_[id] = made;
}

void Grounder::ground_laws() {
    if (events_by_role_.empty())
        for (const EventId e : all_events_) {
            const KindId kind = event_kind_of_[e];
            if (kind == no_index) continue;
            for (const Participant& p : facts_.events[e].participants) {
                const auto role = vocabulary_.event_kinds[kind].role(p.role.text);
                if (!role) continue;
                const std::uint64_t key = (std::uint64_t{kind} << 48) | (std::uint64_t{*role} << 32) | tie_root_[p.entity];
                events_by_role_[key].push_back(e);
            }
        }
    for (std::uint32_t l = 0; l < vocabulary_.laws.size(); ++l) {
        const Law& law = vocabulary_.laws[l];
        const Bindings found = bindings(law, base_.law_plans[l].plan);
        std::vector<std::uint32_t> values;
        for (std::size_t i = 0; i < found.count; ++i) {
            values.assign(found.row(i).begin(), found.row(i).end());
            ground_instance(law, l, base_.law_plans[l], values);
        }
    }
}

// `single`, `symmetric` and the kinds of roles and of relations' ends.
void Grounder::ground_declarations() {
    FormulaStore& s = problem_.store;
    for (const EventId e : all_events_) {
        const KindId kind = event_kind_of_[e];
        if (kind == no_index) continue;
        for (const Participant& p : facts_.events[e].participants) {
            const auto role = vocabulary_.event_kinds[kind].role(p.role.text);
            if (!role || vocabulary_.is_a(kind_of_[p.entity], vocabulary_.event_kinds[kind].roles[*role].kind)) continue;
            LawInstance made{LawInstance::Kind::kind, kind, false, {{std::string(p.role.text), p.entity}, {"event", e}}, {false, true}};
            emit(s.negation(occurs(e)), {Origin::Kind::law, instance(std::move(made))});
        }
    }
    const std::size_t count = cells_.size();
    std::map<std::pair<std::uint32_t, PartyId>, std::vector<std::size_t>> single;
    for (std::size_t c = 0; c < count; ++c) {
        const Cell here = cells_[c];
        if (here.subject == Subject::office && here.index != no_index && vocabulary_.offices[here.index].single)
            single[{here.index, tie_root(here.b)}].push_back(c);
        if (here.subject != Subject::relation) continue;
        const RelationKind& kind = vocabulary_.relations[here.index];
        const auto fits = [&](PartyId p, KindId k) { return is_unnamed(p) || vocabulary_.is_a(kind_of_[p], k); };
        const std::vector<std::pair<std::string, std::uint32_t>> bound{{"subject", here.a}, {"object", here.b}};
        if (!fits(here.a, kind.subject) || !fits(here.b, kind.object)) {
            const std::uint32_t id = instance({LawInstance::Kind::kind, here.index, true, bound, {false, false}});
            each_of(points(here.group), [&](NodeId p) {
                emit(s.negation(read(Subject::relation, here.index, here.a, here.b, {p, false, true})), {Origin::Kind::law, id});
            });
        } else if (kind.symmetric && here.a < here.b) {
            const std::uint32_t id = instance({LawInstance::Kind::symmetric, here.index, true, bound, {false, false}});
            join(here.group, group(Subject::relation, here.index, here.b, here.a));
            each_of(points(here.group), [&](NodeId p) {
                emit(s.iff(read(Subject::relation, here.index, here.a, here.b, {p, false, true}),
                           read(Subject::relation, here.index, here.b, here.a, {p, false, true})),
                     {Origin::Kind::law, id});
            });
        } else if (kind.symmetric && here.a > here.b) {
            cell(Subject::relation, here.index, here.b, here.a);  // its twin brings the law, in this pass or the next
            if (cells_.size() > count) changed_ = true;
        }
    }
    for (const auto& [key, cells] : single) {
        const auto& [title, organisation] = key;
        for (std::size_t i = 0; i < cells.size(); ++i)
            for (std::size_t j = i + 1; j < cells.size(); ++j) {
                const Cell a = cells_[cells[i]], b = cells_[cells[j]];
                // Two periods clash, if at all, on the first day of the later one: an instant of one of the two.
                std::vector<NodeId> instants = points(a.group);
                for (const NodeId p : points(b.group))
                    if (std::find(instants.begin(), instants.end(), p) == instants.end()) instants.push_back(p);
                const std::uint32_t id =
                    instance({LawInstance::Kind::single, title, false, {{"o", organisation}}, {false}});
                const NodeId one = same_thing(a.a, b.a);
                for (const NodeId p : instants)
                    emit(s.either(one, s.negation(s.both(read(Subject::office, title, a.a, a.b, {p, false, true}),
                                                         read(Subject::office, title, b.a, b.b, {p, false, true})))),
                         {Origin::Kind::law, id});
            }
    }
}

}  // namespace tenet

// Laws and constraining declarations become instances: one law with one binding, on every instant of its class.
#include <algorithm>
#include <cassert>

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

std::size_t Grounder::size_of(const Unit::Look& look) {
    switch (look.at) {
    case Unit::Look::At::holders:
    case Unit::Look::At::live: {
        const std::uint32_t place = held_place(static_cast<PartyId>(look.key));
        if (place == UINT32_MAX) return 0;
        return look.at == Unit::Look::At::live ? live_count_[place] : holders_[place].size();
    }
    case Unit::Look::At::holdings: {
        const auto it = holdings_.find(static_cast<PartyId>(look.key));
        return it == holdings_.end() ? 0 : it->second.size();
    }
    case Unit::Look::At::held: return held_.size();
    case Unit::Look::At::cells: return cells_of_[look.key].size();
    case Unit::Look::At::points: return points_[root(static_cast<GroupId>(look.key))].size();
    }
    return 0;
}

void Grounder::look(Unit::Look::At at, std::uint64_t key) {
    if (!recording_) return;
    const auto same = [&](const Unit::Look& l) { return l.at == at && l.key == key; };
    if (std::any_of(recording_->looks.begin(), recording_->looks.end(), same)) return;
    recording_->looks.push_back({at, key, 0});
    recording_->looks.back().size = size_of(recording_->looks.back());
}

// All that is looked at only ever grows, so equal sizes are equal contents.
bool Grounder::repeat(Unit& unit) {
    if (!unit.known || !unit.repeatable) return false;
    for (const Unit::Look& l : unit.looks)
        if (size_of(l) != l.size) return false;
    problem_.constraints.insert(problem_.constraints.end(), unit.constraints.begin(), unit.constraints.end());
    for (const Unit::Read& r : unit.readings) register_reading(r.cell, r.reading);
    ranged_.insert(ranged_.end(), unit.ranged.begin(), unit.ranged.end());
    return true;
}

std::vector<std::vector<std::uint32_t>> Grounder::bindings(const Law& law, const Plan& plan) {
    std::vector<std::vector<std::uint32_t>> out;
    const std::vector<JoinOnRole> joins = joins_of(law.body);
    Frame f;
    f.values.assign(law.slots, no_index);
    const std::size_t n = law.params.size();
    const auto is_event = [&](std::size_t i) { return law.params[i].domain.kind == Domain::Kind::events; };

    // Events first, each by join where the premise ties it to one bound before; then what a pattern of live fluents
    // binds; then whatever is left, over its whole domain.
    const std::function<void(std::size_t)> rest = [&](std::size_t i) {
        while (i < n && f.values[i] != no_index) ++i;
        if (i == n) {
            out.emplace_back(f.values.begin(), f.values.begin() + static_cast<std::ptrdiff_t>(n));
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
        for (const std::uint32_t b : bs)
            live(p, a, b, [&](std::uint32_t x, std::uint32_t y) {
                const std::size_t sa = slot(p.a), sb = slot(p.b);
                if (sa < n && sa == sb && x != y) return;
                if (sa < n && !in_domain(x, law.params[sa].domain)) return;
                if (sb < n && (is_unnamed(y) || !in_domain(y, law.params[sb].domain))) return;
                if (sa < n) f.values[sa] = x;
                if (sb < n && f.values[sb] == no_index) f.values[sb] = y;
                rest(0);
                if (sa < n) f.values[sa] = no_index;
                if (sb < n) f.values[sb] = no_index;
            });
    };
    const std::function<void(std::size_t)> events = [&](std::size_t i) {
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
    if (plan.patterns.size() > 1) {
        std::sort(out.begin(), out.end());
        out.erase(std::unique(out.begin(), out.end()), out.end());
    }
    return out;
}

void Grounder::ground_instance(const Law& law, std::uint32_t law_index, const LawPlan& plan,
                               const std::vector<std::uint32_t>& values) {
    mind_time();
    const auto described = [&] {
        LawInstance made;
        made.index = law_index;
        for (std::size_t i = 0; i < values.size(); ++i) {
            made.bindings.emplace_back(law.params[i].name, values[i]);
            made.binds_event.push_back(law.params[i].domain.kind == Domain::Kind::events);
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
    Unit made = recorded([&] { ground_afresh(law, plan, values, origin); });
    units_[id] = std::move(made);
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
        for (const auto& values : bindings(law, base_.law_plans[l].plan)) ground_instance(law, l, base_.law_plans[l], values);
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
            for (const NodeId p : points(here.group))
                emit(s.negation(read(Subject::relation, here.index, here.a, here.b, {p, false, true})), {Origin::Kind::law, id});
        } else if (kind.symmetric && here.a < here.b) {
            const std::uint32_t id = instance({LawInstance::Kind::symmetric, here.index, true, bound, {false, false}});
            join(here.group, group(Subject::relation, here.index, here.b, here.a));
            for (const NodeId p : points(here.group))
                emit(s.iff(read(Subject::relation, here.index, here.a, here.b, {p, false, true}),
                           read(Subject::relation, here.index, here.b, here.a, {p, false, true})),
                     {Origin::Kind::law, id});
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

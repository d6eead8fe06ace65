// One law instance, grounded on every instant of its class at which it can matter.
#include <algorithm>

#include "rules/grounder.h"
#include "rules/term_walk.h"

namespace tenet {

// Law variables over events range over those that occur.
NodeId Grounder::law_condition(const Law& law, const std::vector<std::uint32_t>& values) {
    Parts all(parts_stack_);
    for (std::size_t i = 0; i < law.params.size(); ++i)
        if (law.params[i].domain.kind == Domain::Kind::events) all.push_back(occurs(values[i]));
    return problem_.store.all_of(all);
}

// Whether it stands for the one member that is being grounded.
bool Grounder::is_split(const PatternArgument& a) const {
    return split_ && a.kind == PatternArgument::Kind::role_members && a.term == split_->args.data();
}

// Whether some fluent that the instance hangs on may be other than 0 on a day.
bool Grounder::matters(const LawPlan& plan, const Law& law, Frame& f, NodeId day) {
    if (plan.plan.everything || everywhere_ || !plan.own_day) return true;
    const auto bound = [&](const PatternArgument& a) -> std::optional<PartyId> {  // nullopt: whoever it is
        if (a.kind == PatternArgument::Kind::role_members) return is_split(a) ? std::optional(split_value_) : std::nullopt;
        if (a.kind != PatternArgument::Kind::term || highest_variable(*a.term) > law.params.size()) return std::nullopt;
        const PartyId p = thing(*a.term, f);
        missing_ = false;
        return p;
    };
    for (const Pattern& p : plan.plan.patterns) {
        if (p.fluent != Op::capital) return true;
        const auto b = bound(p.b), a = bound(p.a);
        if (!b || !a) return true;
        if (*a == no_index || *b == no_index) continue;
        look(Look::At::live, *b);
        if (is_unnamed(*a) || is_unnamed(*b) || is_live(*a, *b, day)) return true;
    }
    return false;
}

void Grounder::ground_afresh(const Law& law, const LawPlan& plan, const std::vector<std::uint32_t>& values, Origin origin) {
    Frame f;
    f.values.assign(law.slots, no_index);
    std::copy(values.begin(), values.end(), f.values.begin());
    f.owner = new_owner((std::uint64_t{2} << 40) | origin.index);
    if (!plan.split || everywhere_) {
        ground_part(law, plan, values, f, origin);
        return;
    }
    split_ = plan.split;
    const EventId e = thing(plan.split->args[0], f);
    for (const Participant& p : facts_.events[e].participants) {
        if (p.role.text != plan.split->domain.role) continue;
        split_value_ = p.entity;
        ground_part(law, plan, values, f, origin);
    }
    split_ = nullptr;
}

// A class that the instance speaks of on its own day, as far as its patterns name one.
std::optional<GroupId> Grounder::class_of(const LawPlan& plan, const Law& law, Frame& f) {
    if (plan.plan.everything || everywhere_ || !plan.own_day || plan.beyond) return std::nullopt;
    for (const Pattern& p : plan.plan.patterns) {
        if (p.fluent == Op::capital) {
            if (is_split(p.b)) return group(Subject::capital, no_index, no_index, split_value_);
            if (p.b.kind != PatternArgument::Kind::term || highest_variable(*p.b.term) > law.params.size()) continue;
            const PartyId of = thing(*p.b.term, f);
            if (std::exchange(missing_, false) || of == no_index) continue;
            return group(Subject::capital, no_index, no_index, of);
        }
    }
    return std::nullopt;
}

void Grounder::touch_boundaries(const Law& law, const LawPlan& plan, const std::vector<std::uint32_t>& values, Frame& f, GroupId of) {
    for (const Boundary& b : plan.boundaries) {
        if (highest_variable(*b.instant) > values.size()) {  // `all(a: m.absorbed, time > m.end ...)` names m; others are rare
            incomplete_.insert(law.full_id());
            continue;
        }
        touch(of, problem_.store.shift(ends(*b.instant, f).start, b.offset));
    }
}

// Instant by instant of a class that is known; what is read there tells which others the instance relates.
void Grounder::ground_daily(const Law& law, const LawPlan& plan, const std::vector<std::uint32_t>& values, Frame& f, Origin origin, GroupId of) {
    FormulaStore& s = problem_.store;
    const NodeId condition = law_condition(law, values);
    std::vector<GroupId> seen;
    std::vector<NodeId> done;
    std::vector<GroupId>* const outer = std::exchange(trace_, &seen);
    look(Look::At::points, of);
    bool spoken = false, missing = false;
    for (std::size_t i = 0; i < points_[root(of)].size() && !missing; ++i) {
        const NodeId p = points_[root(of)][i];
        if (std::find(done.begin(), done.end(), p) != done.end()) continue;
        done.push_back(p);
        if (!matters(plan, law, f, p)) continue;
        seen.clear();
        missing_ = false;
        f.ambient = {p, true, true};
        const NodeId says = truth(law.body, f);
        missing = std::exchange(missing_, false);
        if (missing) break;
        speak_daily(seen);
        if (!spoken && !seen.empty()) {
            spoken = true;
            touch_boundaries(law, plan, values, f, of);
        }
        const GroupId before = root(of);
        for (const GroupId g : seen) join(of, g);
        emit(s.implies(condition, says), origin);
        if (root(of) != before) i = static_cast<std::size_t>(-1);  // other instants in another order
    }
    trace_ = outer;
    recording_->repeatable = recording_->repeatable && !incomplete_.contains(law.full_id());
}

void Grounder::ground_part(const Law& law, const LawPlan& plan, const std::vector<std::uint32_t>& values, Frame& f, Origin origin) {
    if (const auto of = class_of(plan, law, f)) {
        ground_daily(law, plan, values, f, origin, *of);
        return;
    }
    FormulaStore& s = problem_.store;

    // A look on a day of its own finds the classes that the law relates.
    std::vector<GroupId> seen;
    std::vector<GroupId>* const outer = std::exchange(trace_, &seen);
    const bool outer_reads = std::exchange(reads_time_, false);
    const bool outer_probing = std::exchange(probing_, true);
    missing_ = false;
    f.ambient = {probe_, true};
    const NodeId probed = truth(law.body, f);
    speak_daily(seen);
    drain_atoms();
    probing_ = outer_probing;
    const bool daily = !seen.empty() || reads_time_;
    trace_ = outer;
    reads_time_ = outer_reads;
    if (std::exchange(missing_, false)) return;
    if (probed == s.yes()) return;
    const NodeId condition = law_condition(law, values);
    if (!daily) {
        f.ambient = {now_, false};
        emit(s.implies(condition, truth(law.body, f)), origin);
        return;
    }
    std::vector<NodeId> instants{now_};
    if (!seen.empty()) {
        for (std::size_t i = 1; i < seen.size(); ++i) join(seen[0], seen[i]);
        touch_boundaries(law, plan, values, f, seen[0]);
        if (points(seen[0]).empty()) touch(seen[0], now_);
        instants = points(seen[0]);
    }
    if (plan.beyond) incomplete_.insert(law.full_id());
    if (!seen.empty()) look(Look::At::points, seen[0]);
    recording_->repeatable = recording_->repeatable && !incomplete_.contains(law.full_id());
    for (const NodeId p : instants) {
        if (plan.beyond && shifted_.contains(p)) continue;  // from there it would look on to a further day, without end
        if (!matters(plan, law, f, p)) continue;
        f.ambient = {p, true, true};
        emit(s.implies(condition, truth(law.body, f)), origin);
    }
}

}  // namespace tenet

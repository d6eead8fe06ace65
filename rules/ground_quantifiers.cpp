// sum, count, any, all: which members matter, each counted once, the unnamed party among them.
#include <algorithm>

#include "rules/grounder.h"

namespace tenet {

const std::vector<EventId>& Grounder::events_of(KindId kind) {
    return kind == no_index ? all_events_ : events_by_kind_[kind];
}

bool Grounder::in_domain(PartyId p, const Domain& domain) const {
    if (is_unnamed(p)) {
        return party_ && domain.kind == Domain::Kind::entities && domain.index == *party_;
    }
    return domain.kind == Domain::Kind::entities && vocabulary_.is_a(kind_of_[p], domain.index);
}

// Every pair of arguments for which some fluent that matches the pattern is live. no_index matches anything.
void Grounder::live(const Pattern& p, std::uint32_t a, std::uint32_t b,
                    const std::function<void(std::uint32_t, std::uint32_t)>& found) {
    if (p.fluent == Op::capital) {
        const auto in = [&](PartyId organisation) {
            look(Look::At::holders, organisation);
            for (const PartyId h : holders_in(organisation))
                if (a == no_index || a == h) found(h, organisation);
        };
        if (b != no_index) {
            in(b);
            if (!is_unnamed(b) && (a == no_index || is_unnamed(a))) found(unnamed_in(b), b);
        } else if (a != no_index && !is_unnamed(a)) {
            look(Look::At::holdings, a);
            const auto it = holdings_.find(a);
            if (it == holdings_.end()) return;
            for (const PartyId o : it->second) found(a, o);
        } else {
            look(Look::At::held, 0);
            for (const PartyId o : held_) {
                in(o);
                if (!is_unnamed(o)) found(unnamed_in(o), o);
            }
        }
        return;
    }
    const Subject subject = p.fluent == Op::in_office ? Subject::office
                            : p.fluent == Op::relation ? Subject::relation
                                                       : Subject::measure;
    const std::uint32_t at = part(subject, a, a == no_index ? b : no_index);
    look(Look::At::cells, at);
    for (const std::uint32_t c : cells_of_[at]) {
        const Cell& cell = cells_[c];
        if (subject == Subject::relation && cell.index != p.index) continue;
        if (subject == Subject::office && p.index != no_index && cell.index != p.index) continue;
        if ((a == no_index || a == cell.a) && (b == no_index || b == cell.b)) found(cell.a, cell.b);
    }
}

// The unnamed party cannot take the place of one that a quantifier tells from others: it is a holder on that day, or, where
// the quantifier looks at other days than its own, on every one.
void Grounder::tell_apart(PartyId p, PartyId organisation, const Ambient& ambient, bool own_day) {
    if (organisation_ && !vocabulary_.is_a(kind_of_[organisation], *organisation_)) return;
    if (!own_day || ambient.day == probe_) {
        make_live(p, organisation, no_index);
        return;
    }
    read(Subject::capital, no_index, p, organisation, ambient);
    read(Subject::votes, no_index, p, organisation, ambient);
}

Grounder::Members Grounder::members(const Term& q, Frame& f) {
    FormulaStore& s = problem_.store;
    Members found;
    std::vector<Member>& out = found.list;
    const Domain& domain = q.domain;
    if (domain.kind == Domain::Kind::events) {
        for (const EventId e : events_of(domain.index)) out.push_back({e, occurs(e)});
        return found;
    }
    auto it = member_plans_.find(&q);
    if (it == member_plans_.end()) it = member_plans_.emplace(&q, plan_members(vocabulary_, q)).first;
    const Plan& plan = it->second;
    // A law or a fact on all days: whoever is not live on the day is told as the unnamed party. A question tells them apart.
    const bool only_live = f.ambient.alike && !says_ && !everywhere_ && plan.own_day;
    std::vector<PartyId> candidates;
    if (domain.kind == Domain::Kind::role) {
        const EventId e = thing(q.args[0], f);
        if (e != no_index)
            for (const Participant& p : facts_.events[e].participants)
                if (p.role.text == domain.role && (split_ != &q || p.entity == split_value_)) candidates.push_back(p.entity);
    } else if (domain.kind == Domain::Kind::holders) {
        const PartyId of = thing(q.args[0], f);
        if (of == no_index) return found;
        found.open = is_unnamed(of);
        if (every_party_ && !found.open && !probing_)
            for (const PartyId e : bound_)
                if (party_ && vocabulary_.is_a(kind_of_[e], *party_)) add_holder(e, of);
        look(only_live ? Look::At::live : Look::At::holders, of);
        candidates = holders_in(of);
        if (only_live) std::erase_if(candidates, [&](PartyId h) { return !is_live(h, of, f.ambient.day); });
        if (!is_unnamed(of)) candidates.push_back(unnamed_in(of));
    } else {
        const bool may_be_unnamed = domain.index != no_index && party_ && vocabulary_.is_a(domain.index, *party_);
        if (plan.everything || (every_party_ && !only_live)) {
            for (const PartyId e : bound_)
                if (vocabulary_.is_a(kind_of_[e], domain.index)) candidates.push_back(e);
            if (may_be_unnamed) {
                // The unnamed party that holds in the organisation which the quantifier speaks of, where it speaks of one.
                PartyId unnamed = unnamed_anywhere();
                for (const Pattern& pattern : plan.patterns) {
                    if (pattern.b.kind != PatternArgument::Kind::term || pattern.b.term->type != Type::entity) continue;
                    if (pattern.b.term->op == Op::variable && pattern.b.term->index == q.index) continue;
                    const PartyId of = thing(*pattern.b.term, f);
                    if (of == no_index) continue;
                    if (is_unnamed(of)) {
                        found.open = true;
                    } else {
                        unnamed = unnamed_in(of);
                    }
                }
                candidates.push_back(unnamed);
            }
        } else {
            std::unordered_set<PartyId> seen;  // where they are many
            const auto add = [&](PartyId p) {
                if (is_unnamed(p) ? !may_be_unnamed : !vocabulary_.is_a(kind_of_[p], domain.index)) return;
                if (candidates.size() < 32) {
                    if (std::find(candidates.begin(), candidates.end(), p) == candidates.end()) candidates.push_back(p);
                    return;
                }
                if (seen.empty()) seen.insert(candidates.begin(), candidates.end());
                if (seen.insert(p).second) candidates.push_back(p);
            };
            const auto may_hold = [&](const Pattern& pattern, PartyId x, PartyId y) {
                if (!only_live || pattern.fluent != Op::capital) return true;
                look(Look::At::live, y);
                return is_live(x, y, f.ambient.day);
            };
            std::vector<PartyId> apart;  // parties that the quantifier tells apart from anybody
            for (const Term* t : plan.told_apart) {
                const bool bound = t->op != Op::variable || (t->index < f.values.size() && f.values[t->index] != no_index);
                const PartyId p = bound ? thing(*t, f) : no_index;  // the quantifier's own variable is not bound here
                if (p != no_index && !is_unnamed(p) && party_ && vocabulary_.is_a(kind_of_[p], *party_)) apart.push_back(p);
            }
            for (const PartyId p : apart) add(p);
            for (const Pattern& pattern : plan.patterns) {
                const auto is_mine = [&](const PatternArgument& a) {
                    return a.kind == PatternArgument::Kind::term && a.term->op == Op::variable && a.term->index == q.index;
                };
                const auto known = [&](const PatternArgument& a) -> std::uint32_t {
                    if (is_mine(a) || a.kind != PatternArgument::Kind::term) return no_index;
                    return thing(*a.term, f);
                };
                const std::uint32_t a = known(pattern.a), b = known(pattern.b);
                if (is_mine(pattern.a) && b != no_index && is_unnamed(b)) found.open = true;
                if (is_mine(pattern.a) && b != no_index && !is_unnamed(b) && !probing_) {
                    for (const PartyId p : apart) tell_apart(p, b, f.ambient, plan.own_day);
                    // What an organisation holds in itself has no votes: that tells it apart from the unnamed party.
                    if (says_ && pattern.fluent == Op::capital && party_ && vocabulary_.is_a(kind_of_[b], *party_)) tell_apart(b, b, f.ambient, plan.own_day);
                }
                if (is_mine(pattern.a))
                    live(pattern, no_index, b, [&](std::uint32_t x, std::uint32_t y) { if (may_hold(pattern, x, y)) add(x); });
                if (is_mine(pattern.b))
                    live(pattern, a, no_index, [&](std::uint32_t x, std::uint32_t y) { if (may_hold(pattern, x, y)) add(y); });
            }
            if (plan.any_holder) {
                if (recording_) recording_->repeatable = false;
                const std::vector<PartyId> everybody = holders_in_order_;
                for (const PartyId p : everybody)
                    if (!is_unnamed(p)) add(p);
            }
        }
    }
    std::vector<NodeId> condition;
    out.reserve(candidates.size());
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const PartyId p = candidates[i];
        condition.clear();
        if (domain.kind == Domain::Kind::entities) condition.push_back(is_kind(p, domain.index));
        if (!is_unnamed(p))
            for (std::size_t j = 0; j < i; ++j)  // an entity counts once
                if (!is_unnamed(candidates[j]) && tie_root_[candidates[j]] == tie_root_[p])
                    condition.push_back(s.negation(same_thing(p, candidates[j])));
        if (domain.kind == Domain::Kind::holders) {
            const PartyId of = thing(q.args[0], f);
            const NodeId zero = s.constant(0);
            condition.push_back(s.either(s.less(zero, read(Subject::capital, no_index, p, of, f.ambient)),
                                         s.less(zero, read(Subject::votes, no_index, p, of, f.ambient))));
        }
        out.push_back({p, s.all_of(condition)});
    }
    return found;
}

// What is held in an unnamed organisation is unknown: whatever a quantifier over its holders has not met among those
// that were mentioned may add up to anything (a sum: 0 to 1), or decide a truth either way.
NodeId Grounder::unknown_rest(const Term& q, const Frame& f, Sort sort) {
    std::uint64_t key = reinterpret_cast<std::uintptr_t>(&q);
    for (const std::uint32_t v : f.values) key = (key ^ v) * 0x9E3779B97F4A7C15ULL + (key >> 27);
    const std::uint32_t id = new_owner(key | (std::uint64_t{1} << 63));
    const VariableId rest = variable(Subject::unnamed_rest, sort, id, no_index, no_index, f.ambient.day);
    if (f.ambient.day != probe_) {
        ranged_.push_back(rest);
        if (recording_) recording_->ranged.push_back(rest);
    }
    return node(rest);
}

NodeId Grounder::quantified_truth(const Term& q, Frame& f) {
    FormulaStore& s = problem_.store;
    const std::size_t first = q.domain.kind == Domain::Kind::role || q.domain.kind == Domain::Kind::holders ? 1 : 0;
    Parts parts(parts_stack_);
    const bool outer_missing = missing_;
    f.values[q.index] = no_index;
    const Members all = members(q, f);
    if (all.open) parts.push_back(unknown_rest(q, f, Sort::truth));
    for (const Member& m : all.list) {
        f.values[q.index] = m.value;
        missing_ = false;
        NodeId in = m.condition;
        if (q.has_where && in != s.no()) in = s.both(in, truth(q.args[first], f));
        if (in == s.no()) continue;
        const NodeId body = truth(q.args[first + (q.has_where ? 1 : 0)], f);
        if (missing_) continue;  // a role that nobody fills makes no instance
        parts.push_back(q.op == Op::any ? s.both(in, body) : s.implies(in, body));
    }
    missing_ = outer_missing;
    return q.op == Op::any ? s.any_of(parts) : s.all_of(parts);
}

NodeId Grounder::quantified_number(const Term& q, Frame& f) {
    FormulaStore& s = problem_.store;
    const std::size_t first = q.domain.kind == Domain::Kind::role || q.domain.kind == Domain::Kind::holders ? 1 : 0;
    Parts parts(parts_stack_);
    const bool outer_missing = missing_;
    f.values[q.index] = no_index;
    const Members all = members(q, f);
    if (all.open) parts.push_back(unknown_rest(q, f, q.op == Op::count ? Sort::day : Sort::real));
    for (const Member& m : all.list) {
        f.values[q.index] = m.value;
        missing_ = false;
        NodeId in = m.condition;
        if (q.has_where && in != s.no()) in = s.both(in, truth(q.args[first], f));
        if (in == s.no()) continue;
        NodeId amount;
        if (q.op == Op::sum) {
            amount = number(q.args[first + (q.has_where ? 1 : 0)], f);
        } else if (q.domain.kind != Domain::Kind::events && is_unnamed(m.value)) {
            // In a count the unnamed party stands for none or more.
            const VariableId several = variable(Subject::unnamed_count, Sort::day, f.owner, m.value, no_index, f.ambient.day);
            if (f.ambient.day != probe_) {
                ranged_.push_back(several);
                if (recording_) recording_->ranged.push_back(several);
            }
            amount = node(several);
        } else {
            amount = s.constant(1);
        }
        if (missing_) continue;
        parts.push_back(in == s.yes() ? amount : s.choice(in, amount, s.constant(0, s.sort(amount))));
    }
    missing_ = outer_missing;
    return s.sum_of(parts);
}

}  // namespace tenet

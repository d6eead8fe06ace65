// Facts become constraints: stakes, offices, relations, measures, complete and unchanged. Events, orders and claims have a
// file of their own (ground_events.cpp).
#include <algorithm>

#include "rules/grounder.h"
#include "rules/named_events.h"

namespace tenet {

namespace {

const When* when_of(const FactBody& body) {
    if (const auto* f = std::get_if<StakeClaim>(&body)) return &f->when;
    if (const auto* f = std::get_if<CompleteClaim>(&body)) return &f->when;
    if (const auto* f = std::get_if<UnchangedClaim>(&body)) return &f->when;
    if (const auto* f = std::get_if<OfficeClaim>(&body)) return &f->when;
    if (const auto* f = std::get_if<RelationClaim>(&body)) return &f->when;
    if (const auto* f = std::get_if<MeasureClaim>(&body)) return &f->when;
    return nullptr;
}

bool names_instant(const Fact& fact) {
    if (const When* w = when_of(fact.body)) return !named_events(*w).empty();
    if (const auto* order = std::get_if<OrderClaim>(&fact.body)) {
        std::vector<EventId> out;
        named_events(order->a.instant(), out);
        named_events(order->b.instant(), out);
        return !out.empty() || order->a.event() != no_index || order->b.event() != no_index;
    }
    return false;
}

}  // namespace

bool in_force(const Fact& fact, FactId id, const FactSet&, const Choice& choice) {
    const auto has = [&](const std::vector<FactId>& list) {
        return std::find(list.begin(), list.end(), id) != list.end();
    };
    if (has(choice.without)) return false;
    if (has(choice.assume)) return true;
    switch (fact.status) {
    case Status::stated:
    case Status::denied: return true;
    case Status::reported: return !choice.only_stated;
    case Status::expected:
        // A claim's instants are known only once it is parsed: the grounder looks again.
        return std::holds_alternative<EventClaim>(fact.body) || std::holds_alternative<ExpressionClaim>(fact.body) ||
               !fact.conditions().empty() || names_instant(fact);
    case Status::hypothetical: return std::holds_alternative<EventClaim>(fact.body);
    }
    return false;
}

bool Grounder::counts(FactId id) const { return counts_[id]; }

NodeId Grounder::conditions(const Fact& fact, const std::vector<EventId>& named) {
    std::vector<EventId> all = fact.conditions();
    all.insert(all.end(), named.begin(), named.end());
    return occur(all);
}

Grounder::Span Grounder::span_of(const When& when, FactId id) {
    const auto known = spans_.find(id);
    return known != spans_.end() ? known->second : spans_.emplace(id, new_span(when, id)).first->second;
}

Grounder::Span Grounder::new_span(const When& when, FactId id) {
    FormulaStore& s = problem_.store;
    const Fact& fact = facts_.facts[id];
    const std::uint32_t owner = new_owner((std::uint64_t{1} << 40) | id);
    // "From 1997 to 1997" names two days of that year: were they one, the period could have no day at all.
    const std::uint32_t end_owner = new_owner((std::uint64_t{8} << 40) | id);
    const auto at = [&](const Boxed<Instant>& i) {
        const bool ends_period = when.from() && &i == &when.to();
        loosening_ = loose(id) ? id : no_index;
        const NodeId day = instant(*i, ends_period ? end_owner : owner, fact.set).day;
        loosening_ = no_index;
        return day;
    };
    Span span;
    span.condition = conditions(fact, named_events(when));
    switch (when.form()) {
    case When::Form::unsaid: span.first = as_of(fact.set); return span;
    case When::Form::at: span.first = at(when.at()); return span;
    case When::Form::throughout: {
        if (when.at()->kind != Instant::Kind::edtf) {
            span.first = at(when.at());
            return span;
        }
        const DayRange& range = when.at()->edtf.span;
        span.point = range.single();
        span.no_start = !range.first;
        span.first = range.first ? day(range.first->number) : early();
        span.past = range.last ? day(range.last->number + 1) : no_index;
        return span;
    }
    case When::Form::period: break;
    }
    if (!when.from()) {  // an end alone: its last day
        span.first = when.through() ? at(when.through()) : s.shift(at(when.to()), -1);
        return span;
    }
    span.point = false;
    span.first = at(when.from());
    if (when.to()) {
        span.past = at(when.to());
        span.rule = s.less(span.first, span.past);
    } else if (when.through()) {
        span.past = s.shift(at(when.through()), 1);
        span.rule = s.less(span.first, span.past);
    } else {  // to the day its file speaks, or that first day alone
        const NodeId speaks = as_of(fact.set);
        span.past = s.shift(s.choice(s.less(span.first, speaks), speaks, span.first), 1);
    }
    return span;
}

// As far as the dates' own strings decide it.
bool Grounder::may_lie_in(NodeId day, const Span& span) const {
    if (span.point) return may_equal(day, span.first);
    if (range(day).second < range(span.first).first) return false;
    return span.past == no_index || range(day).first < range(span.past).second || problem_.store.op(span.past) == FormulaOp::sum;
}

// Calls emit_on(day, condition) for every instant of the class that may lie in the span.
template <class F>
void Grounder::on_days(GroupId g, const Span& span, F&& emit_on) {
    FormulaStore& s = problem_.store;
    look(Look::At::points, g);
    each_of(points(g), [&](NodeId p) {
        mind_time();
        if (!may_lie_in(p, span)) return;
        if (span.point) {
            const NodeId here = p == span.first ? span.condition : s.both(span.condition, s.equal(p, span.first));
            if (here != s.no()) emit_on(p, here);
            return;
        }
        const NodeId condition = s.all_of({span.condition, span.no_start ? s.yes() : s.less_equal(span.first, p),
                                           span.past == no_index ? s.yes() : s.less(p, span.past)});
        if (condition != s.no()) emit_on(p, condition);
    });
}

// First look: which instants, classes and holders the facts bring, whether or not they are in force.
void Grounder::touch_facts() {
    as_of(no_index);
    std::vector<std::pair<FactId, Span>> stakes, complete_ones;
    for (const FactId id : grounded_) {
        mind_time();
        const Fact& fact = facts_.facts[id];
        if (const auto* stake = std::get_if<StakeClaim>(&fact.body)) {
            if (pass_ == 1) add_holder(stake->holder, stake->in);
            if (!counts(id)) continue;
            stakes.emplace_back(id, span_of(stake->when, id));
            touch(cells_[cell(stake->basis == Basis::capital ? Subject::capital : Subject::votes, no_index, stake->holder,
                              stake->in)].group, stakes.back().second.first);
        } else if (!counts(id)) {
            continue;
        } else if (const auto* complete = std::get_if<CompleteClaim>(&fact.body)) {
            complete_ones.emplace_back(id, span_of(complete->when, id));
            touch(group(Subject::capital, no_index, no_index, complete->of), complete_ones.back().second.first);
        } else if (const auto* unchanged = std::get_if<UnchangedClaim>(&fact.body)) {
            ground_unchanged(id, *unchanged, true);
        } else if (const auto* office = std::get_if<OfficeClaim>(&fact.body)) {
            const std::uint32_t title = vocabulary_.office(office->title.text).value_or(no_index);
            touch(cells_[cell(Subject::office, title, office->person, office->of)].group, span_of(office->when, id).first);
        } else if (const auto* relation = std::get_if<RelationClaim>(&fact.body)) {
            if (const auto kind = vocabulary_.relation(relation->kind.text)) {
                touch(cells_[cell(Subject::relation, *kind, relation->subject, relation->object)].group,
                           span_of(relation->when, id).first);
            } else {  // a definition claimed as a relation: its class is found when it is applied
                const Span span = span_of(relation->when, id);
                const std::uint32_t d = vocabulary_.meanings(relation->kind.text, facts_.sets[fact.set]).front();
                const GroupId g = group(Subject::defined, (std::uint32_t{1} << 31) | d, relation->subject, relation->object);
                touch(g, span.first);
            }
        } else if (const auto* measure = std::get_if<MeasureClaim>(&fact.body)) {
            const std::pair<std::string, std::string> name(measure->name(), measure->unit());
            auto it = std::find(problem_.measures.begin(), problem_.measures.end(), name);
            if (it == problem_.measures.end()) it = problem_.measures.insert(it, name);
            const auto index = static_cast<std::uint32_t>(it - problem_.measures.begin());
            touch(cells_[cell(Subject::measure, index, measure->of, no_index)].group, span_of(measure->when, id).first);
        }
    }
    for (const auto& [id, span] : stakes) {
        const auto& stake = std::get<StakeClaim>(facts_.facts[id].body);
        each_of(points(group(Subject::capital, no_index, stake.holder, stake.in)), [&](NodeId p) {
            mind_time();  // a class may have as many instants as there are stakes
            if (may_lie_in(p, span)) make_live(stake.holder, stake.in, p);
        });
    }
    for (const auto& [id, span] : complete_ones) {
        const auto& complete = std::get<CompleteClaim>(facts_.facts[id].body);
        const std::vector<PartyId> listed = listed_holders(complete);
        each_of(points(group(Subject::capital, no_index, no_index, complete.of)), [&](NodeId p) {
            if (!may_lie_in(p, span)) return;
            for (const PartyId h : listed) {
                mind_time();
                make_live(h, complete.of, p);
            }
        });
    }
}

std::vector<PartyId> Grounder::listed_holders(const CompleteClaim& claim) const {
    if (claim.holders) return *claim.holders;
    std::vector<PartyId> out;  // those that any stake of the run names in it, whatever its status
    std::vector<PartyId> ids{claim.of};
    if (!tied_.empty() && !tied_[tie_root_[claim.of]].empty()) ids = tied_[tie_root_[claim.of]];
    for (const PartyId id : ids) {
        const auto it = stakes_in_.find(id);
        if (it == stakes_in_.end()) continue;
        for (const PartyId h : it->second)
            if (std::find(out.begin(), out.end(), h) == out.end()) out.push_back(h);
    }
    return out;
}

NodeId Grounder::complete_on(const CompleteClaim& claim, NodeId d, bool denied) {
    FormulaStore& s = problem_.store;
    const Ambient here{d, false, true};
    const std::vector<PartyId> listed = listed_holders(claim);
    for (const PartyId h : listed) add_holder(h, claim.of);
    look(Look::At::live, claim.of);
    std::vector<PartyId> others = holders_in(claim.of);
    std::erase_if(others, [&](PartyId h) { return !is_live(h, claim.of, d); });
    others.push_back(unnamed_in(claim.of));
    std::vector<NodeId> none, some, parts, is_listed, earlier;
    const NodeId zero = s.constant(0);
    for (const PartyId h : others) {
        if (std::find(listed.begin(), listed.end(), h) != listed.end()) continue;
        is_listed.clear();
        for (const PartyId l : listed)
            if (const NodeId same = same_thing(h, l); same != s.no()) is_listed.push_back(same);
        const NodeId capital = read(Subject::capital, no_index, h, claim.of, here);
        const NodeId votes = read(Subject::votes, no_index, h, claim.of, here);
        const NodeId holds_nothing = s.both(s.equal(capital, zero), s.equal(votes, zero));
        const NodeId listed_too = s.any_of(is_listed);
        none.push_back(s.either(listed_too, holds_nothing));
        if (denied) some.push_back(s.both(s.negation(listed_too), s.either(s.less(zero, capital), s.less(zero, votes))));
    }
    if (denied) return s.any_of(some);
    for (std::size_t i = 0; i < listed.size(); ++i) {
        earlier.clear();
        for (std::size_t j = 0; j < i; ++j) earlier.push_back(same_thing(listed[i], listed[j]));
        parts.push_back(s.choice(s.any_of(earlier), zero, read(Subject::capital, no_index, listed[i], claim.of, here)));
    }
    none.push_back(s.equal(s.sum_of(parts), s.constant(1)));
    return s.all_of(none);
}

void Grounder::ground_unchanged(FactId id, const UnchangedClaim& claim, bool touching) {
    FormulaStore& s = problem_.store;
    const Span span = span_of(claim.when, id);
    const GroupId g = group(Subject::capital, no_index, no_index, claim.of);
    const bool denied = facts_.facts[id].status == Status::denied;
    const Origin origin{Origin::Kind::fact, id};
    const NodeId one = variable_node(Subject::witness_day, Sort::day, id, 0), other = variable_node(Subject::witness_day, Sort::day, id, 1);
    if (touching) {
        touch(g, span.first);
        if (denied) {
            touch(g, one);
            touch(g, other);
        }
        return;
    }
    look(Look::At::live, claim.of);
    std::vector<PartyId> all = holders_in(claim.of);
    all.push_back(unnamed_in(claim.of));
    const auto differs = [&](NodeId p, NodeId q) {  // `unchanged` says the same of every instant of its period
        std::vector<NodeId> changed;
        for (const PartyId h : all) {
            if (!denied && !is_live(h, claim.of, p) && !is_live(h, claim.of, q)) continue;
            for (const Subject basis : {Subject::capital, Subject::votes})
                changed.push_back(s.negation(s.equal(read(basis, no_index, h, claim.of, {p, false, !denied}),
                                                     read(basis, no_index, h, claim.of, {q, false, !denied}))));
        }
        return s.any_of(changed);
    };
    if (denied) {  // some stake did change between two days of the period
        const auto inside = [&](NodeId p) { return s.both(s.less_equal(span.first, p), s.less(p, span.past)); };
        emit(s.implies(span.condition, s.all_of({inside(one), inside(other), differs(one, other)})), origin);
        return;
    }
    emit(s.implies(span.condition, span.rule), origin);
    on_days(g, span, [&](NodeId p, NodeId condition) {
        if (p != span.first) emit(s.implies(condition, s.negation(differs(span.first, p))), origin);
    });
}

void Grounder::emit_facts() {
    fact_units_.resize(grounded_.size());
    for (std::size_t i = 0; i < grounded_.size(); ++i) {
        mind_time();
        if (!repeat(fact_units_[i])) record(fact_units_[i], [&] { emit_fact(grounded_[i]); });
    }
}

void Grounder::emit_fact(FactId id) {
    FormulaStore& s = problem_.store;
    const Fact& fact = facts_.facts[id];
    if (const auto* event = std::get_if<EventClaim>(&fact.body)) {
        ground_event(id, facts_.events[event->event]);
        return;
    }
    if (!counts(id)) return;
    const Origin origin{Origin::Kind::fact, id};
    const bool denied = fact.status == Status::denied && !assumed_[id];
    // `says(day)` on every day of the fact's time; denied: false on every one of them.
    const auto spread = [&](GroupId g, const Span& span, auto&& says) {
        emit(s.implies(span.condition, span.rule), origin);
        on_days(g, span, [&](NodeId p, NodeId condition) {
            const NodeId claim = says(Ambient{p, false, true});
            emit(s.implies(condition, denied ? s.negation(claim) : claim), origin);
        });
    };
    if (const auto* stake = std::get_if<StakeClaim>(&fact.body)) {
        const Subject basis = stake->basis == Basis::capital ? Subject::capital : Subject::votes;
        spread(group(basis, no_index, stake->holder, stake->in), span_of(stake->when, id), [&](const Ambient& on) {
            return quantity(read(basis, no_index, stake->holder, stake->in, on), stake->quantity, id);
        });
    } else if (const auto* complete = std::get_if<CompleteClaim>(&fact.body)) {
        const Span span = span_of(complete->when, id);
        emit(s.implies(span.condition, span.rule), origin);
        on_days(group(Subject::capital, no_index, no_index, complete->of), span, [&](NodeId p, NodeId condition) {
            emit(s.implies(condition, complete_on(*complete, p, denied)), origin);
        });
    } else if (const auto* unchanged = std::get_if<UnchangedClaim>(&fact.body)) {
        ground_unchanged(id, *unchanged, false);
    } else if (const auto* office = std::get_if<OfficeClaim>(&fact.body)) {
        const std::uint32_t title = vocabulary_.office(office->title.text).value_or(no_index);
        spread(group(Subject::office, title, office->person, office->of), span_of(office->when, id),
               [&](const Ambient& on) { return read(Subject::office, title, office->person, office->of, on); });
    } else if (const auto* relation = std::get_if<RelationClaim>(&fact.body)) {
        const Span span = span_of(relation->when, id);
        if (const auto kind = vocabulary_.relation(relation->kind.text)) {
            spread(group(Subject::relation, *kind, relation->subject, relation->object), span,
                   [&](const Ambient& on) { return read(Subject::relation, *kind, relation->subject, relation->object, on); });
            return;
        }
        const std::uint32_t d = vocabulary_.meanings(relation->kind.text, facts_.sets[fact.set]).front();
        const GroupId g = group(Subject::defined, (std::uint32_t{1} << 31) | d, relation->subject, relation->object);
        std::vector<GroupId> seen;
        std::vector<GroupId>* const outer = std::exchange(trace_, &seen);
        spread(g, span, [&](const Ambient& on) {
            return apply(d, {relation->subject, relation->object}, {on.day, true, true}, new_owner((std::uint64_t{1} << 40) | id));
        });
        trace_ = outer;
        speak_daily(seen);
        for (const GroupId part : seen) join(g, part);
    } else if (const auto* measure = std::get_if<MeasureClaim>(&fact.body)) {
        const auto it = std::find(problem_.measures.begin(), problem_.measures.end(),
                                  std::pair<std::string, std::string>(measure->name(), measure->unit()));
        const auto index = static_cast<std::uint32_t>(it - problem_.measures.begin());
        spread(group(Subject::measure, index, measure->of, no_index), span_of(measure->when, id), [&](const Ambient& on) {
            return quantity(read(Subject::measure, index, measure->of, no_index, on), measure->quantity, id);
        });
    } else if (const auto* same = std::get_if<SameClaim>(&fact.body)) {
        const NodeId one = same_thing(same->a, same->b);
        emit(s.implies(conditions(fact, {}), denied ? s.negation(one) : one), origin);
    } else if (const auto* order = std::get_if<OrderClaim>(&fact.body)) {
        ground_order(id, *order);
    } else if (const auto* claim = std::get_if<ExpressionClaim>(&fact.body)) {
        ground_claim(id, *claim);
    }
}

}  // namespace tenet

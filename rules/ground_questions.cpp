// Questions become formulas with what they presuppose: checks, one for each named binding, expectations and queries.
#include <algorithm>

#include "rules/grounder.h"
#include "rules/term_walk.h"

namespace tenet {

// The events whose instant or role an expression names, or that it puts in an Allen predicate; but for what stands
// right of `occurs(e) and` or `occurs(e) implies` (language.md, section 5).
void Grounder::presupposed(const Term& t, Frame& f, std::set<EventId>& out, std::set<EventId> guarded) {
    const auto name = [&](const Term& event) {
        if (event.type != Type::event) return;
        if (event.op == Op::variable && f.values[event.index] == no_index) return;  // quantified: ranges over what occurs
        const EventId e = thing(event, f);
        if (e != no_index && !guarded.contains(e)) out.insert(e);
    };
    const std::function<void(const Term&, std::set<EventId>&)> occurring = [&](const Term& part, std::set<EventId>& found) {
        if (part.op == Op::and_)
            for (const Term& a : part.args) occurring(a, found);
        if (part.op == Op::occurs && (part.args[0].op == Op::event || f.values[part.args[0].index] != no_index))
            found.insert(thing(part.args[0], f));
    };
    if (t.op == Op::event_start || t.op == Op::event_end || t.op == Op::role) name(t.args[0]);
    if (t.op == Op::allen)
        for (const Term& a : t.args) name(a);
    if ((t.op == Op::any || t.op == Op::all || t.op == Op::sum || t.op == Op::count) && t.domain.kind == Domain::Kind::role)
        name(t.args[0]);
    for (const Term& a : t.args) {
        presupposed(a, f, out, guarded);
        if (t.op == Op::and_ || t.op == Op::implies) occurring(a, guarded);
    }
}

Question Grounder::question(const Term& term, Frame& f) {
    FormulaStore& s = problem_.store;
    Question q;
    q.type = term.type;
    std::set<EventId> events;
    std::vector<VariableId>* const outer_speaking = std::exchange(speaking_, &q.speaks_of);
    presupposed(term, f, events, {});
    q.presupposes.assign(events.begin(), events.end());
    q.presupposed = occur(q.presupposes);
    missing_ = false;
    const bool outer_own = std::exchange(f.ambient.own, false);
    says_ = true;
    switch (term.type) {
    case Type::truth: q.body = truth(term, f); break;
    case Type::instant: q.body = instant(term, f); break;
    case Type::number:
    case Type::text:
    case Type::entity:
    case Type::event:
    case Type::duration: q.body = number(term, f); break;
    }
    f.ambient.own = outer_own;
    says_ = false;
    drain_atoms();
    speaking_ = outer_speaking;
    std::sort(q.speaks_of.begin(), q.speaks_of.end());
    q.speaks_of.erase(std::unique(q.speaks_of.begin(), q.speaks_of.end()), q.speaks_of.end());
    if (std::exchange(missing_, false)) q.presupposed = s.no();  // a role that nobody fills
    // `now` inside `at` only says on which day to look; named anywhere else it is itself asked about.
    const std::function<bool(const Term&)> names_now = [&](const Term& t) {
        if (t.op == Op::now) return true;
        for (std::size_t i = 0; i < t.args.size(); ++i)
            if (!(t.op == Op::at && i == 1) && names_now(t.args[i])) return true;
        return false;
    };
    q.names_now = names_now(term);
    if (!every_party_) q.merged = merge_effect(vocabulary_, term);
    q.share = term.type == Type::number && !any_term(term, [](const Term& t) {
        return t.op == Op::days_between || t.op == Op::measure || t.op == Op::count;
    });
    return q;
}

// A check's `for` ranges over the named.
void Grounder::ground_checks(GroundResult& result) {
    for (std::uint32_t c = 0; c < vocabulary_.checks.size(); ++c) {
        const Law& law = vocabulary_.checks[c].law;
        Plan named;
        named.everything = true;
        const Bindings found = bindings(law, named);
        for (std::size_t i = 0; i < found.count; ++i) {
            const std::vector<std::uint32_t> values(found.row(i).begin(), found.row(i).end());
            if (std::any_of(values.begin(), values.end(), [&](std::uint32_t v) {
                    return v == unnamed_anywhere();
                }))
                continue;
            Frame f;
            f.values.assign(law.slots, no_index);
            std::copy(values.begin(), values.end(), f.values.begin());
            f.owner = new_owner((std::uint64_t{7} << 40) | (std::uint64_t{c} << 24) | result.checks.size());
            Placed at{now_, {}};
            if (choice_.at) at = instant(*choice_.at, f.owner, no_index);
            f.ambient = {at.day, false};
            Question q = question(law.body, f);
            q.presupposed = problem_.store.all_of({q.presupposed, law_condition(law, values), occur(at.events)});
            result.checks.push_back({c, values});
            result.check_questions.push_back(std::move(q));
        }
    }
}

// The periods of stakes, offices and relations that say more than "on the day the file speaks".
void Grounder::ground_periods(GroundResult& result) {
    FormulaStore& s = problem_.store;
    for (const FactId id : grounded_) {
        if (!counts(id)) continue;
        const FactBody& body = facts_.facts[id].body;
        const When* when = nullptr;
        if (const auto* stake = std::get_if<StakeClaim>(&body)) when = &stake->when;
        if (const auto* office = std::get_if<OfficeClaim>(&body)) when = &office->when;
        if (const auto* relation = std::get_if<RelationClaim>(&body)) when = &relation->when;
        if (!when || when->form() == When::Form::unsaid) continue;
        const Span span = span_of(*when, id);
        const auto ask = [&](NodeId d) {
            Question q;
            q.type = Type::instant;
            q.body = d;
            q.presupposed = span.condition;
            return q;
        };
        const NodeId far = day(last_day), before = day(first_day);
        const NodeId first = span.no_start ? before : span.first;
        const NodeId last = span.point ? span.first : span.past == no_index ? far : s.shift(span.past, -1);
        result.periods.push_back({id, ask(first), ask(last)});
    }
}

}  // namespace tenet

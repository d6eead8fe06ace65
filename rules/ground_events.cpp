// Events, the order between them, and claims become constraints.
#include <algorithm>

#include "rules/grounder.h"
#include "rules/named_events.h"

namespace tenet {

void Grounder::ground_event(FactId id, const Event& event) {
    FormulaStore& s = problem_.store;
    const Fact& fact = facts_.facts[id];
    const EventId e = std::get<EventClaim>(fact.body).event;
    const Origin origin{Origin::Kind::fact, id};
    background(s.less_equal(start(e), end(e)));
    const NodeId takes_place = occurs(e);  // dropped, an event may still occur, and may be asked about
    if (dropped_[id]) return;
    const bool assumed = assumed_[id];
    std::vector<EventId> named;
    for (const auto* i : {&event.date, &event.from, &event.to}) named_events(i->get(), named);
    std::erase(named, e);
    const NodeId needs = conditions(fact, named);
    if (!assumed && (fact.status == Status::denied || fact.status == Status::hypothetical)) {
        emit(s.negation(takes_place), origin);
        return;
    }
    const bool must = assumed || fact.status == Status::stated || fact.status == Status::reported;
    if (must) emit(s.implies(needs, takes_place), origin);
    emit(s.implies(takes_place, needs), origin);
    const NodeId when = must && needs == s.yes() ? s.yes() : takes_place;
    const std::uint32_t owner = new_owner((std::uint64_t{1} << 40) | id);
    const auto on = [&](NodeId point, const Instant& i) {
        if (i.kind == Instant::Kind::edtf && loose(id)) {
            loosening_ = id;
            emit(s.implies(when, s.equal(point, loose_day(owner, std::string(i.word.text)))), origin);
            loosening_ = no_index;
        } else if (i.kind == Instant::Kind::edtf) {  // within the span: no need for an unknown day of its own
            const DayRange& span = i.edtf.span;
            if (span.single()) {
                emit(s.implies(when, s.equal(point, day(span.first->number))), origin);
                return;
            }
            if (span.first) emit(s.implies(when, s.less_equal(day(span.first->number), point)), origin);
            if (span.last) emit(s.implies(when, s.less_equal(point, day(span.last->number))), origin);
        } else {
            emit(s.implies(when, s.equal(point, instant(i, owner, fact.set).day)), origin);
        }
    };
    if (event.date) {
        on(start(e), *event.date);
        emit(s.implies(when, s.equal(start(e), end(e))), origin);
    }
    if (event.from) on(start(e), *event.from);
    if (event.to) on(end(e), *event.to);
    const bool one_text = event.from && event.to && event.from->kind == Instant::Kind::edtf &&
                          event.to->kind == Instant::Kind::edtf && event.from->word.text == event.to->word.text;
    if (one_text) emit(s.implies(when, s.equal(start(e), end(e))), origin);  // equal texts in one fact: one day
    if (fact.status == Status::stated || fact.status == Status::reported)
        emit(s.implies(when, s.less_equal(start(e), as_of(fact.set))), origin);
    if (fact.status == Status::expected) emit(s.implies(when, s.less(as_of(fact.set), end(e))), origin);
}

void Grounder::ground_order(FactId id, const OrderClaim& order) {
    FormulaStore& s = problem_.store;
    const Fact& fact = facts_.facts[id];
    const std::uint32_t owner = new_owner((std::uint64_t{1} << 40) | id);
    std::vector<EventId> named;
    const auto side = [&](const TimeArgument& a) -> Ends {
        if (a.event() != no_index) {
            named.push_back(a.event());
            return {start(a.event()), end(a.event())};
        }
        if (a.instant()->kind == Instant::Kind::edtf) {  // its span
            const DayRange& span = a.instant()->edtf.span;
            return {day(span.first ? span.first->number : first_day), day(span.last ? span.last->number : last_day)};
        }
        const Placed placed = instant(*a.instant(), owner, fact.set);
        named.insert(named.end(), placed.events.begin(), placed.events.end());
        return {placed.day, placed.day};
    };
    const Ends a = side(order.a), b = side(order.b);
    std::vector<NodeId> all{allen(order.is, a, b)};
    if (order.gap) {
        const bool forward = order.is == Allen::before;
        const NodeId gap = forward ? s.subtract(b.start, a.end) : s.subtract(a.start, b.end);
        all.push_back(s.less_equal(day(order.gap->days.min_days), gap));
        if (order.gap->days.max_days) all.push_back(s.less_equal(gap, day(*order.gap->days.max_days)));
    }
    const NodeId says = s.all_of(all);
    const NodeId when = conditions(fact, named);
    const bool denied = fact.status == Status::denied && !assumed_[id];
    emit(s.implies(when, denied ? s.negation(says) : says), {Origin::Kind::fact, id});
}

void Grounder::ground_claim(FactId id, const ExpressionClaim& body) {
    FormulaStore& s = problem_.store;
    const Fact& fact = facts_.facts[id];
    const CheckedExpression& claim = claims_[body.number];
    Frame f;
    f.values.resize(claim.slots, no_index);
    f.owner = new_owner((std::uint64_t{1} << 40) | id);
    f.ambient = {as_of(fact.set), false};
    std::set<EventId> events;
    presupposed(claim.term, f, events, {});
    if (fact.status == Status::expected && !assumed_[id] && fact.conditions().empty() && events.empty()) return;
    missing_ = false;
    says_ = true;
    const NodeId says = truth(claim.term, f);
    says_ = false;
    const NodeId when = missing_ ? s.no() : conditions(fact, {events.begin(), events.end()});
    missing_ = false;
    const bool denied = fact.status == Status::denied && !assumed_[id];
    emit(s.implies(when, denied ? s.negation(says) : says), {Origin::Kind::fact, id});
}

}  // namespace tenet

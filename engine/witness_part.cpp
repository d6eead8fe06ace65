// The events of one part: which of them occur, and on which days, as early as facts and orders let them be, or as late
// where laws would rather have it so. What facts say of stakes and the rest: witness_facts.cpp.
#include "engine/witness_part.h"

#include <algorithm>

namespace tenet {

namespace {

bool is_event(const Instant& i) {
    return i.kind == Instant::Kind::event_start || i.kind == Instant::Kind::event_end || i.kind == Instant::Kind::event_date;
}

}  // namespace

WitnessRun::WitnessRun(const FactSet& f, const Vocabulary& v, const Choice& choice, const GroundBase& b,
                       const std::vector<CheckedExpression>& c)
    : facts(f), vocabulary(v), base(b), claims(c), programs(v, b) {
    for (FactId id = 0; id < f.facts.size() && claim_programs.size() < c.size(); ++id)
        if (const auto* claim = std::get_if<ExpressionClaim>(&f.facts[id].body))
            claim_programs.emplace(id, programs.add(c[claim->number].term));
    now = before_days;
    for (const SetInfo& set : f.sets) {
        speaks.push_back(set.as_of ? set.as_of->edtf.span.first->number : before_days);
        now = std::max(now, speaks.back());
    }
    if (choice.now) now = choice.now->span.first->number;
    for (std::size_t i = 0; i < speaks.size(); ++i)
        if (!f.sets[i].as_of) speaks[i] = now;
    const std::size_t count = f.events.size();
    events.start.resize(count);
    events.end.resize(count);
    events.occurs.resize(count);
    start_day.resize(count);
    end_day.resize(count);
    misfits.resize(count);
    holdings.begin.resize(f.entities.size());
    holdings.end.resize(f.entities.size());
    events.of_entity_begin.assign(f.entities.size() + 1, 0);
    events.participants_begin.reserve(count + 1);
    for (EventId e = 0; e < count; ++e) {
        events.participants_begin.push_back(static_cast<std::uint32_t>(events.participants.size()));
        for (const Participant& p : f.events[e].participants) {
            events.participants.push_back({no_index, p.entity});
            ++events.of_entity_begin[p.entity + 1];
        }
    }
    events.participants_begin.push_back(static_cast<std::uint32_t>(events.participants.size()));
    for (std::size_t e = 0; e < f.entities.size(); ++e) events.of_entity_begin[e + 1] += events.of_entity_begin[e];
    events.of_entity.resize(events.participants.size());
    std::vector<std::uint32_t> next(events.of_entity_begin.begin(), events.of_entity_begin.end() - 1);
    for (EventId e = 0; e < count; ++e)
        for (std::uint32_t p = events.participants_begin[e]; p < events.participants_begin[e + 1]; ++p)
            events.of_entity[next[events.participants[p].entity]++] = e;
}

WitnessPart::WitnessPart(WitnessRun& run)
    : run_(run), world_(run.holdings), judge_(run.facts, run.vocabulary, run.base, run.programs, run.events, world_, run.now),
      roles_(run.vocabulary.event_kinds.size()) {}

bool WitnessPart::settle(std::span<const FactId> facts) {
    world_.clear();
    said_.clear();
    denied_bonds_.clear();
    measured_.clear();
    programs_.clear();
    completes_.clear();
    unchanged_.clear();
    facts_ = facts;
    if (!sort_out(facts) || !find_occurring() || !place_events()) return false;
    for (const FactId id : claims_) {
        const Fact& fact = run_.facts.facts[id];
        const bool built = std::visit(
            [&](const auto& body) {
                if constexpr (requires { body.when; }) return build(fact, body.when);
                return false;
            },
            fact.body);
        if (!built) return false;
    }
    for (const FactId id : expressions_)
        if (!build_claim(id)) return false;
    // The least world, and what has to be larger in it; seldom more than once.
    constexpr int most_rounds = 5;
    for (int round = 0; round < most_rounds; ++round) {
        world_.clear_holdings();
        if (!build_stakes()) return false;
        world_.finish();
        judge_.equate();
        if (!kept()) return false;
        if (round == 0 && (!declarations_hold() || !measures_agree())) return false;
        const std::size_t before = said_.size();
        if (!fill()) return false;
        if (said_.size() != before) continue;
        judge_.start(occurring_, !measured_.empty(), facts.size());
        if (!judge_.laws_hold() || !programs_hold()) return false;
        if (judge_.demands().empty()) return true;
        for (const WitnessJudge::Demand& d : judge_.demands()) demand(d.in, d.holder, d.basis, d.days, d.low);
    }
    return false;
}

// Which facts are to be looked at, and as what. False: one is of a kind that is not carried here.
bool WitnessPart::sort_out(std::span<const FactId> facts) {
    events_.clear();
    orders_.clear();
    claims_.clear();
    expressions_.clear();
    for (const FactId id : facts) {
        const Fact& fact = run_.facts.facts[id];
        if (run_.base.assumed[id] || std::holds_alternative<SameClaim>(fact.body)) return false;
        if (const auto* event = std::get_if<EventClaim>(&fact.body)) {
            events_.push_back(event->event);
            run_.events.occurs[event->event] = 0;
            take_roles(event->event);
        } else if (!run_.base.counts[id]) {
            continue;
        } else if (std::holds_alternative<OrderClaim>(fact.body)) {
            orders_.push_back(id);
        } else if (std::holds_alternative<ExpressionClaim>(fact.body)) {
            expressions_.push_back(id);
        } else {
            claims_.push_back(id);
        }
    }
    return true;
}

// The roles of an event by number, and whether somebody in one is of another kind than it wants.
void WitnessPart::take_roles(EventId e) {
    const KindId kind = run_.base.event_kind_of[e];
    WitnessEvents::Participant* taken = run_.events.participants.data() + run_.events.participants_begin[e];
    std::size_t place = 0;
    for (const Participant& p : run_.facts.events[e].participants) {
        const std::string_view name = p.role.text;
        taken++->role = role_numbers_.find(name, [&](std::string_view word) { return run_.programs.role(word); }).value_or(no_index);
        if (kind == no_index) continue;
        const EventKind& its = run_.vocabulary.event_kinds[kind];
        const auto role = roles_[kind][place++ % roles_[kind].size()].find(name, [&](std::string_view word) { return its.role(word); });
        if (role && !kinds_.is_a(run_.base.kind_of[p.entity], its.roles[*role].kind, run_.vocabulary)) run_.misfits[e] = 1;
    }
}

bool WitnessPart::occurs(const Instant* i) const { return !i || !is_event(*i) || run_.events.occurs[i->index]; }

bool WitnessPart::occurs(const When& when) const {
    return when.form() == When::Form::unsaid || (occurs(when.at()) && occurs(when.from()) && occurs(when.to()) && occurs(when.through()));
}

bool WitnessPart::occur(const Fact& fact) const {
    return std::ranges::all_of(fact.conditions(), [&](EventId e) { return run_.events.occurs[e] != 0; });
}

// An event occurs if it must, and what it hangs on occurs; all others may be left out.
bool WitnessPart::find_occurring() {
    constexpr int most_rounds = 100;  // one for each event that hangs on another, which hangs on another
    int rounds = 0;
    occurring_.clear();
    const auto may = [&](EventId e, const Boxed<Instant>& i) { return (i && is_event(*i) && i->index == e) || occurs(i); };
    for (bool again = true; again;) {
        bool waiting = false, changed = false;
        if (++rounds > most_rounds) return false;
        for (const EventId e : events_) {
            const Event& event = run_.facts.events[e];
            const Fact& fact = run_.facts.facts[event.fact];
            const bool must = (fact.status == Status::stated || fact.status == Status::reported) && !run_.base.dropped[event.fact];
            if (!must || run_.events.occurs[e]) continue;
            if (!occur(fact) || !may(e, event.date) || !may(e, event.from) || !may(e, event.to)) {
                waiting = true;
                continue;
            }
            run_.events.occurs[e] = 1;
            occurring_.push_back(e);
            changed = true;
        }
        again = waiting && changed;
    }
    std::ranges::sort(occurring_);
    return true;
}

WitnessPart::Moment WitnessPart::moment(const Instant& i) const {
    Moment m;
    const auto on = [&](std::int64_t day) { m.low = m.high = day; };
    switch (i.kind) {
    case Instant::Kind::edtf:
        m.low = i.edtf.span.first ? i.edtf.span.first->number : first_day;
        m.high = i.edtf.span.last ? i.edtf.span.last->number : last_day;
        break;
    case Instant::Kind::now: on(run_.now); break;
    case Instant::Kind::event_start:
    case Instant::Kind::event_date:
    case Instant::Kind::event_end:
        m.of_event = true;
        m.day = (i.kind == Instant::Kind::event_end ? run_.end_day : run_.start_day)[i.index];
        break;
    case Instant::Kind::source_published: {  // one day for all the run, so not to be chosen here
        const Boxed<Instant>& published = run_.facts.sources[i.index].published;
        m.known = published && published->kind == Instant::Kind::edtf && published->edtf.span.single();
        if (m.known) on(published->edtf.span.first->number);
        break;
    }
    }
    return m;
}

WitnessPart::Side WitnessPart::side(const TimeArgument& a) const {
    Moment start, end;
    if (a.event() != no_index) {
        start.of_event = end.of_event = true;
        start.day = run_.start_day[a.event()];
        end.day = run_.end_day[a.event()];
        return {start, end};
    }
    start = end = moment(*a.instant());
    start.high = start.low;  // a date: its span
    end.low = end.high;
    return {start, end};
}

// `b` is at least `gap` days after `a`. A day of a span is anywhere in it, so it binds the other by the end that is kinder.
void WitnessPart::sooner(const Moment& a, const Moment& b, std::int64_t gap) {
    possible_ = possible_ && a.known && b.known;
    if (a.of_event && b.of_event) {
        rules_.apart(a.day, b.day, gap);
    } else if (a.of_event) {
        rules_.not_after(a.day, b.high - gap);
    } else if (b.of_event) {
        rules_.not_before(b.day, a.low + gap);
    } else if (a.low + gap > b.high) {
        possible_ = false;
    }
}

bool WitnessPart::rule_of(const Event& event, const Fact& fact) {
    const std::uint32_t start = run_.start_day[&event - run_.facts.events.data()], end = run_.end_day[&event - run_.facts.events.data()];
    rules_.not_after(start, run_.speaks[fact.set]);  // it has started when its file speaks
    const auto on = [&](std::uint32_t day, const Instant& i) {
        Moment mine;
        mine.of_event = true;
        mine.day = day;
        const Moment said = moment(i);
        if (said.of_event && said.day == day) return;
        sooner(said, mine, 0);
        sooner(mine, said, 0);
    };
    if (event.date) on(start, *event.date);
    if (event.from) on(start, *event.from);
    if (event.to) on(end, *event.to);
    if (event.from && event.to && event.from->kind == Instant::Kind::edtf && event.to->kind == Instant::Kind::edtf &&
        event.from->word.text == event.to->word.text)  // equal texts in one fact: one day
        rules_.apart(end, start, 0);
    return possible_;
}

bool WitnessPart::rule_of(const OrderClaim& order, bool denied) {
    if (denied) return true;  // looked at once all is placed
    Side a = side(order.a), b = side(order.b);
    const auto before = [&](const Moment& x, const Moment& y) { sooner(x, y, 1); };
    const auto same = [&](const Moment& x, const Moment& y) {
        sooner(x, y, 0);
        sooner(y, x, 0);
    };
    Allen is = order.is;
    switch (is) {  // the inverse of another one
    case Allen::after: is = Allen::before; std::swap(a, b); break;
    case Allen::met_by: is = Allen::meets; std::swap(a, b); break;
    case Allen::overlapped_by: is = Allen::overlaps; std::swap(a, b); break;
    case Allen::started_by: is = Allen::starts; std::swap(a, b); break;
    case Allen::contains: is = Allen::during; std::swap(a, b); break;
    case Allen::finished_by: is = Allen::finishes; std::swap(a, b); break;
    case Allen::before:
    case Allen::meets:
    case Allen::overlaps:
    case Allen::starts:
    case Allen::during:
    case Allen::finishes:
    case Allen::equals: break;
    }
    switch (is) {
    case Allen::before: before(a.end, b.start); break;
    case Allen::meets: same(a.end, b.start); break;
    case Allen::overlaps: before(a.start, b.start); before(b.start, a.end); before(a.end, b.end); break;
    case Allen::starts: same(a.start, b.start); before(a.end, b.end); break;
    case Allen::during: before(b.start, a.start); before(a.end, b.end); break;
    case Allen::finishes: same(a.end, b.end); before(b.start, a.start); break;
    case Allen::equals: same(a.start, b.start); same(a.end, b.end); break;
    case Allen::after:
    case Allen::met_by:
    case Allen::overlapped_by:
    case Allen::started_by:
    case Allen::contains:
    case Allen::finished_by: break;  // turned round above
    }
    if (order.gap) {
        sooner(a.end, b.start, order.gap->days.min_days);
        if (order.gap->days.max_days) sooner(b.start, a.end, -*order.gap->days.max_days);
    }
    return possible_;
}

// A period that begins or ends with an event has at least one day.
bool WitnessPart::rule_of(const When& when) {
    if (when.form() != When::Form::period || !when.from() || (!when.to() && !when.through())) return true;
    const Instant& last = when.to() ? *when.to() : *when.through();
    if (!is_event(*when.from()) && !is_event(last)) return true;
    sooner(moment(*when.from()), moment(last), when.to() ? 1 : 0);
    return possible_;
}

bool WitnessPart::place_events() {
    const auto& facts = run_.facts;
    rules_.clear();
    denied_orders_.clear();
    possible_ = true;
    bool late = false;
    for (const EventId e : occurring_) {
        if (run_.misfits[e]) return false;
        run_.start_day[e] = rules_.add(first_day, last_day);
        run_.end_day[e] = run_.start_day[e];
        if (!facts.events[e].date) {
            run_.end_day[e] = rules_.add(first_day, last_day);
            rules_.apart(run_.start_day[e], run_.end_day[e], 0);
        }
    }
    for (const EventId e : occurring_)
        if (!rule_of(facts.events[e], facts.facts[facts.events[e].fact])) return false;
    for (const FactId id : orders_) {
        const Fact& fact = facts.facts[id];
        const auto& order = std::get<OrderClaim>(fact.body);
        const auto takes_place = [&](const TimeArgument& a) { return a.event() != no_index ? run_.events.occurs[a.event()] != 0 : occurs(a.instant()); };
        if (!occur(fact) || !takes_place(order.a) || !takes_place(order.b)) continue;
        const bool denied = fact.status == Status::denied;
        if (denied) denied_orders_.push_back(id);
        if (!rule_of(order, denied)) return false;
    }
    for (const FactId id : claims_) {
        const Fact& fact = facts.facts[id];
        const bool kept = std::visit(
            [&](const auto& body) {
                if constexpr (requires { body.when; })
                    return body.when.form() == When::Form::unsaid || !occur(fact) || !occurs(body.when) || rule_of(body.when);
                return true;
            },
            fact.body);
        if (!kept) return false;
    }
    if (!rules_.place_early()) return false;
    chosen_.assign(rules_.size(), 0);
    for (const EventId e : occurring_) {
        const std::uint32_t kind = run_.base.event_kind_of[e];
        if (kind == no_index) continue;
        if (run_.programs.late(kind, false)) chosen_[run_.start_day[e]] = 1;
        if (run_.programs.late(kind, true)) chosen_[run_.end_day[e]] = 1;
        late = late || chosen_[run_.start_day[e]] || chosen_[run_.end_day[e]];
    }
    if (late && !rules_.place_late(chosen_) && !rules_.place_early()) return false;
    for (const EventId e : occurring_) {
        run_.events.start[e] = rules_[run_.start_day[e]];
        run_.events.end[e] = rules_[run_.end_day[e]];
    }
    return std::ranges::all_of(denied_orders_, [&](FactId id) { return order_is_false(std::get<OrderClaim>(facts.facts[id].body)); });
}

bool WitnessPart::order_is_false(const OrderClaim& order) const {
    const Side a = side(order.a), b = side(order.b);
    if (!a.start.known || !b.start.known) return false;
    const Days one{placed(a.start), placed(a.end)}, other{placed(b.start), placed(b.end)};
    if (!allen_holds(order.is, one, other)) return true;
    if (!order.gap) return false;
    const std::int64_t gap = order.is == Allen::before ? other.from - one.past : one.from - other.past;
    return gap < order.gap->days.min_days || (order.gap->days.max_days && gap > *order.gap->days.max_days);
}

}  // namespace tenet

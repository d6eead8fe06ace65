#include "engine/plain_parts.h"

#include <algorithm>

namespace tenet {

Day known_now(const FactSet& facts, const Choice& choice) {
    if (choice.now) return *choice.now->span.first;
    Day now{first_day};
    for (const SetInfo& set : facts.sets)
        if (set.as_of) now = std::max(now, *set.as_of->edtf.span.first);
    return now;
}

namespace {

enum class Said { no, yes, unsure };

struct Times {
    const FactSet& facts;
    Day now, day;

    Day as_of(SetId set) const {
        const auto& as_of = facts.sets[set].as_of;
        return as_of ? *as_of->edtf.span.first : now;
    }
    // The days that an instant may be; none: not known without a world.
    std::optional<DayRange> span(const Instant& i) const {
        if (i.kind == Instant::Kind::now) return DayRange{now, now};
        if (i.kind != Instant::Kind::edtf) return std::nullopt;
        return i.edtf.span;
    }
    Said on(const DayRange& r) const {
        if ((r.first && day < *r.first) || (r.last && *r.last < day)) return Said::no;
        return r.single() ? Said::yes : Said::unsure;
    }
    // Whether a fact with that time is about the day.
    Said covers(const When& when, SetId set) const {
        switch (when.form()) {
        case When::Form::unsaid: return as_of(set) == day ? Said::yes : Said::no;
        case When::Form::at: {
            const auto r = span(*when.at());
            return r ? on(*r) : Said::unsure;
        }
        case When::Form::throughout: {
            const auto r = span(*when.at());
            if (!r) return Said::unsure;
            return (r->first && day < *r->first) || (r->last && *r->last < day) ? Said::no : Said::yes;
        }
        case When::Form::period: break;
        }
        const Boxed<Instant>& end = when.to() ? when.to() : when.through();
        std::optional<DayRange> past;  // the first day after
        if (end) {
            past = span(*end);
            if (!past) return Said::unsure;
            if (when.through()) {
                if (past->first) past->first->number += 1;
                if (past->last) past->last->number += 1;
            }
        }
        if (!when.from()) {  // an end alone: its last day
            if (past->first) past->first->number -= 1;
            if (past->last) past->last->number -= 1;
            return on(*past);
        }
        const auto from = span(*when.from());
        if (!from) return Said::unsure;
        if (!past) {  // to the day its file speaks, or that first day alone
            const Day speaks = as_of(set);
            if (!from->single()) return Said::unsure;
            const Day last = std::max(speaks, *from->first);
            past = DayRange{Day{last.number + 1}, Day{last.number + 1}};
        }
        if ((from->first && day < *from->first) || (past->last && *past->last <= day)) return Said::no;
        if (from->last && *from->last <= day && past->first && day < *past->first) return Said::yes;
        return Said::unsure;
    }
    // On which days an event starts and ends where it occurs; what is not said is any.
    EventDays of(const Event& event, const Fact& fact) const {
        EventDays days;
        const auto read = [&](const Boxed<Instant>& i, DayRange& into) {
            if (i)
                if (const auto r = span(*i)) into = *r;
        };
        read(event.date, days.start);
        read(event.date, days.end);
        read(event.from, days.start);
        read(event.to, days.end);
        const auto at_most = [](DayRange& range, std::optional<Day> day_) {
            if (day_ && (!range.last || *day_ < *range.last)) range.last = day_;
        };
        if (fact.status == Status::stated || fact.status == Status::reported) at_most(days.start, as_of(fact.set));
        at_most(days.start, days.end.last);
        return days;
    }
};

}  // namespace

PlainParts::PlainParts(const FactSet& facts, const Vocabulary& vocabulary, const Choice& choice, const GroundBase& base,
                       const ShareLaws& laws, Connections& connections, Day day)
    : plain(facts.entities.size() + facts.events.size(), true), other_days(plain.size()) {
    const Times times{facts, known_now(facts, choice), day};
    for (FactId id = 0; id < facts.facts.size(); ++id) {
        const Fact& fact = facts.facts[id];
        const std::uint32_t node = connections.node_of_fact(id);
        if (node == no_index) {
            any = false;
            return;
        }
        const auto refuse = [&] { plain[connections.find(node)] = false; };
        // A fact about stakes that is in force on the day: it must say so whatever else is so.
        const auto on_the_day = [&](const When& when) {
            const Said said = times.covers(when, fact.set);
            if (said == Said::no) {
                other_days[connections.find(node)] = true;
                return false;
            }
            const bool denied = fact.status == Status::denied && !base.assumed[id];
            if (said == Said::unsure || denied || !fact.conditions().empty()) refuse();
            return said == Said::yes;
        };
        if (const auto* stake = std::get_if<StakeClaim>(&fact.body)) {
            if (base.counts[id] && on_the_day(stake->when)) stakes.push_back(id);
        } else if (const auto* claim = std::get_if<EventClaim>(&fact.body)) {
            const Event& event = facts.events[claim->event];
            const bool out = (fact.status == Status::denied || fact.status == Status::hypothetical) && !base.assumed[id];
            const EventDays days = base.dropped[id] ? EventDays{} : times.of(event, fact);
            if (base.dropped[id] || !out)
                if (!laws.silent(base.event_kind_of[claim->event], days, day)) refuse();
        } else if (const auto* complete = std::get_if<CompleteClaim>(&fact.body)) {
            if (base.counts[id] && on_the_day(complete->when)) completes.push_back(id);
        } else if (const auto* relation = std::get_if<RelationClaim>(&fact.body)) {
            const auto kind = vocabulary.relation(relation->kind.text);
            if (!kind || laws.speaks_with[*kind]) refuse();
        } else if (std::holds_alternative<UnchangedClaim>(fact.body) || std::holds_alternative<SameClaim>(fact.body) ||
                   std::holds_alternative<ExpressionClaim>(fact.body)) {
            refuse();
        }
    }
}

}  // namespace tenet

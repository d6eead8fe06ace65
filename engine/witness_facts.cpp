// What the facts of one part say of stakes, offices, relations and measures: the least world in which it is so, and
// whether it is so.
#include <algorithm>
#include <tuple>

#include "engine/witness_part.h"
#include "rules/term_walk.h"

namespace tenet {

// The days on which a fact's statement holds; none: they cannot be told here. An unknown first day is as late as its span
// lets it, an unknown last one as early, so that as little as possible is said.
std::optional<Days> WitnessPart::days_of(const When& when, const Fact& fact) const {
    const std::int64_t speaks = run_.speaks[fact.set];
    const auto last_of = [&](const Instant& i) -> std::optional<std::int64_t> {
        const Moment m = moment(i);
        if (!m.known) return std::nullopt;
        return m.of_event ? rules_[m.day] : m.high;
    };
    const auto one = [](std::optional<std::int64_t> day) -> std::optional<Days> {
        if (!day) return std::nullopt;
        return Days{*day, *day + 1};
    };
    switch (when.form()) {
    case When::Form::unsaid: return Days{speaks, speaks + 1};
    case When::Form::at: return one(last_of(*when.at()));
    case When::Form::throughout: {
        if (when.at()->kind != Instant::Kind::edtf) return one(last_of(*when.at()));
        const DayRange& range = when.at()->edtf.span;
        return Days{range.first ? range.first->number : before_days, range.last ? range.last->number + 1 : after_days};
    }
    case When::Form::period: break;
    }
    if (!when.from()) {  // an end alone: its last day
        auto day = last_of(when.through() ? *when.through() : *when.to());
        if (day && !when.through()) --*day;
        return one(day);
    }
    const Moment from = moment(*when.from());
    if (!from.known) return std::nullopt;
    if (!when.to() && !when.through()) {  // to the day its file speaks, or that first day alone
        const std::int64_t first = from.of_event ? rules_[from.day] : from.high;
        return Days{first, std::max(first, speaks) + 1};
    }
    const Instant& last = when.to() ? *when.to() : *when.through();
    const Moment to = moment(last);
    if (!to.known) return std::nullopt;
    const std::int64_t least = when.to() ? 1 : 0;  // days between the two
    const bool one_day = when.through() && when.from()->kind == Instant::Kind::edtf && last.kind == Instant::Kind::edtf &&
                         when.from()->word.text == last.word.text;  // equal texts in one fact
    std::int64_t first = from.of_event ? rules_[from.day] : from.high;
    if (one_day) return Days{first, first + 1};
    if (!from.of_event) first = std::max(from.low, std::min(first, (to.of_event ? rules_[to.day] : to.high) - least));
    const std::int64_t end = to.of_event ? rules_[to.day] : std::max(to.low, first + least);
    if (end - first < least || (!to.of_event && end > to.high)) return std::nullopt;
    return Days{first, end + 1 - least};
}

namespace {

/// What a figure leaves of a range; false where it does not fit whole_share.
bool narrow(std::int64_t& low, std::int64_t& high, const Figure& figure) {
    const auto at_least = [&](const Rational& value, bool open) {
        const auto share = to_share(value);
        if (share) low = std::max(low, *share + (open ? 1 : 0));
        return share.has_value();
    };
    const auto at_most = [&](const Rational& value, bool open) {
        const auto share = to_share(value);
        if (share) high = std::min(high, *share - (open ? 1 : 0));
        return share.has_value();
    };
    switch (figure.form) {
    case Figure::Form::min: return at_least(figure.value, false);
    case Figure::Form::above: return at_least(figure.value, true);
    case Figure::Form::max: return at_most(figure.value, false);
    case Figure::Form::below: return at_most(figure.value, true);
    case Figure::Form::exact:
        if (!figure.rounded) return at_least(figure.value, false) && at_most(figure.value, false);
        break;
    case Figure::Form::about: break;
    }
    const Interval allowed = figure.allowed();
    return (!allowed.lower || at_least(allowed.lower->value, allowed.lower->open)) &&
           (!allowed.upper || at_most(allowed.upper->value, allowed.upper->open));
}

}  // namespace

bool WitnessPart::build(const Fact& fact, const When& when) {
    if (!occur(fact) || !occurs(when)) return true;
    const auto days = days_of(when, fact);
    if (!days) return false;
    const bool denied = fact.status == Status::denied;
    if (const auto* stake = std::get_if<StakeClaim>(&fact.body)) {
        Said said{stake->in, stake->holder, stake->basis, denied, *days, 0, whole_share};
        if (denied) said.low = INT64_MIN, said.high = INT64_MAX;
        for (const Figure& figure : stake->quantity.figures)
            if (!narrow(said.low, said.high, figure)) return false;
        if (!denied && said.low > said.high) return false;
        said_.push_back(said);
        return true;
    }
    const auto bond = [&](const Bond& b) {
        if (denied) {
            denied_bonds_.push_back(b);
        } else {
            world_.add(b);
        }
    };
    if (const auto* office = std::get_if<OfficeClaim>(&fact.body)) {
        const auto title = run_.vocabulary.office(office->title.text);
        if (title) bond({true, *title, office->person, office->of, *days});
        return title.has_value();
    }
    if (const auto* relation = std::get_if<RelationClaim>(&fact.body)) {
        const auto kind = run_.vocabulary.relation(relation->kind.text);
        if (!kind) {  // a definition claimed as a relation
            const std::uint32_t d = run_.vocabulary.meanings(relation->kind.text, run_.facts.sets[fact.set]).front();
            programs_.push_back({run_.programs.definition(d), run_.vocabulary.definitions[d].slots, relation->subject, relation->object, *days, denied});
            return true;
        }
        bond({false, *kind, relation->subject, relation->object, *days});
        if (run_.vocabulary.relations[*kind].symmetric) bond({false, *kind, relation->object, relation->subject, *days});
        return true;
    }
    if (const auto* measure = std::get_if<MeasureClaim>(&fact.body)) {
        measured_.push_back({measure, *days});
        return !denied;
    }
    if (const auto* complete = std::get_if<CompleteClaim>(&fact.body)) {
        completes_.push_back({complete, *days});
        return !denied;
    }
    if (const auto* unchanged = std::get_if<UnchangedClaim>(&fact.body)) {
        unchanged_.push_back({unchanged->of, *days});
        return !denied;
    }
    return false;
}

// A claim of events that all occur, or of none. What it says of one that does not would have to be asked of its grammar.
bool WitnessPart::build_claim(FactId id) {
    const Fact& fact = run_.facts.facts[id];
    if (!occur(fact)) return true;
    bool events = false, all = true;
    const CheckedExpression& claim = run_.claims[std::get<ExpressionClaim>(fact.body).number];
    each_term(claim.term, [&](const Term& t) {
        if (t.op != Op::event) return;
        events = true;
        all = all && run_.events.occurs[t.index];
    });
    if (!all) return false;
    if (fact.status == Status::expected && fact.conditions().empty() && !events) return true;
    const std::int64_t day = run_.speaks[fact.set];
    programs_.push_back({run_.claim_programs.at(id), claim.slots, no_index, no_index, {day, day + 1}, fact.status == Status::denied});
    return true;
}

bool WitnessPart::programs_hold() {
    return std::ranges::all_of(programs_, [&](const Program& p) {
        const EntityId values[] = {p.a, p.b};
        return judge_.holds(p.node, p.slots, std::span<const EntityId>(values, p.a == no_index ? 0 : 2), p.days, p.denied);
    });
}

bool WitnessPart::build_stakes() {
    std::ranges::sort(said_, [](const Said& x, const Said& y) {
        return std::tie(x.in, x.holder, x.basis, x.days.from) < std::tie(y.in, y.holder, y.basis, y.days.from);
    });
    for (std::size_t i = 0, end = 0; i < said_.size(); i = end) {
        while (end < said_.size() && said_[end].in == said_[i].in && said_[end].holder == said_[i].holder) ++end;
        if (!add_holding({said_.data() + i, end - i})) return false;
    }
    return true;
}

// The least that one party holds in one organisation, as all of its stakes say it.
bool WitnessPart::add_holding(std::span<const Said> said) {
    Holding made{said[0].in, said[0].holder, {0, 0}, {0, 0}};
    std::size_t begin = 0;
    while (begin < said.size()) {
        std::size_t end = begin;
        while (end < said.size() && said[end].basis == said[begin].basis) ++end;
        const auto b = static_cast<std::size_t>(said[begin].basis);
        cuts_.clear();
        for (std::size_t i = begin; i < end; ++i) {
            cuts_.push_back(said[i].days.from);
            cuts_.push_back(said[i].days.past);
        }
        if (end - begin > 1) {
            std::ranges::sort(cuts_);
            cuts_.erase(std::unique(cuts_.begin(), cuts_.end()), cuts_.end());
        }
        constexpr std::size_t most_pairs = 100'000;
        if ((end - begin) * cuts_.size() > most_pairs) return false;
        for (std::size_t c = 0; c + 1 < cuts_.size(); ++c) {
            std::int64_t value = 0;
            for (std::size_t i = begin; i < end; ++i)
                if (!said[i].denied && said[i].days.from <= cuts_[c] && cuts_[c] < said[i].days.past) value = std::max(value, said[i].low);
            if (value > whole_share) return false;
            if (value == 0) continue;
            const std::uint32_t at = world_.add(Stretch{{cuts_[c], cuts_[c + 1]}, value});
            if (made.count[b]++ == 0) made.begin[b] = at;
        }
        begin = end;
    }
    if (made.count[0] + made.count[1] > 0) world_.add(made);
    return true;
}

// Whether every fact is true in the world, laws having changed it since: on each of its days, and denied on each.
bool WitnessPart::kept() const {
    for (const Said& said : said_) {
        const Holding* holding = world_.find(said.holder, said.in);
        const auto stretches = holding ? world_.stretches(*holding, said.basis) : std::span<const Stretch>{};
        const auto is_so = [&](std::int64_t value) { return (said.low <= value && value <= said.high) != said.denied; };
        std::int64_t day = said.days.from;
        for (const Stretch& s : stretches) {
            if (s.days.past <= day) continue;
            if (s.days.from >= said.days.past) break;
            if (s.days.from > day && !is_so(0)) return false;
            if (s.value > whole_share || !is_so(s.value)) return false;
            day = s.days.past;
        }
        if (day < said.days.past && !is_so(0)) return false;
    }
    return std::ranges::none_of(denied_bonds_, [&](const Bond& denied) {
        return std::ranges::any_of(world_.bonds(denied.office, denied.b), [&](const Bond& b) {
            return b.index == denied.index && b.a == denied.a && b.days.from < denied.days.past && denied.days.from < b.days.past;
        });
    });
}

// `single` offices, and the kinds of what relations relate; symmetric ones were made so, and roles' kinds were looked at with
// the events.
bool WitnessPart::declarations_hold() const {
    const Bond* latest = nullptr;  // of one title in one organisation: who stays longest
    for (const Bond& b : world_.bonds()) {
        if (!b.office) {
            const RelationKind& kind = run_.vocabulary.relations[b.index];
            if (!run_.programs.is_a(run_.base.kind_of[b.a], kind.subject) || !run_.programs.is_a(run_.base.kind_of[b.b], kind.object))
                return false;
            continue;
        }
        if (!run_.vocabulary.offices[b.index].single) continue;
        const bool same = latest && latest->b == b.b && latest->index == b.index;
        if (same && latest->a != b.a && b.days.from < latest->days.past) return false;
        if (!same || b.days.past > latest->days.past) latest = &b;
    }
    return true;
}

// What is said of a measure on one day are intervals, and any number of intervals have a point in common if each two have
// (Helly). Measures have no other bounds, and nothing carried here reads them.
bool WitnessPart::measures_agree() {
    constexpr std::size_t few = 200;
    std::ranges::sort(measured_, [](const Measured& x, const Measured& y) {
        return std::tuple(x.claim->of, x.claim->name(), x.claim->unit()) < std::tuple(y.claim->of, y.claim->name(), y.claim->unit());
    });
    const auto clash = [](const Interval& x, const Interval& y) {
        if (!x.lower || !y.upper) return false;
        const auto order = x.lower->value <=> y.upper->value;
        return order > 0 || (order == 0 && (x.lower->open || y.upper->open));
    };
    for (std::size_t i = 0; i < measured_.size(); ++i) {
        const Measured& one = measured_[i];
        const Interval allowed = one.claim->quantity.allowed();
        if (allowed.empty()) return false;
        for (std::size_t j = i + 1; j < measured_.size(); ++j) {
            const Measured& other = measured_[j];
            if (other.claim->of != one.claim->of || other.claim->name() != one.claim->name() || other.claim->unit() != one.claim->unit()) break;
            if (j - i > few) return false;
            if (one.days.from >= other.days.past || other.days.from >= one.days.past) continue;
            const Interval theirs = other.claim->quantity.allowed();
            if (clash(allowed, theirs) || clash(theirs, allowed)) return false;
        }
    }
    return true;
}

}  // namespace tenet

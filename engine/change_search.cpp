// Each touchable fact is either dropped, which costs its weight, or keeps its form with new figures and dates, which
// costs the weight times their distances: linear costs, minimised exactly (bounds.h). Of the worlds at that cost one is
// sought that touches few texts; then each touched text is set, one after another, to the nearest that can be written.
#include "engine/change_search.h"

#include <algorithm>

#include "engine/bounds.h"
#include "engine/mend_text.h"

namespace tenet {

namespace {

Choice with_loose(const Choice& choice, FactSet& facts, const std::vector<FactId>& touchable, const Limits& limits) {
    Choice out = choice;
    out.deadline = limits.deadline;
    out.loose.assign(facts.facts.size(), false);
    for (const FactId f : touchable) out.loose[f] = ChangeSearch::changeable(facts, f);
    return out;
}

Rational denominator(const Rational& r) {
    const std::string text = r.to_string();
    const std::size_t slash = text.find('/');
    return slash == std::string::npos ? Rational(1) : *Rational::parse_fraction(text.substr(slash + 1));
}

}  // namespace

bool ChangeSearch::changeable(FactSet& facts, FactId id) {
    Fact& fact = facts.facts[id];
    if (fact.status == Status::denied || fact.status == Status::hypothetical) return false;
    if (const Quantity* quantity = quantity_of(fact); quantity && !quantity->figures.empty()) return true;
    return !dates_of(facts, id).empty();
}

ChangeSearch::ChangeSearch(FactSet& facts, const Vocabulary& vocabulary, const Choice& choice,
                           const std::vector<CheckedExpression>& claims, std::vector<FactId> touchable, bool together,
                           const Limits& limits, Z3Context& context)
    : facts_(facts),
      ground_(ground(facts, vocabulary, with_loose(choice, facts, touchable, limits), claims, {}, false)),
      problem_(ground_.problem),
      decider_(problem_, limits, context),
      together_(together) {
    FormulaStore& s = problem_.store;
    std::sort(touchable.begin(), touchable.end());
    for (const FactId f : touchable) touchable_.push_back({f, new_variable(Sort::truth), weight(facts, f), {}, {}});
    const auto touchable_of = [&](FactId f) {
        const auto at = std::lower_bound(touchable_.begin(), touchable_.end(), f,
                                         [](const Touchable& t, FactId id) { return t.fact < id; });
        return at != touchable_.end() && at->fact == f ? &*at : nullptr;
    };
    components_ = split(problem_);
    stands_for_.resize(problem_.constraints.size());
    for (std::uint32_t c = 0; c < stands_for_.size(); ++c) {
        const Constraint constraint = problem_.constraints[c];
        const Touchable* t =
            constraint.origin.kind == Origin::Kind::fact ? touchable_of(constraint.origin.index) : nullptr;
        stands_for_[c] = t ? static_cast<std::uint32_t>(problem_.constraints.size()) : c;
        if (t) problem_.constraints.push_back({s.either(t->dropped, constraint.formula), {}});
    }
    for (std::uint32_t c = 0; c < components_.list.size(); ++c)
        for (const std::uint32_t constraint : components_.list[c].constraints) {
            const Origin& o = problem_.constraints[constraint].origin;
            if (o.kind == Origin::Kind::fact && touchable_of(o.index))
                islands_of_[o.index].insert(components_.island[c]);
        }
    for (const Loosened& what : ground_.loosened)
        if (Touchable* t = touchable_of(what.fact)) add_unknown(*t, what);
}

// Takes up what `facts` speak of, and what that speaks of in turn: other conflicts are mended elsewhere. The facts
// touchable there, and their costs.
void ChangeSearch::load(const std::vector<FactId>& facts) {
    std::vector<bool> islands(components_.list.size());
    for (const FactId f : facts)
        for (const std::uint32_t island : islands_of_[f]) islands[island] = true;
    constraints_.clear();
    for (std::uint32_t c = 0; c < components_.list.size(); ++c) {
        if (!islands[components_.island[c]] && !(together_ && components_.list[c].speaks_of_now)) continue;
        for (const std::uint32_t constraint : components_.list[c].constraints)
            constraints_.push_back(stands_for_[constraint]);
    }
    here_.clear();
    for (const Touchable& t : touchable_) {
        const std::set<std::uint32_t>& own = islands_of_[t.fact];
        if (std::none_of(own.begin(), own.end(), [&](std::uint32_t island) { return islands[island]; })) continue;
        here_.push_back(&t);
        constraints_.insert(constraints_.end(), t.demands.begin(), t.demands.end());
    }
    std::sort(constraints_.begin(), constraints_.end());
    constraints_.erase(std::unique(constraints_.begin(), constraints_.end()), constraints_.end());
    decider_.load(constraints_);

    // Days cost whole numbers once everything is counted in `grain_`: the exact methods for days and for figures
    // differ.
    FormulaStore& s = problem_.store;
    Rational whole(1);
    for (const Touchable* t : here_) whole *= denominator(t->weight * whole);
    whole *= Rational(365);
    grain_ = Rational(1) / whole;
    std::vector<NodeId> figures, days;
    for (const Touchable* t : here_) {
        figures.push_back(s.choice(t->dropped, s.constant(t->weight), s.constant(0)));
        days.push_back(s.choice(t->dropped, s.constant(t->weight * whole, Sort::day), s.constant(0, Sort::day)));
        for (const Unknown& u : t->unknowns) {
            if (u.what.date) days.push_back(s.scale(u.scale * whole, u.apart));
            if (!u.what.date) figures.push_back(u.apart);
        }
    }
    cost_of_figures_ = s.sum_of(figures);
    cost_of_days_ = s.sum_of(days);
}

// In the units in which costs of that kind are counted.
NodeId ChangeSearch::at_most(const Rational& cost, bool dates, bool strict) {
    FormulaStore& s = problem_.store;
    const NodeId bound = dates ? s.constant((cost / grain_).floor(), Sort::day) : s.constant(cost);
    const NodeId sum = dates ? cost_of_days_ : cost_of_figures_;
    if (!strict) return s.less_equal(sum, bound);
    return s.less(sum, dates ? s.constant((cost / grain_).ceil(), Sort::day) : bound);
}

NodeId ChangeSearch::new_variable(Sort sort) {
    const auto v = static_cast<VariableId>(problem_.variables.size());
    problem_.variables.push_back({Subject::witness, sort, v});
    problem_.variable_nodes.push_back(problem_.store.variable(v, sort));
    return problem_.variable_nodes.back();
}

void ChangeSearch::add_unknown(Touchable& t, const Loosened& what) {
    FormulaStore& s = problem_.store;
    Unknown u;
    u.what = what;
    u.node = problem_.variable_nodes[what.variable];
    u.apart = new_variable(what.date ? Sort::day : Sort::real);
    bool writable = true;
    const auto demand = [&](NodeId truth) {
        t.demands.push_back(static_cast<std::uint32_t>(problem_.constraints.size()));
        problem_.constraints.push_back({truth, {}});
    };
    demand(s.less_equal(s.constant(0, what.date ? Sort::day : Sort::real), u.apart));
    if (what.date) {
        const std::vector<DateSlot> slots = dates_of(facts_, t.fact);
        // `from` and `to` of one text are two unknowns; which of the two this is, the order of making tells.
        const bool second = std::any_of(t.unknowns.begin(), t.unknowns.end(),
                                        [&](const Unknown& k) { return k.what.date && k.text == what.text; });
        for (std::uint32_t i = 0; i < slots.size(); ++i) {
            if (slots[i].instant->word.text != what.text) continue;
            const bool ends_period = std::string_view(slots[i].attribute) == "to" &&
                                     !std::holds_alternative<EventClaim>(facts_.facts[t.fact].body);
            const bool has_start = std::any_of(slots.begin(), slots.end(), [&](const DateSlot& o) {
                return std::string_view(o.attribute) == "from" && o.instant->word.text == what.text;
            });
            if (ends_period && has_start ? second : !second) u.parts.push_back(i);
        }
        u.text = what.text;
        u.span = parse_date(what.text).value->span;
        u.scale = t.weight / Rational(365);
        std::vector<NodeId> inside;
        const auto end = [&](const std::optional<Day>& edge, bool first) {
            if (!edge) return;
            const NodeId day = s.constant(Rational(edge->number), Sort::day);
            inside.push_back(first ? s.less_equal(day, u.node) : s.less_equal(u.node, day));
            demand(s.less_equal(first ? s.subtract(day, u.node) : s.subtract(u.node, day), u.apart));
        };
        end(u.span.first, true);
        end(u.span.last, false);
        u.untouched = s.all_of(inside);
        const Day probe = u.span.first ? *u.span.first : u.span.last ? *u.span.last : Day{};
        writable = !u.parts.empty() &&
                   (date_text(u.text, Day{probe.number - 1}) || date_text(u.text, Day{probe.number + 40000}));
    } else {
        const Fact& fact = facts_.facts[t.fact];
        const Figure& figure = quantity_of(facts_.facts[t.fact])->figures[what.figure];
        u.text = figure.word.text;
        u.value = figure.value;
        u.scale = t.weight;
        const Rational size = figure.value.sign() < 0 ? -figure.value : figure.value;
        if (std::holds_alternative<MeasureClaim>(fact.body) && size.sign() != 0) u.scale /= size;
        u.parts = {what.figure};
        const NodeId old = s.constant(figure.value);
        demand(s.less_equal(s.scale(u.scale, s.subtract(u.node, old)), u.apart));
        demand(s.less_equal(s.scale(u.scale, s.subtract(old, u.node)), u.apart));
        u.untouched = s.equal(u.node, old);
    }
    if (!writable) demand(u.untouched);
    t.unknowns.push_back(std::move(u));
}

// Nothing of the other kind is touched.
NodeId ChangeSearch::only(bool dates) {
    std::vector<NodeId> all;
    for (const Touchable* t : here_)
        for (const Unknown& u : t->unknowns)
            if (u.what.date != dates) all.push_back(u.untouched);
    return problem_.store.all_of(all);
}

bool ChangeSearch::possible(NodeId truth) {
    const Outcome outcome = decider_.solve(truth);
    if (outcome == Outcome::unknown) cut_short_ = true;
    return outcome == Outcome::sat;
}

bool ChangeSearch::settle_figure(const Unknown& u, NodeId& given, std::string& text) {
    FormulaStore& s = problem_.store;
    const Figure& figure = quantity_of(facts_.facts[u.what.fact])->figures[u.what.figure];
    const bool share = std::holds_alternative<StakeClaim>(facts_.facts[u.what.fact].body);
    const bool fixed = figure.form == Figure::Form::about || figure.rounded;
    std::optional<Rational> best;
    NodeId with_best = given;
    for (const bool below : {true, false}) {
        const NodeId old = s.constant(u.value);
        const NodeId side = s.both(given, below ? s.less(u.node, old) : s.less(old, u.node));
        if (!possible(side)) continue;
        const Extent nearest = extent(decider_, problem_, side, u.node, below ? 1 : -1);
        if (nearest.kind != Extent::Kind::bounded) continue;
        for (const std::string& candidate : figure_texts(u.text, nearest.bound, below, share, fixed)) {
            const Rational value = *Rational::parse(candidate);
            const Rational far = below ? u.value - value : value - u.value;
            if (far.sign() <= 0 || (best && far >= *best)) continue;
            const NodeId with = s.both(given, s.equal(u.node, s.constant(value)));
            if (!possible(with)) continue;
            best = far;
            with_best = with;
            text = candidate;
            break;
        }
    }
    given = with_best;
    return best.has_value();
}

bool ChangeSearch::settle_date(const Unknown& u, NodeId& given, std::string& text) {
    FormulaStore& s = problem_.store;
    std::optional<Rational> best;
    NodeId with_best = given;
    for (const bool below : {true, false}) {
        const std::optional<Day>& edge = below ? u.span.first : u.span.last;
        if (!edge) continue;
        const NodeId end = s.constant(Rational(edge->number), Sort::day);
        const NodeId side = s.both(given, below ? s.less(u.node, end) : s.less(end, u.node));
        if (!possible(side)) continue;
        const Extent nearest = extent(decider_, problem_, side, u.node, below ? 1 : -1);
        if (nearest.kind != Extent::Kind::bounded) continue;
        const Rational far =
            below ? Rational(edge->number) - nearest.bound.value : nearest.bound.value - Rational(edge->number);
        const std::optional<std::int64_t> day = nearest.bound.value.to_int64();
        if (!day || (best && far >= *best)) continue;
        const std::optional<std::string> candidate = date_text(u.text, Day{*day});
        if (!candidate) continue;
        const DayRange span = parse_date(*candidate).value->span;
        std::vector<NodeId> inside{given};
        if (span.first) inside.push_back(s.less_equal(s.constant(Rational(span.first->number), Sort::day), u.node));
        if (span.last) inside.push_back(s.less_equal(u.node, s.constant(Rational(span.last->number), Sort::day)));
        const NodeId with = s.all_of(inside);
        if (!possible(with)) continue;
        best = far;
        with_best = with;
        text = *candidate;
    }
    given = with_best;
    return best.has_value();
}

bool ChangeSearch::settle(const Unknown& u, NodeId& given, Mend& mend, FactId fact) {
    std::string text;
    if (!(u.what.date ? settle_date(u, given, text) : settle_figure(u, given, text))) return false;
    for (const std::uint32_t part : u.parts) mend.change.push_back({fact, u.what.date, part, text});
    return true;
}

std::optional<ChangeSearch::Found> ChangeSearch::cheapest(const std::vector<FactId>& facts) {
    std::optional<Found> best;
    cut_short_ = false;
    load(facts);
    for (const bool dates : {false, true}) {
        const bool any = std::any_of(here_.begin(), here_.end(), [&](const Touchable* t) {
            return std::find(facts.begin(), facts.end(), t->fact) != facts.end() &&
                   std::any_of(t->unknowns.begin(), t->unknowns.end(),
                               [&](const Unknown& u) { return u.what.date == dates; });
        });
        if (!any || cut_short_) continue;
        auto found = cheapest(facts, dates);
        if (found && (!best || found->mend.cost < best->mend.cost)) best = std::move(found);
    }
    return best;
}

std::optional<ChangeSearch::Found> ChangeSearch::cheapest(const std::vector<FactId>& facts, bool dates) {
    FormulaStore& s = problem_.store;
    std::vector<NodeId> fixed;
    std::vector<const Touchable*> free;
    for (const Touchable* t : here_) {
        const bool is_free = std::find(facts.begin(), facts.end(), t->fact) != facts.end();
        if (is_free) free.push_back(t);
        if (!is_free) fixed.push_back(s.negation(t->dropped));
        for (const Unknown& u : t->unknowns)
            if (!is_free || u.what.date != dates) fixed.push_back(u.untouched);
    }
    const NodeId rest = s.all_of(fixed);
    decider_.load(constraints_);  // a core may have been asked for
    if (!possible(rest)) return std::nullopt;
    const Extent least = extent(decider_, problem_, rest, dates ? cost_of_days_ : cost_of_figures_, -1);
    if (least.kind != Extent::Kind::bounded) {
        cut_short_ = true;
        return std::nullopt;
    }
    Found found;
    found.dates = dates;
    found.least = dates ? least.bound.value * grain_ : least.bound.value;
    // Room for ends that are excluded, and for what the steps between figures cost.
    Rational room;
    if (!dates)
        for (const Touchable* t : free)
            for (const Unknown& u : t->unknowns)
                if (!u.what.date)
                    room += u.scale *
                            figure_step(u.text, std::holds_alternative<StakeClaim>(facts_.facts[t->fact].body)) *
                            Rational(2);
    const Rational cap = least.bound.open ? found.least + room : found.least;
    NodeId given = s.both(rest, at_most(cap, dates, false));
    if (!possible(given)) return std::nullopt;
    std::vector<NodeId> pattern{rest};
    const auto decide = [&](NodeId truth, NodeId otherwise) {
        const NodeId more = s.both(given, truth);
        const bool holds = possible(more);
        if (holds) given = more;
        pattern.push_back(holds ? truth : otherwise);
        return holds;
    };
    std::vector<std::pair<FactId, const Unknown*>> touched;
    for (const Touchable* t : free) {
        std::vector<NodeId> whole{s.negation(t->dropped)};
        for (const Unknown& u : t->unknowns) whole.push_back(u.untouched);
        if (decide(s.all_of(whole), s.yes())) continue;
        if (!decide(s.negation(t->dropped), t->dropped)) {
            found.mend.drop.push_back(t->fact);
            continue;
        }
        for (const Unknown& u : t->unknowns)
            if (u.what.date == dates && !decide(u.untouched, s.yes())) touched.emplace_back(t->fact, &u);
    }
    // Each text that is touched, set to the nearest that can be written; near the least cost, or else wherever it can.
    const NodeId plain = s.all_of(pattern);
    for (const NodeId start :
         {s.both(plain, at_most(cap, dates, false)), s.both(plain, at_most(cap + room, dates, false)), plain}) {
        NodeId now = start;
        found.mend.change.clear();
        bool good = true;
        for (const auto& [fact, unknown] : touched) good = good && settle(*unknown, now, found.mend, fact);
        if (!good) continue;
        std::sort(found.mend.change.begin(), found.mend.change.end(), [](const Change& a, const Change& b) {
            return std::tie(a.fact, a.date, a.part) < std::tie(b.fact, b.date, b.part);
        });
        found.mend.cost = total_cost(facts_, found.mend);
        return found;
    }
    return std::nullopt;
}

std::vector<FactId> ChangeSearch::in_the_way(const Found& found) {
    const Core core =
        decider_.core(constraints_, problem_.store.both(only(found.dates), at_most(found.least, found.dates, true)));
    std::vector<FactId> out;
    if (!core.minimal) return out;
    for (const FactId f : core.facts)
        if (std::none_of(touchable_.begin(), touchable_.end(), [&](const Touchable& t) { return t.fact == f; }))
            out.push_back(f);
    return out;
}

}  // namespace tenet

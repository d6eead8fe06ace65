#include "engine/share_terms.h"

#include <algorithm>

namespace tenet {

namespace {

constexpr std::size_t most_steps = 20'000;  // members looked at for one question
constexpr std::size_t most_deep = 40;       // definitions, one inside the other

std::optional<bool> inverse(std::optional<bool> a) { return a ? std::optional(!*a) : std::nullopt; }

}  // namespace

ShareTerms::ShareTerms(const FactSet& facts, const Vocabulary& vocabulary, const GroundBase& base, const SharesByHeld& shares, Day day)
    : facts_(facts), vocabulary_(vocabulary), base_(base), shares_(shares), day_(day), party_(vocabulary.entity_kind("party")),
      organisation_(vocabulary.entity_kind("organisation")), company_(vocabulary.entity_kind("company")), world_(shares) {}

std::optional<bool> ShareTerms::truth(const Law& law, std::span<const std::uint32_t> values, SharesIn in) {
    std::vector<Thing> bound(law.slots);
    for (std::size_t i = 0; i < values.size(); ++i)
        bound[i] = {law.params[i].domain.kind == Domain::Kind::events ? Thing::Kind::event : Thing::Kind::entity, values[i]};
    in_ = in;
    world_.enter(in);
    anybodies_.clear();
    steps_left_ = most_steps;
    deep_ = 0;
    stuck_ = false;
    const Known so = truth(law.body, Frame{&bound});
    return stuck_ ? std::nullopt : so;
}

std::optional<std::vector<EntityId>> ShareTerms::follows_from(const Law& law, std::span<const std::uint32_t> values) {
    for (std::size_t i = 0; i < values.size(); ++i)
        if (law.params[i].domain.kind == Domain::Kind::events) return std::nullopt;
    std::vector<EntityId> from;
    from_ = &from;
    const Known so = truth(law, values, {});
    from_ = nullptr;
    if (!so) return std::nullopt;
    std::sort(from.begin(), from.end());
    from.erase(std::unique(from.begin(), from.end()), from.end());
    return from;
}

std::optional<bool> ShareTerms::of_kind(const Thing& t, KindId kind) const {
    if (kind == no_index) return t.kind == Thing::Kind::entity ? Known(true) : Known();
    switch (t.kind) {
    case Thing::Kind::entity: return vocabulary_.is_a(base_.kind_of[t.index], kind);
    case Thing::Kind::unnamed:  // of any kind under party; in one world of one
        if (party_ && kind == *party_) return true;
        if (in_.kind == SharesIn::Kind::every) return std::nullopt;
        return in_.kind == SharesIn::Kind::ring && company_ && vocabulary_.is_a(*company_, kind);
    case Thing::Kind::anybody:
    case Thing::Kind::none:
    case Thing::Kind::event: break;
    }
    return std::nullopt;
}

std::optional<bool> ShareTerms::same(const Thing& a, const Thing& b) const {
    using enum Thing::Kind;
    if (a.kind == none || b.kind == none) return false;
    if (a.kind == anybody || b.kind == anybody) {
        if (a.kind == b.kind) return a.index == b.index ? Known(true) : Known();
        const Thing &who = a.kind == anybody ? a : b, &other = a.kind == anybody ? b : a;
        const auto& apart = anybodies_[who.index];
        if (other.kind == unnamed || std::find(apart.begin(), apart.end(), other.index) != apart.end()) return false;
        return std::nullopt;
    }
    if (a.kind == unnamed && b.kind == unnamed) return std::nullopt;
    return a == b;
}

ShareTerms::Thing ShareTerms::thing(const Term& t, Frame f) {
    switch (t.op) {
    case Op::variable: return (*f.values)[t.index];
    case Op::role: {
        const Thing event = thing(t.args[0], f);
        if (event.kind == Thing::Kind::event)
            for (const Participant& p : facts_.events[event.index].participants)
                if (p.role.text == t.text) return {Thing::Kind::entity, p.entity};
        break;  // a role that nobody fills, or a place that is not carried
    }
    default: break;
    }
    stuck_ = true;
    return {};
}

// What somebody holds. Who is named nowhere has a part of what is left over, or in one world nothing.
ShareTerms::Number ShareTerms::share(const Thing& holder, const Thing& held, bool votes) {
    using enum Thing::Kind;
    const auto from = [&](std::int64_t low, std::int64_t high, bool low_open = false, bool high_open = false) {
        Number n{low, high, low_open, high_open, true, true};
        return n;
    };
    const bool every = in_.kind == SharesIn::Kind::every;
    const bool nameless = holder.kind == unnamed || holder.kind == anybody;
    if (holder.kind == none || held.kind == none) return from(0, 0);
    const auto fits = [&](const Thing& t, const std::optional<KindId>& kind) {
        return t.kind != entity || (kind && vocabulary_.is_a(base_.kind_of[t.index], *kind));
    };
    if (!fits(holder, party_) || !fits(held, organisation_)) return from(0, 0);
    if (from_ && held.kind == entity) from_->push_back(held.index);
    const auto anything = [&] { return from(0, steps_of_whole); };
    const auto apart = [&](const Thing& who, const Thing& other) {
        const auto& list = anybodies_[who.index];
        return other.kind == entity && std::find(list.begin(), list.end(), other.index) != list.end();
    };
    if (held.kind == unnamed) {  // in whom nothing is known
        if (holder.kind == unnamed) return from(0, 0);  // nobody tells them apart
        if (every || holder.kind == anybody) return anything();
        return in_.kind == SharesIn::Kind::ring ? from(steps_of_whole / 2, steps_of_whole / 2) : from(0, 0);
    }
    if (held.kind == anybody) {
        if (every || !apart(held, holder)) return holder.kind == unnamed && !every ? from(0, 0) : anything();
        return from(0, 0);
    }
    EntityId who = holder.index;
    if (nameless) {
        if (holder.kind == anybody && !apart(holder, held)) return anything();
        who = unnamed_holder;
        if (!every && holder.kind == anybody) return from(0, 0);
    }
    if (every) {
        const ShareRange r = shares_.range(who, held.index, votes);
        return from(r.low, r.high, r.low_open, r.high_open);
    }
    std::int64_t steps = 0;
    if (!world_.share(who, held.index, votes, steps)) stuck_ = true;
    return from(steps, steps);
}

bool ShareTerms::enter(const Term& t, Frame f, std::vector<Thing>& values, Known& fits) {
    const Definition& d = vocabulary_.definitions[t.index];
    if (d.recursive || d.has_versions || ++deep_ > most_deep) {
        stuck_ = true;
        return false;
    }
    values.assign(d.slots, {});
    fits = true;
    for (std::size_t i = 0; i < t.args.size(); ++i) {
        const Domain& domain = d.params[i].domain;
        if (domain.kind != Domain::Kind::entities || t.args[i].type != Type::entity) {
            stuck_ = true;
            return false;
        }
        values[i] = thing(t.args[i], f);
        // Of the unnamed party the kind is not asked.
        const Known is = values[i].kind == Thing::Kind::unnamed ? Known(true) : of_kind(values[i], domain.index);
        if (is == false) fits = false;
        else if (!is && fits == true) fits = std::nullopt;
    }
    return true;
}

ShareTerms::Number ShareTerms::number(const Term& t, Frame f) {
    const auto scaled = [](Number n, bool minus) {
        if (!minus) return n;
        return Number{-n.high, -n.low, n.high_open, n.low_open, n.bounded_above, n.bounded_below};
    };
    const auto plus = [](const Number& a, const Number& b) {
        return Number{a.low + b.low, a.high + b.high, a.low_open || b.low_open, a.high_open || b.high_open,
                      a.bounded_below && b.bounded_below, a.bounded_above && b.bounded_above};
    };
    if (stuck_) return {};
    switch (t.op) {
    case Op::number: {
        const auto steps = steps_of(t.number);
        if (steps) return {*steps, *steps, false, false, true, true};
        break;
    }
    case Op::add: return plus(number(t.args[0], f), number(t.args[1], f));
    case Op::subtract: return plus(number(t.args[0], f), scaled(number(t.args[1], f), true));
    case Op::negate: return scaled(number(t.args[0], f), true);
    case Op::capital:
    case Op::votes: {
        const Thing holder = thing(t.args[0], f), held = thing(t.args[1], f);
        return share(holder, held, t.op == Op::votes);
    }
    case Op::sum:
    case Op::count: return quantified_number(t, f);
    case Op::defined: {
        std::vector<Thing> values;
        Known fits;
        if (!enter(t, f, values, fits) || !fits) break;
        const Number n = *fits ? number(vocabulary_.definitions[t.index].body, Frame{&values}) : Number{0, 0, false, false, true, true};
        --deep_;
        return n;
    }
    case Op::at:
        if (t.args[1].op == Op::now) return number(t.args[0], f);
        break;
    default: break;
    }
    stuck_ = true;
    return {};
}

std::optional<EventDays> ShareTerms::days(const Term& t, Frame f) {
    const auto on = [](const DayRange& r) { return EventDays{r, r}; };
    if (from_) stuck_ = true;
    if (t.op == Op::now || t.op == Op::time) return on({day_, day_});
    if (t.op == Op::edtf_span) {
        EventDays out;
        if (t.edtf.span.first) out.start = {*t.edtf.span.first, *t.edtf.span.first};
        if (t.edtf.span.last) out.end = {*t.edtf.span.last, *t.edtf.span.last};
        return out;
    }
    if (t.op != Op::event_start && t.op != Op::event_end) return std::nullopt;
    const Thing event = thing(t.args[0], f);
    if (event.kind != Thing::Kind::event) return std::nullopt;
    const Event& e = facts_.events[event.index];
    const auto span = [](const Boxed<Instant>& i) { return i && i->kind == Instant::Kind::edtf ? i->edtf.span : DayRange{}; };
    DayRange start = span(e.date ? e.date : e.from), end = span(e.date ? e.date : e.to);
    if (!start.last) start.last = end.last;
    if (!end.first) end.first = start.first;
    return on(t.op == Op::event_start ? start : end);
}

// An edtf span compares as its ends: language.md, section 4. Equal days are left open.
std::optional<bool> ShareTerms::compare_days(const Term& t, Op op, Frame f) {
    if (op != Op::less && op != Op::less_equal) return std::nullopt;
    const auto a = days(t.args[0], f), b = days(t.args[1], f);
    if (!a || !b) return std::nullopt;
    const bool less = op == Op::less;
    const DayRange &x = less ? a->end : a->start, &y = less ? b->start : b->end;
    if (x.last && y.first && (less ? *x.last < *y.first : *x.last <= *y.first)) return true;
    if (x.first && y.last && (less ? *x.first >= *y.last : *x.first > *y.last)) return false;
    return std::nullopt;
}

std::optional<bool> ShareTerms::same_text(const Term& a, const Term& b, Frame f) {
    std::optional<std::string_view> text[2];
    const Term* const terms[] = {&a, &b};
    for (int side = 0; side < 2; ++side) {
        const Term& t = *terms[side];
        if (t.op == Op::text) {
            text[side] = t.text;
            continue;
        }
        if (t.op != Op::attribute) {
            stuck_ = true;
            return std::nullopt;
        }
        const Thing of = thing(t.args[0], f);
        if (of.kind == Thing::Kind::unnamed && in_.kind != SharesIn::Kind::every) return false;  // gives none there
        if (of.kind != Thing::Kind::entity) return std::nullopt;
        const Entity& e = facts_.entities[of.index];
        if (t.text == "name") text[side] = e.name;
        else if (t.text == "kind") text[side] = e.kind.text;
        else if (const Word* word = e.attribute(t.text)) text[side] = word->text;
        else return false;  // one not given equals no text
    }
    return *text[0] == *text[1];
}

std::optional<bool> ShareTerms::comparison(const Term& t, Op op, Frame f) {
    if (op == Op::not_equal) return inverse(comparison(t, Op::equal, f));
    const Term &a = t.args[0], &b = t.args[1];
    if (a.type == Type::text || b.type == Type::text) return same_text(a, b, f);
    if (a.type == Type::entity || a.type == Type::event) {
        const Thing x = thing(a, f), y = thing(b, f);
        return same(x, y);
    }
    if (a.type == Type::instant || b.type == Type::instant) return compare_days(t, op, f);
    const Number x = number(a, f), y = number(b, f);
    // Whether x < y, or x <= y, wherever in their ranges they are.
    const auto below = [](const Number& p, const Number& q, bool or_equal) {
        if (!p.bounded_above || !q.bounded_below) return false;
        return p.high < q.low || (p.high == q.low && (or_equal || p.high_open || q.low_open));
    };
    if (op == Op::less) return below(x, y, false) ? Known(true) : below(y, x, true) ? Known(false) : Known();
    if (op == Op::less_equal) return below(x, y, true) ? Known(true) : below(y, x, false) ? Known(false) : Known();
    if (below(x, y, false) || below(y, x, false)) return false;
    const bool one = x.bounded_below && x.bounded_above && y.bounded_below && y.bounded_above && x.low == x.high && y.low == y.high && x.low == y.low;
    return one ? Known(true) : Known();
}

// What is not decided lets nothing follow: with fewer facts it would be decided no more.
std::optional<bool> ShareTerms::truth(const Term& t, Frame f) {
    if (stuck_) return std::nullopt;
    if (!from_) return plain_truth(t, f);
    const std::size_t before = from_->size();
    const Known so = plain_truth(t, f);
    if (!so) from_->resize(before);
    return so;
}

std::optional<bool> ShareTerms::plain_truth(const Term& t, Frame f) {
    switch (t.op) {
    case Op::truth: return t.number.sign() != 0;
    case Op::not_: return inverse(truth(t.args[0], f));
    case Op::and_:
    case Op::or_:
    case Op::implies: {
        const bool deciding = t.op != Op::and_;
        Known out = !deciding;
        Grounds grounds(from_);
        for (std::size_t i = 0; i < t.args.size(); ++i) {
            Known part = truth(t.args[i], f);
            if (t.op == Op::implies && i == 0) part = inverse(part);
            grounds.next(part == deciding);
            if (part == deciding) out = deciding;
            if (out == deciding && !from_) return deciding;  // else each that decides it is a reason
            if (!part && out != deciding) out = std::nullopt;
        }
        if (out == deciding) grounds.keep_deciding();
        return out;
    }
    case Op::less:
    case Op::less_equal:
    case Op::equal:
    case Op::not_equal: return comparison(t, t.op, f);
    case Op::any:
    case Op::all: return quantified_truth(t, f);
    case Op::defined: {
        std::vector<Thing> values;
        Known fits;
        if (!enter(t, f, values, fits)) return std::nullopt;
        const Known body = truth(vocabulary_.definitions[t.index].body, Frame{&values});
        --deep_;
        if (fits == false || body == false) return false;
        return fits == true ? body : Known();
    }
    case Op::at:
        if (t.args[1].op == Op::now) return truth(t.args[0], f);
        break;
    default: break;
    }
    stuck_ = true;
    return std::nullopt;
}

}  // namespace tenet

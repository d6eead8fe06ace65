// Expressions become formulas: truths, numbers and instants of a checked term, for given values of its variables.
#include <algorithm>
#include <cassert>

#include "rules/grounder.h"

namespace tenet {

// An entity (or unnamed party) or an event. Sets missing_ where a role that nobody fills is asked for.
std::uint32_t Grounder::thing(const Term& t, Frame& f) {
    switch (t.op) {
    case Op::entity:
    case Op::event: return t.index;
    case Op::variable: return f.values[t.index];
    case Op::role: {
        const EventId e = thing(t.args[0], f);
        if (e == no_index) return no_index;
        for (const Participant& p : facts_.events[e].participants)
            if (p.role.text == t.text) return p.entity;
        missing_ = true;
        return no_index;
    }
    default: break;  // other operators are no things: the checker saw to it
    }
    assert(!"a thing was expected");
    return no_index;
}

NodeId Grounder::same_thing(PartyId a, PartyId b) {
    if (a == b) return problem_.store.yes();
    if (is_unnamed(a) || is_unnamed(b) || a == no_index || b == no_index) return problem_.store.no();
    if (tie_root_[a] != tie_root_[b]) return problem_.store.no();
    return variable_node(Subject::same, Sort::truth, no_index, std::min(a, b), std::max(a, b));
}

// Whether a party is of a kind. An unnamed party is of any kind under `party`; which one is unknown.
NodeId Grounder::is_kind(PartyId p, KindId kind) {
    FormulaStore& s = problem_.store;
    if (p == no_index) return s.no();
    if (kind == no_index) return s.yes();
    if (!is_unnamed(p)) return s.truth(vocabulary_.is_a(kind_of_[p], kind));
    if (!party_ || !vocabulary_.is_a(kind, *party_)) return s.truth(party_ && vocabulary_.is_a(*party_, kind));
    if (kind == *party_) return s.yes();
    return variable_node(Subject::unnamed_kind, Sort::truth, kind, p);
}

NodeId Grounder::instant(const Term& t, Frame& f) {
    switch (t.op) {
    case Op::now: return as_of(no_index);
    case Op::time:
        reads_time_ = reads_time_ || f.ambient.own;
        return f.ambient.day;
    case Op::event_start: {
        const EventId e = thing(t.args[0], f);
        return start(e);
    }
    case Op::event_end: {
        const EventId e = thing(t.args[0], f);
        return end(e);
    }
    case Op::source_published: {
        Instant i;
        i.kind = Instant::Kind::source_published;
        i.index = t.index;
        return instant(i, f.owner, no_index).day;
    }
    case Op::edtf_day:
    case Op::edtf_span: return unknown_day(f.owner, t.text, t.edtf.span);
    case Op::shift: {
        const NodeId moved = problem_.store.shift(instant(t.args[0], f), t.number);
        if (f.ambient.own && looks_beyond(t)) shifted_.insert(moved);
        return moved;
    }
    case Op::at: {  // an instant of an expression's own
        Frame inner = f;
        inner.ambient = {instant(t.args[1], f), false};
        return instant(t.args[0], inner);
    }
    default: break;
    }
    assert(!"an instant was expected");
    return now_;
}

NodeId Grounder::number(const Term& t, Frame& f) {
    mind_time();
    FormulaStore& s = problem_.store;
    switch (t.op) {
    case Op::number: return s.constant(t.number);
    case Op::add: return s.add(number(t.args[0], f), number(t.args[1], f));
    case Op::subtract: return s.subtract(number(t.args[0], f), number(t.args[1], f));
    case Op::multiply: return s.multiply(number(t.args[0], f), number(t.args[1], f));
    case Op::divide: return s.scale(Rational(1) / t.args[1].number, number(t.args[0], f));
    case Op::negate: return s.scale(-1, number(t.args[0], f));
    case Op::days_between: return s.subtract(instant(t.args[0], f), instant(t.args[1], f));
    case Op::capital:
    case Op::votes: {
        const PartyId holder = thing(t.args[0], f), organisation = thing(t.args[1], f);
        if (holder == no_index || organisation == no_index) return s.constant(0);
        if (!is_unnamed(holder) && party_ && !vocabulary_.is_a(kind_of_[holder], *party_)) return s.constant(0);
        if (!is_unnamed(organisation) && organisation_ && !vocabulary_.is_a(kind_of_[organisation], *organisation_)) return s.constant(0);
        const Subject basis = t.op == Op::capital ? Subject::capital : Subject::votes;
        const PartyId h = is_unnamed(holder) ? unnamed_in(organisation) : holder;
        if (is_unnamed(holder) && is_unnamed(organisation)) return s.constant(0);  // nobody is told apart from itself
        return read(basis, no_index, h, organisation, f.ambient);
    }
    case Op::measure: {
        const PartyId of = thing(t.args[0], f);
        if (of == no_index) return s.constant(0);
        const auto name = std::make_pair(t.text, t.unit);
        auto it = std::find(problem_.measures.begin(), problem_.measures.end(), name);
        if (it == problem_.measures.end()) it = problem_.measures.insert(it, name);
        return read(Subject::measure, static_cast<std::uint32_t>(it - problem_.measures.begin()), of, no_index, f.ambient);
    }
    case Op::sum:
    case Op::count: return quantified_number(t, f);
    case Op::defined: return defined(t, f);
    case Op::at: {
        Frame inner = f;
        inner.ambient = {instant(t.args[1], f), false};
        const NodeId n = number(t.args[0], inner);
        f.values = std::move(inner.values);
        return n;
    }
    default: break;
    }
    assert(!"a number was expected");
    return s.constant(0);
}

Grounder::Ends Grounder::ends(const Term& t, Frame& f) {
    if (t.type == Type::event) {
        const EventId e = thing(t, f);
        if (e == no_index) return {now_, now_};
        return {start(e), end(e)};
    }
    if (t.op == Op::edtf_span) {
        const DayRange& span = t.edtf.span;
        return {day(span.first ? span.first->number : first_day), day(span.last ? span.last->number : last_day)};
    }
    const NodeId d = instant(t, f);
    return {d, d};
}

// Allen, "Maintaining knowledge about temporal intervals" (CACM 1983), read by days (language.md, section 2, `order`).
NodeId Grounder::allen(Allen relation, Ends a, Ends b) {
    FormulaStore& s = problem_.store;
    switch (relation) {
    case Allen::before: return s.less(a.end, b.start);
    case Allen::meets: return s.equal(a.end, b.start);
    case Allen::overlaps: return s.all_of({s.less(a.start, b.start), s.less(b.start, a.end), s.less(a.end, b.end)});
    case Allen::starts: return s.both(s.equal(a.start, b.start), s.less(a.end, b.end));
    case Allen::during: return s.both(s.less(b.start, a.start), s.less(a.end, b.end));
    case Allen::finishes: return s.both(s.equal(a.end, b.end), s.less(b.start, a.start));
    case Allen::equals: return s.both(s.equal(a.start, b.start), s.equal(a.end, b.end));
    case Allen::after: return allen(Allen::before, b, a);
    case Allen::met_by: return allen(Allen::meets, b, a);
    case Allen::overlapped_by: return allen(Allen::overlaps, b, a);
    case Allen::started_by: return allen(Allen::starts, b, a);
    case Allen::contains: return allen(Allen::during, b, a);
    case Allen::finished_by: return allen(Allen::finishes, b, a);
    }
    return s.no();
}

// An entity's attribute against a text or another attribute. One not given equals no text; the unnamed party's are unknown.
NodeId Grounder::text_equal(const Term& a, const Term& b, Frame& f) {
    FormulaStore& s = problem_.store;
    using Choices = std::vector<std::pair<NodeId, std::string>>;
    const auto choices = [&](const Term& t) -> std::optional<Choices> {  // nullopt: unknown
        if (t.op == Op::text) return Choices{{s.yes(), t.text}};
        const PartyId p = thing(t.args[0], f);
        if (p == no_index) return Choices{};
        if (is_unnamed(p)) return std::nullopt;
        const auto own = [&](PartyId id) -> std::optional<std::string> {
            const Entity& e = facts_.entities[id];
            if (t.text == "name") return std::string(e.name);
            if (t.text == "kind") return std::string(e.kind.text);
            if (const Word* w = e.attribute(t.text)) return std::string(w->text);
            return std::nullopt;
        };
        Choices out;
        if (const auto text = own(p)) return Choices{{s.yes(), *text}};
        if (!tied_.empty())
            for (const PartyId twin : tied_[tie_root_[p]])
                if (const auto text = own(twin); text && twin != p) out.emplace_back(same_thing(p, twin), *text);
        return out;
    };
    const auto left = choices(a), right = choices(b);
    if (!left || !right) {
        const Term& unknown = left ? b : a;
        const Term& known = left ? a : b;
        const PartyId p = thing(unknown.args[0], f);
        std::string text = known.op == Op::text ? known.text : "\n" + known.text + "\n" + std::to_string(thing(known.args[0], f));
        const auto test = std::make_pair(unknown.text, std::move(text));
        auto& tests = problem_.attribute_tests;
        auto it = std::find(tests.begin(), tests.end(), test);
        if (it == tests.end()) it = tests.insert(it, test);
        return variable_node(Subject::unnamed_attribute, Sort::truth, static_cast<std::uint32_t>(it - tests.begin()), p);
    }
    std::vector<NodeId> some;
    for (const auto& [when_left, l] : *left)
        for (const auto& [when_right, r] : *right)
            if (l == r) some.push_back(s.both(when_left, when_right));
    return s.any_of(some);
}

NodeId Grounder::comparison(const Term& t, Op op, Frame& f) {
    FormulaStore& s = problem_.store;
    const Term& a = t.args[0];
    const Term& b = t.args[1];
    if (op == Op::not_equal) return s.negation(comparison(t, Op::equal, f));
    if (a.type == Type::text || b.type == Type::text) return text_equal(a, b, f);
    if (a.type == Type::entity) return same_thing(thing(a, f), thing(b, f));
    if (a.type == Type::event) return s.truth(thing(a, f) == thing(b, f));
    if (a.type == Type::instant || b.type == Type::instant) {
        const Ends x = ends(a, f), y = ends(b, f);
        switch (op) {
        case Op::less: return s.less(x.end, y.start);          // before its first day
        case Op::less_equal: return s.less_equal(x.start, y.end);  // up to its last day
        default: break;
        }
        if (a.op == Op::edtf_span && b.op == Op::edtf_span)
            return s.both(s.equal(x.start, y.start), s.equal(x.end, y.end));
        if (a.op == Op::edtf_span) return s.both(s.less_equal(x.start, y.start), s.less_equal(y.start, x.end));
        return s.both(s.less_equal(y.start, x.start), s.less_equal(x.start, y.end));
    }
    const NodeId x = number(a, f), y = number(b, f);
    if (op == Op::less) return s.less(x, y);
    if (op == Op::less_equal) return s.less_equal(x, y);
    return s.equal(x, y);
}

NodeId Grounder::truth(const Term& t, Frame& f) {
    mind_time();
    FormulaStore& s = problem_.store;
    switch (t.op) {
    case Op::truth: return s.truth(t.number.sign() != 0);
    case Op::not_: return s.negation(truth(t.args[0], f));
    case Op::and_:
    case Op::or_: {
        Parts parts(parts_stack_);
        const NodeId absorbing = t.op == Op::and_ ? s.no() : s.yes();
        for (const Term& a : t.args) {
            const NodeId part = truth(a, f);
            if (part == absorbing) return absorbing;
            parts.push_back(part);
        }
        return t.op == Op::and_ ? s.all_of(parts) : s.any_of(parts);
    }
    case Op::implies: {
        const NodeId premise = truth(t.args[0], f);
        if (premise == s.no()) return s.yes();  // so what follows need not be looked at
        return s.implies(premise, truth(t.args[1], f));
    }
    case Op::less:
    case Op::less_equal:
    case Op::equal:
    case Op::not_equal: return comparison(t, t.op, f);
    case Op::in_office: {
        const PartyId p = thing(t.args[0], f), o = thing(t.args[1], f);
        if (p == no_index || o == no_index) return s.no();
        if (!is_unnamed(o) && organisation_ && !vocabulary_.is_a(kind_of_[o], *organisation_)) return s.no();
        if (!is_unnamed(p) && person_ && !vocabulary_.is_a(kind_of_[p], *person_)) return s.no();
        if (t.index != no_index) return read(Subject::office, t.index, p, o, f.ambient);
        std::vector<NodeId> any;  // in some office, whatever its title
        for (std::uint32_t title = 0; title < vocabulary_.offices.size(); ++title)
            any.push_back(read(Subject::office, title, p, o, f.ambient));
        return s.any_of(any);
    }
    case Op::relation: {
        const PartyId a = thing(t.args[0], f), b = thing(t.args[1], f);
        if (a == no_index || b == no_index) return s.no();
        const RelationKind& kind = vocabulary_.relations[t.index];
        const auto fits = [&](PartyId p, KindId k) { return is_unnamed(p) || vocabulary_.is_a(kind_of_[p], k); };
        if (!fits(a, kind.subject) || !fits(b, kind.object)) return s.no();
        return read(Subject::relation, t.index, a, b, f.ambient);
    }
    case Op::defined: return defined(t, f);
    case Op::occurs: {
        const EventId e = thing(t.args[0], f);
        return e == no_index ? s.no() : occurs(e);
    }
    case Op::allen: {
        const Ends a = ends(t.args[0], f), b = ends(t.args[1], f);
        return allen(t.allen, a, b);
    }
    case Op::any:
    case Op::all: return quantified_truth(t, f);
    case Op::ever:
    case Op::always: return temporal(t, f);
    case Op::at: {
        Frame inner = f;
        inner.ambient = {instant(t.args[1], f), false};
        return truth(t.args[0], inner);
    }
    default: break;
    }
    assert(!"a truth was expected");
    return s.no();
}

// A definition with arguments of the wrong kind is false, or 0.
NodeId Grounder::defined(const Term& t, Frame& f) {
    FormulaStore& s = problem_.store;
    const Definition& d = vocabulary_.definitions[t.index];
    std::vector<std::uint32_t> args;
    std::vector<NodeId> fits;
    const NodeId nothing = d.type == Type::truth ? s.no() : s.constant(0);
    for (std::size_t i = 0; i < t.args.size(); ++i) {
        args.push_back(thing(t.args[i], f));
        if (args.back() == no_index) return nothing;
        if (t.args[i].type != Type::entity) continue;
        const Domain& domain = d.params[i].domain;
        // An unnamed party may stand for several, so among them is one of the kind; it is not asked which.
        if (!is_unnamed(args.back()) && domain.kind == Domain::Kind::entities &&
            !vocabulary_.is_a(kind_of_[args.back()], domain.index))
            return nothing;
    }
    return apply(t.index, args, f.ambient, f.owner);
}

// ever(body): some day (between two, both included). W holds exactly where such a day exists: W names a witness day, and
// on every instant of the body's class where the body holds inside the range, W holds.
NodeId Grounder::temporal(const Term& t, Frame& f) {
    FormulaStore& s = problem_.store;
    const bool always = t.op == Op::always;
    // `always` is "not ever not". The same question asked twice is one.
    std::uint64_t key = reinterpret_cast<std::uintptr_t>(&t);
    for (const std::uint32_t v : f.values) key = (key ^ v) * 0x9E3779B97F4A7C15ULL + (key >> 27);
    key = (key ^ f.ambient.day) * 0x9E3779B97F4A7C15ULL + f.owner;
    const std::uint32_t id = new_owner(key | (std::uint64_t{1} << 63));
    const NodeId holds = variable_node(Subject::witness, Sort::truth, id);
    const NodeId witness = variable_node(Subject::witness_day, Sort::day, id, 2);
    NodeId from = no_index, to = no_index;
    if (t.args.size() == 3) {
        from = instant(t.args[1], f);
        to = instant(t.args[2], f);
    }
    const NodeId result = always ? s.negation(holds) : holds;
    if (recording_) recording_->repeatable = false;
    const bool probing = probing_ || f.ambient.day == probe_;  // looking only: nothing emitted now would stay
    if (!probing && !witnesses_done_.insert({id, f.owner}).second) return result;

    std::vector<GroupId> seen;
    std::vector<GroupId>* const outer = std::exchange(trace_, &seen);
    const bool outer_reads = std::exchange(reads_time_, false);
    const auto on = [&](NodeId d, bool alike) {
        Frame inner = f;
        inner.ambient = {d, true, alike};
        const NodeId body = truth(t.args[0], inner);
        std::vector<NodeId> parts{always ? s.negation(body) : body};
        if (from != no_index) parts.push_back(s.less_equal(from, d));
        if (to != no_index) parts.push_back(s.less_equal(d, to));
        return s.all_of(parts);
    };
    const NodeId at_witness = on(witness, false);
    if (!probing) {
        speak_daily(seen);
        std::vector<NodeId> instants{witness};
        instants.push_back(from != no_index ? from : early());  // what is said of all days is said of those before any
        for (const Boundary& b : plan_boundaries(vocabulary_, t.args[0])) {
            if (b.instant->op == Op::time) continue;
            Frame inner = f;
            instants.push_back(s.shift(ends(*b.instant, inner).start, b.offset));
            instants.push_back(s.shift(ends(*b.instant, inner).end, b.offset));
        }
        for (std::size_t i = 1; i < seen.size(); ++i) join(seen[0], seen[i]);
        if (!seen.empty()) {
            for (const NodeId p : instants) touch(seen[0], p);
            instants = points(seen[0]);
        }
        background(s.implies(holds, at_witness));
        for (const NodeId p : instants) background(s.implies(on(p, true), holds));
    }
    trace_ = outer;
    reads_time_ = outer_reads;
    return result;
}

}  // namespace tenet

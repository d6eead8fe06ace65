// Terms run over a world on one day, as rules/ground_terms.cpp reads them.
#include <algorithm>
#include <cassert>

#include "engine/witness_members.h"

namespace tenet {

std::uint32_t WitnessJudge::thing(std::uint32_t node, Frame f) {
    const Instruction& i = programs_[node];
    switch (i.op) {
    case Op::entity:
    case Op::event: return i.index;
    case Op::variable: return f.values[i.index];
    case Op::role: {
        const EventId e = thing(programs_.part(i, 0), f);
        if (e == no_index) return no_index;
        for (std::uint32_t p = events_.participants_begin[e]; p < events_.participants_begin[e + 1]; ++p)
            if (events_.participants[p].role == i.index) return events_.participants[p].entity;
        missing_ = true;
        return no_index;
    }
    default: break;  // other operators are no things: the checker saw to it
    }
    assert(!"a thing was expected");
    return no_index;
}

std::int64_t WitnessJudge::instant(std::uint32_t node, Frame f) {
    const Instruction& i = programs_[node];
    if (!i.carried) {
        stuck_ = true;
        return now_;
    }
    switch (i.op) {
    case Op::now: return now_;
    case Op::time: return f.day;
    case Op::event_start:
    case Op::event_end: {
        const EventId e = thing(programs_.part(i, 0), f);
        if (e == no_index) return now_;
        if (!events_.occurs[e]) stuck_ = true;  // its day is nobody's to say
        return i.op == Op::event_start ? events_.start[e] : events_.end[e];
    }
    case Op::edtf_day:
    case Op::edtf_span: return i.low;
    case Op::shift: return instant(programs_.part(i, 0), f) + static_cast<std::int64_t>(i.number);
    case Op::at: return instant(programs_.part(i, 0), {f.values, instant(programs_.part(i, 1), f)});
    default: break;
    }
    stuck_ = true;
    return now_;
}

WitnessJudge::Ends WitnessJudge::ends(std::uint32_t node, Frame f) {
    const Instruction& i = programs_[node];
    if (i.type == Type::event) {
        const EventId e = thing(node, f);
        if (e == no_index) return {now_, now_};
        if (!events_.occurs[e]) stuck_ = true;
        return {events_.start[e], events_.end[e]};
    }
    if (i.op == Op::edtf_span) return {i.low, i.high};
    const std::int64_t day = instant(node, f);
    return {day, day};
}

bool WitnessJudge::enter(const Instruction& i, Frame& f) {
    const Definition& d = vocabulary_.definitions[i.index];
    const std::size_t base = top_;
    if (base + d.slots > stack_.size()) {  // too deep
        stuck_ = true;
        return false;
    }
    for (std::size_t n = 0; n < i.count; ++n) {
        const std::uint32_t value = thing(programs_.part(i, n), f);
        if (value == no_index) return false;
        const Domain& domain = d.params[n].domain;
        if (programs_[programs_.part(i, n)].type == Type::entity && domain.kind == Domain::Kind::entities &&
            !programs_.is_a(base_.kind_of[value], domain.index))
            return false;
        stack_[base + n] = value;
    }
    std::fill(stack_.begin() + static_cast<std::ptrdiff_t>(base + i.count), stack_.begin() + static_cast<std::ptrdiff_t>(base + d.slots), no_index);
    f.values = stack_.data() + base;
    top_ = base + d.slots;
    return true;
}

bool WitnessJudge::text_equal(const Instruction& i, Frame f) {
    const auto text = [&](std::uint32_t node) -> std::optional<std::string_view> {
        const Instruction& t = programs_[node];
        if (t.op == Op::text) return t.term->text;
        const EntityId e = thing(programs_.part(t, 0), f);
        if (e == no_index) return std::nullopt;
        const Entity& entity = facts_.entities[e];
        if (t.term->text == "name") return entity.name;
        if (t.term->text == "kind") return entity.kind.text;
        const Word* word = entity.attribute(t.term->text);
        if (!word) return std::nullopt;
        return word->text;
    };
    const auto a = text(programs_.part(i, 0)), b = text(programs_.part(i, 1));
    return a && b && *a == *b;
}

bool WitnessJudge::comparison(const Instruction& i, Op op, Frame f) {
    if (op == Op::not_equal) return !comparison(i, Op::equal, f);
    const std::uint32_t left = programs_.part(i, 0), right = programs_.part(i, 1);
    const Instruction &a = programs_[left], &b = programs_[right];
    if (a.type == Type::text || b.type == Type::text) return text_equal(i, f);
    if (a.type == Type::entity || a.type == Type::event) {
        const std::uint32_t x = thing(left, f), y = thing(right, f);
        return x == y && x != no_index;
    }
    if (a.type == Type::instant || b.type == Type::instant) {
        const Ends x = ends(left, f), y = ends(right, f);
        if (op == Op::less) return x.end < y.start;
        if (op == Op::less_equal) return x.start <= y.end;
        if (a.op == Op::edtf_span && b.op == Op::edtf_span) return x.start == y.start && x.end == y.end;
        if (a.op == Op::edtf_span) return x.start <= y.start && y.start <= x.end;
        return y.start <= x.start && x.start <= y.end;
    }
    const Wide x = number(left, f), y = number(right, f);
    if (op == Op::less) return x < y;
    if (op == Op::less_equal) return x <= y;
    return x == y;
}

bool WitnessJudge::in_office(const Instruction& i, Frame f) {
    const EntityId p = thing(programs_.part(i, 0), f), o = thing(programs_.part(i, 1), f);
    if (p == no_index || o == no_index) return false;
    return std::ranges::any_of(world_.bonds(true, o), [&](const Bond& b) {
        return b.a == p && (i.index == no_index || b.index == i.index) && b.days.from <= f.day && f.day < b.days.past;
    });
}

bool WitnessJudge::related(const Instruction& i, Frame f) {
    const EntityId s = thing(programs_.part(i, 0), f), o = thing(programs_.part(i, 1), f);
    if (s == no_index || o == no_index) return false;
    return std::ranges::any_of(world_.bonds(false, o), [&](const Bond& b) {
        return b.a == s && b.index == i.index && b.days.from <= f.day && f.day < b.days.past;
    });
}

bool allen_holds(Allen relation, Days a, Days b) {
    switch (relation) {
    case Allen::before: return a.past < b.from;
    case Allen::meets: return a.past == b.from;
    case Allen::overlaps: return a.from < b.from && b.from < a.past && a.past < b.past;
    case Allen::starts: return a.from == b.from && a.past < b.past;
    case Allen::during: return b.from < a.from && a.past < b.past;
    case Allen::finishes: return a.past == b.past && b.from < a.from;
    case Allen::equals: return a == b;
    case Allen::after: return allen_holds(Allen::before, b, a);
    case Allen::met_by: return allen_holds(Allen::meets, b, a);
    case Allen::overlapped_by: return allen_holds(Allen::overlaps, b, a);
    case Allen::started_by: return allen_holds(Allen::starts, b, a);
    case Allen::contains: return allen_holds(Allen::during, b, a);
    case Allen::finished_by: return allen_holds(Allen::finishes, b, a);
    }
    return false;
}

// Least fixpoints: an application inside itself, on the same day, is false there. For whatever is in the fixpoint is so by a
// chain of ever smaller rounds, which never comes back to where it was; and taking something for false makes nothing true.
bool WitnessJudge::apply(const Instruction& i, Frame f) {
    const std::size_t top = top_;
    bool so = enter(i, f);
    if (so && !i.recursive) {
        so = truth(programs_.definition(i.index), f);
    } else if (so) {
        const auto args = stack_.begin() + static_cast<std::ptrdiff_t>(top);
        so = std::none_of(path_.begin(), path_.end(), [&](const Application& a) {
            return a.definition == i.index && a.day == f.day && std::equal(args, args + i.count, stack_.begin() + static_cast<std::ptrdiff_t>(a.args));
        });
        if (so) {
            path_.push_back({i.index, f.day, top});
            so = truth(programs_.definition(i.index), f);
            path_.pop_back();
        }
    }
    top_ = top;
    return so;
}

bool WitnessJudge::truth(std::uint32_t node, Frame f) {
    const Instruction& i = programs_[node];
    if (!i.carried || stuck_) {
        stuck_ = true;
        return false;
    }
    const auto part = [&](std::size_t n) { return programs_.part(i, n); };
    switch (i.op) {
    case Op::truth: return i.number != 0;
    case Op::not_: return !truth(part(0), f);
    case Op::and_:
        for (std::size_t n = 0; n < i.count; ++n)
            if (!truth(part(n), f)) return false;
        return true;
    case Op::or_:
        for (std::size_t n = 0; n < i.count; ++n)
            if (truth(part(n), f)) return true;
        return false;
    case Op::implies: return !truth(part(0), f) || truth(part(1), f);
    case Op::less:
    case Op::less_equal:
    case Op::equal:
    case Op::not_equal: return comparison(i, i.op, f);
    case Op::in_office: return in_office(i, f);
    case Op::relation: return related(i, f);
    case Op::occurs: {
        const EventId e = thing(part(0), f);
        return e != no_index && events_.occurs[e];
    }
    case Op::allen: {
        const Ends a = ends(part(0), f), b = ends(part(1), f);
        return allen_holds(i.allen, {a.start, a.end}, {b.start, b.end});
    }
    case Op::any:
    case Op::all: {
        bool found = false;
        members(i, f, false, [&] {
            std::size_t n = i.domain == Domain::Kind::entities ? 0 : 1;
            const bool in = !i.has_where || truth(part(n++), f);
            const bool so = in && truth(part(n), f) == (i.op == Op::any);
            if (so && !missing_) found = true;
            return !found;
        });
        return found == (i.op == Op::any);
    }
    case Op::defined: return apply(i, f);
    case Op::at: return truth(part(0), {f.values, instant(part(1), f)});
    default: break;
    }
    stuck_ = true;
    return false;
}

Wide WitnessJudge::number(std::uint32_t node, Frame f) {
    const Instruction& i = programs_[node];
    if (!i.carried || stuck_) {
        stuck_ = true;
        return 0;
    }
    const auto part = [&](std::size_t n) { return programs_.part(i, n); };
    switch (i.op) {
    case Op::number: return i.number;
    case Op::add: return number(part(0), f) + number(part(1), f);
    case Op::subtract: return number(part(0), f) - number(part(1), f);
    case Op::negate: return -number(part(0), f);
    case Op::days_between: return Wide{whole_share} * (instant(part(0), f) - instant(part(1), f));
    case Op::capital:
    case Op::votes: {
        const EntityId h = thing(part(0), f), c = thing(part(1), f);
        if (h == no_index || c == no_index) return 0;
        const Holding* holding = world_.find(h, c);
        return holding ? world_.share(*holding, i.op == Op::capital ? Basis::capital : Basis::votes, f.day) : 0;
    }
    case Op::sum:
    case Op::count: {
        Wide total = 0;
        members(i, f, false, [&] {
            std::size_t n = i.domain == Domain::Kind::entities ? 0 : 1;
            if (i.has_where && !truth(part(n++), f)) return true;
            const Wide amount = i.op == Op::sum ? number(part(n), f) : Wide{whole_share};
            if (!missing_) total += amount;
            return true;
        });
        return total;
    }
    case Op::defined: {
        const std::size_t top = top_;
        const Wide n = enter(i, f) ? number(programs_.definition(i.index), f) : 0;
        top_ = top;
        return n;
    }
    case Op::at: return number(part(0), {f.values, instant(part(1), f)});
    default: break;
    }
    stuck_ = true;
    return 0;
}

}  // namespace tenet

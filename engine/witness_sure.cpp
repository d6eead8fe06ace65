// What a law says of all days of a stretch at once, and of whoever may stand for a variable that is not bound: told from bounds,
// three-valued. Most instances are seen to hold so, many together, and are not run day by day (witness_terms.cpp). Reads
// variables from the bottom of the stack: definitions are not entered.
#include "engine/witness_judge.h"

#include <algorithm>

namespace tenet {

namespace {

/// The largest and the least of what is one number on each day; none: on no day.
struct Span {
    std::int64_t first, last;
};

}  // namespace

// Nobody: a variable that is not bound, or a role that nobody fills.
std::uint32_t WitnessJudge::known_thing(std::uint32_t node) const {
    const Instruction& i = programs_[node];
    if (i.op == Op::variable) return stack_[i.index];
    if (i.op == Op::entity || i.op == Op::event) return i.index;
    if (i.op != Op::role) return no_index;
    const EventId e = known_thing(programs_.part(i, 0));
    if (e == no_index) return no_index;
    for (std::uint32_t p = events_.participants_begin[e]; p < events_.participants_begin[e + 1]; ++p)
        if (events_.participants[p].role == i.index) return events_.participants[p].entity;
    return no_index;
}

std::optional<WitnessJudge::Ends> WitnessJudge::fixed_ends(std::uint32_t node) const {
    const Instruction& i = programs_[node];
    if (!i.carried) return std::nullopt;
    const auto day = [](std::int64_t d) { return Ends{d, d}; };
    if (i.op == Op::now) return day(now_);
    if (i.op == Op::edtf_day) return day(i.low);
    if (i.op == Op::edtf_span) return Ends{i.low, i.high};
    if (i.op != Op::event_start && i.op != Op::event_end) return std::nullopt;
    const EventId e = known_thing(programs_.part(i, 0));
    if (e == no_index || !events_.occurs[e]) return std::nullopt;
    return day(i.op == Op::event_start ? events_.start[e] : events_.end[e]);
}

WitnessJudge::Reach WitnessJudge::reach(const Holding& holding, Basis basis, Days days) const {
    Reach out{0, 0, true};
    std::int64_t high = 0;
    for (const Stretch& s : world_.stretches(holding, basis)) {
        if (s.days.past <= days.from) continue;
        if (s.days.from >= days.past) break;
        high = std::max(high, s.value);
        if (s.days.from <= days.from && days.past <= s.days.past) out.low = s.value;
    }
    out.high = high;
    return out;
}

WitnessJudge::Reach WitnessJudge::reach(std::uint32_t node, Days days) const {
    const Instruction& i = programs_[node];
    if (!i.carried) return {};
    const auto both = [&](auto combine) {
        const Reach x = reach(programs_.part(i, 0), days);
        if (!x.known) return x;
        const Reach y = reach(programs_.part(i, 1), days);
        return y.known ? combine(x, y) : y;
    };
    switch (i.op) {
    case Op::number: return {i.number, i.number, true};
    case Op::add: return both([](Reach x, Reach y) { return Reach{x.low + y.low, x.high + y.high, true}; });
    case Op::subtract: return both([](Reach x, Reach y) { return Reach{x.low - y.high, x.high - y.low, true}; });
    case Op::capital:
    case Op::votes: {
        const EntityId h = known_thing(programs_.part(i, 0)), c = known_thing(programs_.part(i, 1));
        if (h == no_index || c == no_index) return {};
        const Holding* holding = world_.find(h, c);
        return holding ? reach(*holding, i.op == Op::capital ? Basis::capital : Basis::votes, days) : Reach{0, 0, true};
    }
    case Op::sum: {
        if (!i.one_holding) return {};
        const Instruction& share = programs_[programs_.part(i, 0)];
        const EntityId c = known_thing(programs_.part(share, 1));
        if (c == no_index) return {};
        Reach total{0, 0, true};
        for (const Holding& h : world_.in(c)) {
            if (!programs_.is_a(base_.kind_of[h.holder], i.kind)) continue;
            const Reach one = reach(h, share.op == Op::capital ? Basis::capital : Basis::votes, days);
            total.low += one.low;
            total.high += one.high;
        }
        return total;
    }
    default: return {};
    }
}

// `time` against an instant: it is each of the days in turn.
WitnessJudge::Sure WitnessJudge::sure_instants(const Instruction& i, Days days) const {
    const std::uint32_t nodes[] = {programs_.part(i, 0), programs_.part(i, 1)};
    if (i.op != Op::less && i.op != Op::less_equal) return Sure::unsure;
    Span starts[2], ends[2];  // of what stands on either side
    for (const int side : {0, 1}) {
        if (programs_[nodes[side]].op == Op::time) {
            starts[side] = ends[side] = {days.from, days.past - 1};
            continue;
        }
        const auto fixed = fixed_ends(nodes[side]);
        if (!fixed) return Sure::unsure;
        starts[side] = {fixed->start, fixed->start};
        ends[side] = {fixed->end, fixed->end};
    }
    const bool less = i.op == Op::less;
    const Span x = less ? ends[0] : starts[0], y = less ? starts[1] : ends[1];
    if (less ? x.last < y.first : x.last <= y.first) return Sure::yes;
    if (less ? x.first >= y.last : x.first > y.last) return Sure::no;
    return Sure::unsure;
}

WitnessJudge::Sure WitnessJudge::sure_comparison(const Instruction& i, Days days) const {
    const std::uint32_t left = programs_.part(i, 0), right = programs_.part(i, 1);
    switch (programs_[left].type) {
    case Type::instant: return programs_[right].type == Type::instant ? sure_instants(i, days) : Sure::unsure;
    case Type::number: break;
    case Type::entity: {
        if (i.op != Op::equal) return Sure::unsure;
        const EntityId x = known_thing(left), y = known_thing(right);
        if (x == no_index || y == no_index) return Sure::unsure;
        return x == y ? Sure::yes : Sure::no;
    }
    case Type::truth:
    case Type::event:
    case Type::text:
    case Type::duration: return Sure::unsure;
    }
    if (i.one_holding) {
        const Instruction& share = programs_[left];
        const EntityId h = known_thing(programs_.part(share, 0)), c = known_thing(programs_.part(share, 1));
        if (c == no_index) return Sure::unsure;
        const auto same = [&](const Holding& holding) { return (h != no_index && holding.holder != h) || world_.is_one(holding); };
        if (std::ranges::all_of(world_.in(c), same)) return Sure::yes;
    }
    const Reach x = reach(left, days);
    if (!x.known) return Sure::unsure;
    const Reach y = reach(right, days);
    if (!y.known) return Sure::unsure;
    if (i.op == Op::less) return x.high < y.low ? Sure::yes : x.low >= y.high ? Sure::no : Sure::unsure;
    if (i.op == Op::less_equal) return x.high <= y.low ? Sure::yes : x.low > y.high ? Sure::no : Sure::unsure;
    const bool apart = x.high < y.low || y.high < x.low, equal = x.low == x.high && y.low == y.high && x.low == y.low;
    if (!apart && !equal) return Sure::unsure;
    return equal == (i.op == Op::equal) ? Sure::yes : Sure::no;
}

WitnessJudge::Sure WitnessJudge::sure(std::uint32_t node, Days days) const {
    const Instruction& i = programs_[node];
    if (!i.carried) return Sure::unsure;
    const auto part = [&](std::size_t n) { return sure(programs_.part(i, n), days); };
    // `ends`: what one part of an `and` or `or` decides.
    const auto all = [&](Sure ends) {
        bool unsure = false;
        for (std::size_t n = 0; n < i.count; ++n) {
            const Sure so = part(n);
            if (so == ends) return ends;
            unsure = unsure || so == Sure::unsure;
        }
        return unsure ? Sure::unsure : ends == Sure::no ? Sure::yes : Sure::no;
    };
    switch (i.op) {
    case Op::truth: return i.number != 0 ? Sure::yes : Sure::no;
    case Op::not_: {
        const Sure so = part(0);
        return so == Sure::unsure ? so : so == Sure::yes ? Sure::no : Sure::yes;
    }
    case Op::and_: return all(Sure::no);
    case Op::or_: return all(Sure::yes);
    case Op::implies: {
        const Sure when = part(0);
        if (when == Sure::no) return Sure::yes;
        const Sure then = part(1);
        if (then == Sure::yes) return Sure::yes;
        return when == Sure::yes ? then : Sure::unsure;
    }
    case Op::less:
    case Op::less_equal:
    case Op::equal:
    case Op::not_equal: return sure_comparison(i, days);
    case Op::in_office:
    case Op::relation: {  // of nobody there
        const EntityId b = known_thing(programs_.part(i, 1));
        return b != no_index && world_.bonds(i.op == Op::in_office, b).empty() ? Sure::no : Sure::unsure;
    }
    default: return Sure::unsure;
    }
}

// Of all holdings of one organisation (`in`, not empty), whoever the holder: counts their instances where each is seen to hold.
bool WitnessJudge::surely_all_hold(const LawProgram& law, const Matcher& m, std::span<const Holding> in) {
    using Kind = Matcher::Argument::Kind;
    const bool holder_open = m.a.kind == Kind::open, alike = m.a.kind == Kind::anything;  // alike: one instance for all
    if (!holder_open && !alike) return false;
    if (holder_open && m.b.kind == Kind::open && m.a.at == m.b.at) return false;
    if (holder_open) stack_[m.a.at] = no_index;
    if (m.b.kind == Kind::open) stack_[m.b.at] = in.front().in;
    Days days = all_days;
    if (law.own_day && law.timely) {  // none of them says anything of other days
        days = {after_days, before_days};
        for (const Holding& h : in)
            for (const Basis basis : {Basis::capital, Basis::votes})
                if (const std::span<const Stretch> stretches = world_.stretches(h, basis); !stretches.empty()) {
                    days.from = std::min(days.from, stretches.front().days.from);
                    days.past = std::max(days.past, stretches.back().days.past);
                }
    }
    if (!surely_holds(law, days)) return false;
    if (!fits(law, m.b, in.front().in)) return true;
    if (alike) ++instances_;
    else
        for (const Holding& h : in) instances_ += fits(law, m.a, h.holder) ? 1 : 0;
    return true;
}

}  // namespace tenet

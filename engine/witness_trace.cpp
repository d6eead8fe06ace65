// The days on which a term may begin to say something else: where what it reads changes, and where `time` passes an instant.
#include "engine/witness_members.h"

namespace tenet {

void WitnessJudge::trace(std::uint32_t node, Frame f) {
    const Instruction& i = programs_[node];
    if (!i.carried || stuck_) {
        stuck_ = true;
        return;
    }
    const auto part = [&](std::size_t n) { return programs_.part(i, n); };
    const auto change = [&](Days days) {
        changes_.push_back(days.from);
        changes_.push_back(days.past);
    };
    const bool outer = missing_;
    switch (i.op) {
    case Op::capital:
    case Op::votes: {
        const EntityId h = thing(part(0), f), c = thing(part(1), f);
        const Holding* holding = h == no_index || c == no_index ? nullptr : world_.find(h, c);
        if (holding)
            for (const Stretch& s : world_.stretches(*holding, i.op == Op::capital ? Basis::capital : Basis::votes)) change(s.days);
        break;
    }
    case Op::in_office:
    case Op::relation: {
        const EntityId a = thing(part(0), f), b = thing(part(1), f);
        if (a == no_index || b == no_index) break;
        for (const Bond& bond : world_.bonds(i.op == Op::in_office, b))
            if (bond.a == a) change(bond.days);
        break;
    }
    case Op::less:
    case Op::less_equal:
    case Op::equal:
    case Op::not_equal:
    case Op::allen: {
        bool timely = false;
        for (std::size_t n = 0; n < i.count; ++n) timely = timely || programs_[part(n)].op == Op::time;
        for (std::size_t n = 0; n < i.count; ++n) {
            const Instruction& operand = programs_[part(n)];
            if (timely && operand.op != Op::time) {
                const Ends e = ends(part(n), f);
                change({e.start, e.start + 1});
                change({e.end, e.end + 1});
            } else if (operand.type == Type::number) {
                trace(part(n), f);
            }
        }
        break;
    }
    case Op::sum:
    case Op::count:
    case Op::any:
    case Op::all:
        if (i.domain == Domain::Kind::holders) {
            const EntityId of = thing(part(0), f);
            if (of == no_index) break;
            for (const Holding& h : world_.in(of))
                for (const Basis basis : {Basis::capital, Basis::votes})
                    for (const Stretch& s : world_.stretches(h, basis)) change(s.days);
        }
        members(i, f, true, [&] {
            for (std::size_t n = i.domain == Domain::Kind::entities ? 0 : 1; n < i.count; ++n) trace(part(n), f);
            return true;
        });
        break;
    case Op::defined: {
        const std::size_t top = top_;
        if (enter(i, f)) {
            const auto args = stack_.begin() + static_cast<std::ptrdiff_t>(top);
            const bool open = i.recursive && std::any_of(path_.begin(), path_.end(), [&](const Application& a) {
                return a.definition == i.index && std::equal(args, args + i.count, stack_.begin() + static_cast<std::ptrdiff_t>(a.args));
            });
            if (i.recursive) path_.push_back({i.index, f.day, top});
            if (!open) trace(programs_.definition(i.index), f);
            if (i.recursive) path_.pop_back();
        }
        top_ = top;
        break;
    }
    case Op::at:
        if (!i.fixed) stuck_ = true;
        break;
    default:
        for (std::size_t n = 0; n < i.count; ++n) {
            const Type type = programs_[part(n)].type;
            if (type == Type::truth || type == Type::number) trace(part(n), f);
        }
        break;
    }
    missing_ = outer;
}

}  // namespace tenet

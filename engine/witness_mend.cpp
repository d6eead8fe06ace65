// What would make a false term true: a stake that is larger. Nothing is smaller than it has to be, so nothing else helps.
#include "engine/witness_members.h"

namespace tenet {

bool WitnessJudge::raise(std::uint32_t node, Frame f, Wide by) {
    const Instruction& i = programs_[node];
    switch (i.op) {
    case Op::add: return raise(programs_.part(i, 0), f, by) || raise(programs_.part(i, 1), f, by);
    case Op::subtract: return raise(programs_.part(i, 0), f, by);
    case Op::at: return raise(programs_.part(i, 0), {f.values, instant(programs_.part(i, 1), f)}, by);
    case Op::capital:
    case Op::votes: {
        const Wide low = number(node, f) + by;
        const EntityId holder = thing(programs_.part(i, 0), f), in = thing(programs_.part(i, 1), f);
        if (low > whole_share || holder == no_index || in == no_index || missing_ || stuck_ || f.day <= before_days) return false;
        const auto is = [&](EntityId e, std::string_view name) {
            const auto kind = vocabulary_.entity_kind(name);
            return kind && programs_.is_a(base_.kind_of[e], *kind);
        };
        if (!is(holder, "party") || !is(in, "organisation")) return false;
        const Basis basis = i.op == Op::capital ? Basis::capital : Basis::votes;
        const Days days = f.day == alike_.from ? alike_ : Days{f.day, f.day + 1};
        demands_.push_back({in, holder, basis, days, static_cast<std::int64_t>(low)});
        return true;
    }
    default: return false;
    }
}

bool WitnessJudge::mend(std::uint32_t node, Frame f) {
    const Instruction& i = programs_[node];
    const auto part = [&](std::size_t n) { return programs_.part(i, n); };
    if (!i.carried) return false;
    switch (i.op) {
    case Op::and_:
        for (std::size_t n = 0; n < i.count; ++n)
            if (!truth(part(n), f) && !mend(part(n), f)) return false;
        return true;
    case Op::or_:
        for (std::size_t n = 0; n < i.count; ++n)
            if (mend(part(n), f)) return true;
        return false;
    case Op::implies: return mend(part(1), f);
    case Op::at: return mend(part(0), {f.values, instant(part(1), f)});
    case Op::less:
    case Op::less_equal:
    case Op::equal:
        if (programs_[part(0)].type != Type::number) return false;
        {
            const Wide lacking = number(part(0), f) - number(part(1), f);
            if (lacking < 0) return raise(part(0), f, -lacking);
            return raise(part(1), f, lacking + (i.op == Op::less ? 1 : 0));
        }
    case Op::all: {
        if (i.domain == Domain::Kind::entities) return false;
        bool so = true;
        members(i, f, false, [&] {
            std::size_t n = 1;
            if (i.has_where && !truth(part(n++), f)) return true;
            const bool mended = truth(part(n), f) || mend(part(n), f);
            so = so && (mended || missing_);
            return so;
        });
        return so;
    }
    case Op::defined: {
        const std::size_t top = top_;
        const bool so = enter(i, f) && mend(programs_.definition(i.index), f);
        top_ = top;
        return so;
    }
    default: return false;
    }
}

}  // namespace tenet

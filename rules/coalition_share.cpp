#include "rules/coalition_share.h"

#include "rules/term_walk.h"

namespace tenet {

std::optional<ShareOver> share_over(const Term& t, std::optional<std::uint32_t> within) {
    const auto plain = [](const Term& a) { return a.op == Op::variable || a.op == Op::entity; };
    if ((t.op != Op::less && t.op != Op::less_equal) || t.args[0].op != Op::number) return std::nullopt;
    const Term& share = t.args[1];
    const Term& own = share.op == Op::add ? share.args[0] : share;
    if ((own.op != Op::capital && own.op != Op::votes) || !plain(own.args[0]) || !plain(own.args[1])) return std::nullopt;
    ShareOver out;
    out.share.basis = own.op;
    out.share.threshold = t.args[0].number;
    out.share.reached = t.op == Op::less_equal;
    out.holder = &own.args[0];
    out.held = &own.args[1];
    if (share.op != Op::add) return out;
    const Term& rest = share.args[1];
    if (own.args[0].op != Op::variable || rest.op != Op::sum || rest.domain.kind != Domain::Kind::entities || !rest.has_where)
        return std::nullopt;
    const std::uint32_t holder = own.args[0].index;
    const Term& where = rest.args[0];
    const Term& theirs = rest.args[1];
    if (theirs.op != own.op || !is_variable(theirs.args[0], rest.index) || theirs.args[1].op != own.args[1].op ||
        theirs.args[1].index != own.args[1].index || where.op != Op::and_ || where.args.size() != 2)
        return std::nullopt;
    const Term& apart = where.args[0];
    const Term& controlled = where.args[1];
    const bool two = apart.op == Op::not_equal && ((is_variable(apart.args[0], rest.index) && is_variable(apart.args[1], holder)) ||
                                                   (is_variable(apart.args[1], rest.index) && is_variable(apart.args[0], holder)));
    const bool itself = controlled.op == Op::defined && controlled.index == within && controlled.args.size() == 2 &&
                        is_variable(controlled.args[0], holder) && is_variable(controlled.args[1], rest.index);
    if (!two || !itself) return std::nullopt;
    out.share.through = true;
    out.share.member = rest.domain.index;
    return out;
}

std::optional<CoalitionShare> coalition_share(const Vocabulary& vocabulary, std::uint32_t d) {
    const Definition& definition = vocabulary.definitions[d];
    if (definition.type != Type::truth || definition.has_versions || definition.params.size() != 2) return std::nullopt;
    for (const Parameter& p : definition.params)
        if (p.domain.kind != Domain::Kind::entities) return std::nullopt;
    auto over = share_over(definition.body, d);
    if (!over || !is_variable(*over->holder, 0) || !is_variable(*over->held, 1)) return std::nullopt;
    over->share.holder = definition.params[0].domain.index;
    over->share.held = definition.params[1].domain.index;
    return over->share;
}

}  // namespace tenet

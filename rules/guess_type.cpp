// What a definition yields, read off its form: definitions may use each other before any of them is checked. The
// checker then holds every body against this guess.

#include "rules/expression_checker.h"

namespace tenet {

namespace {
struct Guess {
    const std::vector<std::pair<std::string, std::optional<Type>>>& definitions;

    using Result = std::optional<Type>;
    Result operator()(const NumberExpr&) const { return Type::number; }
    Result operator()(const QuotedExpr&) const { return Type::text; }
    Result operator()(const NameExpr& node) const {
        if (!node.quoted && (node.name == "now" || node.name == "time")) return Type::instant;
        return Type::entity;
    }
    Result operator()(const QueryVariableExpr&) const { return Type::entity; }
    Result operator()(const PathExpr& node) const {
        if (node.part == "start" || node.part == "end" || node.part == "date" || node.part == "published") return Type::instant;
        return Type::text;
    }
    Result operator()(const ApplyExpr& node) const {
        if (node.function == "capital" || node.function == "votes" || node.function == "measure") return Type::number;
        for (const auto& [name, type] : definitions)
            if (name == node.function) return type;
        return Type::truth;
    }
    Result operator()(const AtExpr& node) const { return std::visit(*this, node.body->node); }
    Result operator()(const NotExpr&) const { return Type::truth; }
    Result operator()(const LogicExpr&) const { return Type::truth; }
    Result operator()(const CompareExpr&) const { return Type::truth; }
    Result operator()(const ArithExpr& node) const {
        const QuotedExpr* right = std::get_if<QuotedExpr>(&node.right->node);
        return right && right->text.starts_with('P') ? Type::instant : Type::number;
    }
    Result operator()(const NegateExpr&) const { return Type::number; }
    Result operator()(const QuantifiedExpr& node) const {
        const bool numeric = node.op == QuantifiedExpr::Op::sum || node.op == QuantifiedExpr::Op::count;
        return numeric ? Type::number : Type::truth;
    }
    Result operator()(const TemporalExpr&) const { return Type::truth; }
};
}  // namespace

std::optional<Type> guess_type(const Expr& body,
                               const std::vector<std::pair<std::string, std::optional<Type>>>& definitions) {
    return std::visit(Guess{definitions}, body.node);
}

}  // namespace tenet

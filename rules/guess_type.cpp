// What a definition yields, read off its form: definitions may use each other before any of them is checked. The
// checker then holds every body against this guess.

#include "rules/expression_checker.h"

namespace tenet {

namespace {
struct Guess {
    TypeGuess operator()(const NumberExpr&) const { return Type::number; }
    TypeGuess operator()(const QuotedExpr&) const { return Type::text; }
    TypeGuess operator()(const NameExpr& node) const {
        const bool moment = !node.quoted && (node.name == "now" || node.name == "time");
        return moment ? Type::instant : Type::entity;
    }
    TypeGuess operator()(const QueryVariableExpr&) const { return Type::entity; }
    TypeGuess operator()(const PathExpr& node) const {
        const std::string& part = node.part;
        return part == "start" || part == "end" || part == "date" || part == "published" ? Type::instant : Type::text;
    }
    TypeGuess operator()(const ApplyExpr& node) const {
        if (node.function == "capital" || node.function == "votes" || node.function == "measure") return Type::number;
        return std::string_view(node.function);
    }
    TypeGuess operator()(const AtExpr& node) const { return std::visit(*this, node.body->node); }
    TypeGuess operator()(const NotExpr&) const { return Type::truth; }
    TypeGuess operator()(const LogicExpr&) const { return Type::truth; }
    TypeGuess operator()(const CompareExpr&) const { return Type::truth; }
    TypeGuess operator()(const ArithExpr& node) const {
        const QuotedExpr* right = std::get_if<QuotedExpr>(&node.right->node);
        return right && right->text.starts_with('P') ? Type::instant : Type::number;
    }
    TypeGuess operator()(const NegateExpr&) const { return Type::number; }
    TypeGuess operator()(const QuantifiedExpr& node) const {
        const bool numeric = node.op == QuantifiedExpr::Op::sum || node.op == QuantifiedExpr::Op::count;
        return numeric ? Type::number : Type::truth;
    }
    TypeGuess operator()(const TemporalExpr&) const { return Type::truth; }
};
}  // namespace

TypeGuess guess_type(const Expr& body) { return std::visit(Guess{}, body.node); }

}  // namespace tenet

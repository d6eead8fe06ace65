// A parsed expression (language.md, section 4): what the text says, before names are looked up.
// Each node knows its place as character offsets into its text.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "facts/diagnostic.h"
#include "facts/rational.h"

namespace tenet {

struct TextSpan {
    std::uint32_t begin = 0, end = 0;  // offsets into the expression's decoded text
};

struct Expr;
using ExprPtr = std::unique_ptr<Expr>;

struct NumberExpr {
    Rational value;
};
struct QuotedExpr {
    std::string text;  // 'text', 'EDTF' or 'duration': its place decides
};
struct NameExpr {
    std::string name;
    bool quoted = false;  // stood in backquotes, so never a keyword
};
struct QueryVariableExpr {
    std::string name;  // of ?x: x
};
struct PathExpr {
    std::string base;
    bool quoted = false;
    TextSpan base_span;
    std::string part;
    TextSpan part_span;
};
struct ApplyExpr {
    std::string function;  // NAME or PACK:NAME
    TextSpan function_span;
    std::vector<ExprPtr> args;
};
struct AtExpr {
    ExprPtr body;
    ExprPtr instant;
    bool on_comparison = false;  // stood behind a number or a date, so covers the whole comparison
};
struct NotExpr {
    ExprPtr body;
};
struct LogicExpr {
    enum class Op { conj, disj, implies } op;
    ExprPtr left, right;
};
struct CompareExpr {
    enum class Op { eq, ne, lt, le, gt, ge };
    std::vector<ExprPtr> operands;
    std::vector<Op> ops;
};
struct ArithExpr {
    enum class Op { add, sub, mul, div } op;
    ExprPtr left, right;
};
struct NegateExpr {
    ExprPtr body;
};
struct DomainExpr {
    std::string kind;   // or the name before the dot of a path
    bool path = false;  // a path: `part` is set
    std::string part;
    TextSpan span;
    bool quoted = false;
};
struct QuantifiedExpr {
    enum class Op { sum, count, any, all } op;
    std::string variable;
    TextSpan variable_span;
    DomainExpr domain;
    ExprPtr where;  // may be null
    ExprPtr body;   // null where no comma stands
};
struct TemporalExpr {
    enum class Op { ever, always } op;
    ExprPtr body;
    ExprPtr from, to;  // both or neither
};

struct Expr {
    std::variant<NumberExpr, QuotedExpr, NameExpr, QueryVariableExpr, PathExpr, ApplyExpr, AtExpr, NotExpr, LogicExpr,
                 CompareExpr, ArithExpr, NegateExpr, QuantifiedExpr, TemporalExpr>
        node;
    TextSpan span;
};

struct ParseError {
    std::string message;
    TextSpan span;
    std::string hint;
};

struct ExprResult {
    ExprPtr value;  // null where there is an error
    std::vector<ParseError> errors;
};

/// Parses one expression, whole. Depth and length are limited (clear errors), so hostile texts are safe.
ExprResult parse_expression(std::string_view text);

}  // namespace tenet

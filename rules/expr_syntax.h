// The concrete syntax tree between the grammar and the builder of Expr: what was matched where, and nothing more.
// It keeps PEGTL out of every file but the grammar's.
#pragma once

#include <cstdint>
#include <memory>
#include <memory_resource>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "rules/expr.h"

namespace tenet {

enum class Syntax : std::uint8_t {
    root,
    number,
    quoted,
    plain_name,
    back_name,
    query_variable,
    moment,      // moment: now, time
    part,        // what stands after the dot of a path
    named,       // [pack_name], plain_name|back_name, [part | call]; a pack's name stands before a call only
    pack_name,   // plain_name|back_name
    call,        // the arguments
    paren,       // one expression
    quantified,  // quantifier, variable, domain, [where], [body]
    quantifier,
    variable,
    domain,
    where,
    body,
    temporal,  // temporal_word, expression, [instant, instant]
    temporal_word,
    dated,    // a primary, [instant]
    instant,  // moment|quoted|named, (add_op quoted)*
    factor,   // minus*, dated
    minus,
    term,
    mul_op,  // factor (mul_op factor)*
    sum,
    add_op,  // term (add_op term)*
    comparison,
    compare_op,
    negation,
    not_word,  // not_word*, comparison
    conjunction,
    disjunction,
    implication,
};

struct SyntaxNode {
    Syntax kind = Syntax::root;
    TextSpan span;
    std::span<const SyntaxNode> children;  // in the tree's memory
};

struct SyntaxTree {
    std::unique_ptr<std::pmr::monotonic_buffer_resource> memory;
    SyntaxNode root;
};

/// The syntax tree of a whole expression; or why there is none.
std::variant<SyntaxTree, ParseError> parse_syntax(std::string_view text);

/// Turns a syntax tree into an expression: folds chains, and gives every `at` what it governs (language.md, section 4).
ExprResult build_expression(const SyntaxNode& root, std::string_view text);

/// Complains of what stands at `offset` where `expected` was expected; knows the usual slips (==, &&, "text", ...).
ParseError explain_syntax_error(std::string_view text, std::size_t offset, std::string_view expected);

/// Unclosed quotes and parentheses, and what is too long or too deep; before the grammar sees the text.
std::vector<ParseError> check_brackets(std::string_view text);

}  // namespace tenet

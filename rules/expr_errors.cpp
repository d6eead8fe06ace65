// What to say about an expression that the grammar refuses: brackets and quotes that do not match are found first,
// so that the grammar's own complaint can name what it expected, what it found, and which slip that looks like.

#include <array>

#include "rules/expr_grammar.h"
#include "rules/expr_syntax.h"

namespace tenet {
namespace {

constexpr std::size_t max_length = 100'000;
constexpr std::size_t max_nesting = 200;

TextSpan span_of(std::size_t begin, std::size_t end) {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}
bool is_word_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           static_cast<unsigned char>(c) >= 0x80;
}
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_operator(char c) { return std::string_view("<>=!&|+*/^~-").find(c) != std::string_view::npos; }

/// Where the token at `begin` ends: a word, a run of operator characters, a quoted text, or one character.
std::size_t token_end(std::string_view text, std::size_t begin) {
    std::size_t end = begin;
    if (is_word_char(text[begin]) && text[begin] != '-') {
        while (end < text.size() && is_word_char(text[end])) ++end;
        return end;
    }
    if (is_operator(text[begin])) {
        while (end < text.size() && is_operator(text[end])) ++end;
        return end;
    }
    if (text[begin] == '\'' || text[begin] == '`') {
        const std::size_t close = text.find(text[begin], begin + 1);
        return close == std::string_view::npos ? text.size() : close + 1;
    }
    return begin + 1;
}
std::string_view word_before(std::string_view text, std::size_t offset) {
    while (offset > 0 && is_blank(text[offset - 1])) --offset;
    std::size_t begin = offset;
    while (begin > 0 && is_word_char(text[begin - 1])) --begin;
    return text.substr(begin, offset - begin);
}
std::string lower(std::string_view word) {
    std::string result(word);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

struct Slip {
    std::string_view token, hint;
};
// Habits from other languages.
constexpr std::array slips{
    Slip{"==", "write = for 'is equal to'"},
    Slip{"=", "a comparison may be chained, not doubled: ="},
    Slip{"&&", "write 'and'"},
    Slip{"&", "write 'and'"},
    Slip{"||", "write 'or'"},
    Slip{"|", "write 'or'"},
    Slip{"!", "write 'not'"},
    Slip{"=>", "write 'implies', or >= for 'at least'"},
    Slip{"->", "write 'implies'"},
    Slip{"=<", "write <="},
    Slip{"<>", "write !="},
    Slip{"\"", "texts and dates stand in single quotes: 'FR'"},
    Slip{"^", "write x * x"},
    Slip{"[", "only parentheses group"},
    Slip{"{", "only parentheses group"},
    Slip{";", "arguments are separated by commas"},
    Slip{":", "only sum, count, any and all introduce a variable with ':'; a pack's word is PACK:NAME(...), without blanks"},
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string in_backquotes(std::string_view keyword) {
    return "'" + std::string(keyword) + "' is a word of the language; as an id it stands in backquotes: `" +
           std::string(keyword) + "`";
}

/// A word where an operator should be.
std::string missing_operator(std::string_view token, std::string_view before, std::string_view expected) {
    if (token == "where") return "'where' belongs inside sum, count, any and all: any(x: party where ..., ...)";
    if (token == "at") return "'at' follows an application or a parenthesis";
    if (token == "is") return "write = for 'is'";
    if (token == "in") return "write any(x: ..., x = a) for 'a is in'";
    if (token == "between") return "write 25% <= x <= 50%";
    if (token == "then" || before == "if") return "write 'a implies b' for 'if a then b'";
    if (expected.find("','") != std::string_view::npos) return "arguments are separated by commas";
    return "an operator is missing here: and, or, implies, =, <, ...";
}

/// The likely mend of `token`, which stands at `offset` where `expected` was expected.
std::string hint_for(std::string_view text, std::size_t offset, std::string_view token, std::string_view expected) {
    const std::string_view before = word_before(text, offset);
    const char previous = offset > 0 ? text[offset - 1] : ' ';
    const std::size_t begin = static_cast<std::size_t>(before.data() - text.data());
    const bool word = !token.empty() && is_word_char(token[0]) && token[0] != '-';
    if (expected.starts_with("'('") && is_keyword(before)) return in_backquotes(before);
    if (expected.starts_with("':'")) return "write any(x: party, ...)";
    if (previous == '=' && token == "=") return "write = for 'is equal to'";
    if (previous == '<' && token == ">") return "write !=";
    if (previous == '=' && token == "<") return "write <=";
    if (previous == '=' && token == ">") return "write >= for 'at least', or 'implies'";
    if (previous == '?') return "a query variable is one word: ?x";
    if (token == "%") return is_blank(previous) ? "write the percent sign right behind the number: 50%" : "";
    if (token == "." && !before.empty())
        return begin > 0 && text[begin - 1] == '?'
                   ? "a query variable has no parts: any(e: event, e = ?" + std::string(before) + " and ...)"
                   : "a path has one part: event.start, event.buyer";
    if (token == "," && is_digit(previous) && offset + 1 < text.size() && is_digit(text[offset + 1]))
        return "decimals have a point: 12.5";
    for (const Slip& slip : slips)
        if (slip.token == token) return std::string(slip.hint);
    if (previous == '-' && !before.empty()) return "a minus behind a name needs a space before it";
    if (before == "at" && is_digit(token[0])) return "a date stands in single quotes: '" + std::string(token) + "'";
    if (before == "at" && token == "(") return "write the instant without parentheses: at now - 'P1D'";
    if (word && is_keyword(lower(token)) && lower(token) != token) return "write it in small letters: " + lower(token);
    if (word && (expected.starts_with("an operator"))) return missing_operator(token, before, expected);
    if (token == "not") return "put the negation in parentheses: (not ...)";
    if (word && is_keyword(token)) return in_backquotes(token);
    return {};
}

}  // namespace

ParseError explain_syntax_error(std::string_view text, std::size_t offset, std::string_view expected) {
    while (offset < text.size() && is_blank(text[offset])) ++offset;
    if (offset >= text.size()) {
        // At the end there is nothing to point at: point at the last word, after which something is missing.
        std::size_t end = text.size();
        while (end > 0 && is_blank(text[end - 1])) --end;
        if (end == 0) return {"an expression was expected here, and there is none", span_of(0, text.size()), {}};
        const std::string_view last = word_before(text, end);
        return {"the expression ends where " + std::string(expected) + " was expected", span_of(end - 1, end),
                expected.starts_with("'('") && is_keyword(last) ? in_backquotes(last) : std::string()};
    }
    const std::size_t end = token_end(text, offset);
    const std::string_view token = text.substr(offset, end - offset);
    std::string hint = hint_for(text, offset, token, expected);
    std::string found =
        token.size() <= 40
            ? (token.find('\'') != std::string_view::npos ? std::string(token) : "'" + std::string(token) + "'")
            : "this";
    return {found + " stands where " + std::string(expected) + " was expected", span_of(offset, end), std::move(hint)};
}

std::vector<ParseError> check_brackets(std::string_view text) {
    if (text.size() > max_length)
        return {{"this expression is too long: more than " + std::to_string(max_length) + " bytes", span_of(0, 1), {}}};
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\'' || c == '`') {
            const std::size_t close = text.find(c, i + 1);
            if (close == std::string_view::npos)
                return {{std::string("this ") + (c == '`' ? "backquote" : "quote") + " is never closed",
                         span_of(i, i + 1),
                         c == '`' ? "" : "texts and dates stand between two single quotes: '2015-03'"}};
            if (c == '`' && close == i + 1)
                return {{"there is no name between these backquotes", span_of(i, close + 1), {}}};
            i = close;
        } else if (c == '(') {
            open.push_back(i);
            if (open.size() > max_nesting)
                return {{"parentheses are nested more than " + std::to_string(max_nesting) + " deep", span_of(i, i + 1),
                         "name parts of the expression with definitions"}};
        } else if (c == ')') {
            if (open.empty()) return {{"nothing is open that this ')' could close", span_of(i, i + 1), {}}};
            open.pop_back();
        }
    }
    if (!open.empty()) return {{"this '(' is never closed", span_of(open.back(), open.back() + 1), {}}};
    return {};
}

}  // namespace tenet

// The grammar of expressions (language.md, section 4), to the letter, in PEGTL. It never backtracks over anything
// longer than a word, so time is linear in the text; the depth of its recursion is that of the parentheses, which
// check_brackets limits beforehand. Builds the concrete tree only: see expr_build.cpp for what it means.

#include "rules/expr_grammar.h"

#include <memory>

#include <tao/pegtl.hpp>

#include "rules/expr_syntax.h"

namespace tenet {
namespace {

namespace grammar {
using namespace tao::pegtl;

// Letters are what XML 1.0 (5th edition) takes for letters, so that every id which XML tools accept as a name is
// one here too, except that . and : are not part of ours.
struct letter
    : sor<ascii::alpha, one<'_'>,
          utf8::ranges<0xC0, 0xD6, 0xD8, 0xF6, 0xF8, 0x2FF, 0x370, 0x37D, 0x37F, 0x1FFF, 0x200C, 0x200D, 0x2070, 0x218F,
                       0x2C00, 0x2FEF, 0x3001, 0xD7FF, 0xF900, 0xFDCF, 0xFDF0, 0xFFFD, 0x10000, 0xEFFFF>> {};
struct name_char : sor<letter, ascii::digit, one<'-'>, utf8::ranges<0xB7, 0xB7, 0x300, 0x36F, 0x203F, 0x2040>> {};
struct word : seq<letter, star<name_char>> {};

template <char... C>
struct key : seq<string<C...>, not_at<name_char>> {};
struct k_not : key<'n', 'o', 't'> {};
struct k_and : key<'a', 'n', 'd'> {};
struct k_or : key<'o', 'r'> {};
struct k_implies : key<'i', 'm', 'p', 'l', 'i', 'e', 's'> {};
struct k_at : key<'a', 't'> {};
struct k_where : key<'w', 'h', 'e', 'r', 'e'> {};
struct quantifier : sor<key<'s', 'u', 'm'>, key<'c', 'o', 'u', 'n', 't'>, key<'a', 'n', 'y'>, key<'a', 'l', 'l'>> {};
struct temporal_word : sor<key<'e', 'v', 'e', 'r'>, key<'a', 'l', 'w', 'a', 'y', 's'>> {};
struct moment : sor<key<'n', 'o', 'w'>, key<'t', 'i', 'm', 'e'>> {};
struct keyword : sor<k_not, k_and, k_or, k_implies, k_at, k_where, quantifier, temporal_word, moment> {};

struct ws : star<one<' ', '\t', '\n', '\r'>> {};
struct plain_name : seq<not_at<keyword>, word> {};
struct back_name : seq<one<'`'>, plus<utf8::not_one<'`'>>, one<'`'>> {};
struct name : sor<plain_name, back_name> {};
struct number
    : seq<plus<ascii::digit>, opt<one<'.'>, plus<ascii::digit>>, opt<one<'%'>>, not_at<sor<letter, ascii::digit>>> {};
struct quoted : seq<one<'\''>, star<utf8::not_one<'\''>>, one<'\''>> {};
struct query_variable : seq<one<'?'>, must<word>> {};

struct implication;
struct instant;
struct expression : seq<implication> {};
struct open : one<'('> {};
struct close : one<')'> {};
struct comma : one<','> {};

struct part : sor<word, back_name> {};  // a role may well be called `at`
struct argument : seq<implication> {};
struct call_close : one<')'> {};
struct call
    : seq<ws, open, ws, sor<close, seq<must<argument>, star<ws, comma, ws, must<argument>>, ws, must<call_close>>>> {};
struct pack_name : seq<name> {};
// PACK:NAME, of an application only. What looks ahead must make no nodes of the tree, as `at` would leave them there.
struct any_name : sor<word, seq<one<'`'>, plus<utf8::not_one<'`'>>, one<'`'>>> {};
struct in_pack : seq<at<any_name, one<':'>, any_name, ws, one<'('>>, pack_name, one<':'>> {};
struct named : seq<opt<in_pack>, name, opt<sor<if_must<one<'.'>, part>, call>>> {};

struct variable : sor<plain_name, back_name> {};
struct colon : one<':'> {};
struct domain : seq<name, opt<if_must<one<'.'>, part>>> {};
struct condition : seq<implication> {};
struct where : seq<k_where, ws, must<condition>> {};
struct quantified_value : seq<implication> {};
struct body : seq<comma, ws, must<quantified_value>> {};
struct quantified_open : one<'('> {};
struct quantified_close : one<')'> {};
struct quantified : seq<quantifier, must<ws, quantified_open, ws, variable, ws, colon, ws, domain>, opt<ws, where>,
                        opt<ws, body>, must<ws, quantified_close>> {};
struct temporal_open : one<'('> {};
struct temporal_comma : one<','> {};
struct temporal : seq<temporal_word, must<ws, temporal_open, ws, expression>,
                      opt<ws, comma, ws, must<instant, ws, temporal_comma, ws, instant>>, must<ws, close>> {};
struct paren : seq<open, ws, must<expression>, ws, must<close>> {};

struct add_op : one<'+', '-'> {};
struct shift : seq<ws, add_op, ws, quoted> {};
struct instant : seq<sor<moment, quoted, named>, star<shift>> {};
struct primary : sor<number, quoted, query_variable, quantified, temporal, moment, named, paren> {};
struct dated : seq<primary, opt<ws, k_at, ws, must<instant>>> {};
struct minus : one<'-'> {};
struct factor : seq<star<minus, ws>, dated> {};
struct mul_op : one<'*', '/'> {};
struct next_factor : seq<factor> {};
struct term : seq<factor, star<ws, mul_op, ws, must<next_factor>>> {};
struct next_term : seq<term> {};
struct sum : seq<term, star<ws, add_op, ws, must<next_term>>> {};
struct compare_op : sor<string<'<', '='>, string<'>', '='>, string<'!', '='>, utf8::string<0x2264>,
                        utf8::string<0x2265>, utf8::string<0x2260>, one<'<', '>', '='>> {};
struct next_sum : seq<sum> {};
struct comparison : seq<sum, star<ws, compare_op, ws, must<next_sum>>> {};
struct not_word : k_not {};
struct negated : seq<comparison> {};
struct negation : sor<seq<plus<not_word, ws>, must<negated>>, comparison> {};
struct next_negation : seq<negation> {};
struct conjunction : seq<negation, star<ws, k_and, ws, must<next_negation>>> {};
struct next_conjunction : seq<conjunction> {};
struct disjunction : seq<conjunction, star<ws, k_or, ws, must<next_conjunction>>> {};
struct next_disjunction : seq<disjunction> {};
struct implication : seq<disjunction, star<ws, k_implies, ws, must<next_disjunction>>> {};
struct end : eof {};
struct whole : must<ws, expression, ws, end> {};
}  // namespace grammar

// What to call what is missing, by the rule that did not match.
template <class Rule>
inline constexpr const char* expected = "an expression";
template <>
inline constexpr const char* expected<grammar::next_factor> = "a number, a name or '('";
template <>
inline constexpr const char* expected<grammar::next_term> = "a number, a name or '('";
template <>
inline constexpr const char* expected<grammar::next_sum> = "the other side of the comparison";
template <>
inline constexpr const char* expected<grammar::argument> = "an argument";
template <>
inline constexpr const char* expected<grammar::condition> = "a condition";
template <>
inline constexpr const char* expected<grammar::instant> =
    "an instant: now, time, an event's .start or .end, or a quoted date";
template <>
inline constexpr const char* expected<grammar::variable> = "the name of a variable";
template <>
inline constexpr const char* expected<grammar::colon> = "':' and what the variable ranges over";
template <>
inline constexpr const char* expected<grammar::domain> = "a kind, or a variable's role or .holders";
template <>
inline constexpr const char* expected<grammar::part> = "a name";
template <>
inline constexpr const char* expected<grammar::word> = "the name of the query variable";
template <>
inline constexpr const char* expected<grammar::close> = "an operator or ')'";
template <>
inline constexpr const char* expected<grammar::call_close> = "an operator, ',' or ')'";
template <>
inline constexpr const char* expected<grammar::quantified_open> = "'(', a variable, ':' and what it ranges over";
template <>
inline constexpr const char* expected<grammar::quantified_close> = "'where', ',' or ')'";
template <>
inline constexpr const char* expected<grammar::temporal_open> = "'('";
template <>
inline constexpr const char* expected<grammar::temporal_comma> = "',' and the last instant";
template <>
inline constexpr const char* expected<grammar::end> = "an operator or the end";

struct SyntaxFailure {
    std::size_t offset;
    const char* expected;
};

// Rules that make a node; those that are not named here leave no trace.
template <class Rule>
inline constexpr Syntax kind_of = Syntax::root;
// Rules that make none, but may fail after a part of theirs has.
template <class Rule>
inline constexpr bool undone = false;
template <>
inline constexpr bool undone<grammar::shift> = true;

#define TENET_NODE(rule, kind) \
    template <>                \
    inline constexpr Syntax kind_of<grammar::rule> = Syntax::kind;
TENET_NODE(number, number)
TENET_NODE(quoted, quoted)
TENET_NODE(plain_name, plain_name)
TENET_NODE(back_name, back_name)
TENET_NODE(query_variable, query_variable)
TENET_NODE(moment, moment)
TENET_NODE(part, part)
TENET_NODE(named, named)
TENET_NODE(pack_name, pack_name)
TENET_NODE(call, call)
TENET_NODE(paren, paren)
TENET_NODE(quantified, quantified)
TENET_NODE(quantifier, quantifier)
TENET_NODE(variable, variable)
TENET_NODE(domain, domain)
TENET_NODE(where, where)
TENET_NODE(body, body)
TENET_NODE(temporal, temporal)
TENET_NODE(temporal_word, temporal_word)
TENET_NODE(dated, dated)
TENET_NODE(instant, instant)
TENET_NODE(factor, factor)
TENET_NODE(minus, minus)
TENET_NODE(term, term)
TENET_NODE(mul_op, mul_op)
TENET_NODE(sum, sum)
TENET_NODE(add_op, add_op)
TENET_NODE(comparison, comparison)
TENET_NODE(compare_op, compare_op)
TENET_NODE(negation, negation)
TENET_NODE(not_word, not_word)
TENET_NODE(conjunction, conjunction)
TENET_NODE(disjunction, disjunction)
TENET_NODE(implication, implication)
#undef TENET_NODE

/// The tree while it grows: nodes without a parent yet, in the order of the text. A rule that matches takes those made since
/// it began for its children; one that fails takes them away.
struct Growing {
    const char* text;
    std::unique_ptr<std::pmr::monotonic_buffer_resource> memory;
    std::vector<SyntaxNode> orphans{};
    struct Mark {
        std::uint32_t orphans, offset;
    };
    std::vector<Mark> open{};  // of the rules that are being matched

    std::span<const SyntaxNode> adopt(std::size_t from) {
        const std::size_t count = orphans.size() - from;
        if (count == 0) return {};
        auto* children = static_cast<SyntaxNode*>(memory->allocate(count * sizeof(SyntaxNode), alignof(SyntaxNode)));
        std::uninitialized_copy_n(orphans.data() + from, count, children);
        orphans.resize(from);
        return {children, count};
    }
};

template <class Rule, bool traced = kind_of<Rule> != Syntax::root || undone<Rule>>
struct Control : tao::pegtl::normal<Rule> {
    template <class Input, class... States>
    [[noreturn]] static void raise(const Input& in, States&&...) {
        throw SyntaxFailure{in.position().byte, expected<Rule>};
    }
};
template <class Rule>
struct Control<Rule, true> : Control<Rule, false> {
    template <class Input>
    static void start(const Input& in, Growing& tree) {
        tree.open.push_back({static_cast<std::uint32_t>(tree.orphans.size()), static_cast<std::uint32_t>(in.current() - tree.text)});
    }
    template <class Input>
    static void success(const Input& in, Growing& tree) {
        const Growing::Mark mark = tree.open.back();
        tree.open.pop_back();
        if constexpr (kind_of<Rule> != Syntax::root) {
            const auto end = static_cast<std::uint32_t>(in.current() - tree.text);
            const SyntaxNode made{kind_of<Rule>, {mark.offset, end}, tree.adopt(mark.orphans)};
            tree.orphans.push_back(made);
        }
    }
    template <class Input>
    static void failure(const Input&, Growing& tree) {
        tree.orphans.resize(tree.open.back().orphans);
        tree.open.pop_back();
    }
};
template <class Rule>
using Tracing = Control<Rule>;

}  // namespace

std::variant<SyntaxTree, ParseError> parse_syntax(std::string_view text) {
    using Input = tao::pegtl::memory_input<tao::pegtl::tracking_mode::lazy>;
    Input input(text.data(), text.data() + text.size(), "");
    Growing tree{text.data(), std::make_unique<std::pmr::monotonic_buffer_resource>(4096)};
    try {
        tao::pegtl::parse<grammar::whole, tao::pegtl::nothing, Tracing>(input, tree);
    } catch (const SyntaxFailure& failure) {
        return explain_syntax_error(text, failure.offset, failure.expected);
    }
    SyntaxTree whole{std::move(tree.memory), {}};
    const std::span<const SyntaxNode> top = tree.orphans;
    auto* root = static_cast<SyntaxNode*>(whole.memory->allocate(top.size_bytes(), alignof(SyntaxNode)));
    std::uninitialized_copy_n(top.data(), top.size(), root);
    whole.root.children = {root, top.size()};
    return whole;
}

bool is_keyword(std::string_view word) {
    tao::pegtl::memory_input<> input(word.data(), word.data() + word.size(), "");
    return tao::pegtl::parse<tao::pegtl::seq<grammar::keyword, tao::pegtl::eof>>(input);
}

std::string write_name(std::string_view id) {
    tao::pegtl::memory_input<> input(id.data(), id.data() + id.size(), "");
    if (tao::pegtl::parse<tao::pegtl::seq<grammar::plain_name, tao::pegtl::eof>>(input)) return std::string(id);
    return "`" + std::string(id) + "`";
}

}  // namespace tenet

// The grammar: how expressions fold, what `at` governs, what is refused and where.
#include "rules/expr.h"

#include <boost/test/unit_test.hpp>

#include "rules/expr_grammar.h"

using namespace tenet;

namespace {

/// An expression as nested lists: enough to see its structure.
struct Show {
    std::string operator()(const ExprPtr& e) const { return e ? std::visit(*this, e->node) : "-"; }
    std::string operator()(const NumberExpr& n) const { return n.value.to_string(); }
    std::string operator()(const QuotedExpr& n) const { return "'" + n.text + "'"; }
    std::string operator()(const NameExpr& n) const { return n.quoted ? "`" + n.name + "`" : n.name; }
    std::string operator()(const QueryVariableExpr& n) const { return "?" + n.name; }
    std::string operator()(const PathExpr& n) const { return n.base + "." + n.part; }
    std::string operator()(const ApplyExpr& n) const {
        std::string text = n.function + "(";
        for (const ExprPtr& arg : n.args) text += (&arg == &n.args.front() ? "" : " ") + (*this)(arg);
        return text + ")";
    }
    std::string operator()(const AtExpr& n) const {
        return std::string(n.on_comparison ? "[at* " : "[at ") + (*this)(n.body) + " " + (*this)(n.instant) + "]";
    }
    std::string operator()(const NotExpr& n) const { return "[not " + (*this)(n.body) + "]"; }
    std::string operator()(const LogicExpr& n) const {
        const char* ops[] = {"and", "or", "implies"};
        return std::string("[") + ops[static_cast<int>(n.op)] + " " + (*this)(n.left) + " " + (*this)(n.right) + "]";
    }
    std::string operator()(const CompareExpr& n) const {
        const char* ops[] = {"=", "!=", "<", "<=", ">", ">="};
        std::string text = "[" + (*this)(n.operands[0]);
        for (std::size_t i = 0; i < n.ops.size(); ++i)
            text += std::string(" ") + ops[static_cast<int>(n.ops[i])] + " " + (*this)(n.operands[i + 1]);
        return text + "]";
    }
    std::string operator()(const ArithExpr& n) const {
        const char* ops[] = {"+", "-", "*", "/"};
        return std::string("(") + (*this)(n.left) + ops[static_cast<int>(n.op)] + (*this)(n.right) + ")";
    }
    std::string operator()(const NegateExpr& n) const { return "(-" + (*this)(n.body) + ")"; }
    std::string operator()(const QuantifiedExpr& n) const {
        const char* ops[] = {"sum", "count", "any", "all"};
        return std::string("[") + ops[static_cast<int>(n.op)] + " " + n.variable + ":" + n.domain.kind +
               (n.domain.path ? "." + n.domain.part : "") + " where " + (*this)(n.where) + ", " + (*this)(n.body) + "]";
    }
    std::string operator()(const TemporalExpr& n) const {
        return std::string(n.op == TemporalExpr::Op::ever ? "[ever " : "[always ") + (*this)(n.body) + " " +
               (*this)(n.from) + " " + (*this)(n.to) + "]";
    }
};

std::string show(std::string_view text) {
    const ExprResult result = parse_expression(text);
    if (!result.errors.empty()) {
        const ParseError& e = result.errors.front();
        return std::to_string(e.span.begin) + ": " + e.message + (e.hint.empty() ? "" : " | " + e.hint);
    }
    return Show()(result.value);
}

/// The value of a sum of numbers.
struct Value {
    Rational operator()(const ExprPtr& e) const { return std::visit(*this, e->node); }
    Rational operator()(const NumberExpr& n) const { return n.value; }
    Rational operator()(const ArithExpr& n) const {
        return n.op == ArithExpr::Op::add ? (*this)(n.left) + (*this)(n.right) : (*this)(n.left) - (*this)(n.right);
    }
    Rational operator()(const auto&) const { return 0; }
};

std::string repeated(std::string_view text, int times) {
    std::string result;
    for (int i = 0; i < times; ++i) result += text;
    return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(expr)

BOOST_AUTO_TEST_CASE(binds_as_the_language_says) {
    BOOST_TEST(show("a(x) and b(x) or not c(x) and d(x)") == "[or [and a(x) b(x)] [and [not c(x)] d(x)]]");
    BOOST_TEST(show("a(x) implies b(x) implies c(x) or d(x)") == "[implies a(x) [implies b(x) [or c(x) d(x)]]]");
    BOOST_TEST(show("not not a = b") == "[not [not [a = b]]]");
    BOOST_TEST(show("1 - 2 - 3 + 4 * 5 / 6") == "(((1-2)-3)+((4*5)/6))");
    BOOST_TEST(show("-2 * - -x") == "((-2)*(-(-x)))");
    BOOST_TEST(show("25% <= x < 50% != y") == "[1/4 <= x < 1/2 != y]");
    BOOST_TEST(show("(a or b) and c") == "[and [or a b] c]");
    BOOST_TEST(show("x \u2264 y and x \u2265 z and y \u2260 z") == "[and [x <= y] [and [x >= z] [y != z]]]");
}

BOOST_AUTO_TEST_CASE(reads_names) {
    BOOST_TEST(show("chief-executive_2") == "chief-executive_2");
    BOOST_TEST(show("a-b - c -d") == "((a-b-c)-d)");
    BOOST_TEST(show("soci\u00e9t\u00e9 = \u0416\u0443\u043a") == "[soci\u00e9t\u00e9 = \u0416\u0443\u043a]");
    BOOST_TEST(show("`2nd co.` = `any`") == "[`2nd co.` = `any`]");
    BOOST_TEST(show("notable or anyone") == "[or notable anyone]");
    BOOST_TEST(show("e.start = `e f`.`at`") == "[e.start = e f.at]");
    BOOST_TEST(show("f(?x, ?y-z)") == "f(?x ?y-z)");
    BOOST_TEST(show("f()") == "f()");
    BOOST_TEST(show("\n f ( a , b )\t") == "f(a b)");
}

BOOST_AUTO_TEST_CASE(reads_numbers) {
    BOOST_TEST(show("50%") == "1/2");
    BOOST_TEST(show("44.45%") == "889/2000");
    BOOST_TEST(show("1/3") == "(1/3)");
    BOOST_TEST(show("0.125") == "1/8");
    BOOST_TEST(show("12x").starts_with("0: '12x' stands where"));
}

BOOST_AUTO_TEST_CASE(quantifies) {
    BOOST_TEST(show("sum(z: org where z != x, votes(z, y)) > 50%") == "[[sum z:org where [z != x], votes(z y)] > 1/2]");
    BOOST_TEST(show("any(h: c.holders, f(h))") == "[any h:c.holders where -, f(h)]");
    BOOST_TEST(show("count(h: `a b`.`c`where f(h))") == "[count h:a b.c where f(h), -]");
    BOOST_TEST(show("all(x:y,z)") == "[all x:y where -, z]");
    BOOST_TEST(show("ever(f(x))") == "[ever f(x) - -]");
    BOOST_TEST(show("always(f(x), '2014', e.end + 'P3D')") == "[always f(x) '2014' (e.end+'P3D')]");
}

BOOST_AUTO_TEST_CASE(at_governs_what_stands_before_it) {
    BOOST_TEST(show("f(x) at now") == "[at f(x) now]");
    BOOST_TEST(show("(a or b) at e.end - 'P1D' + 'P2W'") == "[at [or a b] ((e.end-'P1D')+'P2W')]");
    BOOST_TEST(show("any(x: y, z) at time and b") == "[and [at [any x:y where -, z] time] b]");
    BOOST_TEST(show("not f(x) at now") == "[not [at f(x) now]]");
    BOOST_TEST(show("f(x) at now - g(x) at now") == "([at f(x) now]-[at g(x) now])");
}

BOOST_AUTO_TEST_CASE(at_behind_a_number_governs_the_comparison) {
    BOOST_TEST(show("f(x) > 50% at e.end") == "[at* [f(x) > 1/2] e.end]");
    BOOST_TEST(show("25% <= f(x) < 1/2 at now and b") == "[and [at* [1/4 <= f(x) < (1/2)] now] b]");
    BOOST_TEST(show("50% at now < f(x)") == "[at* [1/2 < f(x)] now]");
    BOOST_TEST(show("f(x) + 5% at now") == "[at* (f(x)+1/20) now]");
    BOOST_TEST(show("e.end <= '2014' at now") == "[at* [e.end <= '2014'] now]");
    BOOST_TEST(show("1% at now < f(x) < 2% at time").starts_with("25: a comparison has one day"));
}

BOOST_AUTO_TEST_CASE(refuses_a_day_that_would_surprise) {
    const char* hint = "put the whole in parentheses";
    for (const char* text :
         {"f(x) > g(x) at now", "f(x) + g(x) at now", "f(x) * 2 > 3 * g(x) at now", "f(x) = (y) at now",
          "f(x) at now + g(x) > h(x) at now", "-f(x) < -g(x) at now", "time < (f(x)) at now",
          "sum(a: b, f(a)) > g(x) at now", "count(a: b.holders) > g(x) at now"})
        BOOST_TEST((show(text).find(hint) != std::string::npos), text << ": " << show(text));
    BOOST_TEST(show("f(x) > (g(x) at now)") == "[f(x) > [at g(x) now]]");
    BOOST_TEST(show("(f(x) > g(x)) at now") == "[at [f(x) > g(x)] now]");
    BOOST_TEST(show("f(x) at now > g(x)") == "[[at f(x) now] > g(x)]");
    BOOST_TEST(show("1 > g(x) at now") == "[1 > [at g(x) now]]");
    BOOST_TEST(show("e.end < (g(x)) at now") == "[e.end < [at g(x) now]]");
    BOOST_TEST(show("f(x) and g(x) at now") == "[and f(x) [at g(x) now]]");
}

BOOST_AUTO_TEST_CASE(refuses_a_day_behind_a_name) {
    BOOST_TEST(show("x at now").starts_with("5: 'x' is a name: no day can follow it"));
    BOOST_TEST(show("e.end at now").starts_with("9: 'e.end' is no statement"));
    BOOST_TEST(show("f(?x) and ?x at now").starts_with("16: "));
    BOOST_TEST(show("f(x) at e").starts_with("8: 'e' is no instant | of an event, write e.start or e.end"));
    BOOST_TEST(show("f(x) at g(y)").starts_with("8: an instant is now, time"));
    BOOST_TEST(show("f(x) at 2015").find("'2015'") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(names_the_place_and_the_slip) {
    const std::pair<const char*, const char*> cases[] = {
        {"f(x) >", "5: the expression ends where the other side of the comparison was expected"},
        {"", "0: an expression was expected here, and there is none"},
        {"x == 1", "3: '=' stands where the other side of the comparison was expected | write = for 'is equal to'"},
        {"a && b", "2: '&&' stands where an operator or the end was expected | write 'and'"},
        {"a AND b", "2: 'AND' stands where an operator or the end was expected | write it in small letters: and"},
        {"x > 40 %",
         "7: '%' stands where an operator or the end was expected | write the percent sign right behind the "
         "number: 50%"},
        {"f(a b)", "4: 'b' stands where an operator, ',' or ')' was expected | arguments are separated by commas"},
        {"x = \"a\"",
         "4: '\"' stands where the other side of the comparison was expected | texts and dates stand in single "
         "quotes: 'FR'"},
        {"x = 12,5", "6: ',' stands where an operator or the end was expected | decimals have a point: 12.5"},
        {"e.end-'P1D'",
         "6: 'P1D' stands where an operator or the end was expected | a minus behind a name needs a space "
         "before it"},
        {"any",
         "2: the expression ends where '(', a variable, ':' and what it ranges over was expected | 'any' is a word of "
         "the language; as an id it stands in backquotes: `any`"},
        {"any(party, f(x))",
         "9: ',' stands where ':' and what the variable ranges over was expected | write any(x: party, "
         "...)"},
        {"a.b.c",
         "3: '.' stands where an operator or the end was expected | a path has one part: event.start, event.buyer"},
        {"f(x", "1: this '(' is never closed"},
        {"f(x))", "4: nothing is open that this ')' could close"},
        {"x = 'a", "4: this quote is never closed | texts and dates stand between two single quotes: '2015-03'"},
        {"``", "0: there is no name between these backquotes"},
        {"ever(a, now)", "11: ')' stands where ',' and the last instant was expected"},
    };
    for (const auto& [text, message] : cases) BOOST_TEST(show(text) == message);
}

BOOST_AUTO_TEST_CASE(nodes_know_their_places) {
    const ExprResult result = parse_expression(" f(a) >= 50% at now ");
    BOOST_REQUIRE(result.value);
    BOOST_TEST(result.value->span.begin == 1u);
    BOOST_TEST(result.value->span.end == 19u);
    const AtExpr& at = std::get<AtExpr>(result.value->node);
    BOOST_TEST(at.body->span.end == 12u);
    const CompareExpr& compare = std::get<CompareExpr>(at.body->node);
    BOOST_TEST(compare.operands[1]->span.begin == 9u);
    BOOST_TEST(std::get<ApplyExpr>(compare.operands[0]->node).args[0]->span.begin == 3u);
}

BOOST_AUTO_TEST_CASE(bounds_depth_and_length) {
    BOOST_TEST(show(repeated("(", 200) + "1" + repeated(")", 200)) == "1");
    BOOST_TEST(
        show(repeated("(", 201) + "1" + repeated(")", 201)).starts_with("200: parentheses are nested more than"));
    BOOST_TEST(show(repeated("not ", 20000) + "a").find("nested too deeply") != std::string::npos);
    BOOST_TEST(show(repeated("-", 50000) + "1").find("nested too deeply") != std::string::npos);
    BOOST_TEST(show("1" + repeated("*1", 40000)).find("nested too deeply") != std::string::npos);
    BOOST_TEST(show(repeated("x", 100001)).find("too long") != std::string::npos);
    BOOST_TEST(!parse_expression("1" + repeated(" + 1", 20000)).value->span.begin);
    BOOST_TEST(parse_expression("a" + repeated(" or a", 15000)).errors.empty());
    BOOST_TEST(parse_expression(repeated("any(x: y, ", 190) + "1" + repeated(")", 190)).errors.empty());
}

BOOST_AUTO_TEST_CASE(long_sums_keep_their_value) {
    // 1 - 2 + 1 - 2 ... folds as a balanced tree; its value must be that of the chain.
    for (int n : {1, 2, 3, 199, 200, 201, 202, 999, 1000}) {
        std::string text = "7";
        Rational expected = 7;
        for (int i = 1; i <= n; ++i) {
            text += (i % 3 ? " - " : " + ") + std::to_string(i);
            expected += i % 3 ? Rational(-i) : Rational(i);
        }
        const ExprResult result = parse_expression(text);
        BOOST_REQUIRE(result.value);
        BOOST_TEST(Value()(result.value).to_string() == expected.to_string());
    }
}

BOOST_AUTO_TEST_CASE(names_are_written_so_that_they_can_be_read) {
    BOOST_TEST(write_name("orange-2") == "orange-2");
    BOOST_TEST(write_name("2b") == "`2b`");
    BOOST_TEST(write_name("any") == "`any`");
    BOOST_TEST(write_name("a b") == "`a b`");
    BOOST_TEST(write_name("anyone") == "anyone");
    BOOST_TEST(is_keyword("implies"));
    BOOST_TEST(!is_keyword("implied"));
}

BOOST_AUTO_TEST_SUITE_END()

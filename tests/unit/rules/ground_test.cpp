// Small fact sets grounded: every constraint with its origin, in words; and which facts are in force.
#include "rules/ground.h"

#include <algorithm>
#include <chrono>
#include <map>

#include <boost/test/unit_test.hpp>

#include "tests/unit/rules/workbench.h"

using namespace tenet;
using workbench::Bench;

namespace {

// Few kinds and no laws, so that a fact's own constraints are all there are.
const char* const bare_core =
    "<entity-kind name='party'/><entity-kind name='person' is='party'/><entity-kind name='organisation' is='party'/>"
    "<event-kind name='announcement'><role name='by' kind='party' many='true'/></event-kind>"
    "<office-kind name='chair' single='true'/><office-kind name='director'/>"
    "<relation-kind name='funds' subject='party' object='party'/>"
    "<relation-kind name='partner-of' subject='party' object='party' symmetric='true'/>";
const char* const entities =
    "<entity id='a' kind='person'/><entity id='b' kind='person'/><entity id='c' kind='organisation'/>";

struct Grounded : Bench {
    GroundResult result;
    const Problem& problem = result.problem;

    Grounded(const std::string& elements, const std::string& pack = "", const Choice& choice = {}) {
        const workbench::PackFolder folder;
        const std::string text =
            "<facts xmlns=\"urn:tenet:facts:1\" as-of=\"2015-01-01\">" + std::string(entities) + elements + "</facts>";
        read_fact_text(sources.add("facts.xml", text), facts, sources, diagnostics);
        finish_facts(facts, sources, diagnostics);
        read_packs({{folder.add("core", bare_core + pack)}, {}});
        check_words(facts, vocabulary, sources, diagnostics);
        std::vector<CheckedExpression> claims;
        for (const Fact& fact : facts.facts)
            if (const auto* claim = std::get_if<ExpressionClaim>(&fact.body)) {
                auto checked = check_expression(*claim->expression, {vocabulary, &facts, {}, false}, Type::truth,
                                                sources, diagnostics);
                claims.push_back(checked ? std::move(*checked) : CheckedExpression{});
            }
        BOOST_REQUIRE_EQUAL(complaints(), "");
        result = ground(facts, vocabulary, choice, claims, {}, false);
    }

    std::string party(std::uint32_t p) const {
        return p == no_index ? "?" : problem.is_unnamed(p) ? "unnamed" : std::string(facts.entities[p].id);
    }
    std::string day(NodeId n) const {
        if (n == no_index) return "";
        if (!problem.store.is_constant(n)) return " at " + print(n);
        const std::int64_t days = *problem.store.value(n).to_int64() - speaks;
        return days == 0 ? "" : " at " + std::to_string(days);
    }
    std::string name(VariableId id) const {
        const Variable& v = problem.variables[id];
        switch (v.subject) {
            case Subject::occurs: return facts.id_of(facts.events[v.a]) + " occurs";
            case Subject::event_start: return facts.id_of(facts.events[v.a]) + ".start";
            case Subject::event_end: return facts.id_of(facts.events[v.a]) + ".end";
            case Subject::capital: return "capital(" + party(v.a) + ", " + party(v.b) + ")" + day(v.at);
            case Subject::votes: return "votes(" + party(v.a) + ", " + party(v.b) + ")" + day(v.at);
            case Subject::office:
                return vocabulary.offices[v.index].name + "(" + party(v.a) + ", " + party(v.b) + ")" + day(v.at);
            case Subject::relation:
                return vocabulary.relations[v.index].name + "(" + party(v.a) + ", " + party(v.b) + ")" + day(v.at);
            case Subject::measure: return problem.measures[v.index].first + "(" + party(v.a) + ")" + day(v.at);
            case Subject::same: return party(v.a) + " is " + party(v.b);
            case Subject::date: return "day";
            case Subject::now: return "now";
            case Subject::unnamed_kind:
            case Subject::unnamed_attribute:
            case Subject::unnamed_count:
            case Subject::unnamed_rest:
            case Subject::defined:
            case Subject::rank:
            case Subject::witness_day:
            case Subject::witness:
            case Subject::figure: break;
        }
        return "another";
    }
    /// Days count from the day on which the file speaks: start - 1 <= 0 is "start by the day after".
    std::string print(NodeId n) const {
        const FormulaStore& s = problem.store;
        const auto joined = [&](const char* between) {
            std::vector<std::string> parts;
            for (const NodeId c : s.args(n)) parts.push_back(print(c));
            if (s.op(n) != FormulaOp::choice) std::sort(parts.begin(), parts.end());
            std::string out;
            for (const std::string& p : parts) out += (out.empty() ? "" : between) + p;
            return "(" + out + ")";
        };
        switch (s.op(n)) {
            case FormulaOp::yes: return "yes";
            case FormulaOp::no: return "no";
            case FormulaOp::variable: return name(s.variable_of(n));
            case FormulaOp::negation: return "not " + print(s.args(n)[0]);
            case FormulaOp::conjunction: return joined(" and ");
            case FormulaOp::disjunction: return joined(" or ");
            case FormulaOp::less_equal_zero: return print(s.args(n)[0]) + " <= 0";
            case FormulaOp::less_zero: return print(s.args(n)[0]) + " < 0";
            case FormulaOp::equal_zero: return print(s.args(n)[0]) + " = 0";
            case FormulaOp::constant: return s.value(n).to_string();
            case FormulaOp::product: return joined(" * ");
            case FormulaOp::choice: return "choice" + joined(", ");
            case FormulaOp::sum: break;
        }
        std::vector<std::string> parts;
        Rational constant = s.value(n);
        for (std::size_t i = 0; i < s.sum_size(n); ++i) {
            const auto [k, item] = s.sum_item(n, i);
            if (s.sort(item) == Sort::day) constant += k * Rational(speaks);
            parts.push_back(k == Rational(1)    ? print(item)
                            : k == Rational(-1) ? "-" + print(item)
                                                : k.to_string() + "*" + print(item));
        }
        std::sort(parts.begin(), parts.end());
        std::string out;
        for (const std::string& p : parts)
            out += (out.empty() ? "" : p[0] == '-' ? " - " : " + ") + (out.empty() || p[0] != '-' ? p : p.substr(1));
        if (constant.sign() == 0) return out;
        return out + (constant.sign() > 0 ? " + " + constant.to_string() : " - " + (-constant).to_string());
    }
    /// The constraints of one origin, sorted, a line each: a fact by its id, a law by its name, or "background".
    std::string of(const std::string& origin) const {
        std::vector<std::string> lines;
        for (const Constraint& c : problem.constraints)
            if (origin_name(c.origin) == origin) lines.push_back(print(c.formula));
        std::sort(lines.begin(), lines.end());
        std::string out;
        for (const std::string& line : lines) out += (out.empty() ? "" : "\n") + line;
        return out;
    }
    std::string origin_name(const Origin& o) const {
        if (o.kind == Origin::Kind::background) return "background";
        if (o.kind == Origin::Kind::fact) return facts.id_of(facts.facts[o.index]);
        const LawInstance& instance = problem.instances[o.index];
        std::string out =
            instance.kind == LawInstance::Kind::law         ? vocabulary.laws[instance.index].id
            : instance.kind == LawInstance::Kind::single    ? "single " + vocabulary.offices[instance.index].name
            : instance.kind == LawInstance::Kind::symmetric ? "symmetric " + vocabulary.relations[instance.index].name
                                                            : "kind";
        for (std::size_t i = 0; i < instance.bindings.size(); ++i)
            out += (i == 0 ? " " : ", ") + instance.bindings[i].first + "=" +
                   (instance.binds_event[i] ? facts.id_of(facts.events[instance.bindings[i].second])
                                            : party(instance.bindings[i].second));
        return out;
    }
    /// Each origin with the number of its constraints.
    std::string origins() const {
        std::map<std::string, int> count;
        for (const Constraint& c : problem.constraints) ++count[origin_name(c.origin)];
        std::string out;
        for (const auto& [origin, n] : count) out += (out.empty() ? "" : "; ") + origin + ": " + std::to_string(n);
        return out;
    }
    static constexpr std::int64_t speaks = 16436;  // 2015-01-01
};

}  // namespace

BOOST_AUTO_TEST_SUITE(ground)

BOOST_AUTO_TEST_CASE(what_nobody_speaks_of_is_not_grounded) { BOOST_TEST(Grounded("").origins() == ""); }

BOOST_AUTO_TEST_CASE(grounding_ends_at_its_deadline) {
    std::string stakes;
    for (int i = 0; i < 400; ++i) stakes += "<stake holder='a' in='c' max='90%'/>";
    Choice late;
    late.deadline = std::chrono::steady_clock::now();
    BOOST_CHECK_THROW(Grounded(stakes, "", late), OutOfTime);
    std::string variables, people;
    for (char v = 'a'; v <= 'l'; ++v) {
        variables += std::string(v == 'a' ? "" : ", ") + "v" + v + ": party";
        people += std::string("<entity id='p") + v + "' kind='person'/>";
    }
    // 15 parties to the power of 12 bindings.
    BOOST_CHECK_THROW(Grounded(people, "<law id='all' for='" + variables + "'>va = vb</law>", late), OutOfTime);
    late.deadline = *late.deadline + std::chrono::hours(1);
    BOOST_CHECK_NO_THROW(Grounded(stakes, "", late));
}

BOOST_AUTO_TEST_CASE(a_stake_lies_in_the_whole_and_is_what_the_fact_says) {
    const Grounded g("<stake id='s' holder='a' in='c' above='40%'/>");
    BOOST_TEST(g.origins() == "background: 2; s: 1");
    BOOST_TEST(g.of("background") == "-capital(a, c) <= 0\ncapital(a, c) - 1 <= 0");
    BOOST_TEST(g.of("s") == "-capital(a, c) + 2/5 < 0");
}

BOOST_AUTO_TEST_CASE(quantities) {
    const std::pair<const char*, const char*> cases[] = {
        {"share='1/3'", "capital(a, c) - 1/3 = 0"},
        {"min='40%' below='50%'", "(-capital(a, c) + 2/5 <= 0 and capital(a, c) - 1/2 < 0)"},
        {"about='44.4%'", "(-capital(a, c) + 887/2000 <= 0 and capital(a, c) - 889/2000 < 0)"},
        {"basis='votes' max='5%'", "votes(a, c) - 1/20 <= 0"},
        {"status='denied' share='40%'", "not capital(a, c) - 2/5 = 0"},
        {"status='denied' above='40%'", "capital(a, c) - 2/5 <= 0"},
        {"share='10%' at='2014-12-31'", "capital(a, c) at -1 - 1/10 = 0"},
    };
    for (const auto& [quantity, says] : cases)
        BOOST_TEST(Grounded("<stake id='s' holder='a' in='c' " + std::string(quantity) + "/>").of("s") == says,
                   quantity);
}

BOOST_AUTO_TEST_CASE(events_by_status) {
    const auto event = [](const std::string& attributes) {
        const Grounded g("<event id='e' kind='announcement' " + attributes + "/>");
        BOOST_TEST(g.of("background") == "-e.end + e.start <= 0");
        return g.of("e");
    };
    const std::string in_2014 = "-e.start + e.end = 0\n-e.start - 365 <= 0\ne occurs\ne.start + 1 <= 0\ne.start <= 0";
    BOOST_TEST(event("date='2014'") == in_2014);  // in the year before, of one day, and begun when the file speaks
    BOOST_TEST(event("date='2014' status='reported'") == in_2014);
    BOOST_TEST(event("status='expected'") == "(-e.end + 1 <= 0 or not e occurs)");
    BOOST_TEST(event("date='2014' status='denied'") == "not e occurs");
    BOOST_TEST(event("date='2014' status='hypothetical'") == "not e occurs");
}

BOOST_AUTO_TEST_CASE(a_dropped_event_may_occur_or_not_and_an_assumed_one_does) {
    Choice without, assumed;
    without.without = {0};
    assumed.assume = {0};
    BOOST_TEST(Grounded("<event id='e' kind='announcement' date='2014'/>", "", without).origins() == "background: 1");
    BOOST_TEST(Grounded("<event id='e' kind='announcement' status='expected'/>", "", assumed).of("e") ==
               "-e.end + 1 <= 0\ne occurs");
    BOOST_TEST(Grounded("<event id='e' kind='announcement' status='hypothetical'/>", "", assumed).of("e") ==
               "e occurs");
}

BOOST_AUTO_TEST_CASE(orders_hold_where_both_events_occur) {
    const auto order = [](const std::string& attributes) {
        return Grounded(
                   "<event id='e' kind='announcement'/><event id='f' kind='announcement'/><order id='o' a='e' b='f' " +
                   attributes + "/>")
            .of("o");
    };
    const std::string both = " or not e occurs or not f occurs)";
    BOOST_TEST(order("is='before'") == "(-f.start + e.end + 1 <= 0" + both);
    BOOST_TEST(order("is='meets'") == "(-f.start + e.end = 0" + both);
    BOOST_TEST(order("is='before' status='denied'") == "(-e.end + f.start <= 0" + both);
    BOOST_TEST(order("is='before' gap='P1D/P3D' status='denied'") ==
               "(-e.end + f.start <= 0 or -f.start + e.end + 4 <= 0" + both);
}

BOOST_AUTO_TEST_CASE(a_stake_of_an_event_waits_for_it) {
    const Grounded g(
        "<event id='e' kind='announcement' status='expected'/>"
        "<stake id='s' holder='a' in='c' share='1/3' at='e.end' if='e'/>");
    BOOST_TEST(g.origins() == "background: 3; e: 1; s: 1");
    BOOST_TEST(g.of("s") == "(capital(a, c) at e.end - 1/3 = 0 or not e occurs)");
}

BOOST_AUTO_TEST_CASE(a_single_office_is_a_law_of_its_own) {
    const auto two = [](const std::string& title) {
        return Grounded("<office id='o' person='a' of='c' title='" + title +
                        "'/><office id='p' person='b' of='c' title='" + title + "'/>");
    };
    BOOST_TEST(two("chair").origins() == "o: 1; p: 1; single chair o=c: 1");
    BOOST_TEST(two("chair").of("p") == "chair(b, c)");
    BOOST_TEST(two("chair").of("single chair o=c") == "(not chair(a, c) or not chair(b, c))");
    BOOST_TEST(two("director").origins() == "o: 1; p: 1");
}

BOOST_AUTO_TEST_CASE(a_symmetric_relation_is_a_law_of_its_own) {
    const Grounded g(
        "<relation id='r' kind='partner-of' subject='a' object='b'/>"
        "<relation id='f' kind='funds' subject='a' object='b' status='denied'/>");
    BOOST_TEST(g.origins() == "f: 1; r: 1; symmetric partner-of subject=a, object=b: 1");
    BOOST_TEST(g.of("f") == "not funds(a, b)");
    BOOST_TEST(g.of("symmetric partner-of subject=a, object=b") ==
               "((not partner-of(a, b) or partner-of(b, a)) and (not partner-of(b, a) or partner-of(a, b)))");
}

BOOST_AUTO_TEST_CASE(measures_have_no_range_of_their_own) {
    const Grounded g("<measure id='m' of='a' name='staff' value='12'/>");
    BOOST_TEST(g.origins() == "m: 1");
    BOOST_TEST(g.of("m") == "staff(a) - 12 = 0");
}

BOOST_AUTO_TEST_CASE(claims_say_what_they_say) {
    BOOST_TEST(Grounded("<claim id='k'>capital(a, c) > capital(b, c)</claim>").of("k") ==
               "-capital(a, c) + capital(b, c) < 0");
    // The unnamed party counts in every sum; so does c itself, whose capital in c has no votes.
    BOOST_TEST(
        Grounded("<stake id='s' holder='a' in='c' share='10%'/><claim id='k'>sum(x: party, capital(x, c)) = 1</claim>")
            .of("k") == "capital(a, c) + capital(c, c) + capital(unnamed, c) - 1 = 0");
}

BOOST_AUTO_TEST_CASE(complete_closes_the_world) {
    const Grounded g("<stake id='s' holder='a' in='c' share='10%'/><complete id='k' holders-of='c'/>");
    BOOST_TEST(g.of("k") == "(capital(a, c) - 1 = 0 and capital(unnamed, c) = 0 and votes(unnamed, c) = 0)");
}

BOOST_AUTO_TEST_CASE(unchanged_ties_two_days) {
    const Grounded g(
        "<stake id='s' holder='a' in='c' share='10%' at='2014-12-01'/>"
        "<stake id='t' holder='a' in='c' share='20%' at='2014-12-31'/>"
        "<unchanged id='u' holders-of='c' from='2014-12-01' through='2014-12-31'/>");
    BOOST_TEST(g.of("t") == "capital(a, c) at -1 - 1/5 = 0");
    BOOST_TEST(g.of("u").find("-capital(a, c) at -1 + capital(a, c) at -31 = 0") != std::string::npos, g.of("u"));
}

BOOST_AUTO_TEST_CASE(tied_ids_share_what_they_hold_if_they_are_one) {
    const Grounded g("<same id='q' a='a' b='b'/><stake id='s' holder='a' in='c' share='10%'/>");
    BOOST_TEST(g.of("q") == "a is b");
    BOOST_TEST(g.of("background").starts_with("(-capital(b, c) + capital(a, c) = 0 or not a is b)"),
               g.of("background"));
}

BOOST_AUTO_TEST_CASE(laws_for_whoever_may_hold_something) {
    const char* const facts =
        "<stake id='s' holder='a' in='c' share='10%'/><relation id='r' kind='funds' subject='a' object='b'/>";
    const Grounded each(facts, "<law id='l' for='h: party, o: organisation'>capital(h, o) = votes(h, o)</law>");
    BOOST_TEST(each.origins() == "background: 8; l h=a, o=c: 1; l h=unnamed, o=c: 1; r: 1; s: 1");
    BOOST_TEST(each.of("l h=a, o=c") == "-votes(a, c) + capital(a, c) = 0");
    const Grounded guarded(facts, "<law id='l' for='x: party, y: party'>funds(x, y) implies not funds(y, x)</law>");
    BOOST_TEST(guarded.origins() == "background: 2; l x=a, y=b: 1; l x=b, y=a: 1; r: 1; s: 1");
    // A law that limits each holder tells them apart: b may hold some of what a sum speaks of.
    const Grounded noticing("<claim id='k'>sum(x: person, capital(x, c)) = 1</claim>",
                            "<law id='l' for='h: party, o: organisation'>capital(h, o) &lt;= 20%</law>");
    BOOST_TEST(noticing.of("l h=b, o=c") == "capital(b, c) - 1/5 <= 0");
    const Grounded whole(facts, "<law id='l' for='o: organisation'>sum(h: party, capital(h, o)) &lt;= 1</law>");
    BOOST_TEST(whole.of("l o=c").starts_with("capital(a, c) + capital(unnamed, c) - 1 <= 0"), whole.of("l o=c"));
}

BOOST_AUTO_TEST_CASE(a_holder_on_the_days_on_which_he_may_hold_something) {
    const char* const whole = "<law id='l' for='o: organisation'>sum(h: party, capital(h, o)) &lt;= 1</law>";
    const std::string days =
        "<stake id='s' holder='a' in='c' share='10%' at='2014-12-01'/>"
        "<stake id='t' holder='b' in='c' share='20%' at='2014-12-31'/>";
    const Grounded apart(days, whole);
    BOOST_TEST(apart.of("l o=c") ==
               "capital(a, c) at -31 + capital(unnamed, c) at -31 - 1 <= 0\n"
               "capital(b, c) at -1 + capital(unnamed, c) at -1 - 1 <= 0");
    // A law that limits each holder tells him from the others, on every day.
    const Grounded noticing(days, "<law id='l' for='h: party, o: organisation'>capital(h, o) &lt;= 20%</law>");
    BOOST_TEST(noticing.of("l h=a, o=c") == "capital(a, c) at -1 - 1/5 <= 0\ncapital(a, c) at -31 - 1/5 <= 0");
}

BOOST_AUTO_TEST_CASE(every_party_a_holder_where_asked_for) {
    Choice naive;
    naive.every_party = true;
    const Grounded g("<claim id='k'>sum(x: party, capital(x, c)) = 1</claim>", "", naive);
    BOOST_TEST(g.of("k") == "capital(a, c) + capital(b, c) + capital(c, c) + capital(unnamed, c) - 1 = 0");
}

BOOST_AUTO_TEST_CASE(the_table_of_statuses) {
    // Facts 0, 1: the event and a claim; 2: a plain stake; 3: one with an `if`; 4: one that names an event's instant.
    struct Row {
        const char* status;
        const char* plain;  // by fact: y in, n out
        const char* only_stated;
        const char* assumed;
    };
    const Row rows[] = {{"stated", "yyyyy", "yyyyy", "yyyyy"},
                        {"reported", "yyyyy", "nnnnn", "yyyyy"},
                        {"expected", "yynyy", "yynyy", "yyyyy"},
                        {"denied", "yyyyy", "yyyyy", "yyyyy"},
                        {"hypothetical", "ynnnn", "ynnnn", "yyyyy"}};
    for (const Row& row : rows) {
        const std::string s = " status='" + std::string(row.status) + "' ";
        Bench bench;
        bench.read_facts(std::string(entities) + "<event id='e' kind='announcement'" + s + "/><claim" + s +
                         ">1 = 1</claim><stake holder='a' in='c' share='1%'" + s +
                         "/><stake holder='a' in='c' share='1%' if='e'" + s +
                         "/><stake holder='a' in='c' share='1%' from='e.end'" + s + "/>");
        BOOST_REQUIRE_EQUAL(bench.complaints(), "");
        const auto in = [&](const Choice& choice) {
            std::string out;
            for (FactId id = 0; id < bench.facts.facts.size(); ++id)
                out += in_force(bench.facts.facts[id], id, bench.facts, choice) ? 'y' : 'n';
            return out;
        };
        Choice only_stated, assumed, without;
        only_stated.only_stated = true;
        assumed.assume = {0, 1, 2, 3, 4};
        without.without = assumed.assume;
        BOOST_TEST_CONTEXT(row.status) {
            BOOST_TEST(in({}) == row.plain);
            BOOST_TEST(in(only_stated) == row.only_stated);
            BOOST_TEST(in(assumed) == row.assumed);
            BOOST_TEST(in(without) == "nnnnn");
            only_stated.assume = {1};
            BOOST_TEST(in(only_stated)[1] == 'y');  // assumed by name, whatever is left out wholesale
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_out_leaves_nothing_behind) {
    for (const char* status : {"expected", "hypothetical"})
        BOOST_TEST(
            Grounded("<stake id='s' holder='a' in='c' share='1%' status='" + std::string(status) + "'/>").of("s") ==
            "");
    // A claim that is expected counts where it names an event's instant; else it is out.
    BOOST_TEST(Grounded("<claim id='k' status='expected'>capital(a, c) = 1</claim>").of("k") == "");
    BOOST_TEST(Grounded("<event id='e' kind='announcement' status='expected'/>"
                        "<claim id='k' status='expected'>capital(a, c) = 1 at e.end</claim>")
                   .of("k") == "(capital(a, c) at e.end - 1 = 0 or not e occurs)");
}

BOOST_AUTO_TEST_SUITE_END()

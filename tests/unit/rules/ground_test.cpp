// Small fact sets grounded: every constraint with its origin, in words; and which facts are in force.
#include "rules/ground.h"

#include <map>
#include <set>

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
        const std::string text = "<facts xmlns=\"urn:tenet:facts:1\" as-of=\"2015-01-01\">" + std::string(entities) +
                                 elements + "</facts>";
        read_fact_text(sources.add("facts.xml", text), facts, sources, diagnostics);
        finish_facts(facts, sources, diagnostics);
        read_packs({{folder.add("core", bare_core + pack)}, {}});
        check_words(facts, vocabulary, sources, diagnostics);
        std::vector<CheckedExpression> claims(facts.facts.size());
        for (FactId id = 0; id < claims.size(); ++id)
            if (const auto* claim = std::get_if<ExpressionClaim>(&facts.facts[id].body)) {
                auto checked = check_expression(claim->expression, {vocabulary, &facts, {}, false}, Type::truth, sources,
                                                diagnostics);
                if (checked) claims[id] = std::move(*checked);
            }
        BOOST_REQUIRE_EQUAL(complaints(), "");
        result = ground(facts, vocabulary, choice, claims, {}, false);
    }

    std::string party(std::uint32_t p) const {
        return p == no_index ? "?" : problem.is_unnamed(p) ? "unnamed" : facts.entities[p].id;
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
        case Subject::occurs: return facts.events[v.a].id + " occurs";
        case Subject::event_start: return facts.events[v.a].id + ".start";
        case Subject::event_end: return facts.events[v.a].id + ".end";
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
        case Subject::witness: break;
        }
        return "another";
    }
    /// Days count from the day on which the file speaks: start - 1 <= 0 is "start by the day after".
    std::string print(NodeId n) const {
        const FormulaStore& s = problem.store;
        const auto joined = [&](const char* between) {
            std::vector<std::string> parts;
            for (const NodeId c : s.args(n)) parts.push_back(print(c));
            std::sort(parts.begin(), parts.end());
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
            parts.push_back(k == Rational(1) ? print(item) : k == Rational(-1) ? "-" + print(item) : k.to_string() + "*" + print(item));
        }
        std::sort(parts.begin(), parts.end());
        std::string out;
        for (const std::string& p : parts) out += (out.empty() || p[0] == '-' ? "" : "+") + p;
        return constant.sign() == 0 ? out : out + (constant.sign() > 0 ? "+" : "") + constant.to_string();
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
        if (o.kind == Origin::Kind::fact) return facts.facts[o.index].id;
        const LawInstance& instance = problem.instances[o.index];
        std::string out = instance.kind == LawInstance::Kind::law ? vocabulary.laws[instance.index].id
                          : instance.kind == LawInstance::Kind::single    ? "single " + vocabulary.offices[instance.index].name
                          : instance.kind == LawInstance::Kind::symmetric ? "symmetric " + vocabulary.relations[instance.index].name
                                                                          : "kind";
        for (std::size_t i = 0; i < instance.bindings.size(); ++i)
            out += (i == 0 ? " " : ", ") + instance.bindings[i].first + "=" +
                   (instance.binds_event[i] ? facts.events[instance.bindings[i].second].id : party(instance.bindings[i].second));
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

BOOST_AUTO_TEST_CASE(explore) {
    for (const char* e : {"", "<stake id='s' holder='a' in='c' above='40%'/>", "<stake id='s' holder='a' in='c' min='40%' below='50%' at='2014-12-31'/>",
      "<stake id='s' status='denied' holder='a' in='c' share='40%'/>",
      "<event id='e' kind='announcement' date='2014'/>", "<event id='e' kind='announcement' status='expected'/>", "<event id='e' kind='announcement' status='denied' date='2014'/>","<event id='e' kind='announcement' status='hypothetical' date='2014'/>",
      "<event id='e' kind='announcement'/><event id='f' kind='announcement'/><order id='o' a='e' is='before' b='f'/>",
      "<event id='e' kind='announcement'/><event id='f' kind='announcement'/><order id='o' a='e' is='before' b='f' gap='P1D/P3D' status='denied'/>",
      "<event id='e' kind='announcement' status='expected'/><stake id='s' holder='a' in='c' share='1/3' from='e.end' if='e'/>",
      "<office id='o' person='a' of='c' title='chair'/><office id='p' person='b' of='c' title='chair'/>",
      "<office id='o' person='a' of='c' title='director'/><office id='p' person='b' of='c' title='director'/>",
      "<relation id='r' kind='funds' subject='a' object='b'/>","<relation id='r' kind='partner-of' subject='a' object='b'/>",
      "<measure id='m' of='a' name='staff' value='12'/>", "<claim id='k'>capital(a, c) > capital(b, c)</claim>", "<claim id='k'>sum(x: party, capital(x, c)) = 1</claim>",
      "<same id='q' a='a' b='b'/><stake id='s' holder='a' in='c' share='10%'/>",
      "<stake id='s' holder='a' in='c' share='10%'/><complete id='k' holders-of='c'/>",
      "<stake id='s' holder='a' in='c' share='10%' at='2013-01-01'/><stake id='t' holder='a' in='c' share='20%' at='2013-12-31'/><unchanged id='u' holders-of='c' from='2013-01-01' through='2013-12-31'/>",
      }) {
        Grounded g(e);
        std::cout << "\n##### " << e << "\n" << g.origins() << "\n";
        std::set<std::string> o;
        for (const Constraint& c : g.problem.constraints) o.insert(g.origin_name(c.origin));
        for (auto& x : o) std::cout << "-- " << x << "\n" << g.of(x) << "\n";
    }
    for (const char* l : {"<law id='l' for='h: party, o: organisation'>capital(h, o) = votes(h, o)</law>", "<law id='l' for='o: organisation'>sum(h: party, capital(h, o)) &lt;= 1</law>","<law id='l' for='x: party, y: party'>funds(x, y) implies not funds(y, x)</law>"}) {
        Grounded g("<stake id='s' holder='a' in='c' share='10%'/><relation id='r' kind='funds' subject='a' object='b'/>", l);
        std::cout << "\n##### " << l << "\n" << g.origins() << "\n";
        std::set<std::string> o;
        for (const Constraint& c : g.problem.constraints) o.insert(g.origin_name(c.origin));
        for (auto& x : o) std::cout << "-- " << x << "\n" << g.of(x) << "\n";
    }
    BOOST_TEST(true);
}

BOOST_AUTO_TEST_SUITE_END()

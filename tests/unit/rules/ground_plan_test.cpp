// Which instances and members matter, when a law begins to speak, and whether holders may be told as one.
#include "rules/ground_plan.h"

#include <boost/test/unit_test.hpp>

#include "rules/print_term.h"
#include "tests/unit/rules/workbench.h"

using namespace tenet;
using workbench::Bench;

namespace {

std::string print(const PatternArgument& a, const Bench& bench, const std::vector<std::string>& names) {
    switch (a.kind) {
        case PatternArgument::Kind::anything: return "*";
        case PatternArgument::Kind::term: return print_term(*a.term, bench.vocabulary, &bench.facts, names);
        case PatternArgument::Kind::role_members:
            return "any " + print_term(*a.term, bench.vocabulary, &bench.facts, names) + "." + a.role;
    }
    return "";
}
std::string print(const Pattern& p, const Bench& bench, const std::vector<std::string>& names) {
    const std::string head = p.fluent == Op::capital     ? "stake"
                             : p.fluent == Op::relation  ? bench.vocabulary.relations[p.index].name
                             : p.fluent == Op::in_office ? "in-office"
                                                         : "measure";
    return head + "(" + print(p.a, bench, names) + ", " + print(p.b, bench, names) + ")";
}
std::string print(const Plan& plan, const Bench& bench, const std::vector<std::string>& names) {
    std::string out = plan.everything ? "everything" : plan.any_holder ? "any holder" : "";
    for (const Pattern& p : plan.patterns) out += (out.empty() ? "" : "; ") + print(p, bench, names);
    return out;
}

struct Run : Bench {
    Run() {
        read_facts(workbench::example_facts);
        read_packs();
        BOOST_REQUIRE_EQUAL(complaints(), "");
    }
    std::vector<std::string> names{"h", "c", "e", "f", "x"};  // by slot; x: the first that a quantifier binds

    /// A law's body over h: party, c: organisation, e: acquisition and f: founding.
    Term body(const std::string& text) {
        const auto kind = [&](const char* name) { return *vocabulary.entity_kind(name); };
        const auto event = [&](const char* name) { return *vocabulary.event_kind(name); };
        const std::vector<Parameter> params = {{"h", {Domain::Kind::entities, kind("party"), {}}},
                                               {"c", {Domain::Kind::entities, kind("organisation"), {}}},
                                               {"e", {Domain::Kind::events, event("acquisition"), {}}},
                                               {"f", {Domain::Kind::events, event("founding"), {}}}};
        const FileIndex file = sources.add("law", text);
        const auto checked = check_expression({text, {file, 0, static_cast<std::uint32_t>(text.size())}},
                                              {vocabulary, &facts, params, false}, {}, sources, diagnostics);
        BOOST_REQUIRE_MESSAGE(checked, text << ": " << complaints());
        return checked->term;
    }
    std::string instances(const std::string& text) {
        const Term t = body(text);
        return print(plan_instances(vocabulary, t), *this, names);
    }
    std::string members(const std::string& text) {
        const Term t = body(text);
        return print(plan_members(vocabulary, t), *this, names);
    }
    std::string boundaries(const std::string& text) {
        const Term t = body(text);
        std::string out;
        for (const Boundary& b : plan_boundaries(vocabulary, t))
            out += (out.empty() ? "" : "; ") + print_term(*b.instant, vocabulary, &facts, names) +
                   (b.offset == 0  ? ""
                    : b.offset > 0 ? " + " + std::to_string(b.offset)
                                   : std::to_string(b.offset));
        return out;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ground_plan, Run)

BOOST_AUTO_TEST_CASE(an_instance_hangs_on_its_guard) {
    BOOST_TEST(instances("subsidiary-of(c, h) implies controls(h, c)") == "subsidiary-of(c, h)");
    BOOST_TEST(instances("partner-of(h, c) and funds(h, c) implies votes(h, c) > 0") == "partner-of(h, c)");
    BOOST_TEST(instances("not in-office(h, c)") == "in-office(h, c)");
    BOOST_TEST(instances("capital(h, c) <= 10%") == "stake(h, c)");
    BOOST_TEST(instances("votes(h, c) > 50% implies partner-of(h, c)") == "stake(h, c)");
    BOOST_TEST(instances("time < f.start implies capital(h, f.company) = 0") == "stake(h, f.company)");
    BOOST_TEST(instances("measure(h, 'staff') < 5") == "measure(h, *)");
}

BOOST_AUTO_TEST_CASE(several_fluents_together_may_do) {
    BOOST_TEST(instances("votes(h, c) = capital(h, c)") == "stake(h, c); stake(h, c)");
    BOOST_TEST(instances("capital(h, c) + votes(h, c) <= 1") == "stake(h, c); stake(h, c)");
    BOOST_TEST(instances("funds(h, c) or uses(h, c) implies supplies(h, c)") ==
               "funds(h, c); uses(h, c); supplies(h, c)");
}

BOOST_AUTO_TEST_CASE(what_demands_something_of_everybody_is_made_for_everybody) {
    BOOST_TEST(instances("capital(h, c) > 0") == "everything");
    BOOST_TEST(instances("partner-of(h, c)") == "everything");
    BOOST_TEST(instances("controls(e.buyer, e.target) at e.end") == "everything");
    BOOST_TEST(instances("f.start < e.start") == "everything");
    BOOST_TEST(instances("capital(h, c) = 0 implies votes(h, c) > 0") == "everything");
    BOOST_TEST(instances("count(x: party) <= 3") == "everything");
}

BOOST_AUTO_TEST_CASE(quantified_arguments_are_anything_but_those_of_roles) {
    BOOST_TEST(instances("sum(x: party, capital(x, c)) <= 100%") == "stake(*, c)");
    BOOST_TEST(instances("count(x: party where capital(x, c) > 0) <= 3") == "stake(*, c)");  // nobody is few enough
    BOOST_TEST(instances("all(x: e.seller, capital(x, c) = 0)") == "stake(any e.seller, c)");
    BOOST_TEST(instances("all(x: organisation, votes(h, x) < 50%)") == "stake(h, *)");
}

BOOST_AUTO_TEST_CASE(a_definition_hangs_on_what_its_body_does) {
    BOOST_TEST(instances("not majority(h, c)") == "stake(h, c)");
    BOOST_TEST(instances("majority(h, c) implies partner-of(h, c)") == "stake(h, c)");
    // Directly, and through others: whose votes in c, whatever they are.
    BOOST_TEST(instances("not controls(h, c)") == "stake(h, c); stake(*, c)");
}

BOOST_AUTO_TEST_CASE(members_that_add_something) {
    BOOST_TEST(members("sum(x: party, capital(x, c))") == "stake(x, c)");
    BOOST_TEST(members("sum(x: party where x != h, votes(x, c))") == "stake(x, c)");
    BOOST_TEST(members("any(x: party, votes(x, c) > 50%)") == "stake(x, c)");
    BOOST_TEST(members("all(x: party, votes(x, c) <= 50%)") == "stake(x, c)");
    BOOST_TEST(members("any(x: party, votes(x, c) > votes(h, c))") == "stake(x, c)");  // no stake is below 0
    BOOST_TEST(members("any(x: party, votes(x, c) >= votes(h, c))") == "everything");
    BOOST_TEST(members("count(x: party where capital(x, c) > 10%)") == "stake(x, c)");
    BOOST_TEST(members("sum(x: organisation where controls(h, x), votes(x, c))") == "stake(x, c)");
}

BOOST_AUTO_TEST_CASE(members_that_all_matter) {
    BOOST_TEST(members("any(x: party, votes(x, c) < 50%)") == "everything");
    BOOST_TEST(members("all(x: party, votes(x, c) > 0)") == "everything");
    BOOST_TEST(members("count(x: party)") == "everything");
    BOOST_TEST(members("sum(x: party, 1 - capital(x, c))") == "everything");
    // A relation or an office may hold although no fact says so, and nobody else can stand in for those who have it.
    BOOST_TEST(members("any(x: person, in-office(x, c))") == "everything");
    BOOST_TEST(members("any(x: party, partner-of(x, c))") == "everything");
}

BOOST_AUTO_TEST_CASE(members_through_a_definition_hold_something_somewhere) {
    BOOST_TEST(members("any(x: party, majority(x, c))") == "stake(x, c)");  // of votes in c, and of nothing else
    BOOST_TEST(members("any(x: party, controls(x, c))").starts_with("any holder"));
}

BOOST_AUTO_TEST_CASE(a_law_begins_where_its_comparison_turns) {
    BOOST_TEST(boundaries("time < f.start implies capital(h, c) = 0") == "");  // from always; ends at f.start
    BOOST_TEST(boundaries("time > e.end implies capital(h, c) = 0") == "e.end + 1");
    BOOST_TEST(boundaries("time >= e.end implies capital(h, c) = 0") == "e.end");
    BOOST_TEST(boundaries("time <= e.end implies capital(h, c) = 0") == "");
    BOOST_TEST(boundaries("time < f.start or capital(h, c) = 0") == "f.start");
    BOOST_TEST(boundaries("time <= f.start or capital(h, c) = 0") == "f.start + 1");
    BOOST_TEST(boundaries("e.end < time implies capital(h, c) = 0") == "e.end + 1");
    BOOST_TEST(boundaries("f.start <= time and time < e.end implies capital(h, c) = 0") == "f.start");
    BOOST_TEST(boundaries("time = e.end implies capital(h, c) = 0") == "e.end; e.end + 1");
    BOOST_TEST(boundaries("e.start < e.end") == "");
    BOOST_TEST(boundaries("capital(h, c) < 1") == "");
}

BOOST_AUTO_TEST_CASE(holders_of_the_core_pack_merge) { BOOST_TEST(holders_merge(vocabulary)); }

BOOST_AUTO_TEST_CASE(a_law_that_notices_keeps_holders_apart) {
    const std::pair<const char*, bool> cases[] = {
        {"capital(h, c) &lt;= 10%", false},
        {"votes(h, c) = capital(h, c)", true},
        {"capital(h, c) = 0", true},
        {"capital(h, c) = 10%", false},
        {"capital(h, c) > 0 implies votes(h, c) > 0", false},
        {"capital(h, c) = 0 or votes(h, c) = 0", false},
        {"c.voting = 'separate' or votes(h, c) = capital(h, c)", true},
        {"not majority(h, c)", false},  // through a definition too
        {"sum(x: party, capital(x, c)) &lt;= 90%", true},
        {"funds(h, c) implies supplies(h, c)", true},
    };
    for (const auto& [law, merge] : cases) {
        Bench bench;
        bench.read_facts("<entity id='a' kind='company'/>");
        const workbench::PackFolder folder;
        bench.read_packs(
            {{folder.add("p", std::string("<law id='l' for='h: party, c: organisation'>") + law + "</law>")}, {}});
        BOOST_REQUIRE_EQUAL(bench.complaints(), "");
        BOOST_TEST(holders_merge(bench.vocabulary) == merge, law);
    }
}

BOOST_AUTO_TEST_CASE(what_one_holder_for_several_does_to_a_question) {
    const std::pair<const char*, const char*> cases[] = {
        {"sum(x: party, capital(x, c)) > 50%", ""},
        {"votes(h, c) > 50%", ""},
        {"any(x: party, votes(x, c) > 25%)", "raises"},
        {"not any(x: party, votes(x, c) > 25%)", "lowers"},
        {"all(x: party, votes(x, c) &lt; 25%)", "lowers"},
        {"all(x: person where votes(x, c) > 5%, votes(h, c) > 50%)", "lowers"},
        {"votes(h, c) > 40% and not any(x: party where x != h, votes(x, c) > votes(h, c))", "lowers"},
        {"votes(h, c) > 40% implies any(x: party, majority(x, c))", "raises"},
        {"any(x: c.holders, votes(x, c) > 50%)", "raises"},
        {"any(x: party, votes(x, c) &lt; 5%)", "lowers"},
        {"any(x: party, votes(x, c) = 5%)", "both"},
        {"any(x: party, votes(x, c) - 2 * votes(h, c) > 0)", "raises"},
        {"any(x: party, 0 - votes(x, c) > votes(h, c))", "lowers"},
        {"any(x: c.holders, votes(x, c) &lt; 5%)", "lowers"},
        {"all(x: c.holders, votes(x, c) > 5%)", "raises"},
        {"any(x: party where votes(x, c) > 1%, votes(x, c) &lt; 5%)", "both"},
        {"any(x: party, capital(x, c) > votes(x, c))", "both"},
        {"any(x: party, controls(x, c))", "both"},  // through others, who may be several too
        {"count(x: party where votes(x, c) > 5%) > 3", "both"},
        {"any(x: person, votes(x, c) > 5%) and any(x: organisation, votes(x, c) > 5%)", "both"}};  // nobody is both
    for (const auto& [text, effect] : cases) {
        Bench bench;
        bench.read_facts("<entity id='a' kind='company'/>");
        const workbench::PackFolder folder;
        bench.read_packs({{folder.add("p", std::string("<law id='l' for='h: party, c: organisation'>") + text + "</law>")}, {}});
        BOOST_REQUIRE_EQUAL(bench.complaints(), "");
        const MergeEffect found = merge_effect(bench.vocabulary, bench.vocabulary.laws.back().body);
        BOOST_TEST((found.raises ? found.lowers ? "both" : "raises" : found.lowers ? "lowers" : "") == std::string(effect), text);
    }
}

BOOST_AUTO_TEST_SUITE_END()

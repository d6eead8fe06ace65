// The key of a part changes with every word that bears on its verdict, and with nothing else.
#include "engine/part_key.h"

#include <boost/test/unit_test.hpp>
#include <memory>
#include <numeric>

#include "engine/part_entry.h"
#include "facts/reader.h"
#include "rules/packs.h"

using namespace tenet;

namespace {

const std::string given = R"(<facts xmlns="urn:tenet:facts:1" id="set" as-of="2015-01-31">
<source id="press" kind="press" title="A paper" published="2014" trust="0.5"/>
<entity id="a" kind="company" name="Alpha"/><entity id="b" kind="person"/><entity id="c" kind="company"/>
<stake id="s" holder="a" in="c" min="60%" at="2014" source="press" where="p1" note="n"/>
<event id="e" kind="acquisition" from="2014" to="2015"><participant role="buyer" ref="b"/><participant role="target" ref="c"/></event>
<complete holders-of="c" holders="a b"/>
<unchanged holders-of="c" from="2013" to="2014"/>
<office person="b" of="c" title="director"/>
<relation kind="supplies" subject="a" object="c"/>
<order a="e" is="before" b="2019" gap="P2M"/>
<measure of="c" name="staff" value="12" unit="heads"/>
<claim>capital(b, c) &lt; 30%</claim>
<same a="a" b="c" status="denied"/>
<stake holder="b" in="c" above="1%" from="press.published" if="e"/>
<expect answer="certain">majority(a, c)</expect>
</facts>)";

/// Everything a key is made of, kept together.
struct Keyed {
    Sources sources;
    Diagnostics diagnostics;
    FactSet facts;
    Vocabulary vocabulary;
    Choice choice;
    std::vector<CheckedExpression> claims, expectations;
    Slice all;

    explicit Keyed(const std::string& text, const std::string& path = "a.xml") {
        read_fact_text(sources.add(path, text), facts, sources, diagnostics);
        finish_facts(facts, sources, diagnostics);
        vocabulary = read_packs({}, facts, sources, diagnostics);
        const auto check = [&](const PlacedText& t, SetId set) {
            return check_expression(t, Scope{vocabulary, &facts, {}, false, no_index, &facts.sets[set]}, std::nullopt, sources, diagnostics);
        };
        for (FactId f = 0; f < facts.facts.size(); ++f)
            if (const auto* claim = std::get_if<ExpressionClaim>(&facts.facts[f].body)) claims.push_back(*check(*claim->expression, 0));
        for (const Expectation& e : facts.expectations) expectations.push_back(*check(e.query, e.set));
        BOOST_REQUIRE(!diagnostics.has_errors());
        all.facts.resize(facts.facts.size());
        std::iota(all.facts.begin(), all.facts.end(), 0U);
        all.entities.resize(facts.entities.size());
        std::iota(all.entities.begin(), all.entities.end(), 0U);
    }
    PartKeys keys(const RunOptions& options = {}, bool few_pairs = true) const {
        return {facts, vocabulary, sources, options, choice, claims, expectations, few_pairs};
    }
    std::string slice() const { return hex(keys().of_slice(all)); }
    std::string whole() const { return hex(keys().of_whole({})); }
};

std::string with(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    BOOST_REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(part_key)

BOOST_AUTO_TEST_CASE(every_word_of_a_fact_is_in_the_key) {
    const Keyed base(given);
    const std::pair<const char*, const char*> changes[] = {
        {"title=\"A paper", "title=\"The paper"}, {"published=\"2014\"", "published=\"2013\""}, {"trust=\"0.5\"", "trust=\"0.6\""},
        {"trust=\"0.5\"", "trust=\"0.5\" figures=\"rounded\""}, {"as-of=\"2015-01-31\"", "as-of=\"2015-02-01\""},
        {"as-of=\"2015-01-31\"", "as-of=\"2015-01-31\" figures=\"rounded\""}, {"Alpha", "Beta"},
        {"id=\"b\" kind=\"person\"", "id=\"b\" kind=\"person\" jurisdiction=\"FR\""}, {"id=\"b\" kind=\"person\"", "id=\"b\" kind=\"company\""},
        {"stake id=\"s\"", "stake id=\"t\""}, {"stake id=\"s\"", "stake"}, {"holder=\"a\" in", "holder=\"b\" in"}, {"min=\"60%\"", "max=\"60%\""},
        {"60%", "60.0%"}, {"at=\"2014\"", "throughout=\"2014\""}, {"at=\"2014\"", "at=\"2014-03\""}, {"where=\"p1\"", "where=\"p2\""},
        {"note=\"n\"", "note=\"m\""}, {"source=\"press\" where", "where"}, {"from=\"2014\" to=\"2015\"", "from=\"2014\" to=\"2016\""},
        {"from=\"2014\" to=\"2015\"", "date=\"2014\""}, {"kind=\"acquisition\"", "kind=\"acquisition\" status=\"expected\""},
        {"role=\"buyer\" ref=\"b\"", "role=\"buyer\" ref=\"a\""}, {"holders=\"a b\"", "holders=\"a\""}, {" holders=\"a b\"", ""},
        {"to=\"2014\"/>", "through=\"2014\"/>"}, {"title=\"director\"", "title=\"chair\""}, {"kind=\"supplies\"", "kind=\"uses\""},
        {"is=\"before\"", "is=\"meets\" note=\"x\""}, {"gap=\"P2M\"", "gap=\"P3M\""}, {"b=\"2019\"", "b=\"2018\""}, {"name=\"staff\"", "name=\"crew\""},
        {"unit=\"heads\"", "unit=\"people\""}, {"value=\"12\"", "value=\"13\""}, {"30%", "31%"}, {"status=\"denied\"", "status=\"denied\" note=\"x\""},
        {"press.published", "2014-06"}, {" if=\"e\"", ""}};
    std::vector<std::string> seen{base.slice()};
    for (const auto& [from, to] : changes) {
        std::string text = with(given, from, to);
        if (text.find("is=\"meets\"") != std::string::npos) text = with(text, " gap=\"P2M\"", "");
        const std::string key = Keyed(text).slice();
        BOOST_TEST((std::find(seen.begin(), seen.end(), key) == seen.end()), from << " -> " << to);
        seen.push_back(key);
    }
    BOOST_TEST(Keyed(with(given, "in=\"c\" min", "in=\"c\" basis=\"votes\" min")).slice() != base.slice());
    BOOST_TEST(Keyed(given, "b.xml").slice() != base.slice());  // hints name files
}

BOOST_AUTO_TEST_CASE(where_things_stand_is_not_in_the_key) {
    const Keyed base(given);
    std::string spread = given;
    for (std::size_t at = 0; (at = spread.find("\n<", at)) != std::string::npos; at += 12) spread.insert(at, "\n<!---->\n  ");
    BOOST_TEST(Keyed(spread).slice() == base.slice());
    BOOST_TEST(Keyed(spread).whole() == base.whole());
    BOOST_TEST(Keyed(with(given, "holder=\"a\" in=\"c\"", "in=\"c\"   holder='a'")).slice() == base.slice());
}

BOOST_AUTO_TEST_CASE(a_part_keeps_its_key_beside_others) {
    const auto part = [](const std::string& before, const std::string& behind) {
        const Keyed keyed("<facts xmlns=\"urn:tenet:facts:1\" id=\"set\" as-of=\"2015-01-31\">" + before +
                          "<entity id=\"p\" kind=\"person\"/><entity id=\"q\" kind=\"company\"/><stake holder=\"p\" in=\"q\" share=\"1%\"/>"
                          "<event kind=\"founding\" date=\"2001\"><participant role=\"company\" ref=\"q\"/></event>" + behind + "</facts>");
        Slice slice;
        slice.unnamed = false;
        for (EntityId e = 0; e < keyed.facts.entities.size(); ++e)
            if (keyed.facts.entities[e].id == "p" || keyed.facts.entities[e].id == "q") slice.entities.push_back(e);
        for (FactId f = 0; f < keyed.facts.facts.size(); ++f)
            if (!keyed.facts.facts[f].named) slice.facts.push_back(f);
        BOOST_REQUIRE(slice.facts.size() == 2U);
        return hex(keyed.keys().of_slice(slice));
    };
    const std::string other = "<source id=\"o\" kind=\"press\"/><entity id=\"x\" kind=\"person\"/><entity id=\"y\" kind=\"company\"/>"
                              "<event id=\"z\" kind=\"founding\" date=\"2009\"><participant role=\"company\" ref=\"y\"/></event>"
                              "<stake id=\"i\" holder=\"x\" in=\"y\" share=\"3%\" source=\"o\"/>";
    BOOST_TEST(part("", "") == part(other, ""));
    BOOST_TEST(part("", "") == part("", other));
}

BOOST_AUTO_TEST_CASE(options_and_packs_are_in_the_key) {
    Keyed base(given);
    std::vector<std::string> seen{base.slice()};
    const auto fresh = [&](const std::string& key, const char* what) {
        BOOST_TEST((std::find(seen.begin(), seen.end(), key) == seen.end()), what);
        seen.push_back(key);
    };
    RunOptions options;
    const auto tried = [&](const char* what) {
        fresh(hex(base.keys(options).of_slice(base.all)), what);
        options = {};
    };
    options.max_conflicts = 3;
    tried("--max-conflicts");
    options.only_z3 = true;
    tried("--engine");
    options.now = "2016-01-01";
    tried("--now");
    options.at = "2016-01-01";
    tried("--at");
    options.jobs = 7;
    options.timeout_seconds = 5;
    BOOST_TEST(hex(base.keys(options).of_slice(base.all)) == seen[0]);  // these bear on no verdict
    fresh(hex(base.keys({}, false).of_slice(base.all)), "few pairs");
    Slice other = base.all;
    other.unnamed = false;
    fresh(hex(base.keys().of_slice(other)), "the unnamed");
    fresh(hex(base.keys().of_expectation(base.all, 0)), "an expectation");
    fresh(hex(base.keys().of_whole(0)), "an expectation of the whole");
    fresh(base.whole(), "the whole");
    base.choice.only_stated = true;
    fresh(base.slice(), "--only stated");
    base.choice = {};
    base.choice.without = {2};
    fresh(base.slice(), "--without");
    base.choice.without = {3};
    fresh(base.slice(), "--without another");
    base.choice = {};
    base.choice.assume = {2};
    fresh(base.slice(), "--assume");
    base.choice = {};
    BOOST_TEST(base.slice() == seen[0]);
    base.vocabulary.options.push_back({"name", "core", "", {"x", "y"}, "x", false, {}});
    fresh(base.slice(), "an option of a pack");
    base.vocabulary.options.back().value = "y";
    fresh(base.slice(), "another value of it");
    base.vocabulary.options.clear();
    base.vocabulary.packs.back().file = base.sources.add("pack.xml", "<rules/>");
    fresh(base.slice(), "the text of a pack");
    const Keyed asked(with(given, "majority(a, c)", "majority(b, c)"));
    BOOST_TEST(asked.slice() == seen[0]);
    fresh(asked.whole(), "another expectation");
}

BOOST_AUTO_TEST_CASE(entries_come_back_as_they_were_or_not_at_all) {
    const Keyed set(given);
    const PartEntries entries(set.facts, set.vocabulary, set.sources);
    Judged part;
    part.verdict = Verdict::contradictory;
    part.components = 3;
    part.laws = 70;
    Placed conflict{{0, 2}, {}};
    conflict.finding.rule = "core:whole";
    conflict.finding.message = "too much";
    conflict.finding.hint = "a hint";
    for (const FactId f : {0U, 2U}) {
        conflict.finding.reason.facts.emplace_back();
        conflict.finding.reason.facts.back().fact = f;
    }
    conflict.finding.reason.laws.push_back({"core:whole", {{"c", "c"}}, "too much", "", true});
    conflict.finding.reason.steps = {"one", "two \u20ac"};
    part.conflicts.push_back(conflict);
    const std::string bytes = entries.bytes_of(part, set.all, {}).value();
    const std::optional<Judged> back = entries.part_of(bytes, set.all, {});
    BOOST_REQUIRE(back);
    BOOST_TEST(back->laws == 70U);
    BOOST_REQUIRE(back->conflicts.size() == 1U);
    BOOST_TEST(back->conflicts[0].place == conflict.place);
    BOOST_TEST(back->conflicts[0].finding.reason.steps == conflict.finding.reason.steps);
    BOOST_TEST(back->conflicts[0].finding.reason.facts[0].id == "s");
    BOOST_TEST(back->conflicts[0].finding.reason.facts[0].says == "Alpha holds at least 60 % of the capital of c on 2014");
    for (std::size_t cut = 0; cut < bytes.size(); ++cut) BOOST_TEST(!entries.part_of(bytes.substr(0, cut), set.all, {}), cut);
    BOOST_TEST(!entries.part_of(bytes + '\0', set.all, {}));
    Slice less = set.all;
    less.facts.resize(2);  // the conflict speaks of the third
    BOOST_TEST(!entries.part_of(bytes, less, {}));
    Judged odd = part;
    odd.verdict = Verdict::consistent;
    BOOST_TEST(!entries.part_of(entries.bytes_of(odd, set.all, {}).value(), set.all, {}));
    odd = part;
    odd.conflicts[0].finding.rule = "core:no-such-law";
    BOOST_TEST(!entries.part_of(entries.bytes_of(odd, set.all, {}).value(), set.all, {}));
    odd = part;
    odd.conflicts[0].finding.reason.facts.pop_back();
    BOOST_TEST(!entries.part_of(entries.bytes_of(odd, set.all, {}).value(), set.all, {}));
    odd = part;
    odd.conflicts[0].finding.message = "\x1b[2J";
    BOOST_TEST(!entries.part_of(entries.bytes_of(odd, set.all, {}).value(), set.all, {}));
    for (const auto& spoil : {+[](Judged& p) { p.verdict = Verdict::undecided; }, +[](Judged& p) { p.undecided.emplace_back("what"); },
                              +[](Judged& p) { p.conflicts[0].finding.reason.minimal = false; }}) {
        odd = part;
        spoil(odd);
        BOOST_TEST(!entries.bytes_of(odd, set.all, {}));
    }
}

BOOST_AUTO_TEST_SUITE_END()

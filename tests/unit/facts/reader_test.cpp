// What well-formed fact sets are read as: every element, every default, references in any order and over many files.
#include <map>
#include <boost/test/unit_test.hpp>

#include "tests/unit/facts/reading.h"

using namespace tenet;

namespace {

Interval interval(std::optional<Bound> lower, std::optional<Bound> upper) { return {lower, upper}; }
Bound closed(std::int64_t n, std::int64_t d) { return {Rational(n, d), false}; }
Bound open(std::int64_t n, std::int64_t d) { return {Rational(n, d), true}; }

const Quantity& quantity_of(const Reading& r, std::string_view id) { return r.body<StakeClaim>(id).quantity; }

Interval allowed(const std::string& attributes, std::string_view of_root = "") {
    const Reading r = read_in("<stake id=\"f\" holder=\"o\" in=\"c\" " + attributes + "/>", of_root);
    BOOST_TEST(r.count() == 0u, attributes << ": " << r.first());
    return quantity_of(r, "f").allowed();
}
Interval measured(const std::string& attributes) {
    const Reading r = read_in("<measure id=\"f\" of=\"o\" name=\"profit\" " + attributes + "/>");
    BOOST_TEST(r.count() == 0u, attributes << ": " << r.first());
    return r.body<MeasureClaim>("f").quantity.allowed();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reader)

BOOST_AUTO_TEST_CASE(the_example_of_the_language_page) {
    Reading r;
    r.add(R"(<facts xmlns="urn:tenet:facts:1" id="example" title="An example" as-of="2015-01~">
  <use rules="fr-commercial-code"/>            <!-- `core` is always used -->
  <source id="press" kind="press" title="A newspaper" published="2015-01" trust="0.8"/>
  <entity id="orange" kind="company" name="Orange" jurisdiction="FR"/>
  <entity id="cloudwatt" kind="company" name="CloudWatt" jurisdiction="FR"/>
  <event id="founding" kind="founding" date="2012~"><participant role="company" ref="cloudwatt"/></event>
  <event id="takeover" kind="acquisition" date="2015-Q1" status="expected" source="press" where="p18">
    <participant role="buyer" ref="orange"/><participant role="target" ref="cloudwatt"/>
  </event>
  <stake id="s1" holder="orange" in="cloudwatt" above="40%" source="press" where="p2"/>
  <stake id="s2" holder="orange" in="cloudwatt" share="100%" from="takeover.end" if="takeover"/>
  <order a="founding" is="before" b="takeover" gap="P20M/P30M"/>
  <expect answer="possible">votes(orange, cloudwatt) > 50%</expect>
  <expect answer="certain">votes(orange, cloudwatt) > 50% at takeover.end</expect>
</facts>)",
          "example.xml");
    r.finish();
    BOOST_TEST(r.diagnostics.list().empty(), r.first());
    BOOST_TEST(r.set.sets.at(0).id == "example");
    BOOST_TEST(r.set.sets[0].title == "An example");
    BOOST_TEST(to_string(r.set.sets[0].as_of->edtf.span.first.value()) == "2014-12-01");
    BOOST_TEST(r.set.sets[0].uses.at(0).id.text == "fr-commercial-code");
    BOOST_TEST(r.set.sources.at(0).trust.to_string() == "4/5");
    BOOST_TEST(r.set.entities.at(0).name == "Orange");
    BOOST_TEST(r.set.entities[0].attribute("jurisdiction")->text == "FR");
    BOOST_TEST(r.set.entities[0].attribute("voting") == nullptr);

    BOOST_TEST(r.set.facts.size() == 5u);
    const Event& takeover = r.set.events.at(1);
    BOOST_TEST(takeover.participants.at(1).role.text == "target");
    BOOST_TEST(takeover.participants[1].entity == 1u);
    const Fact& claim = r.set.facts.at(takeover.fact);
    BOOST_TEST((claim.status == Status::expected));
    BOOST_TEST(claim.where() == "p18");
    BOOST_TEST(claim.source == 0u);

    const Fact& s2 = r.fact("s2");
    BOOST_TEST((s2.conditions() == std::vector<EventId>{1}));
    const StakeClaim& stake = std::get<StakeClaim>(s2.body);
    BOOST_TEST((stake.when.form() == When::Form::period));
    BOOST_TEST((stake.when.from()->kind == Instant::Kind::event_end));
    BOOST_TEST(stake.when.from()->index == 1u);
    BOOST_TEST(!stake.when.to());

    const Fact& order = r.set.facts.back();
    BOOST_TEST(r.set.id_of(order) == "example.xml:12:3");
    BOOST_TEST(!order.named);
    BOOST_TEST(r.set.find_fact("example.xml:12:3").value() == 4u);
    BOOST_TEST(std::get<OrderClaim>(order.body).a.event() == 0u);
    BOOST_TEST(std::get<OrderClaim>(order.body).gap->word.text == "P20M/P30M");
    BOOST_TEST(r.set.expectations.at(1).query.text == "votes(orange, cloudwatt) > 50% at takeover.end");
    BOOST_TEST(r.sources.text(r.set.expectations[0].query.raw) == "votes(orange, cloudwatt) > 50%");
    BOOST_TEST(r.set.unresolved.empty());
}

BOOST_AUTO_TEST_CASE(what_is_used_may_be_declared_later_and_in_another_file) {
    Reading r;
    r.add(facts_of(R"(<stake id="f" holder="a" in="b" share="10%" source="src" if="ev" at="ev.start"/>
<complete id="g" holders-of="b" holders="a b" from="src.published"/>
<order id="o" a="ev" is="after" b="2015"/>
<order id="o2" a="ev.end" is="equals" b="now"/>
<relation id="r" kind="funds" subject="a" object="b"/>
<office id="off" person="a" of="b" title="chair" through="ev.end"/>
<measure id="m" of="b" name="staff" value="7" to="ev.start"/>
<unchanged id="u" holders-of="b" from="ev.start" through="2020"/>
<same id="sm" a="a" b="b"/>)"));
    r.add(facts_of(R"(<event id="ev" kind="launch"><participant role="by" ref="a"/></event>
<entity id="a" kind="company"/><entity id="b" kind="company"/><source id="src"/>)"),
          "second.xml");
    r.finish();
    BOOST_TEST(r.count() == 0u, r.first());
    const StakeClaim& stake = r.body<StakeClaim>("f");
    BOOST_TEST(stake.holder == 0u);
    BOOST_TEST(stake.in == 1u);
    BOOST_TEST(stake.when.at()->index == 0u);
    BOOST_TEST(r.fact("f").source == 0u);
    BOOST_TEST((r.fact("f").conditions() == std::vector<EventId>{0}));
    BOOST_TEST((*r.body<CompleteClaim>("g").holders == std::vector<EntityId>{0, 1}));
    BOOST_TEST((r.body<CompleteClaim>("g").when.from()->kind == Instant::Kind::source_published));
    BOOST_TEST(r.body<CompleteClaim>("g").when.from()->index == 0u);
    BOOST_TEST(r.body<OrderClaim>("o").a.event() == 0u);
    BOOST_TEST((r.body<OrderClaim>("o").is == Allen::after));
    BOOST_TEST((r.body<OrderClaim>("o").b.instant()->kind == Instant::Kind::edtf));
    BOOST_TEST(r.body<OrderClaim>("o").b.event() == no_index);
    BOOST_TEST((r.body<OrderClaim>("o2").a.instant()->kind == Instant::Kind::event_end));
    BOOST_TEST(r.body<OrderClaim>("o2").a.instant()->index == 0u);
    BOOST_TEST((r.body<OrderClaim>("o2").b.instant()->kind == Instant::Kind::now));
    BOOST_TEST(r.body<RelationClaim>("r").object == 1u);
    BOOST_TEST(r.body<OfficeClaim>("off").of == 1u);
    BOOST_TEST(r.body<OfficeClaim>("off").when.through()->index == 0u);
    BOOST_TEST(r.body<MeasureClaim>("m").of == 1u);
    BOOST_TEST(r.body<MeasureClaim>("m").when.to()->index == 0u);
    BOOST_TEST(r.body<UnchangedClaim>("u").of == 1u);
    BOOST_TEST(r.body<UnchangedClaim>("u").when.from()->index == 0u);
    BOOST_TEST(r.body<SameClaim>("sm").b == 1u);
    BOOST_TEST(r.set.events.at(0).participants.at(0).entity == 0u);
}

BOOST_AUTO_TEST_CASE(figures_allow_what_they_say) {
    BOOST_TEST((allowed("share='40%'") == interval(closed(2, 5), closed(2, 5))));
    BOOST_TEST((allowed("share='1/3'") == interval(closed(1, 3), closed(1, 3))));
    BOOST_TEST((allowed("min='40%'") == interval(closed(2, 5), std::nullopt)));
    BOOST_TEST((allowed("above='40%' below='0.5'") == interval(open(2, 5), open(1, 2))));
    BOOST_TEST((allowed("min='40%' above='40%' max='50%'") == interval(open(2, 5), closed(1, 2))));
    BOOST_TEST((allowed("about='44.4%'") == interval(closed(4435, 10000), open(4445, 10000))));
    BOOST_TEST((allowed("about='44.40%'") == interval(closed(44395, 100000), open(44405, 100000))));
    BOOST_TEST((allowed("about='44%'") == interval(closed(435, 1000), open(445, 1000))));
    BOOST_TEST((allowed("about='0.4'") == interval(closed(35, 100), open(45, 100))));
    BOOST_TEST((allowed("about='44.4%' max='44.4%'") == interval(closed(4435, 10000), closed(4440, 10000))));
    BOOST_TEST((measured("about='120'") == interval(closed(239, 2), open(241, 2))));
    BOOST_TEST((measured("value='-7'") == interval(closed(-7, 1), closed(-7, 1))));
    // Halves round away from zero, so the end nearer to zero belongs to a negative figure too.
    BOOST_TEST((measured("about='-44.4'") == interval(open(-4445, 100), closed(-4435, 100))));
}

BOOST_AUTO_TEST_CASE(contradictory_figures_are_no_error) {
    BOOST_TEST(allowed("share='140%'").lower->value.to_string() == "7/5");
    BOOST_TEST(allowed("min='60%' max='50%'").empty());
    BOOST_TEST(!allowed("min='50%' max='50%'").empty());
    BOOST_TEST(allowed("above='50%' max='50%'").empty());
}

BOOST_AUTO_TEST_CASE(rounded_files_and_sources_read_exact_figures_as_about) {
    BOOST_TEST((allowed("share='44.4%'", " figures='rounded'") == interval(closed(4435, 10000), open(4445, 10000))));
    BOOST_TEST((allowed("share='1/3'", " figures='rounded'") == interval(closed(1, 3), closed(1, 3))));
    BOOST_TEST((allowed("min='40%'", " figures='rounded'") == interval(closed(2, 5), std::nullopt)));
    Reading r;
    r.add(facts_of(R"(<entity id="o" kind="fund"/><stake id="x" holder="o" in="o" share="5%" source="later"/>
<stake id="y" holder="o" in="o" share="5%"/><measure id="z" of="o" name="n" value="5" source="later"/>
<source id="later" figures="rounded"/>)"));
    r.finish();
    BOOST_TEST(r.count() == 0u, r.first());
    const Figure& figure = quantity_of(r, "x").figures.at(0);
    BOOST_TEST((figure.form == Figure::Form::exact));
    BOOST_TEST(figure.rounded);
    BOOST_TEST((figure.allowed() == interval(closed(45, 1000), open(55, 1000))));
    BOOST_TEST(!quantity_of(r, "y").figures.at(0).rounded);
    BOOST_TEST((r.body<MeasureClaim>("z").quantity.figures.at(0).allowed() == interval(closed(9, 2), open(11, 2))));
}

BOOST_AUTO_TEST_CASE(a_share_above_one_without_a_percent_sign_is_a_warning) {
    const Reading r = read_in(R"(<stake holder="o" in="c" share="40"/>)");
    BOOST_TEST(r.count() == 0u);
    BOOST_TEST(r.count(Severity::warning) == 1u);
    BOOST_TEST(r.first() == "'40' is 4000% of the whole | did you mean '40%'? | ");
    BOOST_TEST(read_in(R"(<stake holder="o" in="c" share="140%" max="1"/>)").diagnostics.list().empty());
}

BOOST_AUTO_TEST_CASE(times_take_their_forms) {
    const Reading r = read_in(R"(<stake id="a" holder="o" in="c" share="1%"/>
<stake id="b" holder="o" in="c" share="1%" at="2015"/>
<stake id="c1" holder="o" in="c" share="1%" throughout="2015-Q1"/>
<stake id="d" holder="o" in="c" share="1%" from="2015" to="now"/>
<stake id="f" holder="o" in="c" share="1%" through="2015?"/>
<event id="g" kind="launch" from="2015" to="e.end"/>
<order id="h" a="g.start" is="met-by" b="2015-03"/>)");
    BOOST_TEST(r.count() == 0u, r.first());
    const auto when = [&](std::string_view id) -> const When& { return r.body<StakeClaim>(id).when; };
    BOOST_TEST((when("a").form() == When::Form::unsaid));
    BOOST_TEST((when("b").form() == When::Form::at));
    BOOST_TEST((when("c1").form() == When::Form::throughout));
    BOOST_TEST(to_string(when("c1").at()->edtf.span.last.value()) == "2015-03-31");
    BOOST_TEST((when("d").form() == When::Form::period));
    BOOST_TEST((when("d").to()->kind == Instant::Kind::now));
    BOOST_TEST(!when("f").from());
    BOOST_TEST(when("f").through()->word.text == "2015?");
    BOOST_TEST((r.set.events.at(1).to->kind == Instant::Kind::event_end));
    BOOST_TEST((r.body<OrderClaim>("h").is == Allen::met_by));
}

BOOST_AUTO_TEST_CASE(an_event_called_like_a_date_comes_before_the_date) {
    const Reading r = read_in(R"(<order id="x" a="2015" is="before" b="2016"/><event id="2015" kind="launch"/>)");
    BOOST_TEST(r.count() == 0u, r.first());
    BOOST_TEST(r.body<OrderClaim>("x").a.event() == 1u);
    BOOST_TEST(r.body<OrderClaim>("x").b.event() == no_index);
}

BOOST_AUTO_TEST_CASE(every_status_and_every_relation) {
    for (const char* status : {"stated", "reported", "expected", "denied", "hypothetical"}) {
        const Reading r = read_in(std::string("<claim id='x' status='") + status + "'>1 = 1</claim>");
        BOOST_TEST(to_string(r.fact("x").status) == status);
        BOOST_TEST(r.count() == 0u);
    }
    for (int i = 0; i <= static_cast<int>(Allen::finished_by); ++i) {
        const auto relation = static_cast<Allen>(i);
        BOOST_TEST((parse_allen(to_string(relation)) == relation));
    }
    BOOST_TEST(!parse_allen("met_by"));
}

BOOST_AUTO_TEST_CASE(complete_knows_absent_from_empty) {
    const Reading r = read_in(R"(<complete id="x" holders-of="c"/><complete id="y" holders-of="c" holders=""/>)");
    BOOST_TEST(r.count() == 0u, r.first());
    BOOST_TEST(!r.body<CompleteClaim>("x").holders);
    BOOST_TEST(r.body<CompleteClaim>("y").holders->empty());
}

BOOST_AUTO_TEST_CASE(entities_may_be_declared_again) {
    Reading r;
    r.add(facts_of(R"(<entity id="a" kind="company" jurisdiction="FR"/><entity id="b" kind="company"/>)"), "1.xml");
    r.add(facts_of(R"(<entity id="a" kind="company" name="A" voting="separate"/>
<entity id="a" kind="company" name="Alpha" same-as="b"/>)"),
          "2.xml");
    r.finish();
    BOOST_TEST(r.count() == 0u, r.first());
    BOOST_TEST(r.set.entities.size() == 2u);
    BOOST_TEST(r.set.entities[0].name == "A");
    BOOST_TEST(r.set.entities[1].name == "b");
    BOOST_TEST(r.set.entities[0].attribute("voting")->text == "separate");
    BOOST_TEST(r.set.entities[0].attribute("jurisdiction")->text == "FR");
}

BOOST_AUTO_TEST_CASE(forgotten_ids_come_back) {
    Reading r = read_in(R"(<source id="a source of some length" kind="filing"/><entity id="x9" kind="company" same-as="y9"/>
<entity id="y9" kind="company"/><entity id="an entity of some length" kind="company"/><event id="e9" kind="founding"/>
<stake id="t9" holder="x9" in="y9" share="1"/><stake holder="y9" in="x9" share="0"/><order id="o9" a="e9" is="before" b="2015"/>)");
    BOOST_TEST(r.count() == 0u, r.first());
    std::map<std::string, std::pair<int, std::uint32_t>> before, after;
    const auto note = [&](auto& to) {
        r.set.symbols.each([&](std::string_view id, const Symbol& s) { to[std::string(id)] = {static_cast<int>(s.kind), s.index}; });
    };
    note(before);
    BOOST_TEST(before.size() > 6u);
    r.set.forget_ids();
    BOOST_TEST(r.set.symbols.size() == 0u);
    BOOST_TEST(r.set.find("nobody") == nullptr);
    note(after);
    BOOST_TEST((before == after));
}

BOOST_AUTO_TEST_CASE(same_as_is_a_fact_called_like_its_entity) {
    const Reading r = read_in(R"(<entity id="x" kind="company" same-as="y"/><entity id="y" kind="company"/>
<entity id="x" kind="company" same-as="y"/>)");
    BOOST_TEST(r.count() == 0u, r.first());
    BOOST_TEST((r.set.find("x")->kind == Symbol::Kind::entity));
    BOOST_TEST(r.set.id_of(r.fact("x")) == "x");
    BOOST_TEST(r.body<SameClaim>("x").a == r.set.find("x")->index);
    BOOST_TEST(r.body<SameClaim>("x").b == r.set.find("y")->index);
    BOOST_TEST(!r.set.find_fact("y"));
    BOOST_TEST(r.set.facts.size() == 2u);  // the event e, and this one
}

BOOST_AUTO_TEST_CASE(find_fact_knows_what_is_a_fact) {
    const Reading r = read_in(R"(<claim id="k">1 = 1</claim>)");
    BOOST_TEST((std::holds_alternative<EventClaim>(r.fact("e").body)));
    BOOST_TEST((std::holds_alternative<ExpressionClaim>(r.fact("k").body)));
    BOOST_TEST(!r.set.find_fact("s"));
    BOOST_TEST(!r.set.find_fact("o"));
    BOOST_TEST(!r.set.find_fact("nobody"));
    BOOST_TEST(!r.set.find_fact("t.xml:1:1"));
}

BOOST_AUTO_TEST_CASE(expectations_keep_their_bounds_as_written) {
    const Reading r = read_in(R"(<expect id="x" above="40%" upper="1">capital(o, c)</expect>
<expect lower="2015-01-01" below="2016">e.end</expect>)");
    BOOST_TEST(r.count() == 0u, r.first());
    BOOST_TEST(r.set.expectations.at(0).id == "x");
    BOOST_TEST(r.set.expectations[0].above->text == "40%");
    BOOST_TEST(r.set.expectations[0].upper->text == "1");
    BOOST_TEST(!r.set.expectations[0].lower);
    BOOST_TEST(r.set.expectations[0].answer.empty());
    BOOST_TEST(r.set.expectations[1].id == "t.xml:8:1");
}

BOOST_AUTO_TEST_CASE(ids_in_other_letters_and_with_spaces) {
    const Reading r = read_in(
        "<entity id=\"Société Générale\" kind=\"company\"/>"
        "<stake id=\"ß\" holder=\"Soci&#233;té G&#xE9;nérale\" in=\"c\" max=\"10%\"/>");
    BOOST_TEST(r.count() == 0u, r.first());
    BOOST_TEST(r.set.entities.at(r.body<StakeClaim>("ß").holder).id == "Société Générale");
}

BOOST_AUTO_TEST_CASE(a_prefix_serves_as_well_as_a_default_namespace) {
    Reading r;
    r.add(R"(<t:facts xmlns:t="urn:tenet:facts:1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="urn:tenet:facts:1 facts.xsd"><t:entity id="a" kind="fund" xml:lang="fr"/>
<t:event id="e" kind="launch"><t:participant role="by" ref="a"/></t:event></t:facts>)");
    r.finish();
    BOOST_TEST(r.count() == 0u, r.first());
    BOOST_TEST(r.set.events.at(0).participants.at(0).entity == 0u);
}

BOOST_AUTO_TEST_CASE(a_file_of_many_pieces_loses_nothing) {
    std::string content;
    for (int i = 0; i < 20'000; ++i)
        content += "<entity id=\"n" + std::to_string(i) + "\" kind=\"company\"/>\n<stake id=\"f" + std::to_string(i) +
                   "\" holder=\"n" + std::to_string(i) + "\" in=\"n0\" share=\"0%\"/>\n";
    Reading r;
    r.add(facts_of(content));
    r.finish();
    BOOST_TEST(r.count() == 0u, r.first());
    BOOST_TEST(r.set.entities.size() == 20'000u);
    BOOST_TEST(r.set.facts.size() == 20'000u);
    for (std::uint32_t i = 0; i < 20'000; ++i) {
        const Fact& fact = r.set.facts[i];
        BOOST_REQUIRE(std::get<StakeClaim>(fact.body).holder == i);
        BOOST_REQUIRE(r.sources.line_column(0, SourceSpan(fact.span).begin).line == 2 * i + 3);
        BOOST_REQUIRE(r.sources.text(fact.span).starts_with("<stake id=\"f" + std::to_string(i) + "\""));
        BOOST_REQUIRE(r.sources.text(fact.span).ends_with("/>"));
    }
}

BOOST_AUTO_TEST_SUITE_END()

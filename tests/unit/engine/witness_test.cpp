// What a witness settles, the grounder finds consistent too: every golden fact set, and drawn ones of every form with conflicts
// planted among them, judged with and without witnesses. The reports are the same but for the number of components.
#include "tests/unit/engine/witness_runs.h"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <regex>

#include "tests/dice.h"

using namespace tenet;
using namespace witness_runs;

namespace {

/// Draws fact sets of a few parts; the same on every machine.
class Draw : Dice {
public:
    using Dice::Dice;
    std::string set();

private:
    std::string party() { return of({"a", "b", "c", "p", "q"}) + part_; }
    std::string company() { return of({"a", "b", "c"}) + part_; }
    std::string event() { return "e" + std::to_string(below(events_)) + part_; }
    std::string instant() { return event() + of({".start", ".end"}); }
    std::string date() { return of({"2013", "2014", "2014-06", "2014-06-15", "2013-11~", "2014-Q1", "2012/2014", "2014-02-01", "../2014-03", "2015-01-31"}); }
    std::string figure();
    std::string status() { return one_in(6) ? std::string(" status='") + of({"reported", "expected", "denied", "hypothetical"}) + "'" : ""; }
    std::string conditions() { return one_in(9) ? " if='" + event() + "'" : ""; }
    std::string moment() { return one_in(4) ? instant() : one_in(8) ? "now" : date(); }
    std::string when();
    std::string fact();
    std::string claim();
    std::string event_fact(unsigned n);

    std::string part_;
    unsigned events_ = 3;
    bool calm_ = false;  // few conflicts
};

std::string Draw::figure() {
    if (calm_ && !one_in(5)) return of({" min='10%'", " above='10%'", " max='60%'", " about='20.5%'", " share='25%'", " min='1/9' below='30%'"});
    const auto share = [&] { return of({"0%", "10%", "25%", "30%", "1/3", "50%", "51%", "60%", "100%", "0.0000000000001"}); };
    switch (below(6)) {
    case 0: return " min='" + share() + "'";
    case 1: return " above='" + share() + "'";
    case 2: return " max='" + share() + "'";
    case 3: return " about='40%'";
    case 4: return " min='" + share() + "' below='" + share() + "'";
    default: return " share='" + share() + "'";
    }
}

std::string Draw::when() {
    switch (below(9)) {
    case 0: return " at='" + moment() + "'";
    case 1: return " throughout='" + date() + "'";
    case 2: return " from='" + moment() + "'";
    case 3: return " from='" + moment() + "' to='" + moment() + "'";
    case 4: return " from='" + moment() + "' through='" + moment() + "'";
    case 5: return " to='" + moment() + "'";
    default: return "";
    }
}

std::string Draw::fact() {
    switch (below(10)) {
    case 0:
        return "<order a='" + (one_in(5) ? moment() : event()) + "' is='" +
               of({"before", "before", "before", "meets", "overlaps", "starts", "during", "finishes", "equals", "after", "met-by", "overlapped-by", "started-by", "contains", "finished-by"}) +
               "' b='" + event() + "'" + status() + conditions() + "/>";
    case 1: return "<order a='" + event() + "' is='before' b='" + event() + "' gap='" + of({"P2M", "P1D/P6M", "P2M/.."}) + "'" + status() + "/>";
    case 2:
        return "<office person='" + of({"p", "q"}) + part_ + "' of='" + company() + "' title='" + of({"director", "chair", "chief-executive"}) + "'" +
               when() + status() + conditions() + "/>";
    case 3:
        return "<relation kind='" + of({"partner-of", "competes-with", "funds", "member-of", "subsidiary-of", "majority"}) + "' subject='" + party() +
               "' object='" + company() + "'" + when() + status() + conditions() + "/>";
    case 4:
        return "<measure of='" + company() + "' name='turnover' " + of({"value='5'", "min='3'", "max='4'", "about='5'"}) + when() + status() + "/>";
    case 5:
        if (one_in(4)) return "<complete holders-of='" + company() + "'" + when() + status() + "/>";
        if (one_in(4)) return "<unchanged holders-of='" + company() + "' from='2013' to='2014'" + status() + "/>";
        if (one_in(6)) return "<same a='a" + part_ + "' b='b" + part_ + "'" + status() + "/>";
        [[fallthrough]];
    default:
        return "<stake holder='" + party() + "' in='" + company() + "'" + figure() + (one_in(4) ? " basis='votes'" : "") + when() + status() +
               conditions() + "/>";
    }
}

std::string Draw::claim() {
    const std::string p = party(), c = company(), e = event();
    const std::string says[] = {"votes(" + p + ", " + c + ") > 50%", "capital(" + p + ", " + c + ") >= 20% at " + e + ".end", "majority(" + p + ", " + c + ")",
                                "controls(" + p + ", " + c + ")", "sum(h: party, capital(h, " + c + ")) &lt;= 90%", e + ".end &lt; " + event() + ".start",
                                "occurs(" + e + ") implies capital(" + p + ", " + c + ") = 0", "in-office(p" + part_ + ", " + c + ")"};
    return "<claim" + status() + conditions() + ">" + says[below(8)] + "</claim>";
}

std::string Draw::event_fact(unsigned n) {
    const std::string id = "e" + std::to_string(n) + part_;
    const auto role = [&](const char* name, const std::string& who) { return std::string("<participant role='") + name + "' ref='" + who + "'/>"; };
    std::string kind, roles;
    switch (below(calm_ ? 14 : 9)) {
    case 0:
    case 1: kind = "founding"; roles = role("company", one_in(15) ? "p" + part_ : company()); break;
    case 2: kind = "dissolution"; roles = role("company", company()); break;
    case 3: kind = "acquisition"; roles = (one_in(5) ? "" : role("buyer", party())) + role("target", company()); break;
    case 4: kind = "merger"; roles = role("absorbing", company()) + role("absorbed", company()); break;
    case 5: kind = "transfer"; roles = role("seller", party()) + role("buyer", party()) + role("company", company()); break;
    case 6: kind = "investment"; roles = role("investor", party()) + role("company", company()); break;
    case 7: kind = "exit"; roles = role("investor", party()) + role("company", company()); break;
    default: kind = "announcement"; roles = one_in(3) ? role("by", party()) : ""; break;
    }
    const auto own = [&] { return one_in(6) ? "e" + std::to_string((n + 1) % events_) + part_ + ".end" : date(); };
    const std::string days = one_in(5) ? "" : one_in(3) ? " from='" + own() + "' to='" + own() + "'" : " date='" + own() + "'";
    return "<event id='" + id + "' kind='" + kind + "'" + days + status() + (one_in(12) ? " if='e" + std::to_string((n + 1) % events_) + part_ + "'" : "") +
           ">" + roles + "</event>";
}

std::string Draw::set() {
    std::string out = "<facts xmlns='urn:tenet:facts:1' id='drawn' as-of='2015-01-31'>\n";
    calm_ = !one_in(4);
    for (unsigned p = 0; p < (calm_ ? 1 : 3); ++p) {
        part_ = std::to_string(p);
        events_ = 1 + below(4);
        for (const char* c : {"a", "b", "c"}) {
            const std::string voting = one_in(5) ? " voting='separate'" : "";
            out += "<entity id='" + (c + part_) + "' kind='company'" + voting + "/>\n";
        }
        out += "<entity id='p" + part_ + "' kind='person'/>\n<entity id='q" + part_ + "' kind='person'/>\n";
        for (unsigned e = 0; e < events_; ++e) out += event_fact(e) + "\n";
        const unsigned count = 1 + below(7);
        for (unsigned f = 0; f < count; ++f) out += (one_in(25) ? claim() : fact()) + "\n";
    }
    return out + "</facts>\n";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(witness)

BOOST_AUTO_TEST_CASE(golden_sets_are_judged_the_same) {
    std::size_t compared = 0, parts = 0, settled = 0;
    for (const char* const folder : {"/tests/golden", "/../shared/cases"}) {
        const std::string root = std::string(TENET_ROOT) + folder;
        if (!std::filesystem::exists(root)) continue;  // the conformance cases stand beside some checkouts only
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
            if (entry.path().extension() != ".xml" || entry.path().filename() == "rules.xml") continue;
            std::vector<std::string> rules;
            if (const auto own = entry.path().parent_path() / "rules.xml"; std::filesystem::exists(own)) rules = {own.string()};
            const Runs runs(entry.path().string(), {}, rules);
            const Run grounded = runs.grounded(), witnessed = runs.with_witnesses(1);
            if (grounded.report.empty()) continue;
            ++compared;
            parts += grounded.consistent ? witnessed.parts : 0;
            settled += grounded.consistent ? witnessed.settled : 0;
            BOOST_TEST_CONTEXT(entry.path().string()) { BOOST_TEST(witnessed.report == grounded.report); }
        }
    }
    BOOST_TEST_MESSAGE(compared << " sets, " << settled << " of " << parts << " harmless parts settled");
    BOOST_TEST(compared > 60);
    BOOST_TEST(2 * settled > parts);
}

BOOST_AUTO_TEST_CASE(drawn_sets_are_judged_the_same) {
    Draw draw(6);
    std::size_t parts = 0, settled = 0, contradictory = 0;
    for (int i = 0; i < 700; ++i) {
        const std::string text = draw.set();
        const Runs runs("drawn.xml", text);
        const Run grounded = runs.sliced(), witnessed = runs.with_witnesses(i % 3 == 0 ? 2 : 1);
        BOOST_TEST_CONTEXT(text) { BOOST_REQUIRE(!grounded.report.empty()); }
        BOOST_TEST_CONTEXT(text) { BOOST_TEST_REQUIRE(witnessed.report == grounded.report); }
        if (grounded.consistent) {
            parts += witnessed.parts;
            settled += witnessed.settled;
        } else {
            ++contradictory;
        }
    }
    BOOST_TEST_MESSAGE(settled << " of " << parts << " harmless parts settled; " << contradictory << " sets contradictory");
    BOOST_TEST(contradictory > 50);
    BOOST_TEST(3 * settled > parts);
}

BOOST_AUTO_TEST_CASE(a_register_is_settled_but_for_what_is_planted) {
    constexpr std::size_t count = 210, kinds = 7;
    const std::initializer_list<std::string> planted = {
        "<stake holder='pN' in='cN' min='67%'/>",
        "<order a='e2N' is='before' b='e1N'/>",
        "<stake holder='pN' in='cN' basis='votes' max='10%'/>",
        "<order a='e1N' is='before' b='e2N' gap='P40Y'/>",
        "<office person='qN' of='cN' title='director' from='1980' to='1981'/>",
        "<office person='pN' of='cN' title='chair' from='2003' to='2006'/>",
        "<event id='x1N' kind='acquisition' date='2010'><participant role='buyer' ref='pN'/><participant role='target' ref='cN'/></event>"
        "<stake holder='qN' in='cN' share='50%' at='x1N.end'/>",
    };
    std::string text = "<facts xmlns='urn:tenet:facts:1' id='register' as-of='2015-01-31'>\n";
    for (std::size_t n = 0; n < count; ++n) {
        std::string part =
            "<entity id='cN' kind='company'/><entity id='dN' kind='company'/><entity id='pN' kind='person'/><entity id='qN' kind='person'/>\n"
            "<event id='e0N' kind='founding' date='1998~'><participant role='company' ref='cN'/></event>"
            "<event id='e1N' kind='announcement' date='2001'/><event id='e2N' kind='dissolution'><participant role='company' ref='dN'/></event>\n"
            "<order a='e0N' is='before' b='e1N' gap='P1M/P5Y'/><order a='e1N' is='before' b='e2N'/>\n"
            "<stake holder='pN' in='cN' above='40%'/><stake holder='qN' in='cN' share='1/3'/><stake holder='cN' in='dN' about='60.5%' from='2002' to='2010-03'/>\n"
            "<office person='qN' of='cN' title='chair' from='2001' to='2005-07'/>\n"
            "<event id='e3N' kind='acquisition' date='2012'><participant role='buyer' ref='cN'/><participant role='target' ref='dN'/></event>\n"
            "<relation kind='subsidiary-of' subject='dN' object='cN' from='2002' to='2004'/><complete holders-of='cN' at='2012-05-01'/>\n";
        if (n % 10 == 9) part += *(planted.begin() + static_cast<std::ptrdiff_t>(n / 10 % kinds)) + "\n";
        text += std::regex_replace(part, std::regex("\\b([cdpq]|[ex][0-9])N"), "$01_" + std::to_string(n));
    }
    const Runs runs("register.xml", text + "</facts>\n");
    const Run sliced = runs.sliced(), one = runs.with_witnesses(1), three = runs.with_witnesses(3);
    BOOST_TEST(!sliced.consistent);
    BOOST_TEST(one.report == sliced.report);
    BOOST_TEST(three.report == sliced.report);
    BOOST_TEST(one.parts == count);
    BOOST_TEST(one.settled == count - count / 10);
}

BOOST_AUTO_TEST_SUITE_END()

// Compares what the shares of the day answer by themselves (engine/share_questions.h) with what the grounder and the decider
// answer, on drawn registers: every pair, and the open query.
//
//   tenet_shares [SEED [COUNT]]
//
// A disagreement is made small and printed; the exit status is then 1. So it is where fewer than half of all pairs are
// answered from shares: then nothing would be compared.
#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "engine/session.h"
#include "tests/dice.h"
#include "tests/random/shrink.h"

using namespace tenet;

namespace {

struct Case {
    std::vector<std::string> entities, facts;
    std::vector<std::string> rules;
    std::string asked;  // "controls(", ", ", ") > ..." with the pair in between
    std::string then;
};

const std::vector<std::string> parties{"a", "b", "c", "d", "p", "q"}, companies{"a", "b", "c", "d"};

class Draw : Dice {
public:
    using Dice::Dice;
    Case draw();

private:
    std::string share() { return of({"0%", "10%", "25%", "30%", "1/3", "40%", "50%", "51%", "60%", "75%", "100%"}); }
    std::string figure();
    std::string when();
    std::string stake(const std::string& holder, const std::string& held);
    void true_stakes(Case& c, const std::string& held);
    void other_fact(Case& c);
    bool plain_ = false;
};

std::string Draw::figure() {
    switch (below(7)) {
    case 0: return " min='" + share() + "'";
    case 1: return " above='" + share() + "'";
    case 2: return " max='" + share() + "'";
    case 3: return " below='" + of({"30%", "50%", "60%"}) + "'";
    case 4: return " about='" + of({"40%", "50%", "33.3%"}) + "'";
    case 5: return " min='" + of({"0%", "20%", "30%"}) + "' max='" + of({"30%", "55%"}) + "'";
    default: return " share='" + share() + "'";
    }
}

std::string Draw::when() {
    if (plain_ || !one_in(5)) return "";
    return of({" at='2015-01-01'", " at='2014-06-01'", " at='2014'", " from='2014-01-01' to='2016-01-01'", " from='2010-01-01' through='2012-12-31'",
               " from='2014'", " throughout='2014'", " from='2014-01-01'", " at='now'", " through='2015-01-01'", " from='f.start'"});
}

std::string Draw::stake(const std::string& holder, const std::string& held) {
    std::string more;
    if (one_in(8)) more += " basis='votes'";
    if (!plain_ && one_in(12)) more += " status='" + of({"denied", "reported", "expected", "hypothetical"}) + "'";
    if (!plain_ && one_in(20)) more += " if='f'";
    return "<stake holder='" + holder + "' in='" + held + "'" + figure() + more + when() + "/>";
}

// What a register might say of one company: shares that add up, each told exactly or by bounds.
void Draw::true_stakes(Case& c, const std::string& held) {
    std::vector<std::string> holders = parties;
    unsigned left = 100;
    for (unsigned n = 1 + below(4); n > 0 && left > 0; --n) {
        const std::string holder = holders[below(static_cast<unsigned>(holders.size()))];
        std::erase(holders, holder);
        const unsigned has = one_in(2) ? std::min(left, 40 + below(40)) : below(left + 1);
        left -= has;
        const auto percent = [](unsigned n_) { return std::to_string(n_) + "%'"; };
        std::string says = " share='" + percent(has);
        if (holder == held) {  // no votes in itself
        } else if (one_in(4)) {
            says = " min='" + percent(has - std::min(has, below(9))) + " max='" + percent(std::min(100U, has + below(9)));
        } else if (has > 0 && one_in(5)) {
            says = " above='" + percent(has - 1);
        } else if (one_in(6)) {
            says = " below='" + percent(has + 1);
        }
        c.facts.push_back("<stake holder='" + holder + "' in='" + held + "'" + says + (plain_ ? "" : when()) + "/>");
    }
    if (left == 0 && one_in(2)) c.facts.push_back("<complete holders-of='" + held + "'/>");
}

void Draw::other_fact(Case& c) {
    const std::string held = of(companies);
    switch (below(plain_ ? 4 : 12)) {
    case 0: c.facts.push_back("<complete holders-of='" + held + "'" + when() + "/>"); break;
    case 1: c.facts.push_back("<complete holders-of='" + held + "' holders='" + of(parties) + " " + of({"p", "q"}) + "'/>"); break;
    case 2: c.facts.push_back("<office person='p' of='" + held + "' title='director' from='2012' to='2014'/>"); break;
    case 3: c.facts.push_back("<order a='f' is='before' b='g'/>"); break;
    case 4: c.facts.push_back("<relation kind='subsidiary-of' subject='" + held + "' object='" + of(parties) + "'/>"); break;
    case 5: c.facts.push_back("<relation kind='partner-of' subject='" + of(parties) + "' object='" + of(parties) + "'/>"); break;
    case 6: c.facts.push_back("<claim>controls(" + of(parties) + ", " + held + ")</claim>"); break;
    case 7: c.facts.push_back("<unchanged holders-of='" + held + "' from='2013-01-01' through='2015-06-30'/>"); break;
    case 8: c.facts.push_back("<event id='d" + std::to_string(c.facts.size()) + "' kind='dissolution' date='" + of({"2013", "2014-12-31", "2015"}) +
                              "'><participant role='company' ref='" + held + "'/></event>"); break;
    case 9: c.facts.push_back("<event id='t" + std::to_string(c.facts.size()) + "' kind='acquisition' status='" + of({"stated", "expected"}) +
                              "' date='2014'><participant role='buyer' ref='" + of(parties) + "'/><participant role='target' ref='" + held + "'/></event>"); break;
    case 10: c.facts.push_back("<same a='p' b='q'" + std::string(one_in(2) ? " status='denied'" : "") + "/>"); break;
    default: c.facts.push_back("<relation kind='controls' subject='" + of(parties) + "' object='" + held + "'/>"); break;
    }
}

Case Draw::draw() {
    Case c;
    plain_ = !one_in(3);
    for (const std::string& id : parties)
        c.entities.push_back("<entity id='" + id + "' kind='" + (companies.end() == std::find(companies.begin(), companies.end(), id) ? "person" : id == "d" && one_in(2) ? "fund" : "company") +
                             "'" + (one_in(6) ? " voting='separate'" : "") + "/>");
    c.facts.push_back("<event id='f' kind='founding'" + std::string(one_in(3) ? "" : " date='" + of({"2010", "2011-05", "2014-12-31"}) + "'") +
                      "><participant role='company' ref='" + of(companies) + "'/></event>");
    c.facts.push_back("<event id='g' kind='announcement'" + std::string(one_in(2) ? "" : " date='2012'") + "/>");
    const bool true_ones = !one_in(3);
    if (true_ones)
        for (const std::string& held : companies)
            if (!one_in(5)) true_stakes(c, held);
    switch (true_ones ? 3 : below(4)) {
    case 0:  // a chain
        for (std::size_t i = 0; i + 1 < companies.size(); ++i) c.facts.push_back(stake(companies[i], companies[i + 1]));
        break;
    case 1:  // a ring
        for (std::size_t i = 0; i < 3; ++i) c.facts.push_back(stake(companies[i], companies[(i + 1) % 3]));
        break;
    case 2:  // two hold each other, and a third together
        c.facts.insert(c.facts.end(), {stake("a", "b"), stake("b", "a"), stake("a", "c"), stake("b", "c")});
        break;
    default: break;
    }
    for (unsigned n = below(true_ones ? 2 : 5); n > 0; --n) c.facts.push_back(stake(of(parties), of(companies)));
    if (one_in(10)) c.facts.push_back(stake("a", "a"));
    for (unsigned n = below(true_ones ? 2 : 3); n > 0; --n) other_fact(c);
    c.asked = "controls(";
    c.then = ")";
    if (one_in(3)) {
        const std::string which = of({"majority", "blocking-minority", "votes", "capital", "owns-half"});
        c.asked = which + "(";
        if (which == "votes" || which == "capital") c.then = ")" + of({" > 50%", " >= 50%", " > 0%", " >= 1/3"});
        if (which == "owns-half") c.rules = {"eu-aml"};
    }
    return c;
}

std::string xml_of(const Case& c) {
    std::string out = "<facts xmlns='urn:tenet:facts:1' id='drawn' as-of='2015-01-01'>\n";
    for (const auto* list : {&c.entities, &c.facts})
        for (const std::string& line : *list) out += line + "\n";
    return out + "</facts>\n";
}

std::string words(const Answer& a) {
    std::string out(to_string(a.truth));
    for (const BindingAnswer& b : a.bindings) {
        out += ";";
        for (const auto& [name, value] : b.values) out += " " + value;
        out += " " + std::string(to_string(b.answer));
    }
    if (a.others_possible) out += "; others";
    for (const std::string& u : a.undecided) out += "; not " + u;
    return out;
}

struct Answers {
    std::vector<std::string> queries, words;
    std::size_t from_shares = 0;
};

/// None where the case is no valid input.
Answers answers(const Case& c, bool from_shares) {
    Sources sources;
    Diagnostics diagnostics;
    Session session(sources, diagnostics);
    RunOptions options;
    options.rules = c.rules;
    options.from_shares = from_shares;
    if (!session.load_text("facts.xml", xml_of(c), options)) return {};
    Answers out;
    const auto ask = [&](const std::string& x, const std::string& y) {
        const std::string query = c.asked + x + ", " + y + c.then;
        if (const auto a = session.ask(query, sources.add("<query>", query), 0)) {
            out.queries.push_back(query);
            out.words.push_back(words(*a));
        }
    };
    for (const std::string& x : parties)
        for (const std::string& y : companies) ask(x, y);
    out.from_shares = session.answered_from_shares();
    ask("?x", "?y");
    ask("?x", "b");
    ask("a", "?y");
    return out;
}

bool differ(const Case& c) { return answers(c, true).words != answers(c, false).words; }

}  // namespace

int main(int count, char** arguments) {
    const std::uint32_t seed = count > 1 ? static_cast<std::uint32_t>(std::stoul(arguments[1])) : 1;
    const std::uint32_t cases = count > 2 ? static_cast<std::uint32_t>(std::stoul(arguments[2])) : 200;
    std::size_t pairs = 0, settled = 0, invalid = 0, contradictory = 0;
    std::vector<std::size_t> words_of(3);
    for (std::uint32_t n = 0; n < cases; ++n) {
        const Case c = Draw(seed * 1000003U + n).draw();
        const Answers fast = answers(c, true), slow = answers(c, false);
        if (fast.words.empty() && slow.words.empty()) {
            ++invalid;
            continue;
        }
        pairs += parties.size() * companies.size();
        settled += fast.from_shares;
        for (const std::string& each : fast.words) {
            contradictory += each == "contradictory";
            words_of[0] += each == "certain";
            words_of[1] += each == "possible";
            words_of[2] += each == "impossible";
        }
        if (fast.words == slow.words) continue;
        const Case least = shrunk(c, {&Case::facts}, [](const Case& less) { return differ(less); });
        std::cout << "case " << n << " differs\n" << xml_of(least);
        const Answers a = answers(least, true), b = answers(least, false);
        for (std::size_t i = 0; i < a.words.size(); ++i)
            if (a.words[i] != b.words[i]) std::cout << a.queries[i] << "\n  from shares: " << a.words[i] << "\n  grounded:    " << b.words[i] << '\n';
        return 1;
    }
    std::cout << cases << " cases (" << invalid << " no valid input), " << pairs << " pairs, " << settled << " answered from shares; certain "
              << words_of[0] << ", possible " << words_of[1] << ", impossible " << words_of[2] << ", contradictory " << contradictory << '\n';
    return 2 * settled > pairs && invalid * 4 < cases ? 0 : 1;
}

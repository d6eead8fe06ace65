// Compares the small grounding (rules/ground_plan.h: what no fact speaks of is held by the unnamed party) with the naive
// one (Choice::every_party: a variable for every pair, every law for everybody) on drawn fact sets.
//
//   tenet_open_world [SEED [COUNT]]
// In every third case the small grounding is one of all questions, as `check` grounds expectations; in another it tells
// holders as one also where few are asked about, as it does in a register.
//
// The verdict, and the answer of every drawn question. A disagreement is made small and printed; the exit status is then 1.
#include <algorithm>
#include <array>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "engine/inquiry.h"
#include "facts/reader.h"
#include "rules/check_expression.h"
#include "rules/ground_base.h"
#include "rules/packs.h"
#include "tests/dice.h"
#include "tests/random/shrink.h"

using namespace tenet;

namespace {

struct Case {
    std::vector<std::string> facts;
    std::vector<std::string> queries;
};

class Draw : public Dice {
public:
    using Dice::Dice;
    Case draw();

private:
    std::string party() { return of<std::string>({"a", "b", "p", "q"}); }
    std::string company() { return of<std::string>({"a", "b"}); }
    std::string share() { return of<std::string>({"0%", "25%", "30%", "1/3", "50%", "60%", "75%", "100%"}); }
    std::string compared() { return of<std::string>({" > ", " >= ", " < ", " <= ", " = "}) + share(); }
    std::string figure();
    std::string status();
    std::string when();
    std::string fact();
    std::string truth(int depth);
    bool event_ = false;  // whether there is an event e
};

std::string Draw::figure() {
    switch (below(5)) {
    case 0: return " min='" + share() + "'";
    case 1: return " above='" + share() + "'";
    case 2: return " max='" + share() + "'";
    case 3: return " about='40%'";
    default: return " share='" + share() + "'";
    }
}

std::string Draw::status() { return one_in(6) ? " status='denied'" : one_in(8) ? " status='reported'" : ""; }

std::string Draw::when() {
    switch (below(10)) {
    case 0: return " at='2014'";
    case 1: return " from='2013-06'";
    case 2: return " throughout='2014'";
    case 3: return " from='2014-02-01' through='2014-03'";
    case 4: return " at='s.published'";
    case 5: return event_ ? " at='e.start'" : " from='s.published'";
    default: return "";
    }
}

std::string Draw::fact() {
    const std::string x = party(), y = company();
    switch (below(12)) {
    case 0: return "<complete holders-of='" + y + "'" + when() + (one_in(8) ? " status='denied'" : "") + "/>";
    case 1: return "<relation kind='subsidiary-of' subject='" + y + "' object='" + x + "'" + status() + "/>";
    case 2: return "<relation kind='controls' subject='" + x + "' object='" + y + "'" + status() + "/>";
    case 3: return "<office person='p' of='" + y + "' title='chief-executive'" + status() + when() + "/>";
    case 4: return "<claim" + status() + ">" + truth(1) + "</claim>";
    case 5: return "<relation kind='partner-of' subject='" + x + "' object='" + party() + "'" + status() + "/>";
    case 6: return one_in(2) ? "<same a='p' b='q'" + status() + "/>" : "<unchanged holders-of='" + y + "' from='2013-01-01' through='2014-06-30'/>";
    default:
        return "<stake holder='" + x + "' in='" + y + "'" + figure() + (one_in(6) ? " basis='votes'" : "") + status() + when() + "/>";
    }
}

// Claims and questions, written as XML text: "&lt;" in facts.
std::string Draw::truth(int depth) {
    if (depth > 0 && one_in(3)) {
        const std::string word = of<std::string>({" and ", " or ", " implies "});
        return "(" + truth(depth - 1) + ")" + word + "(" + truth(depth - 1) + ")";
    }
    if (depth > 0 && one_in(6)) return "not (" + truth(depth - 1) + ")";
    if (depth >= 0 && one_in(4)) {  // days that may be one, and read in particular
        const std::string day = of<std::string>({"s.published", "'2014-03-05'", "now", event_ ? "e.end" : "now", event_ ? "e.start" : "'2014'"});
        return "(" + truth(-1) + ") at " + day;
    }
    if (one_in(12)) return of<std::string>({"ever(", "always("}) + truth(-1) + ")";
    const std::string x = party(), y = company();
    const std::string kind = of<std::string>({"party", "party", "company", "person", "organisation"});
    switch (below(13)) {
    case 0:
    case 1: return "controls(" + x + ", " + y + ")";
    case 2: return "majority(" + x + ", " + y + ")";
    case 3: return "votes(" + x + ", " + y + ")" + compared();
    case 4: return "capital(" + x + ", " + y + ") + capital(" + party() + ", " + y + ")" + compared();
    case 5: return "any(h: " + kind + ", votes(h, " + y + ")" + compared() + ")";
    case 6: return "all(h: " + kind + ", capital(h, " + y + ")" + compared() + ")";
    case 7: return "any(h: " + kind + ", controls(h, " + y + "))";
    case 8: return "sum(h: " + kind + " where h != " + x + ", capital(h, " + y + "))" + compared();
    case 9: return "any(o: organisation, capital(" + x + ", o)" + compared() + ")";
    case 10: return "in-office(p, " + y + ")";
    case 11: return "subsidiary-of(" + y + ", " + x + ")";
    default: return "any(h: " + y + ".holders, controls(h, " + company() + "))";
    }
}

Case Draw::draw() {
    Case c;
    event_ = one_in(2);
    if (event_) c.facts = {"<event id='e' kind='acquisition'" + of<std::string>({"", " date='2014'", " from='2014-03' to='2014-03'"}) + std::string(one_in(2) ? " status='expected'" : "") +
               "><participant role='buyer' ref='" + party() + "'/><participant role='target' ref='" + company() + "'/></event>"};
    if (one_in(8))
        c.facts.push_back("<event id='m' kind='merger' date='2014-03'" + std::string(one_in(2) ? " status='expected'" : "") +
                          "><participant role='absorbed' ref='a'/><participant role='absorbed' ref='b'/></event>");
    for (unsigned n = 1 + below(4); n > 0; --n) c.facts.push_back(fact());
    for (int n = 0; n < 4; ++n) c.queries.push_back(truth(1) + (one_in(5) ? " and true" : ""));
    for (int n = 0; n < 1; ++n) c.queries.push_back((one_in(2) ? "votes(" : "capital(") + party() + ", " + company() + ")");
    c.queries.push_back("sum(h: party, votes(h, " + company() + "))");
    for (std::string& query : c.queries)
        if (query.ends_with(" and true")) query = "(" + query.substr(0, query.size() - 9) + ") at '2014-03-05'";
    return c;
}

std::string xml_of(const Case& c) {
    std::string out = "<facts xmlns='urn:tenet:facts:1' id='drawn' as-of='2015-01-01'>\n";
    out += "<source id='s' published='2014-02-01/2014-04'/>\n";
    for (const char* id : {"a", "b"}) out += std::string("<entity id='") + id + "' kind='company'/>\n";
    for (const char* id : {"p", "q"}) out += std::string("<entity id='") + id + "' kind='person'/>\n";
    for (std::string fact : c.facts) {
        for (std::size_t at = fact.find('<', 1); at != std::string::npos; at = fact.find('<', at + 1))
            if (at + 1 < fact.size() && (fact[at + 1] == ' ' || fact[at + 1] == '=')) fact.replace(at, 1, "&lt;");
        out += fact + "\n";
    }
    return out + "</facts>\n";
}

std::string words(const Answer& a) {
    std::string out(to_string(a.truth));
    for (const auto* end : {&a.lower, &a.upper})
        out += *end ? " " + (*end)->bound.value.to_string() + ((*end)->bound.open ? " open" : "") : " -";
    return out;
}

/// The verdict and then each answer; nothing where the case is no valid input.
enum class How { each, together, merged, naive };
std::optional<std::vector<std::string>> answers(const Case& c, How how) {
    Sources sources;
    Diagnostics diagnostics;
    FactSet facts;
    read_fact_text(sources.add("facts.xml", xml_of(c)), facts, sources, diagnostics);
    finish_facts(facts, sources, diagnostics);
    const Vocabulary vocabulary = read_packs({}, facts, sources, diagnostics);
    std::vector<CheckedExpression> claims, asked;
    if (diagnostics.has_errors()) return std::nullopt;
    for (FactId id = 0; id < facts.facts.size(); ++id)
        if (const auto* claim = std::get_if<ExpressionClaim>(&facts.facts[id].body)) {
            auto checked = check_expression(*claim->expression, {vocabulary, &facts, {}, false}, Type::truth, sources, diagnostics);
            if (!checked) return std::nullopt;
            claims.push_back(std::move(*checked));
        }
    for (const std::string& query : c.queries) {
        const FileIndex file = sources.add("<query>", query);
        auto checked = check_expression({query, {file, 0, static_cast<std::uint32_t>(query.size())}}, {vocabulary, &facts, {}, true}, {},
                                        sources, diagnostics);
        if (!checked) return std::nullopt;
        asked.push_back(std::move(*checked));
    }
    if (diagnostics.has_errors()) return std::nullopt;
    Choice choice;
    choice.every_party = how == How::naive;
    Limits limits;
    const auto from_now = [&] { limits.deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(500); };
    Z3Context context;
    std::vector<std::string> out;
    {
        GroundResult ground = tenet::ground(facts, vocabulary, choice, claims, {}, false);
        from_now();
        Inquiry inquiry(ground, facts, vocabulary, limits, context);
        out.emplace_back(to_string(inquiry.judge().verdict));
    }
    if (how == How::together) {
        std::vector<Query> queries;
        for (const CheckedExpression& query : asked) queries.push_back({&query, {}, std::nullopt});
        GroundResult ground = tenet::ground(facts, vocabulary, choice, claims, queries, false);
        Inquiry inquiry(ground, facts, vocabulary, limits, context);
        for (const Question& question : ground.queries) {
            from_now();
            out.push_back(words(inquiry.answer(question, Inquiry::Detail::answer)));
        }
        return out;
    }
    GroundBase base(facts, vocabulary, choice);
    if (how == How::merged) base.few_pairs = false;
    for (const CheckedExpression& query : asked) {
        GroundResult ground = tenet::ground(facts, vocabulary, choice, claims, {{&query, {}, std::nullopt}}, false, false, &base);
        from_now();
        Inquiry inquiry(ground, facts, vocabulary, limits, context);
        out.push_back(words(inquiry.answer(ground.queries[0], Inquiry::Detail::answer)));
    }
    return out;
}

// A limit is no disagreement; nor that the naive grounding, in which everything hangs together, calls more contradictory
// than the question speaks of.
using Answers = std::optional<std::vector<std::string>>;
bool differ(const Answers& small, const Answers& naive) {
    if (!small || !naive) return false;
    const bool stands = naive->front() == "consistent" && small->front() == "consistent";
    for (std::size_t i = 0; i < small->size(); ++i) {
        const std::string &a = (*small)[i], &b = (*naive)[i];
        if (a.starts_with("undecided") || b.starts_with("undecided")) continue;
        if (a != b && (i == 0 || stands)) return true;
    }
    return false;
}

bool differ(const Case& c, How how) { return differ(answers(c, how), answers(c, How::naive)); }

}  // namespace

int main(int count, char** arguments) {
    const std::uint32_t seed = count > 1 ? static_cast<std::uint32_t>(std::stoul(arguments[1])) : 1;
    const std::uint32_t cases = count > 2 ? static_cast<std::uint32_t>(std::stoul(arguments[2])) : 1000;
    std::cout << "seed " << seed << std::endl;
    std::size_t questions = 0, invalid = 0, undecided = 0, contradictory = 0;
    for (std::uint32_t n = 0; n < cases; ++n) {
        Draw draw(seed * 1000003U + n);
        const Case c = draw.draw();
        const How how = std::array{How::each, How::together, How::merged}[n % 3];
        const auto small = answers(c, how), naive = answers(c, How::naive);
        if (!small || !naive) {
            ++invalid;
            continue;
        }
        questions += small->size();
        contradictory += small->front() == "contradictory";
        for (const auto* list : {&*small, &*naive})
            for (const auto& each : *list) undecided += each.starts_with("undecided");
        if (!differ(small, naive)) continue;
        const Case least = shrunk(c, {&Case::queries, &Case::facts}, [&](const Case& less) { return differ(less, how); });
        std::cout << "case " << n << " differs\n" << xml_of(least);
        const auto a = answers(least, how), b = answers(least, How::naive);
        for (std::size_t i = 0; i < a->size(); ++i)
            std::cout << (i == 0 ? "verdict" : least.queries[i - 1]) << ": small " << (*a)[i] << ", naive " << (*b)[i] << '\n';
        return 1;
    }
    std::cout << cases << " cases (" << invalid << " no valid input, " << contradictory << " contradictory), " << questions
              << " questions, " << undecided << " undecided\n";
    return questions > 0 && invalid * 4 < cases ? 0 : 1;
}

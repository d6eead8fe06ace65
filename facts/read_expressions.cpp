// Texts of claims and expectations. Whether a text is an expression is for rules/ to say.
#include "facts/read_expressions.h"

#include <algorithm>
#include <utility>

#include "facts/read_declarations.h"
#include "facts/read_quantity.h"

namespace tenet {

namespace {

/// An expectation's bound: a number or a day, kept as written.
std::optional<Word> read_bound(const Attributes& attributes, Attr attr, ReadContext& context) {
    if (!attributes.has(attr)) return std::nullopt;
    Word word = attributes.word(attr);
    const bool readable = word.text.size() <= max_number_length;
    if (!readable || (!Rational::parse(word.text) && !parse_date(word.text).value))
        context.error("bad-bound", word.span, quoted(word.text) + " is neither a number nor a day").help =
            "a bound is a number (40%, 1/3, 12.5) or a day (2015-03-31)";
    return word;
}

}  // namespace

PlacedText read_expression(XmlElement element, std::string_view what, ReadContext& context) {
    PlacedText text = element.text();
    if (text.text.find_first_not_of(" \t\r\n") == std::string::npos && !element.first_child())
        context.error("empty-value", element.span(),
                      "<" + std::string(element.name()) + "> holds no " + std::string(what),
                      "write it between the tags");
    return text;
}

void read_expect(const Attributes& attributes, ReadContext& context) {
    Expectation expectation;
    expectation.set = context.set_id;
    expectation.span = attributes.element().span();
    if (attributes.has(Attr::id))
        expectation.id = attributes.text(Attr::id);
    else if (!context.piece)  // where lines begin is known at the end only
        expectation.id = context.set.texts->keep(place_name(expectation.span, context.sources));
    expectation.query = read_expression(attributes.element(), "query", context);
    if (attributes.has(Attr::answer)) {
        expectation.answer = attributes.word(Attr::answer);
        const std::string_view text = expectation.answer.text;
        const std::vector<std::string> answers = {"certain", "possible", "impossible", "void"};
        if (std::find(answers.begin(), answers.end(), text) == answers.end())
            context
                .error("unknown-answer", expectation.answer.span, "there is no answer " + quoted(text),
                       did_you_mean(nearest(text, answers)))
                .help = "an answer is certain, possible, impossible or void; a number's is lower, upper, above, below";
    }
    expectation.lower = read_bound(attributes, Attr::lower, context);
    expectation.upper = read_bound(attributes, Attr::upper, context);
    expectation.above = read_bound(attributes, Attr::above, context);
    expectation.below = read_bound(attributes, Attr::below, context);
    constexpr AttrSet answers = {Attr::answer, Attr::lower, Attr::upper, Attr::above, Attr::below};
    if (attributes.lacks(answers))
        context.error("missing-attribute", expectation.span, "<expect> does not say what it expects",
                      "add answer=, lower=, upper=, above= or below=");
    constexpr std::pair<Attr, Attr> exclusive[] = {{Attr::lower, Attr::above},  {Attr::upper, Attr::below},
                                                   {Attr::answer, Attr::lower}, {Attr::answer, Attr::upper},
                                                   {Attr::answer, Attr::above}, {Attr::answer, Attr::below}};
    for (const auto& [one, other] : exclusive) {
        if (!attributes.has(one) || !attributes.has(other)) continue;
        Diagnostic& d =
            context.error("bad-bound", attributes.name_span(other),
                          quoted(to_string(one)) + " and " + quoted(to_string(other)) + " exclude each other",
                          one == Attr::answer ? "" : "is the end itself included, or not?");
        d.labels.push_back({attributes.name_span(one), "given here"});
    }
    context.set.expectations.push_back(std::move(expectation));
}

}  // namespace tenet

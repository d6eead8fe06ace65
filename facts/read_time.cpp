// Dates, instants and the combinations of them that are a time.
#include "facts/read_time.h"

#include <utility>

namespace tenet {

namespace {

constexpr std::pair<std::string_view, Instant::Kind> endings[] = {{"start", Instant::Kind::event_start},
                                                                {"end", Instant::Kind::event_end},
                                                                {"date", Instant::Kind::event_date},
                                                                {"published", Instant::Kind::source_published}};

/// The place of a decoded word from byte `offset` on.
SourceSpan place_in(const Word& word, std::size_t offset, const Sources& sources) {
    if (offset == 0 || offset >= word.text.size()) return word.span;
    return locate(sources, {std::string(word.text), word.span}, offset, word.text.size());
}

void complain_of_date(const Word& word, const EdtfResult& result, std::string_view expected, ReadContext& context) {
    const std::string text(word.text);
    Diagnostic& d = context.error("bad-date", place_in(word, result.offset, context.sources),
                                  quoted(text) + " is not " + std::string(expected), result.error);
    const std::size_t dot = text.rfind('.');
    const bool letter_first = !text.empty() && ((text[0] | 0x20) >= 'a' && (text[0] | 0x20) <= 'z');
    if (const std::optional<Symbol> symbol = context.find(text); symbol && symbol->kind == Symbol::Kind::event) {
        d.primary = word.span;
        d.at_primary = "this names an event; did you mean '" + text + ".start' or '" + text + ".end'?";
    } else if (dot != std::string::npos && dot > 0 && dot + 1 < text.size() && text[dot + 1] != '.' && letter_first) {
        std::vector<std::string> names;
        for (const auto& [name, kind] : endings) names.emplace_back(name);
        const std::string likely = nearest(text.substr(dot + 1), names);
        d.primary = word.span;
        d.at_primary = likely.empty() ? "" : did_you_mean(text.substr(0, dot + 1) + likely);
        d.help = "an event has .start, .end and (of one day) .date; a source has .published";
    } else if (!word.text.empty()) {
        d.help = "a date is written 2015-03-31, 2015-03, 2015, 2015-Q1, 2015~ (about) or 2014/2016";
    }
}

}  // namespace

std::optional<NamedInstant> split_instant(std::string_view text) {
    const std::size_t dot = text.rfind('.');
    if (dot == std::string_view::npos || dot == 0) return std::nullopt;
    for (const auto& [name, kind] : endings)
        if (text.substr(dot + 1) == name) return NamedInstant{text.substr(0, dot), kind};
    return std::nullopt;
}

std::optional<Instant> read_instant(Word word, Unresolved::Place place, ReadContext& context) {
    Instant instant;
    instant.word = std::move(word);
    const std::string_view text = instant.word.text;
    if (text == "now") {
        instant.kind = Instant::Kind::now;
        return instant;
    }
    if (const std::optional<NamedInstant> named = split_instant(text)) {
        instant.kind = named->kind;
        if (named->kind == Instant::Kind::event_date) context.set.names_dates = true;
        const bool of_source = named->kind == Instant::Kind::source_published;
        SourceSpan place_of_owner = instant.word.span;
        const std::size_t part_size = text.size() - named->owner.size();
        if (place_of_owner.end - place_of_owner.begin == text.size())  // nothing decoded: point at the id alone
            place_of_owner.end -= static_cast<std::uint32_t>(part_size);
        Word owner{named->owner, place_of_owner};
        instant.index = context.refer(of_source ? Symbol::Kind::source : Symbol::Kind::event, std::move(owner), place);
        return instant;
    }
    const EdtfResult result = parse_date(text);
    if (!result.value) {
        complain_of_date(instant.word, result, "a date or an instant", context);
        return std::nullopt;
    }
    instant.edtf = *result.value;
    return instant;
}

std::optional<Instant> read_date(Word word, std::string_view attribute, ReadContext& context) {
    const EdtfResult result = parse_date(word.text);
    if (result.value) {
        Instant instant;
        instant.edtf = *result.value;
        instant.word = std::move(word);
        return instant;
    }
    if (word.text == "now" || split_instant(word.text))
        context.error("bad-date", word.span, quoted(attribute) + " takes a date, not an instant",
                      "others depend on this day, so it depends on none");
    else
        complain_of_date(word, result, "a date", context);
    return std::nullopt;
}

When read_when(const Attributes& attributes, ReadContext& context) {
    using Place = Unresolved::Place;
    When when;
    const AttrSet given = attributes.given() & time_attributes;
    if (given.empty()) return when;
    const auto read = [&](Attr attr, Place place) -> std::optional<Instant> {
        if (!attributes.has(attr)) return std::nullopt;
        return read_instant(attributes.word(attr), place, context);
    };
    const auto clash = [&](Attr first, Attr second, std::string why) {
        if (!attributes.has(first) || !attributes.has(second)) return;
        Diagnostic& d = context.error(
            "time-forms", attributes.name_span(second),
            quoted(to_string(first)) + " and " + quoted(to_string(second)) + " exclude each other", std::move(why));
        d.labels.push_back({attributes.name_span(first), "given here"});
        d.help =
            "a time is one of: at=\"one day\", throughout=\"every day of a span\", or from= with to= (first day "
            "after) or through= (last day)";
    };
    clash(Attr::at, Attr::throughout, "one day, or every day?");
    for (Attr period : {Attr::from, Attr::to, Attr::through}) {
        clash(Attr::at, period, "one day, or a period?");
        clash(Attr::throughout, period, "the days of a span, or a period?");
    }
    clash(Attr::to, Attr::through, "the first day after, or the last day?");
    When::Parts& parts = when.edit();
    parts.at = read(attributes.has(Attr::at) ? Attr::at : Attr::throughout, Place::at);
    parts.from = read(Attr::from, Place::from);
    parts.to = read(Attr::to, Place::to);
    parts.through = read(Attr::through, Place::through);
    if (attributes.has(Attr::at))
        parts.form = When::Form::at;
    else if (attributes.has(Attr::throughout))
        parts.form = When::Form::throughout;
    else
        parts.form = When::Form::period;
    return when;
}

}  // namespace tenet

// Figures: their numbers, the ends of what they allow, and likely slips (a comma, a missing %).
#include "facts/read_quantity.h"

#include <utility>

namespace tenet {

namespace {

/// 10^exponent.
Rational power_of_ten(std::size_t exponent) {
    Rational result = 1;
    for (std::size_t i = 0; i < exponent; ++i) result *= 10;
    return result;
}

/// What was probably meant by something that is no number: "40,5 %" -> "40.5%"; empty when nothing simple.
std::string mended(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == ' ' || c == '_' || c == '+') continue;
        if (text.substr(i).starts_with("\xC2\xA0") || text.substr(i).starts_with("\xE2\x80\xAF")) {  // no-break spaces
            i += c == '\xC2' ? 1 : 2;
            continue;
        }
        result += c == ',' ? '.' : c;
    }
    if (result.starts_with(".")) result.insert(0, "0");
    return result != text && Rational::parse(result) ? result : std::string();
}

}  // namespace

std::optional<Figure> read_figure(Figure::Form form, Word word, bool is_share, ReadContext& context) {
    const std::optional<Rational> value = read_number(word, context);
    if (!value) return std::nullopt;
    Figure figure;
    figure.form = form;
    figure.value = *value;
    if (form == Figure::Form::about && word.text.view().find('/') != std::string_view::npos) {
        context.error("bad-number", word.span, "a fraction is exact: it cannot be 'about' anything",
                      "write a decimal or a percentage, or use '" + std::string(is_share ? "share" : "value") + "'");
        return std::nullopt;
    }
    if (is_share && *value > Rational(1) && word.text.view().find('%') == std::string_view::npos) {
        Diagnostic d;
        d.code = "share-above-whole";
        d.severity = Severity::warning;
        d.message = quoted(word.text) + " is " + value->percent() + " of the whole";
        d.primary = word.span;
        d.at_primary = did_you_mean(std::string(word.text) + "%");
        context.diagnostics.add(std::move(d));
    }
    figure.word = word;
    return figure;
}

std::optional<Interval> rounded_interval(std::string_view text, const Rational& value) {
    if (text.find('/') != std::string_view::npos) return std::nullopt;
    const bool percent = text.ends_with("%");
    if (percent) text.remove_suffix(1);
    const std::size_t point = text.find('.');
    const std::size_t decimals = point == std::string_view::npos ? 0 : text.size() - point - 1;
    const Rational half = Rational(1, 2) / power_of_ten(decimals + (percent ? 2 : 0));
    const bool negative = value.sign() < 0;
    return Interval{Bound{value - half, negative}, Bound{value + half, !negative}};
}

std::optional<Rational> read_number(const Word& word, ReadContext& context) {
    if (word.text.size() > max_number_length) {
        context.error("bad-number", word.span,
                      "this number has more than " + std::to_string(max_number_length) + " characters");
        return std::nullopt;
    }
    if (std::optional<Rational> value = Rational::parse(word.text)) return value;
    const std::string likely = mended(word.text);
    context.error("bad-number", word.span, quoted(word.text) + " is not a number", did_you_mean(likely)).help =
        "a number is a decimal (0.444), a percentage (44.4%) or a fraction (1/3)";
    return std::nullopt;
}

Quantity read_quantity(const Attributes& attributes, Attr exact, ReadContext& context) {
    const bool is_share = exact == Attr::share;
    Quantity quantity;
    constexpr std::pair<Attr, Figure::Form> bounds[] = {{Attr::about, Figure::Form::about},
                                                        {Attr::min, Figure::Form::min},
                                                        {Attr::max, Figure::Form::max},
                                                        {Attr::above, Figure::Form::above},
                                                        {Attr::below, Figure::Form::below}};
    if (attributes.lacks(is_share ? share_attributes : value_attributes)) {
        const std::string name(to_string(exact));
        context.error("missing-attribute", attributes.element().span(),
                      "<" + std::string(attributes.element().name()) + "> says no figure",
                      "add " + name + "=\"...\", about=, min=, max=, above= or below=");
        return quantity;
    }
    const auto add = [&](Attr attr, Figure::Form form) {
        if (!attributes.has(attr)) return;
        if (auto figure = read_figure(form, attributes.word(attr), is_share, context)) quantity.figures.push_back(std::move(*figure));
    };
    add(exact, Figure::Form::exact);
    for (const auto& [attr, form] : bounds) add(attr, form);
    return quantity;
}

}  // namespace tenet

// Exact throughout: what is said to be "about" a figure is rounded with rationals.
#include "reports/wording.h"

namespace tenet {

namespace {

constexpr std::size_t long_decimal = 12;  // characters; a longer one tells a reader less than its fraction

// Rounded to two decimals, halves up.
std::string about(const Rational& value) {
    const Rational hundredths = (value * Rational(100) + Rational(1, 2)).floor();
    return (hundredths / Rational(100)).decimal();
}

}  // namespace

std::string count_of(std::size_t number, std::string_view one, std::string_view many) {
    std::string out = std::to_string(number) + ' ';
    if (number == 1) return out.append(one);
    return many.empty() ? out.append(one) + 's' : out.append(many);
}

std::string listed(const std::vector<std::string>& words) {
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) out += i + 1 == words.size() ? " and " : ", ";
        out += words[i];
    }
    return out;
}

std::string say_number(const Rational& value, bool percent) {
    const std::string unit = percent ? " %" : "";
    const Rational shown = percent ? value * Rational(100) : value;
    const std::string decimal = shown.decimal();
    const bool ends = decimal.find('/') == std::string::npos;
    if (ends && (decimal.size() <= long_decimal || shown.is_integer())) return decimal + unit;
    return value.to_string() + " (about " + about(shown) + unit + ')';
}

std::string say_range(const std::optional<Bound>& lower, const std::optional<Bound>& upper, bool percent,
                      std::string_view name) {
    const std::string x(name);
    const auto said = [&](const Bound& bound) { return say_number(bound.value, percent); };
    if (!lower && !upper) return x + " can be any number";
    if (!upper) return x + (lower->open ? " > " : " >= ") + said(*lower);
    if (!lower) return x + (upper->open ? " < " : " <= ") + said(*upper);
    if (lower->value == upper->value) return x + " = " + said(*lower);
    return said(*lower) + (lower->open ? " < " : " <= ") + x + (upper->open ? " < " : " <= ") + said(*upper);
}

std::string say_days(const std::optional<Day>& earliest, const std::optional<Day>& latest) {
    if (!earliest && !latest) return "any day";
    if (!latest) return to_string(*earliest) + " at the earliest";
    if (!earliest) return to_string(*latest) + " at the latest";
    if (*earliest == *latest) return "on " + to_string(*earliest);
    return "from " + to_string(*earliest) + " to " + to_string(*latest);
}

}  // namespace tenet

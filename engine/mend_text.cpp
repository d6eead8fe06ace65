// What a reader would write there: the fact's own form and precision, read again before it is believed.
#include "engine/mend_text.h"

#include <algorithm>
#include <array>

#include "facts/edtf.h"

namespace tenet {

namespace {

constexpr std::size_t longest_exact = 14;  // characters; beyond, a figure at the fact's own precision tells more

struct FigureForm {
    bool percent = false, fraction = false;
    std::size_t decimals = 0;
};

FigureForm form_of(std::string_view text) {
    FigureForm form;
    form.percent = text.ends_with('%');
    form.fraction = text.find('/') != std::string_view::npos;
    if (form.percent) text.remove_suffix(1);
    if (const std::size_t point = text.find('.'); point != std::string_view::npos)
        form.decimals = text.size() - point - 1;
    return form;
}

Rational tenth_power(std::size_t n) {
    Rational out(1);
    for (; n > 0; --n) out /= Rational(10);
    return out;
}

std::string written(const Rational& value, const FigureForm& form, bool fixed) {
    if (form.fraction) return value.to_string();
    std::string out = form.percent ? value.percent() : value.decimal();
    if (!fixed || out.find('/') != std::string::npos) return out;
    if (form.percent) out.pop_back();
    std::size_t point = out.find('.');
    if (point == std::string::npos && form.decimals > 0) {
        point = out.size();
        out += '.';
    }
    if (form.decimals > 0) out.resize(point + 1 + form.decimals, '0');
    return form.percent ? out + '%' : out;
}

std::string year_text(std::int64_t year) {
    const std::string day = to_string(day_of(year, 1, 1));
    return day.substr(0, day.size() - 6);
}

bool digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// "-0044-03" as year and rest; nothing where it is no plain year.
struct Parts {
    std::string_view year, rest;
};
std::optional<Parts> parts_of(std::string_view text) {
    const std::size_t sign = text.starts_with('-') ? 1 : 0;
    if (text.size() < sign + 4 || !digits(text.substr(sign, 4))) return std::nullopt;
    return Parts{text.substr(0, sign + 4), text.substr(sign + 4)};
}

// Texts of the same form around `day`; none for a form that is not known.
std::vector<std::string> around(std::string_view text, Day day) {
    std::string_view plain = text;
    std::string mark;
    while (plain.ends_with('~') || plain.ends_with('?') || plain.ends_with('%')) {
        mark.insert(mark.begin(), plain.back());
        plain.remove_suffix(1);
    }
    const auto parts = parts_of(plain);
    if (!parts) return {};
    const Civil at = civil(day);
    std::vector<std::string> out;
    const std::string_view rest = parts->rest;
    if (rest.empty()) {
        for (std::int64_t y = at.year - 1; y <= at.year + 1; ++y) out.push_back(year_text(y) + mark);
    } else if (rest.size() == 3 && rest[0] == '-' && digits(rest.substr(1)) && rest.substr(1) <= "12") {
        for (std::int64_t month = at.year * 12 + at.month - 2; month <= at.year * 12 + at.month; ++month) {
            const std::int64_t year = month >= 0 ? month / 12 : (month - 11) / 12;
            const std::string first = to_string(day_of(year, static_cast<unsigned>(month - year * 12) + 1, 1));
            out.push_back(first.substr(0, first.size() - 3) + mark);
        }
    } else if (rest.size() == 3 && rest[0] == '-') {  // seasons and quarters: 21..24, Q1..Q4, 25..28, 29..32, 33..36
        const bool quarter = rest[1] == 'Q';
        if (!quarter && !digits(rest.substr(1))) return {};
        const int number = quarter ? rest[2] - '0' : (rest[1] - '0') * 10 + (rest[2] - '0');
        const int first = quarter ? 1 : number - (number - 21) % 4;
        for (std::int64_t y = at.year - 1; y <= at.year + 1; ++y)
            for (int i = first; i < first + 4; ++i)
                out.push_back(year_text(y) + '-' + (quarter ? "Q" : "") + std::to_string(i) + mark);
    } else if (rest.size() == 6 && rest[0] == '-' && rest[3] == '-' && digits(rest.substr(1, 2)) &&
               digits(rest.substr(4))) {
        for (std::int64_t n = day.number - 1; n <= day.number + 1; ++n) out.push_back(to_string(Day{n}) + mark);
    }
    return out;
}

std::int64_t distance(const DayRange& a, const DayRange& b) {
    const auto gap = [](const std::optional<Day>& x, const std::optional<Day>& y) {
        return x && y ? std::abs(x->number - y->number) : 0;
    };
    return std::max(gap(a.first, b.first), gap(a.last, b.last));
}

}  // namespace

Rational figure_step(std::string_view text, bool share) {
    const FigureForm form = form_of(text);
    if (form.fraction) return {1, 1000};
    const Rational own = tenth_power(form.decimals + (form.percent ? 2 : 0));
    return share ? std::min(own, Rational(1, 1000)) : own;
}

std::vector<std::string> figure_texts(std::string_view text, const Bound& end, bool below, bool share, bool fixed) {
    const FigureForm form = form_of(text);
    std::vector<std::string> out;
    const auto add = [&](const Rational& value) {
        std::string word = written(value, form, fixed);
        if (Rational::parse(word) == value && std::find(out.begin(), out.end(), word) == out.end())
            out.push_back(std::move(word));
    };
    if (!end.open && !fixed) {
        const std::string exact = written(end.value, form, false);
        if (exact.size() <= longest_exact && (form.fraction || exact.find('/') == std::string::npos)) add(end.value);
    }
    const Rational own = form.fraction ? Rational(1, 1000) : tenth_power(form.decimals + (form.percent ? 2 : 0));
    Rational step = fixed ? own : figure_step(text, share);
    for (int finer = 0; finer < (fixed ? 1 : 5); ++finer, step /= Rational(10)) {
        Rational steps = below ? (end.value / step).floor() : (end.value / step).ceil();
        if (end.open && steps * step == end.value) steps += Rational(below ? -1 : 1);
        add(steps * step);
        if (fixed) add((steps + Rational(below ? -1 : 1)) * step);  // the end of what is rounded to it may be excluded
    }
    if (!end.open && !fixed) add(end.value);
    return out;
}

std::optional<std::string> date_text(std::string_view text, Day day) {
    const EdtfResult old = parse_date(text);
    if (!old.value) return std::nullopt;
    if (const std::size_t slash = text.find('/'); slash != std::string_view::npos) {
        const std::string_view from = text.substr(0, slash), to = text.substr(slash + 1);
        const auto& [first, last] = old.value->span;
        std::optional<std::string> moved;
        if (first && day < *first) {
            moved = date_text(from, day);
            if (moved) *moved += '/' + std::string(to);
        } else if (last && *last < day) {
            moved = date_text(to, day);
            if (moved) *moved = std::string(from) + '/' + *moved;
        }
        if (!moved || !parse_date(*moved).value) return std::nullopt;
        return moved;
    }
    std::optional<std::string> best;
    std::int64_t least = 0;
    for (const std::string& candidate : around(text, day)) {
        const EdtfResult read = parse_date(candidate);
        if (!read.value) continue;
        const DayRange& span = read.value->span;
        if ((span.first && day < *span.first) || (span.last && *span.last < day)) continue;
        const std::int64_t far = distance(old.value->span, span);
        if (best && far >= least) continue;
        best = candidate;
        least = far;
    }
    return best;
}

}  // namespace tenet

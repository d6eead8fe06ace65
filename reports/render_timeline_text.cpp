// A chart of days: what is surely so drawn full, what may be drawn light; under each bar what was stated and inferred.
#include <algorithm>

#include "reports/columns.h"
#include "reports/paint.h"
#include "reports/render.h"
#include "reports/wording.h"

namespace tenet {

namespace {

constexpr std::size_t longest_name = 28;
constexpr std::string_view legend = "█ surely under way   ░ may be   ◀ ▶ open: no first or last day known";

// The days between the chart's edges, and the columns they are drawn in.
struct Scale {
    Day first, last;  // first < last
    std::size_t width;

    std::size_t column(Day day) const {
        const Day inside = std::clamp(day, first, last);
        const auto span = static_cast<std::size_t>(last.number - first.number);
        return static_cast<std::size_t>(inside.number - first.number) * (width - 1) / span;
    }
};

template <class Visit>
void for_each_day(const TimelineEntry& entry, Visit visit) {
    for (const auto& day : {entry.start_earliest, entry.start_latest, entry.end_earliest, entry.end_latest})
        if (day) visit(*day);
}

// From the first day any entry knows to the last, with a little room on both sides; none where no day is known.
std::optional<Scale> scale_of(const TimelineReport& report, std::size_t width) {
    std::optional<Day> first, last;
    for (const auto* entries : {&report.events, &report.periods})
        for (const TimelineEntry& entry : *entries)
            for_each_day(entry, [&](Day day) {
                first = first ? std::min(*first, day) : day;
                last = last ? std::max(*last, day) : day;
            });
    if (!first) return std::nullopt;
    const std::int64_t room = (last->number - first->number) / 20 + 1;
    return Scale{Day{first->number - room}, Day{last->number + room}, width};
}

// Years (or tens, hundreds ... of years; or months) under which the bars stand, as many as have room.
std::string axis(const Scale& scale) {
    std::string out(scale.width, ' ');
    std::size_t next_free = 0;
    const auto mark = [&](Day day, const std::string& label) {
        if (day < scale.first || scale.last < day) return;
        const std::size_t at = scale.column(day);
        if (at < next_free || at + label.size() > scale.width) return;
        out.replace(at, label.size(), label);
        next_free = at + label.size() + 2;
    };
    const Civil from = civil(scale.first), to = civil(scale.last);
    if (to.year - from.year < 2) {
        for (std::int64_t month = from.year * 12 + from.month - 1; month <= to.year * 12 + to.month; ++month) {
            const Day day = day_of(month / 12, static_cast<unsigned>(month % 12) + 1, 1);
            mark(day, to_string(day).substr(0, to_string(day).rfind('-')));
        }
        return out;
    }
    std::int64_t step = 1;
    const auto most = static_cast<std::int64_t>(scale.width / 8);
    while ((to.year - from.year) / step > most) step *= step % 5 == 0 ? 2 : 5;
    for (std::int64_t year = from.year - from.year % step; year <= to.year; year += step) {
        const std::string day = to_string(day_of(year, 1, 1));
        mark(day_of(year, 1, 1), day.substr(0, day.rfind("-01-01")));
    }
    return out;
}

std::string bar(const TimelineEntry& entry, const Scale& scale) {
    std::vector<std::string> cells(scale.width, " ");
    const auto fill = [&](std::size_t from, std::size_t to, const char* with) {
        for (std::size_t i = from; i <= to && i < cells.size(); ++i) cells[i] = with;
    };
    if (entry.occurs == "impossible" || entry.occurs == "contradictory") return {};
    if (!entry.start_earliest && !entry.start_latest && !entry.end_earliest && !entry.end_latest) {
        fill(0, scale.width - 1, "░");
    } else {
        fill(entry.start_earliest ? scale.column(*entry.start_earliest) : 0,
             entry.end_latest ? scale.column(*entry.end_latest) : scale.width - 1, "░");
        // On the days from the latest start to the earliest end it is surely under way.
        if (entry.start_latest && entry.end_earliest && *entry.start_latest <= *entry.end_earliest)
            fill(scale.column(*entry.start_latest), scale.column(*entry.end_earliest), "█");
    }
    if (!entry.start_earliest) cells.front() = "◀";
    if (!entry.end_latest) cells.back() = "▶";
    std::string out;
    for (const std::string& cell : cells) out += cell;
    return out;
}

// A fact without an id is called PATH:LINE:COLUMN; the folders would leave no room for the chart.
std::string short_name(const std::string& id) {
    const std::size_t slash = id.find(':') == std::string::npos ? std::string::npos : id.rfind('/');
    return slash == std::string::npos ? id : id.substr(slash + 1);
}

std::string inferred(const TimelineEntry& entry) {
    const bool one_day = entry.start_earliest == entry.end_earliest && entry.start_latest == entry.end_latest;
    if (one_day) return say_days(entry.start_earliest, entry.start_latest);
    const auto days = [](const std::optional<Day>& earliest, const std::optional<Day>& latest) {
        return earliest || latest ? say_days(earliest, latest) : "on any day";
    };
    return "starts " + days(entry.start_earliest, entry.start_latest) + ", ends " +
           days(entry.end_earliest, entry.end_latest);
}

// What is known of its days, in words.
std::string days_text(const TimelineEntry& entry) {
    if (entry.occurs == "impossible") return "does not occur";
    if (entry.occurs == "contradictory") return "the facts around it contradict each other";
    std::string out = inferred(entry) + (entry.occurs == "possible" ? ", if it occurs at all" : "");
    if (entry.undecided) out += "; a limit came before more was known of its days";
    if (entry.occurs == "undecided") out += "; a limit came before it was clear whether it occurs";
    return out;
}

std::string entry_text(const TimelineEntry& entry, const std::optional<Scale>& scale, std::size_t name_width,
                       const Style& style) {
    std::string out =
        "  " + paint(style, Ink::strong, padded(shortened(short_name(entry.id), name_width), name_width)) + "  ";
    if (scale)
        out += paint(style, entry.occurs == "possible" || entry.occurs == "undecided" ? Ink::warning : Ink::good,
                     bar(entry, *scale));
    out.erase(out.find_last_not_of(' ') + 1);
    out += '\n';
    std::string line = days_text(entry);
    if (!entry.label.empty() && entry.label != entry.id) line = entry.label + ": " + line;
    if (!entry.stated.empty() && entry.label.find(entry.stated) == std::string::npos)
        line += " (stated: " + entry.stated + ')';
    return style.quiet ? out : out + wrapped("      ", line, style.width);
}

std::string section(std::string_view title, const std::vector<TimelineEntry>& entries,
                    const std::optional<Scale>& scale, std::size_t name_width, const Style& style) {
    if (entries.empty()) return {};
    std::string head = padded(title, name_width + 2) + "  ";
    std::string out = paint(style, Ink::strong, head);
    if (scale) out += paint(style, Ink::faint, axis(*scale));
    out += '\n';
    for (const TimelineEntry& entry : entries) out += entry_text(entry, scale, name_width, style);
    return out + '\n';
}

}  // namespace

std::string render_timeline_text(const TimelineReport& report, const Sources&, const Style& style) {
    std::string out;
    if (report.verdict == Verdict::contradictory)
        out += wrapped("",
                       "contradictory: the facts cannot all be true together, and from such facts no day follows; "
                       "`tenet check` shows the conflicts",
                       style.width);
    if (report.events.empty() && report.periods.empty()) {
        if (report.verdict != Verdict::contradictory && report.undecided.empty()) out += "no events and no periods\n";
    } else {
        std::size_t name_width = 0;
        for (const auto* entries : {&report.events, &report.periods})
            for (const TimelineEntry& entry : *entries)
                name_width = std::max(name_width, columns(short_name(entry.id)));
        name_width = std::clamp<std::size_t>(name_width, 8, longest_name);
        const std::size_t chart =
            std::clamp<std::size_t>(style.width > name_width + 6 ? style.width - name_width - 6 : 0, 20, 100);
        const std::optional<Scale> scale = scale_of(report, chart);
        out += section("events", report.events, scale, name_width, style);
        out += section("periods", report.periods, scale, name_width, style);
        if (!style.quiet) out += paint(style, Ink::faint, legend) + '\n';
    }
    for (const std::string& each : report.undecided) out += wrapped("undecided: ", each, style.width);
    for (const std::string& each : report.under) out += wrapped("under ", each, style.width);
    return out;
}

}  // namespace tenet

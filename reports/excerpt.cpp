// Lines are laid out glyph by glyph, so that carets stand right under tabs, wide characters and broken UTF-8. Of a line
// of megabytes only what is near the span is looked at.
#include "reports/excerpt.h"

#include <algorithm>
#include <vector>

#include "reports/columns.h"

namespace tenet {

namespace {

constexpr std::size_t tab_stop = 4;
constexpr std::size_t gutter = 9;  // "   14 | " and one column to spare

struct Cell {
    std::size_t begin, end;       // bytes of the file
    std::size_t column, columns;  // where it stands on the terminal
    std::string printed;
};

struct Layout {
    std::vector<Cell> cells;
    bool cut_left = false, cut_right = false;
};

std::size_t character_start(std::string_view line, std::size_t at) {
    while (at > 0 && at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0) == 0x80) --at;
    return at;
}

// The cells of `line` (which begins at byte `line_begin` of its file) around bytes [begin, end) of the file, in at most
// `room` columns.
Layout lay_out(std::string_view line, std::size_t line_begin, std::size_t begin, std::size_t end, std::size_t room) {
    // Four bytes are the longest character, so this much text fills the room on both sides of the span's start.
    const std::size_t reach = 4 * room;
    const std::size_t at_span = begin - line_begin;
    std::size_t at = at_span > reach ? character_start(line, at_span - reach) : 0;
    const std::size_t stop = std::min(line.size(), at_span + reach);
    Layout layout;
    layout.cut_left = at > 0;
    layout.cut_right = stop < line.size();
    std::size_t column = 0;
    while (at < stop) {
        Glyph glyph = glyph_at(line, at);
        if (line[at] == '\t') {
            glyph.columns = static_cast<unsigned>(tab_stop - column % tab_stop);
            glyph.printed.assign(glyph.columns, ' ');
        }
        layout.cells.push_back({line_begin + at, line_begin + at + glyph.bytes, column, glyph.columns, glyph.printed});
        column += glyph.columns;
        at += glyph.bytes;
    }
    if (column <= room && !layout.cut_left && !layout.cut_right) return layout;

    // A window of `room` columns: the span a quarter from its left, or as far left as its length asks, or at the line's
    // end.
    std::size_t from = column, until = column;  // columns of the span
    for (const Cell& cell : layout.cells) {
        if (cell.end > begin) from = std::min(from, cell.column);
        if (cell.begin < end) until = cell.column + cell.columns;
    }
    until = std::max(until, from + 1);
    const std::size_t before = std::min(room / 4, room - std::min(room, until - from));
    std::size_t first = from - std::min(from, before);
    if (!layout.cut_right && first + room > column) first = column - std::min(column, room);
    first = std::min(first, from);
    std::vector<Cell> shown;
    for (Cell& cell : layout.cells) {
        if (cell.column < first) {
            layout.cut_left = true;
        } else if (cell.column + cell.columns > first + room) {
            layout.cut_right = true;
        } else {
            cell.column -= first;
            shown.push_back(std::move(cell));
        }
    }
    layout.cells = std::move(shown);
    return layout;
}

struct Marks {
    std::size_t begin, end;  // bytes of the file
    char first, rest, last;  // '^' where the span begins or ends
};

std::string marked_line(const Sources& sources, FileIndex file, Marks marks, std::string_view behind, Ink ink,
                        const Style& style, std::string_view indent) {
    std::uint32_t line_begin = 0;
    const std::string_view line = sources.line_at(file, static_cast<std::uint32_t>(marks.begin), &line_begin);
    const std::size_t taken = gutter + columns(indent);
    const std::size_t room = std::max<std::size_t>(style.width > taken ? style.width - taken : 0, 30);
    const Layout layout = lay_out(line, line_begin, marks.begin, marks.end, room - 2);

    std::string number = std::to_string(sources.line_column(file, static_cast<std::uint32_t>(marks.begin)).line);
    number.insert(0, number.size() < 5 ? 5 - number.size() : 0, ' ');
    std::string shown(indent);
    shown += paint(style, Ink::faint, number + " |") + " ";
    if (layout.cut_left) shown += "…";
    const std::size_t shift = layout.cut_left ? 1 : 0;
    std::size_t from = std::string::npos, until = 0, end_of_line = 0;
    for (const Cell& cell : layout.cells) {
        shown += cell.printed;
        end_of_line = cell.column + cell.columns;
        if (cell.end > marks.begin && cell.begin < std::max(marks.end, marks.begin + 1)) {
            from = std::min(from, cell.column);
            until = end_of_line;
        }
    }
    if (layout.cut_right) shown += "…";
    while (!shown.empty() && shown.back() == ' ') shown.pop_back();

    if (from == std::string::npos) from = end_of_line;  // behind the last character: what is missing there
    until = std::max(until, from + 1);
    std::string under(until - from, marks.rest);
    under.front() = marks.first;
    if (marks.last != marks.rest) under.back() = marks.last;
    if (!behind.empty()) under += ' ' + visible(behind);
    std::string out = shown + '\n';
    out += indent;
    out += paint(style, Ink::faint, std::string(number.size(), ' ') + " |") + " ";
    out += std::string(shift + from, ' ') + paint(style, ink, under) + '\n';
    return out;
}

// Without the blanks and line ends at its end.
SourceSpan trimmed(const Sources& sources, SourceSpan span) {
    const std::string_view text = sources.text(span);
    const std::size_t last = text.find_last_not_of(" \t\r\n");
    if (last != std::string_view::npos) span.end = span.begin + static_cast<std::uint32_t>(last + 1);
    return span;
}

bool somewhere(const Sources& sources, SourceSpan span) {
    return span.file != SourceSpan::none && span.file < sources.size();
}

}  // namespace

std::string place(const Sources& sources, SourceSpan span) {
    if (!somewhere(sources, span)) return {};
    const LineColumn at = sources.line_column(span.file, span.begin);
    return visible(sources.path(span.file)) + ':' + std::to_string(at.line) + ':' + std::to_string(at.column);
}

std::string excerpt(const Sources& sources, SourceSpan span, std::string_view behind, Ink ink, const Style& style,
                    std::string_view indent) {
    if (!somewhere(sources, span) || sources.length(span.file) == 0) return {};
    span = trimmed(sources, span);
    std::uint32_t line_begin = 0;
    const std::string_view line = sources.line_at(span.file, span.begin, &line_begin);
    const std::size_t line_end = line_begin + line.size();
    if (span.end <= line_end || span.end == span.begin)
        return marked_line(sources, span.file, {span.begin, span.end, '^', '~', '~'}, behind, ink, style, indent);

    std::string out = marked_line(sources, span.file, {span.begin, line_end, '^', '~', '~'}, {}, ink, style, indent);
    std::uint32_t last_begin = 0;
    const std::string_view last = sources.line_at(span.file, span.end - 1, &last_begin);
    const std::size_t text_begin = std::min(last.find_first_not_of(" \t"), last.size());
    if (sources.line_column(span.file, span.end - 1).line > sources.line_column(span.file, span.begin).line + 1)
        out += std::string(indent) + paint(style, Ink::faint, "  ... |") + '\n';
    out +=
        marked_line(sources, span.file, {last_begin + text_begin, span.end, '~', '~', '^'}, behind, ink, style, indent);
    return out;
}

SourceSpan tag_name(const Sources& sources, SourceSpan tag) {
    if (!somewhere(sources, tag)) return tag;
    const std::string_view text = sources.text(tag);
    const std::size_t end = text.find_first_of(" \t\r\n/>", 1);
    if (end != std::string_view::npos) tag.end = tag.begin + static_cast<std::uint32_t>(end);
    return tag;
}

}  // namespace tenet

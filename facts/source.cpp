// Lines and columns of offsets, and the raw bytes behind a piece of decoded XML text.
#include "facts/source.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace tenet {

namespace {

// Long spans, and spans of files beyond the first million: few, and kept for the process.
struct LongSpans {
    std::mutex guard;
    std::deque<SourceSpan> list;
};
LongSpans& long_spans() {
    static LongSpans spans;
    return spans;
}

}  // namespace

void StoredSpan::keep_long(SourceSpan span) {
    LongSpans& spans = long_spans();
    const std::lock_guard lock(spans.guard);
    begin_ = static_cast<std::uint32_t>(spans.list.size());
    rest_ = listed;
    spans.list.push_back(span);
}

SourceSpan StoredSpan::long_span(std::uint32_t number) {
    LongSpans& spans = long_spans();
    const std::lock_guard lock(spans.guard);
    return spans.list[number];
}

namespace {

constexpr std::uint32_t block = 1024;  // bytes; code points are counted once per block

void check_length(const std::string& path, std::size_t size) {
    if (size >= UINT32_MAX) throw std::length_error(path + ": files of 4 GiB and more cannot be read");
}

}  // namespace

FileIndex Sources::add(std::string path, std::string text) {
    check_length(path, text.size());
    File& file = files_.emplace_back();
    file.path = std::move(path);
    file.text = std::move(text);
    return static_cast<FileIndex>(files_.size() - 1);
}

FileIndex Sources::add(std::string path, std::shared_ptr<const LateText> text) {
    check_length(path, text->size());
    File& file = files_.emplace_back();
    file.path = std::move(path);
    file.late = std::move(text);
    return static_cast<FileIndex>(files_.size() - 1);
}

std::string_view Sources::text(SourceSpan span) const {
    if (span.file == SourceSpan::none) return {};
    const std::size_t size = length(span.file);
    if (span.begin >= size || span.end <= span.begin) return {};
    return part(files_[span.file], span.begin, std::min<std::size_t>(span.end, size));
}

/// Lines and code points of one stretch.
const Sources::Stretch& Sources::filled(File& file, std::size_t number) {
    Stretch& stretch = file.stretches[number];
    const std::string_view text = part(file, stretch.begin, stretch.end);
    stretch.filled([&] {
        stretch.line_starts.clear();
        stretch.code_points_before_block.clear();
        for (std::size_t at = text.find('\n'); at != text.npos; at = text.find('\n', at + 1))
            stretch.line_starts.push_back(static_cast<std::uint32_t>(stretch.begin + at + 1));
        std::uint32_t before = stretch.code_points_before;
        stretch.code_points_before_block.push_back(before);
        for (std::size_t i = block; i <= text.size(); i += block)
            stretch.code_points_before_block.push_back(before += count_text(text.substr(i - block, block)).code_points);
    });
    return stretch;
}

/// The number of the stretch in which an offset lies; of the last one for what lies behind it.
std::size_t Sources::stretch_of(File& file, std::uint32_t offset) {
    const auto* const pieces = file.late ? &file.late->pieces() : nullptr;
    file.laid_out([&] {
        file.stretches.clear();
        std::uint32_t begin = 0;
        TextCounts before;
        const auto add = [&](std::size_t end, bool one_line) {
            Stretch& next = file.stretches.emplace_back();
            next.begin = std::exchange(begin, static_cast<std::uint32_t>(end));
            next.end = begin;
            next.lines_before = before.line_feeds;
            next.code_points_before = before.code_points;
            next.one_line = one_line;
        };
        if (pieces)
            for (const LateText::Piece& piece : *pieces) {
                if (piece.end > begin) add(piece.end, piece.counts.code_points > 0 && piece.counts.line_feeds == 0);
                before.line_feeds += piece.counts.line_feeds;
                before.code_points += piece.counts.code_points;
            }
        if (file.stretches.empty()) add(file.text.size(), false);
    });
    const auto behind = std::upper_bound(file.stretches.begin(), file.stretches.end(), offset,
                                         [](std::uint32_t at, const Stretch& stretch) { return at < stretch.begin; });
    return static_cast<std::size_t>(behind - file.stretches.begin()) - 1;
}

Sources::Line Sources::line_of(File& file, std::uint32_t offset) {
    std::size_t number = stretch_of(file, offset);
    const Stretch& here = filled(file, number);
    const auto behind = std::upper_bound(here.line_starts.begin(), here.line_starts.end(), offset);
    const auto begun = static_cast<std::uint32_t>(behind - here.line_starts.begin());
    if (begun > 0) return {here.lines_before + begun, *(behind - 1)};
    while (number-- > 0) {  // it began in one before
        if (file.stretches[number].one_line) continue;
        if (const Stretch& before = filled(file, number); !before.line_starts.empty()) return {here.lines_before, before.line_starts.back()};
    }
    return {here.lines_before, 0};
}

/// Where the line that holds the offset ends: its LF, or the end of the file.
std::uint32_t Sources::line_end(File& file, std::uint32_t offset) {
    for (std::size_t number = stretch_of(file, offset); number < file.stretches.size(); ++number) {
        if (file.stretches[number].one_line) continue;
        const auto& starts = filled(file, number).line_starts;
        const auto next = std::upper_bound(starts.begin(), starts.end(), offset);
        if (next != starts.end()) return *next - 1;
    }
    return file.stretches.back().end;
}

std::uint32_t Sources::code_points_before(File& file, std::uint32_t offset) {
    const Stretch& stretch = filled(file, stretch_of(file, offset));
    const std::uint32_t number = (offset - stretch.begin) / block;
    return stretch.code_points_before_block[number] + count_text(part(file, stretch.begin + number * block, offset)).code_points;
}

LineColumn Sources::line_column(FileIndex index, std::uint32_t offset) const {
    File& file = files_[index];
    offset = static_cast<std::uint32_t>(std::min<std::size_t>(offset, length(index)));
    const Line line = line_of(file, offset);
    return {line.number + 1, code_points_before(file, offset) - code_points_before(file, line.begin) + 1};
}

std::string_view Sources::line_at(FileIndex index, std::uint32_t offset, std::uint32_t* begin) const {
    File& file = files_[index];
    offset = static_cast<std::uint32_t>(std::min<std::size_t>(offset, length(index)));
    const Line line = line_of(file, offset);
    if (begin) *begin = line.begin;
    std::string_view whole = part(file, line.begin, line_end(file, offset));
    if (!whole.empty() && whole.back() == '\r') whole.remove_suffix(1);
    return whole;
}

namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string encode_utf8(std::uint32_t code) {
    std::string s;
    const auto tail = [&](int shift) { s += static_cast<char>(0x80 | ((code >> shift) & 0x3F)); };
    if (code < 0x80) {
        s += static_cast<char>(code);
    } else if (code < 0x800) {
        s += static_cast<char>(0xC0 | (code >> 6));
        tail(0);
    } else if (code < 0x10000) {
        s += static_cast<char>(0xE0 | (code >> 12));
        tail(6), tail(0);
    } else {
        s += static_cast<char>(0xF0 | ((code >> 18) & 0x07));
        tail(12), tail(6), tail(0);
    }
    return s;
}

/// One step of reading raw XML text: how many raw bytes, and what they decode to (nothing for markup).
struct Unit {
    std::size_t length = 1;
    std::string decoded;
};

/// What "&...;" stands for; a reference that XML does not define stands for itself.
Unit read_reference(std::string_view raw) {
    constexpr std::pair<std::string_view, char> named[] = {
        {"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}};
    for (const auto& [name, c] : named)
        if (raw.starts_with(name)) return {name.size(), std::string(1, c)};
    const Unit itself{1, "&"};
    if (!raw.starts_with("&#")) return itself;
    const bool hex = raw.size() > 2 && raw[2] == 'x';
    std::uint32_t code = 0;
    std::size_t i = hex ? 3 : 2;
    const std::size_t first = i;
    for (; i < raw.size() && raw[i] != ';'; ++i) {
        const char c = raw[i];
        const bool digit = c >= '0' && c <= '9';
        const char low = static_cast<char>(c | 0x20);
        if (!digit && !(hex && low >= 'a' && low <= 'f')) return itself;
        code = code * (hex ? 16 : 10) + static_cast<std::uint32_t>(digit ? c - '0' : low - 'a' + 10);
        if (code > 0x10FFFF) return itself;
    }
    if (i == first || i == raw.size()) return itself;
    return {i + 1, encode_utf8(code)};
}

Unit read_unit(std::string_view raw, bool& in_cdata) {
    if (in_cdata) {
        if (raw.starts_with("]]>")) {
            in_cdata = false;
            return {3, {}};
        }
    } else {
        if (raw.starts_with("<![CDATA[")) {
            in_cdata = true;
            return {9, {}};
        }
        for (const auto& [open, close] : {std::pair<std::string_view, std::string_view>{"<!--", "-->"}, {"<?", "?>"}})
            if (raw.starts_with(open)) {
                const std::size_t at = raw.find(close, open.size());
                return {at == raw.npos ? raw.size() : at + close.size(), {}};
            }
        if (raw.front() == '&') return read_reference(raw);
    }
    if (raw.starts_with("\r\n")) return {2, "\n"};
    return {1, std::string(1, raw.front())};
}

}  // namespace

SourceSpan locate(const Sources& sources, const PlacedText& text, std::size_t begin, std::size_t end) {
    const std::string& decoded = text.text;
    begin = std::min(begin, decoded.size());
    end = std::min(std::max(begin, end), decoded.size());
    const std::string_view raw = sources.text(text.raw);
    SourceSpan result{text.raw.file, text.raw.end, text.raw.end};
    bool in_cdata = false, begin_found = false;
    std::size_t at = 0;  // in `decoded`
    for (std::size_t i = 0; i < raw.size();) {
        const Unit unit = read_unit(raw.substr(i), in_cdata);
        const auto place = text.raw.begin + static_cast<std::uint32_t>(i);
        i += unit.length;
        if (unit.decoded.empty()) continue;
        if (is_space(unit.decoded[0])) {
            if (at == decoded.size() || !is_space(decoded[at])) continue;  // white space that decoding dropped
        } else if (decoded.compare(at, unit.decoded.size(), unit.decoded) != 0) {
            return text.raw;
        }
        at += unit.decoded.size();
        if (!begin_found && at > begin) {
            begin_found = true;
            result.begin = result.end = place;
            if (begin == end) return result;
        }
        if (begin_found && at >= end) {
            result.end = text.raw.begin + static_cast<std::uint32_t>(i);
            return result;
        }
    }
    return begin == decoded.size() && at == begin ? result : text.raw;
}

}  // namespace tenet

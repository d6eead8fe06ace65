// Lines and columns of offsets, and the raw bytes behind a piece of decoded XML text.
#include "facts/source.h"

#include <algorithm>
#include <cassert>
#include <cstring>
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

// All bytes but those that go on with a code point (10xxxxxx), eight at a time.
std::uint32_t code_points_in(std::string_view bytes) {
    constexpr std::uint64_t ones = 0x0101010101010101;
    std::size_t going_on = 0, i = 0;
    for (; i + sizeof(std::uint64_t) <= bytes.size(); i += sizeof(std::uint64_t)) {
        std::uint64_t eight;
        std::memcpy(&eight, bytes.data() + i, sizeof eight);
        going_on += (((eight >> 7) & (~eight >> 6) & ones) * ones) >> 56;
    }
    for (; i < bytes.size(); ++i) going_on += (static_cast<unsigned char>(bytes[i]) & 0xC0) == 0x80;
    return static_cast<std::uint32_t>(bytes.size() - going_on);
}

}  // namespace

FileIndex Sources::add(std::string path, std::string text) {
    if (text.size() >= UINT32_MAX) throw std::length_error(path + ": files of 4 GiB and more cannot be read");
    files_.push_back({std::move(path), std::move(text)});
    indices_.emplace_back();
    return static_cast<FileIndex>(files_.size() - 1);
}

FileIndex Sources::add(std::string path, std::function<std::string()> fetch) {
    const FileIndex file = add(std::move(path), std::string());
    indices_[file].fetch = std::move(fetch);
    return file;
}

void Sources::fetch(FileIndex file) const {
    std::call_once(indices_[file].fetched, [&] { files_[file].text = indices_[file].fetch(); });
}

const Sources::Index& Sources::index(FileIndex file) const {
    Index& index = indices_[file];
    std::call_once(index.filled, [&] {
        const std::string_view text = this->file(file).text;
        index.line_starts.push_back(0);
        for (std::size_t end = text.find('\n'); end != text.npos; end = text.find('\n', end + 1))
            index.line_starts.push_back(static_cast<std::uint32_t>(end + 1));
        index.code_points_before_block.push_back(0);
        for (std::size_t i = block; i <= text.size(); i += block)
            index.code_points_before_block.push_back(index.code_points_before_block.back() + code_points_in(text.substr(i - block, block)));
    });
    return index;
}

std::string_view Sources::text(SourceSpan span) const {
    if (span.file == SourceSpan::none) return {};
    const std::string_view all = file(span.file).text;
    if (span.begin >= all.size() || span.end <= span.begin) return {};
    return all.substr(span.begin, span.end - span.begin);
}

std::uint32_t Sources::code_points_before(FileIndex file, std::uint32_t offset) const {
    const std::string& text = this->file(file).text;
    const std::uint32_t number = offset / block;
    return index(file).code_points_before_block[number] + code_points_in(std::string_view(text).substr(number * block, offset - number * block));
}

std::uint32_t Sources::line_of(FileIndex file, std::uint32_t offset) const {
    const auto& starts = index(file).line_starts;
    return static_cast<std::uint32_t>(std::upper_bound(starts.begin(), starts.end(), offset) - starts.begin() - 1);
}

LineColumn Sources::line_column(FileIndex file, std::uint32_t offset) const {
    offset = std::min(offset, static_cast<std::uint32_t>(this->file(file).text.size()));
    const std::uint32_t line = line_of(file, offset);
    const std::uint32_t start = index(file).line_starts[line];
    return {line + 1, code_points_before(file, offset) - code_points_before(file, start) + 1};
}

std::string_view Sources::line_at(FileIndex file, std::uint32_t offset, std::uint32_t* begin) const {
    const std::string_view text = this->file(file).text;
    offset = std::min(offset, static_cast<std::uint32_t>(text.size()));
    const auto& starts = index(file).line_starts;
    const std::uint32_t line = line_of(file, offset);
    const std::uint32_t start = starts[line];
    if (begin) *begin = start;
    std::string_view whole = text.substr(start, line + 1 < starts.size() ? starts[line + 1] - 1 - start : text.npos);
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

// Where words stand: files, spans of them, and the line and column of a span, worked out only when shown.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "facts/late_text.h"
#include "facts/once.h"

namespace tenet {

using FileIndex = std::uint32_t;

/// Bytes [begin, end) of one file. `none` is the place of what no file says (the command line, a built-in).
struct SourceSpan {
    static constexpr FileIndex none = UINT32_MAX;
    FileIndex file = none;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    bool operator==(const SourceSpan&) const = default;
};

/// A SourceSpan in eight bytes, for what there is much of. Turns into one and back.
class StoredSpan {
public:
    StoredSpan() = default;
    StoredSpan(SourceSpan span) {  // NOLINT: it is one
        const std::uint32_t size = span.end - span.begin;
        if (span == SourceSpan{}) return;
        if (span.file >= most_files || span.end < span.begin || size >= longest) {
            keep_long(span);
            return;
        }
        begin_ = span.begin;
        rest_ = span.file << size_bits | size;
    }
    StoredSpan(FileIndex file, std::uint32_t begin, std::uint32_t end) : StoredSpan(SourceSpan{file, begin, end}) {}
    operator SourceSpan() const {  // NOLINT
        if (rest_ == nowhere) return {};
        if (rest_ == listed) return long_span(begin_);
        return {rest_ >> size_bits, begin_, begin_ + (rest_ & (longest - 1))};
    }
    friend bool operator==(const StoredSpan& a, const StoredSpan& b) { return SourceSpan(a) == SourceSpan(b); }
    friend bool operator==(const StoredSpan& a, const SourceSpan& b) { return SourceSpan(a) == b; }

private:
    static constexpr unsigned size_bits = 12;
    static constexpr std::uint32_t longest = 1U << size_bits, most_files = (1U << (32 - size_bits)) - 1;
    static constexpr std::uint32_t nowhere = UINT32_MAX, listed = UINT32_MAX - 1;
    void keep_long(SourceSpan span);
    static SourceSpan long_span(std::uint32_t number);

    std::uint32_t begin_ = 0, rest_ = nowhere;
};

struct LineColumn {
    std::uint32_t line = 1;    // from 1
    std::uint32_t column = 1;  // from 1, in code points
};

/// All files of a run. Files are never removed or moved: indices, references and views of their text stay good.
/// Reading is safe from several threads; adding is not.
class Sources {
public:
    /// `path`: as the user wrote it; "-" for standard input, "<query>" for the command line. `text`: UTF-8, unpacked, below 4 GiB;
    /// larger throws std::length_error.
    FileIndex add(std::string path, std::string text);
    /// A file whose text is fetched where it is asked for, which may throw. Below 4 GiB.
    FileIndex add(std::string path, std::shared_ptr<const LateText> text);
    const std::string& path(FileIndex file) const { return files_[file].path; }
    std::size_t size() const { return files_.size(); }
    /// Bytes of a file, and all of it.
    std::size_t length(FileIndex file) const { return files_[file].late ? files_[file].late->size() : files_[file].text.size(); }
    std::string_view whole(FileIndex file) const { return part(files_[file], 0, length(file)); }
    /// The bytes of a span, cut at the end of the file; empty for a span of no file.
    std::string_view text(SourceSpan span) const;
    /// An offset past the end counts as the end. A line ends with LF; the CR of a CR LF belongs to no line.
    LineColumn line_column(FileIndex file, std::uint32_t offset) const;
    /// The whole line (without its end) that holds `offset`, and where it begins.
    std::string_view line_at(FileIndex file, std::uint32_t offset, std::uint32_t* begin = nullptr) const;

private:
    // Lines and code points of a stretch of a file: all of it, or a piece of one that is fetched. Filled in one pass by the first
    // question about it: a file that is one line of 100 MB then costs no more per question than any other, and what nobody
    // asks about costs nothing.
    struct Stretch {
        std::uint32_t begin, end;
        std::uint32_t lines_before, code_points_before;
        bool one_line;  // known to hold no line feed
        Once filled;
        std::vector<std::uint32_t> line_starts;  // those behind its line feeds
        std::vector<std::uint32_t> code_points_before_block;
    };
    struct File {
        std::string path, text;
        std::shared_ptr<const LateText> late;
        Once laid_out;
        std::deque<Stretch> stretches;
    };
    struct Line {
        std::uint32_t number, begin;  // from 0
    };
    static std::string_view part(const File& file, std::size_t begin, std::size_t end) {
        return file.late ? file.late->text(begin, end) : std::string_view(file.text).substr(begin, end - begin);
    }
    static const Stretch& filled(File& file, std::size_t number);
    static std::size_t stretch_of(File& file, std::uint32_t offset);
    static Line line_of(File& file, std::uint32_t offset);
    static std::uint32_t line_end(File& file, std::uint32_t offset);
    static std::uint32_t code_points_before(File& file, std::uint32_t offset);
    mutable std::deque<File> files_;
};

/// A piece of decoded text (an attribute's value, an element's text) and the raw bytes it was decoded from: what stands
/// between the quotes, or between the tags.
struct PlacedText {
    std::string text;
    SourceSpan raw;
};

/// The raw bytes behind bytes [begin, end) of a decoded text: sees through entities, character references, CDATA,
/// comments, line ends and white space that decoding drops. An empty range is the place before the byte at `begin`.
/// Where the text was not decoded from those bytes, all of `raw`.
SourceSpan locate(const Sources& sources, const PlacedText& text, std::size_t begin, std::size_t end);

}  // namespace tenet

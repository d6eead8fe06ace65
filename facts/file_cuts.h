// Where a large file may be cut into pieces that are read on their own, and how much of what it probably holds.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include "facts/file_on_disk.h"
#include "facts/piece_numbers.h"

namespace tenet {

/// Room for bytes of a file, used again and again: what is touched first costs most.
class Window {
public:
    /// Bytes [begin, end) and a NUL behind; null where they cannot be read.
    char* read(const FileOnDisk& disk, std::size_t begin, std::size_t end);

private:
    std::unique_ptr<char[]> bytes_;
    std::size_t room_ = 0;
};

/// Cuts at what looks like the start tag of a child of the root, about every `piece` bytes. That a guess is right is known when
/// the piece before has been read up to there (read_xml_piece).
class FileCuts {
public:
    FileCuts(const FileOnDisk& disk, std::size_t piece);

    std::size_t count() const { return count_; }
    struct Piece {
        std::size_t begin = 0, end = 0;  // bytes of the file
        bool last = false;               // those that follow are empty
        std::string_view text;           // in the window; behind it stands the < of the next piece, or a NUL
    };
    /// Nothing where no place to cut was found, or the file cannot be read.
    std::optional<Piece> read(std::size_t number, Window& window) const;

private:
    const FileOnDisk& disk_;
    const std::size_t size_;
    const std::size_t count_;
};

struct Guess {
    Counts counts;
    std::size_t ids = 0;
};
/// From samples all over the file, and somewhat more than they say.
Guess guess_counts(const FileOnDisk& disk);

}  // namespace tenet

// The text of a large file that has been read: nobody holds it, and the pieces that are asked for are fetched again.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "facts/file_on_disk.h"
#include "facts/utf8.h"

namespace tenet {

/// What it says must stay the same meanwhile, or is refused. Once it is known of which pieces it consists, what may be asked
/// is safe from several threads.
class LateText {
public:
    explicit LateText(std::unique_ptr<FileOnDisk> disk) : disk_(std::move(disk)) { expect({}); }
    ~LateText();
    LateText(const LateText&) = delete;
    LateText& operator=(const LateText&) = delete;

    const FileOnDisk& disk() const { return *disk_; }
    std::size_t size() const { return disk_->size(); }

    /// From where the one before ended.
    struct Piece {
        std::size_t end;
        std::uint64_t sum;
        TextCounts counts;
    };
    /// What the file is known to consist of. Nothing: it is one piece that nothing is known of.
    void expect(std::vector<Piece> pieces);
    /// Until then nobody gets the text: nothing could tell whether it is the one that is being read.
    void hold_back() { held_back_ = true; }
    const std::vector<Piece>& pieces() const;

    /// Bytes [begin, end), good as long as this lives; behind the last of the file stands a NUL. Throws std::runtime_error
    /// where they cannot be read or are not what was expected. Both do where the text is held back.
    std::string_view text(std::size_t begin, std::size_t end) const;

private:
    void check_free() const;
    void reserve() const;
    void fetch(std::size_t piece) const;

    const std::unique_ptr<FileOnDisk> disk_;
    std::vector<Piece> pieces_;
    bool known_ = false, held_back_ = false;
    mutable std::mutex guard_;  // of what follows, until a piece is fetched
    mutable char* room_ = nullptr;  // addresses for the whole file; memory for the pieces that were fetched
    mutable std::unique_ptr<std::atomic<bool>[]> fetched_;  // by piece
};

}  // namespace tenet

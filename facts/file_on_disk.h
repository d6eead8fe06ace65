// A regular file that is read piece by piece, more than once: what it says must stay the same meanwhile, or be refused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tenet {

class FileOnDisk {
public:
    /// Null where it is no regular file, or cannot be opened.
    static std::unique_ptr<FileOnDisk> open(const std::string& path);
    ~FileOnDisk();
    FileOnDisk(const FileOnDisk&) = delete;
    FileOnDisk& operator=(const FileOnDisk&) = delete;

    std::size_t size() const { return size_; }  // when it was opened
    /// Bytes [begin, begin + size); false where there are not so many, or reading fails. Safe from several threads.
    bool read(std::size_t begin, std::size_t size, char* to) const;

    /// What the whole file is known to be: pieces, each from where the one before ended.
    struct Piece {
        std::size_t end;
        std::uint64_t sum;
    };
    void expect(std::vector<Piece> pieces) {
        expected_ = std::move(pieces);
        held_back_ = false;
    }
    /// Until then nobody gets the whole text: nothing could tell whether it is the one that is being read.
    void hold_back() { held_back_ = true; }
    /// All of it. Throws std::runtime_error where it cannot be read, is held back, or is not what was expected.
    std::string whole() const;

private:
    FileOnDisk(std::string path, int descriptor, std::size_t size)
        : path_(std::move(path)), descriptor_(descriptor), size_(size) {}

    std::string path_;
    int descriptor_;
    std::size_t size_;
    std::vector<Piece> expected_;
    bool held_back_ = false;
};

/// Of the bytes, and of a number drawn once a run: nobody can make two texts that have the same sum.
std::uint64_t sum_of(std::string_view bytes);

}  // namespace tenet

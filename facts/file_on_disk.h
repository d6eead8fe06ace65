// A regular file that is read piece by piece, more than once, and the sum by which a piece is known again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace tenet {

class FileOnDisk {
public:
    /// Null where it is no regular file, or cannot be opened.
    static std::unique_ptr<FileOnDisk> open(const std::string& path);
    ~FileOnDisk();
    FileOnDisk(const FileOnDisk&) = delete;
    FileOnDisk& operator=(const FileOnDisk&) = delete;

    const std::string& path() const { return path_; }
    std::size_t size() const { return size_; }  // when it was opened
    /// Bytes [begin, begin + size); false where there are not so many, or reading fails. Safe from several threads.
    bool read(std::size_t begin, std::size_t size, char* to) const;

private:
    FileOnDisk(std::string path, int descriptor, std::size_t size)
        : path_(std::move(path)), descriptor_(descriptor), size_(size) {}

    std::string path_;
    int descriptor_;
    std::size_t size_;
};

/// Of the bytes, and of a number drawn once a run: nobody can make two texts that have the same sum.
std::uint64_t sum_of(std::string_view bytes);

}  // namespace tenet

#include "facts/file_on_disk.h"

#include <cerrno>
#include <cstring>
#include <random>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tenet {

std::unique_ptr<FileOnDisk> FileOnDisk::open(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) return nullptr;
    struct stat found {};
    if (::fstat(descriptor, &found) != 0 || !S_ISREG(found.st_mode)) {
        ::close(descriptor);
        return nullptr;
    }
    return std::unique_ptr<FileOnDisk>(new FileOnDisk(path, descriptor, static_cast<std::size_t>(found.st_size)));
}

FileOnDisk::~FileOnDisk() { ::close(descriptor_); }

bool FileOnDisk::read(std::size_t begin, std::size_t size, char* to) const {
    while (size > 0) {
        const ssize_t got = ::pread(descriptor_, to, size, static_cast<off_t>(begin));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        begin += static_cast<std::size_t>(got);
        to += got;
        size -= static_cast<std::size_t>(got);
    }
    return true;
}

// Two products of 128 bits for 32 bytes, as in wyhash (Wang Yi, public domain).
std::uint64_t sum_of(std::string_view bytes) {
    static const std::uint64_t seed = [] {
        std::random_device device;
        return (std::uint64_t{device()} << 32) | device();
    }();
    __extension__ typedef unsigned __int128 Wide;
    const auto mix = [](std::uint64_t a, std::uint64_t b) {
        const Wide product = static_cast<Wide>(a) * b;
        return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
    };
    constexpr std::uint64_t odd = 0xA0761D6478BD642Fu, other = 0xE7037ED1A0B428DBu;
    std::uint64_t one = seed ^ bytes.size(), two = ~seed;
    while (bytes.size() >= 32) {
        std::uint64_t word[4];
        std::memcpy(word, bytes.data(), 32);
        one = mix(word[0] ^ odd, word[1] ^ one);
        two = mix(word[2] ^ other, word[3] ^ two);
        bytes.remove_prefix(32);
    }
    for (; !bytes.empty(); bytes.remove_prefix(1)) one = mix(one ^ static_cast<unsigned char>(bytes[0]), odd);
    return mix(one ^ odd, two ^ other);
}

}  // namespace tenet

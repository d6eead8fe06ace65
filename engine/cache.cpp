// An entry: a line that names the format, the key, the length of the payload, the payload, and the hash of all that. It is
// written under another name and renamed, so that readers see it whole or not at all.
#include "engine/cache.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <tuple>
#include <unistd.h>
#include <utility>
#include <vector>

#include "engine/interrupt.h"

namespace tenet {

namespace {

constexpr std::string_view first_line = "tenet cache entry 1\n";
constexpr std::size_t head = first_line.size() + sizeof(Digest) + sizeof(std::uint64_t);
constexpr std::size_t most_payload = std::size_t{16} << 20U;
constexpr std::string_view ending = ".tenet", unfinished = "unfinished-";
constexpr time_t used_lately = 3600, given_up = 3600;  // seconds

std::string name_of(const Digest& key) { return hex(key) + std::string(ending); }

bool is_entry(std::string_view name) {
    return name.size() == 2 * sizeof(Digest) + ending.size() && name.ends_with(ending) &&
           name.find_first_not_of("0123456789abcdef") == 2 * sizeof(Digest);
}

std::string packed(const Digest& key, std::string_view payload) {
    std::string out(first_line);
    out.append(reinterpret_cast<const char*>(key.data()), key.size());
    const std::uint64_t size = payload.size();
    out.append(reinterpret_cast<const char*>(&size), sizeof size);
    out += payload;
    const Digest sum = digest_of(out);
    out.append(reinterpret_cast<const char*>(sum.data()), sum.size());
    return out;
}

std::optional<std::string> unpacked(const Digest& key, std::string_view bytes) {
    if (bytes.size() < head + sizeof(Digest) || !bytes.starts_with(first_line)) return std::nullopt;
    if (std::memcmp(bytes.data() + first_line.size(), key.data(), key.size()) != 0) return std::nullopt;
    std::uint64_t size = 0;
    std::memcpy(&size, bytes.data() + first_line.size() + key.size(), sizeof size);
    if (size != bytes.size() - head - sizeof(Digest)) return std::nullopt;
    const Digest sum = digest_of(bytes.substr(0, head + size));
    if (std::memcmp(bytes.data() + head + size, sum.data(), sum.size()) != 0) return std::nullopt;
    return std::string(bytes.substr(head, size));
}

struct Closing {
    int descriptor = -1;
    ~Closing() {
        if (descriptor >= 0) ::close(descriptor);
    }
};

bool read_all(int descriptor, std::string& bytes) {
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t got = ::read(descriptor, bytes.data() + done, bytes.size() - done);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        done += static_cast<std::size_t>(got);
    }
    return true;
}

bool write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t put = ::write(descriptor, bytes.data(), bytes.size());
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(put));
    }
    return true;
}

}  // namespace

Cache::Cache(std::string folder, Diagnostics& diagnostics, CacheLimits most)
    : folder_(std::move(folder)), diagnostics_(diagnostics), most_(most) {
    Closing opened;
    struct stat status {};
    if ((::mkdir(folder_.c_str(), 0700) != 0 && errno != EEXIST) ||
        (opened.descriptor = ::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0 ||
        ::fstat(opened.descriptor, &status) != 0) {
        warn(std::strerror(errno));
    } else if (status.st_uid != ::geteuid()) {  // who can write here can make a run say what he likes
        warn("it belongs to somebody else, whose word for a verdict is not taken", "name a folder of your own");
    } else if (status.st_mode & (S_IWGRP | S_IWOTH)) {
        warn("others may write there, and their word for a verdict is not taken", "chmod go-w " + folder_);
    } else {
        descriptor_ = std::exchange(opened.descriptor, -1);
    }
}

Cache::~Cache() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

void Cache::warn(const std::string& what, const std::string& help) {
    diagnostics_.add({"cache", Severity::warning, "--cache " + folder_ + " is not used: " + what, {}, {}, {}, help});
}

std::optional<std::string> Cache::find(const Digest& key) {
    if (descriptor_ < 0) return std::nullopt;
    const Closing entry{::openat(descriptor_, name_of(key).c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)};
    struct stat status {};
    if (entry.descriptor < 0 || ::fstat(entry.descriptor, &status) != 0 || !S_ISREG(status.st_mode) ||
        status.st_uid != ::geteuid() || status.st_size > static_cast<off_t>(head + most_payload + sizeof(Digest)))
        return std::nullopt;
    std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
    if (!read_all(entry.descriptor, bytes)) return std::nullopt;
    std::optional<std::string> payload = unpacked(key, bytes);
    if (payload && status.st_mtime < ::time(nullptr) - used_lately) ::futimens(entry.descriptor, nullptr);
    return payload;
}

void Cache::store(const Digest& key, std::string_view payload) {
    if (descriptor_ < 0 || payload.size() > most_payload) return;
    {
        const std::lock_guard lock(failing_);
        if (!failure_.empty()) return;
    }
    write(key, payload);
}

void Cache::write(const Digest& key, std::string_view payload) {
    const std::string bytes = packed(key, payload);
    const std::string name = name_of(key);
    const std::string other = std::string(unfinished) + std::to_string(::getpid()) + "-" + name;
    const DelayInterrupts whole_or_absent;
    const auto failed = [&] {
        const std::lock_guard lock(failing_);
        failure_ = std::strerror(errno);
        ::unlinkat(descriptor_, other.c_str(), 0);
    };
    ::unlinkat(descriptor_, other.c_str(), 0);  // left by a run that was killed, whose number this one has again
    Closing file{::openat(descriptor_, other.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600)};
    if (file.descriptor < 0 || !write_all(file.descriptor, bytes)) return failed();
    if (::close(std::exchange(file.descriptor, -1)) != 0) return failed();
    if (::renameat(descriptor_, other.c_str(), descriptor_, name.c_str()) != 0) return failed();
    stored_ = true;
}

void Cache::finish() {
    if (descriptor_ < 0) return;
    if (!failure_.empty())
        diagnostics_.add({"cache", Severity::warning, "what was found cannot be kept in --cache " + folder_ + ": " + failure_, {}, {}, {}, {}});
    if (stored_) drop_oldest();
    stored_ = false;
}

void Cache::drop_oldest() {
    const int again = ::openat(descriptor_, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const std::unique_ptr<DIR, int (*)(DIR*)> listing(again < 0 ? nullptr : ::fdopendir(again), ::closedir);
    if (!listing) return;
    std::vector<std::tuple<time_t, std::string, std::size_t>> entries;
    std::size_t bytes = 0;
    const time_t now = ::time(nullptr);
    while (const dirent* one = ::readdir(listing.get())) {
        const std::string_view name = one->d_name;
        const bool leftover = name.starts_with(unfinished) && name.ends_with(ending);
        struct stat status {};
        if ((!leftover && !is_entry(name)) || ::fstatat(descriptor_, one->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) continue;
        if (leftover) {
            if (status.st_mtime < now - given_up) ::unlinkat(descriptor_, one->d_name, 0);
            continue;
        }
        const std::size_t blocks = static_cast<std::size_t>(status.st_blocks) * 512;
        entries.emplace_back(status.st_mtime, name, blocks);
        bytes += blocks;
    }
    if (bytes <= most_.bytes && entries.size() <= most_.entries) return;
    std::sort(entries.begin(), entries.end());
    std::size_t left = entries.size();
    for (const auto& [used, name, size] : entries) {  // to nine tenths, so that not every run has to
        if (bytes <= most_.bytes / 10 * 9 && left <= most_.entries / 10 * 9) break;
        if (::unlinkat(descriptor_, name.c_str(), 0) != 0) continue;
        bytes -= size;
        --left;
    }
}

}  // namespace tenet

// A file is written beside its place under another name, then renamed: readers see the old one or the whole new one.
#include "engine/cli/output.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <stdexcept>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "engine/interrupt.h"

namespace tenet {

namespace {

[[noreturn]] void fail(const std::string& path, int error) {
    throw std::runtime_error("cannot write " + path + ": " + std::strerror(error));
}

void write_all(int descriptor, std::string_view text, const std::string& path) {
    while (!text.empty()) {
        const ssize_t written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail(path, errno);
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

// Devices and pipes cannot be renamed over; they are written to as they are.
bool special(const std::string& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
}

// The permissions that the file has, or that a new one would get.
mode_t permissions(const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) == 0) return status.st_mode & 07777;
    const mode_t mask = ::umask(0);
    ::umask(mask);
    return 0666 & ~mask;
}

// Where an open file is found by a path, even without a name (open(2), O_TMPFILE).
std::string place_of(int descriptor) { return "/proc/self/fd/" + std::to_string(descriptor); }

// An open file under another name, removed where writing fails.
struct Unfinished {
    std::string path;
    int descriptor = -1;
    ~Unfinished() {
        if (descriptor >= 0) ::close(descriptor);
        if (!path.empty()) ::unlink(path.c_str());
    }
    // Takes the place of `whole`, with its permissions.
    void become(const std::string& whole) {
        ::fchmod(descriptor, permissions(whole));
        if (::close(std::exchange(descriptor, -1)) != 0 || ::rename(path.c_str(), whole.c_str()) != 0) fail(whole, errno);
        path.clear();
    }
};

}  // namespace

Output::Output(std::string path) : path_(std::move(path)) {
    if (path_.empty()) return;
    struct stat status {};
    if (::stat(path_.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) fail(path_, EISDIR);
    if (special(path_)) return;
    std::error_code error;
    const auto whole = std::filesystem::weakly_canonical(path_, error);  // a link stays a link
    if (!error) path_ = whole.string();
    const auto folder = std::filesystem::path(path_).parent_path();
    if (::access(folder.empty() ? "." : folder.c_str(), W_OK) != 0) fail(path_, errno);
}

Output::~Output() {
    if (aside_ >= 0) ::close(aside_);
}

void Output::write(std::string_view text) {
    constexpr std::size_t much = std::size_t{16} << 20U;
    if (path_.empty()) return write_all(STDOUT_FILENO, text, "to standard output");
    text_ += text;
    if (text_.size() < much || !set_aside()) return;
    write_all(aside_, text_, path_);
    text_.clear();
}

// A file in the folder that vanishes with the program, until it is given a name. False: there is no such thing here.
bool Output::set_aside() {
    if (aside_ >= 0 || !can_set_aside_) return aside_ >= 0;
    can_set_aside_ = false;
    if (special(path_)) return false;
    const auto folder = std::filesystem::path(path_).parent_path();
    aside_ = ::open(folder.empty() ? "." : folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    if (aside_ >= 0 && ::access(place_of(aside_).c_str(), F_OK) != 0) ::close(std::exchange(aside_, -1));  // no /proc: no name later
    return aside_ >= 0;
}

void Output::put_in_place() {
    Unfinished file{{}, std::exchange(aside_, -1)};
    for (int number = 0; file.path.empty(); ++number) {
        const std::string name = path_ + '.' + std::to_string(::getpid()) + '-' + std::to_string(number);
        if (::linkat(AT_FDCWD, place_of(file.descriptor).c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0) file.path = name;
        else if (errno != EEXIST) fail(path_, errno);
    }
    file.become(path_);
}

void Output::finish() {
    if (path_.empty()) return;
    if (special(path_)) {
        const int descriptor = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC);
        if (descriptor < 0) fail(path_, errno);
        Unfinished closes{{}, descriptor};
        write_all(descriptor, text_, path_);
        return;
    }
    const DelayInterrupts whole_or_absent;
    if (aside_ >= 0) {
        write_all(aside_, text_, path_);
        return put_in_place();
    }
    Unfinished file{path_ + ".XXXXXX", -1};
    file.descriptor = ::mkostemp(file.path.data(), O_CLOEXEC);
    if (file.descriptor < 0) {
        const int error = errno;
        file.path.clear();
        fail(path_, error);
    }
    write_all(file.descriptor, text_, path_);
    file.become(path_);
}

}  // namespace tenet

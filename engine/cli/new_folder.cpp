// Files are written into a folder beside the place, which is then renamed to it. Renaming replaces an empty folder
// only.
#include "engine/cli/new_folder.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/interrupt.h"

namespace tenet {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(const std::string& path, const std::string& why) {
    throw std::runtime_error("cannot write the folder " + path + ": " + why);
}

// Removes what is unfinished.
struct Unfinished {
    std::string path;
    ~Unfinished() {
        std::error_code ignored;
        if (!path.empty()) fs::remove_all(path, ignored);
    }
};

}  // namespace

NewFolder::NewFolder(std::string path) : path_(std::move(path)) {
    while (path_.size() > 1 && path_.ends_with('/')) path_.pop_back();
    std::error_code error;
    if (fs::exists(fs::symlink_status(path_, error))) {
        if (!fs::is_directory(path_, error)) fail(path_, "it is a file; name a folder that does not exist yet");
        if (!fs::is_empty(path_, error) || error) fail(path_, "it is not empty; name one that does not exist yet");
    }
    const fs::path parent = fs::path(path_).parent_path();
    const std::string above = parent.empty() ? "." : parent.string();
    if (!fs::is_directory(above, error)) fail(path_, "there is no folder " + above);
    if (::access(above.c_str(), W_OK) != 0) fail(path_, std::strerror(errno));
}

void NewFolder::write(const std::vector<std::pair<std::string, std::string>>& files) const {
    const DelayInterrupts whole_or_absent;
    Unfinished made;
    std::string name = path_ + ".XXXXXX";
    if (!::mkdtemp(name.data())) fail(path_, std::strerror(errno));
    made.path = name;
    const mode_t mask = ::umask(0);
    ::umask(mask);
    ::chmod(name.c_str(), 0777 & ~mask);
    for (const auto& [file, text] : files) {
        const fs::path target = fs::path(name) / file;
        std::error_code error;
        fs::create_directories(target.parent_path(), error);
        if (error) fail(path_, error.message());
        std::ofstream out(target, std::ios::binary);
        out << text;
        out.close();
        if (!out) fail(path_, std::strerror(errno));
    }
    if (std::rename(name.c_str(), path_.c_str()) != 0) fail(path_, std::strerror(errno));
    made.path.clear();
}

}  // namespace tenet

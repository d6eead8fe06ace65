// Runs the program inside a test, in a folder of its own, and catches what it prints.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

#include "engine/cli/commands.h"

namespace tenet::cli_test {

/// A temporary folder that is the working directory as long as it lives.
class Folder {
public:
    Folder() : before_(std::filesystem::current_path()) {
        std::string name = (std::filesystem::temp_directory_path() / "tenet-test-XXXXXX").string();
        if (!::mkdtemp(name.data())) std::abort();
        path_ = name;
        std::filesystem::current_path(path_);
    }
    ~Folder() {
        std::filesystem::current_path(before_);
        std::filesystem::remove_all(path_);
    }
    void write(const std::string& name, const std::string& text) const { std::ofstream(path_ / name) << text; }
    std::string read(const std::string& name) const {
        std::ifstream in(path_ / name);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    std::size_t files() const {
        return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(path_), {}));
    }

private:
    std::filesystem::path before_, path_;
};

/// Sends a descriptor into a file that has no name, as long as it lives.
class Caught {
public:
    explicit Caught(int descriptor) : descriptor_(descriptor), before_(::dup(descriptor)), file_(std::tmpfile()) {
        std::fflush(nullptr);
        ::dup2(::fileno(file_), descriptor_);
    }
    ~Caught() {
        restore();
        std::fclose(file_);
    }
    std::string text() {
        restore();
        std::rewind(file_);
        std::string out;
        for (int c; (c = std::fgetc(file_)) != EOF;) out += static_cast<char>(c);
        return out;
    }

private:
    void restore() {
        if (before_ < 0) return;
        std::fflush(nullptr);
        ::dup2(before_, descriptor_);
        ::close(before_);
        before_ = -1;
    }
    int descriptor_, before_;
    std::FILE* file_;
};

struct Outcome {
    int status;
    std::string out, err;
};

inline Outcome tenet(std::initializer_list<std::string> words) {
    std::vector<const char*> argv{"tenet"};
    for (const std::string& word : words) argv.push_back(word.c_str());
    Caught out(STDOUT_FILENO), err(STDERR_FILENO);
    const int status = run_program(static_cast<int>(argv.size()), argv.data());
    return {status, out.text(), err.text()};
}

inline bool has(const std::string& text, std::string_view words) { return text.find(words) != std::string::npos; }

}  // namespace tenet::cli_test

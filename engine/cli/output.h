// Where results go: standard output, or a file that is written whole or not at all.
#pragma once

#include <string>
#include <string_view>

namespace tenet {

class Output {
public:
    /// `path` empty: standard output. Throws std::runtime_error at once where the file cannot be written later.
    explicit Output(std::string path);

    /// To standard output at once; for a file, kept until finish().
    void write(std::string_view text);
    /// Puts the file in place. Without this call there is none.
    void finish();

private:
    std::string path_, text_;
};

}  // namespace tenet

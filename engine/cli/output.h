// Where results go: standard output, or a file that is written whole or not at all.
#pragma once

#include <string>
#include <string_view>

namespace tenet {

class Output {
public:
    /// `path` empty: standard output. Throws std::runtime_error at once where the file cannot be written later.
    explicit Output(std::string path);
    ~Output();
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;

    /// To standard output at once; for a file, kept until finish(): in memory, and what is long in a file without a name.
    void write(std::string_view text);
    /// Puts the file in place. Without this call there is none.
    void finish();

private:
    bool set_aside();
    void put_in_place();

    std::string path_, text_;
    int aside_ = -1;          // the file without a name
    bool can_set_aside_ = true;
};

}  // namespace tenet

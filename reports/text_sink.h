// Text on its way out: what a renderer writes is handed on in pieces of bounded size, so that an answer of gigabytes is never in
// memory as a whole.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace tenet {

class TextSink {
public:
    using Take = std::function<void(std::string_view)>;
    /// Into what takes it: a file, say.
    explicit TextSink(Take take);
    /// Behind a text, which has all of it after flush().
    explicit TextSink(std::string& text);

    void put(std::string_view text);
    /// At least `bytes` to write to, at most `most_room` of them; then took(n) says how many were used.
    static constexpr std::size_t most_room = 64 * 1024;
    char* room(std::size_t bytes) {
        if (size_ - used_ < bytes) flush();
        return buffer_.get() + used_;
    }
    void took(std::size_t bytes) { used_ += bytes; }
    /// Hands on what is left.
    void flush();

private:
    Take take_;
    std::unique_ptr<char[]> buffer_;
    std::size_t size_, used_ = 0;
};

}  // namespace tenet

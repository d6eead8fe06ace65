// A buffer that stays in the processor's cache.
#include "reports/text_sink.h"

#include <cstring>

namespace tenet {

namespace {

constexpr std::size_t size = 4 * TextSink::most_room;

}  // namespace

TextSink::TextSink(Take take) : take_(std::move(take)), buffer_(std::make_unique_for_overwrite<char[]>(size)), size_(size) {}

TextSink::TextSink(std::string& text) : TextSink([&text](std::string_view more) { text += more; }) {}

void TextSink::put(std::string_view text) {
    if (text.size() > most_room) {
        flush();
        take_(text);
        return;
    }
    std::memcpy(room(text.size()), text.data(), text.size());
    took(text.size());
}

void TextSink::flush() {
    if (used_ > 0) take_({buffer_.get(), used_});
    used_ = 0;
}

}  // namespace tenet

// The texts that do not fit eight bytes: few, and kept for the process, since each is long itself.
#include "facts/text.h"

#include <deque>
#include <mutex>

namespace tenet {

namespace {

struct LongTexts {
    std::mutex guard;
    std::deque<std::string_view> list;
};
LongTexts& long_texts() {
    static LongTexts texts;
    return texts;
}

}  // namespace

void Text::keep_long(std::string_view text) {
    LongTexts& texts = long_texts();
    const std::lock_guard lock(texts.guard);
    const std::uintptr_t number = texts.list.size();
    texts.list.push_back(text);
    low_ = static_cast<std::uint32_t>(number);
    high_ = static_cast<std::uint32_t>(number >> 32) | static_cast<std::uint32_t>(longest) << (address_bits - 32);
}

std::string_view Text::long_text(std::uintptr_t number) {
    LongTexts& texts = long_texts();
    const std::lock_guard lock(texts.guard);
    return texts.list[number];
}

}  // namespace tenet

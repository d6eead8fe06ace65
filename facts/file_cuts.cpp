// Looks at start tags only, and believes nothing: who reads a piece finds out.
#include "facts/file_cuts.h"

#include <algorithm>
#include <array>

#include "facts/read_elements.h"
#include "facts/xml_characters.h"

namespace tenet {

namespace {

std::string_view name_at(std::string_view text) {
    std::size_t size = 0;
    while (size < text.size() && xml::has_class(text[size], xml::name_char)) ++size;
    return text.substr(0, size);
}

/// The offset of what looks like a child of the root, and not like one in a comment; npos where nothing does.
std::size_t find_border(std::string_view text) {
    constexpr std::size_t near = 4096;
    std::size_t at = text.find('<');
    for (; at != std::string_view::npos; at = text.find('<', at + 1)) {
        const std::string_view name = name_at(text.substr(at + 1));
        if (at + 1 + name.size() == text.size() || !find_rule(name)) continue;
        const std::string_view behind = text.substr(at, near);
        const std::size_t close = behind.find("-->");
        if (close == std::string_view::npos || close > behind.find("<!--")) return at;
        at += close;
    }
    return at;
}

}  // namespace

char* Window::read(const FileOnDisk& disk, std::size_t begin, std::size_t end) {
    if (end - begin + 1 > room_) {  // what was read before is lost
        room_ = end - begin + 1;
        bytes_ = std::make_unique_for_overwrite<char[]>(room_);
    }
    bytes_[end - begin] = '\0';
    return disk.read(begin, end - begin, bytes_.get()) ? bytes_.get() : nullptr;
}

FileCuts::FileCuts(const FileOnDisk& disk, std::size_t piece)
    : disk_(disk),
      size_(std::max({piece, disk.size() / most_pieces + 1, std::size_t{1}})),
      count_(std::max<std::size_t>(1, disk.size() / size_)) {}

std::optional<FileCuts::Piece> FileCuts::read(std::size_t number, Window& window) const {
    constexpr std::size_t reach = 4096, longest = std::size_t{64} << 20;  // first, and of an element that anybody reads
    const std::size_t from = number * size_;
    std::string_view all;  // the bytes from there on
    const auto load = [&](std::size_t size) {
        size = std::min(size, disk_.size() - from);
        if (all.size() >= size) return true;
        const char* const bytes = window.read(disk_, from, from + size);
        if (bytes) all = {bytes, size};
        return bytes != nullptr;
    };
    // Each border is looked for twice, as the end of a piece and as the beginning of the next, and both times in the same bytes.
    const auto border = [&](std::size_t at) {
        for (std::size_t behind = reach; behind <= longest && load(at + behind); behind *= 8) {
            const std::string_view text = all.substr(at, behind);
            const std::size_t found = find_border(text);
            if (found != std::string_view::npos) return at + found;
            if (from + at + text.size() == disk_.size()) return all.size();
        }
        return std::string_view::npos;
    };
    const bool last = number + 1 == count_;
    if (!load(last ? disk_.size() : size_ + reach)) return std::nullopt;
    const std::size_t begin = number == 0 ? 0 : border(0);
    const std::size_t end = last ? all.size() : border(size_);
    if (begin == std::string_view::npos || end == std::string_view::npos || begin > end) return std::nullopt;
    return Piece{from + begin, from + end, from + end == disk_.size(), all.substr(begin, end - begin)};
}

Guess guess_counts(const FileOnDisk& disk) {
    constexpr std::size_t most_samples = 256, size = 1024;
    const std::size_t samples = std::min(most_samples, disk.size() / size);
    std::array<char, size> bytes;
    Guess seen;
    for (std::size_t i = 0; i < samples; ++i) {
        if (!disk.read(disk.size() / samples * i, size, bytes.data())) return {};
        const std::string_view text(bytes.data(), size);
        for (std::size_t at = text.find(" id="); at != std::string_view::npos; at = text.find(" id=", at + 1)) ++seen.ids;
        for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
            const ElementRule* const rule = find_rule(name_at(text.substr(at + 1)));
            if (!rule) continue;
            switch (rule->makes) {
                case ElementRule::Makes::entity: ++seen.counts.entities; break;
                case ElementRule::Makes::event: ++seen.counts.events, ++seen.counts.facts; break;
                case ElementRule::Makes::fact: ++seen.counts.facts; break;
                case ElementRule::Makes::source:
                case ElementRule::Makes::other: break;
            }
        }
    }
    const auto of_all = [&](std::size_t found) {
        const double share = samples == 0 ? 0 : static_cast<double>(disk.size()) / static_cast<double>(samples * size);
        return static_cast<std::size_t>(static_cast<double>(found) * share * 1.08) + 256;
    };
    const auto count = [&](std::uint32_t found) { return static_cast<std::uint32_t>(std::min<std::size_t>(of_all(found), UINT32_MAX)); };
    return {{count(seen.counts.entities), count(seen.counts.events), count(seen.counts.facts), 0}, of_all(seen.ids)};
}

}  // namespace tenet

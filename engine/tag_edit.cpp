// Well-formed XML leaves little to read here: names, `=`, and values that end with the quote that begins them.
#include "engine/tag_edit.h"

#include <algorithm>

namespace tenet {

std::string edited(std::string_view file, std::vector<Edit> edits) {
    std::stable_sort(edits.begin(), edits.end(),
                     [](const Edit& a, const Edit& b) { return a.span.begin < b.span.begin; });
    std::string out;
    std::size_t done = 0;
    for (const Edit& edit : edits) {
        out += file.substr(done, edit.span.begin - done);
        out += edit.text;
        done = edit.span.end;
    }
    return out += file.substr(done);
}

StartTag::StartTag(std::string_view file, SourceSpan span) : file_(file), span_(span) {
    constexpr std::string_view space = " \t\r\n";
    const auto until = [&](std::string_view stops, std::size_t from) {
        return std::min(file_.find_first_of(stops, from), file_.size());
    };
    std::size_t at = until(" \t\r\n/>", span.begin + 1);
    name_ = file_.substr(span.begin + 1, at - span.begin - 1);
    end_ = static_cast<std::uint32_t>(at);
    for (;;) {
        const std::size_t gap = at;
        at = std::min(file_.find_first_not_of(space, at), file_.size());
        if (at == file_.size() || file_[at] == '/' || file_[at] == '>') return;
        const std::size_t name = at;
        const std::size_t name_end = until(" \t\r\n=", at);
        const std::size_t quote = until("\"'", name_end);
        if (quote == file_.size()) return;
        const std::size_t close = std::min(file_.find(file_[quote], quote + 1), file_.size());
        attributes_.push_back({file_.substr(name, name_end - name), static_cast<std::uint32_t>(gap),
                               static_cast<std::uint32_t>(name), static_cast<std::uint32_t>(quote + 1),
                               static_cast<std::uint32_t>(close)});
        at = std::min(close + 1, file_.size());
        end_ = static_cast<std::uint32_t>(at);
    }
}

const StartTag::Attribute* StartTag::find(std::string_view attribute) const {
    for (const Attribute& a : attributes_)
        if (a.name == attribute) return &a;
    return nullptr;
}

std::optional<std::string_view> StartTag::value(std::string_view attribute) const {
    const Attribute* a = find(attribute);
    if (!a) return std::nullopt;
    return file_.substr(a->value_begin, a->value_end - a->value_begin);
}

std::string StartTag::canonical() const {
    std::vector<std::string> parts;
    for (const Attribute& a : attributes_)
        parts.push_back(std::string(a.name) + "=\"" +
                        std::string(file_.substr(a.value_begin, a.value_end - a.value_begin)) + '"');
    std::sort(parts.begin(), parts.end());
    std::string out = '<' + std::string(name_);
    for (const std::string& part : parts) out += ' ' + part;
    return out + '>';
}

Edit StartTag::set(std::string_view attribute, std::string_view value) const {
    if (const Attribute* a = find(attribute)) return {{span_.file, a->value_begin, a->value_end}, std::string(value)};
    return {{span_.file, end_, end_}, ' ' + std::string(attribute) + "=\"" + std::string(value) + '"'};
}

std::optional<Edit> StartTag::remove(std::string_view attribute) const {
    const Attribute* a = find(attribute);
    if (!a) return std::nullopt;
    return Edit{{span_.file, a->gap, a->value_end + 1}, {}};
}

}  // namespace tenet

// One pass over bytes known to be well-formed: no bounds are looked at beyond what ends each piece, and a file's text ends
// with a NUL.
#include "facts/xml_tree.h"

#include <array>
#include <cstring>

#include "facts/xml_characters.h"

namespace tenet {

using namespace xml;

namespace {

/// What ends the plain part of a value: quotes, and what is decoded.
constexpr std::array<bool, 256> make_stops() {
    std::array<bool, 256> stops{};
    for (unsigned char c : {'"', '\'', '&', '\t', '\n', '\r'}) stops[c] = true;
    return stops;
}
constexpr std::array<bool, 256> stops = make_stops();

char* write_utf8(char* out, std::uint32_t code) {
    const auto put = [&](std::uint32_t byte) { *out++ = static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0 | (code >> 6));
        put(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        put(0xE0 | (code >> 12));
        put(0x80 | ((code >> 6) & 0x3F));
        put(0x80 | (code & 0x3F));
    } else {
        put(0xF0 | (code >> 18));
        put(0x80 | ((code >> 12) & 0x3F));
        put(0x80 | ((code >> 6) & 0x3F));
        put(0x80 | (code & 0x3F));
    }
    return out;
}

}  // namespace

char* xml::write_reference(char* out, std::string_view name) {
    const auto put = [&](char c) {
        *out = c;
        return out + 1;
    };
    if (name == "lt") return put('<');
    if (name == "gt") return put('>');
    if (name == "amp") return put('&');
    if (name == "quot") return put('"');
    if (name == "apos") return put('\'');
    const bool hex = name[1] == 'x';
    std::uint32_t code = 0;
    for (char c : name.substr(hex ? 2 : 1)) {
        const unsigned digit = static_cast<unsigned>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
        code = code * (hex ? 16 : 10) + digit;
    }
    return write_utf8(out, code);
}

XmlTree::XmlTree(FileIndex from, const Sources& sources, Texts* texts)
    : file(from), text(sources.whole(from)), texts_(texts ? texts : &own_texts_) {}

XmlTree::XmlTree(FileIndex from, std::size_t begin, std::string_view piece, Texts& texts)
    : file(from), text(piece), texts_(&texts), before_(begin), passing_(true) {}

std::uint32_t XmlTree::text_in(std::size_t begin, std::size_t end) const {
    while (begin < end && has_class(text[begin], space_char)) ++begin;
    return begin < end ? static_cast<std::uint32_t>(begin) : none;
}

SourceSpan XmlTree::first_line(std::uint32_t begin) const {
    std::size_t end = begin;
    while (text[end] != '<' && text[end] != '\n' && text[end] != '\r') ++end;
    return span(begin, end);
}

std::size_t XmlTree::skip_markup(std::size_t begin) const {
    if (text[begin + 1] == '?') return text.find("?>", begin) + 2;
    if (text[begin + 2] == '-') return text.find("-->", begin + 4) + 3;
    return text.find("]]>", begin + 9) + 3;
}

// The decoded value is never longer: the shortest reference, &#9;, has four bytes.
std::string_view XmlTree::decoded(std::string_view raw) {
    char* const begin = texts_->room(raw.size());
    char* out = begin;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        const char c = raw[i];
        if (c == '&') {
            const std::size_t semicolon = raw.find(';', i);
            out = write_reference(out, raw.substr(i + 1, semicolon - i - 1));
            i = semicolon;
        } else if (has_class(c, space_char)) {
            *out++ = ' ';
            if (c == '\r' && i + 1 < raw.size() && raw[i + 1] == '\n') ++i;
        } else {
            *out++ = c;
        }
    }
    const auto size = static_cast<std::size_t>(out - begin);
    texts_->give_back(raw.size() - size);
    return {begin, size};
}

/// Reads the value whose first byte is at `begin`; the offset of its closing quote.
std::size_t XmlTree::value(Attribute& attribute, std::size_t begin, char quote) {
    const char* const bytes = text.data();
    std::size_t at = begin;
    while (!stops[static_cast<unsigned char>(bytes[at])]) ++at;
    bool plain = true;
    while (bytes[at] != quote) {
        plain = plain && (bytes[at] == '"' || bytes[at] == '\'');
        ++at;
        while (!stops[static_cast<unsigned char>(bytes[at])]) ++at;
    }
    attribute.value_begin = static_cast<std::uint32_t>(begin);
    attribute.value_end = static_cast<std::uint32_t>(at);
    attribute.value = {bytes + begin, at - begin};
    if (!plain) attribute.value = decoded(attribute.value);
    return at;
}

void XmlTree::begin_element(std::size_t begin, std::size_t name_end) {
    Element& element = elements.emplace_back();
    element.begin = static_cast<std::uint32_t>(begin);
    element.name_end = static_cast<std::uint32_t>(name_end);
    element.first_attribute = static_cast<std::uint32_t>(attributes.size());
}

void XmlTree::add_attribute(std::size_t name_begin, std::size_t name_end, std::size_t value_begin,
                            std::size_t value_end) {
    Attribute& attribute = attributes.emplace_back();
    attribute.name_begin = static_cast<std::uint32_t>(name_begin);
    attribute.name_end = static_cast<std::uint32_t>(name_end);
    attribute.value_begin = static_cast<std::uint32_t>(value_begin);
    attribute.value_end = static_cast<std::uint32_t>(value_end);
    attribute.value = decoded(text.substr(value_begin, value_end - value_begin));
}

void XmlTree::end_tag(std::size_t tag_end, bool empty) {
    const auto made = static_cast<std::uint32_t>(elements.size() - 1);
    Element& element = elements.back();
    element.attribute_count = static_cast<std::uint32_t>(attributes.size()) - element.first_attribute;
    element.tag_end = static_cast<std::uint32_t>(tag_end);
    if (!open_.empty()) {
        auto& [parent, last] = open_.back();
        element.parent = parent;
        (last == none ? elements[parent].first_child : elements[last].next) = made;
        last = made;
    }
    if (!empty) open_.push_back({made, none});
}

std::size_t XmlTree::start_tag(std::size_t begin, bool& empty) {
    const char* const bytes = text.data();
    std::size_t at = begin + 1;
    while (has_class(bytes[at], name_char)) ++at;
    begin_element(begin, at);
    const auto skip_space = [&] {
        while (has_class(bytes[at], space_char)) ++at;
    };
    while (true) {
        skip_space();
        if (bytes[at] == '>' || bytes[at] == '/') break;
        Attribute& attribute = attributes.emplace_back();
        attribute.name_begin = static_cast<std::uint32_t>(at);
        while (has_class(bytes[at], name_char)) ++at;
        attribute.name_end = static_cast<std::uint32_t>(at);
        skip_space();
        ++at;  // =
        skip_space();
        at = value(attribute, at + 1, bytes[at]) + 1;
    }
    empty = bytes[at] == '/';
    at += empty ? 2 : 1;
    end_tag(at, empty);
    return at;
}

std::size_t XmlTree::read_start_tag(std::size_t begin) {
    bool empty = false;
    const std::size_t behind = start_tag(begin, empty);
    open_.clear();
    return behind;
}

std::size_t XmlTree::read_element(std::size_t begin) {
    const char* const bytes = text.data();
    std::size_t at = begin;
    do {
        if (bytes[at] != '<') {
            const auto* next = static_cast<const char*>(std::memchr(bytes + at, '<', text.size() - at));
            const auto end = static_cast<std::size_t>(next - bytes);
            note_text(at, end);
            at = end;
        } else if (bytes[at + 1] == '/') {
            while (bytes[at] != '>') ++at;
            ++at;
            end_element();
        } else if (bytes[at + 1] == '!' || bytes[at + 1] == '?') {
            if (bytes[at + 1] == '!' && bytes[at + 2] == '[')  // CDATA is text, whatever it holds
                note_text(at + 9, text.size());
            at = skip_markup(at);
        } else {
            bool empty = false;
            at = start_tag(at, empty);
        }
    } while (!open_.empty());
    return at;
}

const std::string_view* XmlTree::declared_namespace(std::uint32_t element, std::string_view prefix) const {
    for (; element != none; element = elements[element].parent) {
        const Element& e = elements[element];
        for (std::uint32_t i = 0; i < e.attribute_count; ++i) {
            const Attribute& attribute = attributes[e.first_attribute + i];
            std::string_view its = name(attribute);
            if (!its.starts_with("xmlns")) continue;
            its.remove_prefix(5);
            const bool meant = prefix.empty() ? its.empty() : its.starts_with(':') && its.substr(1) == prefix;
            if (meant) return &attribute.value;
        }
    }
    return nullptr;
}

}  // namespace tenet

// The text half of check_xml: encoding, the XML declaration, character data and references.
#include <algorithm>
#include <cstdint>
#include <cstring>

#include "facts/utf8.h"
#include "facts/xml_checker.h"

namespace tenet {

using namespace xml;

namespace {

/// Whether XML 1.0 allows the character `code` at all.
bool is_xml_character(std::uint32_t code) {
    if (code < 0x20) return code == '\t' || code == '\n' || code == '\r';
    return code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF) && code != 0xFFFE && code != 0xFFFF;
}

/// Equal but for the case of ASCII letters; `wanted` in capitals.
bool same_letters(std::string_view text, std::string_view wanted) {
    const auto capital = [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; };
    return std::equal(text.begin(), text.end(), wanted.begin(), wanted.end(),
                      [&](char a, char b) { return capital(a) == b; });
}

}  // namespace

bool XmlChecker::characters() {
    if (text_.empty()) {
        error("empty-file", 0, 0, "the file is empty");
        return false;
    }
    if (text_.starts_with("\xFF\xFE") || text_.starts_with("\xFE\xFF")) {
        error("bad-encoding", 0, 0, "the file is in UTF-16; only UTF-8 is read").help =
            "save it as UTF-8 (and say encoding=\"UTF-8\" in its first line, or nothing)";
        return false;
    }
    const BadCharacter bad = find_bad_character(text_);
    if (bad.at != std::string_view::npos) {
        const std::string byte = hex_byte(static_cast<unsigned char>(text_[bad.at]));
        if (bad.encoding)
            error("bad-encoding", bad.at, bad.at + 1, "the byte " + byte + " is not UTF-8 here").help =
                "save the file as UTF-8; text in Windows-1252 or Latin-1 looks like this";
        else
            error("bad-character", bad.at, bad.at + 1, "a control character (" + byte + ") has no place in XML; is this a binary file?");
        return false;
    }
    if (text_.starts_with("\xEF\xBB\xBF")) pos_ = 3;
    return true;
}

bool XmlChecker::declaration() {
    if (!at("<?xml") || text_.size() < pos_ + 6 || !has_class(text_[pos_ + 5], space_char)) return true;
    const std::size_t begin = pos_;
    const std::size_t end = text_.find("?>", pos_);
    if (end == std::string_view::npos) {
        malformed(begin, begin + 5, "the XML declaration has no end", "'?>' is missing");
        return false;
    }
    pos_ += 5;
    constexpr std::array<std::string_view, 3> names = {"version", "encoding", "standalone"};  // in this order
    std::size_t next = 0;
    while (true) {
        const std::size_t before = pos_;
        skip_space();
        if (pos_ == end && next > 0) break;
        const bool spaced = pos_ > before;
        const std::string_view name = take_name();
        const auto known = static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
        skip_space();
        const bool equals = here() == '=';
        if (equals) ++pos_;
        skip_space();
        const char quote = here();
        const std::size_t close = equals && (quote == '"' || quote == '\'') ? text_.find(quote, pos_ + 1) : end;
        const bool in_order = known >= next && known < names.size() && (next > 0 || known == 0);
        if (!spaced || !in_order || close >= end) {
            malformed(begin, end + 2, "this XML declaration is not well-formed").help =
                R"(write <?xml version="1.0" encoding="UTF-8"?>)";
            return false;
        }
        next = known + 1;
        const std::string_view value = text_.substr(pos_ + 1, close - pos_ - 1);
        if (name == "encoding" && !same_letters(value, "UTF-8") && !same_letters(value, "US-ASCII"))
            error("bad-encoding", pos_ + 1, close, "the encoding " + quoted(value) + " is not read; only UTF-8 is")
                .help = "save the file as UTF-8 and declare encoding=\"UTF-8\", or nothing";
        if (name == "version" && value != "1.0")
            malformed(pos_ + 1, close, "XML of version " + quoted(value) + " is not read; only 1.0 is");
        pos_ = close + 1;
    }
    pos_ = end + 2;
    return true;
}

bool XmlChecker::text_run() {
    const std::size_t begin = pos_;
    const void* next = std::memchr(text_.data() + pos_, '<', text_.size() - pos_);
    pos_ = next ? static_cast<std::size_t>(static_cast<const char*>(next) - text_.data()) : text_.size();
    if (open_.empty()) {
        for (std::size_t i = begin; i < pos_; ++i) {
            if (has_class(text_[i], space_char)) continue;
            std::size_t end = i;
            while (end < pos_ && text_[end] != '\n' && text_[end] != '\r') ++end;
            malformed(i, end, root_seen_ ? "text after the end of the root element" : "text before the root element",
                      root_seen_ ? "" : "is this an XML file?");
            return false;
        }
        return true;
    }
    if (tree_ && open_.size() == 1) {
        pos_ = begin;
        skip_space();
        return at_end() || here() == '<';
    }
    if (tree_) tree_->note_text(begin, pos_);
    for (std::size_t i = begin; i < pos_; ++i) {
        if (text_[i] == '&') reference(i, pos_);
        if (text_[i] == ']' && text_.substr(i, pos_ - i).starts_with("]]>"))
            malformed(i, i + 3, "']]>' may not stand in text", "write ']]&gt;'");
    }
    return true;
}

void XmlChecker::reference(std::size_t begin, std::size_t limit) {
    std::size_t end = begin + 1;
    while (end < limit && (has_class(text_[end], name_char) || text_[end] == '#')) ++end;
    const std::string_view name = text_.substr(begin + 1, end - begin - 1);
    if (end >= limit || text_[end] != ';' || name.empty()) {
        malformed(begin, begin + 1, "a bare '&' may not stand in XML", "write '&amp;'");
        return;
    }
    for (std::string_view known : {"lt", "gt", "amp", "quot", "apos"})
        if (name == known) return;
    if (name[0] != '#') {
        error("unknown-entity", begin, end + 1,
              "the entity " + quoted(text_.substr(begin, end + 1 - begin)) +
                  " is not known; XML itself has &lt; &gt; &amp; &quot; and &apos;")
            .help = "write the character itself, or its number: &#233; for é";
        return;
    }
    const bool hex = name.size() > 1 && name[1] == 'x';
    std::uint32_t code = 0;
    bool good = name.size() > (hex ? 2u : 1u);
    for (char c : name.substr(hex ? 2 : 1)) {
        const bool decimal = c >= '0' && c <= '9';
        const bool letter = hex && (c | 0x20) >= 'a' && (c | 0x20) <= 'f';
        good = good && (decimal || letter);
        const auto digit = static_cast<std::uint32_t>(decimal ? c - '0' : (c | 0x20) - 'a' + 10);
        if (good && code <= 0x10FFFF) code = code * (hex ? 16 : 10) + digit;
    }
    if (!good || !is_xml_character(code))
        malformed(begin, end + 1, quoted(text_.substr(begin, end + 1 - begin)) + " is no character of XML");
}

}  // namespace tenet

#include "facts/xml_check.h"

#include <array>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "facts/utf8.h"

namespace tenet {

namespace {

constexpr unsigned char space_char = 1, name_start = 2, name_char = 4;

/// The classes of a byte. Letters beyond ASCII all pass for names: no vocabulary has them, so the readers refuse them.
constexpr std::array<unsigned char, 256> make_classes() {
    std::array<unsigned char, 256> c{};
    for (unsigned char s : {' ', '\t', '\n', '\r'}) c[s] = space_char;
    for (unsigned i = 0; i < 256; ++i) {
        const bool letter = (i | 0x20) >= 'a' && (i | 0x20) <= 'z' && i < 0x80;
        if (letter || i == '_' || i == ':' || i >= 0x80) c[i] = name_start | name_char;
        if ((i >= '0' && i <= '9') || i == '-' || i == '.') c[i] = name_char;
    }
    return c;
}
constexpr std::array<unsigned char, 256> classes = make_classes();

bool has_class(char c, unsigned char mask) { return (classes[static_cast<unsigned char>(c)] & mask) != 0; }

/// Whether XML 1.0 allows the character `code` at all.
bool is_xml_character(std::uint32_t code) {
    if (code < 0x20) return code == '\t' || code == '\n' || code == '\r';
    return code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF) && code != 0xFFFE && code != 0xFFFF;
}

std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }
std::string tag(std::string_view name) { return "<" + std::string(name) + ">"; }

class Checker {
public:
    Checker(FileIndex file, std::string_view text, Diagnostics& diagnostics)
        : file_(file), text_(text), diagnostics_(diagnostics) {}

    XmlCheck run() {
        result_.well_formed = true;
        if (characters() && declaration() && content()) finish();
        return result_;
    }

private:
    struct Open {
        std::size_t begin;  // of its <
        std::string_view name;
    };

    SourceSpan span(std::size_t begin, std::size_t end) const {
        return {file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    }
    Diagnostic& error(std::string code, std::size_t begin, std::size_t end, std::string message,
                      std::string at_primary = {}) {
        result_.well_formed = false;
        return diagnostics_.error(std::move(code), span(begin, end), std::move(message), std::move(at_primary));
    }
    Diagnostic& malformed(std::size_t begin, std::size_t end, std::string message, std::string at_primary = {}) {
        return error("malformed-xml", begin, end, std::move(message), std::move(at_primary));
    }
    bool at(std::string_view word) const { return text_.substr(pos_).starts_with(word); }
    bool at_end() const { return pos_ >= text_.size(); }
    char here() const { return at_end() ? '\0' : text_[pos_]; }  // no file that gets here holds a NUL
    void skip_space() {
        while (!at_end() && has_class(text_[pos_], space_char)) ++pos_;
    }
    std::string_view take_name() {
        const std::size_t begin = pos_;
        if (at_end() || !has_class(text_[pos_], name_start)) return {};
        while (!at_end() && has_class(text_[pos_], name_char)) ++pos_;
        return text_.substr(begin, pos_ - begin);
    }

    void note_root(std::size_t begin) {
        result_.root_begin = begin;
        result_.content_begin = result_.content_end = last_seam_ = pos_;
    }
    void note_seam() {
        if (pos_ - last_seam_ < seam_distance) return;
        result_.seams.push_back(pos_);
        last_seam_ = pos_;
    }

    bool characters();
    bool declaration();
    bool content();
    bool text_run();
    bool markup();
    bool start_tag();
    bool attribute();
    bool end_tag();
    bool comment();
    bool cdata();
    bool instruction();
    void reference(std::size_t begin, std::size_t limit);
    void finish();

    FileIndex file_;
    std::string_view text_;
    Diagnostics& diagnostics_;
    std::size_t pos_ = 0;
    std::vector<Open> open_;
    bool root_seen_ = false;
    std::size_t last_seam_ = 0;
    std::vector<std::string_view> names_;  // the attributes of the start tag being read
    XmlCheck result_;
};

bool Checker::characters() {
    if (text_.empty()) {
        error("empty-file", 0, 0, "the file is empty");
        return false;
    }
    if (text_.starts_with("\xFF\xFE") || text_.starts_with("\xFE\xFF")) {
        error("bad-encoding", 0, 0, "the file is in UTF-16; only UTF-8 is read").help =
            "save it as UTF-8 (and say encoding=\"UTF-8\" in its first line, or nothing)";
        return false;
    }
    const std::size_t bad = find_bad_utf8(text_);
    const std::size_t control = find_control_character(text_.substr(0, bad));
    if (control != std::string_view::npos) {
        const auto byte = static_cast<unsigned char>(text_[control]);
        error("bad-character", control, control + 1,
              "a control character (" + hex_byte(byte) + ") has no place in XML; is this a binary file?");
        return false;
    }
    if (bad != std::string_view::npos) {
        const auto byte = static_cast<unsigned char>(text_[bad]);
        error("bad-encoding", bad, bad + 1, "the byte " + hex_byte(byte) + " is not UTF-8 here").help =
            "save the file as UTF-8; text in Windows-1252 or Latin-1 looks like this";
        return false;
    }
    if (text_.starts_with("\xEF\xBB\xBF")) pos_ = 3;
    return true;
}

bool Checker::declaration() {
    if (!at("<?xml") || text_.size() < pos_ + 6 || !has_class(text_[pos_ + 5], space_char)) return true;
    const std::size_t begin = pos_;
    const std::size_t end = text_.find("?>", pos_);
    if (end == std::string_view::npos) {
        malformed(begin, begin + 5, "the XML declaration has no end", "'?>' is missing");
        return false;
    }
    pos_ += 5;
    for (skip_space(); pos_ < end; skip_space()) {
        const std::string_view name = take_name();
        skip_space();
        const bool equals = here() == '=';
        if (equals) ++pos_;
        skip_space();
        const char quote = here();
        const std::size_t close = equals && (quote == '"' || quote == '\'') ? text_.find(quote, pos_ + 1) : end;
        if (name.empty() || close >= end) {
            malformed(begin, end + 2, "this XML declaration is not well-formed").help =
                R"(write <?xml version="1.0" encoding="UTF-8"?>)";
            return false;
        }
        const std::string_view value = text_.substr(pos_ + 1, close - pos_ - 1);
        const auto is = [value](std::string_view wanted) {  // without regard to case
            if (value.size() != wanted.size()) return false;
            for (std::size_t i = 0; i < value.size(); ++i)
                if ((value[i] >= 'a' && value[i] <= 'z' ? value[i] - 32 : value[i]) != wanted[i]) return false;
            return true;
        };
        if (name == "encoding" && !is("UTF-8") && !is("UTF8") && !is("US-ASCII"))
            error("bad-encoding", pos_ + 1, close, "the encoding " + quoted(value) + " is not read; only UTF-8 is")
                .help = "save the file as UTF-8 and declare encoding=\"UTF-8\", or nothing";
        if (name == "version" && value != "1.0")
            malformed(pos_ + 1, close, "XML of version " + quoted(value) + " is not read; only 1.0 is");
        pos_ = close + 1;
    }
    pos_ = end + 2;
    return true;
}

bool Checker::content() {
    while (!at_end())
        if (!(text_[pos_] == '<' ? markup() : text_run())) return false;
    return true;
}

bool Checker::text_run() {
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
    for (std::size_t i = begin; i < pos_; ++i) {
        if (text_[i] == '&') reference(i, pos_);
        if (text_[i] == ']' && text_.substr(i, pos_ - i).starts_with("]]>"))
            malformed(i, i + 3, "']]>' may not stand in text", "write ']]&gt;'");
    }
    return true;
}

void Checker::reference(std::size_t begin, std::size_t limit) {
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
        error("unknown-entity", begin, end + 1, "the entity " + quoted(text_.substr(begin, end + 1 - begin)) +
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

bool Checker::markup() {
    if (pos_ + 1 >= text_.size()) {
        pos_ = text_.size();
        return true;  // finish() says what is missing
    }
    const char next = text_[pos_ + 1];
    if (next == '/') return end_tag();
    if (next == '?') return instruction();
    if (next == '!') {
        if (at("<!--")) return comment();
        if (at("<![CDATA[")) return cdata();
        if (at("<!DOCTYPE") || at("<!doctype")) {
            error("dtd", pos_, pos_ + 9,
                  "a DTD is refused: entities in it could blow up memory or read other files, and Tenet needs none",
                  "remove the <!DOCTYPE ...>")
                .help = "facts.xsd and rules.xsd (tenet schema) describe the files for editors";
            return false;
        }
        malformed(pos_, pos_ + 2, "'<!' begins neither a comment nor CDATA", "write '&lt;' for a '<' in text");
        return false;
    }
    if (has_class(next, name_start)) return start_tag();
    malformed(pos_, pos_ + 1, "a bare '<' may not stand in XML", "write '&lt;'").help =
        "or put the whole text into <![CDATA[ ... ]]>";
    return false;
}

bool Checker::start_tag() {
    const std::size_t begin = pos_++;
    const std::string_view name = take_name();
    if (open_.empty() && root_seen_) {
        malformed(begin, pos_, "a second root element: a file has one", tag(name) + " stands after the end of the first");
        return false;
    }
    if (open_.size() >= max_xml_depth) {
        error("too-deep", begin, pos_,
              "elements are nested more than " + std::to_string(max_xml_depth) + " deep here; this is no file of ours");
        return false;
    }
    root_seen_ = true;
    if (name.find(':') != std::string_view::npos) {
        result_.namespaces_at_root = false;
        result_.uses_prefixes = true;
    }
    names_.clear();
    while (true) {
        const std::size_t before = pos_;
        skip_space();
        if (at_end()) {
            malformed(begin, begin + 1 + name.size(), "the file ends inside the tag " + tag(name),
                      "its '>' is missing; the file may be cut off");
            return false;
        }
        if (text_[pos_] == '>') {
            ++pos_;
            if (open_.empty()) note_root(begin);
            open_.push_back({begin, name});
            return true;
        }
        if (at("/>")) {
            pos_ += 2;
            if (open_.empty()) note_root(begin);
            if (open_.size() == 1) note_seam();
            return true;
        }
        if (!has_class(text_[pos_], name_start)) {
            Diagnostic& d = malformed(pos_, pos_ + 1, "the tag " + tag(name) + " is not well-formed here",
                                      "an attribute (name=\"value\"), '>' or '/>' belongs here");
            d.labels.push_back({span(begin, begin + 1 + name.size()), "the tag begins here"});
            return false;
        }
        if (before == pos_) {
            malformed(pos_, pos_ + 1, "a space is missing between attributes");
            return false;
        }
        if (!attribute()) return false;
    }
}

bool Checker::attribute() {
    const std::size_t begin = pos_;
    const std::string_view name = take_name();
    skip_space();
    if (here() != '=') {
        malformed(begin, begin + name.size(), "the attribute " + quoted(name) + " has no value",
                  "write " + std::string(name) + "=\"...\"");
        return false;
    }
    ++pos_;
    skip_space();
    const char quote = here();
    if (quote != '"' && quote != '\'') {
        malformed(begin, pos_, "the value of " + quoted(name) + " is not in quotes",
                  "write " + std::string(name) + "=\"...\"");
        return false;
    }
    const std::size_t value = ++pos_;
    const void* close = std::memchr(text_.data() + pos_, quote, text_.size() - pos_);
    const std::size_t end =
        close ? static_cast<std::size_t>(static_cast<const char*>(close) - text_.data()) : text_.size();
    for (std::size_t i = value; i < end; ++i) {
        if (text_[i] == '<') {
            Diagnostic& d = malformed(i, i + 1, "'<' stands in the value of " + quoted(name),
                                      "write '&lt;', or close the value before it");
            d.labels.push_back({span(begin, value), "the value begins here; is its closing quote missing?"});
            return false;
        }
        if (text_[i] == '&') reference(i, end);
    }
    if (!close) {
        malformed(begin, value, "the value of " + quoted(name) + " has no closing quote");
        return false;
    }
    for (std::string_view other : names_) {
        if (other != name) continue;
        Diagnostic& d = error("duplicate-attribute", begin, begin + name.size(),
                              "the attribute " + quoted(name) + " is given twice");
        const auto first = static_cast<std::size_t>(other.data() - text_.data());
        d.labels.push_back({span(first, first + other.size()), "first given here"});
    }
    if (names_.size() >= max_xml_attributes) {
        malformed(begin, begin + name.size(),
                  "more than " + std::to_string(max_xml_attributes) + " attributes in one tag");
        return false;
    }
    names_.push_back(name);
    const bool declares = name.starts_with("xmlns");
    if (declares && !open_.empty()) result_.namespaces_at_root = false;
    if (!declares && name.find(':') != std::string_view::npos) result_.uses_prefixes = true;
    pos_ = end + 1;
    return true;
}

bool Checker::end_tag() {
    const std::size_t begin = pos_;
    pos_ += 2;
    const std::string_view name = take_name();
    skip_space();
    if (here() != '>') {
        malformed(begin, pos_, "this end tag is not well-formed", "write </name>");
        return false;
    }
    ++pos_;
    if (open_.empty()) {
        malformed(begin, pos_, "</" + std::string(name) + "> closes nothing: no element is open here");
        return false;
    }
    const Open& last = open_.back();
    if (last.name != name) {
        Diagnostic& d = malformed(begin, pos_, "</" + std::string(name) + "> stands where </" + std::string(last.name) +
                                                   "> is missing");
        d.labels.push_back({span(last.begin, last.begin + 1 + last.name.size()),
                            tag(last.name) + " is opened here and not closed"});
        d.help = "close it with </" + std::string(last.name) + ">, or end its own tag with '/>'";
        return false;
    }
    open_.pop_back();
    if (open_.empty()) result_.content_end = begin;
    if (open_.size() == 1) note_seam();
    return true;
}

bool Checker::comment() {
    const std::size_t begin = pos_;
    const std::size_t dashes = text_.find("--", pos_ + 4);
    if (dashes == std::string_view::npos) {
        malformed(begin, begin + 4, "this comment has no end", "'-->' is missing");
        return false;
    }
    if (text_.substr(dashes).starts_with("-->")) {
        pos_ = dashes + 3;
        return true;
    }
    Diagnostic& d = malformed(dashes, dashes + 2, "'--' may not stand inside a comment");
    d.labels.push_back({span(begin, begin + 4), "the comment begins here"});
    return false;
}

bool Checker::cdata() {
    const std::size_t begin = pos_;
    if (open_.empty()) {
        malformed(begin, begin + 9, "CDATA may not stand outside the root element");
        return false;
    }
    const std::size_t end = text_.find("]]>", pos_ + 9);
    if (end == std::string_view::npos) {
        malformed(begin, begin + 9, "this CDATA section has no end", "']]>' is missing");
        return false;
    }
    pos_ = end + 3;
    return true;
}

bool Checker::instruction() {
    const std::size_t begin = pos_;
    pos_ += 2;
    const std::string_view target = take_name();
    const std::size_t end = text_.find("?>", pos_);
    if (end == std::string_view::npos) {
        malformed(begin, begin + 2, "this processing instruction has no end", "'?>' is missing");
        return false;
    }
    pos_ = end + 2;
    if (target == "xml")
        malformed(begin, pos_, "the XML declaration must be the very first thing in the file");
    else if (target != "xml-stylesheet" && target != "xml-model")  // for browsers and editors; they change nothing
        error("processing-instruction", begin, pos_,
              "the processing instruction " + quoted(target) + " is refused: it could mean anything");
    return true;
}

void Checker::finish() {
    if (!open_.empty()) {
        const Open& last = open_.back();
        Diagnostic& d = malformed(text_.size(), text_.size(), "the file ends before </" + std::string(last.name) +
                                                                  ">; it may be cut off");
        d.labels.push_back({span(last.begin, last.begin + 1 + last.name.size()), tag(last.name) + " is opened here"});
    } else if (!root_seen_) {
        malformed(text_.size(), text_.size(), "the file holds no element");
    }
}

}  // namespace

XmlCheck check_xml(FileIndex file, const Sources& sources, Diagnostics& diagnostics) {
    return Checker(file, sources.file(file).text, diagnostics).run();
}

}  // namespace tenet

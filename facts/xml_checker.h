// The scanner behind check_xml: its state, and the small steps that both of its files take.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "facts/quoted.h"
#include "facts/xml_check.h"

namespace tenet {

namespace xml {

inline constexpr unsigned char space_char = 1, name_start = 2, name_char = 4;

/// The classes of a byte. Letters beyond ASCII all pass for names: no vocabulary has them, so the readers refuse them.
constexpr std::array<unsigned char, 256> make_classes() {
    std::array<unsigned char, 256> c{};
    for (unsigned char s : {' ', '\t', '\n', '\r'}) c[s] = space_char;
    for (unsigned i = 0; i < 256; ++i) {
        const bool letter = (i | 0x20) >= 'a' && (i | 0x20) <= 'z' && i < 0x80;
        if (letter || i == '_' || i >= 0x80) c[i] = name_start | name_char;
        if ((i >= '0' && i <= '9') || i == '-' || i == '.' || i == ':') c[i] = name_char;
    }
    return c;
}
inline constexpr std::array<unsigned char, 256> classes = make_classes();

inline bool has_class(char c, unsigned char mask) { return (classes[static_cast<unsigned char>(c)] & mask) != 0; }

inline std::string tag(std::string_view name) { return "<" + std::string(name) + ">"; }

}  // namespace xml

/// One reading of one file. `run` once.
class XmlChecker {
public:
    XmlChecker(FileIndex file, std::string_view text, Diagnostics& diagnostics)
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
        while (!at_end() && xml::has_class(text_[pos_], xml::space_char)) ++pos_;
    }
    std::string_view take_name() {
        const std::size_t begin = pos_;
        if (at_end() || !xml::has_class(text_[pos_], xml::name_start)) return {};
        while (!at_end() && xml::has_class(text_[pos_], xml::name_char)) ++pos_;
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

    /// Complains of a name that is too long to be one of ours, or to be repeated in a message.
    bool check_length(std::string_view name);
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

}  // namespace tenet

// The scanner behind check_xml: its state, and the small steps that both of its files take.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "facts/quoted.h"
#include "facts/xml_characters.h"
#include "facts/xml_check.h"
#include "facts/xml_document.h"

namespace tenet {

namespace xml {

inline std::string tag(std::string_view name) { return "<" + std::string(name) + ">"; }

}  // namespace xml

/// One reading of one file, or of a piece of one. `run` or `run_piece` once.
class XmlChecker {
public:
    /// A NUL stands behind `text`.
    XmlChecker(FileIndex file, std::string_view text, Diagnostics& diagnostics)
        : file_(file), text_(text), diagnostics_(diagnostics) {}
    /// Of a piece, for run_piece: see read_xml_piece.
    XmlChecker(XmlTree& tree, XmlChildren& children, Diagnostics& diagnostics)
        : file_(tree.file), text_(tree.text), diagnostics_(diagnostics), tree_(&tree), children_(&children) {}

    XmlCheck run() {
        result_.well_formed = true;
        if (characters() && declaration() && content()) finish();
        return result_;
    }

    bool run_piece(std::string_view root, bool last);

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
    // No file that gets beyond characters() holds a NUL, and one stands behind its end: it stops every loop.
    char here() const { return text_.data()[pos_]; }
    void skip_space() {
        const char* at = text_.data() + pos_;
        while (xml::has_class(*at, xml::space_char)) ++at;
        pos_ = static_cast<std::size_t>(at - text_.data());
    }
    std::string_view take_name() {
        const char* const begin = text_.data() + pos_;
        const char* at = begin;
        if (!xml::has_class(*at, xml::name_start)) return {};
        while (xml::has_class(*at, xml::name_char)) ++at;
        pos_ = static_cast<std::size_t>(at - text_.data());
        return {begin, static_cast<std::size_t>(at - begin)};
    }

    void note_root(std::size_t begin) {
        result_.root_begin = begin;
        result_.content_begin = result_.content_end = pos_;
    }
    void note_child(std::string_view name) {
        auto& children = result_.children;
        for (std::size_t i = 0; i <= children.size(); ++i, last_child_ = last_child_ + 1 < children.size() ? last_child_ + 1 : 0) {
            if (last_child_ >= children.size() || children[last_child_].first != name) continue;
            ++children[last_child_].second;  // mostly the one before: registers come in runs
            return;
        }
        if (children.size() < 16) children.emplace_back(name, 1);
    }

    /// Complains of a name that is too long to be one of ours, or to be repeated in a message.
    bool check_length(std::string_view name);
    bool characters();
    bool declaration();
    bool content();
    bool text_run();
    bool markup();
    bool start_tag();
    bool end_start_tag(std::size_t begin, std::string_view name, bool empty);
    std::optional<bool> usual_tag();
    bool tell_child();
    bool attribute();
    bool attribute_value(std::size_t begin, std::string_view name);
    bool unlike_others(std::size_t begin, std::string_view name);
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
    std::size_t last_child_ = 0;
    XmlTree* tree_ = nullptr;          // of a piece: where each child of the root is put...
    XmlChildren* children_ = nullptr;  // ...and who is told of it
    std::vector<XmlTree::Attribute> usual_attributes_;  // room for those of one tag
    std::vector<std::string_view> given_;  // names in the start tag being read
    std::uint64_t names_like_ = 0;         // a bit for each of them, by length and ends
    XmlCheck result_;
};

}  // namespace tenet

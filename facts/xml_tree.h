// XML that check_xml (xml_check.h) has let pass, as two flat arrays: elements in the order of their start tags, and their
// attributes. Everything is an offset into the file or a view of it; only values that are not written as they are meant
// (references, tabs, line ends) are decoded, into Texts. Nothing here checks: on text that was not let pass it is undefined.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "facts/source.h"
#include "facts/texts.h"

namespace tenet {

class XmlTree {
public:
    static constexpr std::uint32_t none = UINT32_MAX;
    struct Attribute {
        std::uint32_t name_begin, name_end;    // offsets in the file
        std::uint32_t value_begin, value_end;  // the raw bytes between the quotes
        std::string_view value;                // decoded; white space is single spaces
    };
    struct Element {
        std::uint32_t begin, name_end, tag_end;  // the start tag: its <, behind its name, behind its >
        std::uint32_t parent = none, first_child = none, next = none;  // in `elements`
        std::uint32_t first_attribute = 0, attribute_count = 0;        // in `attributes`
        std::uint32_t stray_text = none;  // offset of the first text other than white space among the children
    };

    /// Decoded values go to `texts`, or, where that is null, live as long as the tree. `sources` must outlive it.
    XmlTree(FileIndex file, const Sources& sources, Texts* texts = nullptr);
    /// Of a piece of a file that begins at byte `begin` of it; it goes when it has been read, so that `lasting` copies.
    XmlTree(FileIndex file, std::size_t begin, std::string_view piece, Texts& texts);
    XmlTree(const XmlTree&) = delete;
    XmlTree& operator=(const XmlTree&) = delete;

    /// Adds the element whose < stands at `begin`, and all within it. The offset behind it.
    std::size_t read_element(std::size_t begin);
    /// Adds the element, but none within it. The offset behind its start tag.
    std::size_t read_start_tag(std::size_t begin);
    /// The same step by step, for who reads the bytes himself (XmlChecker): a start tag, attributes, behind the tag, and, unless
    /// the element is empty, what is within it, and its end.
    void begin_element(std::size_t begin, std::size_t name_end);
    void add_attribute(std::size_t name_begin, std::size_t name_end, std::size_t value_begin, std::size_t value_end);
    void end_tag(std::size_t tag_end, bool empty);
    void end_element() { open_.pop_back(); }
    void note_text(std::size_t begin, std::size_t end) {
        if (const std::uint32_t said = text_in(begin, end); said != none) note_text(open_.back().element, said);
    }
    /// The offset behind the comment, CDATA or processing instruction at `begin`.
    std::size_t skip_markup(std::size_t begin) const;
    /// Where the text from `begin` to the next < says something, or `none`.
    std::uint32_t text_in(std::size_t begin, std::size_t end) const;
    /// The first line of a text that begins at `begin`.
    SourceSpan first_line(std::uint32_t begin) const;
    void clear() {
        elements.clear();
        attributes.clear();
    }

    std::string_view between(std::uint32_t begin, std::uint32_t end) const { return {text.data() + begin, end - begin}; }
    SourceSpan span(std::size_t begin, std::size_t end) const {
        return {file, static_cast<std::uint32_t>(before_ + begin), static_cast<std::uint32_t>(before_ + end)};
    }
    /// A value that lives as long as the run. `often`: it is probably said again.
    std::string_view lasting(std::string_view value, bool often) const {
        if (!passing_ || value.data() < text.data() || value.data() >= text.data() + text.size()) return value;
        return often ? texts_->share(value) : texts_->keep(value);
    }
    std::string_view name(const Element& e) const { return between(e.begin + 1, e.name_end); }
    std::string_view name(const Attribute& a) const { return between(a.name_begin, a.name_end); }
    /// The value of xmlns (empty prefix) or xmlns:prefix that counts at an element; null when there is none.
    const std::string_view* declared_namespace(std::uint32_t element, std::string_view prefix) const;

    const FileIndex file;
    const std::string_view text;  // the whole file, or a piece: all offsets here count from its first byte
    std::vector<Element> elements;
    std::vector<Attribute> attributes;
    bool namespaces_at_root = true;   // no prefixed elements, and xmlns stands on the root only...
    std::string_view root_namespace;  // ...then this is every element's

private:
    struct Open {
        std::uint32_t element, last_child;
    };
    std::size_t start_tag(std::size_t begin, bool& empty);
    std::size_t value(Attribute& attribute, std::size_t begin, char quote);
    std::string_view decoded(std::string_view raw);
    void note_text(std::uint32_t element, std::uint32_t at) {
        if (elements[element].stray_text == none) elements[element].stray_text = at;
    }

    Texts own_texts_;
    Texts* texts_;
    std::size_t before_ = 0;  // bytes of the file before `text`
    bool passing_ = false;
    std::vector<Open> open_;  // while an element is read
};

}  // namespace tenet

// An XML file as a tree that knows the place of every tag, attribute and value. Built by pugixml after check_xml
// (xml_check.h) has refused what is malformed or dangerous, so a tree always comes from well-formed, shallow XML
// without a DTD. Elements and attributes are cheap handles; they live as long as their XmlDocument.
#pragma once

#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <pugixml.hpp>

#include "facts/diagnostic.h"
#include "facts/source.h"

namespace tenet {

/// What the handles share: the tree, and where its bytes came from.
struct XmlTree {
    FileIndex file = SourceSpan::none;
    const Sources* sources = nullptr;
    std::unique_ptr<char[]> buffer;  // pugixml decodes in place, so offsets into it are offsets into the file...
    std::size_t base = 0;            // ...from here on
    bool namespaces_at_root = true;  // no prefixed elements, and xmlns stands on the root only...
    std::string root_namespace;      // ...then this is every element's
    pugi::xml_document document;

    std::string_view text() const { return sources->file(file).text; }
    std::size_t offset(const char* p) const { return base + static_cast<std::size_t>(p - buffer.get()); }
};

class XmlAttribute {
public:
    XmlAttribute() = default;
    XmlAttribute(pugi::xml_attribute attribute, const XmlTree* tree) : attribute_(attribute), tree_(tree) {}

    explicit operator bool() const { return !attribute_.empty(); }
    std::string_view name() const { return attribute_.name(); }    // as written, with its prefix
    std::string_view value() const { return attribute_.value(); }  // decoded; white space is single spaces
    SourceSpan name_span() const;
    SourceSpan value_span() const;  // the raw bytes between the quotes
    PlacedText placed() const;
    /// True of xmlns, xmlns:p, xml:... and xsi:...: what belongs to XML and its editors, not to the vocabulary.
    bool is_xml_machinery() const;
    XmlAttribute next() const { return {attribute_.next_attribute(), tree_}; }
    pugi::xml_attribute_struct* handle() const { return attribute_.internal_object(); }
    bool operator==(const XmlAttribute& other) const { return attribute_ == other.attribute_; }

private:
    pugi::xml_attribute attribute_;
    const XmlTree* tree_ = nullptr;
};

template <class Handle>
class XmlRange;

class XmlElement {
public:
    XmlElement() = default;
    XmlElement(pugi::xml_node node, const XmlTree* tree) : node_(node), tree_(tree) {}

    explicit operator bool() const { return !node_.empty(); }
    std::string_view full_name() const { return node_.name(); }  // "t:facts"
    std::string_view name() const;                               // without prefix: "facts"
    bool is(std::string_view uri, std::string_view local) const { return name() == local && in_namespace(uri); }
    bool in_namespace(std::string_view uri) const;
    /// The namespace the element is in; empty: in none.
    std::string_view namespace_uri() const;
    SourceSpan name_span() const;
    SourceSpan span() const;  // the start tag, from < to >

    XmlElement parent() const;
    XmlElement first_child() const;  // elements only
    XmlElement next() const;
    XmlRange<XmlElement> children() const;
    XmlAttribute first_attribute() const { return {node_.first_attribute(), tree_}; }
    XmlRange<XmlAttribute> attributes() const;
    /// The attribute of that name, or an empty handle.
    XmlAttribute attribute(std::string_view name) const;

    /// All text up to the end tag (or the first child element): entities decoded, CDATA taken as it is, comments
    /// left out, white space kept. `raw` is everything between the two tags.
    PlacedText text() const;
    /// The first text other than white space among the children, where only elements belong.
    std::optional<SourceSpan> stray_text() const;
    const XmlTree* tree() const { return tree_; }
    pugi::xml_node first_node() const { return node_.first_child(); }  // text, too
    bool operator==(const XmlElement& other) const { return node_ == other.node_; }

private:
    std::size_t start_tag_end() const;  // offset behind its >
    pugi::xml_node node_;
    const XmlTree* tree_ = nullptr;
};

/// for (XmlElement child : element.children()) ...
template <class Handle>
class XmlRange {
public:
    class iterator {
    public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = Handle;
        using difference_type = std::ptrdiff_t;
        using pointer = const Handle*;
        using reference = const Handle&;
        iterator() = default;
        explicit iterator(Handle at) : at_(at) {}
        reference operator*() const { return at_; }
        pointer operator->() const { return &at_; }
        iterator& operator++() {
            at_ = at_.next();
            return *this;
        }
        iterator operator++(int) {
            iterator old = *this;
            ++*this;
            return old;
        }
        // All ends are alike, whatever tree they come from.
        bool operator==(const iterator& other) const { return at_ == other.at_; }

    private:
        Handle at_;
    };

    explicit XmlRange(Handle first) : first_(first) {}
    iterator begin() const { return iterator(first_); }
    iterator end() const { return iterator(); }

private:
    Handle first_;
};

inline XmlRange<XmlElement> XmlElement::children() const { return XmlRange<XmlElement>(first_child()); }
inline XmlRange<XmlAttribute> XmlElement::attributes() const { return XmlRange<XmlAttribute>(first_attribute()); }

struct XmlCheck;

class XmlDocument {
public:
    /// The tree of a file, or nothing when it is not well-formed or holds what we refuse; then `diagnostics` says why.
    /// `sources` must outlive the document and keep the file where it is (files may be added).
    static Parsed<XmlDocument> parse(FileIndex file, const Sources& sources, Diagnostics& diagnostics);

    XmlElement root() const { return {tree_->document.document_element(), tree_.get()}; }
    FileIndex file() const { return tree_->file; }

private:
    XmlDocument() = default;
    friend class XmlStream;
    static Parsed<XmlDocument> build(FileIndex file, const Sources& sources, const XmlCheck& check,
                                     Diagnostics& diagnostics);
    std::unique_ptr<XmlTree> tree_;
};

/// For those who build trees: complains of every prefix that nothing declares; the first line of a text node; and
/// pugixml's own complaints.
bool check_prefixes(const XmlTree& tree, Diagnostics& diagnostics);
SourceSpan text_span(pugi::xml_node text_node, const XmlTree& tree);
void complain_of_pugixml(const pugi::xml_parse_result& result, const XmlTree& tree, Diagnostics& diagnostics);

/// Complains unless the root is `local` in namespace `uri`; the help says what its first line should be.
bool expect_root(XmlElement root, std::string_view uri, std::string_view local, Diagnostics& diagnostics);
inline bool expect_root(const XmlDocument& document, std::string_view uri, std::string_view local,
                        Diagnostics& diagnostics) {
    return expect_root(document.root(), uri, local, diagnostics);
}

}  // namespace tenet

// An XML file as a tree that knows the place of every tag, attribute and value. Built after check_xml (xml_check.h) has
// refused what is malformed or dangerous, so a tree always comes from well-formed, shallow XML without a DTD. Elements and
// attributes are cheap handles; they live as long as their XmlDocument.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "facts/diagnostic.h"
#include "facts/source.h"
#include "facts/xml_tree.h"

namespace tenet {

class XmlAttribute {
public:
    XmlAttribute() = default;
    /// The attribute `index` of a tree, of an element whose attributes end before `end`.
    XmlAttribute(const XmlTree* tree, std::uint32_t index, std::uint32_t end)
        : tree_(tree), index_(index < end ? index : XmlTree::none), end_(end) {}

    explicit operator bool() const { return index_ != XmlTree::none; }
    std::string_view name() const { return tree_->name(self()); }  // as written, with its prefix
    /// Decoded; white space is single spaces. Empty of an empty handle.
    std::string_view value() const { return *this ? self().value : std::string_view(); }
    SourceSpan name_span() const { return tree_->span(self().name_begin, self().name_end); }
    SourceSpan value_span() const { return tree_->span(self().value_begin, self().value_end); }  // between the quotes
    PlacedText placed() const { return {std::string(value()), value_span()}; }
    /// True of xmlns, xmlns:p, xml:... and xsi:...: what belongs to XML and its editors, not to the vocabulary.
    bool is_xml_machinery() const;
    XmlAttribute next() const { return {tree_, index_ + 1, end_}; }
    std::uint32_t index() const { return index_; }
    bool operator==(const XmlAttribute& other) const {
        return index_ == other.index_ && (tree_ == other.tree_ || !*this);
    }

private:
    const XmlTree::Attribute& self() const { return tree_->attributes[index_]; }
    const XmlTree* tree_ = nullptr;
    std::uint32_t index_ = XmlTree::none, end_ = 0;
};

template <class Handle>
class XmlRange;

class XmlElement {
public:
    XmlElement() = default;
    XmlElement(const XmlTree* tree, std::uint32_t index) : tree_(tree), index_(index) {}

    explicit operator bool() const { return index_ != XmlTree::none; }
    std::string_view full_name() const { return tree_->name(self()); }  // "t:facts"
    std::string_view name() const;                                     // without prefix: "facts"
    bool is(std::string_view uri, std::string_view local) const { return name() == local && in_namespace(uri); }
    bool in_namespace(std::string_view uri) const { return namespace_uri() == uri; }
    /// The namespace the element is in; empty: in none.
    std::string_view namespace_uri() const;
    SourceSpan name_span() const { return tree_->span(self().begin + 1, self().name_end); }
    SourceSpan span() const { return tree_->span(self().begin, self().tag_end); }  // the start tag, from < to >

    XmlElement parent() const { return {tree_, self().parent}; }
    XmlElement first_child() const { return {tree_, self().first_child}; }  // elements only
    XmlElement next() const { return {tree_, self().next}; }
    XmlRange<XmlElement> children() const;
    XmlAttribute first_attribute() const {
        return {tree_, self().first_attribute, self().first_attribute + self().attribute_count};
    }
    XmlRange<XmlAttribute> attributes() const;
    /// The attribute of that name, or an empty handle.
    XmlAttribute attribute(std::string_view name) const;

    /// All text up to the end tag (or the first child element): entities decoded, CDATA taken as it is, comments
    /// left out, white space kept. `raw` is everything between the two tags.
    PlacedText text() const;
    /// The first text other than white space among the children, where only elements belong.
    std::optional<SourceSpan> stray_text() const;
    const XmlTree* tree() const { return tree_; }
    bool operator==(const XmlElement& other) const {
        return index_ == other.index_ && (tree_ == other.tree_ || !*this);
    }

private:
    const XmlTree::Element& self() const { return tree_->elements[index_]; }
    const XmlTree* tree_ = nullptr;
    std::uint32_t index_ = XmlTree::none;
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

    XmlElement root() const { return {tree_.get(), 0}; }
    FileIndex file() const { return tree_->file; }

private:
    XmlDocument() = default;
    friend class XmlStream;
    static Parsed<XmlDocument> build(FileIndex file, const Sources& sources, const XmlCheck& check, Texts* texts,
                                     Diagnostics& diagnostics);
    std::unique_ptr<XmlTree> tree_;
};

/// Complains of every prefix that nothing declares.
bool check_prefixes(const XmlTree& tree, Diagnostics& diagnostics);

/// Complains unless the root is `local` in namespace `uri`; the help says what its first line should be.
bool expect_root(XmlElement root, std::string_view uri, std::string_view local, Diagnostics& diagnostics);
inline bool expect_root(const XmlDocument& document, std::string_view uri, std::string_view local,
                        Diagnostics& diagnostics) {
    return expect_root(document.root(), uri, local, diagnostics);
}

}  // namespace tenet

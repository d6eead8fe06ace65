// The children of an XML file's root, one after another, from small trees built and thrown away on the way: a register
// of two million facts never stands in memory as a tree, and each piece is read while it is in the processor's cache.
// Files whose namespaces need the whole tree (prefixes, xmlns below the root) are read as an XmlDocument.
#pragma once

#include <cstddef>
#include <optional>

#include "facts/xml_check.h"
#include "facts/xml_document.h"

namespace tenet {

class XmlStream {
public:
    /// Nothing, and complaints, when the file is not well-formed. `sources` as for XmlDocument.
    static Parsed<XmlStream> open(FileIndex file, const Sources& sources, Diagnostics& diagnostics);

    XmlElement root() const { return root_; }  // for its name and attributes; ask `next` for its children
    /// The next child of the root, an empty handle after the last. A child is good until the next call.
    XmlElement next();
    /// The first text between the children that `next` has passed.
    std::optional<SourceSpan> stray_text() const { return stray_; }

private:
    XmlStream() = default;
    void load(std::size_t begin, std::size_t end);
    bool load_root(Diagnostics& diagnostics);

    XmlCheck check_;
    std::optional<XmlDocument> document_;  // only where the whole tree is needed
    std::unique_ptr<XmlTree> root_tree_, piece_;
    std::size_t capacity_ = 0;  // of the piece's buffer
    std::size_t next_seam_ = 0;
    std::size_t loaded_to_ = 0;  // offset in the file
    XmlElement root_;
    pugi::xml_node at_;  // the next node of the piece
    std::optional<SourceSpan> stray_;
};

}  // namespace tenet

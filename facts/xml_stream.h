// The children of an XML file's root, one after another, each a small tree that is thrown away for the next: a register of
// two million facts never stands in memory as a tree, and each piece is read while it is in the processor's cache.
// Files whose namespaces need the whole tree (prefixes, xmlns below the root) are read as an XmlDocument.
#pragma once

#include <cstddef>
#include <optional>

#include "facts/xml_check.h"
#include "facts/xml_document.h"

namespace tenet {

class XmlStream {
public:
    /// Nothing, and complaints, when the file is not well-formed. `sources` as for XmlDocument. Values that need decoding
    /// go to `texts`; where it is null, they are good as long as the stream.
    static Parsed<XmlStream> open(FileIndex file, const Sources& sources, Texts* texts, Diagnostics& diagnostics);
    static Parsed<XmlStream> open(FileIndex file, const Sources& sources, Diagnostics& diagnostics) {
        return open(file, sources, nullptr, diagnostics);
    }
    const XmlCheck& check() const { return check_; }

    XmlElement root() const { return root_; }  // for its name and attributes; ask `next` for its children
    /// The next child of the root, an empty handle after the last. A child is good until the next call.
    XmlElement next();
    /// The first text between the children that `next` has passed.
    std::optional<SourceSpan> stray_text() const { return stray_; }

private:
    XmlStream() = default;

    XmlCheck check_;
    std::optional<XmlDocument> document_;  // only where the whole tree is needed
    std::unique_ptr<XmlTree> root_tree_, piece_;
    std::size_t at_ = 0;  // offset in the file of what comes after the last child
    XmlElement root_;
    XmlElement next_;  // of the document
    std::optional<SourceSpan> stray_;
};

}  // namespace tenet

// Refuses XML that is malformed, deep, not UTF-8, or says more than data (a DTD, other entities, processing
// instructions), before a tree is made of it. XML 1.0, fifth edition.
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "facts/diagnostic.h"
#include "facts/source.h"

namespace tenet {

class XmlElement;
class XmlTree;

inline constexpr std::size_t max_xml_depth = 200;  // elements within elements
inline constexpr std::size_t max_xml_name = 200;        // bytes of a tag's or an attribute's name
inline constexpr std::size_t max_xml_attributes = 100;  // of one element

struct XmlCheck {
    bool well_formed = false;
    bool namespaces_at_root = true;    // no prefixed element, and xmlns stands on the root only
    bool prefixes_below_root = false;  // of an element or an attribute, other than xmlns:
    std::size_t root_begin = 0;        // the < of the root
    std::size_t content_begin = 0;     // behind the > of its start tag
    std::size_t content_end = 0;       // the < of its end tag; content_begin for <root/>
    // How many children of the root have each name, of the first 16 names that there are.
    std::vector<std::pair<std::string_view, std::size_t>> children;
    std::size_t count(std::string_view name) const {
        for (const auto& [its, number] : children)
            if (its == name) return number;
        return 0;
    }
};

/// Is told of what stands in a piece, as soon as it has been read and found well-formed.
class XmlChildren {
public:
    /// The root's start tag has been read; its < stands at `begin`. False ends the reading.
    virtual bool root(std::size_t begin) = 0;
    /// A child of the root, with all within it. It is good until this returns.
    virtual bool child(XmlElement element) = 0;

protected:
    ~XmlChildren() = default;
};

/// Reads the whole file once. After an error that leaves the structure in doubt it stops; else it goes on.
XmlCheck check_xml(FileIndex file, const Sources& sources, Diagnostics& diagnostics);

/// Reads a piece of a file: its first, where `root` is empty, or else one that is said to begin at the < of a child of the
/// root, which is named so. `tree` is of the piece, and what stands in it goes to `children`. Behind the piece stands the < of
/// the next, or a NUL behind the last. False unless all is well (but for attributes given twice, which `children` must refuse)
/// and the piece ends where the next can begin: after a child of the root, or, the last, as a file ends. So where each piece is
/// let pass, the whole file is, and all are where they are said to be. Also false where namespaces would need the whole tree,
/// or text stands between the children.
bool read_xml_piece(XmlTree& tree, std::string_view root, bool last, XmlChildren& children);

}  // namespace tenet

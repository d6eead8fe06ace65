// Refuses XML that is malformed, deep, not UTF-8, or says more than data (a DTD, other entities, processing
// instructions), before a tree is made of it. XML 1.0, fifth edition.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "facts/diagnostic.h"
#include "facts/source.h"

namespace tenet {

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
    // How many children of the root have each name, of the first 16 names that there are. Not counted in pieces.
    std::vector<std::pair<std::string_view, std::size_t>> children;
    std::size_t count(std::string_view name) const {
        for (const auto& [its, number] : children)
            if (its == name) return number;
        return 0;
    }
};

struct RawAttribute {
    std::string_view name, value;  // as they stand in the file
};
/// Is told of each child of the root, when its start tag has been read; `begin`: of its <.
class XmlChildren {
public:
    virtual void child(std::size_t begin, std::string_view name, std::span<const RawAttribute> attributes) = 0;

protected:
    ~XmlChildren() = default;
};

/// Reads the whole file once. After an error that leaves the structure in doubt it stops; else it goes on.
XmlCheck check_xml(FileIndex file, const Sources& sources, Diagnostics& diagnostics);

/// Reads a piece of a file: its first, where `root` is empty, or else one that is said to begin at the < of a child of the
/// root, which is named so. Behind `text` stands the < of the next piece, or a NUL behind the last. Nothing unless all is well
/// and the piece ends where the next can begin: after a child of the root, or, the last, as a file ends. So where each piece
/// is let pass, the whole file is, and all are where they are said to be. Offsets are those in `text`.
std::optional<XmlCheck> check_xml_piece(std::string_view text, std::string_view root, bool last, XmlChildren& children);

}  // namespace tenet

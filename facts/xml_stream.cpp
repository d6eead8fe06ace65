// Loads the children of the root piece by piece, at the seams that check_xml found.
#include "facts/xml_stream.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <new>
#include <string>

namespace tenet {

Parsed<XmlStream> XmlStream::open(FileIndex file, const Sources& sources, Diagnostics& diagnostics) {
    XmlStream stream;
    stream.check_ = check_xml(file, sources, diagnostics);
    if (!stream.check_.well_formed) return std::nullopt;
    if (!stream.check_.namespaces_at_root || stream.check_.prefixes_below_root) {
        stream.document_ = XmlDocument::build(file, sources, stream.check_, diagnostics);
        if (!stream.document_) return std::nullopt;
        stream.root_ = stream.document_->root();
        stream.at_ = stream.root_.first_node();
        return stream;
    }
    for (std::unique_ptr<XmlTree>* tree : {&stream.root_tree_, &stream.piece_}) {
        *tree = std::make_unique<XmlTree>();
        (*tree)->file = file;
        (*tree)->sources = &sources;
    }
    if (!stream.load_root(diagnostics)) return std::nullopt;
    stream.loaded_to_ = stream.check_.content_begin;
    return stream;
}

/// Reads the root's start tag as if it ended in "/>".
bool XmlStream::load_root(Diagnostics& diagnostics) {
    XmlTree& tree = *root_tree_;
    std::string tag(tree.text().substr(check_.root_begin, check_.content_begin - check_.root_begin));
    if (!tag.ends_with("/>")) tag.insert(tag.size() - 1, "/");
    tree.base = check_.root_begin;
    tree.buffer.reset(new char[tag.size()]);
    std::memcpy(tree.buffer.get(), tag.data(), tag.size());
    const pugi::xml_parse_result parsed =
        tree.document.load_buffer_inplace(tree.buffer.get(), tag.size(), pugi::parse_default, pugi::encoding_utf8);
    if (!parsed) {
        complain_of_pugixml(parsed, tree, diagnostics);
        return false;
    }
    const pugi::xml_node element = tree.document.document_element();
    tree.root_namespace = piece_->root_namespace = element.attribute("xmlns").value();
    root_ = {element, &tree};
    return check_prefixes(tree, diagnostics);
}

/// Replaces the piece by the children within [begin, end). The file was checked, so pugixml finds nothing wrong.
void XmlStream::load(std::size_t begin, std::size_t end) {
    XmlTree& tree = *piece_;
    const std::size_t size = end - begin;
    if (size > capacity_) {
        capacity_ = std::max(size, 2 * seam_distance);
        tree.buffer.reset(new char[capacity_]);
    }
    std::memcpy(tree.buffer.get(), tree.text().data() + begin, size);
    tree.base = begin;
    const pugi::xml_parse_result parsed = tree.document.load_buffer_inplace(
        tree.buffer.get(), size, pugi::parse_default | pugi::parse_fragment, pugi::encoding_utf8);
    if (parsed.status == pugi::status_out_of_memory) throw std::bad_alloc();
    assert(parsed);
    at_ = tree.document.first_child();
}

XmlElement XmlStream::next() {
    const XmlTree* tree = document_ ? root_.tree() : piece_.get();
    while (true) {
        while (at_) {
            const pugi::xml_node node = at_;
            at_ = at_.next_sibling();
            if (node.type() == pugi::node_element) return {node, tree};
            if (!stray_ && (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata))
                stray_ = text_span(node, *tree);
        }
        if (document_ || loaded_to_ >= check_.content_end) return {};
        const std::size_t end = next_seam_ < check_.seams.size() ? check_.seams[next_seam_++] : check_.content_end;
        load(loaded_to_, end);
        loaded_to_ = end;
    }
}

}  // namespace tenet

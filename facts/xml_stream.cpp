// Finds the children of the root and has the tree read each.
#include "facts/xml_stream.h"

#include <cstring>

namespace tenet {

Parsed<XmlStream> XmlStream::open(FileIndex file, const Sources& sources, Texts* texts, Diagnostics& diagnostics) {
    XmlStream stream;
    stream.check_ = check_xml(file, sources, diagnostics);
    if (!stream.check_.well_formed) return std::nullopt;
    if (!stream.check_.namespaces_at_root || stream.check_.prefixes_below_root) {
        stream.document_ = XmlDocument::build(file, sources, stream.check_, texts, diagnostics);
        if (!stream.document_) return std::nullopt;
        stream.root_ = stream.document_->root();
        stream.next_ = stream.root_.first_child();
        stream.stray_ = stream.root_.stray_text();
        return stream;
    }
    stream.root_tree_ = std::make_unique<XmlTree>(file, sources, texts);
    stream.piece_ = std::make_unique<XmlTree>(file, sources, texts);
    XmlTree& tree = *stream.root_tree_;
    tree.read_start_tag(stream.check_.root_begin);
    if (const std::string_view* uri = tree.declared_namespace(0, {}))
        tree.root_namespace = stream.piece_->root_namespace = *uri;
    stream.root_ = {&tree, 0};
    stream.at_ = stream.check_.content_begin;
    if (!check_prefixes(tree, diagnostics)) return std::nullopt;
    return stream;
}

XmlElement XmlStream::next() {
    if (document_) {
        const XmlElement child = next_;
        if (child) next_ = child.next();
        return child;
    }
    XmlTree& tree = *piece_;
    const char* const bytes = tree.text.data();
    const std::size_t end = check_.content_end;
    const auto note_text = [&](std::uint32_t said) {
        if (!stray_ && said != XmlTree::none) stray_ = tree.first_line(said);
    };
    while (at_ < end) {
        if (bytes[at_] != '<') {
            const auto* next = static_cast<const char*>(std::memchr(bytes + at_, '<', tree.text.size() - at_));
            const auto begin = static_cast<std::size_t>(next - bytes);
            note_text(tree.text_in(at_, begin));
            at_ = begin;
        } else if (bytes[at_ + 1] == '!' || bytes[at_ + 1] == '?') {
            if (bytes[at_ + 1] == '!' && bytes[at_ + 2] == '[') note_text(tree.text_in(at_ + 9, tree.text.size()));
            at_ = tree.skip_markup(at_);
        } else {
            tree.clear();
            at_ = tree.read_element(at_);
            return {&tree, 0};
        }
    }
    return {};
}

}  // namespace tenet

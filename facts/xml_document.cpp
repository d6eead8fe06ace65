// Places are offsets that the tree holds; the text of an element is read from the file itself.
#include "facts/xml_document.h"

#include <string>

#include "facts/xml_characters.h"
#include "facts/xml_check.h"

namespace tenet {

namespace {

/// Appends what the reference `&name;` (checked before) stands for.
void append_reference(std::string& out, std::string_view name) {
    char decoded[4];
    out.append(decoded, static_cast<std::size_t>(xml::write_reference(decoded, name) - decoded));
}

/// Appends text as XML reads it: every line end is one \n.
void append_with_line_ends(std::string& out, std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\r') {
            out += text[i];
        } else {
            out += '\n';
            if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
        }
    }
}

std::string_view prefix_of(std::string_view full_name) {
    const std::size_t colon = full_name.find(':');
    return colon == std::string_view::npos ? std::string_view() : full_name.substr(0, colon);
}

}  // namespace

bool check_prefixes(const XmlTree& tree, Diagnostics& diagnostics) {
    bool good = true;
    const auto check = [&](std::uint32_t element, std::string_view full_name, SourceSpan span) {
        const std::string_view prefix = prefix_of(full_name);
        if (prefix.empty() || prefix == "xml" || prefix == "xmlns" || tree.declared_namespace(element, prefix)) return;
        good = false;
        diagnostics.error("unknown-namespace", span, "the prefix '" + std::string(prefix) + "' is not declared").help =
            "declare it: xmlns:" + std::string(prefix) + "=\"...\"; or leave it out";
    };
    for (std::uint32_t i = 0; i < tree.elements.size(); ++i) {
        const XmlElement element(&tree, i);
        check(i, element.full_name(), element.name_span());
        for (XmlAttribute a = element.first_attribute(); a; a = a.next()) check(i, a.name(), a.name_span());
    }
    return good;
}

bool XmlAttribute::is_xml_machinery() const {
    const std::string_view n = name();
    return n.size() > 3 && n[0] == 'x' &&
           (n == "xmlns" || n.starts_with("xmlns:") || n.starts_with("xml:") || n.starts_with("xsi:"));
}

std::string_view XmlElement::name() const {
    const std::string_view full = full_name();
    if (tree_->namespaces_at_root) return full;
    return full.substr(full.find(':') + 1);  // npos + 1 is 0
}

std::string_view XmlElement::namespace_uri() const {
    if (tree_->namespaces_at_root) return tree_->root_namespace;
    const std::string_view* uri = tree_->declared_namespace(index_, prefix_of(full_name()));
    return uri ? *uri : std::string_view();
}

XmlAttribute XmlElement::attribute(std::string_view name) const {
    for (XmlAttribute a = first_attribute(); a; a = a.next())
        if (a.name() == name) return a;
    return {};
}

PlacedText XmlElement::text() const {
    const std::string_view file = tree_->text;
    const std::size_t begin = self().tag_end;
    std::size_t at = begin;
    PlacedText result;
    result.raw = tree_->span(at, at);
    if (file[at - 2] == '/') return result;
    while (true) {
        const std::size_t stop = file.find_first_of("<&", at);
        append_with_line_ends(result.text, file.substr(at, stop - at));
        at = stop;
        if (file[at] == '&') {
            const std::size_t semicolon = file.find(';', at);
            append_reference(result.text, file.substr(at + 1, semicolon - at - 1));
            at = semicolon + 1;
        } else if (file.compare(at, 4, "<!--") == 0) {
            at = file.find("-->", at + 4) + 3;
        } else if (file.compare(at, 9, "<![CDATA[") == 0) {
            const std::size_t end = file.find("]]>", at + 9);
            append_with_line_ends(result.text, file.substr(at + 9, end - at - 9));
            at = end + 3;
        } else if (file[at + 1] == '?') {
            at = file.find("?>", at) + 2;
        } else {
            result.raw = tree_->span(begin, at);
            return result;
        }
    }
}

std::optional<SourceSpan> XmlElement::stray_text() const {
    if (self().stray_text == XmlTree::none) return std::nullopt;
    return tree_->first_line(self().stray_text);
}

Parsed<XmlDocument> XmlDocument::parse(FileIndex file, const Sources& sources, Diagnostics& diagnostics) {
    const XmlCheck check = check_xml(file, sources, diagnostics);
    if (!check.well_formed) return std::nullopt;
    return build(file, sources, check, nullptr, diagnostics);
}

Parsed<XmlDocument> XmlDocument::build(FileIndex file, const Sources& sources, const XmlCheck& check, Texts* texts,
                                       Diagnostics& diagnostics) {
    XmlDocument result;
    result.tree_ = std::make_unique<XmlTree>(file, sources, texts);
    XmlTree& tree = *result.tree_;
    tree.namespaces_at_root = check.namespaces_at_root;
    tree.read_element(check.root_begin);
    if (const std::string_view* uri = tree.declared_namespace(0, {})) tree.root_namespace = *uri;
    if (!check_prefixes(tree, diagnostics)) return std::nullopt;
    return result;
}

bool expect_root(XmlElement root, std::string_view uri, std::string_view local, Diagnostics& diagnostics) {
    if (root.is(uri, local)) return true;
    const std::string wanted = "<" + std::string(local) + " xmlns=\"" + std::string(uri) + "\" ...>";
    if (root.name() != local) {
        diagnostics
            .error("unknown-root", root.name_span(),
                   "the root element is <" + std::string(root.full_name()) + ">, not <" + std::string(local) + ">")
            .help = "the file should begin " + wanted;
        return false;
    }
    const std::string_view found = root.namespace_uri();
    std::string message = found.empty() ? "<" + std::string(local) + "> is in no namespace"
                                        : "<" + std::string(local) + "> is in the namespace '" + std::string(found) +
                                              "', which is unknown here";
    diagnostics.error("unknown-namespace", root.name_span(), std::move(message)).help = "write " + wanted;
    return false;
}

}  // namespace tenet

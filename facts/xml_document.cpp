// Places: pugixml decodes in its buffer, so a pointer into it is an offset into the file; the raw end of a value is
// its closing quote in the file, and the raw text of an element is read from the file itself.
#include "facts/xml_document.h"

#include <cstring>
#include <string>

#include "facts/xml_check.h"

namespace tenet {

namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

SourceSpan span_of(const XmlTree& tree, std::size_t begin, std::size_t end) {
    return {tree.file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

void append_utf8(std::string& out, std::uint32_t code) {
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0 | (code >> 6));
        out += static_cast<char>(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        out += static_cast<char>(0xE0 | (code >> 12));
        out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (code & 0x3F));
    } else {
        out += static_cast<char>(0xF0 | (code >> 18));
        out += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
        out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (code & 0x3F));
    }
}

/// Appends what the reference `&...;` (checked before) stands for.
void append_reference(std::string& out, std::string_view name) {
    if (name == "lt") {
        out += '<';
    } else if (name == "gt") {
        out += '>';
    } else if (name == "amp") {
        out += '&';
    } else if (name == "quot") {
        out += '"';
    } else if (name == "apos") {
        out += '\'';
    } else {
        const bool hex = name[1] == 'x';
        std::uint32_t code = 0;
        for (char c : name.substr(hex ? 2 : 1)) {
            const unsigned digit = static_cast<unsigned>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
            code = code * (hex ? 16 : 10) + digit;
        }
        append_utf8(out, code);
    }
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

/// The value of xmlns (empty prefix) or xmlns:prefix that counts at `node`; null when there is none.
const char* declared_namespace(pugi::xml_node node, std::string_view prefix) {
    const std::string name = prefix.empty() ? "xmlns" : "xmlns:" + std::string(prefix);
    for (; node; node = node.parent())
        if (pugi::xml_attribute xmlns = node.attribute(name.c_str())) return xmlns.value();
    return nullptr;
}

std::string_view prefix_of(std::string_view full_name) {
    const std::size_t colon = full_name.find(':');
    return colon == std::string_view::npos ? std::string_view() : full_name.substr(0, colon);
}

}  // namespace

// Walks without recursion.
bool check_prefixes(const XmlTree& tree, Diagnostics& diagnostics) {
    bool good = true;
    const auto check = [&](pugi::xml_node node, std::string_view full_name, SourceSpan span) {
        const std::string_view prefix = prefix_of(full_name);
        if (prefix.empty() || prefix == "xml" || prefix == "xmlns" || declared_namespace(node, prefix)) return;
        good = false;
        diagnostics.error("unknown-namespace", span, "the prefix '" + std::string(prefix) + "' is not declared").help =
            "declare it: xmlns:" + std::string(prefix) + "=\"...\"; or leave it out";
    };
    pugi::xml_node node = tree.document.document_element();
    while (node) {
        if (node.type() == pugi::node_element) {
            check(node, node.name(), XmlElement(node, &tree).name_span());
            for (pugi::xml_attribute a = node.first_attribute(); a; a = a.next_attribute())
                check(node, a.name(), XmlAttribute(a, &tree).name_span());
        }
        if (pugi::xml_node child = node.first_child()) {
            node = child;
            continue;
        }
        while (node && !node.next_sibling()) node = node.parent();
        node = node.next_sibling();
    }
    return good;
}

SourceSpan text_span(pugi::xml_node text_node, const XmlTree& tree) {
    const std::string_view file = tree.text();
    std::size_t begin = tree.offset(text_node.value());
    while (is_space(file[begin])) ++begin;
    std::size_t end = begin;
    while (file[end] != '<' && file[end] != '\n' && file[end] != '\r') ++end;
    return span_of(tree, begin, end);
}

void complain_of_pugixml(const pugi::xml_parse_result& result, const XmlTree& tree, Diagnostics& diagnostics) {
    const auto at = static_cast<std::uint32_t>(tree.base + static_cast<std::size_t>(result.offset));
    diagnostics.error("malformed-xml", {tree.file, at, at},
                      std::string("this is not well-formed XML: ") + result.description());
}

SourceSpan XmlAttribute::name_span() const {
    const std::size_t begin = tree_->offset(attribute_.name());
    return span_of(*tree_, begin, begin + name().size());
}

SourceSpan XmlAttribute::value_span() const {
    const std::size_t begin = tree_->offset(attribute_.value());
    const std::string_view text = tree_->text();
    return span_of(*tree_, begin, text.find(text[begin - 1], begin));
}

PlacedText XmlAttribute::placed() const { return {std::string(value()), value_span()}; }

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
    const char* uri = declared_namespace(node_, prefix_of(full_name()));
    return uri ? uri : std::string_view();
}

bool XmlElement::in_namespace(std::string_view uri) const { return namespace_uri() == uri; }

SourceSpan XmlElement::name_span() const {
    const std::size_t begin = tree_->offset(node_.name());
    return span_of(*tree_, begin, begin + full_name().size());
}

std::size_t XmlElement::start_tag_end() const {
    const pugi::xml_attribute last = node_.last_attribute();
    const std::size_t from = last ? XmlAttribute(last, tree_).value_span().end + 1 : name_span().end;
    return tree_->text().find('>', from) + 1;
}

SourceSpan XmlElement::span() const { return span_of(*tree_, tree_->offset(node_.name()) - 1, start_tag_end()); }

XmlElement XmlElement::parent() const {
    const pugi::xml_node up = node_.parent();
    return {up.type() == pugi::node_element ? up : pugi::xml_node(), tree_};
}

XmlElement XmlElement::first_child() const {
    pugi::xml_node child = node_.first_child();
    while (child && child.type() != pugi::node_element) child = child.next_sibling();
    return {child, tree_};
}

XmlElement XmlElement::next() const {
    pugi::xml_node sibling = node_.next_sibling();
    while (sibling && sibling.type() != pugi::node_element) sibling = sibling.next_sibling();
    return {sibling, tree_};
}

XmlAttribute XmlElement::attribute(std::string_view name) const {
    for (pugi::xml_attribute a = node_.first_attribute(); a; a = a.next_attribute())
        if (a.name() == name) return {a, tree_};
    return {{}, tree_};
}

PlacedText XmlElement::text() const {
    const std::string_view file = tree_->text();
    std::size_t at = start_tag_end();
    PlacedText result;
    result.raw = span_of(*tree_, at, at);
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
            result.raw.end = static_cast<std::uint32_t>(at);
            return result;
        }
    }
}

std::optional<SourceSpan> XmlElement::stray_text() const {
    for (pugi::xml_node child = node_.first_child(); child; child = child.next_sibling())
        if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) return text_span(child, *tree_);
    return std::nullopt;
}

Parsed<XmlDocument> XmlDocument::parse(FileIndex file, const Sources& sources, Diagnostics& diagnostics) {
    const XmlCheck check = check_xml(file, sources, diagnostics);
    if (!check.well_formed) return std::nullopt;
    return build(file, sources, check, diagnostics);
}

Parsed<XmlDocument> XmlDocument::build(FileIndex file, const Sources& sources, const XmlCheck& check,
                                       Diagnostics& diagnostics) {
    const std::string& text = sources.file(file).text;
    XmlDocument result;
    result.tree_ = std::make_unique<XmlTree>();
    XmlTree& tree = *result.tree_;
    tree.file = file;
    tree.sources = &sources;
    tree.namespaces_at_root = check.namespaces_at_root;
    tree.buffer.reset(new char[text.size()]);
    std::memcpy(tree.buffer.get(), text.data(), text.size());
    const pugi::xml_parse_result parsed =
        tree.document.load_buffer_inplace(tree.buffer.get(), text.size(), pugi::parse_default, pugi::encoding_utf8);
    if (!parsed) {
        complain_of_pugixml(parsed, tree, diagnostics);
        return std::nullopt;
    }
    if (const char* uri = declared_namespace(tree.document.document_element(), {})) tree.root_namespace = uri;
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

// Examples in packs: kept raw, and written out as the text of a fact set when they are run.

#include <cstring>

#include "rules/packs_reader.h"

namespace tenet {

namespace {

/// The offset behind the end tag of the element whose start tag begins at `begin`, in well-formed XML.
std::size_t element_end(std::string_view text, std::size_t begin) {
    std::size_t depth = 0;
    for (std::size_t i = begin; i < text.size();) {
        if (text[i] != '<') {
            ++i;
        } else if (text.substr(i).starts_with("<!--")) {
            i = text.find("-->", i) + 3;
        } else if (text.substr(i).starts_with("<![CDATA[")) {
            i = text.find("]]>", i) + 3;
        } else if (text.substr(i).starts_with("<?")) {
            i = text.find("?>", i) + 2;
        } else {
            const bool closing = text[i + 1] == '/';
            char quote = 0;
            std::size_t end = i + 1;
            for (; end < text.size() && (quote || text[end] != '>'); ++end) {
                if (quote)
                    quote = text[end] == quote ? char{0} : quote;
                else if (text[end] == '"' || text[end] == '\'')
                    quote = text[end];
            }
            const bool empty = text[end - 1] == '/';
            i = end + 1;
            if (closing)
                --depth;
            else if (!empty)
                ++depth;
            if (depth == 0) return i;
        }
    }
    return text.size();
}

PlacedText whole_element(XmlElement element, const Sources& sources) {
    SourceSpan span = element.span();
    const std::string_view text = sources.whole(span.file);
    span.end = static_cast<std::uint32_t>(element_end(text, span.begin));
    return {std::string(text.substr(span.begin, span.end - span.begin)), span};
}

}  // namespace

void PackReader::example(const PackFile& pack, XmlElement element) {
    const PackAttributes attributes(element, {}, {}, diagnostics_);
    refuse_text(element);
    Example example{pack.id, {}, {}, element.span()};
    bool facts = false;
    for (XmlElement child : element.children()) {
        if (child.name() == "expect" && facts) {
            example.expects.push_back(whole_element(child, sources_));
        } else if (child.name() == "facts" && !facts) {
            facts = true;
            example.facts = whole_element(child, sources_);
        } else {
            diagnostics_
                .error("misplaced-element", child.name_span(),
                       facts && child.name() == "facts" ? std::string("an example has one <facts>")
                                                        : "<" + std::string(child.name()) + "> has no place here")
                .help = "an example is a <facts>, then any number of <expect>";
        }
    }
    if (!facts) {
        diagnostics_.error("missing-element", element.span(), "an example needs its <facts>");
        return;
    }
    vocabulary_.examples.push_back(std::move(example));
}

std::string example_text(const Example& example, const Sources& sources) {
    const SourceSpan facts = example.facts.raw;
    const std::string_view pack = sources.whole(facts.file);
    std::string text(pack.substr(0, facts.end));
    for (std::size_t i = 0; i < facts.begin; ++i)
        if (text[i] != '\n' && text[i] != '\r') text[i] = ' ';
    // Expectations beside the facts move inside: the end tag goes behind them.
    std::string end_tag;
    if (!example.expects.empty()) {
        const std::size_t close = text.rfind("</");
        const bool empty = close == std::string::npos || close < facts.begin;
        if (empty) text[text.rfind('/')] = ' ';
        const std::string name =
            text.substr(facts.begin + 1, text.find_first_of(" \t\r\n>/", facts.begin + 1) - facts.begin - 1);
        end_tag = "</" + name + ">";
        if (!empty)
            for (std::size_t i = close; i < text.size(); ++i)
                if (text[i] != '\n' && text[i] != '\r') text[i] = ' ';
    }
    for (const PlacedText& expect : example.expects) {
        for (std::size_t i = text.size(); i < expect.raw.begin; ++i)
            text += pack[i] == '\n' || pack[i] == '\r' ? pack[i] : ' ';
        text += expect.text;
    }
    text += end_tag;
    const std::string tag = example.facts.text.substr(0, example.facts.text.find('>'));
    if (tag.find("xmlns") == std::string::npos)
        text.insert(text.find_first_of(" \t\r\n>/", facts.begin + 1), " xmlns=\"urn:tenet:facts:1\"");
    return text;
}

}  // namespace tenet

// The XML below the readers: what is refused, and where everything that is let in stands, to the byte.
#include <boost/test/unit_test.hpp>

#include "facts/xml_document.h"
#include "facts/xml_stream.h"

using namespace tenet;

namespace {

struct Xml {
    Sources sources;
    Diagnostics diagnostics;
    std::optional<XmlDocument> document;

    explicit Xml(std::string text) {
        document = XmlDocument::parse(sources.add("t.xml", std::move(text)), sources, diagnostics);
    }
    std::string_view at(SourceSpan span) const { return sources.text(span); }
    /// "code line:column" of the first complaint; "fine" when there is none.
    std::string verdict() const {
        if (diagnostics.list().empty()) return document ? "fine" : "refused without a word";
        const Diagnostic& d = diagnostics.list().front();
        const LineColumn place = sources.line_column(d.primary.file, d.primary.begin);
        return d.code + " " + std::to_string(place.line) + ":" + std::to_string(place.column);
    }
};

std::string verdict(std::string text) { return Xml(std::move(text)).verdict(); }

}  // namespace

BOOST_AUTO_TEST_SUITE(xml_places)

BOOST_AUTO_TEST_CASE(tags_attributes_and_values) {
    const Xml xml(
        "\xEF\xBB\xBF<?xml version='1.0'?>\n<r>\n"
        "  <e  a = \"x&lt;y\" b='' c='\xC3\xA9\n&#x41;'\n >t</e><f/></r>");
    BOOST_REQUIRE(xml.verdict() == "fine");
    const XmlElement root = xml.document->root();
    BOOST_TEST(xml.at(root.span()) == "<r>");
    const XmlElement e = root.first_child();
    BOOST_TEST(e.name() == "e");
    BOOST_TEST(xml.at(e.name_span()) == "e");
    BOOST_TEST(xml.at(e.span()) == "<e  a = \"x&lt;y\" b='' c='\xC3\xA9\n&#x41;'\n >");
    const XmlAttribute a = e.attribute("a");
    BOOST_TEST(a.value() == "x<y");
    BOOST_TEST(xml.at(a.value_span()) == "x&lt;y");
    BOOST_TEST(xml.at(a.name_span()) == "a");
    BOOST_TEST(e.attribute("b").value().empty());
    BOOST_TEST((e.attribute("b").value_span().begin == e.attribute("b").value_span().end));
    BOOST_TEST(e.attribute("c").value() == "\xC3\xA9 A");
    BOOST_TEST(xml.at(e.attribute("c").value_span()) == "\xC3\xA9\n&#x41;");
    BOOST_TEST(!e.attribute("d"));
    std::string names;
    for (XmlAttribute attribute : e.attributes()) names += attribute.name();
    BOOST_TEST(names == "abc");
    BOOST_TEST((e.parent() == root));
    BOOST_TEST(!root.parent());
    std::string children;
    for (XmlElement child : root.children()) children += child.name();
    BOOST_TEST(children == "ef");
    BOOST_TEST(xml.at(e.next().span()) == "<f/>");
    BOOST_TEST(!e.next().next());
}

BOOST_AUTO_TEST_CASE(text_is_decoded_and_found_again) {
    const Xml xml(
        "<r><e a='>'> x &lt; 1<!-- <no> -->\r\n<![CDATA[ & y</e> ]]><?xml-model z?>&#233;</e>"
        "<e/><e></e></r>");
    BOOST_REQUIRE(xml.verdict() == "fine");
    const XmlElement e = xml.document->root().first_child();
    const PlacedText text = e.text();
    BOOST_TEST(text.text == " x < 1\n & y</e> \xC3\xA9");
    BOOST_TEST(xml.at(text.raw) == " x &lt; 1<!-- <no> -->\r\n<![CDATA[ & y</e> ]]><?xml-model z?>&#233;");
    const std::size_t y = text.text.find('y');
    BOOST_TEST(xml.at(locate(xml.sources, text, y, y + 1)) == "y");
    const std::size_t less = text.text.find('<');
    BOOST_TEST(xml.at(locate(xml.sources, text, less, less + 1)) == "&lt;");
    BOOST_TEST(e.next().text().text.empty());
    BOOST_TEST(e.next().next().text().text.empty());
    BOOST_TEST(xml.at(xml.document->root().first_child().stray_text().value()).starts_with("x &lt; 1"));
}

BOOST_AUTO_TEST_CASE(namespaces) {
    const Xml xml("<r xmlns='u' xmlns:p='v'><a/><p:b><c xmlns='w'/></p:b><d xmlns=''/></r>");
    BOOST_REQUIRE(xml.verdict() == "fine");
    const XmlElement a = xml.document->root().first_child(), b = a.next(), d = b.next();
    BOOST_TEST(a.is("u", "a"));
    BOOST_TEST(b.is("v", "b"));
    BOOST_TEST(b.full_name() == "p:b");
    BOOST_TEST(b.first_child().is("w", "c"));
    BOOST_TEST(d.is("", "d"));
    BOOST_TEST(verdict("<r><p:a/></r>") == "unknown-namespace 1:5");
    BOOST_TEST(verdict("<r p:a=''/>") == "unknown-namespace 1:4");
    BOOST_TEST(verdict("<r xml:lang='fr'/>") == "fine");
    BOOST_TEST(verdict("<r><a xmlns:p='u'/><p:b/></r>") == "unknown-namespace 1:21");
}

BOOST_AUTO_TEST_CASE(what_is_not_well_formed) {
    BOOST_TEST(verdict("") == "empty-file 1:1");
    BOOST_TEST(verdict(" \n") == "malformed-xml 2:1");
    BOOST_TEST(verdict("hello") == "malformed-xml 1:1");
    BOOST_TEST(verdict("<a>") == "malformed-xml 1:4");
    BOOST_TEST(verdict("<a><b></a>") == "malformed-xml 1:7");
    BOOST_TEST(verdict("<a>\n<b>\n</a>") == "malformed-xml 3:1");
    BOOST_TEST(verdict("</a>") == "malformed-xml 1:1");
    BOOST_TEST(verdict("<a/><b/>") == "malformed-xml 1:5");
    BOOST_TEST(verdict("<a/>x") == "malformed-xml 1:5");
    BOOST_TEST(verdict("<a/><") == "malformed-xml 1:5");
    BOOST_TEST(verdict("x<a/>") == "malformed-xml 1:1");
    BOOST_TEST(verdict("<a") == "malformed-xml 1:1");
    BOOST_TEST(verdict("<") == "malformed-xml 1:2");
    BOOST_TEST(verdict("<a b>") == "malformed-xml 1:4");
    BOOST_TEST(verdict("<a b=c/>") == "malformed-xml 1:4");
    BOOST_TEST(verdict("<a b='c/>") == "malformed-xml 1:4");
    BOOST_TEST(verdict("<a b='1' c='<'/>") == "malformed-xml 1:13");
    BOOST_TEST(verdict("<a b='1'c='2'/>") == "malformed-xml 1:9");
    BOOST_TEST(verdict("<a b='1' b='2'/>") == "duplicate-attribute 1:10");
    BOOST_TEST(verdict("<a :b='1'/>") == "malformed-xml 1:4");
    BOOST_TEST(verdict("<a ='1'/>") == "malformed-xml 1:4");
    BOOST_TEST(verdict("<a / >") == "malformed-xml 1:4");
    BOOST_TEST(verdict("<a>1 < 2</a>") == "malformed-xml 1:6");
    BOOST_TEST(verdict("<a>1 <= 2</a>") == "malformed-xml 1:6");
    BOOST_TEST(verdict("<a>b & c</a>") == "malformed-xml 1:6");
    BOOST_TEST(verdict("<a b='&lt'/>") == "malformed-xml 1:7");
    BOOST_TEST(verdict("<a>]]></a>") == "malformed-xml 1:4");
    BOOST_TEST(verdict("<a>&#0;</a>") == "malformed-xml 1:4");
    BOOST_TEST(verdict("<a>&#xD800;</a>") == "malformed-xml 1:4");
    BOOST_TEST(verdict("<a>&#x110000;</a>") == "malformed-xml 1:4");
    BOOST_TEST(verdict("<a>&#99999999999999999999;</a>") == "malformed-xml 1:4");
    BOOST_TEST(verdict("<a>&#x;</a>") == "malformed-xml 1:4");
    BOOST_TEST(verdict("<a><!-- -- --></a>") == "malformed-xml 1:9");
    BOOST_TEST(verdict("<a><!-- x</a>") == "malformed-xml 1:4");
    BOOST_TEST(verdict("<a><!---></a>") == "malformed-xml 1:4");
    BOOST_TEST(verdict("<a><![CDATA[x</a>") == "malformed-xml 1:4");
    BOOST_TEST(verdict("<![CDATA[x]]><a/>") == "malformed-xml 1:1");
    BOOST_TEST(verdict("<a><?xml version='1.0'?></a>") == "malformed-xml 1:4");
    BOOST_TEST(verdict("<a><?xml-stylesheet+x?></a>") == "malformed-xml 1:4");
    BOOST_TEST(verdict(" <?xml version='1.0'?><a/>") == "malformed-xml 1:2");
    BOOST_TEST(verdict("<?xml version='1.1'?><a/>") == "malformed-xml 1:16");
    BOOST_TEST(verdict("<?xml version=1.0?><a/>") == "malformed-xml 1:1");
    BOOST_TEST(verdict("<?xml version='1.0'") == "malformed-xml 1:1");
    BOOST_TEST(verdict("<a></a x>") == "malformed-xml 1:4");
    BOOST_TEST(verdict("<!ELEMENT a><a/>") == "malformed-xml 1:1");
}

BOOST_AUTO_TEST_CASE(what_is_refused_though_well_formed) {
    BOOST_TEST(verdict("<!DOCTYPE a [<!ENTITY l 'lol'><!ENTITY m '&l;&l;'>]><a>&m;</a>") == "dtd 1:1");
    BOOST_TEST(verdict("<a>&eacute;</a>") == "unknown-entity 1:4");
    BOOST_TEST(verdict("<a b='&nbsp;'/>") == "unknown-entity 1:7");
    BOOST_TEST(verdict("<a><?php x?></a>") == "processing-instruction 1:4");
    BOOST_TEST(verdict("<?xml version='1.0' encoding='ISO-8859-1'?><a/>") == "bad-encoding 1:31");
    BOOST_TEST(verdict("<?xml version='1.0' encoding='utf-8' standalone='yes'?><?xml-stylesheet href='x'?><a/>") ==
               "fine");
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_text) {
    BOOST_TEST(verdict("<a>\xE9</a>") == "bad-encoding 1:4");
    BOOST_TEST(verdict("<a>\n\xC3</a>") == "bad-encoding 2:1");
    BOOST_TEST(verdict("<a>\xC0\xAF</a>") == "bad-encoding 1:4");      // overlong
    BOOST_TEST(verdict("<a>\xED\xA0\x80</a>") == "bad-encoding 1:4");  // a surrogate
    BOOST_TEST(verdict("<a>\xF4\x90\x80\x80</a>") == "bad-encoding 1:4");
    BOOST_TEST(verdict("<a>\xEF\xBF\xBF</a>") == "bad-character 1:4");
    BOOST_TEST(verdict("<a>\xEF\xBF\xBD \xF0\x9F\x8D\x8A</a>") == "fine");
    BOOST_TEST(verdict(std::string("<a>\0</a>", 8)) == "bad-character 1:4");
    BOOST_TEST(verdict("<a>12345678\x01</a>") == "bad-character 1:12");
    BOOST_TEST(verdict("\xFF\xFE<\0a") == "bad-encoding 1:1");
    // Not a character, but beside one that is: eight bytes are looked at together.
    for (std::size_t shift = 0; shift < 16; ++shift)
        BOOST_TEST(verdict("<a>" + std::string(shift, 'x') + "\x02</a>") ==
                   "bad-character 1:" + std::to_string(4 + shift));
}

BOOST_AUTO_TEST_CASE(deep_wide_and_long_input_ends_soon) {
    std::string deep, nested = "x";
    for (int i = 0; i < 100'000; ++i) deep += "<a>";
    BOOST_TEST(verdict(deep) == "too-deep 1:601");
    for (int i = 0; i < 200; ++i) nested = "<a>" + nested + "</a>";
    BOOST_TEST(verdict(nested) == "fine");
    BOOST_TEST(verdict("<a>" + nested + "</a>") == "too-deep 1:601");
    std::string wide = "<a";
    for (int i = 0; i < 100'000; ++i) wide += " a" + std::to_string(i) + "=''";
    BOOST_TEST(verdict(wide + "/>").starts_with("malformed-xml"));
    const std::string name(1'000'000, 'n');
    BOOST_TEST(verdict("<" + name + "/>") == "malformed-xml 1:2");
    BOOST_TEST(verdict("<a " + name + "=''/>") == "malformed-xml 1:4");
    BOOST_TEST(verdict("<a></" + name + ">") == "malformed-xml 1:6");
    const std::string text(50'000'000, 'x');
    const Xml xml("<r><a>" + text + "</a></r>");
    BOOST_TEST(xml.verdict() == "fine");
    BOOST_TEST(xml.document->root().first_child().text().text.size() == text.size());
}

BOOST_AUTO_TEST_CASE(every_cut_of_a_file_is_an_error) {
    const std::string whole =
        "<?xml version=\"1.0\"?><r xmlns='u'><!-- c --><e a=\"1\" b='&lt;'>x<![CDATA[y]]></e><f/></r>";
    BOOST_REQUIRE(verdict(whole) == "fine");
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const Xml xml(whole.substr(0, size));
        BOOST_TEST(!xml.document, whole.substr(0, size));
        BOOST_TEST(xml.diagnostics.has_errors(), whole.substr(0, size));
    }
}

/// A stream gives the same children at the same places as the whole tree, however the file falls into pieces.
void compare_with_tree(const std::string& text) {
    Sources sources;
    Diagnostics diagnostics;
    const FileIndex file = sources.add("t.xml", text);
    const std::optional<XmlDocument> tree = XmlDocument::parse(file, sources, diagnostics);
    std::optional<XmlStream> stream = XmlStream::open(file, sources, diagnostics);
    BOOST_REQUIRE(tree);
    BOOST_REQUIRE(stream);
    BOOST_TEST((stream->root().span() == tree->root().span()));
    BOOST_TEST(stream->root().namespace_uri() == tree->root().namespace_uri());
    for (XmlElement expected : tree->root().children()) {
        const XmlElement found = stream->next();
        BOOST_REQUIRE(found);
        BOOST_REQUIRE((found.span() == expected.span()));
        BOOST_REQUIRE(found.full_name() == expected.full_name());
        BOOST_REQUIRE(found.namespace_uri() == expected.namespace_uri());
        BOOST_REQUIRE(found.text().text == expected.text().text);
        BOOST_REQUIRE((found.first_attribute().value_span() == expected.first_attribute().value_span()));
    }
    BOOST_TEST(!stream->next());
    BOOST_TEST(!stream->next());
    BOOST_TEST((stream->stray_text() == tree->root().stray_text()));
}

BOOST_AUTO_TEST_CASE(a_stream_gives_what_the_tree_holds) {
    std::string children;
    for (int i = 0; i < 30'000; ++i)
        children += "<e a='" + std::to_string(i) + "'>t&amp;<!-- c --><g/></e>" + (i % 7 == 0 ? "\n" : "");
    compare_with_tree("<r xmlns='u' b='x'>" + children + "</r>");
    compare_with_tree("<r xmlns='u' xmlns:p='v'>" + children + "<p:e a='1'/></r> <!-- end -->");
    compare_with_tree("\xEF\xBB\xBF<?xml version='1.0'?>\n<!-- c --><r>" + children + "stray <e a='2'/></r>");
    compare_with_tree("<r xmlns:x='v' x:a=''><e x:a='1'/></r>");
    compare_with_tree("<r xmlns:x='v' x:a=''><e a='1'/></r>");
    compare_with_tree("<r/>");
    compare_with_tree("<r><e a='" + std::string(1'000'000, 'x') + "'/><e a=''/></r>");
}

BOOST_AUTO_TEST_SUITE_END()

// Trees of drawn documents, whole and damaged, against those that pugixml makes: the same elements, the same attributes with
// the same decoded values at the same bytes, the same stray text. What we let pass, pugixml reads.
#include <random>

#include <boost/test/unit_test.hpp>
#include <pugixml.hpp>

#include "facts/xml_document.h"
#include "facts/xml_stream.h"

using namespace tenet;

namespace {

class Writer {
public:
    explicit Writer(std::mt19937_64& random) : random_(random) {}

    std::string document() {
        out_ = pick({"", "", "<?xml version=\"1.0\"?>\n", "<?xml version='1.0' encoding='utf-8' ?>", "\xEF\xBB\xBF", "\r\n"});
        filler(false);
        element(0);
        filler(false);
        return std::move(out_);
    }

private:
    std::size_t below(std::size_t n) { return random_() % n; }
    std::string pick(std::initializer_list<const char*> list) { return list.begin()[below(list.size())]; }

    void element(int depth) {
        const std::string name = pick({"facts", "stake", "e", "a-b", "t.x", "\xC3\xA9l", "_9"});
        out_ += "<" + name;
        const std::size_t attributes = below(5);
        for (std::size_t i = 0; i < attributes; ++i) {
            const std::string quote = pick({"\"", "'"});
            out_ += pick({" ", "\n ", "\t", "\r\n"}) + std::string(1, static_cast<char>('a' + i)) +
                    pick({"", "x", "-y", ".\xC3\xBC"}) + pick({"=", "=", " = ", "\n=\t"}) + quote;
            for (std::size_t n = below(5); n > 0; --n)
                out_ += pick({"E123", "44.4%", "\xE2\x82\xAC", "&amp;", "&lt;", "&#65;", "&#xe9;", "&#x1F600;", "&#10;", "&quot;",
                              "&apos;", "\t", "\n", "\r\n", "\r", "\r\r\n", " ", "  ", ">", "]]>", "--", "/"});
            if (below(6) == 0) out_ += quote == "'" ? "\"" : "'";
            out_ += quote;
        }
        out_ += pick({"", "", " ", "\n"});
        if (below(3) == 0) {
            out_ += "/>";
            return;
        }
        out_ += ">";
        filler(true);
        for (std::size_t n = depth > 4 ? 0 : below(4); n > 0; --n) {
            element(depth + 1);
            filler(true);
        }
        out_ += "</" + name + pick({"", "", " ", "\n"}) + ">";
    }

    void filler(bool inside) {
        for (std::size_t n = below(3); n > 0; --n) {
            switch (below(inside ? 8 : 4)) {
                case 0: out_ += pick({" ", "\n", "\t\r\n "}); break;
                case 1: out_ += pick({"<!---->", "<!-- a - > & < b -->", "<!--\n<x>-->"}); break;
                case 2: out_ += pick({"<?xml-stylesheet a='<'?>", "<?xml-model?>"}); break;
                case 3: out_ += "\n"; break;
                case 4: out_ += pick({"text", " a &amp; b ", "\r\n x\r\ny ", "&#32;", "\xC3\x9F > \"", "]]"}); break;
                case 5: out_ += pick({"<![CDATA[]]>", "<![CDATA[ \n ]]>", "<![CDATA[<a b='&'>]]>", "<![CDATA[]] >]]>"}); break;
                default: break;
            }
        }
    }

    std::mt19937_64& random_;
    std::string out_;
};

std::string damaged(std::string text, std::mt19937_64& random) {
    constexpr std::string_view bytes = "<>&;'\"/=!-[]? \n\rax#0\xC3\xA9\x01:";
    for (std::size_t n = 1 + random() % 2; n > 0 && !text.empty(); --n) {
        const std::size_t at = random() % text.size();
        const char byte = bytes[random() % bytes.size()];
        switch (random() % 4) {
            case 0: text.erase(at, 1 + random() % 3); break;
            case 1: text.insert(at, 1, byte); break;
            case 2: text[at] = byte; break;
            default: text.insert(at, text.substr(random() % text.size(), random() % 8)); break;
        }
    }
    return text;
}

/// One line an element: its place and name, its attributes, where its first text stands.
std::string told(const XmlTree& tree) {
    std::string out;
    for (std::uint32_t i = 0; i < tree.elements.size(); ++i) {
        const XmlElement e(&tree, i);
        out += std::to_string(e.span().begin) + " " + std::string(e.full_name());
        for (XmlAttribute a = e.first_attribute(); a; a = a.next())
            out += " " + std::to_string(a.name_span().begin) + " " + std::string(a.name()) + "=" +
                   std::to_string(a.value_span().begin) + "[" + std::string(a.value()) + "]";
        if (const auto stray = e.stray_text()) out += " text " + std::to_string(stray->begin);
        const XmlElement up = e.parent();
        out += " in " + (up ? std::to_string(up.span().begin) : std::string("nothing")) + "\n";
    }
    return out;
}

std::string told_by_pugixml(const std::string& text) {
    std::string buffer = text;
    pugi::xml_document document;
    if (!document.load_buffer_inplace(buffer.data(), buffer.size(), pugi::parse_default, pugi::encoding_utf8)) return "refused";
    const auto offset = [&](const char* p) { return static_cast<std::size_t>(p - buffer.data()); };
    std::string out;
    struct Walker : pugi::xml_tree_walker {
        std::function<void(pugi::xml_node)> visit;
        bool for_each(pugi::xml_node& node) override {
            if (node.type() == pugi::node_element) visit(node);
            return true;
        }
    } walker;
    walker.visit = [&](pugi::xml_node node) {
        out += std::to_string(offset(node.name()) - 1) + " " + node.name();
        for (pugi::xml_attribute a : node.attributes())
            out += " " + std::to_string(offset(a.name())) + " " + a.name() + "=" + std::to_string(offset(a.value())) + "[" +
                   a.value() + "]";
        for (pugi::xml_node child : node.children()) {
            if (child.type() != pugi::node_pcdata && child.type() != pugi::node_cdata) continue;
            std::size_t at = offset(child.value());
            while (std::string_view(" \t\r\n").find(text[at]) != std::string_view::npos) ++at;
            out += " text " + std::to_string(at);
            break;
        }
        const pugi::xml_node up = node.parent();
        out += " in " + (up.type() == pugi::node_element ? std::to_string(offset(up.name()) - 1) : "nothing") + "\n";
    };
    document.traverse(walker);
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(xml_differential)

BOOST_AUTO_TEST_CASE(trees_of_drawn_documents) {
    constexpr unsigned seed = 2015;
    std::mt19937_64 random(seed);
    int read = 0, refused = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string text = Writer(random).document();
        const bool whole = round % 2 == 0;
        if (!whole) text = damaged(std::move(text), random);
        BOOST_TEST_CONTEXT("seed " << seed << ", document " << round << ":\n" << text) {
            Sources sources;
            Diagnostics diagnostics;
            const FileIndex file = sources.add("t.xml", text);
            const XmlCheck check = check_xml(file, sources, diagnostics);
            BOOST_REQUIRE(check.well_formed == diagnostics.list().empty());
            if (whole && !check.well_formed) BOOST_FAIL(diagnostics.list().front().message);
            ++(check.well_formed ? read : refused);
            if (!check.well_formed) continue;
            XmlTree tree(file, sources);
            tree.read_element(check.root_begin);
            BOOST_REQUIRE_EQUAL(told(tree), told_by_pugixml(text));
            // Child by child it is the same.
            if (!check.namespaces_at_root || check.prefixes_below_root) continue;
            auto stream = XmlStream::open(file, sources, diagnostics);
            if (!stream) continue;
            XmlStream& children = *stream;
            XmlElement expected = XmlElement(&tree, 0).first_child();
            for (XmlElement child = children.next(); child; child = children.next(), expected = expected.next()) {
                BOOST_REQUIRE((expected && child.span() == expected.span()));
                for (XmlAttribute a = child.first_attribute(), b = expected.first_attribute(); a; a = a.next(), b = b.next())
                    BOOST_REQUIRE((a.value() == b.value() && a.value_span() == b.value_span()));
                BOOST_REQUIRE((child.stray_text() == expected.stray_text()));
            }
            BOOST_REQUIRE((!expected && children.stray_text() == XmlElement(&tree, 0).stray_text()));
        }
    }
    BOOST_TEST(read > 11'000);
    BOOST_TEST(refused > 5'000);
}

BOOST_AUTO_TEST_SUITE_END()

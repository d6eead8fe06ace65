// Files read in pieces, of every size and on several threads, against the same files read as a whole: the same facts, symbols,
// places and complaints, wherever the borders fall and whatever is wrong.
#include "facts/read_pieces.h"

#include <filesystem>
#include <fstream>
#include <random>
#include <stdexcept>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "tests/unit/facts/told.h"

using namespace tenet;
namespace fs = std::filesystem;

namespace {

class Drawn {
public:
    /// `slips`: what is complained of, or makes reading in pieces impossible, may be among it.
    Drawn(std::mt19937_64& random, bool slips) : random_(random), slips_(slips) {}

    std::string document() {
        out_ = pick({"", "<?xml version=\"1.0\"?>\n", "\xEF\xBB\xBF", "<!-- <stake -->\n", "\n"});
        out_ += "<facts xmlns=\"urn:tenet:facts:1\" id=\"reg&amp;ister\" title=\"a > b\"";
        out_ += pick({"", " figures=\"rounded\"", " as-of='2015-03'"});
        out_ += pick({">", " >\n"});
        for (std::size_t n = below(60); n > 0; --n) {
            element();
            out_ += pick({"", "\n", "\n", "\n ", "\r\n\t"});
            if (!below(12)) filler();
        }
        out_ += pick({"</facts>", "</facts >\n", "</facts>\n<!-- the <use/> end -->\n", "</facts><?xml-model <stake ?>"});
        return out_;
    }

private:
    std::size_t below(std::size_t n) { return random_() % n; }
    bool slip(std::size_t n) { return slips_ && !below(n); }
    std::string pick(std::initializer_list<const char*> list) { return list.begin()[below(list.size())]; }
    std::string entity() {
        if (slip(200)) return "nobody";
        if (!below(9)) return "a far longer id of " + std::to_string(below(5));
        return pick({"e", "e", "AT&amp;T", "caf\xC3\xA9 "}) + std::to_string(below(8));
    }
    std::string event() { return "v" + std::to_string(below(4)); }
    std::string own_id() {
        if (below(3) == 0) return "";
        if (slip(90)) return " id=\"f1\"";
        static int next = 0;
        return " id=\"" + pick({"f", "f&#49;", "an id of more than twenty-four bytes ", "x > "}) + std::to_string(next++) + "\"";
    }
    std::string time() {
        switch (below(6)) {
            case 0: return " at=\"2015-0" + std::to_string(1 + below(9)) + "\"";
            case 1: return " from=\"" + event() + ".start\" to=\"" + event() + ".end\"";
            case 2: return " through=\"s" + std::to_string(below(3)) + ".published\"";
            case 3: return " throughout='2014'";
            default: return "";
        }
    }

    void filler() {
        out_ += pick({"<!-- a <stake holder='e1' in='e2' share='1%'/> that was -->", "<!---->", "<?xml-stylesheet <office ?>",
                      "<!-- > -- is not here, <entity id='e1' kind='company'/> -->\n"});
        if (slip(6)) out_ += pick({"text", "<![CDATA[ <stake ]]>", "&amp;", "<stakes/>", "<participant role='r' ref='e1'/>"});
    }

    void declarations() {
        for (int i = 0; i < 8; ++i)
            for (const char* name : {"e", "AT&amp;T", "caf\xC3\xA9 "})
                out_ += "<entity id=\"" + (name + std::to_string(i)) + "\" kind=\"company\" name=\"Name of " + std::to_string(i) + "\"/>\n";
        for (int i = 0; i < 5; ++i)
            out_ += "<entity id='a far longer id of " + std::to_string(i) + "' kind='person'" + pick({"", " same-as='e1'"}) + "/>";
        for (int i = 0; i < 4; ++i) out_ += "<event id=\"v" + std::to_string(i) + "\" kind=\"k\"/>\n";
        for (int i = 0; i < 3; ++i) out_ += "<source id=\"s" + std::to_string(i) + "\" published=\"2015\" title='T &lt; U'/>\n";
    }

    void element() {
        if (!declared_ && !below(8)) {
            declared_ = true;
            declarations();
        }
        const std::string status = below(8) ? "" : " status=\"reported\" if=\"" + event() + " " + event() + "\"";
        const std::string source = below(6) ? "" : " source=\"s" + std::to_string(below(3)) + "\" where=\"p. &#49;\" note='says > 5 \"'";

        switch (below(11)) {
            case 0:
                out_ += "<event" + own_id() + " kind=\"k\" date=\"2015\"" + status + "><participant role=\"r\" ref=\"" + entity() +
                        "\"/>\n<!-- <stake/> --><participant role='r&amp;s' ref='" + entity() + "'></participant></event>";
                break;
            case 1: out_ += "<order" + own_id() + " a=\"" + event() + "\" is=\"before\" b=\"" + (below(2) ? event() + ".end" : "2015-03") + "\"/>"; break;
            case 2: out_ += "<complete" + own_id() + " holders-of=\"" + entity() + "\" holders=\"e1\te2\n e3\"" + time() + "/>"; break;
            case 3: out_ += "<measure" + own_id() + " of=\"" + entity() + "\" name=\"n\" unit='&#x20AC;' value=\"3\"" + time() + source + "/>"; break;
            case 4:
                out_ += "<claim" + own_id() + status + ">" +
                        pick({"votes(a, b) &gt; 1", "<![CDATA[ a <stake b ]]>", " a <!-- <office --> b ", "x\r\ny"}) + "</claim>";
                break;
            case 5: out_ += "<expect answer=\"certain\">true &amp; so</expect>"; break;
            case 6: out_ += "<office" + own_id() + " person='" + entity() + "' of='" + entity() + "' title='director'" + time() + "/>"; break;
            case 7: out_ += "<relation kind='parent' subject='" + entity() + "' object='" + entity() + "'></relation>"; break;
            case 8: out_ += pick({"<use rules='s'/>", "<use rules='t' options='a=1'/>", "<same a='e1' b='e2'/>"}); break;
            case 9: out_ += "<stake holder=\"" + entity() + "\" in=\"" + entity() + "\" min=\"40\"/>"; break;  // a warning
            default:
                out_ += "<stake" + own_id() + " holder=\"" + entity() + "\" in='" + entity() + "' share=\"" +
                        (slip(90) ? "x" : std::to_string(below(9)) + "." + std::to_string(below(99)) + "%") + "\"" + time() + status + source +
                        pick({"/>", " />", "></stake>", ">\n</stake>"});
                break;
        }
    }

    std::mt19937_64& random_;
    bool slips_, declared_ = false;
    std::string out_;
};

std::string damaged(std::string text, std::mt19937_64& random) {
    constexpr std::string_view bytes = "<>&;'\"/=!-[]? \n\rax#0\xC3\xA9\x01:";
    const std::size_t at = random() % text.size();
    switch (random() % 5) {
        case 0: text.erase(at, 1 + random() % 3); break;
        case 1: text.insert(at, 1, bytes[random() % bytes.size()]); break;
        case 2: text[at] = bytes[random() % bytes.size()]; break;
        case 3: text.resize(at); break;
        default: text.insert(at, text.substr(random() % text.size(), random() % 60)); break;
    }
    return text;
}

struct File {
    std::string path = (fs::temp_directory_path() / ("tenet-pieces-" + std::to_string(::getpid()) + ".xml")).string();
    ~File() { fs::remove(path); }
    void write(const std::string& text) const { std::ofstream(path, std::ios::binary) << text; }
};

std::unique_ptr<Reading> read(const std::string& path, std::size_t piece, unsigned jobs, std::size_t from = 1) {
    auto r = std::make_unique<Reading>();
    ReadLimits limits;
    limits.jobs = jobs;
    limits.bytes_in_pieces = piece == 0 ? SIZE_MAX : from;
    limits.piece = piece;
    r->set = read_facts({path}, r->sources, r->diagnostics, limits);
    return r;
}

/// Whether the file is really read in pieces.
bool in_pieces(const std::string& path, std::size_t piece) {
    Reading r;
    ReadLimits limits;
    limits.piece = piece;
    const auto text = std::make_shared<LateText>(FileOnDisk::open(path));
    return read_in_pieces(*text, r.sources.add(path, text), r.set, r.sources, r.diagnostics, limits);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reading_in_pieces)

BOOST_AUTO_TEST_CASE(it_is_as_reading_the_whole) {
    constexpr unsigned seed = 4711;
    std::mt19937_64 random(seed);
    const File file;
    int clean = 0, wrong = 0, cut = 0;
    for (int round = 0; round < 400; ++round) {
        std::string text = Drawn(random, round % 3 == 1).document();
        if (round % 3 == 2) text = damaged(std::move(text), random);
        file.write(text);
        const auto whole = read(file.path, 0, 1);
        ++(whole->count() == 0 ? clean : wrong);
        const std::string expected = told(*whole);
        BOOST_TEST_CONTEXT("seed " << seed << ", round " << round << ":\n" << text) {
            for (const std::size_t piece : {std::size_t{1}, 7 + random() % 200, text.size() / 3 + 1, text.size()}) {
                BOOST_REQUIRE_EQUAL(expected, told(*read(file.path, piece, 1)));
                BOOST_REQUIRE_EQUAL(expected, told(*read(file.path, piece, 3)));
                if (whole->count() == 0 && in_pieces(file.path, piece)) ++cut;
            }
        }
    }
    BOOST_TEST(clean > 100);
    BOOST_TEST(wrong > 100);
    BOOST_TEST(cut > clean * 2);  // most, of four sizes each
}

BOOST_AUTO_TEST_CASE(ids_are_declared_once_wherever_they_stand) {
    const File file;
    std::string content;
    for (int i = 0; i < 3000; ++i) content += "<entity id=\"E" + std::to_string(i) + "\" kind=\"company\"/>\n";
    file.write(facts_of(content));
    BOOST_TEST(in_pieces(file.path, 500));
    BOOST_TEST(read(file.path, 500, 2)->set.entities.size() == 3000);
    for (const char* again : {"<stake id=\"E7\" holder=\"E1\" in=\"E2\" share=\"1%\"/>", "<entity id=\"E7\" kind=\"person\"/>",
                              "<entity id=\"E7\" kind=\"company\"/>"}) {
        file.write(facts_of(content + again));
        BOOST_TEST(!in_pieces(file.path, 500));
        BOOST_TEST(told(*read(file.path, 500, 2)) == told(*read(file.path, 0, 1)));
    }
}

BOOST_AUTO_TEST_CASE(more_ids_than_samples_promise) {
    const File file;
    // Samples are taken at even distances: long remarks there hide how many ids stand between them.
    std::string content;
    for (int i = 0; i < 64; ++i) {
        content += "<!--" + std::string(8192, '.') + "-->";
        for (int k = 0; k < 400; ++k) content += "<entity id=\"E" + std::to_string(i * 400 + k) + "\" kind=\"k\"/>";
        content += std::string(40'000 - content.size() % 40'000, ' ');
    }
    file.write(facts_of(content));
    const auto r = read(file.path, 20'000, 2);
    BOOST_TEST(r->count() == 0);
    BOOST_TEST(r->set.entities.size() == 64 * 400);
    BOOST_TEST(r->set.find("E25599")->index == 25599);
}

BOOST_AUTO_TEST_CASE(the_text_is_fetched_when_it_is_asked_for) {
    const File file;
    file.write(facts_of("<entity id=\"a\" kind=\"company\"/>\n<claim>true</claim>"));
    auto r = read(file.path, 10, 1);
    BOOST_TEST(r->set.id_of(r->set.facts[0]) == file.path + ":3:1");
    BOOST_TEST(r->sources.text(r->set.facts[0].span) == "<claim>");
}

BOOST_AUTO_TEST_CASE(a_text_that_changed_is_refused) {
    const File file;
    const std::string text = facts_of("<entity id=\"a\" kind=\"company\"/>\n<claim>true</claim>");
    file.write(text);
    const auto changed = [&](std::string with) {
        auto r = read(file.path, 10, 1);
        BOOST_TEST(r->set.facts.size() == 1);
        file.write(with);
        BOOST_CHECK_THROW(r->sources.text(r->set.facts[0].span), std::runtime_error);
        file.write(text);
    };
    std::string other = text;
    other[text.find("true")] = 'T';
    changed(other);
    changed(text.substr(0, text.size() - 5));
}

BOOST_AUTO_TEST_CASE(other_files_before_and_after) {
    const File file;
    std::string content;
    for (int i = 0; i < 300; ++i)
        content += "<entity id=\"E" + std::to_string(i) + "\" kind=\"company\"/><stake holder=\"E" + std::to_string(i) + "\" in=\"first\" share=\"1%\"/>\n";
    file.write(facts_of(content));
    const std::string small = file.path + ".small.xml", after = file.path + ".after.xml";
    std::ofstream(small) << facts_of("<entity id=\"first\" kind=\"company\"/><event id=\"v\" kind=\"k\"/><stake id=\"s\" holder=\"E5\" in=\"E6\" share=\"2%\"/>");
    std::ofstream(after) << facts_of("<entity id=\"E7\" kind=\"company\" name=\"Seven\"/><stake id=\"t\" holder=\"E7\" in=\"E8\" share=\"2%\" if=\"v\"/>");
    const auto told_with = [&](std::size_t from) {
        Reading r;
        ReadLimits limits;
        limits.bytes_in_pieces = from;
        limits.piece = 512;
        limits.jobs = 2;
        limits.bytes_worth_threads = SIZE_MAX;
        r.set = read_facts({small, file.path, after}, r.sources, r.diagnostics, limits);
        return told(r);
    };
    BOOST_TEST(told_with(2000) == told_with(SIZE_MAX));
    fs::remove(small);
    fs::remove(after);
}

BOOST_AUTO_TEST_SUITE_END()

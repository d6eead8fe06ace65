// Paths: files plain and packed, folders, pipes; and what cannot be read.
#include "facts/read_files.h"

#include <filesystem>
#include <fstream>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <zlib.h>
#include <zstd.h>

#include "tests/unit/facts/reading.h"

using namespace tenet;
namespace fs = std::filesystem;

namespace {

std::string gzip(const std::string& text) {
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, text.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

std::string zstd(const std::string& text) {
    std::string out(ZSTD_compressBound(text.size()), '\0');
    out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
    return out;
}

struct Folder {
    fs::path path = fs::temp_directory_path() / ("tenet-read-files-" + std::to_string(::getpid()));
    Folder() { fs::create_directories(path); }
    ~Folder() { fs::remove_all(path); }
    std::string write(const std::string& name, const std::string& bytes) const {
        const fs::path file = path / name;
        fs::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << bytes;
        return file.string();
    }
};

std::string entity(const std::string& id) { return facts_of("<entity id=\"" + id + "\" kind=\"company\"/>"); }

Reading read(const std::vector<std::string>& paths, const ReadLimits& limits = {}) {
    Reading r;
    r.set = read_facts(paths, r.sources, r.diagnostics, limits);
    return r;
}

std::string ids(const Reading& r) {
    std::string result;
    for (const Entity& e : r.set.entities) result += e.id + " ";
    return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(read_files)

BOOST_AUTO_TEST_CASE(packed_files_are_told_by_their_bytes) {
    const Folder folder;
    const Reading r = read({folder.write("plain", entity("a")), folder.write("b.xml", gzip(entity("b"))),
                            folder.write("c.xml.gz", zstd(entity("c"))),
                            folder.write("two.gz", gzip(entity("d").substr(0, 30)) + gzip(entity("d").substr(30)))});
    BOOST_TEST(r.count() == 0u, r.first());
    BOOST_TEST(ids(r) == "a b c d ");
    BOOST_TEST(r.sources.whole(1) == entity("b"));
}

BOOST_AUTO_TEST_CASE(damaged_and_cut_packings) {
    const std::string text(100'000, 'x');
    for (const std::string& packed : {gzip(text), zstd(text)}) {
        const bool is_gzip = packed[0] == '\x1F';
        const auto unpack = [&](const std::string& bytes, std::size_t limit, std::string& error) {
            return is_gzip ? unpack_gzip(bytes, limit, error) : unpack_zstd(bytes, limit, error);
        };
        std::string error;
        BOOST_TEST((unpack(packed, 100'000, error) == text));
        BOOST_TEST(!unpack(packed, 99'999, error));
        BOOST_TEST(error == "it unpacks to more than 99999 bytes");
        for (std::size_t size = 4; size < packed.size(); ++size)
            BOOST_TEST(!unpack(packed.substr(0, size), 100'000, error), "cut to " << size);
        BOOST_TEST(error == "it is cut off");
        BOOST_TEST(!unpack(packed + "junk that follows", 100'000, error));
        BOOST_TEST(error.starts_with("it is damaged"));
    }
}

BOOST_AUTO_TEST_CASE(a_bomb_costs_its_limit) {
    const Folder folder;
    const std::string bomb = folder.write("bomb.gz", gzip(std::string(30'000'000, ' ')));
    const Reading r = read({bomb}, {1'000'000});
    BOOST_TEST(r.count() == 1u);
    BOOST_TEST(r.first().find("more than 1000000 bytes") != std::string::npos, r.first());
}

BOOST_AUTO_TEST_CASE(folders_give_their_fact_sets_in_order) {
    const Folder folder;
    folder.write("z.xml", entity("z"));
    folder.write("a/b.xml", entity("ab"));
    folder.write("a/a.xml", "<?xml version=\"1.0\"?>\n<!-- <x> -->\n" + entity("aa"));
    folder.write("a/rules.xml", "<rules xmlns='urn:tenet:rules:1'/>");
    folder.write("other.xml", "<html><body></html>");
    folder.write("no-namespace.xml", "<facts/>");
    folder.write("binary.xml", std::string("\0\1\2", 3));
    folder.write("empty.xml", "");
    folder.write("notes.txt", entity("n"));
    fs::create_symlink("nowhere.xml", folder.path / "link.xml");
    const Reading r = read({folder.path.string()});
    BOOST_TEST(r.count() == 0u, r.first());
    BOOST_TEST(ids(r) == "aa ab z ");
    BOOST_TEST(r.sources.path(0) == (folder.path / "a/a.xml").string());
    // What is broken but meant as a fact set is not passed over.
    folder.write("broken.xml", "<facts xmlns='urn:tenet:facts:1'><entity></facts>");
    BOOST_TEST(read({folder.path.string()}).count() == 1u);
}

BOOST_AUTO_TEST_CASE(a_file_named_twice_speaks_once) {
    const Folder folder;
    const std::string file = folder.write("a.xml", facts_of("<source id='s'/><claim id='c'>1 = 1</claim>"));
    const Reading r = read({file, folder.path.string(), (folder.path / "." / "a.xml").string()});
    BOOST_TEST(r.count() == 0u, r.first());
    BOOST_TEST(r.set.facts.size() == 1u);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read) {
    const Folder folder;
    const std::string missing = (folder.path / "missing.xml").string();
    Reading r = read({missing, folder.write("a.xml", entity("a"))});
    BOOST_TEST(r.count() == 1u);
    BOOST_TEST(r.first().starts_with(missing + ": No such file"), r.first());
    BOOST_TEST(ids(r) == "a ");
    const std::string empty = (folder.path / "empty").string();
    fs::create_directory(empty);
    r = read({empty});
    BOOST_TEST(r.first().starts_with(empty + ": there is no fact set"), r.first());
    r = read({folder.write("big.xml", entity("a") + std::string(1000, ' '))}, {1000});
    BOOST_TEST(r.first().find("more than 1000 bytes") != std::string::npos, r.first());
    r = read({folder.write("rules.xml", "<rules xmlns='urn:tenet:rules:1'/>")});
    BOOST_TEST(r.places() == "unknown-root 1:2 rules");
    r = read({folder.write("empty.xml", "")});
    BOOST_TEST(r.first().starts_with("the file is empty"));
}

BOOST_AUTO_TEST_CASE(a_pipe_is_read_to_its_end) {
    const Folder folder;
    const std::string file = folder.write("a.xml", entity("a"));
    Diagnostics diagnostics;
    std::FILE* pipe = ::popen(("cat " + file).c_str(), "r");
    const std::string path = "/dev/fd/" + std::to_string(::fileno(pipe));
    const std::optional<std::string> text = read_whole_file(path, 1 << 20, diagnostics);
    ::pclose(pipe);
    BOOST_TEST((text == entity("a")));
}

BOOST_AUTO_TEST_SUITE_END()

// The folder of what was found: whole entries come back, others do not, and the oldest go.
#include "engine/cache.h"

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <thread>

using namespace tenet;

namespace {

struct Folder {
    std::filesystem::path path;
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "tenet-cache-XXXXXX").string();
        path = ::mkdtemp(name.data());
    }
    ~Folder() { std::filesystem::remove_all(path); }
    std::size_t files() const {
        return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(path), {}));
    }
};

void age(const std::filesystem::path& file, long days) {
    const timespec then{::time(nullptr) - days * 86400, 0}, both[]{then, then};
    BOOST_REQUIRE(::utimensat(AT_FDCWD, file.c_str(), both, 0) == 0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cache)

BOOST_AUTO_TEST_CASE(digests_are_those_of_blake2b) {
    // RFC 7693 has BLAKE2b-512; this one is from Python: hashlib.blake2b(b"abc", digest_size=32)
    BOOST_TEST(hex(digest_of("abc")) == "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    Hasher split, whole;
    split.text("ab");
    split.text("c");
    whole.text("abc");
    BOOST_TEST(hex(split.finish()) != hex(whole.finish()));
}

BOOST_AUTO_TEST_CASE(a_long_text_is_hashed_as_a_whole) {
    const std::string text(10'000, 'x');
    Hasher one, other;
    one.text(text);
    other.text(text.substr(0, 9'999) + "y");
    BOOST_TEST(hex(one.finish()) != hex(other.finish()));
}

BOOST_AUTO_TEST_CASE(what_is_stored_comes_back) {
    const Folder folder;
    Diagnostics diagnostics;
    const Digest key = digest_of("key"), other = digest_of("other");
    {
        Cache cache(folder.path, diagnostics);
        BOOST_TEST(!cache.find(key));
        cache.store(key, "payload");
        cache.store(other, "");
        BOOST_TEST(cache.find(key).value() == "payload");
        cache.finish();
    }
    Cache again(folder.path, diagnostics);
    BOOST_TEST(again.find(key).value() == "payload");
    BOOST_TEST(again.find(other).value() == "");
    std::filesystem::rename(folder.path / (hex(other) + ".tenet"), folder.path / (hex(key) + ".tenet"));
    BOOST_TEST(!again.find(key));
    again.store(key, "anew");
    BOOST_TEST(again.find(key).value() == "anew");
    BOOST_TEST(diagnostics.list().empty());
    BOOST_TEST(folder.files() == 1U);
}

BOOST_AUTO_TEST_CASE(several_threads_store_at_once) {
    const Folder folder;
    Diagnostics diagnostics;
    Cache cache(folder.path, diagnostics);
    const auto key = [](int i) { return digest_of(std::to_string(i)); };
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&] {
                for (int i = 0; i < 50; ++i) cache.store(key(i), std::to_string(i));
            });
    }
    for (int i = 0; i < 50; ++i) BOOST_TEST(cache.find(key(i)).value() == std::to_string(i));
    cache.finish();
    BOOST_TEST(folder.files() == 50U);
    BOOST_TEST(diagnostics.list().empty());
}

BOOST_AUTO_TEST_CASE(what_was_not_used_for_longest_goes) {
    const Folder folder;
    Diagnostics diagnostics;
    const auto key = [](int i) { return digest_of(std::to_string(i)); };
    const auto file = [&](int i) { return folder.path / (hex(key(i)) + ".tenet"); };
    {
        Cache cache(folder.path, diagnostics);
        for (int i = 0; i < 20; ++i) cache.store(key(i), "x");
    }
    for (int i = 0; i < 20; ++i) age(file(i), 30 - i);
    std::ofstream(folder.path / "notes.txt") << "not an entry";
    std::ofstream(folder.path / ("unfinished-1-" + hex(key(1)) + ".tenet")) << "left behind";
    age(folder.path / ("unfinished-1-" + hex(key(1)) + ".tenet"), 1);
    Cache cache(folder.path, diagnostics, {.entries = 20});
    BOOST_TEST(cache.find(key(0)).value() == "x");  // used now, so it stays
    cache.finish();                                 // nothing stored: nothing to do
    BOOST_TEST(folder.files() == 22U);
    cache.store(key(20), "x");
    cache.finish();
    BOOST_TEST(folder.files() == 19U);  // nine tenths of twenty, and the notes
    for (const int i : {0, 4, 5, 19, 20}) BOOST_TEST(std::filesystem::exists(file(i)), i);
    for (const int i : {1, 2, 3}) BOOST_TEST(!std::filesystem::exists(file(i)), i);
    Cache small(folder.path, diagnostics, {.bytes = 8 * 4096});
    small.store(key(21), "x");
    small.finish();
    BOOST_TEST(folder.files() <= 9U);
    BOOST_TEST(std::filesystem::exists(file(21)));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_used_is_told_once) {
    const Folder folder;
    std::ofstream(folder.path / "file") << "x";
    for (const std::string name : {"file", "no/parent"}) {
        Diagnostics diagnostics;
        Cache cache(folder.path / name, diagnostics);
        cache.store(digest_of("a"), "x");
        BOOST_TEST(!cache.find(digest_of("a")));
        cache.finish();
        BOOST_REQUIRE(diagnostics.list().size() == 1U);
        BOOST_TEST(!diagnostics.has_errors());
    }
    Diagnostics diagnostics;
    Cache cache(folder.path / "gone", diagnostics);
    std::filesystem::remove(folder.path / "gone");
    cache.store(digest_of("a"), "x");
    cache.store(digest_of("b"), "x");
    cache.finish();
    BOOST_REQUIRE(diagnostics.list().size() == 1U);
    BOOST_TEST(diagnostics.list()[0].message.find("cannot be kept") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

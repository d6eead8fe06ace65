// Files read side by side and joined, against the same files read one after another: the same facts, symbols and
// complaints, whatever refers to what across files, and whatever is wrong.
#include <filesystem>
#include <fstream>
#include <random>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "facts/side_by_side.h"
#include "tests/unit/facts/told.h"

using namespace tenet;
namespace fs = std::filesystem;

namespace {

/// One file. `slips`: references to nobody, ids taken twice, wrong kinds and figures may be among it.
std::string drawn_file(std::mt19937_64& random, bool slips) {
    const auto below = [&](std::size_t n) { return random() % n; };
    const auto any = [&](const char* letter, std::size_t n) { return letter + std::to_string(below(n)); };
    static int next = 0;
    std::string out = "<facts xmlns=\"urn:tenet:facts:1\" id=\"set" + std::to_string(next++) + "\"" +
                      (below(3) ? "" : " figures=\"rounded\"") + (below(2) ? " as-of=\"2015\"" : "") + ">\n";
    const auto own_id = [&](const char* prefix) {
        if (below(2)) return std::string();
        return " id=\"" + (slips && !below(20) ? any("x", 4) : prefix + std::to_string(next++)) + "\"";
    };
    const auto entity = [&] { return slips && !below(25) ? std::string("nobody") : any("e", 12); };
    const auto event = [&] { return any("v", 4); };
    const auto time = [&]() -> std::string {
        switch (below(6)) {
            case 0: return " at=\"2015-0" + std::to_string(1 + below(9)) + "\"";
            case 1: return " from=\"" + event() + ".start\" to=\"" + event() + ".end\"";
            case 2: return " through=\"" + any("s", 3) + ".published\"";
            default: return "";
        }
    };
    for (std::size_t n = 12; n > 0; --n) {
        const std::string status = below(8) ? "" : " status=\"reported\" if=\"" + event() + " " + event() + "\"";
        const std::string source = below(6) ? "" : " source=\"" + any("s", 3) + "\" where=\"p. " + any("&#49;", 3) + "\"";
        switch (below(slips ? 10 : 9)) {
            case 0:
            case 1:
                out += "<entity id=\"" + any("e", 12) + "\" kind=\"" + (slips && !below(20) ? "person" : "company") + "\"" +
                       (below(3) ? "" : " name=\"Name\"") + (below(4) ? "" : " jurisdiction=\"FR\"") +
                       (below(9) ? "" : " same-as=\"" + any("e", 12) + "\"") + "/>\n";
                break;
            case 2:
                out += "<event" + own_id("w") + " kind=\"k\" date=\"2015\"" + status + "><participant role=\"r\" ref=\"" +
                       entity() + "\"/></event>\n";
                break;
            case 3:
                out += "<stake" + own_id("f") + " holder=\"" + entity() + "\" in=\"" + entity() + "\" share=\"" +
                       std::to_string(below(9)) + "." + std::to_string(below(99)) + "%\"" + time() + status + source + "/>\n";
                break;
            case 4: out += "<order" + own_id("o") + " a=\"" + event() + "\" is=\"before\" b=\"" + (below(2) ? event() + ".end" : "2015-03") + "\"/>\n"; break;
            case 5: out += "<complete" + own_id("c") + " holders-of=\"" + entity() + "\" holders=\"" + entity() + " " + entity() + "\"" + time() + "/>\n"; break;
            case 6: out += "<measure" + own_id("m") + " of=\"" + entity() + "\" name=\"n\" value=\"3\"" + time() + source + "/>\n"; break;
            case 7: out += "<claim" + own_id("q") + status + ">votes(a, b) &gt; 1</claim><expect answer=\"certain\">true</expect>\n"; break;
            case 8: out += "<stake holder=\"" + entity() + "\" in=\"" + entity() + "\" min=\"40\"" + time() + "/>\n"; break;  // a warning
            default: out += "<stake holder=\"e1\" in=\"e1\" share=\"x\"/><same a=\"" + entity() + "\" b=\"v1\"/>\n"; break;
        }
    }
    return out + "</facts>\n";
}

std::string common_file() {
    std::string out = "<facts xmlns=\"urn:tenet:facts:1\">";
    for (int i = 0; i < 12; ++i) out += "<entity id=\"e" + std::to_string(i) + "\" kind=\"company\"/>\n";
    for (int i = 0; i < 4; ++i) out += "<event id=\"v" + std::to_string(i) + "\" kind=\"k\"/>\n";
    for (int i = 0; i < 3; ++i) out += "<source id=\"s" + std::to_string(i) + "\" published=\"2015\"" + (i ? "" : " figures=\"rounded\"") + "/>\n";
    return out + "</facts>";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reading_side_by_side)

BOOST_AUTO_TEST_CASE(it_is_as_one_after_another) {
    constexpr unsigned seed = 44;
    std::mt19937_64 random(seed);
    const fs::path folder = fs::temp_directory_path() / ("tenet-side-by-side-" + std::to_string(::getpid()));
    fs::create_directories(folder);
    int clean = 0, wrong = 0;
    for (int round = 0; round < 200; ++round) {
        const bool slips = round % 3 == 0;
        std::vector<std::string> paths;
        for (std::size_t i = 0; i < 2 + random() % 4; ++i) {
            paths.push_back((folder / (std::to_string(i) + ".xml")).string());
            std::string text = i == round % 2u ? common_file() : drawn_file(random, slips);
            if (slips && random() % 8 == 0) text.resize(text.size() - 3);
            std::ofstream(paths.back()) << text;
        }
        const auto read = [&](unsigned jobs) {
            auto r = std::make_unique<Reading>();
            ReadLimits limits;
            limits.jobs = jobs;
            limits.bytes_worth_threads = 0;
            r->set = read_facts(paths, r->sources, r->diagnostics, limits);
            return r;
        };
        const auto one = read(1);
        ++(one->count() == 0 ? clean : wrong);
        BOOST_TEST_CONTEXT("seed " << seed << ", round " << round) {
            for (const unsigned jobs : {2u, 5u}) BOOST_REQUIRE_EQUAL(told(*one), told(*read(jobs)));
        }
    }
    fs::remove_all(folder);
    BOOST_TEST(clean > 100);
    BOOST_TEST(wrong > 30);
}

BOOST_AUTO_TEST_CASE(what_is_thrown_arrives_after_all_have_ended) {
    std::atomic<int> done{0};
    BOOST_CHECK_THROW(side_by_side(50, 4, [&](std::size_t i) {
                          if (i == 20) throw std::runtime_error("twenty");
                          ++done;
                      }),
                      std::runtime_error);
    BOOST_TEST(done < 50);
    done = 0;
    side_by_side(50, 4, [&](std::size_t) { ++done; });
    BOOST_TEST(done == 50);
}

BOOST_AUTO_TEST_SUITE_END()

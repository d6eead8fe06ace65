// Drawn registers, and packs of one's own to judge them by; for tests that compare ways of judging.
#pragma once

#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include "tests/dice.h"

namespace witness_runs {

using tenet::Dice;

/// Sets of a few parts, in most of which nothing clashes.
class DrawnRegister : public Dice {
public:
    using Dice::Dice;
    std::string set(unsigned parts);

private:
    std::string share() { return of({"0%", "10%", "20%", "25%", "30%", "1/3", "50%", "50.01%", "60%", "99%", "100%"}); }
    std::string figure() {
        switch (below(7)) {
        case 0: return " min='" + (one_in(4) ? share() : of({"10%", "25%"})) + "'";
        case 1: return " above='" + of({"0%", "10%", "25%", "30%", "50%"}) + "'";
        case 2: return " max='" + share() + "'";
        case 3: return " about='" + of({"40%", "33.3%", "10%"}) + "'";
        case 4: return " min='" + of({"0%", "10%", "25%"}) + "' below='" + of({"30%", "50%", "99%"}) + "'";
        default: return " share='" + (one_in(3) ? share() : of({"10%", "20%", "25%"})) + "'";
        }
    }
    std::string when() {
        if (!one_in(4)) return "";
        return of({" at='2015-01-31'", " from='2014' to='2016'", " from='2014' to='2016'", " at='2013-12'", " from='2014-05'", " throughout='2015'", " at='2015-01'"});
    }
    std::string date() { return of({"2013", "2012-06-15", "2012~", "2012-12-31", "2013-01-01", "2013-03"}); }
};

inline std::string DrawnRegister::set(unsigned parts) {
    std::string out = "<facts xmlns='urn:tenet:facts:1' id='drawn' as-of='2015-01-31'>\n";
    for (unsigned n = 0; n < parts; ++n) {
        const std::string part = std::to_string(n);
        const auto who = [&](std::initializer_list<const char*> list) { return of(list) + part; };
        const auto status = [&] { return one_in(12) ? std::string(" status='") + of({"reported", "expected", "denied", "hypothetical"}) + "'" : ""; };
        for (const char* c : {"a", "b", "c"})
            out += "<entity id='" + (c + part) + "' kind='" + (one_in(8) ? "fund" : "company") + "'" + (one_in(5) ? " voting='separate'" : "") +
                   (one_in(3) ? " jurisdiction='FR'" : "") + "/>\n";
        for (const char* p : {"p", "q"}) out += "<entity id='" + (p + part) + "' kind='person'" + (one_in(3) ? " jurisdiction='FR'" : "") + "/>\n";
        const unsigned count = 1 + below(5);
        for (unsigned f = 0; f < count; ++f) {
            const std::string holder = who({"a", "b", "c", "p", "q", "p", "q"}), in = who({"a", "a", "b", "c"});
            out += "<stake holder='" + holder + "' in='" + in + "'" + figure() + (one_in(6) ? " basis='votes'" : "") + when() + status() + "/>\n";
        }
        if (one_in(4)) out += "<complete holders-of='" + who({"a", "a", "b"}) + "'" + when() + "/>\n";
        if (one_in(2)) out += "<event id='f" + part + "' kind='founding' date='" + date() + "'" + status() + "><participant role='company' ref='" + who({"a", "b"}) + "'/></event>\n";
        if (one_in(3))
            out += "<event id='e" + part + "' kind='investment' " + (one_in(3) ? "from='2012' to='" + date() + "'" : "date='" + date() + "'") + status() +
                   "><participant role='investor' ref='p" + part + "'/><participant role='company' ref='" + who({"a", "b"}) + "'/></event>\n";
        if (one_in(3)) out += "<office person='p" + part + "' of='a" + part + "' title='director'/>\n";
    }
    return out + "</facts>\n";
}

/// A file with a pack; gone with this.
class DrawnPack {
public:
    DrawnPack() : path_((std::filesystem::temp_directory_path() / ("tenet-drawn-" + std::to_string(std::random_device{}()) + ".xml")).string()) {}
    ~DrawnPack() { std::filesystem::remove(path_); }
    DrawnPack(const DrawnPack&) = delete;
    DrawnPack& operator=(const DrawnPack&) = delete;
    /// Its path. `content`: laws and checks.
    const std::string& write(const std::string& content) {
        std::ofstream(path_, std::ios::trunc) << "<rules xmlns='urn:tenet:rules:1' id='drawn' title='Drawn'>\n" << content << "</rules>\n";
        return path_;
    }

private:
    std::string path_;
};

}  // namespace witness_runs

// A run in memory for the tests of rules: facts and packs from texts, and complaints as lines "FILE:LINE:COLUMN: ...".
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>
#include <vector>

#include "facts/reader.h"
#include "rules/check_expression.h"
#include "rules/packs.h"
#include "rules/print_term.h"

namespace tenet::workbench {

struct Bench {
    Sources sources;
    Diagnostics diagnostics;
    FactSet facts;
    Vocabulary vocabulary;

    /// `elements` stand inside <facts>, from line 2 on.
    void read_facts(const std::string& elements) {
        const std::string text =
            "<facts xmlns=\"urn:tenet:facts:1\" id=\"t\" as-of=\"2015-01\">\n" + elements + "\n</facts>\n";
        read_fact_text(sources.add("facts.xml", text), facts, sources, diagnostics);
        finish_facts(facts, sources, diagnostics);
    }
    void read_packs(const PackRequest& request = {}) {
        vocabulary = tenet::read_packs(request, facts, sources, diagnostics);
    }

    /// The complaints so far, each on a line of its own: place, message, what stands behind the carets.
    std::string complaints() const { return complaints(diagnostics); }
    std::string complaints(const Diagnostics& list) const {
        std::string text;
        for (const Diagnostic& d : list.list()) {
            if (d.primary.file != SourceSpan::none) {
                const LineColumn at = sources.line_column(d.primary.file, d.primary.begin);
                const std::string path = sources.path(d.primary.file);
                text += path.substr(path.find_last_of('/') + 1) + ":" + std::to_string(at.line) + ":" +
                        std::to_string(at.column) + ": ";
            }
            text += d.message + (d.at_primary.empty() ? "" : " | " + d.at_primary) + "\n";
        }
        return text;
    }

    /// A query printed back with its type, or what is wrong with it.
    std::string query(const std::string& text) {
        Diagnostics complaints_here;
        const FileIndex file = sources.add("<query>", text);
        const Scope scope{vocabulary, &facts, {}, true};
        const auto checked = check_expression({text, {file, 0, static_cast<std::uint32_t>(text.size())}}, scope, {},
                                              sources, complaints_here);
        if (!checked) return complaints(complaints_here);
        std::vector<std::string> names;
        for (const Parameter& variable : checked->query_variables) names.push_back("?" + variable.name);
        std::string result = print_term(checked->term, vocabulary, &facts, names);
        for (const Parameter& variable : checked->query_variables) {
            const Domain& d = variable.domain;
            const bool event = d.kind == Domain::Kind::events;
            result += " | " + variable.name + ": " +
                      (d.index == no_index ? event ? "event" : "anything"
                       : event             ? vocabulary.event_kinds[d.index].name
                                           : vocabulary.entity_kinds[d.index].name);
        }
        return result;
    }
};

/// A folder of packs that goes when the test ends.
class PackFolder {
public:
    PackFolder() : path_(std::filesystem::temp_directory_path() / ("tenet-packs-" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(path_);
    }
    ~PackFolder() { std::filesystem::remove_all(path_); }
    PackFolder(const PackFolder&) = delete;
    PackFolder& operator=(const PackFolder&) = delete;

    /// Writes NAME.xml whose elements begin on line 2; its path.
    std::string add(const std::string& name, const std::string& elements) const {
        const std::string file = (path_ / (name + ".xml")).string();
        std::ofstream(file) << "<rules xmlns=\"urn:tenet:rules:1\" id=\"" << name << "\">\n"
                            << elements << "\n</rules>\n";
        return file;
    }
    std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

/// What the running example of these tests says.
inline const char* example_facts =
    "<source id='press' kind='press' published='2015-01'/><source id='undated' kind='press'/>\n"
    "<entity id='orange' kind='company' jurisdiction='FR'/><entity id='cloudwatt' kind='company'/>\n"
    "<entity id='ann' kind='person'/><entity id='gadget' kind='product'/><entity id='any' kind='fund'/>\n"
    "<event id='takeover' kind='acquisition' date='2015-Q1' status='expected'>\n"
    "<participant role='buyer' ref='orange'/><participant role='target' ref='cloudwatt'/></event>\n"
    "<event id='founding' kind='founding' from='2012'><participant role='company' ref='cloudwatt'/></event>\n"
    "<stake id='s1' holder='orange' in='cloudwatt' above='40%'/>\n";

}  // namespace tenet::workbench

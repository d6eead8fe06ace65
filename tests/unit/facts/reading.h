// For tests: reads a fact set from a string, and looks at the complaints.
#pragma once

#include <string>
#include <string_view>

#include "facts/reader.h"

namespace tenet {

struct Reading {
    Sources sources;
    Diagnostics diagnostics;
    FactSet set;

    /// Adds a file; `finish` once all are in.
    void add(std::string text, std::string path = "t.xml") {
        read_fact_text(sources.add(std::move(path), std::move(text)), set, sources, diagnostics);
    }
    void finish() { finish_facts(set, sources, diagnostics); }

    std::size_t count(Severity severity = Severity::error) const {
        std::size_t n = 0;
        for (const Diagnostic& d : diagnostics.list()) n += d.severity == severity;
        return n;
    }
    /// "code line:column words-at-the-caret" of each complaint, one a line.
    std::string places() const {
        std::string result;
        for (const Diagnostic& d : diagnostics.list()) {
            result += result.empty() ? "" : "\n";
            result += d.code;
            if (d.primary.file == SourceSpan::none) continue;
            const LineColumn at = sources.line_column(d.primary.file, d.primary.begin);
            result += " " + std::to_string(at.line) + ":" + std::to_string(at.column) + " ";
            result += sources.text(d.primary);
        }
        return result;
    }
    /// Everything that the first complaint says.
    std::string first() const {
        if (diagnostics.list().empty()) return {};
        const Diagnostic& d = diagnostics.list().front();
        std::string result = d.message + " | " + d.at_primary + " | " + d.help;
        for (const Label& label : d.labels) result += " | " + label.text;
        return result;
    }
    const Fact& fact(std::string_view id) const { return set.facts.at(set.find_fact(id).value()); }
    template <class Body>
    const Body& body(std::string_view id) const {
        return std::get<Body>(fact(id).body);
    }
};

/// The elements within <facts>, in a line of their own each.
inline std::string facts_of(std::string_view content, std::string_view attributes = "") {
    return "<facts xmlns=\"urn:tenet:facts:1\"" + std::string(attributes) + ">\n" + std::string(content) + "\n</facts>";
}

/// `content` after two companies o and c (lines 2 and 3), a person p (4), an event e (5) and a source s (6).
inline Reading read_in(std::string_view content, std::string_view attributes = "") {
    Reading reading;
    reading.add(
        facts_of("<entity id=\"o\" kind=\"company\"/>\n<entity id=\"c\" kind=\"company\"/>\n"
                 "<entity id=\"p\" kind=\"person\"/>\n<event id=\"e\" kind=\"announcement\"/>\n"
                 "<source id=\"s\"/>\n" +
                     std::string(content),
                 attributes));
    reading.finish();
    return reading;
}

}  // namespace tenet

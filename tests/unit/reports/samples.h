// Results built by hand, for the tests of the renderers.
#pragma once

#include <string>

#include "reports/render.h"

namespace tenet::samples {

/// A file of the run, and spans of it found by their text.
struct File {
    Sources sources;
    FileIndex index;

    File(std::string path, std::string text) : index(sources.add(std::move(path), std::move(text))) {}
    SourceSpan span(std::string_view words) const {
        const auto at = static_cast<std::uint32_t>(sources.whole(index).find(words));
        return {index, at, at + static_cast<std::uint32_t>(words.size())};
    }
};

inline File deal() {
    return File("facts/deal.xml",
                "<facts xmlns=\"urn:tenet:facts:1\" id=\"deal\">\n"
                "  <stake id=\"s1\" holder=\"orange\" in=\"cloudwatt\" above=\"40%\"/>\n"
                "  <stake id=\"s2\" holder=\"thales\" in=\"cloudwatt\" share=\"70%\"/>\n"
                "  <expect id=\"e1\" answer=\"certain\">votes(orange, cloudwatt) > 50%</expect>\n"
                "</facts>\n");
}

inline Reason reason(const File& file) {
    Reason out;
    out.facts = {{"s1", file.span("<stake id=\"s1\" holder=\"orange\" in=\"cloudwatt\" above=\"40%\"/>"),
                  "Orange holds more than 40 % of CloudWatt", "A newspaper", "p2", "reported"},
                 {"s2", file.span("<stake id=\"s2\" holder=\"thales\" in=\"cloudwatt\" share=\"70%\"/>"),
                  "Thales holds 70 % of CloudWatt", "", "", "stated"}};
    out.laws = {{"core:whole", {{"c", "cloudwatt"}}, "the stakes in CloudWatt add up to more than 100 %", "L233-3"}};
    out.steps = {"more than 40 % + 70 % is more than 110 %", "all stakes together are at most 100 %"};
    return out;
}

inline CheckReport check_report(const File& file) {
    CheckReport report;
    report.verdict = Verdict::contradictory;
    report.facts = 2;
    report.components = 1;
    report.laws = 9;
    report.checks_met = 1;
    report.expectations_held = 3;
    Finding conflict;
    conflict.rule = "core:whole";
    conflict.message = "the stakes in CloudWatt add up to more than 100 %";
    conflict.reason = reason(file);
    conflict.fingerprint = "c0ffee";
    conflict.rounding = true;
    Finding check;
    check.kind = FindingKind::check;
    check.level = Severity::warning;
    check.rule = "core:has-majority";
    check.message = "nobody holds the majority in CloudWatt";
    check.answer = "violated";
    check.fingerprint = "beef";
    Finding expectation;
    expectation.kind = FindingKind::expectation;
    expectation.rule = "e1";
    expectation.message = "votes(orange, cloudwatt) > 50%";
    expectation.expected = "certain";
    expectation.answer = "possible";
    expectation.place = file.span("<expect id=\"e1\" answer=\"certain\">");
    expectation.fingerprint = "f00d";
    report.findings = {conflict, check, expectation};
    return report;
}

/// Two packs that differ on a truth.
inline Answer readings(Truth first, Truth second) {
    Answer out;
    out.query = "f(a)";
    out.kind = AnswerKind::readings;
    out.truth = Truth::certain;
    for (const auto& [pack, truth] : {std::pair("left", first), std::pair("right", second)}) {
        Reading reading{pack, std::string("The ") + pack, {{std::string(pack) + ":f", "a is large", "Article 1"}}, {}};
        reading.answer.query = out.query;
        reading.answer.truth = truth;
        out.readings.push_back(std::move(reading));
    }
    return out;
}

inline Answer answer(AnswerKind kind, Truth truth) {
    Answer out;
    out.query = "the query";
    out.kind = kind;
    out.truth = truth;
    return out;
}

inline TimelineReport timeline() {
    TimelineReport report;
    report.events = {{"founding", "CloudWatt is founded", "2012", day_of(2012, 1, 1), day_of(2012, 12, 31),
                      day_of(2012, 1, 1), day_of(2012, 12, 31), "certain"},
                     {"takeover", "", "", day_of(2015, 1, 1), day_of(2015, 3, 31), day_of(2015, 1, 1),
                      day_of(2015, 3, 31), "possible"},
                     {"never", "", "", {}, {}, {}, {}, "impossible"}};
    report.periods = {{"o1", "Brunel is chair of CloudWatt", "from 2012", {}, day_of(2012, 12, 31), day_of(2014, 6, 1),
                       {}, ""}};
    return report;
}

}  // namespace tenet::samples

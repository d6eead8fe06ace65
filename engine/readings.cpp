// A question under several packs: where its words mean something else in each, the question as each would put it.
// The worlds are the same for all: packs that are used together bind together, whichever of them is asked.
#include <algorithm>

#include "engine/session_state.h"
#include "rules/print_term.h"

namespace tenet {

namespace {

// Uses of definitions that stand in a question itself, in order.
void uses_in(const Term& term, std::vector<const Term*>& out) {
    if (term.op == Op::defined) out.push_back(&term);
    for (const Term& arg : term.args) uses_in(arg, out);
}

// "{x} controls {y}" with what stands in the question in their places.
std::string filled(std::string text, const std::vector<Parameter>& params, const std::vector<std::string>& args) {
    for (std::size_t i = 0; i < params.size(); ++i) {
        const std::string place = "{" + params[i].name + "}";
        for (std::size_t at = 0; (at = text.find(place, at)) != std::string::npos; at += args[i].size())
            text.replace(at, place.size(), args[i]);
    }
    return text;
}

std::vector<Reading::Meaning> meanings_of(const CheckedExpression& question, const Vocabulary& vocabulary, const FactSet& facts) {
    std::vector<std::string> variables;
    for (const Parameter& variable : question.query_variables) variables.push_back("?" + variable.name);
    std::vector<const Term*> uses;
    uses_in(question.term, uses);
    std::vector<Reading::Meaning> result;
    for (const Term* use : uses) {
        const Definition& used = vocabulary.definitions[use->index];
        if (vocabulary.meanings(used.name, no_index).size() < 2) continue;
        std::vector<std::string> args;
        for (const Term& arg : use->args) args.push_back(print_term(arg, vocabulary, &facts, variables));
        for (std::uint32_t d = 0; d < vocabulary.definitions.size(); ++d) {  // itself, or each of its versions
            const Definition& version = vocabulary.definitions[d];
            if (used.has_versions ? version.version_of != use->index : d != use->index) continue;
            Reading::Meaning meaning{version.pack + ":" + version.name, filled(version.title, version.params, args), version.reference};
            const auto same = [&](const Reading::Meaning& m) { return m.name == meaning.name && m.title == meaning.title; };
            if (std::none_of(result.begin(), result.end(), same)) result.push_back(std::move(meaning));
        }
    }
    return result;
}

}  // namespace

std::optional<Answer> Session::readings(const std::string& query, const PlacedText& text, const std::vector<std::uint32_t>& packs,
                                        bool with_under) {
    State& st = *state_;
    Answer all;
    all.query = query;
    all.kind = AnswerKind::readings;
    all.truth = Truth::certain;
    for (const std::uint32_t pack : packs) {
        const auto read = check_expression(text, {st.vocabulary, &st.facts, {}, true, pack}, std::nullopt, st.sources, st.diagnostics);
        if (!read) return std::nullopt;
        const PackInfo& info = st.vocabulary.packs[pack];
        Reading reading{info.id, info.title, meanings_of(*read, st.vocabulary, st.facts), answer(query, *read, with_under)};
        for (const std::string& event : reading.answer.presupposes)
            if (std::find(all.presupposes.begin(), all.presupposes.end(), event) == all.presupposes.end()) all.presupposes.push_back(event);
        if (all.truth != Truth::contradictory && (reading.answer.truth == Truth::contradictory || reading.answer.truth == Truth::undecided))
            all.truth = reading.answer.truth;
        for (const std::string& each : reading.answer.undecided) all.undecided.push_back("under " + reading.pack + ": " + each);
        all.readings.push_back(std::move(reading));
    }
    return all;
}

// Who asks under two packs, and one of them has no such word, should not take the other's answer for both.
void Session::State::note_silent_packs(const PlacedText& text, const Term& question) {
    std::vector<const Term*> uses;
    uses_in(question, uses);
    std::vector<std::string> silent;
    bool spoken = false;
    for (const PackInfo& pack : vocabulary.packs) {
        const auto named = [&](const std::string& name) { return name == pack.id || name == pack.path; };
        if (std::none_of(options.rules.begin(), options.rules.end(), named)) continue;
        bool defines = false, speaks = uses.empty();
        for (const Definition& definition : vocabulary.definitions) {
            if (definition.pack != pack.id) continue;
            defines = true;
            for (const Term* use : uses) speaks = speaks || vocabulary.definitions[use->index].name == definition.name;
        }
        spoken = spoken || (defines && speaks);
        if (defines && !speaks) silent.push_back(pack.id);
    }
    if (!spoken || text.text.find(':') != std::string::npos) return;  // PACK:NAME says itself who is asked
    for (const std::string& pack : silent)
        diagnostics.add({"silent-pack", Severity::note, "the rule pack '" + pack + "' defines no word of this question", {}, {}, {},
                         "`tenet rules show " + pack + "` lists what it defines"});
}

}  // namespace tenet

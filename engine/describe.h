// Facts, law instances and worlds in words: what reports show of the engine's indices.
#pragma once

#include <string>

#include "engine/decider.h"
#include "reports/results.h"

namespace tenet {

class Describer {
public:
    /// With `sources`, facts are placed in their files; with `marks`, what moves with lines is told by marks
    /// (engine/place_marks.h).
    Describer(const FactSet& facts, const Vocabulary& vocabulary, const Problem& problem, const Sources* sources = nullptr,
              bool marks = false)
        : facts_(facts), vocabulary_(vocabulary), problem_(problem), sources_(sources), marks_(marks) {}

    FactRef fact(FactId id) const;
    LawRef law(std::uint32_t instance) const;
    Reason reason(const Core& core) const;
    /// The law or facts that tell a conflict best: its rule and message.
    void headline(const Core& core, std::string& rule, std::string& message) const;
    /// `{x}` in a law's text replaced by the names that its variables stand for.
    std::string fill(const std::string& text, const std::vector<std::pair<std::string, std::string>>& names) const;
    /// The values of the variables that have a name, in a world.
    WorldTable table(const std::vector<VariableId>& variables, const World& world) const;
    /// What a variable is called in steps; empty for what has no name that a reader knows.
    std::string name(VariableId v) const;
    /// The same, but what only Tenet knows of is circumscribed: never empty.
    std::string spoken(VariableId v) const;
    /// What a constraint comes from, for people: a fact by id, file and line, a law by its name; for the background the
    /// definition that it spells out, else nothing.
    std::string origin(std::uint32_t constraint) const;
    std::string party_id(PartyId p) const;    // "unnamed" for an unnamed party
    std::string party_name(PartyId p) const;
    std::string event_id(EventId e) const;

private:
    std::string fact_words(const Fact& fact) const;
    std::string variable_name(VariableId v, const std::string& at) const;
    std::string instant_words(NodeId at) const;
    const FactSet& facts_;
    const Vocabulary& vocabulary_;
    const Problem& problem_;
    const Sources* sources_;
    bool marks_;
};

/// Stable across line moves: a hash of what the finding is about.
std::string fingerprint(const Finding& finding, const Sources& sources);

}  // namespace tenet

// What the readers of one fact file share: where they write, and how they complain.
#pragma once

#include <string>
#include <string_view>

#include "facts/attributes.h"
#include "facts/diagnostic.h"
#include "facts/model.h"
#include "facts/quoted.h"

namespace tenet {

/// Reading stops after so many complaints: nobody reads more, and their places and mends take memory.
inline constexpr std::size_t max_complaints = 10'000;

struct ReadContext {
    FactSet& set;
    const Sources& sources;
    Diagnostics& diagnostics;
    FileIndex file;
    SetId set_id;
    // Where `set` takes what a piece of a file says (read_pieces.cpp): the ids of the whole file, all of them declared, and
    // how many of each kind stand before the piece. `set` numbers from 0, what it holds refers to the whole.
    struct Before {
        std::uint32_t entities = 0, events = 0, facts = 0, sources = 0;
    };
    const SymbolTable* declared = nullptr;
    Before before{};

    Diagnostic& error(std::string code, SourceSpan span, std::string message, std::string at_primary = {}) {
        return diagnostics.error(std::move(code), span, std::move(message), std::move(at_primary));
    }
    /// The id of the fact being read: it is pushed when it is complete.
    FactId next_fact() const { return before.facts + static_cast<FactId>(set.facts.size()); }
    EntityId next_entity() const { return before.entities + static_cast<EntityId>(set.entities.size()); }
    EventId next_event() const { return before.events + static_cast<EventId>(set.events.size()); }
    SourceId next_source() const { return before.sources + static_cast<SourceId>(set.sources.size()); }
    SetInfo& info() { return set.sets[declared ? 0 : set_id]; }
    const Symbol* find(std::string_view id) const { return declared ? declared->find(id) : set.find(id); }
    /// The index of what `word` names, when it is declared already; else it goes to the unresolved. The word may pass.
    std::uint32_t refer(Symbol::Kind kind, Word word, Unresolved::Place place, std::uint32_t part = 0);
};

/// "did you mean 'x'?", or nothing when there is no likely x.
std::string did_you_mean(std::string_view likely);

/// Complain of child elements, and of text, where none may stand.
void refuse_children(XmlElement element, ReadContext& context);
void refuse_text(XmlElement element, ReadContext& context);
void complain_of_text(SourceSpan stray, std::string_view inside, ReadContext& context);

/// The words of a list separated by white space, each with its place.
std::vector<Word> split_words(const Word& list, const Sources& sources);

}  // namespace tenet

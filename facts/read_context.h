// What the readers of one fact file share: where they write, and how they complain.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "facts/attributes.h"
#include "facts/diagnostic.h"
#include "facts/model.h"
#include "facts/quoted.h"

namespace tenet {

/// Reading stops after so many complaints: nobody reads more, and their places and mends take memory.
inline constexpr std::size_t max_complaints = 10'000;

/// How the readers of a file's pieces (read_pieces.cpp), several at once, know what has which number. `set` numbers from 0;
/// all that its facts refer to has a number of this piece, or of one before, until all are put behind one another (piece_numbers.h).
struct PieceIds {
    SymbolTable& symbols;           // of all pieces, each id with the number of what it names
    const SymbolTable& elsewhere;   // of other files
    std::uint32_t first;            // the number of the first entity of this piece, likewise of events, facts, sources
    bool twice = false, crowded = false;  // an id is taken; there was no room for it
};

struct ElementRule;

struct ReadContext {
    FactSet& set;
    const Sources& sources;
    Diagnostics& diagnostics;
    FileIndex file;
    SetId set_id;
    const ElementRule* last = nullptr;  // of the element before: elements come in runs
    PieceIds* piece = nullptr;  // where `set` takes what a piece of a file says

    Diagnostic& error(std::string code, SourceSpan span, std::string message, std::string at_primary = {}) {
        return diagnostics.error(std::move(code), span, std::move(message), std::move(at_primary));
    }
    /// The id of the fact being read: it is pushed when it is complete.
    FactId next_fact() const { return first() + static_cast<FactId>(set.facts.size()); }
    EntityId next_entity() const { return first() + static_cast<EntityId>(set.entities.size()); }
    EventId next_event() const { return first() + static_cast<EventId>(set.events.size()); }
    SourceId next_source() const { return first() + static_cast<SourceId>(set.sources.size()); }
    Entity& entity(EntityId id) { return set.entities[id - first()]; }
    SetInfo& info() { return set.sets[piece ? 0 : set_id]; }
    /// What is declared already.
    std::optional<Symbol> find(std::string_view id) const;
    /// Null, or what has the id already. In pieces that is noted, not told.
    const Symbol* insert(std::string_view id, Symbol symbol);
    /// The index of what `word` names, when it is declared already; else it goes to the unresolved. The word may pass.
    std::uint32_t refer(Symbol::Kind kind, Word word, Unresolved::Place place, std::uint32_t part = 0);

private:
    std::uint32_t first() const { return piece ? piece->first : 0; }
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

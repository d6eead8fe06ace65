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

    Diagnostic& error(std::string code, SourceSpan span, std::string message, std::string at_primary = {}) {
        return diagnostics.error(std::move(code), span, std::move(message), std::move(at_primary));
    }
    /// The id of the fact being read: it is pushed when it is complete.
    FactId next_fact() const { return static_cast<FactId>(set.facts.size()); }
    /// The index of what `word` names, when it is declared already; else it goes to the unresolved.
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

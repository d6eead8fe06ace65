// References to what is or is not declared yet, lists of ids, and complaints that all readers share.
#include "facts/read_context.h"

#include <algorithm>
#include <utility>

#include "facts/piece_numbers.h"

namespace tenet {

std::optional<Symbol> ReadContext::find(std::string_view id) const {
    if (!piece) {
        const Symbol* symbol = set.find(id);
        return symbol ? std::optional(*symbol) : std::nullopt;
    }
    // What a later piece declares, which another thread has begun, waits as if it were not there.
    const std::optional<Symbol> symbol = piece->symbols.find_shared(id);
    if (symbol) return symbol->index < piece->first + most_in_piece ? symbol : std::nullopt;
    const Symbol* other = piece->elsewhere.find(id);
    return other ? std::optional(*other) : std::nullopt;
}

const Symbol* ReadContext::insert(std::string_view id, Symbol symbol) {
    if (!piece) return set.symbols.insert(id, symbol);
    switch (piece->symbols.insert_shared(id, symbol)) {
        case SymbolTable::Shared::added: break;
        case SymbolTable::Shared::taken: piece->twice = true; break;
        case SymbolTable::Shared::crowded: piece->crowded = true; break;
    }
    return nullptr;
}

std::uint32_t ReadContext::refer(Symbol::Kind kind, Word word, Unresolved::Place place, std::uint32_t part) {
    const std::optional<Symbol> symbol = find(word.text);
    if (symbol && symbol->kind == kind) return symbol->index;
    if (piece) word.text = set.texts->keep(word.text);
    set.unresolved.push_back({place, next_fact(), part, std::move(word)});
    return no_index;
}

std::string did_you_mean(std::string_view likely) {
    return likely.empty() ? std::string() : "did you mean '" + std::string(likely) + "'?";
}

std::vector<Word> split_words(const Word& list, const Sources& sources) {
    const std::string_view text = list.text;
    const SourceSpan span = list.span;
    std::vector<Word> words;
    const bool plain = span.end - span.begin == text.size();  // nothing was decoded: offsets are the same
    std::size_t end = 0;
    while (true) {
        const std::size_t begin = text.find_first_not_of(" \t\r\n", end);
        if (begin == std::string_view::npos) return words;
        end = std::min(text.find_first_of(" \t\r\n", begin), text.size());
        SourceSpan place;
        if (plain)
            place = {span.file, span.begin + static_cast<std::uint32_t>(begin),
                     span.begin + static_cast<std::uint32_t>(end)};
        else
            place = locate(sources, {std::string(text), span}, begin, end);
        words.push_back({text.substr(begin, end - begin), place});
    }
}

void complain_of_text(SourceSpan stray, std::string_view inside, ReadContext& context) {
    context.error("stray-text", stray, "text has no place in <" + std::string(inside) + ">").help =
        "expressions stand in <claim> and <expect>, remarks in note=\"...\" or <!-- -->";
}

void refuse_children(XmlElement element, ReadContext& context) {
    if (const XmlElement child = element.first_child()) {
        Diagnostic& d = context.error(
            "misplaced-element", child.name_span(),
            "<" + std::string(child.full_name()) + "> has no place in <" + std::string(element.name()) + ">");
        d.labels.push_back({element.span(), "is this tag meant to end with '/>'?"});
        if (child.name() == "facts") d.help = "a file holds one <facts>";
    }
}

void refuse_text(XmlElement element, ReadContext& context) {
    if (const std::optional<SourceSpan> stray = element.stray_text()) complain_of_text(*stray, element.name(), context);
}

}  // namespace tenet

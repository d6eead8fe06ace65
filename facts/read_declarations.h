// Reads what a fact set declares rather than claims: sources, entities, packs used; and keeps the table of ids.
#pragma once

#include "facts/read_context.h"

namespace tenet {

void read_source(const Attributes& attributes, ReadContext& context);
void read_entity(const Attributes& attributes, ReadContext& context);
void read_use(const Attributes& attributes, ReadContext& context);

/// figures="rounded" of <facts> or <source>.
bool read_figures(const Attributes& attributes, ReadContext& context);

/// Puts `id` into the symbol table, or complains that it is taken, and by whom. False when it is taken or unfit.
bool declare(std::string_view id, SourceSpan place, Symbol symbol, ReadContext& context);

/// Where a symbol is declared: the start tag.
SourceSpan span_of(const Symbol& symbol, const FactSet& set);
/// "a source", "an entity", ...
std::string_view kind_of(const Symbol& symbol);
}  // namespace tenet

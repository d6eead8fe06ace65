// Checks of the records themselves: which facts lack a source, which sources a date. They speak of what stands in the
// files, the same in every world, so they are worked out here and never reach the grounder.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facts/diagnostic.h"
#include "facts/model.h"

namespace tenet {

/// What a check of records can range over: "source", "fact", or the facts of one element ("stake", "office", ...).
bool is_record_kind(std::string_view name);

/// `given(f.source)`, `f.status = 'denied'`, and truths of these.
struct RecordTerm {
    enum class Op { given, equal, not_equal, not_, and_, or_, implies } op = Op::given;
    struct Text {
        bool attribute = false;  // of the record; else a text that stands there
        std::string text;
    };
    std::vector<Text> texts;  // given: one; equal, not_equal: two
    std::vector<RecordTerm> args;
};

/// Reads the body of a check over records of `kind`, called `variable` there; complains in its text.
std::optional<RecordTerm> read_record_check(const PlacedText& text, std::string_view variable, std::string_view kind,
                                            const Sources& sources, Diagnostics& diagnostics);

/// Of the facts or sources of that kind, in file order, those of which the term is false: indices into
/// FactSet::sources for "source", else into FactSet::facts. `of` is how many there are.
std::vector<std::uint32_t> violations(const RecordTerm& term, std::string_view kind, const FactSet& facts,
                                      std::size_t& of);

}  // namespace tenet

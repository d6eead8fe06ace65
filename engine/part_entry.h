// A part's result as bytes to keep, and back. Facts, entities and events are told by their place in the part, so the bytes
// stay true wherever the part moves; facts and places are told anew from today's files. Bytes from outside are believed
// only if they are whole, bounded, and speak of what is in the part.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/part.h"
#include "rules/ground.h"

namespace tenet {

class PartEntries {
public:
    PartEntries(const FactSet& facts, const Vocabulary& vocabulary, const Sources& sources)
        : facts_(facts), vocabulary_(vocabulary), sources_(sources) {}

    /// `expectations`: those judged with the part, in order. Nothing for what must not be kept: a part that is undecided,
    /// or whose conflicts a limit kept from being minimal.
    std::optional<std::string> bytes_of(const Judged& part, const Slice& of, const std::vector<std::uint32_t>& expectations) const;
    /// Nothing where the bytes cannot be a result of judging `of`.
    std::optional<Judged> part_of(std::string_view bytes, const Slice& of, const std::vector<std::uint32_t>& expectations) const;

private:
    const FactSet& facts_;
    const Vocabulary& vocabulary_;
    const Sources& sources_;
};

}  // namespace tenet

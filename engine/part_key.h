// What the verdict on a part of a run depends on, as one hash: the program and the libraries it runs on, the packs and what
// was chosen for them, the options that bear on verdicts, `now`; and of the part every word of its facts, of their sources,
// files, events and entities, in order. Not where they stand: a part that moves keeps its key.
#pragma once

#include <optional>

#include "engine/digest.h"
#include "engine/session.h"
#include "rules/ground.h"

namespace tenet {

class PartKeys {
public:
    /// `few_pairs`: as GroundBase says. All outlive the keys.
    PartKeys(const FactSet& facts, const Vocabulary& vocabulary, const Sources& sources, const RunOptions& options,
             const Choice& choice, const std::vector<CheckedExpression>& claims,
             const std::vector<CheckedExpression>& expectations, bool few_pairs);

    /// The key of `part` on its own.
    Digest of_slice(const Slice& part) const;
    /// The key of one expectation that hangs on `part` only.
    Digest of_expectation(const Slice& part, std::uint32_t expectation) const;
    /// The key of all facts, with all expectations, or one.
    Digest of_whole(std::optional<std::uint32_t> expectation) const;
    /// From now on the same whatever the names of the files, which only what is told of conflicts depends on.
    void without_paths() { paths_ = false; }

private:
    struct Writer;
    const FactSet& facts_;
    const Sources& sources_;
    const Choice& choice_;
    const std::vector<CheckedExpression>& claims_;
    const std::vector<CheckedExpression>& expectations_;
    std::vector<unsigned char> chosen_;  // by fact: 1 assumed, 2 dropped; empty where none is
    Digest run_;
    bool paths_ = true;
};

}  // namespace tenet

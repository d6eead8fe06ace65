// Finds, reads and checks rule packs, and checks a fact set's words against the vocabulary they make.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "facts/diagnostic.h"
#include "rules/vocabulary.h"

namespace tenet {

struct PackRequest {
    std::vector<std::string> named;  // --rules: names or paths, in order
    std::vector<std::string> path;   // TENET_RULES_PATH: folders
    std::vector<std::string> options = {};  // --option: PACK:NAME=VALUE, in order
    bool core_first = false;         // the first of the sources is what add_core() added
};

/// `core` (unless a named pack has that id), then the packs used by the sets, then the named ones, each with the packs
/// it uses first. Definitions, laws and checks are checked against `facts` (a pack may name entities of the run).
Vocabulary read_packs(const PackRequest& request, const FactSet& facts, Sources& sources, Diagnostics& diagnostics);

/// The text of the pack `core` as the first file of `sources`, which has none yet (PackRequest::core_first).
void add_core(Sources& sources);
/// What read_packs() gives for a run that uses nothing but `core`, which hangs on nothing that facts say: it may be read
/// beside them. Its places speak of the first file. None where something is wrong with the pack.
std::optional<Vocabulary> read_core();
/// Whether a run uses nothing but `core`, as it stands.
bool uses_core_alone(const PackRequest& request, const FactSet& facts);

/// The facts of an example with the expectations beside them, as the text of one fact set: the pack's own text with all
/// else blanked out, so that lines (and, but for an added xmlns, columns) are those of the pack.
std::string example_text(const Example& example, const Sources& sources);

/// The packs that the program carries, by id: what `tenet rules list` shows first.
std::vector<std::string> built_in_packs();

/// Kinds, roles, titles and relations that facts use and no pack declares; `.end` of what is no event; wrong kinds.
void check_words(const FactSet& facts, const Vocabulary& vocabulary, const Sources& sources, Diagnostics& diagnostics,
                 unsigned jobs = 1);

}  // namespace tenet

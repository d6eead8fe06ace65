// Reads fact sets: XML files, compressed ones, folders and standard input become one FactSet, every word checked.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "facts/diagnostic.h"
#include "facts/model.h"

namespace tenet {

struct ReadLimits {
    std::size_t max_bytes = std::size_t{4} << 30;  // of one file, unpacked
    unsigned jobs = 1;                             // threads for many files; 0: as many as there are processors
    std::size_t bytes_worth_threads = std::size_t{1} << 20;  // of all files together: below, one thread is faster
    std::size_t bytes_in_pieces = std::size_t{4} << 20;      // of one file: from there on it is read in pieces...
    std::size_t piece = std::size_t{256} << 10;              // ...of so many bytes
    bool memory = false;  // memory is limited: that it runs out is the user's limit, thrown as std::bad_alloc, not an error
};

/// `-` is standard input; a directory means every *.xml fact set below it, sorted by path (XML files whose root is
/// not <facts> of our namespace are passed over there, but are an error when named). Complaints go to `diagnostics`,
/// all of them, the same whatever the number of threads; the result holds what could be read. Throws std::bad_alloc where memory is limited and runs out.
FactSet read_facts(const std::vector<std::string>& paths, Sources& sources, Diagnostics& diagnostics,
                   const ReadLimits& limits = {});

/// The same for one text already in memory (examples in packs, tests). Adds to `set`; call finish_facts at the end.
void read_fact_text(FileIndex file, FactSet& set, Sources& sources, Diagnostics& diagnostics);
/// Resolves every reference once all files are in: who is holder, which event an `if` means, what is said twice.
void finish_facts(FactSet& set, const Sources& sources, Diagnostics& diagnostics);
/// Reads the exact figures of a fact as rounded, as figures="rounded" does. False where it has none that can be.
bool round_figures(Fact& fact);

}  // namespace tenet

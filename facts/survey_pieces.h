// The first of two readings of a large file: cuts it into pieces between children of its root, has each checked, and notes all
// ids, on several threads. The second (read_pieces.cpp) then knows every id and where each piece's facts will stand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "facts/file_on_disk.h"
#include "facts/read_context.h"
#include "facts/xml_check.h"

namespace tenet {

struct SurveyedPiece {
    std::size_t begin = 0, end = 0;  // bytes of the file
    std::uint64_t sum = 0;           // of its text
    XmlCheck check;                  // offsets are those in the piece
    ReadContext::Before holds, before;
};

struct Survey {
    std::vector<SurveyedPiece> pieces;  // each begins where the one before ends
    SymbolTable symbols;
    std::vector<std::shared_ptr<Texts>> texts;  // of the ids
    ReadContext::Before holds;  // all of them, and what was before the file
};

/// Room for bytes of a file, used again and again: what is touched first costs most.
class Window {
public:
    /// Bytes [begin, end) and a NUL behind; null where they cannot be read.
    char* read(const FileOnDisk& disk, std::size_t begin, std::size_t end);

private:
    std::unique_ptr<char[]> bytes_;
    std::size_t room_ = 0;
};

/// Pieces of about `piece` bytes; `before`: how much of each there is already, which the symbols' indices count on from.
/// Nothing where anything is wrong with the file, an id is declared twice, or no place to cut was found.
std::optional<Survey> survey_pieces(const FileOnDisk& disk, std::size_t piece, unsigned jobs, ReadContext::Before before);

}  // namespace tenet

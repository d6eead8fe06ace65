// The numbers of entities, events, facts and sources while a file is read in pieces, each of which counts for itself, and those
// that they have among all, once it is known how many stand before each piece.
#pragma once

#include <cstdint>
#include <vector>

#include "facts/model.h"

namespace tenet {

inline constexpr unsigned piece_bits = 18;
inline constexpr std::uint32_t most_in_piece = std::uint32_t{1} << piece_bits;  // entities, likewise events, facts, sources
inline constexpr std::uint32_t most_pieces = (std::uint32_t{1} << (31 - piece_bits)) - 1;

/// The number of the first entity (event, fact, source) of a piece, while pieces are read: no set that fits memory has so many.
constexpr std::uint32_t first_of_piece(std::uint32_t piece) { return std::uint32_t{1} << 31 | piece << piece_bits; }

/// How many there are.
struct Counts {
    std::uint32_t entities = 0, events = 0, facts = 0, sources = 0;
};

/// Gives each its number among all. For References.
class PieceNumbers {
public:
    /// `before[i]`: what stands before piece i. It may grow meanwhile.
    explicit PieceNumbers(const std::vector<Counts>& before) : before_(before) {}

    void entity(EntityId& id) const { id = among_all(id, &Counts::entities); }
    void event(EventId& id) const { id = among_all(id, &Counts::events); }
    void fact(FactId& id) const { id = among_all(id, &Counts::facts); }
    void source(SourceId& id) const { id = among_all(id, &Counts::sources); }

private:
    std::uint32_t among_all(std::uint32_t number, std::uint32_t Counts::*what) const {
        if (number < first_of_piece(0) || number == no_index) return number;  // of another file
        return before_[(number & ~first_of_piece(0)) >> piece_bits].*what + (number & (most_in_piece - 1));
    }
    const std::vector<Counts>& before_;
};

}  // namespace tenet

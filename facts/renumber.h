// The numbers by which facts refer to entities, events, sources and facts: those that they have while a file is read in pieces,
// each of which counts for itself, and those that they have among all, once it is known how many stand before each piece.
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

class Renumber {
public:
    /// `before[i]`: what stands before piece i. It may grow meanwhile.
    explicit Renumber(const std::vector<Counts>& before) : before_(before) {}

    std::uint32_t operator()(std::uint32_t Counts::*what, std::uint32_t number) const {
        if (number < first_of_piece(0) || number == no_index) return number;
        return before_[(number & ~first_of_piece(0)) >> piece_bits].*what + (number & (most_in_piece - 1));
    }
    void operator()(Fact& fact) const;
    void operator()(Event& event) const;
    void operator()(Entity& entity) const { apply(&Counts::facts, entity.same_as); }
    void operator()(Unresolved& reference) const { apply(&Counts::facts, reference.fact); }

private:
    void apply(std::uint32_t Counts::*what, std::uint32_t& number) const { number = (*this)(what, number); }
    void apply(Boxed<Instant>& instant) const;
    void apply(When& when) const;

    const std::vector<Counts>& before_;
};

}  // namespace tenet

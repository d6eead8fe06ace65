// Do linear forms have values within all their ranges at once? The simplex method for bounds that come and go (Dutertre
// and de Moura, "A fast linear-arithmetic solver for DPLL(T)", CAV 2006), exact, with infinitesimals for open ends.
// Propagation narrows ranges one form at a time; this sees what only several forms together exclude, rings of days too.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "engine/propagation.h"

namespace tenet {

/// value + infinitesimal * a positive amount as small as one likes.
struct Near {
    Rational value, infinitesimal;
    bool operator==(const Near&) const = default;
    auto operator<=>(const Near&) const = default;
};

class Tableau {
public:
    explicit Tableau(Propagation& known) : known_(known) {}
    void clear();

    enum class Result { feasible, clash, gave_up };
    /// Moves the numbers' values into their ranges. After a clash, `clash` holds the entries that exclude each other.
    Result check();
    std::vector<EntryId> clash;

    /// The value of a variable, choice or product, or of a form, after `feasible`; until the next call.
    const Near& value(NumberId x);
    /// Whether that value may have an infinitesimal part.
    bool is_near(NumberId x);
    /// An amount for the infinitesimal that keeps every number within its range.
    Rational small_amount();

private:
    struct Row {
        NumberId basic;
        std::vector<Item> terms;  // over nonbasic numbers, sorted
    };
    void grow() {
        if (values_.size() < known_.numbers().size()) make_room();
    }
    void make_room();
    void add_row(NumberId form);
    void move(NumberId nonbasic, const Near& by);
    void pivot(std::uint32_t row, NumberId enter);
    void add_terms(std::uint32_t row, const Rational& factor, std::span<const Item> from);
    void suspect(NumberId x);
    const Rational* coefficient(const Row& row, NumberId x) const;
    std::optional<Near> bound(NumberId x, Side side) const;
    bool fits(NumberId x) const;  // its value lies within its range
    /// The nearest value within the range, where `at` is not.
    std::optional<Near> mended(NumberId x, const Near& at) const;
    void refresh(Row& row);

    Propagation& known_;
    std::vector<Near> values_;
    std::vector<std::uint32_t> row_of_;                 // by number: its row while it is basic
    std::vector<bool> has_row_;                         // by number: a form that takes part
    std::vector<std::vector<std::uint32_t>> rows_with_; // by number: rows that have it as a term
    std::vector<Row> rows_;
    std::size_t forms_taken_ = 0;
    std::vector<NumberId> suspects_;                    // whose range or value changed: those out of their range are among them
    std::vector<bool> suspected_;                       // by number
    std::vector<Item> scratch_;
    std::uint32_t moves_ = 1;                           // how often any value changed
    std::vector<std::uint32_t> valued_at_;              // by number: a form without a row has its value as of that move
};

}  // namespace tenet

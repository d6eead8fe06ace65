// What a word or a kind means, remembered from the last time: registers hold millions of a few, mostly in runs of one.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "rules/vocabulary.h"

namespace tenet {

/// The last word that was looked up.
class LastWord {
public:
    template <class Find>
    std::optional<std::uint32_t> find(std::string_view word, const Find& look_up) {
        if (!looked_up_ || word != word_) {
            found_ = look_up(word_ = word);
            looked_up_ = true;
        }
        return found_;
    }

private:
    bool looked_up_ = false;
    std::string_view word_;
    std::optional<std::uint32_t> found_;
};

/// Whether a kind is under another, remembered for kinds below 64 and the last few asked about.
class LastKinds {
public:
    bool is_a(KindId kind, KindId wanted, const Vocabulary& vocabulary) {
        if (kind >= 64) return vocabulary.is_a(kind, wanted);
        Row& row = rows_[wanted % rows_.size()];
        if (row.wanted != wanted) row = {wanted, 0, 0};
        const std::uint64_t bit = std::uint64_t{1} << kind;
        if ((row.known & bit) == 0) {
            row.known |= bit;
            if (vocabulary.is_a(kind, wanted)) row.holds |= bit;
        }
        return (row.holds & bit) != 0;
    }

private:
    struct Row {
        KindId wanted = no_index;
        std::uint64_t known = 0, holds = 0;
    };
    std::array<Row, 16> rows_;
};

}  // namespace tenet

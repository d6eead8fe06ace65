// What values a numeric term can have, as far as its form tells: stakes lie in 0..1, counts are not negative.
#pragma once

#include <optional>
#include <vector>

#include "facts/interval.h"
#include "rules/vocabulary.h"

namespace tenet {

class ValueRanges {
public:
    explicit ValueRanges(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}
    bool not_negative(const Term& term);
    bool not_positive(const Term& term);
    /// Closed ends; an absent end is unknown or unbounded. Numbers that depend on themselves are taken for
    /// non-negative, which holds of the least solution wherever their bodies are non-negative then.
    Interval range(const Term& term);

private:
    Interval defined(std::uint32_t index);

    const Vocabulary& vocabulary_;
    std::vector<std::optional<Interval>> known_;
    std::size_t depth_ = 0;
};

}  // namespace tenet

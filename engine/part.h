// A part of a check: what judging some facts on their own found. The parts of a run make its report (engine/check.cpp); a
// part can be remembered (engine/part_entry.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/inquiry.h"
#include "reports/results.h"

namespace tenet {

/// A finding and its place among others: conflicts by their facts, checks by their number and what they bind,
/// expectations by their number. Its texts have marks (engine/place_marks.h).
struct Placed {
    std::vector<std::uint32_t> place;
    Finding finding;
};

struct Judged {
    Verdict verdict = Verdict::consistent;
    std::size_t components = 0, laws = 0, checks_met = 0, checks_not_assured = 0, expectations_held = 0;
    std::vector<Placed> conflicts, checks, expectations;
    std::vector<std::string> undecided;
};

/// What is known of instances of checks beforehand (engine/witness_checks.h).
class KnownTruths {
public:
    void add(std::uint32_t check, const std::vector<std::uint32_t>& values, Truth truth);
    /// Once all are added.
    void finish();
    std::optional<Truth> find(std::uint32_t check, const std::vector<std::uint32_t>& values) const;
    std::size_t count(Truth truth) const;

private:
    struct Key {
        std::uint32_t check, first, second;
        auto operator<=>(const Key&) const = default;
    };
    static std::optional<Key> key(std::uint32_t check, const std::vector<std::uint32_t>& values);
    std::vector<std::pair<Key, Truth>> list_;
};

/// The finding that a check is violated or not assured.
Placed tell_check(const Check& check, std::uint32_t index, const std::vector<std::uint32_t>& values, Truth truth,
                  const Describer& describer, Reason reason);

/// Conflicts, at most `most` a component where above 0, and checks of what was grounded; what is `known` of these is not
/// decided again.
Judged judge_part(const Vocabulary& vocabulary, const GroundResult& ground, Inquiry& inquiry, std::size_t most,
                  const KnownTruths* known = nullptr);

/// Puts to `part` how expectation `index` compares with what `ask` answers.
void judge_expectation(const FactSet& facts, std::uint32_t index, const std::function<Answer(Inquiry::Detail)>& ask, Judged& part);

}  // namespace tenet

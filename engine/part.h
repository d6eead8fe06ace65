// A part of a check: what judging some facts on their own found. The parts of a run make its report (engine/check.cpp); a
// part can be remembered (engine/part_entry.h).
#pragma once

#include <cstdint>
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

/// Conflicts, at most `most` a component where above 0, and checks of what was grounded.
Judged judge_part(const Vocabulary& vocabulary, const GroundResult& ground, Inquiry& inquiry, std::size_t most);

/// Puts to `part` how expectation `index` compares with what `ask` answers.
void judge_expectation(const FactSet& facts, std::uint32_t index, const std::function<Answer(Inquiry::Detail)>& ask, Judged& part);

}  // namespace tenet

// The words for verdicts and truths, the same in every format.
#include "reports/results.h"

namespace tenet {

std::string_view to_string(Verdict verdict) {
    switch (verdict) {
        case Verdict::consistent: return "consistent";
        case Verdict::contradictory: return "contradictory";
        case Verdict::undecided: return "undecided";
    }
    return {};
}

std::string_view to_string(Truth truth) {
    switch (truth) {
        case Truth::certain: return "certain";
        case Truth::possible: return "possible";
        case Truth::impossible: return "impossible";
        case Truth::is_void: return "void";
        case Truth::contradictory: return "contradictory";
        case Truth::undecided: return "undecided";
    }
    return {};
}

std::string_view to_string(FindingKind kind) {
    switch (kind) {
        case FindingKind::conflict: return "conflict";
        case FindingKind::check: return "check";
        case FindingKind::expectation: return "expectation";
    }
    return {};
}

std::string_view to_string(AnswerKind kind) {
    switch (kind) {
        case AnswerKind::truth: return "truth";
        case AnswerKind::number: return "number";
        case AnswerKind::instant: return "instant";
        case AnswerKind::open: return "open";
        case AnswerKind::readings: return "readings";
    }
    return {};
}

std::string_view answer_word(const Answer& answer) {
    if (answer.kind == AnswerKind::readings)
        return differences(answer).empty() ? answer_word(answer.readings.front().answer) : "differ";
    if (answer.kind == AnswerKind::truth || answer.truth != Truth::certain) return to_string(answer.truth);
    return answer.kind == AnswerKind::open ? "listed" : "bounded";
}

}  // namespace tenet

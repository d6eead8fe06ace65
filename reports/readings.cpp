// Where the readings of a question differ: what each says, those that say the same together, in the order of the packs.
#include <algorithm>
#include <map>

#include "reports/columns.h"
#include "reports/results.h"
#include "reports/wording.h"

namespace tenet {

namespace {

std::optional<Bound> bound(const std::optional<BoundAnswer>& end) {
    return end ? std::optional(end->bound) : std::nullopt;
}
std::optional<Day> day(const std::optional<DayAnswer>& end) { return end ? std::optional(end->day) : std::nullopt; }

// The question itself stands between its bounds where it is short enough to be read there.
std::string said(const Answer& answer) {
    constexpr std::size_t readable = 48;
    const bool fits = answer.query.find('\n') == std::string::npos && columns(answer.query) <= readable;
    if (answer.truth != Truth::certain) return std::string(to_string(answer.truth));
    switch (answer.kind) {
        case AnswerKind::truth: return std::string(to_string(answer.truth));
        case AnswerKind::number:
            return say_range(bound(answer.lower), bound(answer.upper), answer.percent, fits ? answer.query : "x");
        case AnswerKind::instant: return say_days(day(answer.earliest), day(answer.latest));
        case AnswerKind::open:
        case AnswerKind::readings: break;
    }
    return std::string(answer_word(answer));
}

/// "certain under a and b; possible under c"; empty where all say the same. `words`: what each pack says.
std::string parted(const std::vector<std::pair<std::string, std::string>>& words) {
    std::vector<std::pair<std::string, std::vector<std::string>>> groups;
    for (const auto& [pack, word] : words) {
        auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& each) { return each.first == word; });
        if (group == groups.end()) group = groups.insert(groups.end(), {word, {}});
        group->second.push_back(pack);
    }
    if (groups.size() < 2) return {};
    std::string text;
    for (const auto& [word, packs] : groups) text += (text.empty() ? "" : "; ") + word + " under " + listed(packs);
    return text;
}

}  // namespace

std::vector<std::string> differences(const Answer& answer) {
    std::vector<std::pair<std::string, std::string>> whole;
    bool lists = true;
    for (const Reading& reading : answer.readings) {
        whole.emplace_back(reading.pack, said(reading.answer));
        lists = lists && reading.answer.kind == AnswerKind::open && reading.answer.truth == Truth::certain;
    }
    std::vector<std::string> result;
    if (const std::string text = parted(whole); !text.empty()) result.push_back(text);
    if (!lists) return result;
    // Open queries: row by row. A binding that a pack does not list is among its others, or impossible.
    std::vector<std::string> rows;
    std::map<std::string, std::map<std::string, std::string>> table;  // row, pack
    for (const Reading& reading : answer.readings)
        for (const BindingAnswer& binding : reading.answer.bindings) {
            std::string row;
            for (const auto& [variable, value] : binding.values) row += (row.empty() ? "" : ", ") + value;
            if (!table.contains(row)) rows.push_back(row);
            table[row][reading.pack] = to_string(binding.answer);
        }
    rows.push_back("others");
    for (const Reading& reading : answer.readings)
        table["others"][reading.pack] = to_string(reading.answer.others());
    for (const std::string& row : rows) {
        std::vector<std::pair<std::string, std::string>> words;
        for (const Reading& reading : answer.readings) {
            const auto found = table[row].find(reading.pack);
            words.emplace_back(reading.pack, found == table[row].end() ? "not listed" : found->second);
        }
        if (const std::string text = parted(words); !text.empty()) result.push_back(row + ": " + text);
    }
    return result;
}

}  // namespace tenet

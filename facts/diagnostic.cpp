// `nearest`: what was probably meant by a misspelt word. Distances are those of optimal string alignment, the
// Damerau-Levenshtein distance that edits no place twice, over code points.
#include "facts/diagnostic.h"

#include <algorithm>
#include <cstddef>

namespace tenet {

namespace {

// Nobody mistypes a longer name and hopes for help; the limit keeps hostile input from costing quadratic time.
constexpr std::size_t longest = 100;

/// Code points, without checking: a broken sequence becomes some other letters, which only affects the distance.
std::u32string code_points(std::string_view text) {
    std::u32string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0) == 0x80 && !result.empty()) {
            result.back() = (result.back() << 6) | (byte & 0x3F);
        } else {
            result += byte;
        }
    }
    return result;
}

std::u32string fold_ascii(std::u32string text) {
    for (char32_t& c : text)
        if (c >= U'A' && c <= U'Z') c += U'a' - U'A';
    return text;
}

/// The distance of a and b, or anything above `limit` when it is above.
std::size_t distance(const std::u32string& a, const std::u32string& b, std::size_t limit) {
    const std::size_t difference = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
    if (difference > limit) return limit + 1;
    std::vector<std::size_t> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const bool same = a[i - 1] == b[j - 1];
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
        // A swap reaches back two rows, so only two rows above the limit rule out a way below it.
        if (*std::min_element(row.begin(), row.end()) > limit && *std::min_element(last.begin(), last.end()) > limit)
            return limit + 1;
        before_last.swap(last);
        last.swap(row);
    }
    return last[b.size()];
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
    if (word.size() > 4 * longest) return {};
    const std::u32string wanted = code_points(word);
    if (wanted.empty() || wanted.size() > longest) return {};
    const std::u32string folded = fold_ascii(wanted);
    const std::string* best = nullptr;
    std::size_t best_distance = std::max<std::size_t>(wanted.size(), 3) / 3 + 1;
    for (const std::string& candidate : candidates) {
        if (best_distance == 0) break;
        if (candidate.empty() || candidate.size() > 4 * (longest + longest / 3)) continue;
        const std::u32string letters = code_points(candidate);
        std::size_t d = distance(wanted, letters, best_distance - 1);
        if (d > 1 && best_distance > 1 && folded == fold_ascii(letters)) d = 1;
        // At least one letter must be as written: 'x' is no misspelling of 'y'.
        if (d >= best_distance || d >= std::max(wanted.size(), letters.size())) continue;
        best = &candidate;
        best_distance = d;
    }
    return best ? *best : std::string();
}

}  // namespace tenet

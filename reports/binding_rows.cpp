// Rows of a group begin alike, and what stands last in them is cut out of one long text: so a row is three copies.
#include "reports/binding_rows.h"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <vector>

namespace tenet {

namespace {

constexpr std::size_t step = 16;  // bytes copied at once, so that as many more may be read and written behind a text

char* copy(char* to, std::string_view text) {
    for (std::size_t i = 0; i < text.size(); i += step) std::memcpy(to + i, text.data() + i, step);
    return to + text.size();
}

/// A text with room behind it.
struct Piece {
    std::string text;
    std::size_t size = 0;
    void is(std::string words) {
        text = std::move(words);
        size = text.size();
        text.append(step, ' ');
    }
    std::string_view view() const { return {text.data(), size}; }
};

}  // namespace

void put_rows(const Bindings& bindings, const RowWording& wording, TextSink& out) {
    if (bindings.empty()) return;
    const std::size_t last = bindings.variables().size() - 1;
    std::string cells;  // of the last column, one behind the other
    std::vector<std::size_t> begins(1, 0);
    begins.reserve(bindings.ids().size() + 1);
    const std::vector<bool> named = bindings.named(last);
    std::size_t longest = 0;
    for (std::uint32_t id = 0; id < bindings.ids().size(); ++id) {
        if (named[id]) cells += wording.cell(last, id);
        longest = std::max(longest, cells.size() - begins.back());
        begins.push_back(cells.size());
    }
    cells.append(step, ' ');
    Piece head, certain, possible;
    certain.is(wording.certain);
    possible.is(wording.possible);
    const std::size_t ends = std::max(certain.size, possible.size);
    for (std::size_t g = 0; g < bindings.groups(); ++g) {
        const Bindings::Group group = bindings.group(g);
        std::string words = wording.between + wording.before;
        for (std::size_t i = 0; i < last; ++i) words += wording.cell(i, group.before[i]);
        head.is(std::move(words));
        std::string_view begin = head.view();
        if (g == 0) begin.remove_prefix(wording.between.size());
        const std::size_t most = head.size + longest + ends + step;
        group.each([&](std::uint32_t id, Truth truth) {
            const std::string_view cell(cells.data() + begins[id], begins[id + 1] - begins[id]);
            const std::string_view end = (truth == Truth::certain ? certain : possible).view();
            if (most <= TextSink::most_room) {
                char* const room = out.room(most);
                out.took(static_cast<std::size_t>(copy(copy(copy(room, begin), cell), end) - room));
            } else {  // an id of kilobytes
                for (const std::string_view part : {begin, cell, end}) out.put(part);
            }
            begin = head.view();
        });
    }
}

}  // namespace tenet

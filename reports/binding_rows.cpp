// Rows of a group begin alike, and what stands last in them is cut out of one long text: so a row is three copies.
#include "reports/binding_rows.h"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

namespace tenet {

namespace {

constexpr std::size_t step = 32;  // bytes copied at once, so that as many more may be read and written behind a text

char* copy(char* to, std::string_view text) {
    for (std::size_t i = 0; i < text.size(); i += step) std::memcpy(to + i, text.data() + i, step);
    return to + text.size();
}

/// A text with room behind it.
struct Piece {
    std::string text;
    std::size_t size = 0;
    void end() {
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
        if (named[id]) wording.cell(cells, last, id);
        longest = std::max(longest, cells.size() - begins.back());
        begins.push_back(cells.size());
    }
    cells.append(step, ' ');
    Piece head, certain{wording.certain, 0}, possible{wording.possible, 0};
    certain.end();
    possible.end();
    const auto cell_of = [text = cells.data(), at = begins.data()](std::uint32_t id) {
        return std::string_view(text + at[id], at[id + 1] - at[id]);
    };
    const std::size_t ends = std::max(certain.size, possible.size);
    for (std::size_t g = 0; g < bindings.groups(); ++g) {
        const Bindings::Group group = bindings.group(g);
        head.text.assign(wording.between).append(wording.before);
        for (std::size_t i = 0; i < last; ++i) wording.cell(head.text, i, group.before[i]);
        head.end();
        const std::size_t most = head.size + longest + ends + step;
        const auto put = [&](const std::uint32_t* id, std::size_t count, const Piece& end, std::size_t skip) {
            std::string_view begin = head.view().substr(skip);
            const std::string_view answer = end.view();
            if (most > TextSink::most_room) {  // an id of kilobytes
                for (const std::uint32_t* past = id + count; id != past; ++id, begin = head.view())
                    for (const std::string_view part : {begin, cell_of(*id), answer}) out.put(part);
                return;
            }
            while (count > 0) {
                char* const room = out.room(TextSink::most_room);
                const std::size_t fit = std::min(count, TextSink::most_room / most);
                char* to = room;
                for (const std::uint32_t* past = id + fit; id != past; ++id, begin = head.view())
                    to = copy(copy(copy(to, begin), cell_of(*id)), answer);
                out.took(static_cast<std::size_t>(to - room));
                count -= fit;
            }
        };
        std::size_t skip = g == 0 ? wording.between.size() : 0;  // of the first row
        group.runs([&](std::span<const std::uint32_t> ids) { put(ids.data(), ids.size(), possible, std::exchange(skip, 0)); },
                   [&](const Bindings::Last& row) {
                       put(&row.id, 1, row.answer == Truth::certain ? certain : possible, std::exchange(skip, 0));
                   });
    }
}

}  // namespace tenet

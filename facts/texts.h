// Text that stands in no file as it is meant: attribute values with entities in them, texts that a run makes. Blocks of
// characters that never move, so that what a fact set holds can be views, of these and of the files themselves.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>

#include "facts/blocks.h"
#include "facts/letters.h"

namespace tenet {

/// Not safe to write from several threads. Moving keeps every view good.
class Texts {
public:
    /// A copy of `text` that lives as long as this.
    std::string_view keep(std::string_view text);
    /// The same for what is often said again, as kinds, titles and dates are: a short text that was shared not long ago is not
    /// copied again.
    std::string_view share(std::string_view text);
    /// Room for `size` characters, of which `give_back` may return the last ones.
    char* room(std::size_t size) { return blocks_.room(size); }
    void give_back(std::size_t size) { blocks_.give_back(size); }
    /// Takes over all that `other` keeps.
    void adopt(Texts&& other) {
        blocks_.adopt(std::move(other.blocks_));
        other.shared_.reset();
    }

private:
    Blocks blocks_;
    struct Shared {
        Ends ends;
        std::string_view text;
    };
    std::unique_ptr<std::array<Shared, 1024>> shared_;  // by ten bits of a hash
};

}  // namespace tenet

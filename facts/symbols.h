// The ids of a run and what they name. An open hash table over one block of characters: a register has three million
// ids, and a node for each would double the memory and the time that reading takes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tenet {

struct Symbol {
    enum class Kind { source, entity, event, fact } kind;
    std::uint32_t index;
};

class SymbolTable {
public:
    /// What `id` names; null when nothing. The pointer is good until the next insert.
    const Symbol* find(std::string_view id) const;
    /// Adds `id` unless it is there. Returns what it names already, or null when it was added.
    const Symbol* insert(std::string_view id, Symbol symbol);
    void reserve(std::size_t more);  // ids beyond those there are
    std::size_t size() const { return size_; }

    /// visit(std::string_view id, const Symbol& symbol) for every id, in no meaningful order.
    template <class Visit>
    void each(Visit visit) const {
        for (const Slot& slot : slots_)
            if (slot.used) visit(text(slot), slot.symbol);
    }

private:
    struct Slot {
        std::uint32_t hash = 0;
        std::uint32_t length : 31 = 0;
        std::uint32_t used : 1 = 0;
        // Up to eight characters themselves, so that most lookups touch nothing else; of longer ids, where they are.
        std::uint64_t word = 0;
        Symbol symbol{};
    };
    std::string_view text(const Slot& slot) const {
        if (slot.length <= sizeof slot.word) return {reinterpret_cast<const char*>(&slot.word), slot.length};
        return {characters_.data() + slot.word, slot.length};
    }
    std::size_t place(std::string_view id, std::uint32_t hash) const;  // its slot, or the free one where it belongs
    void resize(std::size_t slots);

    std::vector<Slot> slots_;  // a power of two, at most 3/4 used
    std::string characters_;
    std::size_t size_ = 0;
};

}  // namespace tenet

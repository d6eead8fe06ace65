// The ids of a run and what they name. An open hash table of slots of 16 bytes that views the ids where they stand: a
// register has three million ids, and a node for each would double the memory and the time that reading takes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <new>
#include <optional>
#include <string_view>
#include <vector>

namespace tenet {

class Symbol {
public:
    enum class Kind : unsigned char { source, entity, event, fact };
    Symbol() = default;
    Symbol(Kind what, std::uint32_t at) : kind(what), index(at) {}
    Kind kind{};

private:
    friend class SymbolTable;
    unsigned char length_ = 0;  // of the id; the table's own, as is the next. 255: as long or longer
    std::uint16_t tag_ = 0;     // bits of the hash, never 0 where the slot is taken

public:
    std::uint32_t index = 0;
};

class SymbolTable {
public:
    /// What `id` names; null when nothing. The pointer is good until the next insert.
    const Symbol* find(std::string_view id) const;
    /// Adds `id` unless it is there. Returns what it names already, or null when it was added. The characters of `id`
    /// must outlive the table.
    const Symbol* insert(std::string_view id, Symbol symbol);
    /// The same on several threads at once, into room that was reserved: `crowded` where that does not suffice, or the id is
    /// of a kind that this does not take. Nothing else but find_shared may be asked of the table until `settle`, which gives each symbol its
    /// last index, index_of(symbol), on `jobs` threads.
    enum class Shared { added, taken, crowded };
    Shared insert_shared(std::string_view id, Symbol symbol);
    /// Has the processor fetch where an id stands, or will, while something else is done.
    void prefetch(std::string_view id) const;
    /// What `id` names, meanwhile; nothing where it has not been added yet.
    std::optional<Symbol> find_shared(std::string_view id) const;
    void settle(unsigned jobs, const std::function<std::uint32_t(const Symbol&)>& index_of);
    void reserve(std::size_t more);  // ids beyond those there are
    std::size_t size() const { return size_; }

    /// visit(std::string_view id, const Symbol& symbol) for every id, in no meaningful order.
    template <class Visit>
    void each(Visit visit) const {
        for (const Slot& slot : slots_)
            if (slot.symbol.tag_ != 0) visit(text(slot), slot.symbol);
    }

private:
    struct Slot {
        // Up to eight characters themselves, so that most lookups touch nothing else; of longer ids, where they are; of
        // those of 255 and more, their number in long_.
        std::uint64_t word = 0;
        Symbol symbol;
    };
    static constexpr std::size_t short_length = sizeof(Slot::word), long_length = 255;
    std::string_view text(const Slot& slot) const;
    bool is(const Slot& slot, std::string_view id, std::uint64_t word, std::uint64_t hash) const;
    std::size_t place(std::string_view id, std::uint64_t word, std::uint64_t hash) const;
    template <class Visit>
    void try_places(std::string_view id, std::uint64_t hash, Visit visit) const;
    static Symbol await(const Symbol& slot);
    void resize(std::size_t slots);

    /// Memory that is all 0, which free slots are: cleared by the system, page by page, by the thread that first touches it.
    template <class T>
    struct Cleared {
        using value_type = T;
        T* allocate(std::size_t count);
        void deallocate(T* slots, std::size_t) { std::free(slots); }
        void construct(T*) {}
        void construct(T* slot, const T& from) { ::new (slot) T(from); }
        bool operator==(const Cleared&) const = default;
    };
    using Slots = std::vector<Slot, Cleared<Slot>>;  // made of their number, and then that many

    Slots slots_;  // at most 2/3 used
    std::vector<std::string_view> long_;
    std::size_t size_ = 0;
};

}  // namespace tenet

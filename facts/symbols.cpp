// Ids that differ in their last character only, as numbered ones do, share a block of slots: those that are declared or named
// one after another are found in the processor's cache. A slot holds the characters of a short id and bits of the hash of a
// long one, so that a lookup seldom looks elsewhere. The hash starts from a number that differs from run to run: nobody can
// write ids that all collide.
#include "facts/symbols.h"

#include <algorithm>
#include <atomic>
#include <random>
#include <thread>
#include <utility>

#include <sys/mman.h>

#include "facts/letters.h"
#include "facts/side_by_side.h"

namespace tenet {

namespace {

std::uint64_t seed() {
    static const std::uint64_t drawn = [] {
        std::random_device device;
        return (std::uint64_t{device()} << 32) | device();
    }();
    return drawn;
}

/// Both halves of a product of 64 bits each, as in wyhash (Wang Yi, public domain).
__extension__ typedef unsigned __int128 Wide;
std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
    const Wide product = static_cast<Wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

constexpr std::size_t block = 16;  // slots; a table has whole blocks

constexpr std::uint64_t odd = 0x9E3779B97F4A7C15u, other = 0xD6E8FEB86659FD93u;

/// Of all characters but the last. `word`: the first eight characters of the id, or all.
std::uint64_t hash_of(std::string_view id, std::uint64_t word) {
    std::uint64_t hash = seed() ^ (id.size() * other);
    if (id.size() <= 8) return mix(mix(hash ^ (id.empty() ? 0 : word & ~(std::uint64_t{0xFF} << (8 * (id.size() - 1)))), odd), other);
    id.remove_suffix(1);
    while (id.size() > 8) {
        hash = mix(hash ^ word, odd);
        id.remove_prefix(8);
        word = letters(id.data(), id.size());
    }
    return mix(mix(hash ^ word, odd), other);
}

std::uint64_t first_word(std::string_view id) { return letters(id.data(), id.size()); }

unsigned last_of(std::string_view id) { return id.empty() ? 0 : static_cast<unsigned char>(id.back()); }

std::uint16_t tag_of(std::uint64_t hash, std::string_view id) {
    return static_cast<std::uint16_t>((hash ^ (last_of(id) << 7)) | 1);
}

const char* pointer_of(std::uint64_t word) { return reinterpret_cast<const char*>(static_cast<std::uintptr_t>(word)); }

/// Large pages (2 MiB) for a table that is about to be filled: it is looked up at random, and with pages of 4 KiB misses the
/// processor's list of pages at nearly every step. What is filled in order gains nothing from them: they cost more to clear.
/// Where the system refuses, all is as before.
void ask_for_huge_pages(void* begin, std::size_t bytes) {
    constexpr std::uintptr_t page = std::uintptr_t{2} << 20;
    const auto first = (reinterpret_cast<std::uintptr_t>(begin) + page - 1) / page * page;
    const auto last = (reinterpret_cast<std::uintptr_t>(begin) + bytes) / page * page;
    if (last > first) madvise(reinterpret_cast<void*>(first), last - first, MADV_HUGEPAGE);
}

/// The block where an id is looked for first: `hash` in proportion to all there are.
std::size_t first_block(std::uint64_t hash, std::size_t blocks) {
    return static_cast<std::size_t>((static_cast<Wide>(hash) * blocks) >> 64);
}

/// Ids of one block stand at places that follow from their last characters, turned by as much.
std::size_t place_in_block(std::string_view id, std::uint64_t hash) { return (last_of(id) + hash) & (block - 1); }

}  // namespace

std::string_view SymbolTable::text(const Slot& slot) const {
    const std::size_t length = slot.symbol.length_;
    if (length == long_length) return long_[slot.word];
    if (length > short_length) return {pointer_of(slot.word), length};
    return {reinterpret_cast<const char*>(&slot.word), length};
}

bool SymbolTable::is(const Slot& slot, std::string_view id, std::uint64_t word, std::uint64_t hash) const {
    if (slot.symbol.length_ != std::min(id.size(), long_length)) return false;
    if (id.size() <= short_length) return slot.word == word;
    return slot.symbol.tag_ == tag_of(hash, id) && text(slot) == id;
}

/// visit(number of a slot) for each slot where the id may stand, until it returns true: at one place in its block and in the
/// blocks that follow; then at the next place of them all. (Through the block first is 11 slots on average where ids are
/// numbered, ten to a block, and this is 1.8.)
template <class Visit>
void SymbolTable::try_places(std::string_view id, std::uint64_t hash, Visit visit) const {
    const std::size_t blocks = slots_.size() / block, first = first_block(hash, blocks);
    for (std::size_t i = 0; i < block; ++i) {
        const std::size_t place = place_in_block(id, hash + i);
        std::size_t at = first;
        for (std::size_t tried = 0; tried < blocks; ++tried, at = at + 1 == blocks ? 0 : at + 1)
            if (visit(at * block + place)) return;
    }
}

/// The id's slot, or the free one where it belongs.
std::size_t SymbolTable::place(std::string_view id, std::uint64_t word, std::uint64_t hash) const {
    std::size_t found = 0;
    try_places(id, hash, [&](std::size_t number) {
        found = number;
        return slots_[number].symbol.tag_ == 0 || is(slots_[number], id, word, hash);
    });
    return found;
}

const Symbol* SymbolTable::find(std::string_view id) const {
    if (slots_.empty()) return nullptr;
    const std::uint64_t word = first_word(id);
    const Slot& slot = slots_[place(id, word, hash_of(id, word))];
    return slot.symbol.tag_ != 0 ? &slot.symbol : nullptr;
}

const Symbol* SymbolTable::insert(std::string_view id, Symbol symbol) {
    if ((size_ + 1) * 3 > slots_.size() * 2) resize(std::max<std::size_t>(block, slots_.size() * 2));
    const std::uint64_t word = first_word(id), hash = hash_of(id, word);
    Slot& slot = slots_[place(id, word, hash)];
    if (slot.symbol.tag_ != 0) return &slot.symbol;
    slot.symbol = symbol;
    slot.symbol.length_ = static_cast<unsigned char>(std::min(id.size(), long_length));
    slot.symbol.tag_ = tag_of(hash, id);
    if (id.size() <= short_length) {
        slot.word = word;
    } else if (id.size() < long_length) {
        slot.word = static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(id.data()));
    } else {
        slot.word = long_.size();
        long_.push_back(id);
    }
    ++size_;
    return nullptr;
}

/// The symbol of a slot whose word is written: its owner writes it next.
Symbol SymbolTable::await(const Symbol& slot) {
    const std::atomic_ref<Symbol> shared(const_cast<Symbol&>(slot));  // only read
    Symbol symbol = shared.load(std::memory_order_acquire);
    for (; symbol.tag_ == 0; symbol = shared.load(std::memory_order_acquire)) std::this_thread::yield();
    return symbol;
}

void SymbolTable::prefetch(std::string_view id) const {
    if (slots_.empty()) return;
    const std::uint64_t hash = hash_of(id, first_word(id));
    const std::size_t at = first_block(hash, slots_.size() / block) * block + place_in_block(id, hash);
    __builtin_prefetch(&slots_[at], 1);
}

// Whoever changes the word of a free slot owns it, and then writes its symbol; others wait for that.
SymbolTable::Shared SymbolTable::insert_shared(std::string_view id, Symbol symbol) {
    if (id.empty() || id.size() >= long_length || slots_.empty()) return Shared::crowded;
    const std::uint64_t word = first_word(id), hash = hash_of(id, word);
    const bool whole = id.size() <= short_length;
    const std::uint64_t mine = whole ? word : static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(id.data()));
    symbol.length_ = static_cast<unsigned char>(id.size());
    symbol.tag_ = tag_of(hash, id);
    Shared done = Shared::crowded;
    try_places(id, hash, [&](std::size_t number) {
        Slot& slot = slots_[number];
        const std::atomic_ref<std::uint64_t> its_word(slot.word);
        std::uint64_t found = its_word.load(std::memory_order_acquire);
        if (found == 0 && its_word.compare_exchange_strong(found, mine)) {
            std::atomic_ref<Symbol>(slot.symbol).store(symbol, std::memory_order_release);
            done = Shared::added;
            return true;
        }
        if ((whole && found != word) || !is({found, await(slot.symbol)}, id, word, hash)) return false;
        done = Shared::taken;
        return true;
    });
    return done;
}

std::optional<Symbol> SymbolTable::find_shared(std::string_view id) const {
    if (id.empty() || id.size() >= long_length || slots_.empty()) return std::nullopt;
    const std::uint64_t word = first_word(id), hash = hash_of(id, word);
    const bool whole = id.size() <= short_length;
    std::optional<Symbol> result;
    try_places(id, hash, [&](std::size_t number) {
        const std::uint64_t found =
            std::atomic_ref<std::uint64_t>(const_cast<std::uint64_t&>(slots_[number].word)).load(std::memory_order_acquire);
        if (found == 0) return true;
        if (whole && found != word) return false;
        const Symbol symbol = await(slots_[number].symbol);
        if (!is({found, symbol}, id, word, hash)) return false;
        result = symbol;
        return true;
    });
    return result;
}

void SymbolTable::settle(unsigned jobs, const std::function<std::uint32_t(const Symbol&)>& index_of) {
    constexpr std::size_t run = std::size_t{1} << 16;
    std::atomic<std::size_t> taken{0};
    side_by_side((slots_.size() + run - 1) / run, jobs, [&](std::size_t part) {
        std::size_t here = 0;
        for (std::size_t i = part * run; i < std::min(slots_.size(), (part + 1) * run); ++i) {
            if (slots_[i].symbol.tag_ == 0) continue;
            slots_[i].symbol.index = index_of(slots_[i].symbol);
            ++here;
        }
        taken += here;
    });
    size_ = taken;
}

void SymbolTable::reserve(std::size_t more) {
    const std::size_t blocks = (size_ + more) * 3 / 2 / block + 1;
    if (blocks * block > slots_.size()) resize(std::max(blocks * block, slots_.empty() ? 0 : slots_.size() * 3 / 2 / block * block));
}

template <>
SymbolTable::Slot* SymbolTable::Cleared<SymbolTable::Slot>::allocate(std::size_t count) {
    void* const slots = std::calloc(count, sizeof(Slot));
    if (!slots) throw std::bad_alloc();
    ask_for_huge_pages(slots, count * sizeof(Slot));
    return static_cast<Slot*>(slots);
}

void SymbolTable::resize(std::size_t slots) {
    const Slots old = std::exchange(slots_, Slots(slots));
    for (const Slot& slot : old) {
        if (slot.symbol.tag_ == 0) continue;
        const std::string_view id = text(slot);
        const std::uint64_t word = first_word(id);
        slots_[place(id, word, hash_of(id, word))] = slot;
    }
}

}  // namespace tenet

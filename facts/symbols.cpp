// Linear probing: a slot holds the hash, so most misses never touch the characters.
#include "facts/symbols.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <utility>

namespace tenet {

namespace {

std::uint32_t hash_of(std::string_view id) {
    const std::uint64_t hash = std::hash<std::string_view>()(id);
    return static_cast<std::uint32_t>(hash ^ (hash >> 32));
}

}  // namespace

std::size_t SymbolTable::place(std::string_view id, std::uint32_t hash) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    while (slots_[at].used && (slots_[at].hash != hash || text(slots_[at]) != id)) at = (at + 1) & mask;
    return at;
}

const Symbol* SymbolTable::find(std::string_view id) const {
    if (slots_.empty()) return nullptr;
    const Slot& slot = slots_[place(id, hash_of(id))];
    return slot.used ? &slot.symbol : nullptr;
}

const Symbol* SymbolTable::insert(std::string_view id, Symbol symbol) {
    if ((size_ + 1) * 4 > slots_.size() * 3) resize(std::max<std::size_t>(16, slots_.size() * 2));
    const std::uint32_t hash = hash_of(id);
    Slot& slot = slots_[place(id, hash)];
    if (slot.used) return &slot.symbol;
    slot.hash = hash;
    slot.length = static_cast<std::uint32_t>(id.size()) & 0x7FFFFFFF;
    slot.used = 1;
    slot.symbol = symbol;
    if (id.size() <= sizeof slot.word) {
        std::memcpy(&slot.word, id.data(), id.size());
    } else {
        slot.word = characters_.size();
        characters_ += id;
    }
    ++size_;
    return nullptr;
}

void SymbolTable::reserve(std::size_t more) {
    std::size_t slots = std::max<std::size_t>(16, slots_.size());
    while ((size_ + more) * 4 > slots * 3) slots *= 2;
    if (slots > slots_.size()) resize(slots);
}

void SymbolTable::resize(std::size_t slots) {
    std::vector<Slot> old(slots);
    old.swap(slots_);
    const std::size_t mask = slots - 1;
    for (const Slot& slot : old) {
        if (!slot.used) continue;
        std::size_t at = slot.hash & mask;
        while (slots_[at].used) at = (at + 1) & mask;
        slots_[at] = slot;
    }
}

}  // namespace tenet

// Names of variables, cells and classes, and a table from them to numbers: open addressing, since grounding asks it more
// often than anything else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace tenet {

/// Names a variable, a cell or a class.
struct Key {
    std::uint32_t subject, index, a, b, at;
    bool operator==(const Key&) const = default;
};
struct KeyHash {
    std::size_t operator()(const Key& k) const {
        std::size_t h = k.subject;
        for (const std::uint32_t part : {k.index, k.a, k.b, k.at}) h = (h ^ part) * 0x9E3779B97F4A7C15ULL + (h >> 31);
        h ^= h >> 33;
        h *= 0xFF51AFD7ED558CCDULL;  // MurmurHash3's finalizer: every bit of the key moves every bit of the place
        return h ^ (h >> 33);
    }
};

class KeyMap {
public:
    /// The number of `key`, and whether it is new: then it is `value`, which is not UINT32_MAX.
    std::pair<std::uint32_t, bool> emplace(const Key& key, std::uint32_t value) {
        if (2 * (size_ + 1) > slots_.size()) grow();
        Slot& slot = slots_[place(slots_, key)];
        if (slot.value != none) return {slot.value, false};
        slot = {key, value};
        ++size_;
        return {value, true};
    }

    /// The number of `key`, or UINT32_MAX.
    std::uint32_t find(const Key& key) const { return slots_[place(slots_, key)].value; }

private:
    static constexpr std::uint32_t none = UINT32_MAX;
    struct Slot {
        Key key{};
        std::uint32_t value = none;
    };
    template <class Slots>
    static std::size_t place(const Slots& slots, const Key& key) {
        std::size_t i = KeyHash{}(key) & (slots.size() - 1);
        while (slots[i].value != none && !(slots[i].key == key)) i = (i + 1) & (slots.size() - 1);
        return i;
    }
    void grow() {
        std::vector<Slot> wider(2 * slots_.size());
        for (const Slot& slot : slots_)
            if (slot.value != none) wider[place(wider, slot.key)] = slot;
        slots_ = std::move(wider);
    }
    std::vector<Slot> slots_ = std::vector<Slot>(256);
    std::size_t size_ = 0;
};

}  // namespace tenet

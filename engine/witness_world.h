// One world of one connected part of the facts, as arrays: who holds how much, who is in which office, what is related, each
// for a stretch of days, and zero or false wherever nothing is said. Filled by witness_facts.cpp, read by witness_judge.cpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "facts/model.h"

namespace tenet {

/// A share of a whole as a multiple of 1 / whole_share: decimals of up to twelve places, and ninths, sevenths, elevenths and
/// thirteenths, are exact. What is no such multiple has no place here.
inline constexpr std::int64_t whole_share = std::int64_t{9 * 7 * 11 * 13} * 1'000'000'000'000;
inline std::optional<std::int64_t> to_share(const Rational& value) { return value.times(whole_share); }

/// Days from `from` up to but without `past`.
struct Days {
    std::int64_t from, past;
    bool operator==(const Days&) const = default;
};
inline constexpr std::int64_t before_days = first_day - 1, after_days = last_day + 2;  // a stretch without beginning, without end

struct Stretch {
    Days days;
    std::int64_t value;  // above 0
    bool operator==(const Stretch&) const = default;
};

/// What one party holds in one organisation. `begin`, `count`: its stretches, in order, none touching the next with the same value.
struct Holding {
    EntityId in, holder;
    std::uint32_t begin[2], count[2];  // by Basis
};

/// An office held or a relation that holds, for a stretch of days.
struct Bond {
    bool office;
    std::uint32_t index;  // office kind or relation kind
    EntityId a, b;
    Days days;
};

/// Which of a run's organisations has which holdings in its part. By entity; parts share no entity, so threads may.
struct HoldingsOf {
    std::vector<std::uint32_t> begin, end;
};

class WitnessWorld {
public:
    explicit WitnessWorld(HoldingsOf& of) : of_(of) {}

    /// Forgets everything, so that the next part may begin.
    void clear();
    void clear_holdings();
    /// Holdings come sorted by organisation and holder; each stretch's values are added before the holding.
    void add(const Holding& holding) { holdings_.push_back(holding); }
    std::uint32_t add(const Stretch& stretch) {
        stretches_.push_back(stretch);
        return static_cast<std::uint32_t>(stretches_.size() - 1);
    }
    void add(const Bond& bond) { bonds_.push_back(bond); }
    /// Once all is added: makes what follows find it.
    void finish();
    /// Gives a holding other stretches (at the end of all), as a demand of a law changes them.
    void set(Holding& holding, Basis basis, std::span<const Stretch> stretches);
    /// Both bases are what one of them is.
    static void set_both(Holding& holding, Basis as) {
        const auto from = static_cast<std::size_t>(as), to = 1 - from;
        holding.begin[to] = holding.begin[from];
        holding.count[to] = holding.count[from];
    }
    /// Whether both bases are the same on every day.
    bool is_one(const Holding& h) const {
        return h.count[0] == h.count[1] && (h.begin[0] == h.begin[1] || std::equal(stretches_.begin() + h.begin[0], stretches_.begin() + h.begin[0] + h.count[0], stretches_.begin() + h.begin[1]));
    }

    std::span<Holding> holdings() { return holdings_; }
    std::span<const Holding> holdings() const { return holdings_; }
    std::span<const Holding> in(EntityId organisation) const {
        const std::uint32_t begin = of_.begin[organisation];
        return {holdings_.data() + begin, of_.end[organisation] - begin};
    }
    /// Places in holdings(), of one holder.
    std::span<const std::uint32_t> of(EntityId holder);
    const Holding* find(EntityId holder, EntityId organisation) const;
    std::span<const Stretch> stretches(const Holding& holding, Basis basis) const {
        const auto b = static_cast<std::size_t>(basis);
        return {stretches_.data() + holding.begin[b], holding.count[b]};
    }
    std::int64_t share(const Holding& holding, Basis basis, std::int64_t day) const {
        for (const Stretch& s : stretches(holding, basis)) {
            if (day < s.days.from) break;
            if (day < s.days.past) return s.value;
        }
        return 0;
    }

    /// All bonds: offices first, by what they are in; then relations, by their objects.
    std::span<const Bond> bonds() const { return bonds_; }
    /// The offices in an organisation, or the relations whose object an entity is.
    std::span<const Bond> bonds(bool office, EntityId b) const;
    /// Places in bonds(), of one person or subject.
    std::span<const std::uint32_t> bonds_of(EntityId a);

private:
    HoldingsOf& of_;
    std::vector<Holding> holdings_;
    std::vector<Stretch> stretches_;
    std::vector<Bond> bonds_;
    std::vector<std::uint32_t> by_holder_, by_subject_;  // sorted when first asked for
    bool holders_sorted_ = false, subjects_sorted_ = false;
};

}  // namespace tenet

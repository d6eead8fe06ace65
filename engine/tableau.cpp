// The tableau: each basic number is a sum over nonbasic ones; nonbasic numbers keep to their ranges, basic ones are mended.
#include "engine/tableau.h"

#include <algorithm>
#include <utility>

namespace tenet {

namespace {

constexpr std::size_t most_pivots = 3000;  // in one check; far beyond what sets of facts need

Near times(const Near& a, const Rational& k) { return {a.value * k, a.infinitesimal * k}; }
Near minus(const Near& a, const Near& b) { return {a.value - b.value, a.infinitesimal - b.infinitesimal}; }
void add_multiple(Near& to, const Near& a, const Rational& k) {
    to.value += a.value * k;
    if (a.infinitesimal.sign() != 0) to.infinitesimal += a.infinitesimal * k;
}

}  // namespace

void Tableau::clear() {
    values_.clear();
    row_of_.clear();
    has_row_.clear();
    rows_with_.clear();
    rows_.clear();
    forms_taken_ = 0;
    moves_ = 1;
    valued_at_.clear();
    suspects_.clear();
    suspected_.clear();
    clash.clear();
}

void Tableau::make_room() {
    const std::size_t n = known_.numbers().size();
    values_.resize(n);
    row_of_.resize(n, no_index);
    has_row_.resize(n, false);
    rows_with_.resize(n);
    suspected_.resize(n, false);
    valued_at_.resize(n, 0);
}

std::optional<Near> Tableau::bound(NumberId x, Side side) const {
    const End& e = known_.numbers()[x].end(side);
    if (e.infinite) return std::nullopt;
    return Near{e.value, Rational(e.open ? (side == Side::lower ? 1 : -1) : 0)};
}

// As mended(), but without making any number: most values fit, and all are looked at again and again.
bool Tableau::fits(NumberId x) const {
    const Near& v = values_[x];
    const Number& n = known_.numbers()[x];
    const End& low = n.end(Side::lower);
    if (!low.infinite) {
        const auto order = v.value <=> low.value;
        if (order < 0 || (order == 0 && (low.open ? v.infinitesimal < Rational(1) : v.infinitesimal.sign() < 0))) return false;
    }
    const End& high = n.end(Side::upper);
    if (high.infinite) return true;
    const auto order = v.value <=> high.value;
    return order < 0 || (order == 0 && (high.open ? v.infinitesimal <= Rational(-1) : v.infinitesimal.sign() <= 0));
}

std::optional<Near> Tableau::mended(NumberId x, const Near& at) const {
    const auto low = bound(x, Side::lower);
    if (low && at < *low) return low;
    const auto high = bound(x, Side::upper);
    if (high && at > *high) return high;
    return std::nullopt;
}

const Rational* Tableau::coefficient(const Row& row, NumberId x) const {
    const auto it = std::lower_bound(row.terms.begin(), row.terms.end(), x, [](const Item& i, NumberId n) { return i.number < n; });
    return it != row.terms.end() && it->number == x ? &it->coefficient : nullptr;
}

void Tableau::suspect(NumberId x) {
    if (suspected_[x]) return;
    suspected_[x] = true;
    suspects_.push_back(x);
}

// Adds factor * from to the terms of a row.
void Tableau::add_terms(std::uint32_t r, const Rational& factor, std::span<const Item> from) {
    std::vector<Item>& to = rows_[r].terms;
    scratch_.clear();
    auto a = to.begin();
    for (const Item& b : from) {
        for (; a != to.end() && a->number < b.number; ++a) scratch_.push_back(std::move(*a));
        Rational sum = factor * b.coefficient;
        const bool had = a != to.end() && a->number == b.number;
        if (had) sum += (a++)->coefficient;
        if (sum.sign() == 0) {
            std::erase(rows_with_[b.number], r);
            continue;
        }
        if (!had) rows_with_[b.number].push_back(r);
        scratch_.push_back({b.number, std::move(sum)});
    }
    for (; a != to.end(); ++a) scratch_.push_back(std::move(*a));
    to.swap(scratch_);
}

void Tableau::refresh(Row& row) {
    Near v;
    for (const Item& i : row.terms) add_multiple(v, values_[i.number], i.coefficient);
    values_[row.basic] = std::move(v);
    suspect(row.basic);
}

// The form as a basic number: its items, those that are basic themselves replaced by their rows.
void Tableau::add_row(NumberId form) {
    const auto r = static_cast<std::uint32_t>(rows_.size());
    rows_.emplace_back().basic = form;
    for (const Item& i : known_.items(known_.numbers()[form])) {
        if (row_of_[i.number] == no_index) {
            add_terms(r, Rational(1), {&i, 1});
        } else {
            add_terms(r, i.coefficient, rows_[row_of_[i.number]].terms);
        }
    }
    row_of_[form] = r;
    has_row_[form] = true;
    refresh(rows_[r]);
}

void Tableau::move(NumberId nonbasic, const Near& by) {
    ++moves_;
    for (const std::uint32_t r : rows_with_[nonbasic]) {
        add_multiple(values_[rows_[r].basic], by, *coefficient(rows_[r], nonbasic));
        suspect(rows_[r].basic);
    }
    Near& v = values_[nonbasic];
    v.value += by.value;
    v.infinitesimal += by.infinitesimal;
}

void Tableau::pivot(std::uint32_t r, NumberId enter) {
    Row& row = rows_[r];
    const NumberId leave = row.basic;
    const Rational a = *coefficient(row, enter);
    // leave = a * enter + rest, so enter = leave / a - rest / a
    std::vector<Item> terms;
    terms.reserve(row.terms.size());
    for (Item& i : row.terms)
        if (i.number != enter) terms.push_back({i.number, -(i.coefficient / a)});
    const Item back{leave, Rational(1) / a};
    terms.insert(std::lower_bound(terms.begin(), terms.end(), leave, [](const Item& i, NumberId n) { return i.number < n; }), back);
    row.terms = std::move(terms);
    row.basic = enter;
    row_of_[leave] = no_index;
    row_of_[enter] = r;
    rows_with_[leave].push_back(r);
    const std::vector<std::uint32_t> with = std::move(rows_with_[enter]);
    rows_with_[enter].clear();
    for (const std::uint32_t other : with) {
        if (other == r) continue;
        std::vector<Item>& to = rows_[other].terms;
        const auto at = std::lower_bound(to.begin(), to.end(), enter, [](const Item& i, NumberId n) { return i.number < n; });
        const Rational factor = std::move(at->coefficient);
        to.erase(at);
        add_terms(other, factor, row.terms);
    }
    suspect(enter);
}

Tableau::Result Tableau::check() {
    grow();
    clash.clear();
    for (; forms_taken_ < known_.bounded_forms.size(); ++forms_taken_) add_row(known_.bounded_forms[forms_taken_]);
    for (const NumberId x : known_.dirty)
        if (known_.numbers()[x].kind != Number::Kind::form || has_row_[x]) suspect(x);
    known_.dirty.clear();
    for (std::size_t i = 0; i < suspects_.size(); ++i) {  // what moves makes more of them, all basic
        const NumberId x = suspects_[i];
        if (row_of_[x] != no_index || fits(x)) continue;
        if (const auto to = mended(x, values_[x])) move(x, minus(*to, values_[x]));
    }
    for (std::size_t pivots = 0;; ++pivots) {
        // Bland: the least basic number out of its range, the least nonbasic that can mend it. So it ends.
        NumberId least = no_index;
        known_.add_work(suspects_.size() / 4 + 1);
        std::erase_if(suspects_, [&](NumberId x) {
            const bool fine = fits(x);
            if (fine) {
                suspected_[x] = false;
            } else {
                least = std::min(least, x);
            }
            return fine;
        });
        if (least == no_index) return Result::feasible;
        const std::uint32_t broken = row_of_[least];
        if (pivots == most_pivots) return Result::gave_up;
        const Row& row = rows_[broken];
        const NumberId x = row.basic;
        const std::optional<Near> to = mended(x, values_[x]);
        const bool rise = *to > values_[x];
        NumberId enter = no_index;
        for (const Item& i : row.terms) {
            const bool up = (i.coefficient.sign() > 0) == rise;  // which way the nonbasic number would go
            const auto limit = bound(i.number, up ? Side::upper : Side::lower);
            if (limit && (up ? values_[i.number] >= *limit : values_[i.number] <= *limit)) continue;
            enter = i.number;
            break;
        }
        if (enter == no_index) {
            const auto entry = [&](NumberId n, Side side) {
                const EntryId e = known_.numbers()[n].known[static_cast<int>(side)];
                if (e != no_index) clash.push_back(e);
            };
            entry(x, rise ? Side::lower : Side::upper);
            for (const Item& i : row.terms) entry(i.number, (i.coefficient.sign() > 0) == rise ? Side::upper : Side::lower);
            return Result::clash;
        }
        const Near by = times(minus(*to, values_[x]), Rational(1) / *coefficient(row, enter));
        move(enter, by);  // carries x to `to`
        known_.add_work(row.terms.size());
        pivot(broken, enter);
    }
}

const Near& Tableau::value(NumberId x) {
    grow();
    const Number& n = known_.numbers()[x];
    if (n.kind != Number::Kind::form || has_row_[x]) return values_[x];
    Near& sum = values_[x];
    if (std::exchange(valued_at_[x], moves_) == moves_) return sum;
    sum = {};
    for (const Item& i : known_.items(n)) {
        const Near& part = values_[i.number];
        if (i.unit == 1) {
            sum.value += part.value;
            if (part.infinitesimal.sign() != 0) sum.infinitesimal += part.infinitesimal;
        } else if (i.unit == -1) {
            sum.value -= part.value;
            if (part.infinitesimal.sign() != 0) sum.infinitesimal -= part.infinitesimal;
        } else {
            add_multiple(sum, part, i.coefficient);
        }
    }
    return sum;
}

bool Tableau::is_near(NumberId x) {
    grow();
    const auto near = [&](NumberId n) { return values_[n].infinitesimal.sign() != 0; };
    const Number& n = known_.numbers()[x];
    if (n.kind != Number::Kind::form || has_row_[x]) return near(x);
    const auto items = known_.items(n);
    return std::any_of(items.begin(), items.end(), [&](const Item& i) { return near(i.number); });
}

Rational Tableau::small_amount() {
    grow();
    Rational amount(1);
    for (NumberId x = 0; x < values_.size(); ++x) {
        const Near& v = values_[x];
        if (v.infinitesimal.sign() == 0) continue;  // stays where it is
        if (known_.numbers()[x].kind == Number::Kind::form && !has_row_[x]) continue;
        if (const auto low = bound(x, Side::lower); low && low->infinitesimal > v.infinitesimal) {
            const Rational most = (v.value - low->value) / (low->infinitesimal - v.infinitesimal);
            if (most < amount) amount = most;
        }
        if (const auto high = bound(x, Side::upper); high && v.infinitesimal > high->infinitesimal) {
            const Rational most = (high->value - v.value) / (v.infinitesimal - high->infinitesimal);
            if (most < amount) amount = most;
        }
    }
    return amount / Rational(2);
}

}  // namespace tenet

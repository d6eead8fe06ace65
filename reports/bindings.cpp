// Rows taken in, and written out.
#include "reports/bindings.h"

#include <algorithm>

namespace tenet {

Bindings::Bindings(std::initializer_list<BindingAnswer> rows) {
    for (const BindingAnswer& row : rows) {
        std::vector<std::uint32_t> numbers;
        if (&row == rows.begin())
            for (const auto& [variable, id] : row.values) variables_.push_back(variable);
        for (const auto& [variable, id] : row.values) numbers.push_back(add_id(id));
        add(numbers, row.answer);
    }
}

Bindings::Group Bindings::group(std::size_t number) const {
    const Kept& kept = groups_[number];
    const std::size_t common = variables_.size() - 1;
    Group out{{before_.data() + number * common, common}, {own_.data() + kept.own, own_.data() + kept.own_end}, {}};
    if (kept.list != no_list) out.possible = {listed_.data() + lists_[kept.list], listed_.data() + lists_[kept.list + 1]};
    return out;
}

// Stands at the first row that is left of the group, by Group::each's order.
BindingAnswer Bindings::written_out(std::size_t number, std::size_t own, std::size_t shared) const {
    const Group in = group(number);
    const bool is_own = own < in.own.size() && (shared == in.possible.size() || in.own[own].id <= in.possible[shared]);
    BindingAnswer out;
    out.answer = is_own ? in.own[own].answer : Truth::possible;
    out.values.reserve(variables_.size());
    for (std::size_t i = 0; i < in.before.size(); ++i) out.values.emplace_back(variables_[i], ids_[in.before[i]]);
    out.values.emplace_back(variables_.back(), ids_[is_own ? in.own[own].id : in.possible[shared]]);
    return out;
}

Bindings::iterator& Bindings::iterator::operator++() {
    const Group in = of_->group(group_);
    const bool is_own = own_ < in.own.size() && (shared_ == in.possible.size() || in.own[own_].id <= in.possible[shared_]);
    if (is_own && shared_ < in.possible.size() && in.own[own_].id == in.possible[shared_]) ++shared_;
    ++(is_own ? own_ : shared_);
    ++row_;
    if (own_ == in.own.size() && shared_ == in.possible.size()) {
        ++group_;
        own_ = shared_ = 0;
    }
    return *this;
}

std::vector<bool> Bindings::named(std::size_t column) const {
    std::vector<bool> out(ids_.size());
    std::vector<bool> seen(lists_.size());
    for (std::size_t g = 0; g < groups_.size(); ++g) {
        const Group in = group(g);
        if (column < in.before.size()) {
            out[in.before[column]] = true;
            continue;
        }
        for (const Last& last : in.own) out[last.id] = true;
        if (in.possible.empty() || seen[groups_[g].list]) continue;
        seen[groups_[g].list] = true;
        for (const std::uint32_t id : in.possible) out[id] = true;
    }
    return out;
}

std::uint32_t Bindings::add_id(std::string id) {
    ids_.push_back(std::move(id));
    return static_cast<std::uint32_t>(ids_.size() - 1);
}

void Bindings::add(std::span<const std::uint32_t> ids, Truth answer) {
    const auto before = ids.first(ids.size() - 1);
    const Last last{ids.back(), answer};
    if (groups_.empty() || groups_.back().list != no_list || !std::equal(before.begin(), before.end(), before_.end() - static_cast<std::ptrdiff_t>(before.size())))
        return add_group(before, {&last, 1}, no_list);
    own_.push_back(last);
    ++groups_.back().own_end;
    ++rows_;
}

std::uint32_t Bindings::add_list(std::span<const std::uint32_t> ids) {
    listed_.insert(listed_.end(), ids.begin(), ids.end());
    lists_.push_back(listed_.size());
    return static_cast<std::uint32_t>(lists_.size() - 2);
}

void Bindings::add_group(std::span<const std::uint32_t> before, std::span<const Last> own, std::uint32_t list) {
    const auto shared = list == no_list ? std::span<const std::uint32_t>{} : std::span(listed_.data() + lists_[list], listed_.data() + lists_[list + 1]);
    if (own.empty() && shared.empty()) return;
    rows_ += own.size() + shared.size();
    if (!shared.empty())
        for (const Last& last : own) rows_ -= std::binary_search(shared.begin(), shared.end(), last.id) ? 1 : 0;
    before_.insert(before_.end(), before.begin(), before.end());
    groups_.push_back({own_.size(), own_.size() + own.size(), shared.empty() ? no_list : list});
    own_.insert(own_.end(), own.begin(), own.end());
}

void Bindings::clear() {
    ids_.clear();
    groups_.clear();
    before_.clear();
    own_.clear();
    listed_.clear();
    lists_.assign(1, 0);
    rows_ = 0;
}

}  // namespace tenet

// Rows written out, and taken in.
#include "reports/bindings.h"

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

BindingAnswer Bindings::operator[](std::size_t number) const {
    BindingAnswer out;
    out.answer = answers_[number];
    out.values.reserve(variables_.size());
    for (std::size_t i = 0; i < variables_.size(); ++i) out.values.emplace_back(variables_[i], ids_[row(number)[i]]);
    return out;
}

std::uint32_t Bindings::add_id(std::string id) {
    ids_.push_back(std::move(id));
    return static_cast<std::uint32_t>(ids_.size() - 1);
}

void Bindings::reserve(std::size_t rows) {
    cells_.reserve(rows * variables_.size());
    answers_.reserve(rows);
}

void Bindings::add(std::span<const std::uint32_t> ids, Truth answer) {
    cells_.insert(cells_.end(), ids.begin(), ids.end());
    answers_.push_back(answer);
}

void Bindings::clear() {
    ids_.clear();
    cells_.clear();
    answers_.clear();
}

}  // namespace tenet

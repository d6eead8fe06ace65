// The rows of an open query's answer. There may be fifty million, of some hundred thousand ids, so a row is a number for each
// variable and a byte.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace tenet {

enum class Truth : unsigned char { certain, possible, impossible, is_void, contradictory, undecided };

/// One row, written out.
struct BindingAnswer {
    std::vector<std::pair<std::string, std::string>> values;  // variable (without ?) and id
    Truth answer = Truth::possible;
};

/// Read like a vector of BindingAnswer, each made when it is looked at.
class Bindings {
public:
    class iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = BindingAnswer;
        using difference_type = std::ptrdiff_t;
        using pointer = const BindingAnswer*;
        using reference = BindingAnswer;
        iterator(const Bindings* of, std::size_t row) : of_(of), row_(row) {}
        BindingAnswer operator*() const { return (*of_)[row_]; }
        iterator& operator++() {
            ++row_;
            return *this;
        }
        bool operator==(const iterator&) const = default;

    private:
        const Bindings* of_;
        std::size_t row_;
    };

    Bindings() = default;
    Bindings(std::initializer_list<BindingAnswer> rows);
    /// Without rows yet.
    explicit Bindings(std::vector<std::string> variables) : variables_(std::move(variables)) {}

    std::size_t size() const { return answers_.size(); }
    bool empty() const { return answers_.empty(); }
    BindingAnswer operator[](std::size_t row) const;
    iterator begin() const { return {this, 0}; }
    iterator end() const { return {this, size()}; }

    const std::vector<std::string>& variables() const { return variables_; }
    /// All ids that rows name, by their number.
    const std::vector<std::string>& ids() const { return ids_; }
    /// The numbers of a row's ids, by variable.
    std::span<const std::uint32_t> row(std::size_t row) const { return {cells_.data() + row * variables_.size(), variables_.size()}; }
    Truth answer(std::size_t row) const { return answers_[row]; }

    std::uint32_t add_id(std::string id);  // its number
    void reserve(std::size_t rows);
    void add(std::span<const std::uint32_t> ids, Truth answer);
    void clear();

private:
    std::vector<std::string> variables_, ids_;
    std::vector<std::uint32_t> cells_;
    std::vector<Truth> answers_;
};

}  // namespace tenet

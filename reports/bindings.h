// The rows of an open query's answer. There may be fifty million, so what many have in common is kept once: rows that agree in
// all but their last id stand together, and many such groups may share a list of last ids.
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

/// Read like a vector of BindingAnswer, each made when it is looked at; renderers go through the groups.
class Bindings {
public:
    /// What a row says last.
    struct Last {
        std::uint32_t id;
        Truth answer;
    };
    /// Rows that agree in all but their last id: `before` has the numbers of those in common. Rows are `own`, and between them,
    /// in order of numbers, those of `possible`; what is in both is as `own` says.
    struct Group {
        std::span<const std::uint32_t> before;
        std::span<const Last> own;
        std::span<const std::uint32_t> possible;

        /// All rows in order: calls some(ids) for those next to each other that are possible as `possible` has it, one(last) for
        /// each of its own.
        template <class Some, class One>
        void runs(const Some& some, const One& one) const {
            std::size_t at = 0;
            for (const Last& last : own) {
                std::size_t end = at;
                while (end < possible.size() && possible[end] < last.id) ++end;
                if (end > at) some(possible.subspan(at, end - at));
                at = end < possible.size() && possible[end] == last.id ? end + 1 : end;
                one(last);
            }
            if (at < possible.size()) some(possible.subspan(at));
        }
    };
    class iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = BindingAnswer;
        using difference_type = std::ptrdiff_t;
        using pointer = const BindingAnswer*;
        using reference = BindingAnswer;
        iterator(const Bindings* of, std::size_t row) : of_(of), row_(row) {}
        BindingAnswer operator*() const { return of_->written_out(group_, own_, shared_); }
        iterator& operator++();
        bool operator==(const iterator& other) const { return row_ == other.row_; }

    private:
        const Bindings* of_;
        std::size_t row_, group_ = 0, own_ = 0, shared_ = 0;
    };

    Bindings() = default;
    Bindings(std::initializer_list<BindingAnswer> rows);
    /// Without rows yet; at least one variable.
    explicit Bindings(std::vector<std::string> variables) : variables_(std::move(variables)) {}

    std::size_t size() const { return rows_; }
    bool empty() const { return rows_ == 0; }
    iterator begin() const { return {this, 0}; }
    iterator end() const { return {this, rows_}; }

    const std::vector<std::string>& variables() const { return variables_; }
    /// All ids that rows name, by their number.
    const std::vector<std::string>& ids() const { return ids_; }
    std::size_t groups() const { return groups_.size(); }
    Group group(std::size_t number) const;
    /// By number of an id: whether a row has it in that column.
    std::vector<bool> named(std::size_t column) const;

    std::uint32_t add_id(std::string id);  // its number
    /// A row, behind the others.
    void add(std::span<const std::uint32_t> ids, Truth answer);
    /// A list that groups may share, in order of numbers; gives its place.
    std::uint32_t add_list(std::span<const std::uint32_t> ids);
    static constexpr std::uint32_t no_list = UINT32_MAX;
    /// Rows that have `before` in common, behind the others: `own`, where there is a list in order of numbers, and the list's.
    void add_group(std::span<const std::uint32_t> before, std::span<const Last> own, std::uint32_t list);
    void clear();

private:
    struct Kept {
        std::size_t own, own_end;  // in own_
        std::uint32_t list;        // or no_list
    };
    BindingAnswer written_out(std::size_t group, std::size_t own, std::size_t shared) const;

    std::vector<std::string> variables_, ids_;
    std::vector<Kept> groups_;
    std::vector<std::uint32_t> before_;  // of all groups, one behind the other
    std::vector<Last> own_;
    std::vector<std::uint32_t> listed_;
    std::vector<std::size_t> lists_{0};  // where each list begins in listed_, and one more
    std::size_t rows_ = 0;
};

}  // namespace tenet

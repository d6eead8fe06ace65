// Rows of an open query that the shares of the day tell of, all of a part at once; and the order in which rows are told.
#include <algorithm>
#include <numeric>
#include <span>

#include "engine/open_query.h"

namespace tenet {

// The bindings of all parts that shares answer for; which these are, by root.
std::vector<bool> Session::State::Listing::rows_from_shares() {
    const Term& x = *shares->holder;
    const Term& y = *shares->held;
    const Values holders = x.op == Op::variable ? domains[x.index] : Values{x.index};
    const Values helds = y.op == Op::variable ? domains[y.index] : Values{y.index};
    const std::size_t entities = st.facts.entities.size();
    std::vector<bool> wanted(entities), told(entities + st.facts.events.size());
    std::vector<std::uint32_t> roots, of_part(told.size(), no_index);  // by root: place in roots
    const auto with_constants = [&](std::uint32_t root) { return roots_of_constants.empty() || roots_of_constants.contains(root); };
    for (const Values* values : {&holders, &helds})
        for (const EntityId e : *values)
            if (const std::uint32_t root = known.entity(e); of_part[root] == no_index && with_constants(root)) {
                of_part[root] = static_cast<std::uint32_t>(roots.size());
                roots.push_back(root);
            }
    const std::vector<bool> settled = st.by_shares()->settled(roots, shares->form.basis);
    for (std::size_t i = 0; i < roots.size(); ++i) told[roots[i]] = settled[i];
    std::vector<std::size_t> held_in(roots.size());
    open.resize(roots.size());
    for (const EntityId held : helds) {
        wanted[held] = true;
        const std::uint32_t root = known.entity(held);
        if (!told[root]) continue;
        ++held_in[of_part[root]];
        if (coalitions->is_open(held) && !st.options.certain_only) open[of_part[root]].push_back(held);
    }
    const bool both = n == 2 && x.op == Op::variable && y.op == Op::variable && x.index == 0;
    Values values(n);
    const auto find_one = [&](EntityId holder, EntityId held, Truth truth) {
        if (x.op == Op::variable) values[x.index] = holder;
        if (y.op == Op::variable) values[y.index] = held;
        find(values.data(), truth);
    };
    for (const EntityId holder : holders) {
        const std::uint32_t root = known.entity(holder);
        if (!told[root]) continue;
        const std::uint32_t part = of_part[root];
        near += held_in[part];
        st.answered_from_shares += held_in[part];
        if (!coalitions->may_hold(holder)) continue;
        has_holder = true;
        const std::size_t first = own_rows.size();
        for (const EntityId held : coalitions->certain(holder))
            if (wanted[held]) own_rows.emplace_back(held, Truth::certain);
        std::sort(own_rows.begin() + static_cast<std::ptrdiff_t>(first), own_rows.end());
        const std::size_t certain = own_rows.size();
        const auto is_certain = [&](EntityId held) {
            return std::binary_search(own_rows.begin() + static_cast<std::ptrdiff_t>(first), own_rows.begin() + static_cast<std::ptrdiff_t>(certain), std::pair(held, Truth::certain));
        };
        if (!st.options.certain_only)
            for (const EntityId held : coalitions->possible(holder))
                if (wanted[held] && !coalitions->is_open(held) && !is_certain(held)) own_rows.emplace_back(held, Truth::possible);
        if (own_rows.size() > certain) std::sort(own_rows.begin() + static_cast<std::ptrdiff_t>(first), own_rows.end());
        if (both) {
            if (own_rows.size() > first || !open[part].empty()) grouped.push_back({holder, part, first, own_rows.size()});
            continue;
        }
        for (const EntityId held : open[part])
            if (!is_certain(held)) find_one(holder, held, Truth::possible);
        for (std::size_t i = first; i < own_rows.size(); ++i) find_one(holder, own_rows[i].first, own_rows[i].second);
        own_rows.resize(first);
    }
    return told;
}

void Session::State::Listing::sort_rows() {
    const auto row = [&](std::size_t r) { return std::span(found).subspan(r * n, n); };
    const auto before = [&](std::size_t a, std::size_t b) {
        return std::lexicographical_compare(row(a).begin(), row(a).end(), row(b).begin(), row(b).end());
    };
    bool sorted = true;
    for (std::size_t r = 1; sorted && r < found_truths.size(); ++r) sorted = !before(r, r - 1);
    if (sorted) return;
    std::vector<std::size_t> order(found_truths.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), before);
    Values rows;
    std::vector<Truth> truths;
    rows.reserve(found.size());
    truths.reserve(order.size());
    for (const std::size_t r : order) {
        rows.insert(rows.end(), row(r).begin(), row(r).end());
        truths.push_back(found_truths[r]);
    }
    found = std::move(rows);
    found_truths = std::move(truths);
}

// Numbers the entities and events that rows name, and hands the rows on: those found one by one, and groups of them.
void Session::State::Listing::put_bindings() {
    std::vector<std::string> names;
    for (const auto& variable : query.query_variables) names.push_back(variable.name);
    answer.bindings = Bindings(std::move(names));
    Values numbers[2];  // of entities and events: 0 where a row names it, then its place in answer.bindings.ids()
    numbers[0].resize(st.facts.entities.size(), no_index);
    numbers[1].resize(st.facts.events.size(), no_index);
    for (std::size_t i = 0; i < found.size(); ++i) numbers[is_event(i % n)][found[i]] = 0;
    std::vector<bool> shared(open.size());
    for (const Rows& rows : grouped) {
        numbers[0][rows.holder] = 0;
        shared[rows.part] = true;
    }
    for (const auto& [held, truth] : own_rows) numbers[0][held] = 0;
    for (std::size_t part = 0; part < open.size(); ++part)
        if (shared[part])
            for (const EntityId held : open[part]) numbers[0][held] = 0;
    for (EntityId e = 0; e < numbers[0].size(); ++e)
        if (numbers[0][e] == 0) numbers[0][e] = answer.bindings.add_id(std::string(st.facts.entities[e].id));
    for (EventId e = 0; e < numbers[1].size(); ++e)
        if (numbers[1][e] == 0) numbers[1][e] = answer.bindings.add_id(st.facts.id_of(st.facts.events[e]));
    const auto number = [&](std::size_t row, std::size_t i) { return numbers[is_event(i)][found[row * n + i]]; };
    std::size_t next = 0;  // of the rows found one by one
    Values row(n);
    const auto put_next = [&] {
        for (std::size_t i = 0; i < n; ++i) row[i] = number(next, i);
        answer.bindings.add(row, found_truths[next++]);
    };
    Values lists(open.size(), Bindings::no_list);  // by part
    std::vector<Bindings::Last> last;
    for (const Rows& rows : grouped) {
        while (next < found_truths.size() && found[next * n] < rows.holder) put_next();
        last.clear();
        for (std::size_t i = rows.own; i < rows.own_end; ++i) last.push_back({numbers[0][own_rows[i].first], own_rows[i].second});
        const std::size_t told = last.size();
        for (; next < found_truths.size() && found[next * n] == rows.holder; ++next) last.push_back({number(next, 1), found_truths[next]});
        if (last.size() > told) std::sort(last.begin(), last.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
        if (lists[rows.part] == Bindings::no_list) {
            Values ids;
            for (const EntityId held : open[rows.part]) ids.push_back(numbers[0][held]);
            lists[rows.part] = answer.bindings.add_list(ids);
        }
        answer.bindings.add_group(std::span(&numbers[0][rows.holder], 1), last, lists[rows.part]);
    }
    while (next < found_truths.size()) put_next();
}

}  // namespace tenet

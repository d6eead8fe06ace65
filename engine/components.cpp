// Union-find over the variables of each constraint.
#include "engine/components.h"

#include <algorithm>
#include <numeric>

namespace tenet {

Components split(const Problem& problem) {
    const std::size_t n = problem.variables.size();
    std::vector<std::uint32_t> parent(n);
    std::iota(parent.begin(), parent.end(), 0U);
    const auto find = [&](std::uint32_t v) {
        while (parent[v] != v) v = parent[v] = parent[parent[v]];
        return v;
    };
    Components out;
    out.variables.ends.reserve(problem.constraints.size());
    std::vector<VariableId> first(problem.constraints.size(), no_index);
    std::vector<bool> with_now(problem.constraints.size());
    for (std::size_t c = 0; c < problem.constraints.size(); ++c) {
        problem.store.variables(problem.constraints[c].formula, out.variables.list);
        out.variables.ends.push_back(out.variables.list.size());
        for (const VariableId v : out.variables.of(static_cast<std::uint32_t>(c))) {
            if (v == problem.now) {
                with_now[c] = true;
            } else if (first[c] == no_index) {
                first[c] = v;
            } else {
                const std::uint32_t a = find(first[c]), b = find(v);
                parent[a < b ? b : a] = a < b ? a : b;
            }
        }
    }
    out.of_variable.assign(n, no_index);
    std::vector<std::uint32_t> number(n, no_index);
    for (std::size_t c = 0; c < problem.constraints.size(); ++c) {
        const auto constraint = static_cast<std::uint32_t>(c);
        std::uint32_t at;
        if (first[c] == no_index) {
            at = static_cast<std::uint32_t>(out.list.size());
            out.list.emplace_back();
        } else {
            std::uint32_t& slot = number[find(first[c])];
            if (slot == no_index) {
                slot = static_cast<std::uint32_t>(out.list.size());
                out.list.emplace_back();
            }
            at = slot;
        }
        out.list[at].constraints.push_back(constraint);
        out.list[at].speaks_of_now = out.list[at].speaks_of_now || with_now[c];
    }
    // What is known of `now` alone belongs to every component that speaks of it.
    std::vector<std::uint32_t> of_now;
    for (const Component& component : out.list)
        if (component.speaks_of_now && first[component.constraints[0]] == no_index)
            for (const std::uint32_t c : component.constraints)
                if (problem.constraints[c].origin.kind == Origin::Kind::background) of_now.push_back(c);
    for (Component& component : out.list) {
        if (!component.speaks_of_now) continue;
        component.constraints.insert(component.constraints.end(), of_now.begin(), of_now.end());
        std::sort(component.constraints.begin(), component.constraints.end());
        component.constraints.erase(std::unique(component.constraints.begin(), component.constraints.end()),
                                    component.constraints.end());
    }
    for (std::uint32_t v = 0; v < n; ++v)
        if (v != problem.now) out.of_variable[v] = number[find(v)];

    // A fact speaks of all its variables at once, though some of its constraints may share none.
    std::vector<std::uint32_t> island(out.list.size());
    std::iota(island.begin(), island.end(), 0U);
    const auto root = [&](std::uint32_t c) {
        while (island[c] != c) c = island[c] = island[island[c]];
        return c;
    };
    // Not by arrays over all facts: a problem may be a small part of a run.
    std::vector<std::pair<std::uint64_t, std::uint32_t>> members;  // fact or law instance, and component
    for (std::uint32_t c = 0; c < out.list.size(); ++c)
        for (const std::uint32_t constraint : out.list[c].constraints) {
            const Origin& o = problem.constraints[constraint].origin;
            if (o.kind == Origin::Kind::background) continue;
            const std::pair<std::uint64_t, std::uint32_t> member(std::uint64_t{o.kind == Origin::Kind::law} << 32 | o.index, c);
            if (members.empty() || members.back() != member) members.push_back(member);
        }
    std::sort(members.begin(), members.end());
    for (std::size_t i = 1; i < members.size(); ++i) {
        if (members[i].first != members[i - 1].first) continue;
        const std::uint32_t other = root(members[i - 1].second), here = root(members[i].second);
        island[here < other ? other : here] = here < other ? here : other;
    }
    out.of_island.resize(out.list.size());
    for (std::uint32_t c = 0; c < out.list.size(); ++c) {
        out.island.push_back(root(c));
        out.of_island[root(c)].push_back(c);
        if (root(c) == c) ++out.islands;
    }
    return out;
}

}  // namespace tenet

// Parts are told apart by islands (components.h). The facts to drop come from correction_sets.h; then the changes of
// all parts are sought in one grounding (change_search.h), and where other facts stand in the way, in one of the part's
// own.
#include "engine/mender.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <numeric>

#include "engine/lack.h"

namespace tenet {

namespace {

constexpr std::size_t most_touchable = 40;          // facts of a part whose figures and dates are sought together
constexpr std::chrono::seconds longest_search{30};  // for changes, whatever --timeout allows
constexpr int most_rounds = 6;                      // of taking up what stands in the way of a smaller change
constexpr const char* smallest_change = "the smallest change of figures and dates";

}  // namespace

void sort_ways(std::vector<Mend>& ways) {
    std::stable_sort(ways.begin(), ways.end(), [](const Mend& a, const Mend& b) { return a.cost < b.cost; });
}

Mend joined(const Mend& a, const Mend& b) {
    Mend out = a;
    out.cost += b.cost;
    out.drop.insert(out.drop.end(), b.drop.begin(), b.drop.end());
    out.change.insert(out.change.end(), b.change.begin(), b.change.end());
    std::sort(out.drop.begin(), out.drop.end());
    std::stable_sort(out.change.begin(), out.change.end(),
                     [](const Change& x, const Change& y) { return x.fact < y.fact; });
    return out;
}

// The islands that the members of a conflict lie in, joined.
std::vector<Part> Mender::parts(const std::vector<Core>& conflicts) const {
    const Problem& problem = ground_.problem;
    const Components components = split(problem);
    std::map<std::pair<Origin::Kind, std::uint32_t>, std::set<std::uint32_t>> islands_of;
    for (std::uint32_t c = 0; c < components.list.size(); ++c)
        for (const std::uint32_t constraint : components.list[c].constraints) {
            const Origin& o = problem.constraints[constraint].origin;
            if (o.kind != Origin::Kind::background) islands_of[{o.kind, o.index}].insert(components.island[c]);
        }
    std::vector<std::uint32_t> parent(components.list.size());
    std::iota(parent.begin(), parent.end(), 0U);
    const auto find = [&](std::uint32_t i) {
        while (parent[i] != i) i = parent[i] = parent[parent[i]];
        return i;
    };
    const auto join = [&](std::uint32_t a, std::uint32_t b) {
        parent[std::max(find(a), find(b))] = std::min(find(a), find(b));
    };
    if (together_) {
        std::optional<std::uint32_t> first;
        for (std::uint32_t c = 0; c < components.list.size(); ++c) {
            if (!components.list[c].speaks_of_now) continue;
            if (first) join(*first, components.island[c]);
            first = components.island[c];
        }
    }
    std::vector<std::uint32_t> home;  // by conflict
    for (const Core& core : conflicts) {
        std::optional<std::uint32_t> first;
        const auto member = [&](Origin::Kind kind, std::uint32_t index) {
            const auto at = islands_of.find({kind, index});
            if (at == islands_of.end()) return;
            for (const std::uint32_t island : at->second) {
                if (first) join(*first, island);
                if (!first) first = island;
            }
        };
        for (const FactId f : core.facts) member(Origin::Kind::fact, f);
        for (const std::uint32_t i : core.instances) member(Origin::Kind::law, i);
        home.push_back(first.value_or(no_index));
    }
    std::map<std::uint32_t, Part> by_root;
    for (std::size_t i = 0; i < conflicts.size(); ++i)
        if (home[i] != no_index) by_root[find(home[i])].conflicts.push_back(conflicts[i]);
    for (std::uint32_t c = 0; c < components.list.size(); ++c) {
        const auto at = by_root.find(find(components.island[c]));
        if (at == by_root.end()) continue;
        const auto& own = components.list[c].constraints;
        at->second.constraints.insert(at->second.constraints.end(), own.begin(), own.end());
    }
    std::vector<Part> out;
    for (auto& [root, part] : by_root) {
        std::sort(part.constraints.begin(), part.constraints.end());
        part.constraints.erase(std::unique(part.constraints.begin(), part.constraints.end()), part.constraints.end());
        out.push_back(std::move(part));
    }
    return out;
}

std::unique_ptr<ChangeSearch> Mender::search_among(const std::vector<FactId>& facts, RepairReport& report) {
    Choice near = choice_;
    near.reached = reached_(facts);
    // Optimising may take long where judging does not; what is not found in time is undecided. Half of what is left is
    // kept for trying the mends.
    Limits limits;
    limits.deadline = limits_.share(2);
    limits.deadline = limits.within(longest_search);
    std::unique_ptr<ChangeSearch> search;
    if (const char* lack = lacking([&] {
            search = std::make_unique<ChangeSearch>(facts_, vocabulary_, near, claims_, facts, together_, limits, context_);
        }))
        report.undecided.push_back(std::string(smallest_change) + lack);
    return search;
}

// The smallest change there is, found among the facts of the conflicts and whatever else turns out to stand in its way;
// and for each set of facts to drop, the smallest change of these facts alone.
void Mender::add_changes(Sought& sought, ChangeSearch& shared, RepairReport& report) {
    std::set<FactId>& touchable = sought.touchable;
    const auto add = [&](const ChangeSearch::Found& found) {
        if (found.mend.change.empty()) return;
        const bool known = std::any_of(sought.ways.list.begin(), sought.ways.list.end(), [&](const Mend& m) {
            return m.drop == found.mend.drop && m.change == found.mend.change;
        });
        if (!known) sought.ways.list.push_back(found.mend);
    };
    std::unique_ptr<ChangeSearch> own;
    ChangeSearch* search = &shared;
    std::optional<ChangeSearch::Found> found;
    bool cut_short = false;
    for (int round = 0; round < most_rounds; ++round) {
        found = search->cheapest({touchable.begin(), touchable.end()});
        cut_short = search->cut_short();
        if (!found) break;
        std::size_t more = 0;
        for (const FactId f : search->in_the_way(*found))
            if (touchable.size() < most_touchable) more += touchable.insert(f).second;
        if (more == 0 || round + 1 == most_rounds) break;
        auto wider = search_among({touchable.begin(), touchable.end()}, report);
        if (!wider) break;
        own = std::move(wider);
        search = own.get();
    }
    if (found) add(*found);
    std::size_t tried = 0;
    for (const CorrectionSet& set : sought.sets) {
        if (tried++ == most_ || search->out_of_time()) break;
        const bool here =
            std::all_of(set.facts.begin(), set.facts.end(), [&](FactId f) { return touchable.contains(f); });
        if (here && std::any_of(set.facts.begin(), set.facts.end(), [&](FactId f) { return changeable(f); }))
            if (const auto these = search->cheapest(set.facts); these && these->mend.cost <= set.cost) add(*these);
    }
    if (cut_short || search->out_of_time()) report.undecided.push_back(smallest_change);
}

Mender::Sought Mender::drops(const Part& part, const Limits& limits, RepairReport& report, std::vector<Core>& beyond) {
    Sought out;
    decider_.until(limits.deadline);
    CorrectionSets corrections([&](FactId f) { return weight(facts_, f); },
                               [&](const std::vector<FactId>& dropped) {
                                   return judge_without(decider_, ground_.problem, part.constraints, dropped);
                               },
                               part.conflicts, limits);
    auto [sets, all, cheapest] = corrections.next(most_);
    decider_.until(limits_.deadline);
    if (corrections.beyond_repair()) beyond.push_back(*corrections.beyond_repair());
    if (corrections.cut_short())
        report.undecided.push_back(cheapest ? "whether there are further repairs" : "whether there are cheaper repairs");
    out.ways.more = !all;
    out.sets = std::move(sets);
    for (const CorrectionSet& set : out.sets) out.ways.list.push_back({set.cost, set.facts, {}, {}, {}});
    for (const Core& core : corrections.conflicts()) out.touchable.insert(core.facts.begin(), core.facts.end());
    if (out.touchable.size() > most_touchable) {
        out.touchable.clear();
        for (const CorrectionSet& set : out.sets)
            if (out.touchable.size() + set.facts.size() <= most_touchable)
                out.touchable.insert(set.facts.begin(), set.facts.end());
        report.undecided.push_back("the smallest change: too many facts clash for all to be tried together");
    }
    if (std::none_of(out.touchable.begin(), out.touchable.end(), [&](FactId f) { return changeable(f); }))
        out.touchable.clear();
    return out;
}

std::vector<Ways> Mender::ways(const std::vector<Part>& parts, RepairReport& report, std::vector<Core>& beyond) {
    std::vector<Sought> sought;
    std::vector<FactId> touchable;
    Limits third;  // of the time; the rest is for changes, and for trying the mends
    third.deadline = limits_.share(3);
    for (const Part& part : parts) {
        Limits turn;
        turn.deadline = third.share(static_cast<int>(parts.size() - sought.size()));
        sought.push_back(drops(part, turn, report, beyond));
        touchable.insert(touchable.end(), sought.back().touchable.begin(), sought.back().touchable.end());
    }
    std::vector<Ways> out;
    if (!beyond.empty()) return out;
    std::unique_ptr<ChangeSearch> shared;
    if (!touchable.empty() && decider_.out_of_time())
        report.undecided.push_back(std::string(smallest_change) + for_lack_of_time);
    if (!touchable.empty() && !decider_.out_of_time()) shared = search_among(touchable, report);
    for (Sought& part : sought) {
        if (shared && !part.touchable.empty()) {
            const char* lack = limits_.over() ? for_lack_of_time : lacking([&] { add_changes(part, *shared, report); });
            if (lack) report.undecided.push_back(std::string(smallest_change) + lack);
        }
        sort_ways(part.ways.list);
        out.push_back(std::move(part.ways));
    }
    return out;
}

}  // namespace tenet

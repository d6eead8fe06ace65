// `repair`: for each part of the facts that has no world, minimal sets of facts to drop and small changes of figures and
// dates; then the cheapest ways through all parts together, each applied and checked again before it is proposed.
#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "engine/change_search.h"
#include "engine/correction_sets.h"
#include "engine/mend.h"
#include "engine/session_state.h"
#include "facts/reader.h"

namespace tenet {

namespace {

constexpr std::size_t most_touchable = 40;  // facts of a part whose figures and dates are sought together
constexpr std::chrono::seconds longest_search{30};  // for changes, whatever --timeout allows
constexpr int most_rounds = 6;              // of taking up what stands in the way of a smaller change

/// A part of the problem that is judged and mended on its own: islands that a conflict ties.
struct Part {
    std::vector<std::uint32_t> constraints;
    std::vector<Core> conflicts;
};

/// Ways to mend one part, cheapest first.
struct Ways {
    std::vector<Mend> list;
    bool more = false;
};

void sort_ways(std::vector<Mend>& ways) {
    std::stable_sort(ways.begin(), ways.end(), [](const Mend& a, const Mend& b) { return a.cost < b.cost; });
}

Mend joined(const Mend& a, const Mend& b) {
    Mend out = a;
    out.cost += b.cost;
    out.drop.insert(out.drop.end(), b.drop.begin(), b.drop.end());
    out.change.insert(out.change.end(), b.change.begin(), b.change.end());
    std::sort(out.drop.begin(), out.drop.end());
    std::stable_sort(out.change.begin(), out.change.end(), [](const Change& x, const Change& y) { return x.fact < y.fact; });
    return out;
}

class Mender {
public:
    using Reached = std::function<std::vector<bool>(const std::vector<FactId>&)>;
    Mender(FactSet& facts, const Vocabulary& vocabulary, const Choice& choice, const std::vector<CheckedExpression>& claims,
           Reached reached, const Limits& limits, Z3Context& context, GroundResult& ground, std::size_t most, bool together)
        : facts_(facts), vocabulary_(vocabulary), choice_(choice), claims_(claims), reached_(std::move(reached)), limits_(limits),
          context_(context), ground_(ground), decider_(ground.problem, limits, context), most_(most), together_(together) {}

    std::vector<Part> parts(const std::vector<Core>& conflicts) const;
    /// For each part. Nothing more where `beyond` gets a conflict of laws alone.
    std::vector<Ways> ways(const std::vector<Part>& parts, RepairReport& report, std::vector<Core>& beyond);

private:
    struct Sought {  // a part while its changes are sought
        std::vector<CorrectionSet> sets;
        std::set<FactId> touchable;
        Ways ways;
    };
    Sought drops(const Part& part, RepairReport& report, std::vector<Core>& beyond);
    std::unique_ptr<ChangeSearch> search_among(const std::vector<FactId>& facts);
    void add_changes(Sought& sought, ChangeSearch& shared, RepairReport& report);
    bool changeable(FactId f) const { return ChangeSearch::changeable(facts_, f); }

    FactSet& facts_;
    const Vocabulary& vocabulary_;
    const Choice& choice_;
    const std::vector<CheckedExpression>& claims_;
    Reached reached_;
    const Limits& limits_;
    Z3Context& context_;
    GroundResult& ground_;
    Decider decider_;
    std::size_t most_;
    bool together_;  // all that speaks of `now` is one part
};

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
    const auto join = [&](std::uint32_t a, std::uint32_t b) { parent[std::max(find(a), find(b))] = std::min(find(a), find(b)); };
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

std::unique_ptr<ChangeSearch> Mender::search_among(const std::vector<FactId>& facts) {
    Choice near = choice_;
    near.reached = reached_(facts);
    Limits limits = limits_;  // optimising may take long where judging does not; what is not found is then undecided
    const auto latest = std::chrono::steady_clock::now() + longest_search;
    if (!limits.deadline || latest < *limits.deadline) limits.deadline = latest;
    return std::make_unique<ChangeSearch>(facts_, vocabulary_, near, claims_, facts, together_, limits, context_);
}

// The smallest change there is, found among the facts of the conflicts and whatever else turns out to stand in its way;
// and for each set of facts to drop, the smallest change of these facts alone.
void Mender::add_changes(Sought& sought, ChangeSearch& shared, RepairReport& report) {
    std::set<FactId>& touchable = sought.touchable;
    if (touchable.empty()) return;
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
    for (int round = 0; round < most_rounds; ++round) {
        found = search->cheapest({touchable.begin(), touchable.end()});
        if (!found) break;
        std::size_t more = 0;
        for (const FactId f : search->in_the_way(*found))
            if (touchable.size() < most_touchable) more += touchable.insert(f).second;
        if (more == 0 || round + 1 == most_rounds) break;
        own = search_among({touchable.begin(), touchable.end()});
        search = own.get();
    }
    if (found) add(*found);
    std::size_t tried = 0;
    for (const CorrectionSet& set : sought.sets) {
        if (tried++ == most_ || search->cut_short()) break;
        const bool here = std::all_of(set.facts.begin(), set.facts.end(), [&](FactId f) { return touchable.contains(f); });
        if (here && std::any_of(set.facts.begin(), set.facts.end(), [&](FactId f) { return changeable(f); }))
            if (const auto these = search->cheapest(set.facts); these && these->mend.cost <= set.cost) add(*these);
    }
    if (search->cut_short()) report.undecided.push_back("the smallest change of figures and dates");
}

Mender::Sought Mender::drops(const Part& part, RepairReport& report, std::vector<Core>& beyond) {
    Sought out;
    CorrectionSets corrections(
        [&](FactId f) { return weight(facts_, f); },
        [&](const std::vector<FactId>& dropped) { return judge_without(decider_, ground_.problem, part.constraints, dropped); },
        part.conflicts);
    while (out.sets.size() <= most_) {
        auto next = corrections.next();
        if (!next) break;
        out.sets.push_back(std::move(*next));
    }
    if (corrections.beyond_repair()) beyond.push_back(*corrections.beyond_repair());
    if (corrections.cut_short()) report.undecided.push_back("whether there are further repairs");
    out.ways.more = out.sets.size() > most_ || corrections.cut_short();
    if (out.sets.size() > most_) out.sets.pop_back();
    for (const CorrectionSet& set : out.sets) out.ways.list.push_back({set.cost, set.facts, {}, {}, {}});
    for (const Core& core : corrections.conflicts()) out.touchable.insert(core.facts.begin(), core.facts.end());
    if (out.touchable.size() > most_touchable) {
        out.touchable.clear();
        for (const CorrectionSet& set : out.sets)
            if (out.touchable.size() + set.facts.size() <= most_touchable) out.touchable.insert(set.facts.begin(), set.facts.end());
        report.undecided.push_back("the smallest change: too many facts clash for all to be tried together");
    }
    if (std::none_of(out.touchable.begin(), out.touchable.end(), [&](FactId f) { return changeable(f); })) out.touchable.clear();
    return out;
}

std::vector<Ways> Mender::ways(const std::vector<Part>& parts, RepairReport& report, std::vector<Core>& beyond) {
    std::vector<Sought> sought;
    std::vector<FactId> touchable;
    for (const Part& part : parts) {
        sought.push_back(drops(part, report, beyond));
        touchable.insert(touchable.end(), sought.back().touchable.begin(), sought.back().touchable.end());
    }
    std::vector<Ways> out;
    if (!beyond.empty()) return out;
    std::unique_ptr<ChangeSearch> shared;
    if (!touchable.empty()) shared = search_among(touchable);
    for (Sought& part : sought) {
        if (shared) add_changes(part, *shared, report);
        sort_ways(part.ways.list);
        out.push_back(std::move(part.ways));
    }
    return out;
}

constexpr std::size_t large = 100;  // facts: beyond, only those connected with what changes are grounded again

}  // namespace

Verdict Session::State::verdict_now() {
    GroundResult ground = tenet::ground(facts, vocabulary, choice, claims, {}, false);
    return Inquiry(ground, facts, vocabulary, limits, context).verdict();
}

bool Session::State::mends(const Mend& mend, bool rest_is_consistent) {
    const Applied applied(mend, facts, choice);
    if (!applied.good()) return false;
    if (rest_is_consistent) {
        std::vector<FactId> touched = mend.drop;
        for (const Change& c : mend.change) touched.push_back(c.fact);
        choice.reached = reached_by(touched);
    }
    const Verdict verdict = verdict_now();
    choice.reached.clear();
    return verdict == Verdict::consistent;
}

// Of a large set, the facts connected with these, where that is all they can hang on; else none: all are.
std::vector<bool> Session::State::reached_by(const std::vector<FactId>& ids) {
    const bool days_known = choice.now || std::all_of(facts.sets.begin(), facts.sets.end(), [](const SetInfo& set) {
        return set.as_of && set.as_of->edtf.span.single();
    });
    if (ids.empty() || facts.facts.size() < large || !days_known || !hangs_on_its_own(Term{}, vocabulary)) return {};
    if (!connections) connections.emplace(facts, claims);
    std::vector<std::uint32_t> nodes;
    for (const FactId f : ids) {
        if (connections->node_of(f) == no_index) return {};
        nodes.push_back(connections->node_of(f));
    }
    return connections->reached(nodes);
}

// Which sources (and files, for what they say without one) must round so that the figures agree; nothing where that is
// not enough.
std::optional<Mend> Session::State::rounding_mend(const std::vector<Core>& conflicts) {
    Mend mend;
    for (const Core& core : conflicts)
        for (const FactId f : core.facts) {
            Fact fact = facts.facts[f];
            if (!round_figures(fact)) continue;
            if (fact.source != no_index) mend.rounded_sources.push_back(fact.source);
            if (fact.source == no_index) mend.rounded_sets.push_back(fact.set);
        }
    for (auto* list : {&mend.rounded_sources, &mend.rounded_sets}) {
        std::sort(list->begin(), list->end());
        list->erase(std::unique(list->begin(), list->end()), list->end());
    }
    if ((mend.rounded_sources.empty() && mend.rounded_sets.empty()) || !mends(mend)) return std::nullopt;
    for (auto* list : {&mend.rounded_sources, &mend.rounded_sets})
        for (std::size_t i = list->size(); i-- > 0;) {
            const std::uint32_t one = (*list)[i];
            list->erase(list->begin() + static_cast<std::ptrdiff_t>(i));
            if ((mend.rounded_sources.empty() && mend.rounded_sets.empty()) || !mends(mend))
                list->insert(list->begin() + static_cast<std::ptrdiff_t>(i), one);
        }
    return mend;
}

Repair Session::State::told(const Mend& mend, const Describer& describer) {
    Repair out;
    out.cost = mend.cost;
    for (const FactId f : mend.drop) out.drop.push_back(describer.fact(f));
    for (const Change& c : mend.change) {
        RepairChange change;
        change.fact = describer.fact(c.fact);
        change.to = c.to;
        if (c.date) {
            const DateSlot slot = dates_of(facts, c.fact)[c.part];
            change.attribute = slot.attribute;
            change.from = slot.instant->word.text;
            change.value = slot.instant->word.span;
        } else {
            const Figure& figure = quantity_of(facts.facts[c.fact])->figures[c.part];
            change.attribute = attribute_of(facts.facts[c.fact], figure);
            change.from = figure.word.text;
            change.value = figure.word.span;
        }
        out.change.push_back(std::move(change));
    }
    for (const SourceId s : mend.rounded_sources) out.rounded.push_back({facts.sources[s].id, false, facts.sources[s].span});
    for (const SetId s : mend.rounded_sets) out.rounded.push_back({sources.file(facts.sets[s].file).path, true, {facts.sets[s].file, 0, 0}});
    return out;
}

RepairReport Session::repair() {
    State& st = *state_;
    RepairReport report;
    report.facts = st.facts.facts.size();
    const std::size_t most = st.options.max_repairs;
    GroundResult ground = tenet::ground(st.facts, st.vocabulary, st.choice, st.claims, {}, false);
    Inquiry inquiry(ground, st.facts, st.vocabulary, st.limits, st.context);
    const Inquiry::Judgement judgement = inquiry.judge();
    report.verdict = judgement.verdict;
    if (judgement.verdict != Verdict::contradictory) {
        report.undecided = judgement.undecided;
        return report;
    }
    const auto reached = [&](const std::vector<FactId>& ids) { return st.reached_by(ids); };
    for (const bool together : {false, true}) {
        Mender mender(st.facts, st.vocabulary, st.choice, st.claims, reached, st.limits, st.context, ground, most, together);
        report.repairs.clear();
        report.undecided = judgement.undecided;
        report.more = false;
        std::vector<Core> beyond;
        std::vector<Mend> drops{Mend{}}, changes;  // that only drop facts; that change something
        for (const Ways& ways : mender.ways(mender.parts(judgement.conflicts), report, beyond)) {
            report.more = report.more || ways.more;
            std::vector<Mend> next_drops, next_changes;
            for (const Mend& way : ways.list) {
                for (const Mend& so_far : drops) (way.change.empty() ? next_drops : next_changes).push_back(joined(so_far, way));
                for (const Mend& so_far : changes) next_changes.push_back(joined(so_far, way));
            }
            for (auto* next : {&next_drops, &next_changes}) {
                sort_ways(*next);
                report.more = report.more || next->size() > 2 * most;
                if (next->size() > 2 * most) next->resize(2 * most);  // some may turn out to mend nothing
            }
            drops = std::move(next_drops);
            changes = std::move(next_changes);
        }
        if (!beyond.empty()) {
            for (const Core& core : beyond) report.beyond_repair.push_back(inquiry.told(core));
            return report;
        }
        std::vector<Mend> good;
        std::size_t failed = 0;
        for (const auto* list : {&drops, &changes}) {
            std::size_t found = 0;
            for (const Mend& mend : *list) {
                if (found >= most) {
                    report.more = true;
                    break;
                }
                // What is connected with no conflict was judged consistent.
                const bool mends = st.mends(mend, judgement.undecided.empty());
                if (mends) good.push_back(mend);
                ++(mends ? found : failed);
            }
        }
        sort_ways(good);
        if (auto rounding = st.rounding_mend(judgement.conflicts)) good.insert(good.begin(), std::move(*rounding));
        for (const Mend& mend : good) report.repairs.push_back(st.told(mend, inquiry.describer()));
        if (st.limits.deadline && std::chrono::steady_clock::now() >= *st.limits.deadline) {
            report.undecided.push_back("further repairs: what was not checked again is not proposed");
            break;
        }
        if (report.repairs.empty() && failed > 0 && together) report.undecided.push_back("whether what would mend the conflicts leaves a world");
        // Where parts that share only `now` hinder each other, they are mended together.
        if (!report.repairs.empty() || failed == 0) break;
    }
    return report;
}

}  // namespace tenet

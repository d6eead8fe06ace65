// Readings that have one value: of one fluent on days that turn out to be one, and of ids that turn out to be one entity.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "rules/grounder.h"

namespace tenet {

// Instants that are read in particular may be one day, and then what is asked for at one has its value at the other.
void Grounder::share_readings() {
    if (everywhere_) return;
    std::unordered_map<GroupId, std::vector<NodeId>> particular;
    const std::size_t count = cells_.size();
    for (std::size_t c = 0; c < count; ++c) {
        if (cells_[c].pass != pass_ || !is_stake(cells_[c].subject)) continue;
        for (const Reading& r : cells_[c].readings) {
            if (!r.particular) continue;
            std::vector<NodeId>& days = particular[root(cells_[c].group)];
            if (std::find(days.begin(), days.end(), r.day) == days.end()) days.push_back(r.day);
        }
    }
    for (std::size_t c = 0; c < count; ++c) {
        if (cells_[c].pass != pass_ || !is_stake(cells_[c].subject)) continue;
        const auto days = particular.find(root(cells_[c].group));
        if (days == particular.end() || days->second.size() < 2) continue;
        std::vector<NodeId> here;
        for (const Reading& r : cells_[c].readings)
            if (r.particular) here.push_back(r.day);
        for (const NodeId day : here)
            for (const NodeId other : days->second)
                if (other != day && may_equal(day, other))
                    read(cells_[c].subject, no_index, cells_[c].a, cells_[c].b, {other, false, true});
    }
}

// Two readings of one fluent are equal where their instants are: between the instants of a class that something reads in
// particular.
void Grounder::congruence() {
    FormulaStore& s = problem_.store;
    std::unordered_map<GroupId, std::unordered_set<NodeId>> particular;
    for (const Cell& cell : cells_) {
        if (cell.pass != pass_) continue;
        for (const Reading& r : cell.readings)
            if (r.particular) particular[root(cell.group)].insert(r.day);
    }
    for (std::size_t c = 0; c < cells_.size(); ++c) {
        if (cells_[c].pass != pass_ || cells_[c].readings.size() < 2) continue;
        const auto days = particular.find(root(cells_[c].group));
        if (days == particular.end() || days->second.size() < 2) continue;
        std::vector<Reading> readings;
        for (const Reading& r : cells_[c].readings)
            if (days->second.contains(r.day)) readings.push_back(r);
        for (std::size_t i = 0; i < readings.size(); ++i)
            for (std::size_t j = i + 1; j < readings.size(); ++j) {
                if (!may_equal(readings[i].day, readings[j].day)) continue;
                const NodeId when = s.equal(readings[i].day, readings[j].day);
                const NodeId a = node(readings[i].variable), b = node(readings[j].variable);
                background(s.implies(when, s.sort(a) == Sort::truth ? s.iff(a, b) : s.equal(a, b)));
            }
    }
}

// What tied ids share where they are one entity: every fluent, read at the same instants.
void Grounder::same_entities() {
    if (tied_.empty()) return;
    FormulaStore& s = problem_.store;
    for (std::size_t c = 0; c < cells_.size(); ++c) {
        if (cells_[c].pass != pass_ || cells_[c].subject == Subject::defined) continue;
        const Cell here = cells_[c];  // reading twins may move cells_
        const auto twin_reading = [&](PartyId id, bool first) {
            if (id >= tie_root_.size() || tied_[tie_root_[id]].empty()) return;
            for (const PartyId other : tied_[tie_root_[id]]) {
                if (other == id) continue;
                for (const Reading& r : here.readings) {
                    const NodeId twin = read(here.subject, here.index, first ? other : here.a, first ? here.b : other,
                                             {r.day, false, true});
                    const NodeId mine = node(r.variable);
                    background(s.implies(same_thing(id, other), s.sort(mine) == Sort::truth ? s.iff(mine, twin)
                                                                                              : s.equal(mine, twin)));
                }
            }
        };
        twin_reading(here.a, true);
        if (here.b != no_index) twin_reading(here.b, false);
    }
    for (PartyId r = 0; r < tied_.size(); ++r) {
        const auto& ids = tied_[r];
        for (std::size_t i = 0; i < ids.size(); ++i)
            for (std::size_t j = i + 1; j < ids.size(); ++j) {
                const NodeId ij = same_thing(ids[i], ids[j]);
                if (!vocabulary_.is_a(kind_of_[ids[i]], kind_of_[ids[j]]) &&
                    !vocabulary_.is_a(kind_of_[ids[j]], kind_of_[ids[i]]))
                    background(s.negation(ij));
                for (std::size_t k = 0; k < ids.size(); ++k)
                    if (k != i && k != j)
                        background(s.implies(s.both(same_thing(ids[i], ids[k]), same_thing(ids[k], ids[j])), ij));
            }
    }
}

}  // namespace tenet

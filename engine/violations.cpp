// Violated checks told with their reasons, where that they are violated is known (engine/witness_checks.h). Of the facts only
// those are grounded on whose shares it hangs; the part has a world, and in that any shares may stand that fit what is said of
// these (engine/plain_parts.h), so what is minimal among them is minimal in the run.
//
// That they refute the check is decided again, in what was grounded. Should that fail, the whole part is grounded.
#include <algorithm>
#include <atomic>

#include "engine/lack.h"
#include "engine/session_state.h"
#include "facts/side_by_side.h"

namespace tenet {

namespace {

constexpr std::size_t a_batch = 32;  // violations that a thread tells before it takes others

/// Facts by the organisation whose holders they tell of.
class FactsOfHeld {
public:
    explicit FactsOfHeld(const FactSet& facts) : facts_(facts), first_(facts.entities.size() + 1) {
        for (const Fact& fact : facts.facts)
            if (const EntityId held = of(fact); held != no_index) ++first_[held + 1];
        for (std::size_t e = 0; e < facts.entities.size(); ++e) first_[e + 1] += first_[e];
        list_.resize(first_.back());
        std::vector<std::uint32_t> next(first_.begin(), first_.end() - 1);
        for (FactId id = 0; id < facts.facts.size(); ++id)
            if (const EntityId held = of(facts.facts[id]); held != no_index) list_[next[held]++] = id;
    }
    /// What they say of these organisations, and all whom that and the violation name.
    Slice near(const Violation& violation) const {
        Slice slice;
        slice.entities = violation.values;
        slice.entities.insert(slice.entities.end(), violation.held.begin(), violation.held.end());
        for (const EntityId e : violation.held)
            for (std::uint32_t i = first_[e]; i < first_[e + 1]; ++i) {
                slice.facts.push_back(list_[i]);
                const FactBody& body = facts_.facts[list_[i]].body;
                if (const auto* stake = std::get_if<StakeClaim>(&body)) slice.entities.push_back(stake->holder);
                if (const auto* complete = std::get_if<CompleteClaim>(&body); complete && complete->holders)
                    slice.entities.insert(slice.entities.end(), complete->holders->begin(), complete->holders->end());
            }
        std::sort(slice.facts.begin(), slice.facts.end());
        std::sort(slice.entities.begin(), slice.entities.end());
        slice.entities.erase(std::unique(slice.entities.begin(), slice.entities.end()), slice.entities.end());
        return slice;
    }

private:
    static EntityId of(const Fact& fact) {
        if (const auto* stake = std::get_if<StakeClaim>(&fact.body)) return stake->in;
        const auto* complete = std::get_if<CompleteClaim>(&fact.body);
        return complete ? complete->of : no_index;
    }
    const FactSet& facts_;
    std::vector<std::uint32_t> first_;  // by entity, and one more
    std::vector<FactId> list_;
};

Slice part_of(std::uint32_t root, const FactSet& facts, Connections& connections) {
    Slice slice;
    for (FactId id = 0; id < facts.facts.size(); ++id)
        if (const std::uint32_t node = connections.node_of_fact(id); node != no_index && connections.find(node) == root) slice.facts.push_back(id);
    for (EntityId e = 0; e < facts.entities.size(); ++e)
        if (connections.entity(e) == root) slice.entities.push_back(e);
    return slice;
}

}  // namespace

std::vector<Judged> Session::State::judge_violations(const std::vector<Violation>& list, const GroundBase& base, unsigned jobs) {
    if (list.empty()) return {};
    std::vector<CheckedExpression> asked(vocabulary.checks.size());  // those that are violated
    for (const Violation& v : list)
        if (asked[v.check].slots == 0) asked[v.check] = {vocabulary.checks[v.check].law.body, vocabulary.checks[v.check].law.slots, {}, {}};
    const Choice timed = timed_choice();
    Telling tell = telling;
    tell.progress = {};
    const auto undecided = [&](const Violation& v, const char* why, Judged& part) {
        part.verdict = Verdict::undecided;
        part.undecided.push_back("check " + vocabulary.checks[v.check].law.full_id() + why);
    };
    /// False: what is in `slice` does not show it.
    const auto told = [&](const Violation& v, const Slice& slice, Z3Context& z3, Judged& part) {
        bool shown = true;
        const char* lack = lacking([&] {
            GroundResult own = tenet::ground(facts, vocabulary, timed, claims, {{&asked[v.check], v.values, {}}}, false, false, &base, &slice);
            Inquiry inquiry(own, facts, vocabulary, limits, z3, tell);
            auto reason = inquiry.why_if_impossible(own.queries[0]);
            shown = reason.has_value();
            if (!shown) return;
            part.checks.push_back(tell_check(vocabulary.checks[v.check], v.check, v.values, Truth::impossible, inquiry.describer(), std::move(*reason)));
        });
        if (lack) undecided(v, lack, part);
        return shown;
    };
    const FactsOfHeld by_held(facts);
    const std::size_t batches = (list.size() + a_batch - 1) / a_batch;
    std::vector<Judged> parts(batches);
    std::vector<std::vector<const Violation*>> left(batches);
    std::atomic<std::size_t> done{0};
    side_by_side(batches, jobs, [] { return Z3Context(); }, [&](Z3Context& z3, std::size_t b) {
        for (std::size_t i = b * a_batch; i < std::min(list.size(), (b + 1) * a_batch); ++i) {
            if (limits.over()) undecided(list[i], for_lack_of_time, parts[b]);
            else if (!told(list[i], by_held.near(list[i]), z3, parts[b])) left[b].push_back(&list[i]);
        }
        done += a_batch;
        if (telling.progress) telling.progress("violations told", std::min<std::size_t>(done, list.size()), list.size());
    });
    for (std::size_t b = 0; b < batches; ++b)
        for (const Violation* v : left[b])
            if (!told(*v, part_of(v->root, facts, connected()), context, parts[b])) undecided(*v, "", parts[b]);
    return parts;
}

}  // namespace tenet

#include "engine/partition.h"

#include <algorithm>
#include <numeric>

#include "rules/ground_plan.h"

namespace tenet {

namespace {

// A day of publication that nobody knows is one day for all that name it, and links them though no entity does.
bool names_unknown_publication(const FactSet& facts) {
    std::vector<bool> unknown;
    for (const Source& source : facts.sources) {
        const auto& published = source.published;
        unknown.push_back(!published || published->kind != Instant::Kind::edtf || !published->edtf.span.single());
    }
    if (std::find(unknown.begin(), unknown.end(), true) == unknown.end()) return false;
    const auto named = [&](const auto& i) { return i && i->kind == Instant::Kind::source_published && unknown[i->index]; };
    const auto in_time = [&](const When& w) { return named(w.at()) || named(w.from()) || named(w.to()) || named(w.through()); };
    struct Names {
        const FactSet& facts;
        const decltype(named)& instant;
        const decltype(in_time)& when;
        bool operator()(const EventClaim& c) const {
            const Event& e = facts.events[c.event];
            return instant(e.date) || instant(e.from) || instant(e.to);
        }
        bool operator()(const StakeClaim& c) const { return when(c.when); }
        bool operator()(const CompleteClaim& c) const { return when(c.when); }
        bool operator()(const UnchangedClaim& c) const { return when(c.when); }
        bool operator()(const OfficeClaim& c) const { return when(c.when); }
        bool operator()(const RelationClaim& c) const { return when(c.when); }
        bool operator()(const OrderClaim& c) const { return instant(c.a.instant()) || instant(c.b.instant()); }
        bool operator()(const MeasureClaim& c) const { return when(c.when); }
        bool operator()(const ExpressionClaim& c) const { return std::string_view(c.expression->text).find(".published") != std::string_view::npos; }
        bool operator()(const SameClaim&) const { return false; }
    };
    const Names names{facts, named, in_time};
    return std::any_of(facts.facts.begin(), facts.facts.end(), [&](const Fact& f) { return std::visit(names, f.body); });
}

}  // namespace

bool days_known(const FactSet& facts, const Choice& choice) {
    if (choice.now && !choice.now->span.single()) return false;
    return std::all_of(facts.sets.begin(), facts.sets.end(), [&](const SetInfo& set) {
        return set.as_of ? set.as_of->edtf.span.single() : choice.now.has_value();
    }) && !names_unknown_publication(facts);
}

bool binds_nothing(const Law& law, const FactSet& facts, const Vocabulary& vocabulary) {
    return std::any_of(law.params.begin(), law.params.end(), [&](const Parameter& p) {
        if (p.domain.kind != Domain::Kind::events || p.domain.index == no_index) return false;
        return std::none_of(facts.events.begin(), facts.events.end(),
                            [&](const Event& e) { return vocabulary.event_kind(e.kind.text) == p.domain.index; });
    });
}

bool can_be_taken_apart(const FactSet& facts, const Vocabulary& vocabulary, const Choice& choice,
                        const std::vector<CheckedExpression>& claims, std::size_t facts_a_slice) {
    if (facts.facts.size() <= facts_a_slice) return false;
    if (choice.at && !vocabulary.checks.empty()) return false;  // only checks are asked at that day
    if (!days_known(facts, choice) || !holders_merge(vocabulary)) return false;
    for (const Law& law : vocabulary.laws)
        if (!stays_within(vocabulary, law, plan_instances(vocabulary, law.body))) return false;
    Plan everything;
    everything.everything = true;
    for (const Check& check : vocabulary.checks)
        if (!stays_within(vocabulary, check.law, everything) && !binds_nothing(check.law, facts, vocabulary)) return false;
    for (const CheckedExpression& claim : claims) {
        const Term& term = claim.term;
        if (asks_each_holder(vocabulary, term) || !hangs_on_its_own(term, vocabulary)) return false;
    }
    return true;
}

namespace {

// Where slices are cut must not move when a fact is added somewhere: what is remembered of a slice is remembered of exactly
// its facts. So its own words say whether a part is the last of its slice, and where several are without such a part a slice
// ends at twice its size.
class Cuts {
public:
    explicit Cuts(std::size_t size) : size_(std::max<std::size_t>(1, size)) {}
    /// Whether what comes next, of `weight` facts, begins another slice.
    bool before(std::size_t weight) { return held_ > 0 && (ends_ || held_ + weight > 2 * size_ - 1); }
    void begin() { held_ = 0; ends_ = false; }
    /// Takes it in. A slice has half its size at least, and on average its size.
    void take(std::size_t weight, std::string_view words) {
        held_ += weight;
        ends_ = held_ >= size_ / 2 && std::hash<std::string_view>()(words) % size_ < 2 * weight;
    }

private:
    std::size_t size_, held_ = 0;
    bool ends_ = false;
};

}  // namespace

Slice all_of(const FactSet& facts) {
    Slice all;
    all.facts.resize(facts.facts.size());
    std::iota(all.facts.begin(), all.facts.end(), 0U);
    all.entities.resize(facts.entities.size());
    std::iota(all.entities.begin(), all.entities.end(), 0U);
    return all;
}

std::vector<Slice> partition(const FactSet& facts, const Sources& sources, Connections& connections, std::size_t facts_a_slice,
                             const std::vector<bool>& settled) {
    // Connected parts in the order of their first fact; slices of whole parts.
    std::vector<std::uint32_t> slice_of(facts.entities.size() + facts.events.size(), no_index);  // by root
    std::vector<std::size_t> size_of(slice_of.size());
    const auto root_of = [&](FactId id) {
        const std::uint32_t node = connections.node_of_fact(id);
        return node == no_index ? no_index : connections.find(node);
    };
    const auto is_settled = [&](std::uint32_t root) { return !settled.empty() && root != no_index && settled[root]; };
    std::vector<FactId> open;
    for (FactId id = 0; id < facts.facts.size(); ++id) {
        const std::uint32_t root = root_of(id);
        if (is_settled(root)) continue;
        open.push_back(id);
        if (root != no_index) ++size_of[root];
    }
    bool all_settled = open.empty();
    for (EntityId e = 0; all_settled && e < facts.entities.size(); ++e) all_settled = is_settled(connections.entity(e));
    if (all_settled) return {};
    std::vector<Slice> slices(1);
    const auto another = [&](Cuts& cuts) {
        slices.emplace_back().unnamed = false;
        cuts.begin();
    };
    Cuts cuts(facts_a_slice);
    for (const FactId id : open) {
        const std::uint32_t root = root_of(id);
        if (root == no_index || slice_of[root] != no_index) continue;
        if (cuts.before(size_of[root])) another(cuts);
        cuts.take(size_of[root], sources.text(facts.facts[id].span));
        slice_of[root] = static_cast<std::uint32_t>(slices.size() - 1);
    }
    if (slices.size() == 1 && open.size() == facts.facts.size()) return {};
    for (const FactId id : open) {
        const std::uint32_t root = root_of(id);
        slices[root == no_index ? 0 : slice_of[root]].facts.push_back(id);
    }
    // Entities that no fact names come last, in slices of their own.
    Cuts lonely(facts_a_slice);
    bool any = false;
    for (EntityId e = 0; e < facts.entities.size(); ++e) {
        const std::uint32_t root = connections.entity(e);
        if (is_settled(root)) continue;
        if (slice_of[root] != no_index) {
            slices[slice_of[root]].entities.push_back(e);
            continue;
        }
        if (!any || lonely.before(1)) another(lonely);
        any = true;
        lonely.take(1, facts.entities[e].id);
        slices.back().entities.push_back(e);
    }
    return slices;
}

}  // namespace tenet

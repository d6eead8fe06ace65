#include "engine/share_questions.h"

#include <algorithm>

#include "engine/lack.h"
#include "engine/partition.h"
#include "engine/witness.h"
#include "engine/witness_part.h"

namespace tenet {

namespace {

constexpr std::size_t facts_together = 4000;  // of parts that are shown to have a world together

bool same_day(const std::optional<Edtf>& a, const std::optional<Edtf>& b) { return a == b; }

bool same_form(const CoalitionShare& a, const CoalitionShare& b) {
    return a.basis == b.basis && a.threshold == b.threshold && a.reached == b.reached && a.through == b.through && a.member == b.member &&
           a.holder == b.holder && a.held == b.held;
}

}  // namespace

std::optional<ShareQuestion> share_question(const Vocabulary& vocabulary, const CheckedExpression& query) {
    const Term& t = query.term;
    const auto plain = [](const Term& a) { return a.op == Op::entity || a.op == Op::variable; };
    std::optional<ShareQuestion> out;
    if (t.op == Op::defined && t.args.size() == 2) {
        if (const auto form = coalition_share(vocabulary, t.index)) out = {*form, &t.args[0], &t.args[1]};
    } else if (const auto over = share_over(t, std::nullopt)) {
        out = {over->share, over->holder, over->held};
    }
    if (!out || !plain(*out->holder) || !plain(*out->held) || !Coalitions::fits(out->form, vocabulary)) return std::nullopt;
    // Each query variable in one place.
    std::size_t variables = 0;
    for (const Term* a : {out->holder, out->held})
        if (a->op == Op::variable) ++variables;
    if (variables != query.query_variables.size()) return std::nullopt;
    return out;
}

ShareQuestions::ShareQuestions(const FactSet& facts, const Vocabulary& vocabulary, const Choice& choice,
                               const std::vector<CheckedExpression>& claims, Connections& connections, const Limits& limits,
                               Z3Context& context, unsigned jobs)
    : facts_(facts), vocabulary_(vocabulary), choice_(choice), claims_(claims), connections_(connections), limits_(limits), context_(context),
      base_(facts, vocabulary, choice), laws_(vocabulary),
      parts_(facts, vocabulary, choice, base_, laws_, connections, known_now(facts, choice)),
      jobs_(jobs), apart_(can_be_taken_apart(facts, vocabulary, choice, claims, 0)), has_world_(facts.entities.size() + facts.events.size()) {}

bool ShareQuestions::made_for(const Choice& choice) const {
    return choice.assume == choice_.assume && choice.without == choice_.without && choice.only_stated == choice_.only_stated &&
           same_day(choice.now, choice_.now);
}

const ShareTable& ShareQuestions::table(Op basis) {
    const std::size_t i = basis == Op::votes;
    if (!tables_[i]) {
        tables_[i] = std::make_unique<ShareTable>(facts_, vocabulary_, laws_, parts_, basis);
        unsound_[i].resize(has_world_.size());
        if (tables_[i]->usable())
            for (EntityId e = 0; e < facts_.entities.size(); ++e)
                if (!tables_[i]->held(e).sound) unsound_[i][connections_.entity(e)] = 1;
    }
    return *tables_[i];
}

Coalitions* ShareQuestions::coalitions(const CoalitionShare& form) {
    if (!parts_.any || !table(form.basis).usable()) return nullptr;
    for (const auto& known : coalitions_)
        if (same_form(known->form(), form)) return known.get();
    coalitions_.push_back(std::make_unique<Coalitions>(table(form.basis), form, vocabulary_, base_));
    return coalitions_.back().get();
}

// Facts and entities of each part.
void ShareQuestions::find_facts() {
    if (!first_fact_.empty()) return;
    const auto sort = [&](std::size_t n, const auto& root_of, std::vector<std::uint32_t>& first, std::vector<std::uint32_t>& list) {
        first.assign(has_world_.size() + 1, 0);
        for (std::uint32_t i = 0; i < n; ++i) ++first[root_of(i) + 1];
        for (std::size_t r = 0; r < has_world_.size(); ++r) first[r + 1] += first[r];
        list.resize(n);
        std::vector<std::uint32_t> next(first.begin(), first.end() - 1);
        for (std::uint32_t i = 0; i < n; ++i) list[next[root_of(i)]++] = i;
    };
    sort(facts_.facts.size(), [&](std::uint32_t id) { return connections_.find(connections_.node_of_fact(id)); }, first_fact_, facts_of_);
    sort(facts_.entities.size(), [&](std::uint32_t e) { return connections_.entity(e); }, first_entity_, entities_of_);
}

// Whether parts have a world, all together: as they share nothing, each then has one.
bool ShareQuestions::prove(const std::vector<std::uint32_t>& roots) {
    Slice slice;
    for (const std::uint32_t root : roots) {
        slice.facts.insert(slice.facts.end(), facts_of_.begin() + first_fact_[root], facts_of_.begin() + first_fact_[root + 1]);
        slice.entities.insert(slice.entities.end(), entities_of_.begin() + first_entity_[root], entities_of_.begin() + first_entity_[root + 1]);
    }
    std::sort(slice.facts.begin(), slice.facts.end());
    std::sort(slice.entities.begin(), slice.entities.end());
    Choice choice = choice_;
    if (!apart_) {
        choice.reached.assign(facts_.facts.size(), false);
        for (const FactId id : slice.facts) choice.reached[id] = true;
        if (slice.facts.empty()) return false;  // nothing reached would mean everything
    }
    choice.deadline = limits_.deadline;
    Verdict verdict = Verdict::undecided;
    lacking([&] {
        GroundResult ground = tenet::ground(facts_, vocabulary_, choice, claims_, {}, false, false, &base_, apart_ ? &slice : nullptr);
        verdict = Inquiry(ground, facts_, vocabulary_, limits_, context_).verdict();
    });
    return verdict == Verdict::consistent;
}

// Once much of the run is asked about, all its parts are given their least worlds; before, the few are grounded.
void ShareQuestions::look_for_witnesses(const std::vector<std::uint32_t>& roots) {
    constexpr std::size_t much = 8;  // of the facts, one in so many
    if (!apart_ || witnessed_) return;
    for (const std::uint32_t root : roots) asked_ += 1 + first_fact_[root + 1] - first_fact_[root];
    if (asked_ * much < facts_.facts.size()) return;
    witnessed_ = true;
    WitnessRun run(facts_, vocabulary_, choice_, base_, claims_);
    const Witnessed found = find_witnesses(run, connections_.parts(), connections_, jobs_);
    for (std::uint32_t root = 0; root < found.nodes.size(); ++root)
        if (found.nodes[root]) has_world_[root] = 1;
}

std::vector<bool> ShareQuestions::settled(const std::vector<std::uint32_t>& roots, Op basis) {
    std::vector<bool> out(roots.size());
    if (!parts_.any || !table(basis).usable()) return out;
    const std::vector<std::uint8_t>& unsound = unsound_[basis == Op::votes];
    std::vector<std::uint32_t> ask;
    for (const std::uint32_t root : roots)
        if (parts_.plain[root] && !unsound[root] && has_world_[root] == 0) {
            has_world_[root] = 2;
            ask.push_back(root);
        }
    if (!ask.empty()) {
        find_facts();
        look_for_witnesses(ask);
        std::erase_if(ask, [&](std::uint32_t root) { return has_world_[root] == 1; });
    }
    std::vector<std::uint32_t> together;
    std::size_t size = 0;
    const auto decide = [&] {
        const bool all = prove(together);
        for (const std::uint32_t root : together) has_world_[root] = all || (together.size() > 1 && prove({root})) ? 1 : 2;
        together.clear();
        size = 0;
    };
    for (const std::uint32_t root : ask) {
        const std::size_t more = 1 + first_fact_[root + 1] - first_fact_[root];
        if (!together.empty() && (!apart_ || size + more > facts_together)) decide();
        together.push_back(root);
        size += more;
    }
    if (!together.empty()) decide();
    for (std::size_t i = 0; i < roots.size(); ++i) out[i] = parts_.plain[roots[i]] && !unsound[roots[i]] && has_world_[roots[i]] == 1;
    return out;
}

std::optional<Truth> ShareQuestions::truth(const CoalitionShare& form, EntityId x, EntityId y) {
    if (x == y && !form.through) return std::nullopt;  // what is held in itself follows other laws
    const std::vector<bool> parts = settled({connections_.entity(x), connections_.entity(y)}, form.basis);
    if (!parts[0] || !parts[1]) return std::nullopt;
    Coalitions* who = coalitions(form);
    if (!who || !who->may_hold(x) || !who->may_be_held(y)) return std::nullopt;
    if (who->certainly(x, y)) return Truth::certain;
    return who->possibly(x, y) ? Truth::possible : Truth::impossible;
}

}  // namespace tenet

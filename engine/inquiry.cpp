// From components to answers. `now` links facts only where it is asked about or is itself what clashes.
#include "engine/inquiry.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "engine/rounding.h"
#include "engine/steps.h"
#include "engine/steps_search.h"

namespace tenet {

namespace {

constexpr const char* asks_of_each = "the question: it asks of each holder, and nobody says how many share what is unnamed";

}  // namespace

AnswerKind kind_of_answer(Type type) {
    return type == Type::truth ? AnswerKind::truth : type == Type::instant ? AnswerKind::instant : AnswerKind::number;
}

Inquiry::Inquiry(GroundResult& ground, const FactSet& facts, const Vocabulary& vocabulary, const Limits& limits,
                 Z3Context& context, Telling telling)
    : ground_(ground), problem_(ground.problem), facts_(facts), components_(split(ground.problem)),
      outcome_(components_.list.size()), context_(context), limits_(limits), telling_(std::move(telling)),
      decider_(ground.problem, limits, context, &components_.variables), describer_(facts, vocabulary, ground.problem, telling_.sources, telling_.marks) {
    for (std::uint32_t c = 0; c < components_.list.size(); ++c)
        if (components_.list[c].speaks_of_now) with_now_.push_back(c);
}

std::vector<std::uint32_t> Inquiry::constraints_of(const std::vector<std::uint32_t>& components) const {
    std::vector<std::uint32_t> all;
    for (const std::uint32_t c : components)
        all.insert(all.end(), components_.list[c].constraints.begin(), components_.list[c].constraints.end());
    std::sort(all.begin(), all.end());  // what is known of `now` alone belongs to several
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

Outcome Inquiry::of_component(std::uint32_t c) {
    if (!outcome_[c]) {
        decider_.load(components_.list[c].constraints);
        outcome_[c] = decider_.solve(problem_.store.yes());
    }
    return *outcome_[c];
}

// The reason with its steps: a proof from the constraints of its members and what of the background it takes.
Reason Inquiry::told(const Core& core, NodeId extra) const {
    Reason reason = describer_.reason(core);
    Limits limits = limits_;
    limits.deadline = turn(4);
    if (core.facts.empty() && core.instances.empty()) return reason;
    Proof proof = prove_plainly(problem_, limits, scope().near(problem_, core, extra), extra);
    if (proof.steps.empty()) {
        const std::vector<std::uint32_t> members = scope().clashing(problem_, context_, limits, core, extra);
        if (!members.empty()) proof = prove(problem_, limits, members, extra);
    }
    reason.steps = tell_steps(problem_, describer_, proof);
    if (telling_.watch) telling_.watch(problem_, core, extra, proof);
    return reason;
}

const ProofScope& Inquiry::scope() const {
    if (!scope_) scope_.emplace(problem_);
    return *scope_;
}

std::optional<std::string> Inquiry::rounding(const Core& conflict) const {
    if (!telling_.sources) return std::nullopt;
    Limits limits = limits_;
    limits.deadline = turn(4);
    return rounding_hint(problem_, scope(), facts_, *telling_.sources, context_, limits, conflict);
}

Reason Inquiry::told(const Core& conflict) const { return told(conflict, problem_.store.yes()); }

const Inquiry::Reach& Inquiry::reach(const Question& q) {
    std::vector<VariableId> used;
    problem_.store.variables(q.body, used);
    std::vector<VariableId> more;
    problem_.store.variables(q.presupposed, more);
    used.insert(used.end(), more.begin(), more.end());
    used.insert(used.end(), q.speaks_of.begin(), q.speaks_of.end());
    std::set<std::uint32_t> direct;
    bool now = q.names_now;
    for (const VariableId v : used) {
        if (v == problem_.now) now = true;
        if (components_.of_variable[v] != no_index) direct.insert(components_.of_variable[v]);
    }
    std::set<std::uint32_t> islands;
    for (const std::uint32_t c : direct) islands.insert(components_.island[c]);
    for (const std::uint32_t island : islands)
        direct.insert(components_.of_island[island].begin(), components_.of_island[island].end());
    for (const std::uint32_t c : direct) now = now || components_.list[c].speaks_of_now;
    std::set<std::uint32_t> all = direct;
    if (now && problem_.now != no_index)
        for (const std::uint32_t c : with_now_)
            if (direct.contains(c) || q.names_now || of_component(c) != Outcome::unsat) all.insert(c);
    const std::vector<std::uint32_t> key(all.begin(), all.end());
    const auto it = reaches_.find(key);
    if (it != reaches_.end()) return it->second;
    Reach r;
    r.constraints = constraints_of(key);
    // Components share nothing but `now`: where each has a world, and all that speak of `now` have one together, so has this.
    bool apart = now_consistent_ || std::count_if(key.begin(), key.end(), [&](std::uint32_t c) { return components_.list[c].speaks_of_now; }) < 2;
    for (const std::uint32_t c : key) apart = apart && outcome_[c] == Outcome::sat;
    // What was too hard for its turn would take that of each question about it as well.
    const bool hard = limits_.turns && limits_.deadline &&
                      std::any_of(key.begin(), key.end(), [&](std::uint32_t c) { return outcome_[c] == Outcome::unknown; });
    if (apart) {
        r.outcome = Outcome::sat;
    } else if (!hard) {
        decider_.load(r.constraints);
        r.outcome = decider_.solve(problem_.store.yes());
    }
    return reaches_.emplace(key, std::move(r)).first->second;
}

bool Inquiry::is_little() const {
    constexpr std::size_t few = 20'000;
    return problem_.constraints.size() <= few;
}

void Inquiry::load_everything() {
    if (everything_.size() != problem_.constraints.size()) {
        everything_.resize(problem_.constraints.size());
        std::iota(everything_.begin(), everything_.end(), 0U);
    }
    decider_.load(everything_);
}

bool Inquiry::all_at_once() {
    if (!is_little()) return false;
    if (tried_at_once_) return all_consistent_;
    tried_at_once_ = true;
    load_everything();
    if (decider_.solve_openly(problem_.store.yes()) != Outcome::sat) return false;
    std::fill(outcome_.begin(), outcome_.end(), Outcome::sat);
    return all_consistent_ = now_consistent_ = true;
}

// What is apart from a question cannot change its answer where all is consistent: then few facts are loaded once, all of
// them, for all questions.
void Inquiry::load_for(const Reach& r) {
    if (all_consistent_ && is_little()) {
        load_everything();
    } else {
        decider_.load(r.constraints);
    }
}

const Inquiry::Reach& Inquiry::reach_for_answer(const Question& q) {
    static const Reach some{Outcome::sat, {}};
    return all_consistent_ && is_little() ? some : reach(q);
}

std::vector<VariableId> Inquiry::turns_on(const Question& q, const std::vector<std::uint32_t>& constraints) const {
    constexpr std::size_t most = 400;
    std::vector<VariableId> found;
    problem_.store.variables(q.body, found);
    std::set<VariableId> seen(found.begin(), found.end());
    for (std::size_t i = 0; i < found.size() && found.size() < most; ++i) {
        if (problem_.variables[found[i]].subject != Subject::defined) continue;
        for (const std::uint32_t c : constraints) {
            if (problem_.constraints[c].origin.kind != Origin::Kind::background) continue;
            std::vector<VariableId> used;
            problem_.store.variables(problem_.constraints[c].formula, used);
            if (std::find(used.begin(), used.end(), found[i]) == used.end()) continue;
            for (const VariableId v : used)
                if (seen.insert(v).second) found.push_back(v);
        }
    }
    return found;
}

// A world for and one against, side by side: what differs between them, and the question's own variables.
void Inquiry::two_worlds(const Question& q, const std::vector<std::uint32_t>& constraints, Answer& a) {
    FormulaStore& s = problem_.store;
    const std::vector<VariableId> shown = turns_on(q, constraints);
    decider_.load(constraints);
    if (decider_.solve(s.both(q.presupposed, q.body)) != Outcome::sat) return;
    const WorldTable yes = describer_.table(shown, decider_.world());
    if (decider_.solve(s.both(q.presupposed, s.negation(q.body))) != Outcome::sat) return;
    const WorldTable no = describer_.table(shown, decider_.world());
    std::vector<VariableId> own;
    s.variables(q.body, own);
    std::set<std::string> names;
    for (const VariableId v : own) names.insert(describer_.name(v));
    const auto keep = [&](const WorldTable& table, const WorldTable& other) {
        WorldTable kept;
        for (const auto& row : table.rows) {
            const bool same = std::find(other.rows.begin(), other.rows.end(), row) != other.rows.end();
            if (!same || names.contains(row.first)) kept.rows.push_back(row);
        }
        return kept;
    };
    a.world_for = keep(yes, no);
    a.world_against = keep(no, yes);
}

// Where several holders were told as one (Question::merged), worlds in which they are several are missing. `seen`, certain or
// impossible, is also true of these where the one holds nothing in any world, or where it stays true whatever he holds: where
// more in one hand can only make the question true, it was true in each missing world if it is without his stakes.
bool Inquiry::also_of_several(const Question& q, Truth seen) {
    if (!q.merged.whole) return false;
    FormulaStore& s = problem_.store;
    std::vector<VariableId> used;
    s.variables(q.body, used);
    std::unordered_map<VariableId, NodeId> nothing;
    std::vector<NodeId> something;
    for (const VariableId v : used) {
        const Variable& variable = problem_.variables[v];
        if ((variable.subject != Subject::capital && variable.subject != Subject::votes) || !problem_.is_unnamed(variable.a)) continue;
        nothing.emplace(v, s.constant(0));
        something.push_back(s.negation(s.equal(problem_.variable_nodes[v], s.constant(0))));
    }
    if (q.merged.tells_without && q.merged.raises != q.merged.lowers) {
        std::unordered_map<NodeId, NodeId> memo;
        const NodeId without = s.substitute(q.body, nothing, memo);
        return decider_.solve(s.both(q.presupposed, seen == Truth::certain ? s.negation(without) : without)) == Outcome::unsat;
    }
    return decider_.solve(s.both(q.presupposed, s.any_of(something))) == Outcome::unsat;
}

Truth Inquiry::truth(const Question& q) {
    FormulaStore& s = problem_.store;
    decider_.until(turn(8));
    const Reach& r = reach_for_answer(q);
    if (r.outcome == Outcome::unknown) return Truth::undecided;
    if (r.outcome == Outcome::unsat) return Truth::contradictory;
    load_for(r);
    const Outcome with = decider_.solve(s.both(q.presupposed, q.body));
    const Outcome without = decider_.solve(s.both(q.presupposed, s.negation(q.body)));
    if (with == Outcome::unsat && without == Outcome::unsat) return Truth::is_void;
    if (with == Outcome::sat && without == Outcome::sat) return Truth::possible;
    if (with == Outcome::unknown || without == Outcome::unknown) return Truth::undecided;
    const Truth seen = with == Outcome::sat ? Truth::certain : Truth::impossible;
    const bool missing = seen == Truth::certain ? q.merged.raises : q.merged.lowers;
    return missing && !also_of_several(q, seen) ? Truth::undecided : seen;
}

Reason Inquiry::why_impossible(const Question& q) {
    decider_.until(turn(8));
    const NodeId yes = problem_.store.both(q.presupposed, q.body);
    return told(decider_.core(reach(q).constraints, yes), yes);
}

std::optional<Reason> Inquiry::why_if_impossible(const Question& q) {
    decider_.until(turn(8));
    const NodeId yes = problem_.store.both(q.presupposed, q.body);
    const Reach& r = reach(q);
    if (r.outcome != Outcome::sat) return std::nullopt;
    decider_.load(r.constraints);
    if (decider_.solve(yes) != Outcome::unsat) return std::nullopt;
    return told(decider_.core(r.constraints, yes), yes);
}

Answer Inquiry::answer(const Question& q, Detail detail) {
    decider_.until(turn(8));
    const bool why = detail == Detail::reasons;
    FormulaStore& s = problem_.store;
    Answer a;
    a.kind = kind_of_answer(q.type);
    a.percent = q.share;
    for (const EventId e : q.presupposes) {
        a.presupposes.push_back(facts_.id_of(facts_.events[e]));
        const Fact& f = facts_.facts[facts_.events[e].fact];
        if (f.status != Status::stated && f.status != Status::reported) a.presupposes_uncertain.push_back(facts_.id_of(facts_.events[e]));
    }
    const Reach& r = why ? reach(q) : reach_for_answer(q);
    if (r.outcome == Outcome::unknown) {
        a.truth = Truth::undecided;
        a.undecided.push_back("whether what the question speaks of is consistent");
        return a;
    }
    if (r.outcome == Outcome::unsat) {
        a.truth = Truth::contradictory;
        if (detail != Detail::answer) a.reason = told(decider_.core(r.constraints, s.yes()), s.yes());
        return a;
    }
    const auto core = [&](NodeId extra) { return told(decider_.core(r.constraints, extra), extra); };
    if (q.type == Type::truth) {
        a.truth = truth(q);
        if (a.truth == Truth::undecided)
            a.undecided.push_back(q.merged.any() ? asks_of_each : "the question");
        if (!why) return a;
        const NodeId yes = s.both(q.presupposed, q.body), no = s.both(q.presupposed, s.negation(q.body));
        if (a.truth == Truth::certain) a.reason = core(no);
        if (a.truth == Truth::impossible) a.reason = core(yes);
        if (a.truth == Truth::is_void) a.reason = core(q.presupposed);
        if (a.truth == Truth::possible) {
            two_worlds(q, r.constraints, a);
        }
        return a;
    }
    load_for(r);
    const Outcome any = decider_.solve(q.presupposed);
    if (any != Outcome::sat) {
        a.truth = any == Outcome::unsat ? Truth::is_void : Truth::undecided;
        if (any == Outcome::unknown) a.undecided.push_back("the question");
        if (why && any == Outcome::unsat) a.reason = core(q.presupposed);
        return a;
    }
    if (q.merged.any() && (!(q.merged.raises && q.merged.lowers) || !also_of_several(q, Truth::certain))) {
        a.truth = Truth::undecided;
        a.undecided.push_back(asks_of_each);
        return a;
    }
    a.truth = Truth::certain;
    for (const int direction : {-1, 1}) {
        load_for(r);
        const Extent e = extent(decider_, problem_, q.presupposed, q.body, direction);
        if (e.kind == Extent::Kind::undecided) {
            a.truth = Truth::undecided;
            a.undecided.push_back(direction < 0 ? "the lower bound" : "the upper bound");
            continue;
        }
        if (e.kind == Extent::Kind::unbounded) continue;
        Reason reason;
        if (why) {  // nothing lies beyond
            const NodeId value = s.constant(e.bound.value, s.sort(q.body) == Sort::day ? Sort::day : Sort::real);
            const NodeId beyond = direction < 0 ? (e.bound.open ? s.less_equal(q.body, value) : s.less(q.body, value))
                                                : (e.bound.open ? s.less_equal(value, q.body) : s.less(value, q.body));
            reason = core(s.both(q.presupposed, beyond));
        }
        if (q.type == Type::instant) {
            DayAnswer day{Day{e.bound.value.to_int64().value_or(0)}, std::move(reason)};
            (direction < 0 ? a.earliest : a.latest) = std::move(day);
        } else {
            (direction < 0 ? a.lower : a.upper) = BoundAnswer{e.bound, std::move(reason)};
        }
    }
    return a;
}

}  // namespace tenet

// Answers questions about one grounded problem: what is certain, how much, when; contradictory only where what the
// question speaks of is.
#pragma once

#include <functional>
#include <map>

#include "engine/bounds.h"
#include "engine/components.h"
#include "engine/describe.h"
#include "engine/proof.h"
#include "engine/progress.h"
#include "engine/steps_scope.h"
#include "rules/ground.h"

namespace tenet {

/// How refutations are told. `sources` places facts in their files; `watch` gets every proof beside its words (empty
/// where none was found), so that tests can replay it.
struct Telling {
    const Sources* sources = nullptr;
    std::function<void(Problem& problem, const Core& core, NodeId supposed, const Proof& proof)> watch;
    Progress progress;
    bool marks = false;  // what moves with lines is told by marks (engine/place_marks.h)
};

/// How a question of that type is answered.
AnswerKind kind_of_answer(Type type);

class Inquiry {
public:
    Inquiry(GroundResult& ground, const FactSet& facts, const Vocabulary& vocabulary, const Limits& limits,
            Z3Context& context, Telling telling = {});

    /// Every component judged; conflicts of which no two share a fact, in file order, until the rest is consistent.
    struct Judgement {
        Verdict verdict = Verdict::consistent;
        std::vector<Core> conflicts;
        std::vector<std::string> undecided;
    };
    /// `most` above 0: all minimal conflicts, at most so many a component.
    Judgement judge(std::size_t most = 0);
    /// The verdict alone, without looking for conflicts.
    Verdict verdict();

    /// Looks for one world of everything, where that is little: then no question needs to ask what it reaches for one.
    bool all_at_once();

    /// How much of an answer is wanted: the answer; with the conflict, where what it speaks of is contradictory; with
    /// reasons and worlds.
    enum class Detail { answer, conflict, reasons };
    Answer answer(const Question& question, Detail detail);
    /// The truth alone.
    Truth truth(const Question& question);
    /// The reason why a truth that is known to be impossible is so.
    Reason why_impossible(const Question& question);
    /// Likewise; nothing where it is not seen to be.
    std::optional<Reason> why_if_impossible(const Question& question);
    /// The truths of many questions of truth: those that share what they reach are decided together.
    std::vector<Truth> truths(const std::vector<Question>& questions);
    /// The constraints that the question speaks of, and those that these speak of in turn.
    std::vector<std::uint32_t> reached(const Question& question) { return reach(question).constraints; }
    std::size_t components() const { return components_.islands; }
    const Describer& describer() const { return describer_; }
    /// A conflict of judge() as a reason, told in steps.
    Reason told(const Core& conflict) const;
    /// Whose figures, read as rounded, give a conflict of judge() a world (engine/rounding.h).
    std::optional<std::string> rounding(const Core& conflict) const;

private:
    /// What the question speaks of, and what that speaks of in turn.
    struct Reach {
        Outcome outcome = Outcome::unknown;  // of the constraints together
        std::vector<std::uint32_t> constraints;
    };
    const Reach& reach(const Question& question);  // stays where it is
    /// Likewise where no reason is asked for: without the constraints where all are loaded anyway.
    const Reach& reach_for_answer(const Question& question);
    std::vector<std::uint32_t> constraints_of(const std::vector<std::uint32_t>& components) const;
    Outcome of_component(std::uint32_t component);
    void find_worlds_together();
    Core within_others(Core core, std::uint32_t component);
    void load_for(const Reach& r);
    bool is_little() const;
    void load_everything();
    bool also_of_several(const Question& q, Truth seen);
    void conflicts_of(const std::vector<std::uint32_t>& constraints, std::uint32_t component, Judgement& judgement,
                      std::vector<bool>& dropped_facts, std::size_t most);
    /// What a question turns on: its own variables, and through recursive definitions those of their bodies.
    std::vector<VariableId> turns_on(const Question& question, const std::vector<std::uint32_t>& constraints) const;
    void two_worlds(const Question& question, const std::vector<std::uint32_t>& constraints, Answer& answer);
    Reason told(const Core& core, NodeId extra) const;
    const ProofScope& scope() const;
    std::string component_name(const Component& component) const;
    /// Of the time that is left, where parts take turns; else all.
    std::optional<std::chrono::steady_clock::time_point> turn(int shares) const {
        return limits_.turns ? limits_.share(shares) : limits_.deadline;
    }
    struct Hard {  // a component that was not decided in its turn
        std::uint32_t component;
        bool late;  // the turn was over, not what the solvers can do
    };
    void look_again(std::vector<Hard>& hard, Judgement& judgement, std::vector<bool>& dropped_facts, std::size_t most);

    GroundResult& ground_;
    Problem& problem_;
    const FactSet& facts_;
    Components components_;
    std::vector<std::uint32_t> with_now_;  // components that speak of `now`
    std::vector<std::optional<Outcome>> outcome_;
    std::map<std::vector<std::uint32_t>, Reach> reaches_;
    Z3Context& context_;
    bool all_consistent_ = false;  // each component has a world, and all that speak of `now` have one together
    bool tried_at_once_ = false;
    std::vector<std::uint32_t> everything_;
    bool now_consistent_ = false;  // all components that speak of `now` have a world together
    std::vector<std::uint32_t> broken_;  // components without a world, while they are judged
    Limits limits_;
    Telling telling_;
    Decider decider_;
    Describer describer_;
    mutable std::optional<ProofScope> scope_;  // made when the first refutation is told
};

}  // namespace tenet

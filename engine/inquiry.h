// Answers questions about one grounded problem: what is certain, how much, when; contradictory only where what the
// question speaks of is.
#pragma once

#include <map>

#include "engine/bounds.h"
#include "engine/components.h"
#include "engine/describe.h"
#include "rules/ground.h"

namespace tenet {

class Inquiry {
public:
    Inquiry(GroundResult& ground, const FactSet& facts, const Vocabulary& vocabulary, const Limits& limits,
            Z3Context& context);

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

    /// How much of an answer is wanted: the answer; with the conflict, where what it speaks of is contradictory; with
    /// reasons and worlds.
    enum class Detail { answer, conflict, reasons };
    Answer answer(const Question& question, Detail detail);
    /// The truth alone.
    Truth truth(const Question& question);
    /// The constraints that the question speaks of, and those that these speak of in turn.
    std::vector<std::uint32_t> reached(const Question& question) { return reach(question).constraints; }
    std::size_t components() const { return components_.islands; }
    const Describer& describer() const { return describer_; }
    /// A conflict of judge() as a reason, told in steps.
    Reason told(const Core& conflict) const;

private:
    /// What the question speaks of, and what that speaks of in turn.
    struct Reach {
        Outcome outcome = Outcome::unknown;  // of the constraints together
        std::vector<std::uint32_t> constraints;
    };
    Reach reach(const Question& question);
    Outcome of_component(std::uint32_t component);
    void conflicts_of(const std::vector<std::uint32_t>& constraints, Judgement& judgement,
                      std::vector<bool>& dropped_facts, std::size_t most);
    /// What a question turns on: its own variables, and through recursive definitions those of their bodies.
    std::vector<VariableId> turns_on(const Question& question, const std::vector<std::uint32_t>& constraints) const;
    void two_worlds(const Question& question, const std::vector<std::uint32_t>& constraints, Answer& answer);
    Reason told(const Core& core, const std::vector<std::uint32_t>& constraints, NodeId extra) const;
    std::string component_name(const Component& component) const;

    GroundResult& ground_;
    Problem& problem_;
    const FactSet& facts_;
    Components components_;
    std::vector<std::uint32_t> with_now_;  // components that speak of `now`
    std::vector<std::optional<Outcome>> outcome_;
    std::map<std::vector<std::uint32_t>, Reach> reaches_;
    Z3Context& context_;
    Decider decider_;
    Describer describer_;
};

}  // namespace tenet

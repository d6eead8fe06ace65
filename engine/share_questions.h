// Questions about who has a share over a threshold, answered from the shares of the day themselves where these stand alone
// (engine/plain_parts.h): nothing is grounded but what shows, once for each part of the facts, that it has a world at all.
//
// Everything else is asked of the grounder and the decider as ever.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "engine/coalitions.h"
#include "engine/inquiry.h"

namespace tenet {

/// "Has x a share over the threshold in y?"; the terms are entities or query variables.
struct ShareQuestion {
    CoalitionShare form;
    const Term* holder = nullptr;
    const Term* held = nullptr;
};
/// A question of that form; none: it is another.
std::optional<ShareQuestion> share_question(const Vocabulary& vocabulary, const CheckedExpression& query);

class ShareQuestions {
public:
    /// All of it outlives this. Files speak on known days, and questions hang on what they name alone
    /// (Session::State::stands_alone).
    ShareQuestions(const FactSet& facts, const Vocabulary& vocabulary, const Choice& choice,
                   const std::vector<CheckedExpression>& claims, Connections& connections, const Limits& limits, Z3Context& context,
                   unsigned jobs);

    /// Whether this was made for the same choice of facts.
    bool made_for(const Choice& choice) const;
    /// Whether the shares of each part stand alone and fit what is said of them, and the part has a world. By root of the
    /// connections; nothing is said of a part that is left out.
    std::vector<bool> settled(const std::vector<std::uint32_t>& roots, Op basis);
    /// None: `x` and `y` do not lie in such parts, or are of other kinds.
    std::optional<Truth> truth(const CoalitionShare& form, EntityId x, EntityId y);
    /// Of parts that are settled. None: the form does not fit.
    Coalitions* coalitions(const CoalitionShare& form);

private:
    const ShareTable& table(Op basis);
    void find_facts();
    void look_for_witnesses(const std::vector<std::uint32_t>& roots);
    bool prove(const std::vector<std::uint32_t>& roots);

    const FactSet& facts_;
    const Vocabulary& vocabulary_;
    Choice choice_;
    const std::vector<CheckedExpression>& claims_;
    Connections& connections_;
    const Limits& limits_;
    Z3Context& context_;
    GroundBase base_;
    ShareLaws laws_;
    PlainParts parts_;
    unsigned jobs_;
    bool apart_;  // parts can be judged by themselves
    bool witnessed_ = false;         // each part was given a chance to show its least world
    std::size_t asked_ = 0;          // facts of parts that were asked about before that
    std::unique_ptr<ShareTable> tables_[2];
    std::vector<std::uint8_t> unsound_[2];  // by root: some organisation of it is
    std::vector<std::unique_ptr<Coalitions>> coalitions_;
    std::vector<std::uint8_t> has_world_;   // by root: 0 not asked, 1 yes, 2 not shown
    std::vector<std::uint32_t> first_fact_, facts_of_;  // by root
    std::vector<std::uint32_t> first_entity_, entities_of_;
};

}  // namespace tenet

// `ask`: one question checked, grounded and answered; what it owes to --set, --assume and --without.
#include <algorithm>

#include "engine/correction_sets.h"
#include "engine/partition.h"
#include "engine/session_state.h"

namespace tenet {

namespace {

constexpr std::size_t most_repairs = 64;  // that --repairs looks at

/// The answer where the time ran out before anything could be asked.
Answer not_asked(const CheckedExpression& query) {
    Answer a;
    a.kind = kind_of_answer(query.term.type);
    a.truth = Truth::undecided;
    a.undecided.push_back("the question: the time ran out before what it hangs on was laid out");
    return a;
}

}  // namespace

// Only the facts that the question can hang on are grounded, where the day on which files speak is known: else what is
// said of other things may still narrow `now`.
bool Session::State::stands_alone(const CheckedExpression& query) const {
    return days_known(facts, choice) && !at && hangs_on_its_own(query.term, vocabulary);
}

Choice Session::State::timed_choice() const {
    Choice timed = choice;
    timed.deadline = limits.deadline;
    return timed;
}

std::optional<GroundResult> Session::State::ground_in_time(Choice chosen, const std::vector<Query>& queries, const GroundBase* base) const {
    chosen.deadline = limits.deadline;
    try {
        return tenet::ground(facts, vocabulary, chosen, claims, queries, false, false, base);
    } catch (const OutOfTime&) {
        return std::nullopt;
    }
}

Connections& Session::State::connected() {
    if (!connections) connections.emplace(facts, claims);
    return *connections;
}

ShareQuestions* Session::State::by_shares() {
    if (!options.from_shares || options.only_z3) return nullptr;
    if (share_questions && !share_questions->made_for(choice)) share_questions.reset();
    if (!share_questions)
        share_questions = std::make_unique<ShareQuestions>(facts, vocabulary, choice, claims, connected(), limits, context, options.jobs);
    return share_questions.get();
}

std::optional<Truth> Session::State::from_shares(const CheckedExpression& query, const std::vector<std::uint32_t>& values) {
    const auto asked = share_question(vocabulary, query);
    if (!asked) return std::nullopt;
    const auto who = [&](const Term& t) { return t.op == Op::entity ? t.index : values[t.index]; };
    const std::uint32_t x = who(*asked->holder), y = who(*asked->held);
    if (x == Query::unnamed_value || y == Query::unnamed_value) return std::nullopt;
    ShareQuestions* shares = by_shares();
    const auto truth = shares ? shares->truth(asked->form, x, y) : std::nullopt;
    if (truth) ++answered_from_shares;
    return truth;
}

// What `queries` can hang on, where all of them stand alone.
std::vector<bool> Session::State::facts_for(const std::vector<Query>& queries) {
    std::vector<std::uint32_t> nodes;
    for (const Query& q : queries) {
        if (!stands_alone(*q.expression)) return {};
        Connections& known = connected();
        known.of_term(q.expression->term, nodes);
        for (std::size_t i = 0; i < q.values.size(); ++i)
            if (q.values[i] != Query::unnamed_value)
                nodes.push_back(q.expression->query_variables[i].domain.kind == Domain::Kind::events ? known.event_node(q.values[i]) : q.values[i]);
    }
    return connected().reached(nodes);
}

std::vector<Answer> Session::State::answers(const std::vector<Query>& queries, Inquiry::Detail detail, Z3Context& with, const Telling& tell,
                                            const GroundBase* base) {
    Choice chosen = choice;
    chosen.reached = facts_for(queries);
    std::optional<GroundResult> ground = ground_in_time(std::move(chosen), queries, base);
    std::vector<Answer> out;
    if (!ground) {
        for (const Query& query : queries) out.push_back(not_asked(*query.expression));
        return out;
    }
    Inquiry inquiry(*ground, facts, vocabulary, limits, with, tell);
    inquiry.all_at_once();
    for (const Question& question : ground->queries) out.push_back(inquiry.answer(question, detail));
    return out;
}

Answer Session::State::answer(const CheckedExpression& query, const std::vector<std::uint32_t>& values,
                              Inquiry::Detail detail, const GroundBase* base) {
    if (detail != Inquiry::Detail::reasons && stands_alone(query))
        if (const auto truth = from_shares(query, values)) {
            Answer a;
            a.kind = AnswerKind::truth;
            a.truth = *truth;
            return a;
        }
    if (std::optional<Answer> told = answer_on_a_day(query, values, detail)) return std::move(*told);
    const std::vector<Query> queries{{&query, values, at}};
    Choice chosen = choice;
    chosen.reached = facts_for(queries);
    std::optional<GroundResult> ground = ground_in_time(std::move(chosen), queries, base);
    if (!ground) return not_asked(query);
    Inquiry inquiry(*ground, facts, vocabulary, limits, context, telling);
    Answer a = inquiry.answer(ground->queries[0], detail);
    if (wanted_repairs && detail != Inquiry::Detail::answer && a.truth == Truth::contradictory) {
        const std::vector<std::uint32_t> reached = inquiry.reached(ground->queries[0]);
        Decider decider(ground->problem, limits, context);
        CorrectionSets corrections([&](FactId f) { return weight(facts, f); },
                                   [&](const std::vector<FactId>& dropped) { return judge_without(decider, ground->problem, reached, dropped); }, {}, limits);
        CorrectionSets::Some found = corrections.next(most_repairs);
        wanted_repairs->sets = std::move(found.sets);
        wanted_repairs->all = found.all;
    }
    return a;
}

std::optional<Answer> Session::ask(const std::string& query, FileIndex query_file, std::uint32_t offset) {
    State& st = *state_;
    if (!st.options.repairs) return ask_once(query, query_file, offset, true);
    FoundRepairs found;
    st.wanted_repairs = &found;
    std::optional<Answer> answer = ask_once(query, query_file, offset, true);
    st.wanted_repairs = nullptr;
    if (!answer || answer->truth != Truth::contradictory) return answer;
    answer->all_repairs = found.all;
    const Choice whole = st.choice;
    for (const CorrectionSet& set : found.sets) {
        for (const FactId f : set.facts) {
            st.choice.without.push_back(f);
            std::erase(st.choice.assume, f);
        }
        AnswerInRepair in{set.cost, {}, {}};
        for (const FactId f : set.facts) in.drop.push_back(st.facts.id_of(st.facts.facts[f]));
        std::optional<Answer> there = ask_once(query, query_file, offset, false);
        st.choice = whole;
        if (!there) continue;
        in.answer = std::move(*there);
        in.answer.reason.reset();
        answer->repairs.push_back(std::move(in));
    }
    return answer;
}

std::optional<Answer> Session::ask_once(const std::string& query, FileIndex query_file, std::uint32_t offset, bool with_under) {
    State& st = *state_;
    const PlacedText text{query, {query_file, offset, static_cast<std::uint32_t>(offset + query.size())}};
    const std::size_t complaints = st.diagnostics.list().size();
    const auto checked = check_expression(text, {st.vocabulary, &st.facts, {}, true, no_index, nullptr, true}, std::nullopt, st.sources, st.diagnostics);
    for (std::size_t i = complaints; i < st.diagnostics.list().size(); ++i)
        if (st.diagnostics.list()[i].severity == Severity::error) return std::nullopt;
    if (!checked) return std::nullopt;
    st.note_silent_packs(text, checked->term);
    if (checked->contenders.empty()) return answer(query, *checked, with_under);
    return readings(query, text, checked->contenders, with_under);
}

// One reading of a question, its names looked up.
Answer Session::answer(const std::string& query, const CheckedExpression& question, bool with_under) {
    State& st = *state_;
    const auto answer = [&](Inquiry::Detail detail) {
        Answer a = question.query_variables.empty() ? st.answer(question, {}, detail) : st.list(question);
        a.query = query;
        return a;
    };
    Answer out = answer(st.options.why ? Inquiry::Detail::reasons : Inquiry::Detail::conflict);
    if (out.reason) st.mark(*out.reason);
    for (auto* end : {&out.lower, &out.upper})
        if (*end) st.mark((*end)->reason);
    for (auto* end : {&out.earliest, &out.latest})
        if (*end) st.mark((*end)->reason);
    if (with_under) out.under = st.without_each(out, [&] { return answer(Inquiry::Detail::answer); });
    return out;
}

}  // namespace tenet

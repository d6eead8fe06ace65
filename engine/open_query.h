// An open query on its way to its answer: which bindings are looked at, and the rows found. What asks them: open_query.cpp; rows
// that shares tell of, and their order: open_query_rows.cpp.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/session_state.h"
#include "rules/ground_plan.h"

namespace tenet {

struct Session::State::Listing {
    using Values = std::vector<std::uint32_t>;

    Listing(State& state, const CheckedExpression& checked)
        : st(state), query(checked), n(checked.query_variables.size()), own(state.stands_alone(checked)), known(state.connected()) {
        known.of_term(query.term, constants);
        for (const std::uint32_t c : constants) roots_of_constants.insert(known.find(c));
        const bool recursive = asks_recursive(query.term, state.vocabulary);
        for (std::size_t i = 0; i < n; ++i) {
            domains.push_back(domain(i));
            apart.push_back(recursive && !is_target_only(state.vocabulary, query.term, static_cast<std::uint32_t>(i)));
        }
        all = how_many(domains);
        answer.kind = AnswerKind::open;
        answer.truth = Truth::certain;
        if (own) shares = share_question(st.vocabulary, query);
        if (shares && shares->form.through && st.by_shares()) coalitions = st.by_shares()->coalitions(shares->form);
    }

    bool is_event(std::size_t i) const { return query.query_variables[i].domain.kind == Domain::Kind::events; }
    std::uint32_t node(std::size_t i, std::uint32_t value) const { return is_event(i) ? known.event_node(value) : value; }
    Values domain(std::size_t i) const;
    /// Choices of one value from each list; at most about SIZE_MAX.
    static std::size_t how_many(const std::vector<Values>& lists) {
        std::size_t count = 1;
        for (const Values& list : lists) count = list.empty() ? 0 : std::min(count, SIZE_MAX / list.size()) * list.size();
        return count;
    }
    bool may_be_unnamed(std::size_t i) const;
    void each(const std::vector<Values>& from, const std::function<bool(const Values&)>& visit) const;
    bool fits(const std::vector<Values>& together, const Values& values, std::size_t most) const;
    std::vector<Truth> truths(const std::vector<Values>& bindings);
    void connected_bindings();
    std::vector<bool> rows_from_shares();
    std::optional<bool> others_from_shares();
    void strangers();
    void others();
    /// Takes a row in, where it is one to be listed.
    void find(const std::uint32_t* values, Truth truth) {
        if (truth == Truth::undecided) left_out.insert("a binding");
        if (truth != Truth::certain && (truth != Truth::possible || st.options.certain_only)) return;
        found.insert(found.end(), values, values + n);
        found_truths.push_back(truth);
    }
    void sort_rows();
    void put_bindings();
    void finish();

    State& st;
    const CheckedExpression& query;
    std::size_t n, all = 0, near = 0;  // near: bindings that facts connect
    bool own, contradictory = false;
    bool late = false;  // the time ran out: no further binding is looked at
    Values clash;  // a binding about which the facts contradict each other
    Connections& known;
    std::vector<std::uint32_t> constants;
    std::set<std::uint32_t> roots_of_constants;
    std::vector<Values> domains;  // by variable
    std::vector<bool> apart;      // by variable: its values are not grounded together
    std::optional<ShareQuestion> shares;  // where it is one of these, and shares answer it
    Coalitions* coalitions = nullptr;
    bool has_holder = false;  // shares told of somebody who may have it
    Values found;                       // n values a row
    std::vector<Truth> found_truths;  // by row
    /// Rows of one holder that shares told of, where both are asked for: `own`, and what is open to anybody in his part.
    struct Rows {
        EntityId holder;
        std::uint32_t part;
        std::size_t own, own_end;  // in own_rows
    };
    std::vector<Rows> grouped;                       // by holder
    std::vector<std::pair<EntityId, Truth>> own_rows;  // of one holder in order
    std::vector<Values> open;                        // by part, in order; empty where only what is certain is listed
    std::set<std::string> left_out;
    Answer answer;
};

}  // namespace tenet

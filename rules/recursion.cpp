// Cycles of definitions, and whether the least fixpoint that gives them their meaning exists.
//
// Definitions that use each other form strongly connected components (definition_graph.h). Inside a component every
// use must be monotone: more of what is used may never make less of what uses it (Tarski's fixpoint theorem). That is
// a matter of polarity, walked from the top of each body: `not` and the left of `implies` turn it, a comparison keeps
// it on the greater side and turns it on the lesser, a condition of `sum` passes it on where what is summed is not
// negative. Numbers that depend on each other must be sums of products of non-negative terms.

#include "rules/recursion.h"

#include <algorithm>

#include "rules/definition_graph.h"
#include "rules/value_range.h"

namespace tenet {

namespace {

struct Sense {
    enum class Way { up, down, neither } way = Way::up;
    const char* why = "";  // what made it other than up
};

Sense turn(Sense sense, const char* why) {
    if (sense.way == Sense::Way::up) return {Sense::Way::down, why};
    if (sense.way == Sense::Way::down) return {Sense::Way::up, ""};
    return sense;
}
Sense neither(const char* why) { return {Sense::Way::neither, why}; }

class MonotoneCheck {
public:
    MonotoneCheck(const Vocabulary& vocabulary, const DefinitionGraph& graph,
                  const std::vector<std::uint32_t>& component, const Sources& sources, Diagnostics& diagnostics)
        : v_(vocabulary), graph_(graph), component_(component), sources_(sources), diagnostics_(diagnostics) {}

    void check(const std::vector<std::uint32_t>& members, bool circular_numbers) {
        for (std::uint32_t member : members) {
            const Definition& definition = v_.definitions[member];
            member_ = member;
            strict_numbers_ = circular_numbers;
            if (definition.type == Type::instant) {
                complain(definition.body, "an instant cannot be defined by itself");
                return;
            }
            if (circular_numbers && definition.type == Type::truth) {
                complain(definition.body,
                         "numbers that depend on themselves cannot depend on truths that depend on them");
                return;
            }
            if (circular_numbers && !ranges_.not_negative(definition.body)) {
                complain(definition.body,
                         "a number may depend on itself only in sums of products of non-negative terms");
                return;
            }
            walk(definition.body, Sense{}, false);
        }
    }

    /// Whether numbers of this component use each other in a cycle of their own.
    bool numbers_depend(const std::vector<std::uint32_t>& members) const {
        DefinitionGraph numbers(v_.definitions.size());
        for (std::uint32_t member : members)
            for (std::uint32_t to : graph_[member])
                if (v_.definitions[member].type == Type::number && v_.definitions[to].type == Type::number &&
                    component_[to] == component_[member])
                    numbers[member].push_back(to);
        const std::vector<std::uint32_t> inner = components(numbers);
        for (std::uint32_t member : members)
            for (std::uint32_t to : numbers[member])
                if (inner[to] == inner[member]) return true;
        return false;
    }

private:
    bool same_cycle(std::uint32_t other) const { return component_[other] == component_[member_]; }

    bool recursive(const Term& term) const {
        if (term.op == Op::defined && same_cycle(term.index)) return true;
        return std::any_of(term.args.begin(), term.args.end(), [&](const Term& arg) { return recursive(arg); });
    }

    void complain(const Term& use, const std::string& why) {
        const Definition& definition = v_.definitions[member_];
        const std::string how = cycle(use.op == Op::defined ? use.index : member_);
        Diagnostic& complaint = diagnostics_.error(
            "recursion", locate(sources_, definition.text, use.span.begin, use.span.end),
            "'" + definition.name + "' is defined by itself, and no least meaning exists: " + why, how);
        complaint.help =
            "a definition may use itself where more of it never makes less: in a positive literal, in the condition of "
            "a "
            "sum or count of non-negative terms on the growing side of a comparison, or, for numbers, in sums of "
            "products "
            "of non-negative terms";
    }

    /// "a uses b uses a": a shortest way from `first`, which this definition uses, back to it.
    std::string cycle(std::uint32_t first) const {
        std::vector<std::uint32_t> from(graph_.size(), UINT32_MAX), queue{first};
        for (std::size_t i = 0; i < queue.size() && queue[i] != member_; ++i)
            for (std::uint32_t to : graph_[queue[i]])
                if (from[to] == UINT32_MAX && to != first && same_cycle(to)) {
                    from[to] = queue[i];
                    queue.push_back(to);
                }
        std::vector<std::string> names{v_.definitions[member_].name};
        for (std::uint32_t at = member_; at != first && from[at] != UINT32_MAX; at = from[at])
            names.push_back(v_.definitions[from[at]].name);
        names.push_back(v_.definitions[member_].name);
        std::reverse(names.begin(), names.end());
        std::string text = names.front();
        for (std::size_t i = 1; i < names.size(); ++i) text += " uses " + names[i];
        return text;
    }

    /// `sense`: whether growth of a recursive use inside `term` may make `term` grow (up) or shrink (down).
    /// `condition`: inside the condition of a sum or count, or a comparison, where no circular number may stand.
    void walk(const Term& term, Sense sense, bool condition) {
        if (!recursive(term)) return;
        switch (term.op) {
            case Op::defined:
                if (!same_cycle(term.index)) {
                    for (const Term& arg : term.args) walk(arg, neither("it is used inside an argument"), condition);
                } else if (sense.way != Sense::Way::up)
                    complain(term, sense.why);
                else if (strict_numbers_ && condition)
                    complain(
                        term,
                        "a number may depend on itself only in sums of products, not in conditions or differences");
                return;
            case Op::not_: walk(term.args[0], turn(sense, "it is denied here"), condition); return;
            case Op::and_:
            case Op::or_:
            case Op::any: all_of(term, sense, condition); return;
            case Op::implies:
                walk(term.args[0], turn(sense, "it stands left of 'implies', which denies it"), condition);
                walk(term.args[1], sense, condition);
                return;
            case Op::all: {
                const std::size_t body = term.args.size() - 1;
                if (term.has_where)
                    walk(term.args[body - 1], turn(sense, "it is the condition of 'all', which denies it"), condition);
                walk(term.args[body], sense, condition);
                return;
            }
            case Op::less:
            case Op::less_equal:
                walk(term.args[0], turn(sense, "it stands on the lesser side of a comparison"), true);
                walk(term.args[1], sense, true);
                return;
            case Op::add: all_of(term, sense, condition); return;
            case Op::subtract:
                walk(term.args[0], sense, true);
                walk(term.args[1], turn(sense, "it is subtracted here"), true);
                return;
            case Op::negate: walk(term.args[0], turn(sense, "it is negated here"), true); return;
            case Op::multiply: product(term, sense, condition); return;
            case Op::divide:
                walk(term.args[0],
                     term.args[1].number.sign() > 0 ? sense : turn(sense, "it is divided by a negative number"),
                     condition || term.args[1].number.sign() < 0);
                return;
            case Op::sum: sum(term, sense, condition); return;
            case Op::count: walk(term.args.back(), sense, true); return;
            case Op::ever:
            case Op::always:
            case Op::at: stuck(term, "it is used on another day, and a least fixpoint is that of one day"); return;
            case Op::equal:
            case Op::not_equal: stuck(term, "it is compared for equality, and growing may break that"); return;
            case Op::truth:
            case Op::number:
            case Op::text:
            case Op::edtf_day:
            case Op::edtf_span:
            case Op::entity:
            case Op::event:
            case Op::variable:
            case Op::now:
            case Op::time:
            case Op::event_start:
            case Op::event_end:
            case Op::source_published:
            case Op::role:
            case Op::attribute:
            case Op::shift:
            case Op::days_between:
            case Op::capital:
            case Op::votes:
            case Op::measure:
            case Op::in_office:
            case Op::relation:
            case Op::occurs:
            case Op::allen: stuck(term, "it is used where growth has no direction"); return;
        }
    }
    void all_of(const Term& term, Sense sense, bool condition) {
        for (const Term& arg : term.args) walk(arg, sense, condition);
    }
    void stuck(const Term& term, const char* why) {
        for (const Term& arg : term.args) walk(arg, neither(why), true);
    }
    void product(const Term& term, Sense sense, bool condition) {
        for (std::size_t i = 0; i < 2; ++i) {
            const Term& other = term.args[1 - i];
            if (ranges_.not_negative(other))
                walk(term.args[i], sense, condition);
            else if (ranges_.not_positive(other))
                walk(term.args[i], turn(sense, "it is multiplied by what is negative"), true);
            else
                walk(term.args[i], neither("it is multiplied by what may be negative"), condition);
        }
    }
    void sum(const Term& term, Sense sense, bool condition) {
        const Term& body = term.args.back();
        if (term.has_where) {
            const Term& where = term.args[term.args.size() - 2];
            if (ranges_.not_negative(body))
                walk(where, sense, true);
            else if (ranges_.not_positive(body))
                walk(where, turn(sense, "it is the condition of a sum of negative terms"), true);
            else
                walk(where, neither("it is the condition of a sum of terms that may be negative"), true);
        }
        walk(body, sense, condition);
    }

    const Vocabulary& v_;
    const DefinitionGraph& graph_;
    const std::vector<std::uint32_t>& component_;
    const Sources& sources_;
    Diagnostics& diagnostics_;
    ValueRanges ranges_{v_};
    std::uint32_t member_ = 0;
    bool strict_numbers_ = false;
};

}  // namespace

void check_recursion(Vocabulary& vocabulary, const Sources& sources, Diagnostics& diagnostics) {
    const DefinitionGraph graph = uses_of_definitions(vocabulary);
    const std::vector<std::uint32_t> component = components(graph);
    std::vector<std::vector<std::uint32_t>> members(graph.size());
    for (std::uint32_t i = 0; i < graph.size(); ++i) {
        vocabulary.definitions[i].group = component[i];
        members[component[i]].push_back(i);
    }
    for (std::uint32_t i = 0; i < graph.size(); ++i) {
        const bool itself = std::binary_search(graph[i].begin(), graph[i].end(), i);
        vocabulary.definitions[i].recursive = itself || members[component[i]].size() > 1;
    }
    MonotoneCheck check(vocabulary, graph, component, sources, diagnostics);
    for (const std::vector<std::uint32_t>& group : members) {
        if (group.empty() || !vocabulary.definitions[group.front()].recursive) continue;
        const bool circular_numbers = check.numbers_depend(group);
        // Numbers between truths that depend on themselves can be written out: only the truths need a fixpoint.
        for (std::uint32_t member : group)
            if (!circular_numbers && vocabulary.definitions[member].type == Type::number)
                vocabulary.definitions[member].recursive = false;
        check.check(group, circular_numbers);
    }
}

}  // namespace tenet

// Definitions. One that does not refer to itself is written out where it is used. A recursive one becomes atoms: one
// for each arguments and day that is asked for, with the body as its completion.
//
// Completion alone lets a ring of companies control itself: in a cycle of atoms, truth must be founded. Following the
// level rankings of answer set programming (Niemelae, "Stable models and difference logic", AMAI 53, 2008): every atom
// of a strongly connected component gets a rank, and one that is true must be true by the body with each atom of its
// component replaced by "true, and of a lower rank". Monotone bodies have exactly one such solution, the least one.
// Numbers: the equation itself, with a value above 0 founded in the same way (on a term from outside the component, or
// on a positive one of lower rank); with shares that sum to at most 1 this is the least non-negative solution.
#include <algorithm>
#include <cassert>

#include "rules/grounder.h"

namespace tenet {

NodeId Grounder::apply(std::uint32_t definition, const std::vector<std::uint32_t>& args, const Ambient& ambient,
                       std::uint32_t owner) {
    const Definition& d = vocabulary_.definitions[definition];
    if (recording_) recording_->repeatable = false;
    std::string key = std::to_string(definition) + "@" + std::to_string(ambient.day);
    for (const std::uint32_t a : args) key += "," + std::to_string(a);
    if (!d.recursive) {  // written out, once in a pass for one reader: definitions may use each other many times
        key += "/" + std::to_string(owner) + (ambient.own ? "o" : "") + (ambient.alike ? "a" : "") + (trace_ ? "t" : "");
        Written& known = written_[key];
        if (known.pass != pass_ || ambient.day == probe_) {
            std::vector<GroupId> seen;
            std::vector<GroupId>* const outer = trace_ ? std::exchange(trace_, &seen) : nullptr;
            const bool outer_reads = std::exchange(reads_time_, false);
            const bool outer_missing = std::exchange(missing_, false);
            Frame f;
            f.values.assign(d.slots, no_index);
            std::copy(args.begin(), args.end(), f.values.begin());
            f.ambient = ambient;
            f.owner = owner;
            const NodeId result = d.type == Type::truth ? truth(d.body, f) : number(d.body, f);
            Written& made = written_[key];  // the map may have grown meanwhile
            if (outer) trace_ = outer;
            made = {missing_ ? 0 : pass_, result, reads_time_, std::move(seen)};
            reads_time_ = reads_time_ || outer_reads;
            missing_ = missing_ || outer_missing;
            if (outer) outer->insert(outer->end(), made.groups.begin(), made.groups.end());
            return result;
        }
        if (trace_) trace_->insert(trace_->end(), known.groups.begin(), known.groups.end());
        reads_time_ = reads_time_ || known.reads_time;
        return known.result;
    }
    const auto [it, is_new] = atom_ids_.emplace(std::move(key), static_cast<std::uint32_t>(problem_.atoms.size()));
    const std::uint32_t id = it->second;
    if (is_new) {
        const Sort sort = d.type == Type::truth ? Sort::truth : Sort::real;
        const VariableId v = variable(Subject::defined, sort, id, args.empty() ? no_index : args[0],
                                      args.size() > 1 ? args[1] : no_index, ambient.day);
        problem_.atoms.push_back({definition, args, ambient.day, v});
        atom_bodies_.push_back(no_index);
        atom_pass_.push_back(0);
        atom_owner_.push_back(owner);
        std::string application = std::to_string(definition);
        for (const std::uint32_t a : args) application += "," + std::to_string(a);
        const auto number = static_cast<std::uint32_t>(applications_.size());
        const std::uint32_t known = applications_.emplace(std::move(application), number).first->second;
        atom_groups_.push_back(group(Subject::defined, known, no_index, no_index));
    }
    const GroupId g = atom_groups_[id];
    if (ambient.own && trace_) trace_->push_back(g);
    if (ambient.day != probe_) touch(g, ambient.day);
    if (atom_pass_[id] != pass_) {
        atom_pass_[id] = pass_;
        pending_atoms_.push_back(id);
    }
    return node(problem_.atoms[id].variable);
}

// Grounds the bodies of the atoms asked for, which may ask for more.
void Grounder::drain_atoms() {
    Recording* const outer_recording = std::exchange(recording_, nullptr);  // atoms are nobody's own
    std::vector<GroupId>* const outer = trace_;
    while (!pending_atoms_.empty()) {
        const std::uint32_t id = pending_atoms_.back();
        pending_atoms_.pop_back();
        const Atom atom = problem_.atoms[id];
        const Definition& d = vocabulary_.definitions[atom.definition];
        std::vector<GroupId> seen;
        trace_ = &seen;
        Frame f;
        f.values.assign(d.slots, no_index);
        std::copy(atom.args.begin(), atom.args.end(), f.values.begin());
        f.ambient = {atom.at, true};
        f.owner = atom_owner_[id];
        const NodeId body = d.type == Type::truth ? truth(d.body, f) : number(d.body, f);
        if (atom.at == probe_) {
            atom_bodies_[id] = no_index;
        } else {
            atom_bodies_[id] = body;
            pass_atoms_.push_back(id);
        }
        if (!daily_[atom_groups_[id]]) continue;
        speak_daily(seen);
        for (const GroupId part : seen) join(atom_groups_[id], part);
    }
    trace_ = outer;
    recording_ = outer_recording;
}

void Grounder::emit_fixpoints() {
    FormulaStore& s = problem_.store;
    // Which atoms an atom's body uses.
    std::unordered_map<VariableId, std::uint32_t> atom_of;
    for (const std::uint32_t id : pass_atoms_) atom_of.emplace(problem_.atoms[id].variable, id);
    std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> uses;
    std::vector<VariableId> below;
    for (const std::uint32_t id : pass_atoms_) {
        below.clear();
        s.variables(atom_bodies_[id], below);
        std::vector<std::uint32_t>& list = uses[id];
        for (const VariableId v : below)
            if (const auto it = atom_of.find(v); it != atom_of.end()) list.push_back(it->second);
        std::sort(list.begin(), list.end());
    }
    // Strongly connected components (Tarjan, "Depth-first search and linear graph algorithms", 1972), without recursion.
    std::unordered_map<std::uint32_t, std::uint32_t> number_of, low;
    std::vector<std::uint32_t> stack;
    std::unordered_set<std::uint32_t> on_stack;
    std::uint32_t next = 1;
    struct Visit {
        std::uint32_t atom;
        std::size_t edge;
    };
    for (const std::uint32_t start_atom : pass_atoms_) {
        if (number_of.contains(start_atom)) continue;
        std::vector<Visit> calls{{start_atom, 0}};
        while (!calls.empty()) {
            Visit& v = calls.back();
            if (v.edge == 0 && !number_of.contains(v.atom)) {
                number_of[v.atom] = low[v.atom] = next++;
                stack.push_back(v.atom);
                on_stack.insert(v.atom);
            }
            const auto& edges = uses[v.atom];
            if (v.edge < edges.size()) {
                const std::uint32_t to = edges[v.edge++];
                if (!number_of.contains(to)) {
                    calls.push_back({to, 0});
                } else if (on_stack.contains(to)) {
                    low[v.atom] = std::min(low[v.atom], number_of[to]);
                }
                continue;
            }
            const std::uint32_t done = v.atom;
            calls.pop_back();
            if (!calls.empty()) low[calls.back().atom] = std::min(low[calls.back().atom], low[done]);
            if (low[done] != number_of[done]) continue;
            std::vector<std::uint32_t> component;
            for (bool last = false; !last;) {
                component.push_back(stack.back());
                on_stack.erase(stack.back());
                stack.pop_back();
                last = component.back() == done;
            }
            const bool cyclic = component.size() > 1 || std::binary_search(uses[done].begin(), uses[done].end(), done);
            std::unordered_set<std::uint32_t> inside(component.begin(), component.end());
            for (const std::uint32_t id : component) {
                const Atom& atom = problem_.atoms[id];
                const NodeId self = node(atom.variable), body = atom_bodies_[id];
                const bool is_truth = s.sort(self) == Sort::truth;
                background(is_truth ? s.iff(self, body) : s.equal(self, body));
                if (!is_truth) background(s.less_equal(s.constant(0), self));
                if (!cyclic) continue;
                const auto rank = [&](std::uint32_t a) {
                    return variable_node(Subject::rank, Sort::day, a);
                };
                if (is_truth) {
                    std::unordered_map<VariableId, NodeId> lower;
                    for (const std::uint32_t other : uses[id])
                        if (inside.contains(other)) {
                            const NodeId n = node(problem_.atoms[other].variable);
                            lower[problem_.atoms[other].variable] = s.both(n, s.less(rank(other), rank(id)));
                        }
                    std::unordered_map<NodeId, NodeId> memo;
                    background(s.implies(self, s.substitute(body, lower, memo)));
                } else {
                    std::vector<NodeId> support;
                    found_number(body, id, inside, support);
                    background(s.implies(s.less(s.constant(0), self), s.any_of(support)));
                }
                background(s.less_equal(day(0), rank(id)));
                background(s.less_equal(rank(id), day(static_cast<std::int64_t>(component.size()))));
            }
        }
    }
}

// What can make a recursive number positive: a part from outside its component, or one inside of lower rank.
void Grounder::found_number(NodeId body, std::uint32_t id, const std::unordered_set<std::uint32_t>& inside,
                            std::vector<NodeId>& support) {
    FormulaStore& s = problem_.store;
    const auto positive = [&](NodeId n) { return s.less(s.constant(0, s.sort(n)), n); };
    const std::function<NodeId(NodeId)> founded = [&](NodeId n) -> NodeId {
        switch (s.op(n)) {
        case FormulaOp::variable:
            for (const std::uint32_t other : inside)
                if (problem_.atoms[other].variable == s.variable_of(n))
                    return s.both(positive(n), s.less(variable_node(Subject::rank, Sort::day, other),
                                                      variable_node(Subject::rank, Sort::day, id)));
            return positive(n);
        case FormulaOp::constant: return s.truth(s.value(n).sign() > 0);
        case FormulaOp::sum: {
            std::vector<NodeId> any{s.truth(s.value(n).sign() > 0)};
            for (std::size_t i = 0; i < s.sum_size(n); ++i) any.push_back(founded(s.sum_item(n, i).second));
            return s.any_of(any);
        }
        case FormulaOp::product: {
            const NodeId a = s.args(n)[0], b = s.args(n)[1];
            return s.both(founded(a), founded(b));
        }
        case FormulaOp::choice: {
            const NodeId c = s.args(n)[0], a = s.args(n)[1], b = s.args(n)[2];
            return s.either(s.both(c, founded(a)), s.both(s.negation(c), founded(b)));
        }
        case FormulaOp::yes:
        case FormulaOp::no:
        case FormulaOp::negation:
        case FormulaOp::conjunction:
        case FormulaOp::disjunction:
        case FormulaOp::less_equal_zero:
        case FormulaOp::less_zero:
        case FormulaOp::equal_zero: break;
        }
        return s.no();
    };
    support.push_back(founded(body));
}

}  // namespace tenet

// What single constraints fix: ends of numbers, variables that are equal, truths; and what that makes of the others.
#include "engine/reduction.h"

#include <algorithm>

namespace tenet {

namespace {

bool is_comparison(FormulaOp op) {
    return op == FormulaOp::less_equal_zero || op == FormulaOp::less_zero || op == FormulaOp::equal_zero;
}

}  // namespace

VariableId Reduction::find(VariableId v) {
    while (places_[v].same != v) v = places_[v].same = places_[places_[v].same].same;
    return v;
}

// `v` lies at `end` or on its other side; not at it where `open`.
void Reduction::narrow(VariableId v, const Rational& end, bool above, bool open) {
    Place& p = places_[v];
    Rational at = end;
    if (problem_.variables[v].sort == Sort::day) {  // days are whole, and their bounds closed
        at = above ? end.floor() : end.ceil();
        if (open && at == end) at += Rational(above ? -1 : 1);
        open = false;
    }
    bool& is = above ? p.above : p.below;
    bool& is_open = above ? p.above_open : p.below_open;
    Rational& old = above ? p.most : p.least;
    if (is && (at == old ? is_open || !open : (at > old) == above)) return;  // no news
    is = true;
    is_open = open;
    old = at;
    changed_ = true;
    if (p.below && p.above && (p.least > p.most || (p.least == p.most && (p.below_open || p.above_open)))) clash_ = true;
}

void Reduction::unite(VariableId a, VariableId b) {
    if (b < a) std::swap(a, b);
    places_[b].same = a;
    changed_ = true;
    const Place& p = places_[b];
    if (p.below) narrow(a, p.least, false, p.below_open);
    if (p.above) narrow(a, p.most, true, p.above_open);
}

void Reduction::fix_truth(VariableId v, bool value) {
    Place& p = places_[v];
    if (p.below) {
        clash_ = clash_ || (p.least.sign() != 0) != value;
        return;
    }
    p.below = p.above = true;
    p.least = p.most = Rational(value ? 1 : 0);
    changed_ = true;
}

bool Reduction::Line::add(const Rational& factor, VariableId v) {
    for (std::size_t i = 0; i < size; ++i) {
        if (items[i].second != v) continue;
        items[i].first += factor;
        if (items[i].first.sign() == 0) items[i] = items[--size];
        return true;
    }
    if (size == items.size()) return false;
    items[size++] = {factor, v};
    return true;
}

bool Reduction::add_to(Line& line, const Rational& factor, NodeId n) {
    const FormulaStore& s = problem_.store;
    if (s.op(n) == FormulaOp::variable) {
        const VariableId v = find(s.variable_of(n));
        if (!places_[v].known()) return line.add(factor, v);
        if (places_[v].least.sign() != 0) line.constant += factor * places_[v].least;
        return true;
    }
    if (looked_[n] != looking_ || seen_[n] == Seen::open) return false;
    line.constant += factor * number_[n];
    return true;
}

// False where `number` hangs on more than two unknowns, or on one in another way than as a multiple.
bool Reduction::line(NodeId number, Line& line) {
    const FormulaStore& s = problem_.store;
    if (s.op(number) == FormulaOp::constant) {
        line.constant = s.value(number);
        return true;
    }
    if (s.op(number) != FormulaOp::sum) return add_to(line, Rational(1), number);
    line.constant = s.value(number);
    for (std::size_t i = 0; i < s.sum_size(number); ++i) {
        const auto [factor, child] = s.sum_item(number, i);
        if (!add_to(line, factor, child)) return false;
    }
    return true;
}

// What a comparison is, as far as the bounds of one variable tell.
Reduction::Seen Reduction::compare(NodeId n, const Line& l) {
    const FormulaOp op = problem_.store.op(n);
    const auto of = [](bool truth) { return truth ? Seen::yes : Seen::no; };
    if (l.size == 0) {
        const int sign = l.constant.sign();
        return of(op == FormulaOp::equal_zero ? sign == 0 : op == FormulaOp::less_zero ? sign < 0 : sign <= 0);
    }
    if (l.size > 1) return Seen::open;
    const auto& [factor, v] = l.items[0];
    const Rational at = -l.constant / factor;  // v is compared with it
    const Place& p = places_[v];
    const bool over = p.below && (p.least > at || (p.least == at && p.below_open));
    const bool under = p.above && (p.most < at || (p.most == at && p.above_open));
    if (op == FormulaOp::equal_zero) return over || under ? Seen::no : Seen::open;
    const bool upper = factor.sign() > 0;  // it says: v is at most `at`
    const bool strict = op == FormulaOp::less_zero;
    const bool at_least = p.below && p.least >= at, at_most = p.above && p.most <= at;
    if (strict ? (upper ? under : over) : (upper ? at_most : at_least)) return Seen::yes;
    if (strict ? (upper ? at_least : at_most) : (upper ? over : under)) return Seen::no;
    return Seen::open;
}

bool Reduction::learn_comparison(NodeId n) {
    const FormulaStore& s = problem_.store;
    const NodeId number = s.args(n)[0];
    Line l;
    if (!line(number, l)) return true;
    const bool equal = s.op(n) == FormulaOp::equal_zero;
    if (l.size == 0) {
        clash_ = clash_ || compare(n, l) == Seen::no;
        return false;
    }
    const auto& [factor, v] = l.items[0];
    if (l.size == 1) {
        const Rational at = -l.constant / factor;
        const bool upper = factor.sign() > 0, open = s.op(n) == FormulaOp::less_zero;
        if (equal || upper) narrow(v, at, true, open);
        if (equal || !upper) narrow(v, at, false, open);
        return false;
    }
    const auto& [other_factor, other] = l.items[1];
    if (!equal || l.constant.sign() != 0 || factor != -other_factor || problem_.variables[v].sort != problem_.variables[other].sort)
        return true;
    unite(v, other);
    return false;
}

// Takes from a formula that is in force what it fixes.
bool Reduction::learn(NodeId root) {
    const FormulaStore& s = problem_.store;
    bool more = false;
    parts_.assign(1, root);
    while (!parts_.empty() && !clash_) {
        const NodeId n = parts_.back();
        parts_.pop_back();
        const FormulaOp op = s.op(n);
        if (op == FormulaOp::variable) {
            fix_truth(s.variable_of(n), true);
        } else if (op == FormulaOp::negation && s.op(s.args(n)[0]) == FormulaOp::variable) {
            fix_truth(s.variable_of(s.args(n)[0]), false);
        } else if (op == FormulaOp::conjunction) {
            parts_.insert(parts_.end(), s.args(n).begin(), s.args(n).end());
        } else if (is_comparison(op)) {
            more = learn_comparison(n) || more;
        } else if (op == FormulaOp::disjunction) {
            NodeId only = s.no();
            std::size_t open = 0;
            bool met = false;
            for (const NodeId part : s.args(n)) {
                const Seen seen = looked_[part] == looking_ ? seen_[part] : Seen::open;
                met = met || seen == Seen::yes;
                if (seen != Seen::open) continue;
                ++open;
                only = part;
            }
            if (met) continue;
            if (open == 0) clash_ = true;
            if (open == 1) parts_.push_back(only);
            more = more || open > 1;
        } else {
            const Seen seen = op == FormulaOp::yes ? Seen::yes : op == FormulaOp::no ? Seen::no : look(n);
            clash_ = clash_ || seen == Seen::no;
            more = more || seen == Seen::open;
        }
    }
    return more;
}

Reduction::Seen Reduction::look(NodeId root) {
    const FormulaStore& s = problem_.store;
    stack_.assign(1, root);
    while (!stack_.empty()) {
        const NodeId n = stack_.back();
        bool ready = true;
        if (looked_[n] != looking_)
            s.each_child(n, [&](NodeId child) {
                if (looked_[child] == looking_ || s.op(child) == FormulaOp::variable) return;
                stack_.push_back(child);
                ready = false;
            });
        if (!ready) continue;
        stack_.pop_back();
        if (looked_[n] == looking_) continue;
        judge(n);
        looked_[n] = looking_;
    }
    return seen_[root];
}

void Reduction::settle_number(NodeId n) {
    const FormulaStore& s = problem_.store;
    seen_[n] = Seen::open;
    const auto args = s.args(n);
    const auto known = [&](NodeId child, Rational& value) {
        Line l;
        if (!line(child, l) || l.size > 0) return false;
        value = l.constant;
        return true;
    };
    Rational a, b;
    switch (s.op(n)) {
    case FormulaOp::product:
        if (!known(args[0], a) || !known(args[1], b)) return;
        number_[n] = a * b;
        break;
    case FormulaOp::choice: {
        const NodeId condition = args[0];
        const Seen seen = s.op(condition) == FormulaOp::variable ? (judge(condition), seen_[condition]) : seen_[condition];
        if (seen == Seen::open || !known(args[seen == Seen::yes ? 1 : 2], a)) return;
        number_[n] = a;
        break;
    }
    case FormulaOp::sum:
    case FormulaOp::constant:
        if (!known(n, a)) return;
        number_[n] = a;
        break;
    case FormulaOp::yes:
    case FormulaOp::no:
    case FormulaOp::variable:
    case FormulaOp::negation:
    case FormulaOp::conjunction:
    case FormulaOp::disjunction:
    case FormulaOp::less_equal_zero:
    case FormulaOp::less_zero:
    case FormulaOp::equal_zero: return;
    }
    seen_[n] = Seen::yes;
}

// Of a formula or number whose parts were looked at, but for variables.
void Reduction::judge(NodeId n) {
    const FormulaStore& s = problem_.store;
    const auto args = s.args(n);
    const auto of = [&](NodeId part) {
        if (s.op(part) != FormulaOp::variable) return seen_[part];
        const Place& p = places_[s.variable_of(part)];
        return !p.below ? Seen::open : p.least.sign() != 0 ? Seen::yes : Seen::no;
    };
    switch (s.op(n)) {
    case FormulaOp::yes: seen_[n] = Seen::yes; break;
    case FormulaOp::no: seen_[n] = Seen::no; break;
    case FormulaOp::variable: seen_[n] = s.sort(n) == Sort::truth ? of(n) : Seen::open; break;
    case FormulaOp::negation: {
        const Seen seen = of(args[0]);
        seen_[n] = seen == Seen::open ? seen : seen == Seen::yes ? Seen::no : Seen::yes;
        break;
    }
    case FormulaOp::conjunction:
    case FormulaOp::disjunction: {
        const Seen decides = s.op(n) == FormulaOp::conjunction ? Seen::no : Seen::yes;
        bool open = false;
        seen_[n] = decides == Seen::no ? Seen::yes : Seen::no;
        for (const NodeId part : args) {
            const Seen seen = of(part);
            // A disjunction's parts are read again where it is learned from.
            if (s.op(part) == FormulaOp::variable) {
                seen_[part] = seen;
                looked_[part] = looking_;
            }
            if (seen == decides) {
                seen_[n] = decides;
                open = false;
                break;
            }
            open = open || seen == Seen::open;
        }
        if (open) seen_[n] = Seen::open;
        break;
    }
    case FormulaOp::less_equal_zero:
    case FormulaOp::less_zero:
    case FormulaOp::equal_zero: {
        Line l;
        seen_[n] = line(args[0], l) ? compare(n, l) : Seen::open;
        break;
    }
    case FormulaOp::constant:
    case FormulaOp::sum:
    case FormulaOp::product:
    case FormulaOp::choice: settle_number(n); break;
    }
}

void Reduction::start() {
    variables_.clear();
    asked_.clear();
    rest_.clear();
}

bool Reduction::take(std::span<const std::uint32_t> constraints, std::span<const VariableId> variables) {
    constexpr int most = 8;  // rounds; what would take more is left to Z3
    const FormulaStore& s = problem_.store;
    places_.resize(problem_.variables.size());
    looked_.resize(s.size(), 0);
    seen_.resize(s.size());
    number_.resize(s.size());
    for (const VariableId v : variables) places_[v] = Place{.same = v, .least = {}, .most = {}};
    clash_ = false;
    left_.clear();
    ++looking_;
    for (const std::uint32_t c : constraints) {
        const NodeId n = problem_.constraints[c].formula;
        const FormulaOp op = s.op(n);
        // What says something of one variable at once comes first.
        if (op == FormulaOp::disjunction || op == FormulaOp::conjunction || learn(n)) left_.push_back(n);
        if (clash_) return false;
    }
    changed_ = true;
    for (int round = 0; changed_ && round < most; ++round) {
        changed_ = false;
        ++looking_;
        std::erase_if(left_, [&](NodeId n) { return !clash_ && (look(n) == Seen::yes || !learn(n)); });
        if (clash_) return false;
    }
    variables_.insert(variables_.end(), variables.begin(), variables.end());
    make_rest();
    return true;
}

}  // namespace tenet

// What is added stands left of a comparison, what is taken away right of it, so that no figure carries a sign.
#include "engine/steps_words.h"

#include <algorithm>

namespace tenet {

namespace {

std::string days(const Rational& n) { return n.to_string() + (n == Rational(1) ? " day" : " days"); }

}  // namespace

std::string FormulaWords::value(VariableId v, const Rational& x) const {
    const Variable& var = problem_.variables[v];
    if (var.sort == Sort::day && var.subject != Subject::rank) return to_string(Day{x.to_int64().value_or(0)});
    return shares(problem_.variable_nodes[v]) ? x.percent() : x.decimal();
}

bool FormulaWords::shares(NodeId n) const {
    bool some = false;
    std::vector<NodeId> stack{n};
    while (!stack.empty()) {
        const NodeId at = stack.back();
        stack.pop_back();
        switch (store_.op(at)) {
        case FormulaOp::variable: {
            const Subject s = problem_.variables[store_.variable_of(at)].subject;
            if (s != Subject::capital && s != Subject::votes && s != Subject::defined) return false;
            some = true;
            break;
        }
        case FormulaOp::sum:
            for (std::size_t i = 0; i < store_.sum_size(at); ++i) stack.push_back(store_.sum_item(at, i).second);
            break;
        case FormulaOp::choice:
            for (const NodeId branch : {store_.args(at)[1], store_.args(at)[2]})
                if (!store_.is_constant(branch)) stack.push_back(branch);
            break;
        case FormulaOp::product: stack.insert(stack.end(), store_.args(at).begin(), store_.args(at).end()); break;
        case FormulaOp::constant:
        case FormulaOp::yes:
        case FormulaOp::no:
        case FormulaOp::negation:
        case FormulaOp::conjunction:
        case FormulaOp::disjunction:
        case FormulaOp::less_equal_zero:
        case FormulaOp::less_zero:
        case FormulaOp::equal_zero: return false;
        }
    }
    return some;
}

std::string FormulaWords::number(NodeId n, bool percent) const {
    const auto figure = [&](const Rational& x) { return percent ? x.percent() : x.decimal(); };
    switch (store_.op(n)) {
    case FormulaOp::constant:
        return store_.sort(n) == Sort::day ? to_string(Day{store_.value(n).to_int64().value_or(0)}) : figure(store_.value(n));
    case FormulaOp::variable: return describer_.spoken(store_.variable_of(n));
    case FormulaOp::sum: {
        std::string out;
        for (std::size_t i = 0; i < store_.sum_size(n); ++i) {
            const auto [c, child] = store_.sum_item(n, i);
            const Rational size = c.sign() < 0 ? -c : c;
            out += out.empty() ? (c.sign() < 0 ? "-" : "") : (c.sign() < 0 ? " - " : " + ");
            out += (size == Rational(1) ? "" : size.decimal() + " * ") + number(child, percent);
        }
        const Rational& k = store_.value(n);
        if (k.sign() != 0) out += (k.sign() < 0 ? " - " : " + ") + figure(k.sign() < 0 ? -k : k);
        return "(" + out + ")";
    }
    case FormulaOp::product: return number(store_.args(n)[0], percent) + " * " + number(store_.args(n)[1], percent);
    case FormulaOp::choice:
        return "(" + number(store_.args(n)[1], percent) + " if " + truth(store_.args(n)[0], 200) + ", else " +
               number(store_.args(n)[2], percent) + ")";
    case FormulaOp::yes:
    case FormulaOp::no:
    case FormulaOp::negation:
    case FormulaOp::conjunction:
    case FormulaOp::disjunction:
    case FormulaOp::less_equal_zero:
    case FormulaOp::less_zero:
    case FormulaOp::equal_zero: break;
    }
    return truth(n);
}

std::string FormulaWords::comparison(NodeId n, bool negated) const {
    const FormulaOp op = store_.op(n);
    const NodeId term = store_.args(n)[0];
    std::string sign = op == FormulaOp::equal_zero ? (negated ? "!=" : "=") : op == FormulaOp::less_zero ? "<" : "<=";
    const bool sum = store_.op(term) == FormulaOp::sum;
    Rational constant = sum ? store_.value(term) : Rational(0);
    const bool percent = shares(term);
    const bool of_days = store_.sort(term) == Sort::day;
    std::string left, right;
    std::size_t lefts = 0, rights = 0;
    const auto item = [&](const Rational& c, NodeId child) {
        std::string& side = c.sign() > 0 ? left : right;
        ++(c.sign() > 0 ? lefts : rights);
        const Rational size = c.sign() < 0 ? -c : c;
        side += (side.empty() ? "" : " + ") + (size == Rational(1) ? "" : size.decimal() + " * ") + number(child, percent);
    };
    if (sum) {
        for (std::size_t i = 0; i < store_.sum_size(term); ++i) item(store_.sum_item(term, i).first, store_.sum_item(term, i).second);
    } else {
        item(Rational(1), term);
    }
    const VariableId only = lefts + rights == 1 && store_.op(sum ? store_.sum_item(term, 0).second : term) == FormulaOp::variable
                                ? store_.variable_of(sum ? store_.sum_item(term, 0).second : term)
                                : no_index;
    if (of_days && lefts == 1 && rights == 1)
        if (const std::string order = order_of_rounds(term); !order.empty()) return order;
    if (left.empty()) {  // -x + k <= 0: x >= k
        std::swap(left, right);
        constant = -constant;
        if (sign == "<") sign = ">";
        if (sign == "<=") sign = ">=";
    }
    if (right.empty()) {
        const Rational k = -constant;
        if (only != no_index && percent && op == FormulaOp::less_equal_zero && problem_.variables[only].subject != Subject::defined &&
            ((sign == "<=" && k.sign() == 0) || (sign == ">=" && k == Rational(1))))
            sign = "=";  // a share is never less than 0 %, or more than 100 %
        if (only != no_index) return left + " " + sign + " " + value(only, k);
        if (of_days && lefts == 1) return left + " " + sign + " " + to_string(Day{k.to_int64().value_or(0)});
        return left + " " + sign + " " + (percent ? k.percent() : k.decimal());
    }
    if (of_days && lefts == 1 && rights == 1) {  // x + k <= y
        if (constant == Rational(1) && sign == "<=") return left + " < " + right;
        if (constant.sign() > 0) return left + " + " + days(constant) + " " + sign + " " + right;
        if (constant.sign() < 0) return left + " " + sign + " " + right + " + " + days(-constant);
        return left + " " + sign + " " + right;
    }
    const auto figure = [&](const Rational& x) { return percent ? x.percent() : x.decimal(); };
    if (constant.sign() > 0) left += " + " + figure(constant);
    if (constant.sign() < 0) right += " + " + figure(-constant);
    return left + " " + sign + " " + right;
}

// x + 1 <= y of the rounds in which a definition's instances are established.
std::string FormulaWords::order_of_rounds(NodeId term) const {
    std::string first, second;
    for (std::size_t i = 0; i < 2; ++i) {
        const auto [c, child] = store_.sum_item(term, i);
        if (store_.op(child) != FormulaOp::variable) return {};
        const Variable& var = problem_.variables[store_.variable_of(child)];
        if (var.subject != Subject::rank) return {};
        (c.sign() > 0 ? first : second) = describer_.spoken(problem_.atoms[var.index].variable);
    }
    if (store_.value(term) == Rational(1)) return first + " is established before " + second;
    return store_.value(term).sign() == 0 ? first + " is established no later than " + second : std::string();
}

std::string FormulaWords::literal(VariableId v, bool holds) const {
    const Variable& var = problem_.variables[v];
    if (var.subject != Subject::occurs) return (holds ? "" : "not ") + describer_.spoken(v);
    const std::string call = describer_.spoken(v);  // occurs(e)
    return call.substr(7, call.size() - 8) + (holds ? " takes place" : " does not take place");
}

void FormulaWords::put(NodeId n, std::string& out, std::size_t most, bool inside) const {
    if (out.size() > most) return;
    switch (store_.op(n)) {
    case FormulaOp::yes: out += "true"; break;
    case FormulaOp::no: out += "false"; break;
    case FormulaOp::variable: out += literal(store_.variable_of(n), true); break;
    case FormulaOp::negation: {
        const NodeId a = store_.args(n)[0];
        out += store_.op(a) == FormulaOp::equal_zero ? comparison(a, true) : literal(store_.variable_of(a), false);
        break;
    }
    case FormulaOp::conjunction:
    case FormulaOp::disjunction: {
        const char* between = store_.op(n) == FormulaOp::conjunction ? " and " : " or ";
        if (inside) out += "(";
        bool first = true;
        std::vector<NodeId> parts(store_.args(n).begin(), store_.args(n).end());
        if (store_.op(n) == FormulaOp::disjunction) {  // not a or not b or c: if a and b, c
            const auto denied = [&](NodeId c) {
                return store_.op(c) == FormulaOp::negation && store_.op(store_.args(c)[0]) == FormulaOp::variable;
            };
            const auto middle = std::stable_partition(parts.begin(), parts.end(), denied);
            if (middle != parts.end()) {
                for (auto c = parts.begin(); c != middle; ++c)
                    out += (c == parts.begin() ? "if " : " and ") + literal(store_.variable_of(store_.args(*c)[0]), true);
                if (middle != parts.begin()) out += ", ";
                parts.erase(parts.begin(), middle);
            }
        }
        for (const NodeId c : parts) {
            if (!first) out += between;
            first = false;
            put(c, out, most, true);
            if (out.size() > most) return;
        }
        if (inside) out += ")";
        break;
    }
    case FormulaOp::less_equal_zero:
    case FormulaOp::less_zero:
    case FormulaOp::equal_zero: out += comparison(n, false); break;
    case FormulaOp::constant:
    case FormulaOp::sum:
    case FormulaOp::product:
    case FormulaOp::choice: out += number(n, shares(n)); break;
    }
}

std::string FormulaWords::truth(NodeId n, std::size_t most) const {
    std::string out;
    put(n, out, most, false);
    return out.size() > most ? out.substr(0, most) + "..." : out;
}

}  // namespace tenet

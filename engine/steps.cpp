// Proofs in words. What any reader takes for granted (shares lie in 0 to 100 %, a part of what was just said) is left out,
// and whoever used it refers to what it came from.
#include "engine/steps.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/steps_words.h"

namespace tenet {

namespace {

class Teller {
public:
    Teller(const Problem& problem, const Describer& describer, const Proof& proof)
        : problem_(problem), store_(problem.store), describer_(describer), words_(problem, describer), proof_(proof) {}

    std::vector<std::string> tell() {
        std::set<std::size_t> needed;  // by a sum, which names each of its members
        for (const ProofStep& s : proof_.steps)
            if (!s.weights.empty()) needed.insert(s.from.begin(), s.from.end());
        lines_.resize(proof_.steps.size());
        std::vector<std::string> out;
        for (std::size_t i = 0; i < proof_.steps.size(); ++i) {
            if (hidden(i) && !needed.contains(i)) continue;
            out.push_back(std::string(2 * proof_.steps[i].depth, ' ') + text(i));
            lines_[i] = out.size();
        }
        return out;
    }

private:
    bool background(const ProofStep& s) const {
        return std::all_of(s.constraints.begin(), s.constraints.end(), [&](std::uint32_t c) {
            return problem_.constraints[c].origin.kind == Origin::Kind::background;
        });
    }
    bool hidden(std::size_t i) const {
        const ProofStep& s = proof_.steps[i];
        if (s.kind != ProofStep::Kind::derived || s.conclusion == store_.no() || s.used != no_index) return false;
        if (s.constraints.empty()) return s.from.size() == 1;  // a part of it
        return s.from.empty() && background(s);
    }

    // The lines that a step refers to, through those left out.
    void refer(std::size_t i, std::set<std::size_t>& out) const {
        if (lines_[i] != 0) {
            out.insert(lines_[i]);
        } else {
            for (const std::size_t f : proof_.steps[i].from) refer(f, out);
        }
    }
    static std::string listed(const std::set<std::size_t>& lines) {
        std::string out;
        std::size_t left = lines.size();
        for (const std::size_t line : lines) {
            out += (out.empty() ? "" : left == 1 ? " and " : ", ") + std::to_string(line);
            --left;
        }
        return out;
    }
    std::string lines(const ProofStep& s) const {
        std::set<std::size_t> all;
        for (const std::size_t f : s.from) refer(f, all);
        return listed(all);
    }
    std::string origins(const ProofStep& s) const {
        std::string out;
        for (const std::uint32_t c : s.constraints)
            if (const std::string origin = describer_.origin(c); !origin.empty() && out.find(origin) == std::string::npos)
                out += (out.empty() ? "" : ", ") + origin;
        return out;
    }
    static std::string bracketed(const std::string& a, const std::string& b) {
        if (a.empty() && b.empty()) return {};
        return " (" + a + (a.empty() || b.empty() ? "" : "; ") + b + ")";
    }
    // A comparison of several things is worth showing beside what is drawn from it.
    std::string applied(const ProofStep& s) const {
        if (s.used == no_index || s.used == s.conclusion || s.constraints.empty()) return {};
        switch (store_.op(s.used)) {
        case FormulaOp::less_equal_zero:
        case FormulaOp::less_zero:
        case FormulaOp::equal_zero: {
            const std::string words = words_.truth(s.used, 140);
            return words.ends_with("...") ? "" : ", since " + words;
        }
        case FormulaOp::yes:
        case FormulaOp::no:
        case FormulaOp::variable:
        case FormulaOp::negation:
        case FormulaOp::conjunction:
        case FormulaOp::disjunction:
        case FormulaOp::constant:
        case FormulaOp::sum:
        case FormulaOp::product:
        case FormulaOp::choice: break;
        }
        return {};
    }

    std::string text(std::size_t i) const {
        const ProofStep& s = proof_.steps[i];
        switch (s.kind) {
        case ProofStep::Kind::contrary: return "suppose the contrary: " + words_.truth(s.conclusion);
        case ProofStep::Kind::suppose: return "suppose " + words_.truth(s.conclusion) + ":";
        case ProofStep::Kind::exclude:
            return "so " + words_.truth(s.conclusion) + ", since " + std::to_string(lines_[s.from[0]]) + " led to what cannot be";
        case ProofStep::Kind::derived: break;
        }
        if (s.conclusion == store_.no()) return clash(s);
        return words_.truth(s.conclusion) + applied(s) + reached(s) + bracketed(origins(s), lines(s));
    }

    // ", since more than 20% + at least 30% is more than 50%": of a clause with a sum of shares that is too large for the
    // alternative to what follows.
    std::string reached(const ProofStep& s) const {
        if (s.used == no_index || store_.op(s.used) != FormulaOp::disjunction) return {};
        std::map<NodeId, Bound> least;  // by variable
        std::set<NodeId> holds;
        for (const std::size_t f : s.from) {
            const NodeId formula = proof_.steps[f].conclusion;
            holds.insert(formula);
            const FormulaOp op = store_.op(formula);
            if (op != FormulaOp::less_equal_zero && op != FormulaOp::less_zero && op != FormulaOp::equal_zero) continue;
            const NodeId t = store_.args(formula)[0];
            if (store_.op(t) != FormulaOp::sum || store_.sum_size(t) != 1) continue;
            const auto [c, x] = store_.sum_item(t, 0);
            if (c.sign() < 0 || op == FormulaOp::equal_zero) least[x] = {-store_.value(t) / c, op == FormulaOp::less_zero};
        }
        for (const NodeId part : store_.args(s.used)) {
            if (part == s.conclusion || (store_.op(part) != FormulaOp::less_equal_zero && store_.op(part) != FormulaOp::less_zero)) continue;
            const NodeId term = store_.args(part)[0];
            if (store_.op(term) != FormulaOp::sum || store_.sum_size(term) < 2 || !words_.shares(term)) continue;
            std::string parts;
            Bound total;
            for (std::size_t i = 0; i < store_.sum_size(term); ++i) {
                const auto [c, child] = store_.sum_item(term, i);
                if (c != Rational(1)) return {};
                const bool chosen = store_.op(child) == FormulaOp::choice && holds.contains(store_.args(child)[0]);
                const auto it = least.find(chosen ? store_.args(child)[1] : child);
                if (it == least.end()) continue;
                parts += (parts.empty() ? "" : " + ") + std::string(it->second.open ? "more than " : "at least ") + it->second.value.percent();
                total = {total.value + it->second.value, total.open || it->second.open};
            }
            const Rational most = -store_.value(term);
            const bool strict = store_.op(part) == FormulaOp::less_zero;
            if (total.value < most || (total.value == most && !total.open && !strict)) continue;
            if (parts.find('+') == std::string::npos) continue;
            return ", since " + parts + " is " + (total.open ? "more than " : "at least ") + total.value.percent();
        }
        return {};
    }

    std::string clash(const ProofStep& s) const {
        if (!s.weights.empty()) return sum(s);
        const std::string from = lines(s), said = origins(s);
        if (s.used == no_index) {
            if (s.constraints.empty()) return from + (several(from) ? " exclude each other" : " cannot be");
            return "this cannot be" + bracketed(said, from);
        }
        if (const std::string words = total(s); !words.empty()) return words + bracketed(said, from);
        std::set<std::size_t> own, others;  // the lines that say what is applied, and the rest
        for (const std::size_t f : s.from) refer(f, s.constraints.empty() && proof_.steps[f].conclusion == s.used ? own : others);
        for (const std::size_t line : own) others.erase(line);
        if (!own.empty() && !others.empty()) return listed(others) + (others.size() > 1 ? " contradict " : " contradicts ") + listed(own);
        std::string out = "but " + words_.truth(s.used) + (store_.op(s.used) == FormulaOp::disjunction ? " must hold" : "") + bracketed(said, "");
        if (!from.empty()) out += ", which " + from + (several(from) ? " exclude" : " excludes");
        return out;
    }
    static bool several(const std::string& lines) { return lines.find(' ') != std::string::npos; }

    // "at least 60% + more than 45% is more than 105%, but at most 100% is allowed": of a sum of shares.
    std::string total(const ProofStep& s) const {
        if (store_.op(s.used) != FormulaOp::less_equal_zero && store_.op(s.used) != FormulaOp::less_zero) return {};
        const NodeId term = store_.args(s.used)[0];
        if (store_.op(term) != FormulaOp::sum || store_.sum_size(term) < 2 || !words_.shares(term)) return {};
        const Rational one = store_.sum_item(term, 0).first;  // 1: the sum is too large; -1: too small
        const bool too_large = one == Rational(1);
        if (!too_large && one != Rational(-1)) return {};
        const bool strict = store_.op(s.used) == FormulaOp::less_zero;
        std::map<NodeId, const ProofStep*> bound_of;
        for (const std::size_t f : s.from) {
            const FormulaOp op = store_.op(proof_.steps[f].conclusion);
            if (op != FormulaOp::less_equal_zero && op != FormulaOp::less_zero && op != FormulaOp::equal_zero) continue;
            const NodeId t = store_.args(proof_.steps[f].conclusion)[0];
            bound_of[store_.op(t) == FormulaOp::sum && store_.sum_size(t) == 1 ? store_.sum_item(t, 0).second : t] = &proof_.steps[f];
        }
        std::string parts;
        Rational all;
        bool open = false;
        for (std::size_t i = 0; i < store_.sum_size(term); ++i) {
            const auto [c, child] = store_.sum_item(term, i);
            const auto it = bound_of.find(child);
            if (c != one || it == bound_of.end()) return {};
            const NodeId bound = it->second->conclusion, t = store_.args(bound)[0];
            const bool is_open = store_.op(bound) == FormulaOp::less_zero, exact = store_.op(bound) == FormulaOp::equal_zero;
            const bool zero = store_.op(t) == FormulaOp::variable;  // x = 0, x <= 0
            const Rational value = zero ? Rational(0) : -store_.value(t) / store_.sum_item(t, 0).first;
            if (!exact && ((zero ? 1 : store_.sum_item(t, 0).first.sign()) < 0) != too_large) return {};
            all += value;
            open = open || is_open;
            if (value.sign() == 0 && !is_open) continue;
            parts += (parts.empty() ? "" : " + ") +
                     std::string(exact ? "" : too_large ? is_open ? "more than " : "at least " : is_open ? "less than " : "at most ") + value.percent();
        }
        if (parts.empty()) return {};
        const Rational& k = store_.value(term);
        if (too_large)
            return parts + " is " + (open ? "more than " : "at least ") + all.percent() + ", but " +
                   (strict ? "less than " : "at most ") + (-k).percent() + " is allowed";
        return parts + " is " + (open ? "less than " : "at most ") + all.percent() + ", but " +
               (strict ? "more than " : "at least ") + k.percent() + " is needed";
    }

    static std::string times(const Rational& w) {
        if (w == Rational(1)) return {};
        if (w == Rational(2)) return "twice ";
        if (w == Rational(1, 2)) return "half of ";
        return w.decimal() + " times ";
    }
    // What is left of a sum of comparisons once all variables cancel: k <= 0, which is false.
    std::string sum(const ProofStep& s) const {
        Rational constant, least;
        bool strict = false, percent = true, ring = true;
        VariableId later = no_index;
        for (std::size_t i = 0; i < s.from.size(); ++i) {
            const NodeId formula = proof_.steps[s.from[i]].conclusion, term = store_.args(formula)[0];
            const Rational size = s.weights[i].sign() < 0 ? -s.weights[i] : s.weights[i];
            if (i == 0 || size < least) least = size;
            if (store_.op(term) == FormulaOp::sum) constant += s.weights[i] * store_.value(term);
            strict = strict || store_.op(formula) == FormulaOp::less_zero;
            percent = percent && words_.shares(term);
            const bool pair = store_.op(term) == FormulaOp::sum && store_.sort(term) == Sort::day && store_.sum_size(term) == 2 &&
                              store_.sum_item(term, 0).first + store_.sum_item(term, 1).first == Rational(0);
            ring = ring && pair;
            if (pair && later == no_index)
                for (std::size_t k = 0; k < 2; ++k)
                    if ((store_.sum_item(term, k).first * s.weights[i]).sign() < 0) later = store_.variable_of(store_.sum_item(term, k).second);
        }
        for (Rational scale(1); scale <= Rational(12); scale += Rational(1)) {  // whole multiples read best
            const bool whole = std::all_of(s.weights.begin(), s.weights.end(), [&](const Rational& w) { return (w / least * scale).is_integer(); });
            if (!whole) continue;
            least /= scale;
            break;
        }
        if (ring && later != no_index && problem_.variables[later].subject == Subject::rank)
            return "so " + describer_.spoken(problem_.atoms[problem_.variables[later].index].variable) +
                   " would rest on nothing but itself (" + lines(s) + ")";
        if (ring && later != no_index) {
            const Rational days = constant / least;
            return "so " + describer_.spoken(later) + " would be at least " + days.to_string() + (days == Rational(1) ? " day" : " days") +
                   " after itself (" + lines(s) + ")";
        }
        const auto figure = [&](const Rational& x) { return percent ? x.percent() : x.decimal(); };
        if (const std::string words = two_sides(s, least, figure); !words.empty()) return words;
        std::string out;
        for (std::size_t i = 0; i < s.from.size(); ++i) {
            const Rational w = s.weights[i] / least;
            out += out.empty() ? (w.sign() < 0 ? "less " : "") : w.sign() < 0 ? " less " : " plus ";
            out += weighted(s, i, w);
        }
        return out + " gives " + figure(constant / least) + (strict ? " < " : " <= ") + figure(Rational(0)) + ", which is false";
    }
    std::string weighted(const ProofStep& s, std::size_t i, const Rational& w) const {
        std::set<std::size_t> line;
        refer(s.from[i], line);
        return times(w.sign() < 0 ? -w : w) + listed(line);
    }

    // Where some members say "at least" and the others "at most" of one and the same sum.
    template <class Figure>
    std::string two_sides(const ProofStep& s, const Rational& least, const Figure& figure) const {
        struct Side {
            std::string lines;
            std::size_t members = 0;
            Rational end;
            bool open = false;
        } low, high;
        for (std::size_t i = 0; i < s.from.size(); ++i) {
            const NodeId formula = proof_.steps[s.from[i]].conclusion, term = store_.args(formula)[0];
            const Rational w = s.weights[i] / least;
            const bool sum = store_.op(term) == FormulaOp::sum;
            if (store_.sort(term) == Sort::day) return {};
            int sign = 0;
            for (std::size_t k = 0; k < (sum ? store_.sum_size(term) : 1); ++k) {
                const int one = sum ? (store_.sum_item(term, k).first * w).sign() : w.sign();
                if (sign != 0 && one != sign) return {};
                sign = one;
            }
            Side& side = sign < 0 ? low : high;
            side.lines += (side.members++ ? " plus " : "") + weighted(s, i, w);
            if (sum) side.end += (sign < 0 ? w : -w) * store_.value(term);
            side.open = side.open || store_.op(formula) == FormulaOp::less_zero;
        }
        if (low.members == 0 || high.members == 0) return {};
        return low.lines + (low.members > 1 ? " say " : " says ") + (low.open ? "more than " : "at least ") + figure(low.end) + ", but " +
               high.lines + (high.members > 1 ? " say " : " says ") + (high.open ? "less than " : "at most ") + figure(high.end) +
               " of the same sum";
    }

    const Problem& problem_;
    const FormulaStore& store_;
    const Describer& describer_;
    FormulaWords words_;
    const Proof& proof_;
    std::vector<std::size_t> lines_;  // by step; 0: left out
};

}  // namespace

std::vector<std::string> tell_steps(const Problem& problem, const Describer& describer, const Proof& proof) {
    return Teller(problem, describer, proof).tell();
}

}  // namespace tenet

// Writes a term with as few parentheses as it can be read back with. Shares are written as percentages; a comparison
// with a constant has the constant on its right.

#include "rules/print_term.h"

#include "rules/expr_grammar.h"

namespace tenet {

namespace {

/// How tightly an operator binds; what binds less stands in parentheses inside it.
enum Level { implies_level, or_level, and_level, not_level, compare_level, sum_level, product_level, factor_level };

/// Whether a term speaks of capital or votes, so that numbers beside it are shares.
bool is_share(const Term& term) {
    if (term.op == Op::capital || term.op == Op::votes) return true;
    if (term.op == Op::count || term.type != Type::number) return false;
    if (term.op == Op::sum) return is_share(term.args.back());
    for (const Term& arg : term.args)
        if (is_share(arg)) return true;
    return false;
}

class Printer {
public:
    Printer(const Vocabulary& vocabulary, const FactSet* facts, const std::vector<std::string>& variables)
        : v_(vocabulary), facts_(facts), names_(variables) {}

    std::string print(const Term& term, int outer, bool share = false) {
        int level = factor_level;
        std::string text = write(term, level, share);
        return level < outer ? "(" + text + ")" : text;
    }

private:
    std::string write(const Term& term, int& level, bool share) {
        switch (term.op) {
            case Op::truth: return term.number.sign() != 0 ? "0 = 0" : "0 = 1";
            case Op::number: return share && term.number.sign() != 0 ? term.number.percent() : term.number.decimal();
            case Op::text:
            case Op::edtf_day:
            case Op::edtf_span: return "'" + term.text + "'";
            case Op::entity: return facts_ ? write_name(facts_->entities[term.index].id) : "?";
            case Op::event: return facts_ ? write_name(facts_->id_of(facts_->events[term.index])) : "?";
            case Op::variable:
                return term.index < names_.size() && !names_[term.index].empty() ? names_[term.index]
                                                                                 : "x" + std::to_string(term.index);
            case Op::now: return "now";
            case Op::time: return "time";
            case Op::event_start: return print(term.args[0], factor_level) + ".start";
            case Op::event_end: return print(term.args[0], factor_level) + ".end";
            case Op::source_published:
                return (facts_ ? write_name(facts_->sources[term.index].id) : "?") + ".published";
            case Op::role:
            case Op::attribute: return print(term.args[0], factor_level) + "." + term.text;
            case Op::shift: {
                level = sum_level;
                const bool back = term.number.sign() < 0;
                return print(term.args[0], sum_level) + (back ? " - 'P" : " + 'P") +
                       (back ? -term.number : term.number).to_string() + "D'";
            }
            case Op::days_between:
            case Op::subtract: return binary(term, " - ", level = sum_level, share);
            case Op::add: return binary(term, " + ", level = sum_level, share);
            case Op::multiply: return binary(term, " * ", level = product_level, false);
            case Op::divide: return binary(term, " / ", level = product_level, false);
            case Op::negate: level = product_level; return "-" + print(term.args[0], factor_level, share);
            case Op::not_: level = not_level; return "not " + print(term.args[0], not_level);
            case Op::and_: return joined(term, " and ", level = and_level);
            case Op::or_: return joined(term, " or ", level = or_level);
            case Op::implies:
                level = implies_level;
                return print(term.args[0], or_level) + " implies " + print(term.args[1], implies_level);
            case Op::less: return compare(term, " < ", " > ", level);
            case Op::less_equal: return compare(term, " <= ", " >= ", level);
            case Op::equal: return compare(term, " = ", " = ", level);
            case Op::not_equal: return compare(term, " != ", " != ", level);
            case Op::capital: return call("capital", term);
            case Op::votes: return call("votes", term);
            case Op::occurs: return call("occurs", term);
            case Op::allen: return call(std::string(to_string(term.allen)), term);
            case Op::relation: return call(write_name(v_.relations[term.index].name), term);
            case Op::defined: return call(defined(term.index), term);
            case Op::measure:
                return call("measure", term,
                            "'" + term.text + "'" + (term.unit.empty() ? "" : ", '" + term.unit + "'"));
            case Op::in_office:
                return call("in-office", term, term.index == no_index ? "" : "'" + v_.offices[term.index].name + "'");
            case Op::sum: return quantified("sum", term, share);
            case Op::count: return quantified("count", term, share);
            case Op::any: return quantified("any", term, share);
            case Op::all: return quantified("all", term, share);
            case Op::ever: return call("ever", term);
            case Op::always: return call("always", term);
            case Op::at: return dated(term, share);
        }
        return {};
    }

    std::string defined(std::uint32_t index) const {
        const Definition& version = v_.definitions[index];
        const std::uint32_t meant = version.version_of == no_index ? index : version.version_of;
        const std::string name = v_.clear_name(meant);
        const std::size_t colon = name.find(':');
        if (colon == std::string::npos) return write_name(name);
        return write_name(name.substr(0, colon)) + ":" + write_name(name.substr(colon + 1));
    }
    std::string binary(const Term& term, const char* op, int level, bool share) {
        return print(term.args[0], level, share) + op + print(term.args[1], level + 1, share);
    }
    std::string joined(const Term& term, const char* op, int level) {
        std::string text;
        for (const Term& arg : term.args) text += (text.empty() ? "" : op) + print(arg, level + 1);
        return text;
    }
    std::string compare(const Term& term, const char* op, const char* turned, int& level) {
        level = compare_level;
        const bool share = is_share(term.args[0]) || is_share(term.args[1]);
        const auto constant = [](const Term& t) {
            return t.op == Op::number || t.op == Op::edtf_span || t.op == Op::text;
        };
        const bool turn = constant(term.args[0]) && !constant(term.args[1]);
        const Term& left = term.args[turn ? 1 : 0];
        const Term& right = term.args[turn ? 0 : 1];
        // `f > g at t` would be refused: the side that has its day keeps it in parentheses.
        const auto side = [&](const Term& t) {
            const std::string text = print(t, sum_level, share);
            return t.op == Op::at ? "(" + text + ")" : text;
        };
        return side(left) + (turn ? turned : op) + side(right);
    }
    std::string call(std::string name, const Term& term, const std::string& last = {}) {
        std::string text = std::move(name) + "(";
        for (const Term& arg : term.args) text += (&arg == &term.args.front() ? "" : ", ") + print(arg, implies_level);
        return text + (last.empty() ? "" : ", " + last) + ")";
    }
    std::string quantified(const char* word, const Term& term, bool share) {
        std::size_t next = 0;
        std::string domain;
        switch (term.domain.kind) {
            case Domain::Kind::entities:
                domain =
                    term.domain.index == no_index ? "anything" : write_name(v_.entity_kinds[term.domain.index].name);
                break;
            case Domain::Kind::events:
                domain = term.domain.index == no_index ? "event" : write_name(v_.event_kinds[term.domain.index].name);
                break;
            case Domain::Kind::number: domain = "number"; break;
            case Domain::Kind::role: domain = print(term.args[next++], factor_level) + "." + term.domain.role; break;
            case Domain::Kind::holders: domain = print(term.args[next++], factor_level) + ".holders"; break;
        }
        if (names_.size() <= term.index) names_.resize(term.index + 1);
        names_[term.index] = write_name(term.text);
        std::string text = std::string(word) + "(" + names_[term.index] + ": " + domain;
        if (term.has_where) text += " where " + print(term.args[next++], implies_level);
        if (next < term.args.size()) text += ", " + print(term.args[next], implies_level, share);
        return text + ")";
    }
    std::string dated(const Term& term, bool share) {
        int level = factor_level;
        const std::string body = write(term.args[0], level, share);
        const bool bare = body.back() == ')' && level == factor_level && term.args[0].op != Op::at;
        return (bare ? body : "(" + body + ")") + " at " + print(term.args[1], sum_level);
    }

    const Vocabulary& v_;
    const FactSet* facts_;
    std::vector<std::string> names_;
};

}  // namespace

std::string print_term(const Term& term, const Vocabulary& vocabulary, const FactSet* facts,
                       const std::vector<std::string>& variables) {
    return Printer(vocabulary, facts, variables).print(term, implies_level);
}

}  // namespace tenet

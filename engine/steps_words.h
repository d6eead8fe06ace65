// Formulas in words and figures, as steps show them.
#pragma once

#include <string>

#include "engine/describe.h"

namespace tenet {

class FormulaWords {
public:
    FormulaWords(const Problem& problem, const Describer& describer)
        : problem_(problem), store_(problem.store), describer_(describer) {}

    /// A truth: "votes(a, b) > 50%", "takeover.end < 2015-04-01". Longer than `most` bytes: cut, with "..." at the end.
    std::string truth(NodeId n, std::size_t most = 600) const;
    /// A value of one variable: a percentage, a day, a decimal.
    std::string value(VariableId v, const Rational& value) const;
    /// Whether a number is made of shares alone, so that its figures are percentages.
    bool shares(NodeId n) const;

private:
    void put(NodeId n, std::string& out, std::size_t most, bool inside) const;
    std::string comparison(NodeId n, bool negated) const;
    std::string literal(VariableId v, bool holds) const;
    std::string order_of_rounds(NodeId term) const;
    std::string number(NodeId n, bool percent) const;
    const Problem& problem_;
    const FormulaStore& store_;
    const Describer& describer_;
};

}  // namespace tenet

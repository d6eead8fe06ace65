// A problem falls into components that share no variable; each is judged on its own.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rules/problem.h"

namespace tenet {

struct Component {
    std::vector<std::uint32_t> constraints;  // in order
    bool speaks_of_now = false;              // shares the variable `now` with others
};

/// What each constraint speaks of, `now` too.
struct ConstraintVariables {
    std::vector<VariableId> list;   // those of the first constraint, then of the second, ...
    std::vector<std::size_t> ends;  // by constraint: where its own end there
    std::span<const VariableId> of(std::uint32_t constraint) const {
        const std::size_t begin = constraint == 0 ? 0 : ends[constraint - 1];
        return {list.data() + begin, ends[constraint] - begin};
    }
};

struct Components {
    ConstraintVariables variables;
    std::vector<Component> list;
    std::vector<std::uint32_t> of_variable;  // by variable; no_index: in no constraint
    std::vector<std::uint32_t> island;       // by component: those that one fact or law instance speaks of share a number
    std::vector<std::vector<std::uint32_t>> of_island;  // by that number: its components; empty where it is no island's
    std::size_t islands = 0;
};

/// `now` alone links nothing: components that share only it are told apart and marked.
Components split(const Problem& problem);

}  // namespace tenet

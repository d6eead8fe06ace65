// What the answers in all repairs of a contradictory question come to together.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "reports/results.h"

namespace tenet {

enum class In { every, some, none };
std::string_view to_string(In in);

/// In how many of the answer's repairs the question is certain; and in how many it is possible or certain.
In certain_in(const Answer& answer);
In possible_in(const Answer& answer);

/// Numbers and instants: from the least to the greatest value over all repairs. Absent: unbounded in one of them.
struct Hull {
    std::optional<Bound> lower, upper;
    std::optional<Day> earliest, latest;
};
Hull hull_of(const Answer& answer);

/// Open questions: each binding that some repair lists, and in how many it is certain.
struct BindingInRepairs {
    std::vector<std::pair<std::string, std::string>> values;
    In certain = In::none;
};
std::vector<BindingInRepairs> bindings_in(const Answer& answer);

}  // namespace tenet

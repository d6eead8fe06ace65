// Counts over a handful of repairs.
#include "reports/in_repairs.h"

#include <algorithm>

namespace tenet {

namespace {

In share_of(std::size_t number, std::size_t of) {
    if (number == 0) return In::none;
    return number == of ? In::every : In::some;
}

template <class Holds>
In counted(const Answer& answer, Holds holds) {
    const auto n = std::count_if(answer.repairs.begin(), answer.repairs.end(),
                                 [&](const AnswerInRepair& r) { return holds(r.answer); });
    const In in = share_of(static_cast<std::size_t>(n), answer.repairs.size());
    return in == In::every && !answer.all_repairs ? In::some : in;  // those not looked at may differ
}

}  // namespace

std::string_view to_string(In in) {
    switch (in) {
        case In::every: return "every";
        case In::some: return "some";
        case In::none: return "none";
    }
    return {};
}

In certain_in(const Answer& answer) {
    return counted(answer, [](const Answer& a) { return a.truth == Truth::certain; });
}

In possible_in(const Answer& answer) {
    return counted(answer, [](const Answer& a) { return a.truth == Truth::certain || a.truth == Truth::possible; });
}

Hull hull_of(const Answer& answer) {
    Hull hull;
    bool first = true;
    const auto widen = [&](auto& end, const auto& other, auto beyond) {
        if (first) {
            end = other;
        } else if (!other) {
            end.reset();
        } else if (end && beyond(*other, *end)) {
            end = other;
        }
    };
    const auto bound = [](const std::optional<BoundAnswer>& b) { return b ? std::optional(b->bound) : std::nullopt; };
    const auto day = [](const std::optional<DayAnswer>& d) { return d ? std::optional(d->day) : std::nullopt; };
    for (const AnswerInRepair& repair : answer.repairs) {
        const Answer& a = repair.answer;
        if (a.truth != Truth::certain) continue;
        widen(hull.lower, bound(a.lower),
              [](const Bound& x, const Bound& y) { return x.value < y.value || (x.value == y.value && y.open); });
        widen(hull.upper, bound(a.upper),
              [](const Bound& x, const Bound& y) { return x.value > y.value || (x.value == y.value && y.open); });
        widen(hull.earliest, day(a.earliest), [](Day x, Day y) { return x < y; });
        widen(hull.latest, day(a.latest), [](Day x, Day y) { return y < x; });
        first = false;
    }
    return hull;
}

std::vector<BindingInRepairs> bindings_in(const Answer& answer) {
    std::vector<BindingInRepairs> out;
    std::vector<std::size_t> certain;
    for (const AnswerInRepair& repair : answer.repairs)
        for (const BindingAnswer& binding : repair.answer.bindings) {
            auto at = std::find_if(out.begin(), out.end(),
                                   [&](const BindingInRepairs& b) { return b.values == binding.values; });
            if (at == out.end()) {
                out.push_back({binding.values, In::none});
                certain.push_back(0);
                at = out.end() - 1;
            }
            if (binding.answer == Truth::certain) ++certain[static_cast<std::size_t>(at - out.begin())];
        }
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i].certain = share_of(certain[i], answer.repairs.size());
        if (out[i].certain == In::every && !answer.all_repairs) out[i].certain = In::some;
    }
    return out;
}

}  // namespace tenet

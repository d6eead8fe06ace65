// A drawn case that shows a fault, made small: whatever can go while the fault stays, goes.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <vector>

/// `lists`: what of a case may go. `differ(case)`: whether it shows the fault.
template <class Case, class Differ>
Case shrunk(Case c, std::initializer_list<std::vector<std::string> Case::*> lists, const Differ& differ) {
    for (bool smaller = true; smaller;) {
        smaller = false;
        for (const auto list : lists)
            for (std::size_t i = 0; i < (c.*list).size(); ++i) {
                Case less = c;
                (less.*list).erase((less.*list).begin() + static_cast<std::ptrdiff_t>(i));
                if (!differ(less)) continue;
                c = std::move(less);
                smaller = true;
                break;
            }
    }
    return c;
}

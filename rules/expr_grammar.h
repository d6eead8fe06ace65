// The words of the expression language that are not free to be names, and how to write an id so that it is one.
#pragma once

#include <string>
#include <string_view>

namespace tenet {

/// not, and, or, implies, at, where, sum, count, any, all, ever, always, now, time.
bool is_keyword(std::string_view word);

/// `id` as an expression must write it: bare where it is a name and no keyword, else in backquotes.
std::string write_name(std::string_view id);

}  // namespace tenet

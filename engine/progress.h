// How far long work is, for whoever wants to show it.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace tenet {

/// "slices", 12, 64; a total of 0: nobody knows. May be called by several threads, often, and must not take long.
using Progress = std::function<void(std::string_view what, std::size_t done, std::size_t total)>;

}  // namespace tenet

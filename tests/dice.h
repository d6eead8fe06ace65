// Numbers that tests draw their cases from.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <random>
#include <string>
#include <vector>

namespace tenet {

/// The same numbers on every machine (the standard's distributions are not).
class Dice {
public:
    explicit Dice(std::uint32_t seed) : engine_(seed) {}
    /// 0 .. n-1
    unsigned below(unsigned n) { return static_cast<unsigned>(engine_() % n); }
    int between(int low, int high) { return low + static_cast<int>(below(static_cast<unsigned>(high - low + 1))); }
    bool one_in(unsigned n) { return below(n) == 0; }
    template <class T>
    const T& of(const std::vector<T>& list) { return list[below(static_cast<unsigned>(list.size()))]; }
    std::string of(std::initializer_list<const char*> list) { return *(list.begin() + below(static_cast<unsigned>(list.size()))); }

protected:
    std::mt19937 engine_;
};

}  // namespace tenet

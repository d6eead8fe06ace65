// What is said of work that a limit came before, by every command in the same words.
#pragma once

#include <new>
#include <span>
#include <string>

#include "facts/model.h"
#include "rules/ground.h"

namespace tenet {

/// Put behind the name of what is undecided.
inline constexpr const char* for_lack_of_time = ", for lack of time";
inline constexpr const char* for_lack_of_memory = ", for lack of memory";

/// Likewise, of a law where no limit came but all its days are not looked at.
inline constexpr const char* looks_elsewhere = ", which looks at other days than its own";

/// Does `work`; null where it came to its end. Where grounding in it reached Choice::deadline, or memory ran out, what is to be
/// put behind the name of what is then undecided. (Deciding ends by itself, as `unknown`.)
template <class Work>
const char* lacking(const Work& work) {
    try {
        work();
    } catch (const OutOfTime&) {
        return for_lack_of_time;
    } catch (const std::bad_alloc&) {
        return for_lack_of_memory;
    }
    return nullptr;
}

/// A part of the run, by its first fact: "the 30 facts that stand with s1".
std::string named(const FactSet& facts, std::span<const FactId> part);
/// All of them, as one part; without a list of them, for which there may be no memory.
std::string named(const FactSet& facts);

}  // namespace tenet

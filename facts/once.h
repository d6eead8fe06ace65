// What is worked out by whoever needs it first, on any thread.
#pragma once

#include <atomic>
#include <mutex>

namespace tenet {

/// As std::call_once, but of what may throw: it is then done again by the next, from the beginning. (A call_once through which an
/// exception goes ends the program where the C library unwinds by another libgcc than the program's own, and waits for ever
/// under the thread sanitizer.)
class Once {
public:
    template <class Work>
    void operator()(const Work& work) {
        if (done_.load(std::memory_order_acquire)) return;
        const std::lock_guard lock(guard_);
        if (done_.load(std::memory_order_relaxed)) return;
        work();
        done_.store(true, std::memory_order_release);
    }

private:
    std::mutex guard_;
    std::atomic<bool> done_{false};
};

}  // namespace tenet

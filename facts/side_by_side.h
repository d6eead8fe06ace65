// The same for each of many things, on several threads.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <vector>

#include "facts/thread.h"

namespace tenet {

/// work(own, i) for i = 0 .. count-1, on at most `jobs` threads (0: as many as there are processors), this one among them;
/// `own` is what `make()` gives each thread. Fewer threads where the system has no room for more. Throws what the first to
/// throw threw, after all have ended.
template <class Make, class Work>
void side_by_side(std::size_t count, unsigned jobs, const Make& make, const Work& work) {
    if (jobs == 0) jobs = std::max(1U, std::thread::hardware_concurrency());
    std::atomic<std::size_t> next{0};
    std::exception_ptr thrown;
    std::mutex guard;
    const auto take = [&] {
        try {
            auto own = make();
            for (std::size_t i = next++; i < count; i = next++) work(own, i);
        } catch (...) {
            const std::lock_guard lock(guard);
            if (!thrown) thrown = std::current_exception();
            next = count;
        }
    };
    std::vector<Thread> threads;
    try {
        while (threads.size() + 1 < std::min<std::size_t>(jobs, count)) threads.emplace_back(take);
    } catch (const std::system_error&) {  // those that there are do its work
    }
    take();
    threads.clear();  // joins those that have begun
    if (thrown) std::rethrow_exception(thrown);
}

/// The same for work(i).
template <class Work>
void side_by_side(std::size_t count, unsigned jobs, const Work& work) {
    side_by_side(count, jobs, [] { return 0; }, [&](int, std::size_t i) { work(i); });
}

/// One piece of work beside what its maker does meanwhile.
class Aside {
public:
    /// Starts work() on a thread of its own where that is `allowed` and the system has room for one.
    Aside(bool allowed, std::function<void()> work);
    Aside(const Aside&) = delete;
    Aside& operator=(const Aside&) = delete;
    /// Waits for it, or does it here where it has not begun elsewhere. Throws what it threw.
    void finish();

private:
    std::function<void()> work_;
    std::exception_ptr thrown_;
    std::optional<Thread> thread_;  // last: joined before anything else goes
};

}  // namespace tenet

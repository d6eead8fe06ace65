// Ends what may take too long: calls a function at a time, and again and again after, until it is called off. One thread
// serves any number of times that are set one after the other; to set one and call it off costs no change of threads, which
// on a busy machine takes longer than what is waited for.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace tenet {

class Alarm {
public:
    using Clock = std::chrono::steady_clock;
    /// ring(n) is called for the n-th time since set(), from 0 on: on a thread of its own, never after off(). It must not throw.
    explicit Alarm(std::function<void(unsigned)> ring) : ring_(std::move(ring)) {}
    ~Alarm();
    Alarm(const Alarm&) = delete;
    Alarm& operator=(const Alarm&) = delete;

    /// Rings at that time, 100 ms later, and then every 50 ms. Throws std::bad_alloc where there is no room for a thread.
    void set(Clock::time_point at);
    void off();

private:
    void run();
    std::function<void(unsigned)> ring_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<Clock::time_point> at_;  // when to ring next
    unsigned rung_ = 0;
    Clock::time_point wakes_;              // when the thread looks next by itself
    bool over_ = false;
    std::thread thread_;                   // made when first needed
};

}  // namespace tenet

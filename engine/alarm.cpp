// A thread that sleeps until the time that was set when it fell asleep, and then looks whether that still holds.
#include "engine/alarm.h"

#include <new>
#include <system_error>

namespace tenet {

Alarm::~Alarm() {
    if (!thread_.joinable()) return;
    {
        const std::lock_guard lock(mutex_);
        over_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

void Alarm::set(Clock::time_point at) {
    bool sooner = false;
    {
        const std::lock_guard lock(mutex_);
        at_ = at;
        rung_ = 0;
        sooner = thread_.joinable() && at < wakes_;
        try {
            if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
        } catch (const std::system_error&) {
            throw std::bad_alloc();
        }
    }
    if (sooner) changed_.notify_one();
}

void Alarm::off() {
    const std::lock_guard lock(mutex_);
    at_.reset();
}

void Alarm::run() {
    constexpr std::chrono::milliseconds second(100), further(50);
    constexpr std::chrono::hours long_after(24);
    std::unique_lock lock(mutex_);
    while (!over_) {
        if (at_ && *at_ <= Clock::now()) {
            ring_(rung_);
            at_ = Clock::now() + (rung_++ == 0 ? second : further);
        }
        wakes_ = at_ ? *at_ : Clock::now() + long_after;
        changed_.wait_until(lock, wakes_);
    }
}

}  // namespace tenet

// A bar on standard error for work over a second: counts, and the time left where the total is known.
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string_view>

namespace tenet {

class ProgressBar {
public:
    /// `width`: columns of the terminal.
    explicit ProgressBar(std::size_t width) : width_(width) {}
    ~ProgressBar() { clear(); }
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    void show(std::string_view what, std::size_t done, std::size_t total);
    /// Takes the bar away, so that something else can be printed.
    void clear();

private:
    using Clock = std::chrono::steady_clock;
    std::size_t width_;
    std::mutex mutex_;
    Clock::time_point started_ = Clock::now(), shown_ = started_, stage_started_ = started_;
    std::string_view stage_;  // words of the program: they outlive the bar
    bool visible_ = false;
};

}  // namespace tenet

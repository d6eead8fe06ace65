#include "engine/cli/progress.h"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

namespace tenet {

namespace {

constexpr auto quiet_for = std::chrono::seconds(1);          // shorter work shows nothing
constexpr auto between = std::chrono::milliseconds(100);     // two pictures

}  // namespace

void ProgressBar::show(std::string_view what, std::size_t done, std::size_t total) {
    const std::lock_guard lock(mutex_);
    const Clock::time_point now = Clock::now();
    if (what != stage_) {
        stage_ = what;
        stage_started_ = now;
    }
    if (now - started_ < quiet_for || now - shown_ < between) return;
    shown_ = now;
    std::string line = fmt::format("{} {}", what, done);
    if (total > 0) {
        const std::size_t cells = 24, full = std::min(done, total) * cells / total;
        line = fmt::format("{} of {} [{:#<{}}{:.<{}}]", line, total, "", full, "", cells - full);
        if (done > 0 && done < total) {
            const double spent = std::chrono::duration<double>(now - stage_started_).count();
            line += fmt::format(" {:.0f} s left", spent * static_cast<double>(total - done) / static_cast<double>(done));
        }
    }
    if (width_ > 1 && line.size() >= width_) line.resize(width_ - 1);
    std::fprintf(stderr, "\r\033[K%s", line.c_str());
    std::fflush(stderr);
    visible_ = true;
}

void ProgressBar::clear() {
    const std::lock_guard lock(mutex_);
    if (!visible_) return;
    std::fprintf(stderr, "\r\033[K");
    std::fflush(stderr);
    visible_ = false;
}

}  // namespace tenet

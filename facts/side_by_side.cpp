// Where a thread cannot be had, or begins too late, whoever asked for it does the work.
#include "facts/side_by_side.h"

#include <utility>

namespace tenet {

Aside::Aside(bool allowed, std::function<void()> work) : work_(std::move(work)) {
    if (!allowed) return;
    try {
        thread_.emplace([this] {
            try {
                work_();
            } catch (...) {
                thrown_ = std::current_exception();
            }
        });
    } catch (const std::system_error&) {
    }
}

void Aside::finish() {
    if (!thread_ || !thread_->join()) work_();
    if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
}

}  // namespace tenet

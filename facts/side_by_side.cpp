// Where a thread cannot be had, whoever asked for it sees that nothing was started.
#include "facts/side_by_side.h"

#include <utility>

namespace tenet {

Aside::Aside(bool allowed, std::function<void()> work) {
    if (!allowed) return;
    try {
        thread_.emplace([this, work = std::move(work)] {
            try {
                work();
            } catch (...) {
                thrown_ = std::current_exception();
            }
        });
    } catch (const std::system_error&) {
    }
}

void Aside::join() {
    if (thread_) thread_->join();
    if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
}

}  // namespace tenet

// A thread that runs at once, or is not waited for. The processor of its maker is busy, and left to itself the system may keep
// a new thread waiting there for a millisecond or more, which is as long as the check of an article takes: so it is started on
// another one. Where that is busy too, its maker may come to the end first, and then does the work himself.
#pragma once

#include <functional>
#include <memory>

namespace tenet {

class Thread {
public:
    Thread() = default;
    /// work() must not throw. Throws std::system_error where the system has no room for a thread.
    explicit Thread(std::function<void()> work);
    Thread(Thread&&) noexcept = default;
    Thread& operator=(Thread&&) = delete;
    ~Thread() { join(); }
    /// Waits for the end of work(). False: it had not begun, and will not.
    bool join();

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace tenet

// A thread that runs at once: the processor of its maker is busy, and left to itself the system may keep a new thread waiting
// there for a millisecond or more, which is as long as the check of an article takes.
#pragma once

#include <functional>
#include <memory>

namespace tenet {

/// Joined when it goes. work() must not throw.
class Thread {
public:
    Thread() = default;
    /// Throws std::system_error where the system has no room for one.
    explicit Thread(std::function<void()> work);
    Thread(Thread&&) noexcept = default;
    Thread& operator=(Thread&&) = delete;
    ~Thread() { join(); }
    bool joinable() const { return state_ != nullptr; }
    void join();

private:
    struct State;
    struct Drop {
        void operator()(State* state) const;
    };
    std::unique_ptr<State, Drop> state_;
};

}  // namespace tenet

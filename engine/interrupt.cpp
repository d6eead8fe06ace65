// A handler that ends the program, or leaves a note for whoever delays it. Z3 would put its own over it while it solves, and
// go on at leisure: z3_session.cpp tells it not to.
#include "engine/interrupt.h"

#include <atomic>
#include <csignal>
#include <initializer_list>
#include <mutex>
#include <unistd.h>

namespace tenet {

namespace {

// The program's only globals: a signal has nobody else to ask whether it may end the program. Those that the handler looks at
// are lock-free, as it needs.
std::atomic<int> delays{0}, waiting{0};
static_assert(std::atomic<int>::is_always_lock_free);
std::mutex one_at_a_time;

extern "C" void on_interrupt(int signal) {
    if (delays.load() > 0) {
        waiting.store(signal);
    } else {
        _exit(128 + signal);
    }
}

}  // namespace

void end_on_interrupt() {
    for (const int signal : {SIGINT, SIGTERM}) {
        struct sigaction action {};
        // A shell starts background jobs with SIGINT ignored; that stays.
        if (sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN) continue;
        action = {};
        action.sa_handler = on_interrupt;
        action.sa_flags = SA_RESTART;
        sigaction(signal, &action, nullptr);
    }
}

DelayInterrupts::DelayInterrupts() {
    one_at_a_time.lock();
    ++delays;
}

DelayInterrupts::~DelayInterrupts() {
    --delays;
    if (const int signal = waiting.load()) _exit(128 + signal);
    one_at_a_time.unlock();
}

}  // namespace tenet

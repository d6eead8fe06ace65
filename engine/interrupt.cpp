// A thread of its own waits for the signals, which are blocked in all others. A handler would not do: Z3 puts its own
// over ours while it solves, and goes on at leisure.
#include "engine/interrupt.h"

#include <csignal>
#include <initializer_list>
#include <mutex>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace tenet {

namespace {

// The program's one global: an interrupt has nobody else to ask whether it may end the program.
std::mutex may_end;

}  // namespace

void end_on_interrupt() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM}) {
        struct sigaction action {};
        // A shell starts background jobs with SIGINT ignored; that stays.
        if (sigaction(signal, nullptr, &action) == 0 && action.sa_handler != SIG_IGN) sigaddset(&signals, signal);
    }
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    try {
        std::thread([signals] {
            int signal = 0;
            while (sigwait(&signals, &signal) != 0) continue;
            const std::lock_guard whole_or_absent(may_end);
            _exit(128 + signal);
        }).detach();
    } catch (const std::system_error&) {  // no room for a thread: the system's own way of ending is left
        pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
    }
}

DelayInterrupts::DelayInterrupts() { may_end.lock(); }

DelayInterrupts::~DelayInterrupts() { may_end.unlock(); }

}  // namespace tenet

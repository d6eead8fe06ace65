// A signal handler sees nothing but globals, so the two flags here are the program's only ones. Blocking the signal
// would not do: that holds for one thread, and another would take it.
#include "engine/cli/interrupt.h"

#include <csignal>
#include <initializer_list>
#include <unistd.h>

namespace tenet {

namespace {

volatile std::sig_atomic_t delayed = 0;
volatile std::sig_atomic_t waiting = 0;  // the signal that came meanwhile

extern "C" void on_interrupt(int signal) {
    if (delayed)
        waiting = signal;
    else
        _exit(128 + signal);
}

}  // namespace

void end_on_interrupt() {
    struct sigaction action {};
    action.sa_handler = on_interrupt;
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    for (const int signal : {SIGINT, SIGTERM}) {
        struct sigaction old {};
        // A shell starts background jobs with SIGINT ignored; that stays.
        if (sigaction(signal, nullptr, &old) == 0 && old.sa_handler != SIG_IGN) sigaction(signal, &action, nullptr);
    }
}

DelayInterrupts::DelayInterrupts() { delayed = 1; }

DelayInterrupts::~DelayInterrupts() {
    delayed = 0;
    if (waiting) _exit(128 + waiting);
}

}  // namespace tenet

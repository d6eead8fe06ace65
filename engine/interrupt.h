// Ctrl-C ends the program at once with exit status 130 (SIGTERM: 143), but never between two halves of a file.
#pragma once

namespace tenet {

/// To be called once, at the start.
void end_on_interrupt();

/// While one lives, an interrupt waits for its end. One at a time: the others wait too.
class DelayInterrupts {
public:
    DelayInterrupts();
    ~DelayInterrupts();
    DelayInterrupts(const DelayInterrupts&) = delete;
    DelayInterrupts& operator=(const DelayInterrupts&) = delete;
};

}  // namespace tenet

// Started on any other processor than its maker's that both may use; from then on it may go to all of them.
#include "facts/thread.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include <pthread.h>
#include <sched.h>

namespace tenet {

struct Thread::State {
    std::function<void()> work;
    cpu_set_t allowed;
    bool elsewhere = false;  // started with fewer processors than allowed
    pthread_t thread{};

    static void* run(void* given) {
        State& state = *static_cast<State*>(given);
        if (state.elsewhere) pthread_setaffinity_np(pthread_self(), sizeof state.allowed, &state.allowed);
        state.work();
        return nullptr;
    }
};

void Thread::Drop::operator()(State* state) const { delete state; }

Thread::Thread(std::function<void()> work) : state_(new State{std::move(work), {}, false, {}}) {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    const int here = sched_getcpu();
    // More processors than a cpu_set_t holds, or a system that does not tell: the thread starts wherever it may.
    if (here >= 0 && sched_getaffinity(0, sizeof state_->allowed, &state_->allowed) == 0) {
        cpu_set_t others = state_->allowed;
        CPU_CLR(here, &others);
        state_->elsewhere = CPU_COUNT(&others) > 0 && pthread_attr_setaffinity_np(&attributes, sizeof others, &others) == 0;
    }
    int failed = pthread_create(&state_->thread, &attributes, State::run, state_.get());
    if (failed == EINVAL && state_->elsewhere) {  // a processor went meanwhile
        state_->elsewhere = false;
        failed = pthread_create(&state_->thread, nullptr, State::run, state_.get());
    }
    pthread_attr_destroy(&attributes);
    if (failed == 0) return;
    state_.reset();
    throw std::system_error(failed, std::generic_category());
}

void Thread::join() {
    if (!state_) return;
    pthread_join(state_->thread, nullptr);
    state_.reset();
}

}  // namespace tenet

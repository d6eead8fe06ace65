// Started on any other processor than its maker's that both may use; from then on it may go to all of them. Who comes first,
// the thread or whoever joins it, has the work.
#include "facts/thread.h"

#include <atomic>
#include <cerrno>
#include <system_error>
#include <utility>

#include <pthread.h>
#include <sched.h>

namespace tenet {

struct Thread::State {
    std::function<void()> work;
    cpu_set_t allowed{};
    bool elsewhere = false;  // started with fewer processors than allowed
    enum Stage { fresh, taken, done };
    std::atomic<int> stage{fresh};

    bool take() {
        int expected = fresh;
        return stage.compare_exchange_strong(expected, taken);
    }
    static void* run(void* given) {
        const std::unique_ptr<std::shared_ptr<State>> held(static_cast<std::shared_ptr<State>*>(given));
        State& state = **held;
        if (!state.take()) return nullptr;
        if (state.elsewhere) pthread_setaffinity_np(pthread_self(), sizeof state.allowed, &state.allowed);
        state.work();
        state.stage.store(done);
        state.stage.notify_all();
        return nullptr;
    }
};

Thread::Thread(std::function<void()> work) : state_(std::make_shared<State>()) {
    state_->work = std::move(work);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    const int here = sched_getcpu();
    // More processors than a cpu_set_t holds, or a system that does not tell: the thread starts wherever it may.
    cpu_set_t& allowed = state_->allowed;
    if (here >= 0 && sched_getaffinity(0, sizeof allowed, &allowed) == 0) {
        cpu_set_t others = allowed;
        CPU_CLR(here, &others);
        state_->elsewhere = CPU_COUNT(&others) > 0 && pthread_attr_setaffinity_np(&attributes, sizeof others, &others) == 0;
    }
    auto held = std::make_unique<std::shared_ptr<State>>(state_);
    pthread_t thread;
    int failed = pthread_create(&thread, &attributes, State::run, held.get());
    if (failed == EINVAL && state_->elsewhere) {  // a processor went meanwhile
        state_->elsewhere = false;
        pthread_attr_setaffinity_np(&attributes, sizeof allowed, &allowed);
        failed = pthread_create(&thread, &attributes, State::run, held.get());
    }
    pthread_attr_destroy(&attributes);
    if (failed == 0) {
        held.release();  // the thread's
        return;
    }
    state_.reset();
    throw std::system_error(failed, std::generic_category());
}

bool Thread::join() {
    const std::shared_ptr<State> state = std::move(state_);
    if (!state || state->take()) return false;
    for (int stage = State::taken; stage != State::done; stage = state->stage.load()) state->stage.wait(State::taken);
    return true;
}

}  // namespace tenet

// What the Z3 sessions of one thread share; used by z3_session.cpp only.
#pragma once

#include <cstdint>
#include <mutex>
#include <new>
#include <optional>
#include <sys/mman.h>
#include <vector>

#include "engine/alarm.h"
#include "engine/z3_library.h"
#include "engine/z3_session.h"

namespace tenet {

struct Z3Context::State {
    Z3_context context = nullptr;
    State() {
        static std::mutex one_at_a_time;  // else two may see the same room
        const std::lock_guard lock(one_at_a_time);
        make_sure_of_room();
        Z3_config config = z3().mk_config();
        context = z3().mk_context_rc(config);
        z3().del_config(config);
        if (!context) throw std::bad_alloc();
        z3().set_error_handler(context, nullptr);
    }
    ~State() { z3().del_context(context); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    /// A numeral that was made lately: the same few figures and days come again and again, and to make one takes long.
    struct Numeral {
        Z3_ast made = nullptr;  // with a reference of its own, which goes with the context
        std::int64_t numerator = 0, denominator = 0;
        bool as_int = false;
    };
    Numeral& numeral(std::int64_t numerator, std::int64_t denominator, bool as_int) {
        std::uint64_t hash = static_cast<std::uint64_t>(numerator) * 2 + (as_int ? 1 : 0);
        hash = (hash * 0x9E3779B97F4A7C15ULL ^ static_cast<std::uint64_t>(denominator)) * 0x9E3779B97F4A7C15ULL;
        return numerals_[hash >> 53];
    }

    /// Ends a check at that time (none: never). Z3's own timer has a thread that is waited for after each check, and
    /// cancels once: a check that is not ready for it at that moment goes on for ever. So the second time cancels all there is.
    class Watch {
    public:
        Watch(State& context, Z3_solver solver, std::optional<Alarm::Clock::time_point> end) : context_(end ? &context : nullptr) {
            if (!context_) return;
            context.watched_ = solver;
            context.alarm_.set(*end);
        }
        ~Watch() {
            if (context_) context_->alarm_.off();
        }
        Watch(const Watch&) = delete;
        Watch& operator=(const Watch&) = delete;

    private:
        State* context_;
    };

private:
    // To make a context takes 16.4 MB, and where they are not there Z3 4.8.12 crashes.
    static void make_sure_of_room() {
        constexpr std::size_t room = std::size_t{20} << 20U;
        void* const there = ::mmap(nullptr, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (there == MAP_FAILED) throw std::bad_alloc();
        ::munmap(there, room);
    }

    std::vector<Numeral> numerals_ = std::vector<Numeral>(2048);
    Z3_solver watched_ = nullptr;  // changes only while the alarm is off
    Alarm alarm_{[this](unsigned time) {
        if (time == 0) {
            z3().solver_interrupt(context, watched_);
        } else {
            z3().interrupt(context);
        }
    }};
};

}  // namespace tenet

// Work on other threads is done once, by whoever comes first, and what it throws reaches who asked for it.
#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "facts/side_by_side.h"
#include "facts/thread.h"

using namespace tenet;

BOOST_AUTO_TEST_SUITE(threads)

BOOST_AUTO_TEST_CASE(a_thread_is_joined_or_had_not_begun) {
    int begun = 0;
    for (int i = 0; i < 300; ++i) {
        std::atomic<int> done{0};
        Thread thread([&] { ++done; });
        if (i % 3 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));
        const bool ran = thread.join();
        BOOST_TEST(done.load() == (ran ? 1 : 0));
        BOOST_TEST(!thread.join());
        begun += ran;
    }
    BOOST_TEST(begun > 0);
}

BOOST_AUTO_TEST_CASE(what_runs_is_waited_for) {
    std::atomic<bool> running{false}, ended{false};
    Thread thread([&] {
        running = true;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        ended = true;
    });
    while (!running) std::this_thread::yield();
    BOOST_TEST(thread.join());
    BOOST_TEST(ended.load());
}

BOOST_AUTO_TEST_CASE(work_aside_is_done_once) {
    for (const bool allowed : {true, false})
        for (int i = 0; i < 200; ++i) {
            std::atomic<int> done{0};
            Aside aside(allowed, [&] { ++done; });
            aside.finish();
            BOOST_TEST(done.load() == 1);
        }
}

BOOST_AUTO_TEST_CASE(what_work_throws_is_thrown_where_it_is_awaited) {
    for (const bool allowed : {true, false}) {
        Aside aside(allowed, [] { throw std::runtime_error("wrong"); });
        BOOST_CHECK_THROW(aside.finish(), std::runtime_error);
    }
}

BOOST_AUTO_TEST_SUITE_END()

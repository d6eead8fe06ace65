// The alarm rings when it is time, again after, and never once it is off.
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <thread>

#include "engine/alarm.h"

using namespace tenet;

BOOST_AUTO_TEST_SUITE(alarms)

namespace {

using std::chrono::milliseconds;

void wait_for(const std::atomic<unsigned>& rung, unsigned times) {
    for (int i = 0; i < 2000 && rung < times; ++i) std::this_thread::sleep_for(milliseconds(5));
}

}  // namespace

BOOST_AUTO_TEST_CASE(rings_again_and_again_and_counts) {
    std::atomic<unsigned> rung = 0, wrong = 0;
    Alarm alarm([&](unsigned time) { wrong += time == rung++ ? 0 : 1; });
    alarm.set(Alarm::Clock::now() + milliseconds(5));
    wait_for(rung, 3);
    alarm.off();
    const unsigned then = rung;
    BOOST_TEST(then >= 3U);
    BOOST_TEST(wrong == 0U);
    std::this_thread::sleep_for(milliseconds(150));
    BOOST_TEST(rung == then);
}

BOOST_AUTO_TEST_CASE(a_sooner_time_is_not_slept_through) {
    std::atomic<unsigned> rung = 0;
    Alarm alarm([&](unsigned) { ++rung; });
    alarm.set(Alarm::Clock::now() + std::chrono::hours(1));
    alarm.off();
    std::this_thread::sleep_for(milliseconds(20));  // it sleeps until then
    alarm.set(Alarm::Clock::now());
    wait_for(rung, 1);
    BOOST_TEST(rung >= 1U);
}

BOOST_AUTO_TEST_CASE(a_later_time_holds_after_one_that_was_called_off) {
    std::atomic<unsigned> rung = 0;
    Alarm alarm([&](unsigned) { ++rung; });
    alarm.set(Alarm::Clock::now() + milliseconds(30));
    alarm.off();
    const auto later = Alarm::Clock::now() + milliseconds(300);
    alarm.set(later);
    std::this_thread::sleep_for(milliseconds(80));
    if (Alarm::Clock::now() < later) BOOST_TEST(rung == 0U);
    wait_for(rung, 1);
    BOOST_TEST(rung >= 1U);
    BOOST_TEST((Alarm::Clock::now() >= later));
}

BOOST_AUTO_TEST_SUITE_END()

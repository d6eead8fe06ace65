// Files that come out are whole or absent, and Ctrl-C ends at once.
#include <chrono>
#include <csignal>
#include <sys/wait.h>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "engine/interrupt.h"
#include "engine/cli/output.h"
#include "tests/unit/engine/cli_capture.h"

using namespace tenet;
using cli_test::Folder;

namespace {

void put(const std::string& path, std::string_view text) {
    Output output(path);
    output.write(text);
    output.finish();
}

// The exit status of a child that does `work` and then 0.
template <class Work>
int status_of_child(Work work) {
    const pid_t child = fork();
    if (child == 0) {
        end_on_interrupt();
        work();
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cli_output)

BOOST_AUTO_TEST_CASE(a_file_is_put_in_place_whole) {
    const Folder folder;
    {
        Output unfinished("out.txt");
        unfinished.write("half");
    }
    BOOST_TEST(folder.files() == 0u);
    put("out.txt", "whole");
    BOOST_TEST(folder.read("out.txt") == "whole");
    BOOST_TEST(folder.files() == 1u);  // nothing beside it
}

BOOST_AUTO_TEST_CASE(what_is_long_is_whole_or_absent_too) {
    const Folder folder;
    folder.write("out.txt", "old");
    ::chmod("out.txt", 0640);
    std::string all;
    for (int i = 0; i < 5; ++i) all.append(7'000'000, static_cast<char>('a' + i));  // more than is kept in memory
    {
        Output output("out.txt");
        output.write(all);
        output.write("unfinished");
    }
    BOOST_TEST(folder.read("out.txt") == "old");
    BOOST_TEST(folder.files() == 1u);
    Output output("out.txt");
    for (std::size_t at = 0; at < all.size(); at += 1'000'000) output.write(std::string_view(all).substr(at, 1'000'000));
    output.finish();
    BOOST_TEST((folder.read("out.txt") == all));
    BOOST_TEST(folder.files() == 1u);
    struct stat status {};
    ::stat("out.txt", &status);
    BOOST_TEST((status.st_mode & 07777) == 0640u);
}

BOOST_AUTO_TEST_CASE(an_old_file_keeps_what_it_is) {
    const Folder folder;
    folder.write("old.txt", "old");
    ::chmod("old.txt", 0640);
    std::filesystem::create_symlink("old.txt", "link.txt");
    put("link.txt", "new");
    BOOST_TEST(std::filesystem::is_symlink("link.txt"));
    BOOST_TEST(folder.read("old.txt") == "new");
    struct stat status {};
    ::stat("old.txt", &status);
    BOOST_TEST((status.st_mode & 07777) == 0640u);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_is_said_before_the_work) {
    const Folder folder;
    BOOST_CHECK_THROW(Output("nowhere/out.txt"), std::runtime_error);
    BOOST_CHECK_THROW(Output("."), std::runtime_error);
    BOOST_TEST(folder.files() == 0u);
    put("/dev/null", "gone");  // a device is written to, not replaced
    BOOST_TEST(std::filesystem::is_character_file("/dev/null"));
}

BOOST_AUTO_TEST_CASE(interrupts) {
    const Folder folder;
    const auto interrupt = [](int signal) {
        ::kill(::getpid(), signal);
        std::this_thread::sleep_for(std::chrono::seconds(20));
    };
    BOOST_TEST(status_of_child([&] { interrupt(SIGINT); }) == 130);
    BOOST_TEST(status_of_child([&] { interrupt(SIGTERM); }) == 143);
    BOOST_TEST(status_of_child([&] {
                   {
                       const DelayInterrupts delay;
                       ::kill(::getpid(), SIGINT);
                       std::this_thread::sleep_for(std::chrono::milliseconds(50));
                       folder.write("still.txt", "written");
                   }
                   std::this_thread::sleep_for(std::chrono::seconds(20));
               }) == 130);
    BOOST_TEST(folder.read("still.txt") == "written");
    BOOST_TEST(status_of_child([] { const DelayInterrupts delay; }) == 0);
}

BOOST_AUTO_TEST_SUITE_END()

// The system keeps the books: it counts every page that the program can write to, of its own, of libraries, of Z3's.
#include "engine/cli/memory_limit.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <unistd.h>

#include <gmp.h>

#include "engine/cli/commands.h"

namespace tenet {

namespace {

// GMP's own way is to end the program (GMP manual, "Custom Allocation").
void* allocated(std::size_t size) {
    if (void* memory = std::malloc(size)) return memory;
    throw std::bad_alloc();
}

void* reallocated(void* old, std::size_t, std::size_t size) {
    if (void* memory = std::realloc(old, size)) return memory;
    throw std::bad_alloc();
}

void released(void* memory, std::size_t) { std::free(memory); }

bool for_lack_of_room() {
    try {
        if (const std::exception_ptr thrown = std::current_exception()) std::rethrow_exception(thrown);
    } catch (const std::bad_alloc&) {
        return true;
    } catch (...) {
    }
    return false;
}

// Takes no memory. An unfinished file has no name, or that of its process, and nobody takes it for a whole one.
[[noreturn]] void end() noexcept {
    if (!for_lack_of_room()) __gnu_cxx::__verbose_terminate_handler();
    for (const char* text : {"tenet: error: ", memory_ran_out, "\n  ", memory_help(), "\n"})
        if (::write(STDERR_FILENO, text, std::strlen(text)) < 0) break;
    ::_exit(exit_undecided);
}

}  // namespace

void limit_memory(std::size_t megabytes) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_DATA, &limit) != 0) throw std::runtime_error(std::string("--memory: ") + std::strerror(errno));
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, megabytes << 20U);
    if (::setrlimit(RLIMIT_DATA, &limit) != 0) throw std::runtime_error(std::string("--memory: ") + std::strerror(errno));
    std::set_terminate(end);
    mp_set_memory_functions(allocated, reallocated, released);
}

const char* memory_help() {
    rlimit limit{};
    const bool limited = ::getrlimit(RLIMIT_DATA, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
    return limited ? "--memory MB allows more" : "--memory MB sets a limit that ends the run in time";
}

}  // namespace tenet

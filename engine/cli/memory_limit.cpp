// The system keeps the books: it counts every page that the program can write to, of its own, of libraries, of Z3's.
#include "engine/cli/memory_limit.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <new>
#include <stdexcept>
#include <string>
#include <sys/resource.h>

#include <gmp.h>

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

}  // namespace

void limit_memory(std::size_t megabytes) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_DATA, &limit) != 0) throw std::runtime_error(std::string("--memory: ") + std::strerror(errno));
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, megabytes << 20U);
    if (::setrlimit(RLIMIT_DATA, &limit) != 0) throw std::runtime_error(std::string("--memory: ") + std::strerror(errno));
    mp_set_memory_functions(allocated, reallocated, released);
}

}  // namespace tenet

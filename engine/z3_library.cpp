#include "engine/z3_library.h"

#include <dlfcn.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cstdlib>
#include <new>
#include <stdexcept>
#include <string>

namespace tenet {

namespace {

// Whether the library is there, and only the limit of memory stands in its way: the linker tells no causes, so it is tried
// without.
bool kept_out_by_the_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_DATA, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return false;
    const rlimit without{limit.rlim_max, limit.rlim_max};
    ::setrlimit(RLIMIT_DATA, &without);
    void* library = dlopen(TENET_Z3_LIBRARY, RTLD_LAZY | RTLD_LOCAL);
    if (library) dlclose(library);
    ::setrlimit(RLIMIT_DATA, &limit);
    return library != nullptr;
}

// TENET_Z3_LIBRARY: the name under which the linker knew the library of the header, "libz3.so.4".
Z3Library load() {
    const auto failed = [] {
        const char* why = dlerror();
        return std::runtime_error(std::string("Z3 is needed for this and cannot be loaded: ") +
                                  (why ? why : TENET_Z3_LIBRARY));
    };
    void* library = dlopen(TENET_Z3_LIBRARY, RTLD_NOW | RTLD_LOCAL);  // never closed: contexts may outlive any owner
    if (!library) {
        const std::runtime_error why = failed();
        if (kept_out_by_the_limit()) throw std::bad_alloc();
        throw why;
    }
    Z3Library out;
    const auto find = [&](auto& function, const char* name) {
        void* symbol = dlsym(library, name);
        if (!symbol) throw failed();
        function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(symbol);
    };
#define TENET_Z3_FUNCTION(name) find(out.name, "Z3_" #name);
    TENET_Z3_FUNCTIONS(TENET_Z3_FUNCTION)
#undef TENET_Z3_FUNCTION
    // Models are of constants alone. To look for what could be said shorter in them takes longer than to make them.
    out.global_param_set("model.compact", "false");
    return out;
}

}  // namespace

// Of the library that stood there when Tenet was built, and what can put another in its place.
std::string z3_build() {
    std::string out = TENET_Z3_FOLDER "/" TENET_Z3_LIBRARY;
    struct stat status {};
    if (::stat(out.c_str(), &status) == 0)
        for (const auto number : {status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec}) out += " " + std::to_string(number);
    for (const char* name : {"LD_LIBRARY_PATH", "LD_PRELOAD"})
        if (const char* value = std::getenv(name)) out += std::string(" ") + value;
    return out;
}

const Z3Library& z3() {
    static const Z3Library library = load();
    return library;
}

}  // namespace tenet

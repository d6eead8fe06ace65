// A folder of what earlier runs found, a file an entry, each under the hash of all that it depends on. What is damaged, cut,
// foreign or another's is as good as absent. Any number of runs may use one folder at once.
#pragma once

#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "engine/digest.h"
#include "facts/diagnostic.h"

namespace tenet {

/// What a folder may hold before the oldest go.
struct CacheLimits {
    std::size_t bytes = std::size_t{256} << 20U;  // on the disk
    std::size_t entries = 50'000;
};

class Cache {
public:
    /// Makes the folder where it is not there (its parent must be). What keeps it from being used goes to `diagnostics` as a
    /// warning, and the cache is empty and stays so.
    Cache(std::string folder, Diagnostics& diagnostics, CacheLimits most = {});
    ~Cache();
    Cache(const Cache&) = delete;
    Cache& operator=(const Cache&) = delete;

    /// The payload stored under `key`, whole and unchanged; from any thread.
    std::optional<std::string> find(const Digest& key);
    /// Puts an entry in place, whole or not at all; from any thread. That it cannot is told by finish().
    void store(const Digest& key, std::string_view payload);
    /// Where something was stored and the folder holds more than it may: drops what was not used for longest. Warns once where
    /// entries could not be written.
    void finish();

private:
    void warn(const std::string& what, const std::string& help = {});
    void write(const Digest& key, std::string_view payload);
    void drop_oldest();
    std::string folder_;
    Diagnostics& diagnostics_;
    CacheLimits most_;
    int descriptor_ = -1;  // of the folder; -1: not in use
    std::atomic<bool> stored_ = false;
    std::mutex failing_;
    std::string failure_;  // why an entry could not be written
};

}  // namespace tenet

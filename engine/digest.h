// A 256-bit hash of what something depends on: BLAKE2b by libsodium, which nobody can bring to collide. A shorter or a
// faster, weaker hash would do against accidents; but two sets of facts with one hash would give one the verdict of the
// other, and such a verdict can accuse somebody.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace tenet {

using Digest = std::array<unsigned char, 32>;

std::string hex(const Digest& digest);
Digest digest_of(std::string_view bytes);

/// Takes texts and numbers one after the other. Each says how long it is, so that no two sequences look alike.
class Hasher {
public:
    Hasher();
    ~Hasher();
    Hasher(const Hasher&) = delete;
    Hasher& operator=(const Hasher&) = delete;

    void text(std::string_view text);
    void number(std::uint64_t number);
    /// What it took so far; it takes no more after that.
    Digest finish();

private:
    void bytes(const void* data, std::size_t size);
    void flush();
    struct State;
    std::unique_ptr<State> state_;
    std::array<unsigned char, 4096> waiting_;
    std::size_t used_ = 0;
};

}  // namespace tenet

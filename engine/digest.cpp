#include "engine/digest.h"

#include <cstring>
#include <stdexcept>

#include <sodium.h>

namespace tenet {

namespace {

// Also picks the code for this processor.
void start_sodium() {
    if (sodium_init() < 0) throw std::runtime_error("the hash functions of libsodium cannot be used here");
}

}  // namespace

struct Hasher::State {
    crypto_generichash_state hash;
};

Hasher::Hasher() : state_(std::make_unique<State>()) {
    start_sodium();
    crypto_generichash_init(&state_->hash, nullptr, 0, std::tuple_size_v<Digest>);
}

Hasher::~Hasher() = default;

void Hasher::flush() {
    crypto_generichash_update(&state_->hash, waiting_.data(), used_);
    used_ = 0;
}

void Hasher::bytes(const void* data, std::size_t size) {
    if (size > waiting_.size() - used_) flush();
    if (size > waiting_.size()) {
        crypto_generichash_update(&state_->hash, static_cast<const unsigned char*>(data), size);
        return;
    }
    std::memcpy(waiting_.data() + used_, data, size);
    used_ += size;
}

void Hasher::number(std::uint64_t number) { bytes(&number, sizeof number); }

void Hasher::text(std::string_view text) {
    const auto length = static_cast<std::uint32_t>(text.size());
    bytes(&length, sizeof length);
    if (!text.empty()) bytes(text.data(), text.size());
}

Digest Hasher::finish() {
    flush();
    Digest out;
    crypto_generichash_final(&state_->hash, out.data(), out.size());
    return out;
}

std::string hex(const Digest& digest) {
    std::string out(2 * digest.size() + 1, '\0');
    sodium_bin2hex(out.data(), out.size(), digest.data(), digest.size());
    out.pop_back();
    return out;
}

Digest digest_of(std::string_view bytes) {
    start_sodium();
    Digest out;
    crypto_generichash(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), nullptr, 0);
    return out;
}

}  // namespace tenet

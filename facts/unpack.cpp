// Unpacks gzip (RFC 1952) and zstd (RFC 8878) in memory, never past the limit: a bomb costs its limit and no more.
#include <algorithm>
#include <climits>
#include <memory>
#include <new>

#include <zlib.h>
#include <zstd.h>

#include "facts/read_files.h"

namespace tenet {

namespace {

constexpr std::size_t chunk = std::size_t{1} << 20;

std::string too_long(std::size_t max_bytes) {
    return "it unpacks to more than " + std::to_string(max_bytes) + " bytes";
}

/// Makes room for more output; false when the limit is reached. One byte over the limit is let in, to tell "full"
/// from "too long".
bool grow(std::string& out, std::size_t used, std::size_t max_bytes) {
    if (used > max_bytes) return false;
    out.resize(std::min(max_bytes + 1, std::max(used + chunk, used * 2)));
    return true;
}

}  // namespace

std::optional<std::string> unpack_gzip(std::string_view packed, std::size_t max_bytes, std::string& error) {
    z_stream stream{};
    constexpr int gzip_only = 16 + MAX_WBITS;
    if (inflateInit2(&stream, gzip_only) != Z_OK) throw std::bad_alloc();
    const std::unique_ptr<z_stream, int (*)(z_stream*)> end(&stream, inflateEnd);
    std::string out;
    std::size_t taken = 0, used = 0;
    while (true) {
        if (used == out.size() && !grow(out, used, max_bytes)) {
            error = too_long(max_bytes);
            return std::nullopt;
        }
        const std::size_t room = std::min<std::size_t>(out.size() - used, UINT_MAX);
        const std::size_t left = std::min<std::size_t>(packed.size() - taken, UINT_MAX);
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data() + taken));
        stream.avail_in = static_cast<uInt>(left);
        stream.next_out = reinterpret_cast<Bytef*>(out.data() + used);
        stream.avail_out = static_cast<uInt>(room);
        const int status = inflate(&stream, Z_NO_FLUSH);
        taken += left - stream.avail_in;
        used += room - stream.avail_out;
        if (status == Z_STREAM_END) {
            if (taken == packed.size()) break;
            inflateReset(&stream);  // a gzip file may have several members, one after another
        } else if (status == Z_BUF_ERROR && taken == packed.size() && used < out.size()) {
            error = "it is cut off";
            return std::nullopt;
        } else if (status != Z_OK && status != Z_BUF_ERROR) {
            error = std::string("it is damaged") + (stream.msg ? std::string(" (") + stream.msg + ")" : "");
            return std::nullopt;
        }
    }
    if (used > max_bytes) {
        error = too_long(max_bytes);
        return std::nullopt;
    }
    out.resize(used);
    return out;
}

std::optional<std::string> unpack_zstd(std::string_view packed, std::size_t max_bytes, std::string& error) {
    const std::unique_ptr<ZSTD_DCtx, std::size_t (*)(ZSTD_DCtx*)> context(ZSTD_createDCtx(), ZSTD_freeDCtx);
    if (!context) throw std::bad_alloc();
    std::string out;
    std::size_t used = 0;
    ZSTD_inBuffer input{packed.data(), packed.size(), 0};
    while (true) {
        if (used == out.size() && !grow(out, used, max_bytes)) {
            error = too_long(max_bytes);
            return std::nullopt;
        }
        ZSTD_outBuffer output{out.data(), out.size(), used};
        const std::size_t status = ZSTD_decompressStream(context.get(), &output, &input);
        if (ZSTD_isError(status)) {
            error = std::string("it is damaged (") + ZSTD_getErrorName(status) + ")";
            return std::nullopt;
        }
        used = output.pos;
        if (input.pos == input.size && used < out.size()) {
            if (status == 0) break;
            error = "it is cut off";
            return std::nullopt;
        }
    }
    if (used > max_bytes) {
        error = too_long(max_bytes);
        return std::nullopt;
    }
    out.resize(used);
    return out;
}

}  // namespace tenet

// Files, standard input and folders. Also read_facts, which makes one fact set of many paths.
#include "facts/read_files.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <new>
#include <set>
#include <system_error>
#include <utility>

#include "facts/reader.h"

namespace tenet {

namespace {

namespace fs = std::filesystem;

void complain(const std::string& path, std::string message, Diagnostics& diagnostics) {
    const std::string name = path == "-" ? "standard input" : path;
    diagnostics.error("unreadable-file", SourceSpan{}, name + ": " + std::move(message));
}

/// The bytes as they are; at most max_bytes + 1 of them.
std::optional<std::string> read_bytes(const std::string& path, std::size_t max_bytes, Diagnostics& diagnostics) {
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> opened(nullptr, std::fclose);
    std::FILE* file = stdin;
    std::size_t expected = 0;
    if (path != "-") {
        opened.reset(std::fopen(path.c_str(), "rb"));
        if (!opened) {
            complain(path, std::strerror(errno), diagnostics);
            return std::nullopt;
        }
        file = opened.get();
        std::error_code unknown;  // a pipe has no size
        const std::uintmax_t size = fs::is_regular_file(path, unknown) ? fs::file_size(path, unknown) : 0;
        if (!unknown) expected = static_cast<std::size_t>(std::min<std::uintmax_t>(size, max_bytes));
    }
    std::string bytes;
    std::size_t used = 0;
    while (used <= max_bytes) {
        bytes.resize(std::min(max_bytes + 1, std::max({expected + 1, used + 65536, used + used / 2})));
        const std::size_t got = std::fread(bytes.data() + used, 1, bytes.size() - used, file);
        used += got;
        if (used < bytes.size()) break;
    }
    if (std::ferror(file)) {
        complain(path, std::strerror(errno), diagnostics);
        return std::nullopt;
    }
    bytes.resize(used);
    return bytes;
}

/// Whether the first tag looks like <facts> of our namespace. What is no fact set may stand in the same folder.
bool looks_like_facts(std::string_view text) {
    std::size_t at = 0;
    while (true) {
        at = text.find('<', at);
        if (at == std::string_view::npos || at + 1 >= text.size()) return false;
        const std::string_view rest = text.substr(at);
        std::size_t end;
        if (rest.starts_with("<!--"))
            end = text.find("-->", at + 4);
        else if (rest[1] == '?' || rest[1] == '!')
            end = text.find('>', at);
        else
            break;
        if (end == std::string_view::npos) return false;
        at = end;
    }
    const std::string_view tag = text.substr(at, std::min(text.find('>', at), at + 10'000) - at);
    const std::string_view name = tag.substr(1, tag.find_first_of(" \t\r\n/", 1) - 1);
    return (name == "facts" || name.ends_with(":facts")) && tag.find("urn:tenet:facts:1") != std::string_view::npos;
}

/// What tells one file from another, whatever path leads to it.
std::string identity(const std::string& path) {
    std::error_code error;
    const fs::path canonical = fs::canonical(path, error);
    return error ? path : canonical.string();
}

}  // namespace

std::optional<std::string> read_whole_file(const std::string& path, std::size_t max_bytes, Diagnostics& diagnostics) {
    max_bytes = std::min<std::size_t>(max_bytes, UINT32_MAX - 1);  // spans count bytes in 32 bits
    std::optional<std::string> bytes = read_bytes(path, max_bytes, diagnostics);
    if (!bytes) return std::nullopt;
    if (bytes->size() > max_bytes) {
        complain(path, "it has more than " + std::to_string(max_bytes) + " bytes", diagnostics);
        return std::nullopt;
    }
    const bool gzip = bytes->starts_with("\x1F\x8B");
    const bool zstd = bytes->starts_with("\x28\xB5\x2F\xFD");
    if (!gzip && !zstd) return bytes;
    std::string error;
    std::optional<std::string> unpacked =
        gzip ? unpack_gzip(*bytes, max_bytes, error) : unpack_zstd(*bytes, max_bytes, error);
    if (!unpacked) complain(path, (gzip ? "as gzip, " : "as zstd, ") + error, diagnostics);
    return unpacked;
}

std::vector<std::string> list_xml_files(const std::string& folder, Diagnostics& diagnostics) {
    std::vector<std::string> files;
    std::error_code error;
    fs::recursive_directory_iterator at(folder, error);
    for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
        std::error_code ignored;  // a broken link is no regular file
        if (at->path().extension() == ".xml" && at->is_regular_file(ignored)) files.push_back(at->path().string());
    }
    if (error) complain(folder, error.message(), diagnostics);
    std::sort(files.begin(), files.end());
    return files;
}

FactSet read_facts(const std::vector<std::string>& paths, Sources& sources, Diagnostics& diagnostics,
                   const ReadLimits& limits) {
    FactSet set;
    set.files = &sources;
    std::set<std::string> seen;
    for (const std::string& path : paths) {
        std::error_code ignored;
        const bool folder = path != "-" && fs::is_directory(path, ignored);
        std::size_t found = 0;
        for (const std::string& file : folder ? list_xml_files(path, diagnostics) : std::vector<std::string>{path}) {
            // A file named twice, or named beside its folder, speaks once.
            if (!seen.insert(file == "-" ? file : identity(file)).second) {
                ++found;
                continue;
            }
            std::optional<std::string> text;
            try {
                text = read_whole_file(file, limits.max_bytes, diagnostics);
            } catch (const std::bad_alloc&) {
                if (limits.memory) throw;
                complain(file, "it does not fit in the memory that there is", diagnostics);
            }
            if (!text || (folder && !looks_like_facts(*text))) continue;
            ++found;
            read_fact_text(sources.add(file, std::move(*text)), set, sources, diagnostics);
        }
        if (folder && found == 0) complain(path, "there is no fact set (*.xml) below this folder", diagnostics);
    }
    finish_facts(set, sources, diagnostics);
    return set;
}

}  // namespace tenet

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

#include "facts/file_on_disk.h"
#include "facts/join_facts.h"
#include "facts/read_context.h"
#include "facts/read_pieces.h"
#include "facts/reader.h"
#include "facts/side_by_side.h"

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
        const std::size_t room = std::min(max_bytes + 1, std::max({expected + 1, used + 65536, used + used / 2}));
        bytes.resize(room);
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

namespace {

/// A file that is named, or found in a folder that is.
struct FileToRead {
    std::string path;
    bool in_folder = false;
    std::optional<std::string> text;  // until `index` is set
    std::shared_ptr<LateText> late;  // of a large one, whose text is not loaded
    FileIndex index = SourceSpan::none;  // where it is a fact set
    Diagnostics complaints;  // of loading it
};
struct Named {
    std::string path;
    bool folder = false;
    std::size_t known = 0;  // files in it that were named before
    std::vector<FileToRead> files;
    Diagnostics complaints;  // of listing it
};

/// The files behind the paths, each once: one that is named twice, or named beside its folder, speaks once.
std::vector<Named> files_of(const std::vector<std::string>& paths) {
    std::vector<Named> out;
    std::set<std::string> seen;
    for (const std::string& path : paths) {
        Named& named = out.emplace_back();
        std::error_code ignored;
        named.path = path;
        named.folder = path != "-" && fs::is_directory(path, ignored);
        const auto found = named.folder ? list_xml_files(path, named.complaints) : std::vector<std::string>{path};
        for (const std::string& file : found) {
            if (seen.insert(file == "-" ? file : identity(file)).second) {
                named.files.emplace_back().path = file;
                named.files.back().in_folder = named.folder;
            } else {
                ++named.known;
            }
        }
    }
    return out;
}

/// Whether the file is one to be read in pieces; then it stays where it is.
bool stays_on_disk(FileToRead& file, const ReadLimits& limits) {
    if (file.path == "-") return false;
    std::unique_ptr<FileOnDisk> disk = FileOnDisk::open(file.path);
    if (!disk || disk->size() < std::max<std::size_t>(limits.bytes_in_pieces, 1)) return false;
    if (disk->size() > std::min<std::size_t>(limits.max_bytes, UINT32_MAX - 1)) return false;
    std::string begin(std::min<std::size_t>(disk->size(), 16'384), '\0');
    if (!disk->read(0, begin.size(), begin.data()) || !looks_like_facts(begin)) return false;
    file.late = std::make_shared<LateText>(std::move(disk));
    return true;
}

void load(FileToRead& file, const ReadLimits& limits) {
    try {
        file.text = read_whole_file(file.path, limits.max_bytes, file.complaints);
    } catch (const std::bad_alloc&) {
        if (limits.memory) throw;
        complain(file.path, "it does not fit in the memory that there is", file.complaints);
    }
    if (file.text && file.in_folder && !looks_like_facts(*file.text)) file.text.reset();
}

std::size_t bytes_of(const std::vector<FileToRead*>& files) {
    std::size_t sum = 0;
    for (const FileToRead* file : files) {
        std::error_code unknown;
        const std::uintmax_t size = fs::file_size(file->path, unknown);
        if (!unknown) sum += static_cast<std::size_t>(size);
    }
    return sum;
}

void append(const Diagnostics& from, Diagnostics& to) {
    for (const Diagnostic& d : from.list()) to.add(d);
}

/// Each file on its own, then joined in order; nothing where there is anything to complain of, since what is said then may
/// hang on what the files before say.
std::optional<FactSet> read_apart(const std::vector<FileToRead*>& files, Sources& sources, Diagnostics& diagnostics,
                                  unsigned jobs) {
    struct Part {
        FactSet set;
        Diagnostics diagnostics;
    };
    std::vector<Part> parts(files.size());
    side_by_side(files.size(), jobs, [&](std::size_t i) {
        read_fact_text(files[i]->index, parts[i].set, sources, parts[i].diagnostics);
    });
    std::size_t complaints = 0;
    for (const Part& part : parts) {
        if (part.diagnostics.has_errors()) return std::nullopt;
        complaints += part.diagnostics.list().size();
    }
    if (complaints >= max_complaints) return std::nullopt;
    FactSet whole;
    const auto make_room = [&](auto list) {  // at once: parts give theirs back while the whole fills
        std::size_t sum = 0;
        for (const Part& part : parts) sum += (part.set.*list).size();
        (whole.*list).reserve(sum);
    };
    make_room(&FactSet::entities);
    make_room(&FactSet::events);
    make_room(&FactSet::facts);
    make_room(&FactSet::unresolved);
    make_room(&FactSet::symbols);
    whole.files = &sources;
    for (Part& part : parts) {
        if (!join_facts(whole, std::move(part.set))) return std::nullopt;
        part.set = {};
    }
    for (const Part& part : parts) append(part.diagnostics, diagnostics);
    return whole;
}

}  // namespace

FactSet read_facts(const std::vector<std::string>& paths, Sources& sources, Diagnostics& diagnostics,
                   const ReadLimits& limits) {
    std::vector<Named> all = files_of(paths);
    std::vector<FileToRead*> files;
    bool complaints = false;
    for (Named& named : all) {
        complaints = complaints || !named.complaints.list().empty();
        for (FileToRead& file : named.files) files.push_back(&file);
    }
    const std::size_t bytes = bytes_of(files);
    std::size_t in_pieces = 0;
    for (FileToRead* file : files)  // many large files are better read side by side
        if (bytes >= limits.bytes_in_pieces && bytes_of({file}) >= bytes / 2 && stays_on_disk(*file, limits)) ++in_pieces;
    const bool apart =
        limits.jobs != 1 && files.size() > 1 && in_pieces == 0 && bytes >= limits.bytes_worth_threads;
    side_by_side(files.size(), apart ? limits.jobs : 1, [&](std::size_t i) {
        if (!files[i]->late) load(*files[i], limits);
    });
    std::vector<FileToRead*> sets;
    for (Named& named : all) {
        std::size_t found = named.known;
        for (FileToRead& file : named.files) {
            complaints = complaints || !file.complaints.list().empty();
            if (!file.text && !file.late) continue;
            file.index = file.late ? sources.add(file.path, file.late) : sources.add(file.path, std::move(*file.text));
            sets.push_back(&file);
            ++found;
        }
        complaints = complaints || found == 0;
    }
    FactSet set;
    set.files = &sources;
    std::optional<FactSet> joined;
    if (apart && !complaints && sets.size() > 1) joined = read_apart(sets, sources, diagnostics, limits.jobs);
    if (joined) set = std::move(*joined);
    for (const Named& named : all) {
        append(named.complaints, diagnostics);
        std::size_t found = named.known;
        for (const FileToRead& file : named.files) {
            append(file.complaints, diagnostics);
            if (file.index == SourceSpan::none) continue;
            ++found;
            if (joined) continue;
            if (!file.late || !read_in_pieces(*file.late, file.index, set, sources, diagnostics, limits))
                read_fact_text(file.index, set, sources, diagnostics);
        }
        if (named.folder && found == 0) complain(named.path, "there is no fact set (*.xml) below this folder", diagnostics);
    }
    finish_facts(set, sources, diagnostics);
    return set;
}

}  // namespace tenet

// Bytes of files, of standard input and of what is in folders, unpacked. Knows nothing of what they say.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facts/diagnostic.h"

namespace tenet {

/// The whole file (`-`: standard input), unpacked when it is gzip or zstd (told by its first bytes, not its name).
/// Nothing, and an error without a place, when it cannot be read, is cut, or is longer than `max_bytes` unpacked.
std::optional<std::string> read_whole_file(const std::string& path, std::size_t max_bytes, Diagnostics& diagnostics);

/// Every *.xml below a folder, sorted by path. Links to folders are not followed.
std::vector<std::string> list_xml_files(const std::string& folder, Diagnostics& diagnostics);

/// Unpacks gzip or zstd; nothing, and `error`, when the data is bad or longer than `max_bytes`. Public for tests.
std::optional<std::string> unpack_gzip(std::string_view packed, std::size_t max_bytes, std::string& error);
std::optional<std::string> unpack_zstd(std::string_view packed, std::size_t max_bytes, std::string& error);

}  // namespace tenet

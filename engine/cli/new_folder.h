// A folder of files that appears whole or not at all.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace tenet {

class NewFolder {
public:
    /// Throws std::runtime_error at once where the folder cannot be made later: it exists and is not empty, or what is
    /// to hold it does not exist.
    explicit NewFolder(std::string path);

    /// Makes the folder with these files: paths below it, and texts. Throws std::runtime_error where that fails; then
    /// nothing is left of it.
    void write(const std::vector<std::pair<std::string, std::string>>& files) const;

private:
    std::string path_;
};

}  // namespace tenet

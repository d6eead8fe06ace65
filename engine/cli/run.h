// What check, ask and timeline have in common: facts loaded once, complaints printed as they come up.
#pragma once

#include <optional>
#include <string>

#include "engine/cli/options.h"
#include "engine/cli/progress.h"
#include "engine/session.h"
#include "reports/formats.h"

namespace tenet {

class Run {
public:
    explicit Run(const Options& options);

    /// False: the input is wrong, and standard error says how.
    bool load();
    /// Prints on standard error what was complained about since the last call. True: errors were among it.
    bool complain();

    Sources& sources() { return sources_; }
    Session& session() { return session_; }
    const Format& format() const { return format_; }
    const Style& style() const { return style_; }

private:
    const Options& options_;
    const Format& format_;
    Style style_;
    Sources sources_;
    Diagnostics diagnostics_;
    std::size_t printed_ = 0;
    std::optional<ProgressBar> bar_;  // on a terminal
    // Never destroyed: the program ends with the run, and to free millions of facts one by one would take its time.
    Session& session_;
};

/// Throws WrongUsage where no file is named.
void require_files(const std::vector<std::string>& files);

void print_error(std::string_view text);

/// --memory from now on; without it, a thread's memory comes in large pages.
void hold_memory(const RunOptions& options);

}  // namespace tenet

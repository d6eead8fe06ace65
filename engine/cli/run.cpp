// Complaints are printed once each: those of the load before the first answer, those of a query with it.
#include "engine/cli/run.h"

#include "engine/cli/memory_limit.h"
#include "engine/heap_room.h"

#include <cstdio>
#include <unistd.h>

#include <spdlog/spdlog.h>

namespace tenet {

void print_error(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); }

void require_files(const std::vector<std::string>& files) {
    if (files.empty())
        throw WrongUsage{"no facts are named", "name files or folders of fact sets, or `-` for standard input"};
}

void hold_memory(const RunOptions& options) {
    if (options.memory_mb) {
        limit_memory(options.memory_mb);
    } else {
        make_heap_room();
    }
}

namespace {

Session& kept_session(Sources& sources, Diagnostics& diagnostics) {
    static auto& all = *new std::vector<Session*>;  // so that they are known to be in use
    return *all.emplace_back(new Session(sources, diagnostics));
}

}  // namespace

Run::Run(const Options& options)
    : options_(options),
      format_(*find_format(options.format)),
      style_(output_style(options)),
      session_(kept_session(sources_, diagnostics_)) {
    hold_memory(options.run);
    if (options.quiet || !isatty(STDERR_FILENO)) return;
    bar_.emplace(error_style(options).width);
    session_.show_progress([this](std::string_view what, std::size_t done, std::size_t total) { bar_->show(what, done, total); });
}

bool Run::load() {
    require_files(options_.run.files);
    const bool good = session_.load(options_.run);
    const bool errors = complain();
    if (good && !errors)
        spdlog::info("{} facts read from {} file(s)", session_.facts().facts.size(), session_.facts().sets.size());
    return good && !errors;
}

bool Run::complain() {
    if (bar_) bar_->clear();  // what is printed next stands alone
    const auto& list = diagnostics_.list();
    const std::vector<Diagnostic> fresh(list.begin() + static_cast<std::ptrdiff_t>(printed_), list.end());
    printed_ = list.size();
    print_error(render_diagnostics(fresh, sources_, error_style(options_)));
    for (const Diagnostic& diagnostic : fresh)
        if (diagnostic.severity == Severity::error) return true;
    return false;
}

}  // namespace tenet

// One type for every complaint about input: what is wrong, where, and the likely mend.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "facts/source.h"

namespace tenet {

enum class Severity { error, warning, note };

struct Label {
    SourceSpan span;
    std::string text;
};

struct Diagnostic {
    std::string code;  // a short stable name: "unknown-name", "bad-date", ...
    Severity severity = Severity::error;
    std::string message;
    SourceSpan primary;
    std::string at_primary;  // what stands behind the carets; often "did you mean 'x'?"
    std::vector<Label> labels;
    std::string help;
};

/// Collects what is wrong with the input of a run.
class Diagnostics {
public:
    Diagnostic& add(Diagnostic diagnostic) { return list_.emplace_back(std::move(diagnostic)); }
    Diagnostic& error(std::string code, SourceSpan span, std::string message, std::string at_primary = {}) {
        return add({std::move(code), Severity::error, std::move(message), span, std::move(at_primary), {}, {}});
    }
    bool has_errors() const {
        for (const Diagnostic& d : list_)
            if (d.severity == Severity::error) return true;
        return false;
    }
    const std::vector<Diagnostic>& list() const { return list_; }

private:
    std::vector<Diagnostic> list_;
};

/// A value only where nothing was wrong; the complaints are in the Diagnostics handed in.
template <class T>
using Parsed = std::optional<T>;

/// The candidate nearest to `word`, if near enough to be a slip; empty otherwise. Near: at most one edit in three
/// letters (insert, drop, replace, swap neighbours), or the same but for upper and lower case. The first of equals.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace tenet

// ECMA-48 "select graphic rendition", only the eight base colours: people choose their own shades of those.
#include "reports/paint.h"

namespace tenet {

namespace {

std::string_view code(Ink ink) {
    switch (ink) {
        case Ink::error: return "\x1b[1;31m";
        case Ink::warning: return "\x1b[1;33m";
        case Ink::note: return "\x1b[1;36m";
        case Ink::good: return "\x1b[1;32m";
        case Ink::strong: return "\x1b[1m";
        case Ink::faint: return "\x1b[2m";
    }
    return {};
}

}  // namespace

std::string paint(const Style& style, Ink ink, std::string_view text) {
    if (!style.color || text.empty()) return std::string(text);
    std::string out(code(ink));
    out += text;
    out += "\x1b[0m";
    return out;
}

Ink ink_of(Severity severity) {
    switch (severity) {
        case Severity::error: return Ink::error;
        case Severity::warning: return Ink::warning;
        case Severity::note: return Ink::note;
    }
    return Ink::error;
}

Ink ink_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::consistent: return Ink::good;
        case Verdict::contradictory: return Ink::error;
        case Verdict::undecided: return Ink::warning;
    }
    return Ink::error;
}

Ink ink_of(Truth truth) {
    switch (truth) {
        case Truth::certain: return Ink::good;
        case Truth::possible: return Ink::warning;
        case Truth::impossible: return Ink::error;
        case Truth::is_void: return Ink::note;
        case Truth::contradictory: return Ink::error;
        case Truth::undecided: return Ink::warning;
    }
    return Ink::error;
}

}  // namespace tenet

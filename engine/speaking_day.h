// Files that do not say on which day they speak, or only roughly, made to speak on one.
#pragma once

#include <optional>
#include <vector>

#include "facts/model.h"
#include "rules/ground.h"

namespace tenet {

/// While it lives, each file speaks on one day that it may speak on, and `now` is one day that it may be. Each world of the run as
/// it is then is a world of the run as it was.
class SpeakingDay {
public:
    /// `likely`: the last day there is, or where nothing says so the day by which all dated events have happened. `other`: the
    /// first there is, or the last of all days.
    enum class Which { likely, other };
    SpeakingDay(FactSet& facts, Choice& choice, Which which = Which::likely);
    ~SpeakingDay();
    SpeakingDay(const SpeakingDay&) = delete;
    SpeakingDay& operator=(const SpeakingDay&) = delete;

private:
    FactSet& facts_;
    Choice& choice_;
    std::vector<Boxed<Instant>> spoken_;
    std::optional<Edtf> now_;
};

}  // namespace tenet

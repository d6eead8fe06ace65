#include "engine/coalitions.h"

namespace tenet {

bool Coalitions::fits(const CoalitionShare& form, const Vocabulary& vocabulary) {
    const auto party = vocabulary.entity_kind("party"), organisation = vocabulary.entity_kind("organisation");
    if (!party || !organisation || form.threshold.sign() < 0 || (form.reached && form.threshold.sign() == 0) || form.threshold >= Rational(1) || !steps_of(form.threshold)) return false;
    // An unnamed party may be of any kind under party, so also of the kind whose shares count.
    return !form.through || vocabulary.is_a(form.member, *party);
}

bool Coalitions::fits(EntityId e, KindId kind) const { return vocabulary_.is_a(kind_of_[e], kind); }

Coalitions::Coalitions(const ShareTable& table, const CoalitionShare& form, const Vocabulary& vocabulary, const GroundBase& base)
    : table_(table), form_(form), vocabulary_(vocabulary), kind_of_(base.kind_of), threshold_(*steps_of(form.threshold)),
      may_be_held_(kind_of_.size()), counts_(kind_of_.size()), tally_(kind_of_.size()) {
    const KindId organisation = *vocabulary.entity_kind("organisation");
    for (EntityId e = 0; e < kind_of_.size(); ++e) {
        may_be_held_[e] = fits(e, organisation) && fits(e, form.held);
        counts_[e] = form.through && may_be_held_[e] && fits(e, form.member);
    }
    for (EntityId e = 0; e < kind_of_.size(); ++e)
        if (may_be_held_[e] && has_most(e, tally_[e])) {
            tally_[e].in = true;
            tally_[e].touched = true;
            touched_.push_back(e);
            found_.push_back(e);
            if (counts_[e]) members_.push_back(e);
        }
    close(nullptr, [&](EntityId y, const Tally& t) { return has_most(y, t); });
    open_ = found_;
    anybody_ = tally_;
    clear();
}

bool Coalitions::over(const Extreme& share, bool possibly) const {
    if (form_.reached) return share.steps > threshold_ || (share.steps == threshold_ && (share.attained || !possibly));
    return share.steps > threshold_ || (share.steps == threshold_ && !share.attained && !possibly);
}

// Adds up what the members hold, and lets in those organisations that they then have.
template <class Enters>
void Coalitions::close(const std::vector<Tally>* from, const Enters& enters) {
    while (!members_.empty()) {
        const EntityId z = members_.back();
        members_.pop_back();
        for (const ShareTable::Share& share : table_.holdings(z)) {
            const EntityId y = share.held;
            Tally& t = tally_[y];
            if (!t.touched) {
                if (from) t = (*from)[y];
                t.touched = true;
                touched_.push_back(y);
            }
            t.ends.add(share.ends);
            t.named = true;
            if (t.in || !may_be_held_[y] || !enters(y, t)) continue;
            t.in = true;
            found_.push_back(y);
            if (counts_[y] && y != holder_) members_.push_back(y);
        }
    }
}

void Coalitions::clear() {
    for (const EntityId y : touched_) tally_[y] = {};
    touched_.clear();
    found_.clear();
    members_.clear();
}

bool Coalitions::certainly(EntityId x, EntityId y) {
    certain(x);
    return tally_[y].in;
}

bool Coalitions::possibly(EntityId x, EntityId y) {
    possible(x);
    return is_possible(y);
}

const std::vector<EntityId>& Coalitions::certain(EntityId x) {
    clear();
    if (!may_hold(x)) return found_;
    holder_ = x;
    members_.push_back(x);
    close(nullptr, [&](EntityId y, const Tally& t) { return has_least(y, t); });
    return found_;
}

const std::vector<EntityId>& Coalitions::possible(EntityId x) {
    clear();
    if (!may_hold(x)) return found_;
    holder_ = x;
    const bool already = anybody_[x].in && counts_[x];  // its shares are told already
    if (!already) members_.push_back(x);
    close(form_.through ? &anybody_ : nullptr, [&](EntityId y, const Tally& t) { return has_most(y, t); });
    return found_;
}

}  // namespace tenet

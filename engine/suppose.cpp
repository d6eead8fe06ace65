// What a run supposes beyond its files (--set, --assume, --without, --only), and what an answer owes to it: the question
// is asked again without each of these options. That is a few more questions, and the only answer that is no guess: a
// reason that does not name a fact shows only that one way to the answer does without it.
#include <algorithm>

#include "engine/session_state.h"

namespace tenet {

std::vector<std::string> Session::State::suppositions() const {
    std::vector<std::string> out;
    for (const SetValue& setting : settings) out.push_back("--set " + setting.text);
    for (const std::string& id : options.assume) out.push_back("--assume " + id);
    for (const std::string& id : options.without) out.push_back("--without " + id);
    if (options.only_stated) out.emplace_back("--only stated");
    return out;
}

void Session::State::mark(Reason& reason) const {
    for (FactRef& ref : reason.facts) {
        const auto add = [&](const std::string& option) { ref.supposed += (ref.supposed.empty() ? "" : ", ") + option; };
        for (const SetValue& setting : settings)
            if (facts.id_of(facts.facts[setting.without.id]) == ref.id) add("--set " + setting.text);
        for (std::size_t i = 0; i < choice.assume.size(); ++i)
            if (facts.id_of(facts.facts[choice.assume[i]]) == ref.id) add("--assume " + options.assume[i]);
    }
}

namespace {

bool same_bound(const std::optional<BoundAnswer>& a, const std::optional<BoundAnswer>& b) {
    if (!a || !b) return !a && !b;
    return a->bound.value == b->bound.value && a->bound.open == b->bound.open;
}

bool same_day(const std::optional<DayAnswer>& a, const std::optional<DayAnswer>& b) {
    if (!a || !b) return !a && !b;
    return a->day == b->day;
}

bool same_answer(const Answer& a, const Answer& b) {
    const auto same_binding = [](const BindingAnswer& x, const BindingAnswer& y) {
        return x.values == y.values && x.answer == y.answer;
    };
    return a.truth == b.truth && same_bound(a.lower, b.lower) && same_bound(a.upper, b.upper) &&
           same_day(a.earliest, b.earliest) && same_day(a.latest, b.latest) && a.others() == b.others() &&
           std::equal(a.bindings.begin(), a.bindings.end(), b.bindings.begin(), b.bindings.end(), same_binding);
}

}  // namespace

std::vector<Supposition> Session::State::without_each(const Answer& with, const std::function<Answer()>& ask) {
    std::vector<Supposition> out;
    const std::vector<std::string> all = suppositions();
    const Choice given = choice;
    const auto again = [&](std::string option) {
        Supposition one{std::move(option), ask(), false};
        one.matters = !same_answer(with, one.without);
        out.push_back(std::move(one));
        choice = given;
    };
    const auto with_fact = [&](const FactState& state, const auto& then) {
        const FactState set = state_of(facts, state.id);
        put_back(state, facts);
        share_questions.reset();
        connections.reset();  // another date may name another event
        then();
        put_back(set, facts);
        share_questions.reset();
        connections.reset();
    };
    std::size_t next = 0;
    for (const SetValue& setting : settings) with_fact(setting.without, [&] { again(all[next++]); });
    for (std::size_t i = 0; i < given.assume.size(); ++i) {
        choice.assume.erase(choice.assume.begin() + static_cast<std::ptrdiff_t>(i));
        again(all[next++]);
    }
    for (std::size_t i = 0; i < given.without.size(); ++i) {
        choice.without.erase(choice.without.begin() + static_cast<std::ptrdiff_t>(i));
        again(all[next++]);
    }
    if (given.only_stated) {
        choice.only_stated = false;
        again(all[next++]);
    }
    if (all.size() < 2) return out;
    const std::function<void(std::size_t)> none = [&](std::size_t i) {
        if (i < settings.size()) {
            with_fact(settings[i].before, [&] { none(i + 1); });
            return;
        }
        choice.assume.clear();
        choice.without.clear();
        choice.only_stated = false;
        again("all of these");
    };
    none(0);
    return out;
}

}  // namespace tenet

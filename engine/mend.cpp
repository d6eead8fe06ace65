// Costs, the parts of a fact that can change, and mends tried in memory.
#include "engine/mend.h"

#include <algorithm>

#include "facts/read_quantity.h"
#include "facts/reader.h"

namespace tenet {

Rational weight(const FactSet& facts, FactId id) {
    const Fact& fact = facts.facts[id];
    Rational w = fact.source == no_index ? Rational(1) : facts.sources[fact.source].trust;
    if (fact.status == Status::reported) w /= Rational(2);
    return w;
}

namespace {

Rational absolute(const Rational& r) { return r.sign() < 0 ? -r : r; }

std::int64_t moved(const std::optional<Day>& from, const std::optional<Day>& to) {
    if (!from || !to) return 0;
    return from->number < to->number ? to->number - from->number : from->number - to->number;
}

}  // namespace

Rational cost_of(FactSet& facts, const Change& change) {
    const Rational w = weight(facts, change.fact);
    if (change.date) {
        const DayRange& old = dates_of(facts, change.fact)[change.part].instant->edtf.span;
        const EdtfResult now = parse_date(change.to);
        if (!now.value) return w;
        return w *
               Rational(std::max(moved(old.first, now.value->span.first), moved(old.last, now.value->span.last)), 365);
    }
    Fact& fact = facts.facts[change.fact];
    const Figure& figure = quantity_of(fact)->figures[change.part];
    const std::optional<Rational> now = Rational::parse(change.to);
    if (!now) return w;
    Rational distance = absolute(*now - figure.value);
    if (std::holds_alternative<MeasureClaim>(fact.body) && figure.value.sign() != 0) distance /= absolute(figure.value);
    return w * distance;
}

Rational total_cost(FactSet& facts, const Mend& mend) {
    Rational total;
    for (const FactId f : mend.drop) total += weight(facts, f);
    const auto old_text = [&](const Change& c) { return dates_of(facts, c.fact)[c.part].instant->word.text; };
    for (std::size_t i = 0; i < mend.change.size(); ++i) {
        const Change& c = mend.change[i];
        bool counted = false;
        for (std::size_t j = 0; j < i; ++j) {
            const Change& other = mend.change[j];
            counted = counted || (c.date && other.date && c.fact == other.fact && c.to == other.to &&
                                  old_text(c) == old_text(other));
        }
        if (!counted) total += cost_of(facts, c);
    }
    return total;
}

std::vector<DateSlot> dates_of(FactSet& facts, FactId id) {
    std::vector<DateSlot> out;
    const auto add = [&](Boxed<Instant>& i, const char* attribute) {
        if (i && i->kind == Instant::Kind::edtf) out.push_back({&*i, attribute});
    };
    Fact& fact = facts.facts[id];
    if (const auto* claim = std::get_if<EventClaim>(&fact.body)) {
        Event& event = facts.events[claim->event];
        add(event.date, "date");
        add(event.from, "from");
        add(event.to, "to");
        return out;
    }
    std::visit(
        [&](auto& body) {
            if constexpr (requires { body.when; }) {
                When::Parts* when = body.when.parts();
                if (!when) return;
                if (when->form == When::Form::at) add(when->at, "at");
                if (when->form != When::Form::period) return;
                add(when->from, "from");
                add(when->to, "to");
                add(when->through, "through");
            }
        },
        fact.body);
    return out;
}

Quantity* quantity_of(Fact& fact) {
    if (auto* stake = std::get_if<StakeClaim>(&fact.body)) return &stake->quantity;
    if (auto* measure = std::get_if<MeasureClaim>(&fact.body)) return &measure->quantity;
    return nullptr;
}

const char* attribute_of(const Fact& fact, const Figure& figure) {
    switch (figure.form) {
        case Figure::Form::exact: return std::holds_alternative<MeasureClaim>(fact.body) ? "value" : "share";
        case Figure::Form::about: return "about";
        case Figure::Form::min: return "min";
        case Figure::Form::max: return "max";
        case Figure::Form::above: return "above";
        case Figure::Form::below: return "below";
    }
    return "";
}

void Applied::change(const Change& c) {
    if (c.date) {
        const EdtfResult date = parse_date(c.to);
        if (!date.value) {
            good_ = false;
            return;
        }
        Instant& instant = *dates_of(facts_, c.fact)[c.part].instant;
        instant.edtf = *date.value;
        instant.word.text = facts_.texts->keep(c.to);
        return;
    }
    Figure& figure = quantity_of(facts_.facts[c.fact])->figures[c.part];
    const std::optional<Rational> value = Rational::parse(c.to);
    if (!value) {
        good_ = false;
        return;
    }
    if (figure.form == Figure::Form::about) good_ = good_ && rounded_interval(c.to, *value).has_value();
    figure.value = *value;
    figure.word.text = facts_.texts->keep(c.to);
}

Applied::Applied(const Mend& mend, FactSet& facts, Choice& choice)
    : facts_(facts), choice_(choice), without_(choice.without), assume_(choice.assume) {
    const auto remember = [&](FactId id) {
        old_facts_.emplace_back(id, facts_.facts[id]);
        if (const auto* claim = std::get_if<EventClaim>(&facts_.facts[id].body))
            old_events_.emplace_back(claim->event, facts_.events[claim->event]);
    };
    for (const FactId id : mend.drop) {
        choice_.without.push_back(id);
        std::erase(choice_.assume, id);
    }
    if (!mend.rounded_sources.empty() || !mend.rounded_sets.empty()) {
        const auto has = [](const auto& list, std::uint32_t id) {
            return std::find(list.begin(), list.end(), id) != list.end();
        };
        for (FactId id = 0; id < facts_.facts.size(); ++id) {
            Fact& fact = facts_.facts[id];
            if (!(fact.source != no_index && has(mend.rounded_sources, fact.source)) &&
                !has(mend.rounded_sets, fact.set))
                continue;
            if (!quantity_of(fact)) continue;
            remember(id);
            round_figures(fact);
        }
    }
    for (const Change& c : mend.change) {
        remember(c.fact);
        change(c);
    }
}

Applied::~Applied() {
    choice_.without = std::move(without_);
    choice_.assume = std::move(assume_);
    for (auto it = old_facts_.rbegin(); it != old_facts_.rend(); ++it) facts_.facts[it->first] = std::move(it->second);
    for (auto it = old_events_.rbegin(); it != old_events_.rend(); ++it)
        facts_.events[it->first] = std::move(it->second);
}

}  // namespace tenet

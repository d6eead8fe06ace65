// A repair written into its files. A dropped fact becomes hypothetical, which is out and keeps what depends on its mere
// mention (who is a listed holder, which ids may be one entity). A dropped event may still occur at any time: it loses
// its days and its `if`; what is said to have happened stays so, or is expected where that leaves no world, and the
// other way round. A `same-as` that is dropped becomes a hypothetical `same`. The files are read and checked again
// before anybody sees them.
#include <algorithm>
#include <map>
#include <stdexcept>

#include "engine/session_state.h"
#include "engine/tag_edit.h"
#include "facts/reader.h"
#include "facts/xml_document.h"

namespace tenet {

namespace {

constexpr std::string_view event_days[] = {"date", "from", "to", "if"};

// A raw value for between double quotes; it may have stood between single ones.
std::string in_quotes(std::string_view raw) {
    std::string out;
    for (const char c : raw) out += c == '"' ? "&quot;" : std::string(1, c);
    return out;
}

}  // namespace

// How each dropped event is to be written. In a world that the repair leaves it does not occur or ends after its file
// speaks ("expected" allows both), or it has started ("stated"): so one of the two leaves that world. None: a limit came before
// it was clear which.
std::optional<std::vector<Status>> Session::State::event_forms(const std::vector<FactId>& dropped, const std::vector<FactId>& events,
                                                               const Mend& rest) {
    std::vector<Status> forms;
    bool clear = true;
    std::vector<std::pair<Fact, Event>> old;
    Mend mend = rest;
    mend.drop = dropped;
    const std::vector<FactId> assumed = choice.assume;
    for (const FactId f : events) {
        Fact& fact = facts.facts[f];
        Event& event = facts.events[std::get<EventClaim>(fact.body).event];
        old.emplace_back(fact, event);
        std::erase(mend.drop, f);
        std::erase(choice.assume, f);
        event.date.reset();
        event.from.reset();
        event.to.reset();
        if (fact.remarks) fact.remarks->conditions.clear();
        const bool has_been = fact.status == Status::stated || fact.status == Status::reported;
        const Status before = has_been ? fact.status : Status::stated;
        fact.status = has_been ? before : Status::expected;
        const Verdict verdict = verdict_with(mend);
        clear = clear && verdict != Verdict::undecided;
        if (verdict == Verdict::contradictory) fact.status = has_been ? Status::expected : before;
        forms.push_back(fact.status);
    }
    choice.assume = assumed;
    for (std::size_t i = 0; i < events.size(); ++i) {
        Fact& fact = facts.facts[events[i]];
        facts.events[std::get<EventClaim>(fact.body).event] = std::move(old[i].second);
        fact = std::move(old[i].first);
    }
    return clear ? std::optional(std::move(forms)) : std::nullopt;
}

std::optional<std::vector<MendedFile>> Session::mended(const Repair& repair) {
    State& st = *state_;
    std::map<FileIndex, std::vector<Edit>> edits;
    const auto text_of = [&](FileIndex file) { return st.sources.whole(file); };
    const auto add = [&](std::optional<Edit> edit) {
        if (edit) edits[edit->span.file].push_back(std::move(*edit));
    };
    for (const RepairChange& change : repair.change) add(Edit{change.value, change.to});
    const auto root_of = [&](FileIndex file, const auto& use) {
        Diagnostics unheard;
        if (const auto document = XmlDocument::parse(file, st.sources, unheard)) use(document->root());
    };
    for (const RoundedReading& reading : repair.rounded) {
        if (!reading.file) {
            add(StartTag(text_of(reading.span.file), reading.span).set("figures", "rounded"));
        } else {
            root_of(reading.span.file, [&](const XmlElement& root) {
                add(StartTag(text_of(reading.span.file), root.span()).set("figures", "rounded"));
            });
        }
    }

    std::vector<FactId> dropped, events;
    std::vector<std::string> dropped_ids;
    for (const FactRef& ref : repair.drop) {
        dropped_ids.push_back(ref.id);
        const FactId id = *st.facts.find_fact(ref.id);
        dropped.push_back(id);
        // What only --assume puts in force is out once nobody assumes it.
        const bool assumed = std::find(st.choice.assume.begin(), st.choice.assume.end(), id) != st.choice.assume.end();
        const Fact& fact = st.facts.facts[id];
        if (std::holds_alternative<EventClaim>(fact.body)) {
            events.push_back(id);
            continue;
        }
        if (assumed && fact.status == Status::hypothetical) continue;
        const Symbol* symbol = st.facts.find(ref.id);
        if (!symbol || symbol->kind != Symbol::Kind::entity) {
            add(StartTag(text_of(SourceSpan(fact.span).file), fact.span).set("status", "hypothetical"));
            continue;
        }
        bool told = false;  // every declaration of the entity that has the same-as loses it
        for (const SetInfo& set : st.facts.sets)
            root_of(set.file, [&](const XmlElement& root) {
                for (const XmlElement child : root.children()) {
                    if (child.name() != "entity" || child.attribute("id").value() != ref.id ||
                        !child.attribute("same-as"))
                        continue;
                    const StartTag tag(text_of(set.file), child.span());
                    add(tag.remove("same-as"));
                    if (told) continue;
                    told = true;
                    const std::string name(tag.name());
                    const std::string prefix = name.substr(0, name.size() - std::string_view("entity").size());
                    add(Edit{{set.file, tag.begin(), tag.begin()},
                             '<' + prefix + "same a=\"" + in_quotes(*tag.value("id")) + "\" b=\"" +
                                 in_quotes(*tag.value("same-as")) + "\" status=\"hypothetical\"/> "});
                }
            });
    }
    // The rest of the repair, applied while the events' forms are sought.
    Mend rest;
    for (const RepairChange& change : repair.change) {
        const FactId id = *st.facts.find_fact(change.fact.id);
        const auto slots = dates_of(st.facts, id);
        for (std::uint32_t i = 0; i < slots.size(); ++i)
            if (slots[i].instant->word.span == change.value) rest.change.push_back({id, true, i, change.to});
        if (const Quantity* quantity = quantity_of(st.facts.facts[id]))
            for (std::uint32_t i = 0; i < quantity->figures.size(); ++i)
                if (quantity->figures[i].word.span == change.value) rest.change.push_back({id, false, i, change.to});
    }
    const auto forms = st.event_forms(dropped, events, rest);
    if (!forms) return std::nullopt;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const Fact& fact = st.facts.facts[events[i]];
        const StartTag tag(text_of(SourceSpan(fact.span).file), fact.span);
        if ((*forms)[i] != fact.status) add(tag.set("status", to_string((*forms)[i])));
        for (const std::string_view attribute : event_days) add(tag.remove(attribute));
    }

    std::vector<MendedFile> out;
    for (const SetInfo& set : st.facts.sets)
        out.push_back({st.sources.path(set.file), edited(text_of(set.file), edits[set.file])});

    Sources sources;
    Diagnostics diagnostics;
    Session again(sources, diagnostics);
    RunOptions options = st.options;
    for (const std::string& id : dropped_ids) std::erase(options.assume, id);
    const bool read = again.load_texts(out, options);
    again.until(st.limits.deadline);
    const Verdict verdict = read ? again.state_->verdict_now() : Verdict::contradictory;
    if (verdict == Verdict::contradictory)
        throw std::runtime_error(
            "the repair, written into its files, leaves no world; this is a bug, and nothing was written");
    return verdict == Verdict::consistent ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace tenet

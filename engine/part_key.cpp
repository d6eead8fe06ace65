// Structures are taken apart by structured bindings: a member more, and this file does not compile until it says whether
// verdicts depend on it.
#include "engine/part_key.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <link.h>

#include "engine/z3_session.h"
#include "rules/term_walk.h"

namespace tenet {

namespace {

constexpr std::uint64_t format = 1;  // of keys and entries

// The build of the program and of every library loaded: what the linker noted in each (ELF, NT_GNU_BUILD_ID), and their
// names where it noted nothing. Z3 is loaded later, if at all.
void add_builds(Hasher& hasher) {
    dl_iterate_phdr(
        [](dl_phdr_info* object, std::size_t, void* to) {
            Hasher& into = *static_cast<Hasher*>(to);
            if (std::string_view(object->dlpi_name).find("libz3") != std::string_view::npos) return 0;
            into.text(object->dlpi_name);
            for (int i = 0; i < object->dlpi_phnum; ++i) {
                const auto& segment = object->dlpi_phdr[i];
                if (segment.p_type == PT_NOTE)
                    into.text({reinterpret_cast<const char*>(object->dlpi_addr + segment.p_vaddr), segment.p_memsz});
            }
            return 0;
        },
        &hasher);
    hasher.text(z3_build());
}

void add_packs(Hasher& hasher, const Vocabulary& vocabulary, const Sources& sources) {
    for (const PackInfo& pack : vocabulary.packs) {
        hasher.text(pack.id);
        assert(pack.file != SourceSpan::none);
        hasher.text(sources.whole(pack.file));
    }
    for (const PackOption& option : vocabulary.options) {
        hasher.text(option.pack);
        hasher.text(option.name);
        hasher.text(option.value);
    }
}

}  // namespace

// Writes the words of one part, and keeps book of what it speaks of.
struct PartKeys::Writer {
    const PartKeys& keys;
    const Slice& part;
    Hasher hasher;
    std::vector<SetId> sets;
    std::vector<SourceId> sources;

    Writer(const PartKeys& k, const Slice& p) : keys(k), part(p) {
        hasher.text({reinterpret_cast<const char*>(keys.run_.data()), keys.run_.size()});
        hasher.number(part.unnamed);
    }

    void text(std::string_view t) { hasher.text(t); }
    void number(std::uint64_t n) { hasher.number(n); }
    void entity(EntityId e) { text(e == no_index ? "" : std::string_view(keys.facts_.entities[e].id)); }
    // Events may have no name of their own: the place of their fact in the part stands for it.
    void event(EventId e) {
        if (e == no_index) return number(no_index);
        const FactId fact = keys.facts_.events[e].fact;
        number(static_cast<std::uint64_t>(std::lower_bound(part.facts.begin(), part.facts.end(), fact) - part.facts.begin()));
    }
    void source(SourceId s) {
        text(s == no_index ? "" : std::string_view(keys.facts_.sources[s].id));
        if (s != no_index) note(sources, s);
    }
    template <class Id>
    std::size_t note(std::vector<Id>& list, Id id) {
        if (id < list.size() && list[id] == id) return id;  // all are in it, in order
        const auto it = std::find(list.begin(), list.end(), id);
        if (it != list.end()) return static_cast<std::size_t>(it - list.begin());
        list.push_back(id);
        return list.size() - 1;
    }

    void word(const Word& word) { text(word.text); }
    void instant(const Instant& i) {
        const auto& [edtf, index, kind, word] = i;
        number(static_cast<std::uint64_t>(kind));
        text(word.text);
        static_cast<void>(edtf);  // follows from the word
        switch (kind) {
        case Instant::Kind::edtf:
        case Instant::Kind::now: break;
        case Instant::Kind::event_start:
        case Instant::Kind::event_end:
        case Instant::Kind::event_date: event(index); break;
        case Instant::Kind::source_published: source(index); break;
        }
    }
    void instant(const Boxed<Instant>& i) {
        number(i.has_value());
        if (i) instant(*i);
    }
    void when(const When& w) {
        number(static_cast<std::uint64_t>(w.form()));
        for (const auto* i : {&w.at(), &w.from(), &w.to(), &w.through()}) instant(*i);
    }
    void quantity(const Quantity& q) {
        const auto& [figures] = q;
        number(figures.size());
        for (const auto& [value, written, form, rounded] : figures) {
            number(static_cast<std::uint64_t>(form));
            number(rounded);
            word(written);
            static_cast<void>(value);  // follows from the word
        }
    }
    void argument(const TimeArgument& a) {
        event(a.event());
        number(a.instant() != nullptr);
        if (a.instant()) instant(*a.instant());
    }

    void body(const EventClaim& claim) {
        const auto& [which] = claim;
        const auto& [kind, date, from, to, participants, fact] = keys.facts_.events[which];
        static_cast<void>(fact);
        word(kind);
        for (const auto* i : {&date, &from, &to}) instant(*i);
        number(participants.size());
        for (const auto& [role, who, ref] : participants) {
            word(role);
            entity(who);
            word(ref);
        }
    }
    void body(const StakeClaim& claim) {
        const auto& [holder, in, amount, w, basis] = claim;
        entity(holder);
        entity(in);
        number(static_cast<std::uint64_t>(basis));
        quantity(amount);
        when(w);
    }
    void body(const CompleteClaim& claim) {
        const auto& [of, holders, w] = claim;
        entity(of);
        number(holders ? holders->size() + 1 : 0);
        if (holders)
            for (const EntityId holder : *holders) entity(holder);
        when(w);
    }
    void body(const UnchangedClaim& claim) {
        const auto& [of, w] = claim;
        entity(of);
        when(w);
    }
    void body(const OfficeClaim& claim) {
        const auto& [person, of, title, w] = claim;
        entity(person);
        entity(of);
        word(title);
        when(w);
    }
    void body(const RelationClaim& claim) {
        const auto& [kind, subject, object, w] = claim;
        word(kind);
        entity(subject);
        entity(object);
        when(w);
    }
    void body(const OrderClaim& claim) {
        const auto& [a, b, gap, is] = claim;
        argument(a);
        argument(b);
        number(static_cast<std::uint64_t>(is));
        number(gap.has_value());
        if (gap) word(gap->word);  // the days follow from it
    }
    void body(const MeasureClaim& claim) {
        const auto& [of, meant, amount, w] = claim;
        entity(of);
        static_cast<void>(meant);
        text(claim.name());
        text(claim.unit());
        quantity(amount);
        when(w);
    }
    void body(const ExpressionClaim& claim) {
        const auto& [expression, place_among_claims] = claim;
        static_cast<void>(place_among_claims);  // says nothing
        text(expression->text);
    }
    void body(const SameClaim& claim) {
        const auto& [a, b] = claim;
        entity(a);
        entity(b);
    }

    void fact(FactId id) {
        const auto& [name, span, remarks, said_by, set, status, named, says] = keys.facts_.facts[id];
        text(named ? std::string_view(name) : std::string_view());
        number((keys.chosen_.empty() ? 0U : keys.chosen_[id]) | (named ? 4U : 0U) | (static_cast<unsigned>(status) << 3U) |
               (static_cast<unsigned>(says.index()) << 8U));
        source(said_by);
        number(remarks.has_value());
        if (remarks) {
            const auto& [where, remark, conditions] = *remarks;
            text(where);
            text(remark);
            number(conditions.size());
            for (const EventId e : conditions) event(e);
        }
        number(note(sets, set));
        static_cast<void>(span);  // where it stands
        std::visit([&](const auto& claim) { body(claim); }, says);
        if (const auto* claim = std::get_if<ExpressionClaim>(&says)) expression(keys.claims_[claim->number].term);
    }
    // What an expression means beside its words: names are looked up in the whole run.
    void expression(const Term& term) {
        each_term(term, [&](const Term& t) {
            if (t.op == Op::entity) entity(t.index);
            if (t.op == Op::event) event(t.index);
            if (t.op == Op::source_published) source(t.index);
        });
    }
    void entity_declared(EntityId e) {
        const auto& [id, kind, name, span, same_as, attributes] = keys.facts_.entities[e];
        text(id);
        word(kind);
        text(name);
        number(attributes.size());
        for (const auto& [key, value] : attributes) {
            text(key);
            word(value);
        }
        static_cast<void>(same_as);  // a fact of its own
        static_cast<void>(span);
    }
    void source_declared(SourceId s) {
        const auto& [id, kind, title, url, published, trust, rounded, span] = keys.facts_.sources[s];
        for (const auto* t : {&id, &kind, &title, &url}) text(*t);
        instant(published);
        text(trust.to_string());
        number(rounded);
        static_cast<void>(span);
    }
    void set_declared(SetId s) {
        const auto& [id, title, file, as_of, rounded, uses] = keys.facts_.sets[s];
        text(id);
        text(title);
        if (keys.paths_) text(keys.sources_.path(file));  // hints name files
        instant(as_of);
        number(rounded);
        number(uses.size());
        for (const auto& [pack, options] : uses) {
            word(pack);
            word(options);
        }
    }

    void everything() {
        number(part.facts.size());
        for (const FactId id : part.facts) fact(id);
        number(part.entities.size());
        for (const EntityId e : part.entities) entity_declared(e);
    }
    void expectation(std::uint32_t index) {
        const auto& [id, query, answer, lower, upper, above, below, set, span] = keys.facts_.expectations[index];
        static_cast<void>(id);  // told anew
        static_cast<void>(span);
        text(query.text);
        word(answer);
        for (const auto* end : {&lower, &upper, &above, &below}) {
            number(end->has_value());
            if (*end) word(**end);
        }
        number(note(sets, set));
        expression(keys.expectations_[index].term);
    }
    Digest finish() {
        for (std::size_t i = 0; i < sources.size(); ++i) source_declared(sources[i]);
        for (const SetId set : sets) set_declared(set);
        return hasher.finish();
    }
};

PartKeys::PartKeys(const FactSet& facts, const Vocabulary& vocabulary, const Sources& sources, const RunOptions& options,
                   const Choice& choice, const std::vector<CheckedExpression>& claims,
                   const std::vector<CheckedExpression>& expectations, bool few_pairs)
    : facts_(facts), sources_(sources), choice_(choice), claims_(claims), expectations_(expectations) {
    if (!choice.assume.empty() || !choice.without.empty()) {
        chosen_.resize(facts.facts.size());
        for (const FactId f : choice.assume) chosen_[f] |= 1U;
        for (const FactId f : choice.without) chosen_[f] |= 2U;
    }
    Hasher hasher;
    hasher.number(format);
    add_builds(hasher);
    add_packs(hasher, vocabulary, sources);
    hasher.number(options.max_conflicts);
    hasher.number(options.only_z3);
    hasher.number(choice.only_stated);
    hasher.number(few_pairs);
    hasher.text(options.now.value_or(""));
    hasher.text(options.at.value_or(""));
    std::optional<Day> latest;  // where files speak on days that are known, `now` is the latest; else all files are in the key
    for (const SetInfo& set : facts.sets)
        if (set.as_of && set.as_of->edtf.span.single()) latest = std::max<std::optional<Day>>(latest, set.as_of->edtf.span.first);
    hasher.text(latest ? to_string(*latest) : "");
    run_ = hasher.finish();
}

Digest PartKeys::of_slice(const Slice& part) const {
    Writer writer(*this, part);
    writer.text("slice");
    writer.everything();
    return writer.finish();
}

Digest PartKeys::of_expectation(const Slice& part, std::uint32_t expectation) const {
    Writer writer(*this, part);
    writer.text("expectation");
    writer.everything();
    writer.expectation(expectation);
    return writer.finish();
}

Digest PartKeys::of_whole(std::optional<std::uint32_t> expectation) const {
    Slice all;
    all.facts.resize(facts_.facts.size());
    std::iota(all.facts.begin(), all.facts.end(), 0U);
    all.entities.resize(facts_.entities.size());
    std::iota(all.entities.begin(), all.entities.end(), 0U);
    Writer writer(*this, all);
    for (SourceId s = 0; s < facts_.sources.size(); ++s) writer.sources.push_back(s);
    for (SetId s = 0; s < facts_.sets.size(); ++s) writer.sets.push_back(s);
    writer.text("whole");
    writer.everything();
    if (choice_.at) writer.instant(*choice_.at);
    writer.number(expectation ? 1 : facts_.expectations.size() + 2);
    for (std::uint32_t i = 0; i < facts_.expectations.size(); ++i)
        if (!expectation || *expectation == i) writer.expectation(i);
    return writer.finish();
}

}  // namespace tenet

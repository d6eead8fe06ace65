// For tests: all that was read and complained of, in words, so that two ways of reading can be compared.
#pragma once

#include <string>

#include "tests/unit/facts/reading.h"

namespace tenet {

inline std::string told(const SourceSpan& s) { return std::to_string(s.file) + ":" + std::to_string(s.begin) + "-" + std::to_string(s.end); }
inline std::string told(const Instant* i) {
    if (!i) return "-";
    return std::to_string(static_cast<int>(i->kind)) + ":" + std::to_string(i->index) + ":" + std::string(i->word.text) + told(i->word.span) +
           (i->edtf.span.first ? to_string(*i->edtf.span.first) : "");
}
inline std::string told(const Boxed<Instant>& i) { return told(i.get()); }
inline std::string told(const When& w) {
    return std::to_string(static_cast<int>(w.form())) + told(w.at()) + told(w.from()) + told(w.to()) + told(w.through());
}
inline std::string told(const Quantity& q) {
    std::string out;
    for (const Figure& f : q.figures)
        out += std::to_string(static_cast<int>(f.form)) + (f.rounded ? "r" : "") + f.value.to_string() + f.word.text + told(f.word.span);
    return out;
}

struct BodyTold {
    std::string operator()(const EventClaim& c) const { return std::to_string(c.event); }
    std::string operator()(const StakeClaim& c) const {
        return std::to_string(c.holder) + " " + std::to_string(c.in) + told(c.quantity) + told(c.when);
    }
    std::string operator()(const CompleteClaim& c) const {
        std::string out = std::to_string(c.of);
        if (c.holders)
            for (const EntityId e : *c.holders) out += " " + std::to_string(e);
        return out + told(c.when);
    }
    std::string operator()(const UnchangedClaim& c) const { return std::to_string(c.of) + told(c.when); }
    std::string operator()(const OfficeClaim& c) const {
        return std::to_string(c.person) + " " + std::to_string(c.of) + c.title.text + told(c.title.span) + told(c.when);
    }
    std::string operator()(const RelationClaim& c) const {
        return std::to_string(c.subject) + " " + std::to_string(c.object) + c.kind.text + told(c.when);
    }
    std::string operator()(const OrderClaim& c) const {
        return std::to_string(c.a.event()) + told(c.a.instant()) + std::to_string(c.b.event()) + told(c.b.instant());
    }
    std::string operator()(const MeasureClaim& c) const {
        return std::to_string(c.of) + std::string(c.name()) + std::string(c.unit()) + told(c.quantity) + told(c.when);
    }
    std::string operator()(const ExpressionClaim& c) const { return c.expression->text + told(c.expression->raw) + std::to_string(c.number); }
    std::string operator()(const SameClaim& c) const { return std::to_string(c.a) + " " + std::to_string(c.b); }
};

/// All that was read and complained of.
inline std::string told(const Reading& r) {
    std::string out;
    for (const Entity& e : r.set.entities) {
        out += e.id + " " + e.name + " " + e.kind.text + told(e.kind.span) + told(e.span) + " " + std::to_string(e.same_as);
        for (const auto& [name, word] : e.attributes) out += " " + name + "=" + word.text + told(word.span);
        out += "\n";
    }
    for (const Event& e : r.set.events) {
        out += std::to_string(e.fact) + told(e.date) + told(e.from);
        for (const Participant& p : e.participants) out += " " + p.role.text + told(p.role.span) + ":" + std::to_string(p.entity) + p.ref.text + told(p.ref.span);
        out += "\n";
    }
    for (const Fact& f : r.set.facts) {
        out += r.set.id_of(f) + told(f.span) + " set " + std::to_string(f.set) + " source " + std::to_string(f.source) + " " +
               f.where() + " " + f.note() + " " + to_string(f.status) + " " + std::to_string(f.body.index()) + " " + std::visit(BodyTold{}, f.body);
        for (const EventId e : f.conditions()) out += " if " + std::to_string(e);
        const auto found = f.named ? r.set.find_fact(f.own_id) : std::nullopt;
        out += " " + (found ? std::to_string(*found) : "") + "\n";
    }
    for (const Source& s : r.set.sources) out += std::string(s.id) + s.kind + s.title + s.url + s.trust.to_string() + told(s.published) + told(s.span) + "\n";
    for (const Expectation& e : r.set.expectations) out += e.id + " " + std::to_string(e.set) + e.query.text + told(e.query.raw) + e.answer.text + "\n";
    for (const SetInfo& s : r.set.sets) {
        out += std::string(s.id) + s.title + std::to_string(s.file) + told(s.as_of) + (s.rounded ? " rounded" : "");
        for (const UsedPack& use : s.uses) out += " " + use.id.text + ":" + use.options.text;
        out += "\n";
    }
    for (const Diagnostic& d : r.diagnostics.list()) {
        out += d.code + told(d.primary) + d.message + "|" + d.at_primary + "|" + d.help;
        for (const Label& l : d.labels) out += told(l.span) + l.text;
        out += "\n";
    }
    return out;
}

}  // namespace tenet

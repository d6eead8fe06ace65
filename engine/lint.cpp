// A law is tried on a stage of its own: one entity for each of its variables and for each role of its events, and the
// events themselves. There all laws are in force, so laws about the same things meet on the stage of any of them. Stages
// vary: entities all apart, and any two of them one; attributes as the laws name them; entities of any kind that fits. A
// law can never bite where no stage has a world that breaks it; laws contradict each other where they do on every stage.
// A law that reads what no stage varies (an entity's name or kind) is passed over.
#include "engine/lint.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/inquiry.h"
#include "engine/lack.h"
#include "facts/reader.h"
#include "rules/term_walk.h"

namespace tenet {

namespace {

constexpr std::chrono::seconds most_time(10);  // for one question
constexpr std::size_t most_looks = 40;          // attributes and kinds tried

struct Variant {
    std::optional<std::pair<std::size_t, std::size_t>> one;  // these two entities, in the order they are asked for, are one
    KindId kind = no_index;                                  // of entities whose kind it is under
    std::vector<std::pair<std::string, std::string>> attributes;
};

struct Stage {
    FactSet facts;
    std::vector<std::uint32_t> values;  // of the law's variables
    std::vector<FactId> events;
    std::vector<KindId> kinds;  // of the entities asked for
};

class LawLint {
public:
    LawLint(const std::string& id, const Vocabulary& vocabulary, Sources& sources, Diagnostics& diagnostics, const Limits& limits)
        : id_(id), v_(vocabulary), sources_(sources), diagnostics_(diagnostics), limits_(limits), without_laws_(vocabulary) {
        without_laws_.laws.clear();
    }

    std::vector<std::string> run() {
        std::vector<std::uint32_t> own;
        for (std::uint32_t i = 0; i < v_.laws.size(); ++i)
            if (v_.laws[i].pack == id_) own.push_back(i);
        for (std::size_t k = 0; k < own.size(); ++k) {
            const Law& law = v_.laws[own[k]];
            if (limits_.over()) {
                undecided("what is wrong with " + std::to_string(own.size() - k) + " laws from " + law.full_id() + " on", for_lack_of_time);
                break;
            }
            bool clash = false;
            if (const char* lack = lacking([&] { clash = contradicts(law); })) undecided("whether laws contradict " + law.full_id(), lack);
            bites(own[k], !clash);  // from a contradiction everything follows
        }
        return std::move(undecided_);
    }

private:
    Limits limits() const {
        Limits l = limits_;
        l.deadline = limits_.within(most_time);
        return l;
    }
    void undecided(const std::string& what, const char* lack = "") {
        if (std::find(undecided_.begin(), undecided_.end(), what + lack) == undecided_.end()) undecided_.push_back(what + lack);
    }
    std::string entity_name(KindId kind) const { return v_.entity_kinds[kind == no_index ? 0 : kind].name; }

    Stage stage(const Law& law, const Variant& variant) {
        std::string text = "<facts xmlns=\"urn:tenet:facts:1\" id=\"lint\">\n";
        Stage out;
        std::vector<std::string> made;
        const auto entity = [&](KindId kind) {
            const std::size_t place = made.size();
            out.kinds.push_back(kind);
            if (variant.one && variant.one->second == place) return made.emplace_back(made[variant.one->first]);
            if (variant.one && variant.one->first == place) kind = narrower_;
            if (variant.kind != no_index && (kind == no_index || v_.is_a(variant.kind, kind))) kind = variant.kind;
            const std::string id = entity_name(kind) + "-" + std::to_string(place + 1);
            text += "<entity id=\"" + id + "\" kind=\"" + entity_name(kind) + "\"";
            for (const auto& [name, value] : variant.attributes) {
                text += " " + name + "=\"";
                for (const char c : value) text += c == '<' ? "&lt;" : c == '&' ? "&amp;" : c == '"' ? "&quot;" : std::string(1, c);
                text += "\"";
            }
            text += "/>\n";
            return made.emplace_back(id);
        };
        std::size_t events = 0;
        const auto event = [&](std::uint32_t kind) {
            const EventKind& k = v_.event_kinds[kind == no_index ? 0 : kind];
            const std::string id = k.name + "-" + std::to_string(++events);
            std::string roles;
            for (const Role& r : k.roles) roles += "<participant role=\"" + r.name + "\" ref=\"" + entity(r.kind) + "\"/>";
            text += "<event id=\"" + id + "\" kind=\"" + k.name + "\" status=\"expected\">" + roles + "</event>\n";
            return id;
        };
        std::vector<std::string> ids;
        for (const Parameter& p : law.params) ids.push_back(p.domain.kind == Domain::Kind::events ? event(p.domain.index) : entity(p.domain.index));
        for (const Domain& d : spoken_of(law.body)) {
            if (d.kind == Domain::Kind::entities) entity(d.index);
            if (d.kind == Domain::Kind::events && !v_.event_kinds.empty()) event(d.index);
        }
        text += "</facts>\n";
        Diagnostics complaints;
        const FileIndex file = sources_.add("<lint>", text);
        read_fact_text(file, out.facts, sources_, complaints);
        finish_facts(out.facts, sources_, complaints);
        if (complaints.has_errors()) out.facts.entities.clear();
        for (const Event& e : out.facts.events) out.events.push_back(e.fact);
        for (const std::string& id : ids)
            if (const Symbol* s = out.facts.find(id)) out.values.push_back(s->index);
        return out;
    }

    // What the quantifiers of a law range over, through its definitions.
    std::vector<Domain> spoken_of(const Term& body) const {
        std::vector<Domain> out;
        std::set<std::uint32_t> seen;
        std::vector<const Term*> open{&body};
        while (!open.empty()) {
            const Term* at = open.back();
            open.pop_back();
            each_term(*at, [&](const Term& t) {
                if (t.op == Op::defined && seen.insert(t.index).second) open.push_back(&v_.definitions[t.index].body);
                const bool quantifier = t.op == Op::sum || t.op == Op::count || t.op == Op::any || t.op == Op::all;
                if (quantifier && std::find(out.begin(), out.end(), t.domain) == out.end()) out.push_back(t.domain);
            });
        }
        return out;
    }
    bool reads_more(const Term& body) const {
        return any_term(body, [&](const Term& t) {
            if (t.op == Op::entity || t.op == Op::event || t.op == Op::source_published) return true;
            if (t.op == Op::attribute && (t.text == "name" || t.text == "kind")) return true;
            return t.op == Op::defined && !v_.definitions[t.index].recursive && reads_more(v_.definitions[t.index].body);
        });
    }
    // attribute = 'text', also in definitions.
    void attributes(const Term& body, std::set<std::pair<std::string, std::string>>& out) const {
        each_term(body, [&](const Term& t) {
            if (t.op == Op::defined && !v_.definitions[t.index].recursive) attributes(v_.definitions[t.index].body, out);
            if (t.op != Op::equal && t.op != Op::not_equal) return;
            for (const std::size_t i : {0, 1})
                if (t.args[i].op == Op::attribute && t.args[1 - i].op == Op::text) out.emplace(t.args[i].text, t.args[1 - i].text);
        });
    }
    // A stage for each, until one has a world that breaks the law. `try_on` says whether to go on. Throws OutOfTime.
    template <class TryOn>
    void each_variant(const Law& law, const TryOn& try_on) {
        std::set<std::pair<std::string, std::string>> named;
        attributes(law.body, named);
        for (const Law& other : v_.laws) attributes(other.body, named);
        std::vector<Variant> looks{{}};
        for (const auto& pair : named) looks.push_back({{}, no_index, {pair}});
        const std::vector<KindId> asked = stage(law, {}).kinds;
        for (KindId kind = 0; kind < v_.entity_kinds.size(); ++kind)  // those that an entity asked for may be of
            if (std::any_of(asked.begin(), asked.end(), [&](KindId k) { return kind != k && v_.is_a(kind, k); })) looks.push_back({{}, kind, {}});
        if (looks.size() > most_looks) looks.resize(most_looks);
        for (const Variant& look : looks) {
            if (limits_.over()) throw OutOfTime();
            const Stage apart = stage(law, look);
            if (apart.values.size() != law.params.size() || !try_on(apart)) return;
            const std::vector<KindId>& kinds = apart.kinds;
            for (std::size_t j = 1; j < kinds.size(); ++j)
                for (std::size_t i = 0; i < j; ++i) {
                    if (!v_.is_a(kinds[i], kinds[j]) && !v_.is_a(kinds[j], kinds[i])) continue;
                    narrower_ = v_.is_a(kinds[i], kinds[j]) ? kinds[i] : kinds[j];
                    if (limits_.over()) throw OutOfTime();
                    Variant joined = look;
                    joined.one = {i, j};
                    const Stage s = stage(law, joined);
                    if (s.values.size() == law.params.size() && !try_on(s)) return;
                }
        }
    }

    // A day of its own, before or after `now` and every event.
    static Instant any_day() {
        Instant i;
        i.word.text = "XXXX";
        i.edtf = *parse_date(i.word.text).value;
        return i;
    }
    Choice choice(const Stage& stage, const Limits& limits) const {
        Choice c;
        c.assume = stage.events;
        c.deadline = limits.deadline;
        c.every_party = true;
        return c;
    }

    using Clash = std::pair<std::vector<const Law*>, bool>;  // its laws, and whether it takes an event

    std::map<Clash, Diagnostic> clashes(const Law& law, const Stage& s, bool with_words) {
        const Limits own = limits();
        GroundResult ground = tenet::ground(s.facts, v_, choice(s, own), std::vector<CheckedExpression>(s.facts.facts.size()), {}, false);
        Inquiry inquiry(ground, s.facts, v_, own, context_);
        const Inquiry::Judgement judgement = inquiry.judge();
        if (judgement.conflicts.empty() && !judgement.undecided.empty()) undecided("whether laws contradict " + law.full_id(), own.over() ? for_lack_of_time : "");
        std::map<Clash, Diagnostic> out;
        for (const Core& core : judgement.conflicts) {
            std::vector<const Law*> laws;
            for (const std::uint32_t i : core.instances)
                if (ground.problem.instances[i].kind == LawInstance::Kind::law) laws.push_back(&v_.laws[ground.problem.instances[i].index]);
            if (laws.empty()) continue;
            std::sort(laws.begin(), laws.end());
            laws.erase(std::unique(laws.begin(), laws.end()), laws.end());
            std::string events;
            for (const FactId f : core.facts)
                if (const auto* e = std::get_if<EventClaim>(&s.facts.facts[f].body))
                    events += (events.empty() ? "" : " and ") + std::string("'") + s.facts.events[e->event].kind.text + "'";
            std::string message = laws.size() == 1 ? "this law contradicts itself" : "these laws contradict each other";
            message += events.empty() ? ", whatever the facts" : ": no event " + events + " can ever take place";
            Diagnostic d{"contradictory-laws", Severity::error, message, laws.back()->text.raw, laws.back()->full_id(), {}, {}};
            for (const Law* other : laws)
                if (other != laws.back()) d.labels.push_back({other->text.raw, "with " + other->full_id()});
            if (with_words) {
                const Reason reason = inquiry.told(core);
                for (std::size_t i = 0; i < reason.steps.size() && reason.steps.size() <= 12; ++i)
                    d.help += (i ? "; " : "because ") + std::to_string(i + 1) + ". " + reason.steps[i];
            }
            out.emplace(Clash{std::move(laws), !core.facts.empty()}, std::move(d));
        }
        return out;
    }

    // Laws that clash on every stage of the law. Each set of laws is told once.
    bool contradicts(const Law& law) {
        std::optional<std::map<Clash, Diagnostic>> always;
        each_variant(law, [&](const Stage& s) {
            const std::map<Clash, Diagnostic> here = clashes(law, s, !always);
            if (!always) {
                always = here;
            } else {
                std::erase_if(*always, [&](const auto& one) { return !here.contains(one.first); });
            }
            return !always->empty();
        });
        if (!always) return false;
        for (auto& [clash, diagnostic] : *always)
            if (told_.insert(clash).second) diagnostics_.add(std::move(diagnostic));
        return !always->empty();
    }

    // Whether a law's body is certain on a stage where `laws` are in force. Nothing: a limit came first.
    std::optional<bool> certain(const Law& law, const Stage& s, const Vocabulary& laws) {
        const CheckedExpression body{law.body, law.slots, {}, {}};
        const Limits own = limits();
        GroundResult ground = tenet::ground(s.facts, laws, choice(s, own), std::vector<CheckedExpression>(s.facts.facts.size()), {{&body, s.values, any_day()}}, false);
        Inquiry inquiry(ground, s.facts, laws, own, context_);
        switch (inquiry.truth(ground.queries[0])) {
        case Truth::certain:
        case Truth::is_void:
        case Truth::contradictory: return true;
        case Truth::possible:
        case Truth::impossible: return false;
        case Truth::undecided: break;
        }
        return std::nullopt;
    }

    void bites(std::uint32_t index, bool may_follow) {
        const Law& law = v_.laws[index];
        if (reads_more(law.body)) return;
        Vocabulary others = v_;
        others.laws.erase(others.laws.begin() + index);
        bool follows = may_follow, breakable = false, known = true;
        const char* lack = lacking([&] {
            each_variant(law, [&](const Stage& s) {
                const std::optional<bool> alone = certain(law, s, without_laws_);
                known = alone.has_value();
                if (!known || *alone) return known;
                breakable = true;
                if (!follows) return false;
                const std::optional<bool> with_others = certain(law, s, others);
                known = with_others.has_value();
                return follows = with_others == true;
            });
        });
        if (lack || !known) {
            undecided("whether " + law.full_id() + (breakable ? " follows from the others" : " can ever bite"), lack ? lack : "");
            return;
        }
        if (breakable && !follows) return;
        if (!breakable) {
            diagnostics_.add({"never-bites", Severity::warning, "this law can never bite: it holds whatever the facts", law.text.raw, law.full_id(), {},
                              "leave it out, or look for a slip in its condition"});
        } else {
            diagnostics_.add({"follows", Severity::note, "this law follows from the others: without it, the same worlds are left", law.text.raw, law.full_id(), {},
                              "it may still make conflicts easier to read"});
        }
    }

    const std::string& id_;
    const Vocabulary& v_;
    Sources& sources_;
    Diagnostics& diagnostics_;
    Limits limits_;
    Vocabulary without_laws_;
    KindId narrower_ = no_index;  // of the two entities that are one
    Z3Context context_;
    std::set<Clash> told_;
    std::vector<std::string> undecided_;
};

}  // namespace

std::vector<std::string> lint_laws(const std::string& id, const Vocabulary& vocabulary, Sources& sources,
                                   Diagnostics& diagnostics, const Limits& limits) {
    return LawLint(id, vocabulary, sources, diagnostics, limits).run();
}

}  // namespace tenet

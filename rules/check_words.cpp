// Holds the words of a fact set against the vocabulary: kinds, roles, titles, relations; and who stands where by kind.
// A role's kind and those of a relation are laws of their packs, so a breach of them is a conflict, not an error here.

#include <algorithm>
#include <map>

#include "facts/side_by_side.h"
#include "rules/last_asked.h"
#include "rules/packs.h"

namespace tenet {

namespace {

/// Checks runs of a fact set; several may be checked at once.
class WordChecker {
public:
    /// `kinds`: of every entity; no_index: unknown. Filled by entities(), which comes before the others.
    WordChecker(const FactSet& facts, const Vocabulary& vocabulary, const Sources& sources, std::vector<KindId>& kinds,
                Diagnostics& diagnostics)
        : facts_(facts),
          v_(vocabulary),
          sources_(sources),
          kinds_(kinds),
          diagnostics_(diagnostics),
          party_(kind("party")),
          person_(kind("person")),
          organisation_(kind("organisation")) {
        for (const EntityKind& k : v_.entity_kinds) entity_kinds_.push_back(k.name);
        for (const EventKind& k : v_.event_kinds) event_kinds_.push_back(k.name);
        for (const OfficeKind& k : v_.offices) titles_.push_back(k.name);
        for (const RelationKind& k : v_.relations) relations_.push_back(k.name);
        for (const Definition& d : v_.definitions)
            if (relates(d) && d.version_of == no_index) relations_.push_back(d.name);
    }

    /// Those from `begin` to `end`.
    void entities(std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const Word& word = facts_.entities[i].kind;
            const std::optional<KindId> kind = entity_kind_.find(word.text, [&](std::string_view name) { return v_.entity_kind(name); });
            known(kind, word, "an entity kind", entity_kinds_);
            kinds_[i] = kind.value_or(no_index);
        }
    }
    void events(std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) check(facts_.events[i]);
    }
    void facts(std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const Fact& fact = facts_.facts[i];
            std::visit([&](const auto& body) { check(body, fact); }, fact.body);
        }
    }

private:
    KindId kind(std::string_view name) const { return v_.entity_kind(name).value_or(no_index); }

    /// A definition that a <relation> may claim: a truth about two entities.
    static bool relates(const Definition& d) {
        return d.type == Type::truth && d.params.size() == 2 && d.params[0].domain.kind == Domain::Kind::entities &&
               d.params[1].domain.kind == Domain::Kind::entities;
    }

    bool known(const std::optional<std::uint32_t>& found, const Word& word, std::string_view what,
               const std::vector<std::string>& candidates) {
        if (found) return true;
        if (word.empty()) return true;  // the reader has complained
        diagnostics_
            .error("unknown-word", word.span, "no pack declares " + std::string(what) + " '" + word.text + "'",
                   likely(word.text, candidates, what))
            .help = list(candidates);
        return false;
    }
    /// A register may hold the same slip a million times: it is looked up once.
    std::string likely(std::string_view word, const std::vector<std::string>& candidates, std::string_view what) {
        const auto [place, fresh] = likely_.emplace(std::string(what) + "\n" + word, std::string());
        if (fresh) {
            const std::string near = nearest(word, candidates);
            if (!near.empty()) place->second = "did you mean '" + near + "'?";
        }
        return place->second;
    }
    static std::string list(const std::vector<std::string>& candidates) {
        if (candidates.empty()) return "the packs of this run declare none";
        std::string text = "there are ";
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            if (i == 30) return text + ", ...";
            text += (i ? ", " : "") + candidates[i];
        }
        return text;
    }

    void check(const Event& event) {
        const std::optional<std::uint32_t> found =
            event_kind_.find(event.kind.text, [&](std::string_view name) { return v_.event_kind(name); });
        if (!known(found, event.kind, "an event kind", event_kinds_) || !found) return;
        const EventKind& kind = v_.event_kinds[*found];
        std::map<std::string_view, const Participant*> filled;  // where there are several
        for (const Participant& participant : event.participants) {
            const std::optional<std::uint32_t> role = kind.role(participant.role.text);
            if (!role && !participant.role.empty()) {
                std::vector<std::string> roles;
                for (const Role& each : kind.roles) roles.push_back(each.name);
                diagnostics_
                    .error("unknown-word", participant.role.span,
                           "an event of kind '" + kind.name + "' has no role '" + participant.role.text + "'",
                           likely(participant.role.text, roles, kind.name))
                    .help = roles.empty() ? "it has none" : list(roles).replace(0, 9, "its roles are");
            }
            if (!role || kind.roles[*role].many || event.participants.size() == 1) continue;
            const auto [place, fresh] = filled.emplace(participant.role.text, &participant);
            if (!fresh)
                diagnostics_
                    .error("role-twice", participant.ref.span,
                           "'" + facts_.id_of(event) + "' has two in the role '" + participant.role.text +
                               "', which only one can fill")
                    .labels.push_back({place->second->ref.span, "the first is here"});
        }
    }

    void check(const EventClaim&, const Fact&) {}
    void check(const StakeClaim& stake, const Fact& fact) {
        fits(stake.holder, party_, fact, "holder", "who holds a stake");
        fits(stake.in, organisation_, fact, "in", "what a stake is held in");
    }
    void check(const CompleteClaim& complete, const Fact& fact) {
        fits(complete.of, organisation_, fact, "holders-of", "what has holders");
        if (complete.holders)
            for (EntityId holder : *complete.holders) fits(holder, party_, fact, "holders", "who holds a stake");
    }
    void check(const UnchangedClaim& unchanged, const Fact& fact) {
        fits(unchanged.of, organisation_, fact, "holders-of", "what has holders");
    }
    void check(const OfficeClaim& office, const Fact& fact) {
        const auto title = office_.find(office.title.text, [&](std::string_view name) { return v_.office(name); });
        known(title, office.title, "an office", titles_);
        fits(office.person, person_, fact, "person", "who is in office");
        fits(office.of, organisation_, fact, "of", "where one is in office");
    }
    void check(const RelationClaim& relation, const Fact& fact) {
        if (v_.relation(relation.kind.text)) return;
        const std::vector<std::uint32_t> several = v_.meanings(relation.kind.text, facts_.sets[fact.set]);
        if (several.size() != 1) {
            if (several.size() > 1) {
                std::string list;
                for (const std::uint32_t d : several)
                    list += (list.empty() ? "" : ", ") + v_.definitions[d].pack + ":" + v_.definitions[d].name;
                diagnostics_.error("ambiguous-name", relation.kind.span,
                                   "several packs define '" + relation.kind.text + "'", "say which is meant: " + list);
                return;
            }
            known({}, relation.kind, "a relation", relations_);
            return;
        }
        const Definition& d = v_.definitions[several.front()];
        if (!relates(d)) {
            diagnostics_.error("wrong-kind", relation.kind.span, "'" + d.name + "' is not a truth about two entities",
                               "only such definitions can be claimed as a relation");
            return;
        }
        fits(relation.subject, d.params[0].domain.index, fact, "subject", "who " + d.name + " speaks of");
        fits(relation.object, d.params[1].domain.index, fact, "object", "what " + d.name + " speaks of");
    }
    void check(const OrderClaim&, const Fact&) {}
    void check(const MeasureClaim&, const Fact&) {}
    void check(const ExpressionClaim&, const Fact&) {}
    void check(const SameClaim& same, const Fact& fact) {
        if (same.a == no_index || same.b == no_index || fact.status == Status::denied) return;
        const Entity& a = facts_.entities[same.a];
        const Entity& b = facts_.entities[same.b];
        const KindId kind_a = kinds_[same.a], kind_b = kinds_[same.b];
        if (kind_a == no_index || kind_b == no_index || v_.is_a(kind_a, kind_b) || v_.is_a(kind_b, kind_a)) return;
        Diagnostic& complaint = diagnostics_.error("wrong-kind", fact.span,
                                                   "'" + a.id + "' is of kind '" + a.kind.text + "' and '" + b.id +
                                                       "' of kind '" + b.kind.text + "': they cannot be one");
        complaint.labels.push_back({a.kind.span, "'" + a.id + "' is declared here"});
        complaint.labels.push_back({b.kind.span, "'" + b.id + "' is declared here"});
    }

    void fits(EntityId id, KindId wanted, const Fact& fact, std::string_view attribute, std::string_view who) {
        if (id == no_index || wanted == no_index) return;
        if (kinds_[id] == no_index || fits_.is_a(kinds_[id], wanted, v_)) return;
        const Entity& entity = facts_.entities[id];
        diagnostics_
            .error("wrong-kind", place(fact, attribute),
                   "'" + entity.id + "' is of kind '" + entity.kind.text + "', and " + std::string(who) +
                       " is of kind '" + v_.entity_kinds[wanted].name + "'")
            .labels.push_back({entity.kind.span, "'" + entity.id + "' is declared here"});
    }

    /// The value of an attribute in the fact's start tag; the whole tag where the attribute is not in it.
    SourceSpan place(const Fact& fact, std::string_view attribute) const {
        const std::string_view tag = sources_.text(fact.span);
        char quote = 0;
        for (std::size_t i = 0; i < tag.size(); ++i) {
            if (quote) {
                if (tag[i] == quote) quote = 0;
                continue;
            }
            if (tag[i] == '"' || tag[i] == '\'') quote = tag[i];
            const bool starts =
                i > 0 && (tag[i - 1] == ' ' || tag[i - 1] == '\n' || tag[i - 1] == '\t' || tag[i - 1] == '\r');
            if (!starts || tag.substr(i, attribute.size()) != attribute) continue;
            const std::size_t equals = tag.find_first_not_of(" \t\r\n", i + attribute.size());
            if (equals == std::string_view::npos || tag[equals] != '=') continue;
            const std::size_t open = tag.find_first_of("\"'", equals);
            const std::size_t close = open == std::string_view::npos ? open : tag.find(tag[open], open + 1);
            if (close == std::string_view::npos) break;
            const SourceSpan span = fact.span;
            return {span.file, span.begin + static_cast<std::uint32_t>(open) + 1, span.begin + static_cast<std::uint32_t>(close)};
        }
        return fact.span;
    }

    const FactSet& facts_;
    const Vocabulary& v_;
    const Sources& sources_;
    std::vector<KindId>& kinds_;
    Diagnostics& diagnostics_;
    const KindId party_, person_, organisation_;
    std::vector<std::string> entity_kinds_, event_kinds_, titles_, relations_;
    std::map<std::string, std::string> likely_;
    LastWord entity_kind_, event_kind_, office_;
    LastKinds fits_;
};

}  // namespace

void check_words(const FactSet& facts, const Vocabulary& vocabulary, const Sources& sources, Diagnostics& diagnostics, unsigned jobs) {
    std::vector<KindId> kinds(facts.entities.size());
    const auto all = [&](std::size_t count, void (WordChecker::*check)(std::size_t, std::size_t)) {
        constexpr std::size_t run = std::size_t{1} << 15;
        std::vector<Diagnostics> said((count + run - 1) / run);
        side_by_side(said.size(), jobs, [&](std::size_t i) {
            WordChecker checker(facts, vocabulary, sources, kinds, said[i]);
            (checker.*check)(i * run, std::min(count, (i + 1) * run));
        });
        for (const Diagnostics& some : said)
            for (const Diagnostic& d : some.list()) diagnostics.add(d);
    };
    all(facts.entities.size(), &WordChecker::entities);
    all(facts.events.size(), &WordChecker::events);
    all(facts.facts.size(), &WordChecker::facts);
}

}  // namespace tenet

// Holds the words of a fact set against the vocabulary: kinds, roles, titles, relations; and who stands where by kind.
// A role's kind and those of a relation are laws of their packs, so a breach of them is a conflict, not an error here.

#include <algorithm>
#include <array>
#include <map>

#include "rules/packs.h"

namespace tenet {

namespace {

/// Registers hold millions of words of a few kinds, mostly in runs of one: the last one looked up is remembered.
class LastWord {
public:
    template <class Find>
    std::optional<std::uint32_t> find(std::string_view word, const Find& look_up) {
        if (!looked_up_ || word != word_) {
            found_ = look_up(word_ = word);
            looked_up_ = true;
        }
        return found_;
    }

private:
    bool looked_up_ = false;
    std::string_view word_;
    std::optional<std::uint32_t> found_;
};

/// Whether a kind is under another, remembered for kinds below 64 and the last few asked about.
class LastKinds {
public:
    bool is_a(KindId kind, KindId wanted, const Vocabulary& vocabulary) {
        if (kind >= 64) return vocabulary.is_a(kind, wanted);
        Row& row = rows_[wanted % rows_.size()];
        if (row.wanted != wanted) row = {wanted, 0, 0};
        const std::uint64_t bit = std::uint64_t{1} << kind;
        if ((row.known & bit) == 0) {
            row.known |= bit;
            if (vocabulary.is_a(kind, wanted)) row.holds |= bit;
        }
        return (row.holds & bit) != 0;
    }

private:
    struct Row {
        KindId wanted = no_index;
        std::uint64_t known = 0, holds = 0;
    };
    std::array<Row, 16> rows_;
};

class WordChecker {
public:
    WordChecker(const FactSet& facts, const Vocabulary& vocabulary, const Sources& sources, Diagnostics& diagnostics)
        : facts_(facts),
          v_(vocabulary),
          sources_(sources),
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

    void run() {
        // Registers hold millions of entities of a few kinds, mostly in runs of one kind.
        kinds_.reserve(facts_.entities.size());
        std::string_view last;
        std::optional<KindId> kind;
        for (const Entity& entity : facts_.entities) {
            if (entity.kind.text != last) kind = v_.entity_kind(last = entity.kind.text);
            known(kind, entity.kind, "an entity kind", entity_kinds_);
            kinds_.push_back(kind.value_or(no_index));
        }
        for (const Event& event : facts_.events) check(event);
        for (const Fact& fact : facts_.facts) std::visit([&](const auto& body) { check(body, fact); }, fact.body);
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
    Diagnostics& diagnostics_;
    const KindId party_, person_, organisation_;
    std::vector<KindId> kinds_;  // of every entity; no_index: unknown
    std::vector<std::string> entity_kinds_, event_kinds_, titles_, relations_;
    std::map<std::string, std::string> likely_;
    LastWord event_kind_, office_;
    LastKinds fits_;
};

}  // namespace

void check_words(const FactSet& facts, const Vocabulary& vocabulary, const Sources& sources, Diagnostics& diagnostics) {
    WordChecker(facts, vocabulary, sources, diagnostics).run();
}

}  // namespace tenet

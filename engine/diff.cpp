// Findings are matched by fingerprint, facts by id (those without one by what they say), answers by what is asked.
#include "engine/diff.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "engine/decider.h"
#include "engine/lack.h"
#include "engine/partition.h"
#include "engine/tag_edit.h"
#include "reports/wording.h"

namespace tenet {

namespace {

constexpr std::size_t most_pairs = 2500;  // of parties whose control is compared
constexpr const char* control = "who controls whom";

std::string words(const Answer& a) {
    if (a.kind == AnswerKind::truth || a.truth != Truth::certain) return std::string(to_string(a.truth));
    if (a.kind == AnswerKind::instant)
        return say_days(a.earliest ? std::optional(a.earliest->day) : std::nullopt,
                        a.latest ? std::optional(a.latest->day) : std::nullopt);
    return say_range(a.lower ? std::optional(a.lower->bound) : std::nullopt,
                     a.upper ? std::optional(a.upper->bound) : std::nullopt, a.percent, "x");
}

std::string words(const TimelineEntry& e) {
    if (e.occurs == "impossible" || e.occurs == "contradictory" || e.occurs == "undecided") return e.occurs;
    std::string out = e.occurs.empty() ? "" : e.occurs + ", ";
    if (e.start_earliest == e.end_earliest && e.start_latest == e.end_latest)
        return out + say_days(e.start_earliest, e.start_latest);
    return out + "starts " + say_days(e.start_earliest, e.start_latest) + ", ends " +
           say_days(e.end_earliest, e.end_latest);
}

/// What a fact says, whatever the white space and the order of its attributes.
std::string content(const FactSet& facts, const Fact& fact, const Sources& sources) {
    const std::string_view tag = sources.text(fact.span);  // and not of the whole file, which may have to be fetched
    std::string out = StartTag(tag, {SourceSpan::none, 0, static_cast<std::uint32_t>(tag.size())}).canonical();
    if (const auto* claim = std::get_if<ExpressionClaim>(&fact.body)) out += ' ' + claim->expression->text;
    if (const auto* claim = std::get_if<EventClaim>(&fact.body)) {
        std::vector<std::string> roles;
        for (const Participant& p : facts.events[claim->event].participants)
            roles.push_back(p.role.text + "=" + p.ref.text);
        std::sort(roles.begin(), roles.end());
        for (const std::string& role : roles) out += ' ' + role;
    }
    std::string single;
    for (const char c : out) {
        const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!space || (!single.empty() && single.back() != ' ')) single += space ? ' ' : c;
    }
    return single;
}

FactRef plain(const FactSet& facts, const Fact& fact) {
    return {facts.id_of(fact), fact.span, {}, {}, std::string(fact.where()), std::string(to_string(fact.status))};
}

/// Seen without a look at each attribute, as nearly all facts are the same in both sets. What stands inside an element is not
/// looked at: false where that may count.
bool plainly_same(const Fact& old, const Fact& now, const Sources& sources) {
    const bool in_tag_alone = !std::holds_alternative<ExpressionClaim>(now.body) && !std::holds_alternative<EventClaim>(now.body);
    return in_tag_alone && old.body.index() == now.body.index() && sources.text(old.span) == sources.text(now.span);
}

/// False: the deadline came first. What is in the report by then stands.
bool compare_facts(const FactSet& before, const FactSet& after, const Sources& sources, const Limits& run, DiffReport& report) {
    constexpr std::size_t at_once = 256;  // facts between two looks at the clock
    std::map<std::string_view, FactId> old_named;
    std::multimap<std::string, FactId> old_unnamed;
    for (FactId f = 0; f < before.facts.size(); ++f) {
        if (f % at_once == 0 && run.over()) return false;
        const Fact& fact = before.facts[f];
        if (fact.named) {
            old_named.emplace(fact.own_id, f);
        } else {
            old_unnamed.emplace(content(before, fact, sources), f);
        }
    }
    for (FactId id = 0; id < after.facts.size(); ++id) {
        if (id % at_once == 0 && run.over()) return false;
        const Fact& fact = after.facts[id];
        if (!fact.named) {
            if (const auto at = old_unnamed.find(content(after, fact, sources)); at != old_unnamed.end()) {
                old_unnamed.erase(at);
            } else {
                report.added.push_back(plain(after, fact));
            }
            continue;
        }
        const auto at = old_named.find(fact.own_id);
        if (at == old_named.end()) {
            report.added.push_back(plain(after, fact));
            continue;
        }
        const Fact& old = before.facts[at->second];
        old_named.erase(at);
        if (plainly_same(old, fact, sources)) continue;
        const std::string then = content(before, old, sources), now = content(after, fact, sources);
        if (then != now) report.changed.push_back({plain(before, old), plain(after, fact), then, now});
    }
    std::vector<FactId> left;
    for (const auto& [id, f] : old_named) left.push_back(f);
    for (const auto& [text, f] : old_unnamed) left.push_back(f);
    std::sort(left.begin(), left.end());
    for (const FactId f : left) report.dropped.push_back(plain(before, before.facts[f]));
    return true;
}

std::string brief(const Finding& f) {
    std::vector<std::string> ids;
    for (const FactRef& fact : f.reason.facts) ids.push_back(fact.id);
    return std::string(to_string(f.kind)) + ": " + f.message + (f.rule.empty() ? "" : " [" + f.rule + ']') +
           (ids.empty() ? "" : ", from " + listed(ids));
}

/// Whether `other` may have left out what `one` tells: something is undecided there that is not undecided here too, or is told
/// with members that it may not need, so that it has another fingerprint.
bool cut_shorter(const CheckReport& other, const CheckReport& one) {
    const std::set<std::string> here(one.undecided.begin(), one.undecided.end());
    const auto cut = [&](const std::string& what) { return !what.ends_with(looks_elsewhere) && !here.contains(what); };
    return std::any_of(other.undecided.begin(), other.undecided.end(), cut) ||
           std::any_of(other.findings.begin(), other.findings.end(), [](const Finding& f) { return !f.reason.minimal; });
}

void compare_findings(const CheckReport& before, const CheckReport& after, DiffReport& report) {
    const auto only_in = [&](const CheckReport& one, const CheckReport& other, const std::vector<FactRef>& facts, const char* whether,
                             std::vector<Finding>& out) {
        std::set<std::string> known, own;
        for (const Finding& f : other.findings) known.insert(f.fingerprint);
        for (const FactRef& f : facts) own.insert(f.id);
        const bool open = cut_shorter(other, one);
        for (const Finding& f : one.findings) {
            if (known.contains(f.fingerprint)) continue;
            const bool names_own = std::any_of(f.reason.facts.begin(), f.reason.facts.end(), [&](const FactRef& r) { return own.contains(r.id); });
            if (f.reason.minimal && (!open || names_own)) {
                out.push_back(f);
            } else {
                report.undecided.push_back(whether + brief(f));
            }
        }
    };
    only_in(before, after, report.dropped, "whether this is gone: ", report.gone);
    only_in(after, before, report.added, "whether this is new: ", report.fresh);
    for (const Finding& f : report.fresh)
        report.worse = report.worse || f.kind == FindingKind::conflict || f.level == Severity::error;
}

void compare_timelines(const TimelineReport& before, const TimelineReport& after, DiffReport& report) {
    const auto compare = [&](const std::vector<TimelineEntry>& old, const std::vector<TimelineEntry>& now,
                             Moved::Kind kind) {
        std::map<std::string, const TimelineEntry*> known;
        for (const TimelineEntry& e : old) known.emplace(e.id, &e);
        for (const TimelineEntry& e : now) {
            const auto at = known.find(e.id);
            if (at == known.end()) continue;
            if (at->second->undecided || e.undecided) continue;
            const std::string then = words(*at->second), here = words(e);
            if (then != here) report.moved.push_back({kind, e.id, then, here, {}, {}});
        }
    };
    compare(before.events, after.events, Moved::Kind::event);
    compare(before.periods, after.periods, Moved::Kind::period);
}

/// Asks the same of both; what is wrong with the question in either is passed over: it is not a question of both. True:
/// the answers differ. Each answer may take an eighth of the time that is left.
class Asker {
public:
    Asker(Session& before, Session& after, Sources& sources, const Limits& run)
        : before_(before), after_(after), sources_(sources), run_(run) {}
    bool out_of_time() const { return run_.over(); }
    bool ask(const std::string& query, Moved::Kind kind, DiffReport& report) {
        const FileIndex file = sources_.add("<query>", query);
        const char* lack = nullptr;
        const auto answered = [&](Session& session) {
            std::optional<Answer> answer;
            session.until(run_.share(8));
            if (const char* why = lacking([&] { answer = session.ask(query, file, 0); })) lack = why;
            return answer;
        };
        const std::optional<Answer> then = answered(before_), now = answered(after_);
        if (lack) report.undecided.push_back(query + lack);
        if (!then || !now) return false;
        if (then->truth == Truth::undecided || now->truth == Truth::undecided) {
            report.undecided.push_back(query);
            return false;
        }
        const std::string old_words = words(*then), new_words = words(*now);
        if (old_words == new_words) return false;
        report.moved.push_back({kind, query, old_words, new_words, {}, {}});
        return true;
    }

private:
    Session& before_;
    Session& after_;
    Sources& sources_;
    Limits run_;
};

std::string as_name(const std::string& id) {
    const auto letter = [](char c) { return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const bool plain_name = !id.empty() && letter(id[0]) && std::all_of(id.begin(), id.end(), [&](char c) {
        return letter(c) || c == '-' || (c >= '0' && c <= '9');
    });
    static const std::set<std::string> keywords{"not", "and",   "or",  "implies", "at",   "now",    "time",
                                                "sum", "count", "any", "all",     "ever", "always", "where"};
    return plain_name && !keywords.contains(id) ? id : '`' + id + '`';
}

// Whose control may have changed: the entities that a fact which is new, gone or changed names, and whatever facts tie
// to them. Where the days on which files speak or what entities are differ: all of them.
std::set<std::string> concerned(const FactSet& facts, const std::vector<FactRef>& touched, bool all) {
    std::vector<std::uint32_t> parent(facts.entities.size() + facts.events.size());
    for (std::uint32_t i = 0; i < parent.size(); ++i) parent[i] = i;
    const auto find = [&](std::uint32_t i) {
        while (parent[i] != i) i = parent[i] = parent[parent[i]];
        return i;
    };
    std::set<std::string> ids;
    for (const FactRef& f : touched) ids.insert(f.id);
    std::vector<std::uint32_t> roots;
    for (const Fact& fact : facts.facts) {
        std::vector<std::uint32_t> nodes;
        const auto entity = [&](EntityId e) { nodes.push_back(e); };
        if (const auto* stake = std::get_if<StakeClaim>(&fact.body)) nodes = {stake->holder, stake->in};
        if (const auto* complete = std::get_if<CompleteClaim>(&fact.body)) {
            entity(complete->of);
            if (complete->holders) nodes.insert(nodes.end(), complete->holders->begin(), complete->holders->end());
        }
        if (const auto* unchanged = std::get_if<UnchangedClaim>(&fact.body)) entity(unchanged->of);
        if (const auto* relation = std::get_if<RelationClaim>(&fact.body))
            nodes = {relation->subject, relation->object};
        if (const auto* same = std::get_if<SameClaim>(&fact.body)) nodes = {same->a, same->b};
        if (const auto* claim = std::get_if<EventClaim>(&fact.body)) {
            nodes.push_back(static_cast<std::uint32_t>(facts.entities.size()) + claim->event);
            for (const Participant& p : facts.events[claim->event].participants) entity(p.entity);
        }
        // A claim may tie anything, an order ties events: both count for all.
        if (nodes.empty() && ids.contains(facts.id_of(fact))) all = true;
        if (nodes.empty()) continue;
        for (const std::uint32_t n : nodes) parent[find(n)] = find(nodes[0]);
        if (ids.contains(facts.id_of(fact))) roots.push_back(nodes[0]);
    }
    std::set<std::uint32_t> reached;
    for (const std::uint32_t r : roots) reached.insert(find(r));
    std::set<std::string> out;
    for (EntityId e = 0; e < facts.entities.size(); ++e)
        if (all || reached.contains(find(e))) out.emplace(facts.entities[e].id);
    return out;
}

bool same_frame(const FactSet& a, const FactSet& b) {
    if (a.sets.size() != b.sets.size()) return false;
    for (SetId i = 0; i < a.sets.size(); ++i) {
        const auto text = [](const SetInfo& s) { return s.as_of ? s.as_of->word.text : std::string(); };
        if (text(a.sets[i]) != text(b.sets[i])) return false;
    }
    for (const Entity& e : a.entities) {
        const Symbol* other = b.find(e.id);
        if (!other || other->kind != Symbol::Kind::entity) continue;
        const Entity& twin = b.entities[other->index];
        if (e.kind.text != twin.kind.text || e.attributes.size() != twin.attributes.size()) return false;
        for (const auto& [name, word] : e.attributes)
            if (const Word* w = twin.attribute(name); !w || w->text != word.text) return false;
    }
    return true;
}

// By the one that may be controlled, for the report tells who shares its fate in one line.
void compare_control(Session& before, Session& after, Asker& asker, DiffReport& report) {
    const Vocabulary& vocabulary = after.vocabulary();
    const auto has_control = [](const Vocabulary& v) {
        const auto d = v.definition("controls");
        return d && v.definitions[*d].params.size() == 2;
    };
    if (!has_control(vocabulary) || !has_control(before.vocabulary())) return;
    std::vector<FactRef> old_touched = report.dropped, new_touched = report.added;
    for (const ChangedFact& c : report.changed) {
        old_touched.push_back(c.before);
        new_touched.push_back(c.after);
    }
    const bool all = !same_frame(before.facts(), after.facts());
    if (!all && old_touched.empty() && new_touched.empty()) return;
    if (asker.out_of_time()) {
        report.undecided.push_back(std::string(control) + for_lack_of_time);
        return;
    }
    std::set<std::string> ids = concerned(before.facts(), old_touched, all);
    ids.merge(concerned(after.facts(), new_touched, all));
    const auto party = vocabulary.entity_kind("party"), organisation = vocabulary.entity_kind("organisation");
    std::vector<std::string> parties, organisations;
    for (const Entity& e : after.facts().entities) {
        const Symbol* old = before.facts().find(e.id);
        const auto kind = vocabulary.entity_kind(e.kind.text);
        if (!ids.contains(std::string(e.id)) || !old || old->kind != Symbol::Kind::entity || !kind) continue;
        if (party && vocabulary.is_a(*kind, *party)) parties.emplace_back(e.id);
        if (organisation && vocabulary.is_a(*kind, *organisation)) organisations.emplace_back(e.id);
    }
    if (parties.size() * organisations.size() > most_pairs) {
        report.undecided.push_back(std::string(control) + ": " + std::to_string(parties.size() * organisations.size()) +
                                   " pairs may have changed");
        return;
    }
    std::size_t asked = 0;
    for (const std::string& y : organisations)
        for (const std::string& x : parties) {
            if (asker.out_of_time()) {
                report.undecided.push_back(std::string(control) + ": " + std::to_string(parties.size() * organisations.size() - asked) +
                                           " pairs that may have changed" + for_lack_of_time);
                return;
            }
            ++asked;
            if (x != y && asker.ask("controls(" + as_name(x) + ", " + as_name(y) + ")", Moved::Kind::control, report)) {
                report.moved.back().holder = x;
                report.moved.back().held = y;
            }
        }
}

}  // namespace

DiffReport diff(Session& before, Session& after, Sources& sources) {
    DiffReport report;
    Limits run;
    run.deadline = before.deadline();
    std::set<std::string> known;
    const auto undecided = [&](const std::string& what) {
        if (known.insert(what).second) report.undecided.push_back(what);
    };
    const bool compared = compare_facts(before.facts(), after.facts(), sources, run, report);
    if (!compared) undecided(std::string("which facts are new, gone or changed") + for_lack_of_time);

    // What `ask` gives for these facts, in so many shares of the time that is left; what a limit leaves of it is told.
    const auto in_turn = [&](Session& session, int shares, int several, const auto& ask) {
        decltype(ask(session)) out;
        session.until(run.share(shares, several));
        const char* lack = lacking([&] { out = ask(session); });
        if (lack) {
            out.verdict = Verdict::undecided;
            out.undecided = {named(session.facts()) + lack};
        }
        for (const std::string& what : out.undecided) undecided((&session == &before ? "the old facts: " : "the new facts: ") + what);
        return out;
    };
    const auto check = [](Session& session) { return session.check(); };
    const CheckReport old_check = in_turn(before, 5, 2, check), new_check = in_turn(after, 3, 2, check);
    report.before = old_check.verdict;
    report.after = new_check.verdict;
    compare_findings(old_check, new_check, report);

    Asker asker(before, after, sources, run);
    std::set<std::string> asked;
    std::set<std::string> in_both;
    for (const Expectation& e : before.facts().expectations) in_both.insert(e.query.text);
    for (const Expectation& e : after.facts().expectations)
        if (in_both.contains(e.query.text) && asked.insert(e.query.text).second)
            asker.ask(e.query.text, Moved::Kind::expectation, report);

    // A part that depends on the same in both has the same days.
    std::set<Digest> same;  // none where a limit comes first: then all parts are told, as far as it lets them
    lacking([&] {
        const auto parts = [&](Session& session) {
            session.until(run.share(4));
            return session.day_parts();
        };
        const std::set<Digest> old_parts = parts(before), new_parts = parts(after);
        std::set<Digest> both;
        std::set_intersection(old_parts.begin(), old_parts.end(), new_parts.begin(), new_parts.end(), std::inserter(both, both.end()));
        same = std::move(both);
    });
    const auto timeline = [&](Session& session) { return session.timeline(same); };
    const TimelineReport old_timeline = in_turn(before, 3, 1, timeline), new_timeline = in_turn(after, 2, 1, timeline);
    compare_timelines(old_timeline, new_timeline, report);

    if (const char* lack = compared ? lacking([&] { compare_control(before, after, asker, report); }) : for_lack_of_time)
        undecided(std::string(control) + lack);
    return report;
}

}  // namespace tenet

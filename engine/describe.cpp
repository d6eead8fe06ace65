// Words for facts and laws. English, plain, with the ids that the files use where a name would be ambiguous.
#include "engine/describe.h"

#include <algorithm>
#include <map>

#include "engine/place_marks.h"

namespace tenet {

namespace {

std::string number_words(std::string_view written) {
    if (!written.empty() && written.back() == '%') return written.substr(0, written.size() - 1) + " %";
    return std::string(written);
}

std::string quantity_words(const Quantity& q) {
    std::string out;
    for (const Figure& f : q.figures) {
        if (!out.empty()) out += " and ";
        switch (f.form) {
        case Figure::Form::exact: out += f.rounded ? "about " : ""; break;
        case Figure::Form::about: out += "about "; break;
        case Figure::Form::min: out += "at least "; break;
        case Figure::Form::max: out += "at most "; break;
        case Figure::Form::above: out += "more than "; break;
        case Figure::Form::below: out += "less than "; break;
        }
        out += number_words(f.word.text);
    }
    return out;
}

std::string when_words(const When& w) {
    switch (w.form()) {
    case When::Form::unsaid: return {};
    case When::Form::at: return " on " + w.at()->word.text;
    case When::Form::throughout: return " throughout " + w.at()->word.text;
    case When::Form::period: break;
    }
    std::string out;
    if (w.from()) out += " from " + w.from()->word.text;
    if (w.to()) out += " until " + w.to()->word.text;
    if (w.through()) out += " through " + w.through()->word.text;
    return out;
}

}  // namespace

std::string Describer::party_id(PartyId p) const {
    return problem_.is_unnamed(p) ? "unnamed" : std::string(facts_.entities[p].id);
}

std::string Describer::party_name(PartyId p) const {
    if (problem_.is_unnamed(p)) return "an unnamed party";
    return std::string(facts_.entities[p].name);
}

std::string Describer::event_id(EventId e) const {
    const FactId fact = facts_.events[e].fact;
    return marks_ && fact != no_index && !facts_.facts[fact].named ? id_mark(fact) : facts_.id_of(facts_.events[e]);
}

std::string Describer::fact_words(const Fact& fact) const {
    const auto name = [&](EntityId e) { return e == no_index ? std::string("?") : party_name(e); };
    if (const auto* f = std::get_if<EventClaim>(&fact.body)) {
        const Event& e = facts_.events[f->event];
        std::string out = event_id(f->event) + " (" + e.kind.text;
        for (const Participant& p : e.participants) out += ", " + p.role.text + " " + name(p.entity);
        out += ")";
        if (fact.status == Status::denied) return out + " did not take place";
        if (fact.status == Status::hypothetical) return out + " is only a hypothesis";
        out += fact.status == Status::expected ? " is expected" : " took place";
        if (e.date) out += fact.status == Status::expected ? ", dated " + e.date->word.text : " on " + e.date->word.text;
        if (e.from) out += " from " + e.from->word.text;
        if (e.to) out += " to " + e.to->word.text;
        return out;
    }
    std::string out = fact.status == Status::denied ? "it is not so that " : "";
    if (const auto* f = std::get_if<StakeClaim>(&fact.body)) {
        out += name(f->holder) + " holds " + quantity_words(f->quantity) +
               (f->basis == Basis::capital ? " of the capital of " : " of the votes in ") + name(f->in) + when_words(f->when);
    } else if (const auto* c = std::get_if<CompleteClaim>(&fact.body)) {
        out += "the holders of " + name(c->of) + " are complete";
        if (c->holders) {
            out += ":";
            for (const EntityId h : *c->holders) out += " " + name(h);
        }
        out += when_words(c->when);
    } else if (const auto* u = std::get_if<UnchangedClaim>(&fact.body)) {
        out += "no stake in " + name(u->of) + " changed" + when_words(u->when);
    } else if (const auto* o = std::get_if<OfficeClaim>(&fact.body)) {
        out += name(o->person) + " is " + o->title.text + " of " + name(o->of) + when_words(o->when);
    } else if (const auto* r = std::get_if<RelationClaim>(&fact.body)) {
        out += name(r->subject) + " " + r->kind.text + " " + name(r->object) + when_words(r->when);
    } else if (const auto* order = std::get_if<OrderClaim>(&fact.body)) {
        const bool prepositions = order->is == Allen::before || order->is == Allen::after || order->is == Allen::during;
        out += facts_.text_of(order->a) + (prepositions ? " is " : " ") + std::string(to_string(order->is)) + " " + facts_.text_of(order->b);
        if (order->gap) out += " with " + order->gap->word.text + " between them";
    } else if (const auto* m = std::get_if<MeasureClaim>(&fact.body)) {
        out += "the " + m->name() + " of " + name(m->of) + " is " + quantity_words(m->quantity) +
               (m->unit().empty() ? "" : " " + m->unit()) + when_words(m->when);
    } else if (const auto* x = std::get_if<ExpressionClaim>(&fact.body)) {
        std::string text;
        for (const char ch : x->expression->text) {
            const bool blank = ch == ' ' || ch == '\n' || ch == '\t' || ch == '\r';
            if (blank && (text.empty() || text.back() == ' ')) continue;
            text += blank ? ' ' : ch;
        }
        while (!text.empty() && text.back() == ' ') text.pop_back();
        out += text;
    } else if (const auto* same = std::get_if<SameClaim>(&fact.body)) {
        out += facts_.entities[same->a].id + " and " + facts_.entities[same->b].id + " are one";
    }
    return out;
}

FactRef Describer::fact(FactId id) const {
    const Fact& f = facts_.facts[id];
    FactRef ref{facts_.id_of(f), f.span, fact_words(f), {}, std::string(f.where()), std::string(to_string(f.status)), id};
    if (f.source != no_index) {
        const Source& s = facts_.sources[f.source];
        ref.source = s.title.empty() ? s.id : s.title;
    }
    return ref;
}

std::string Describer::fill(const std::string& text, const std::vector<std::pair<std::string, std::string>>& names) const {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        bool filled = false;
        if (text[i] == '{')
            for (const auto& [variable, name] : names)
                if (text.compare(i + 1, variable.size() + 1, variable + "}") == 0) {
                    out += name;
                    i += variable.size() + 2;
                    filled = true;
                    break;
                }
        if (!filled) out += text[i++];
    }
    return out;
}

LawRef Describer::law(std::uint32_t index) const {
    const LawInstance& made = problem_.instances[index];
    LawRef ref;
    std::vector<std::pair<std::string, std::string>> names;
    for (std::size_t i = 0; i < made.bindings.size(); ++i) {
        const auto& [variable, value] = made.bindings[i];
        const bool event = made.binds_event[i];
        ref.bindings.emplace_back(variable, event ? event_id(value) : party_id(value));
        names.emplace_back(variable, event ? event_id(value) : party_name(value));
    }
    const auto named = [&](std::size_t i) { return names[i].second; };
    switch (made.kind) {
    case LawInstance::Kind::law: {
        const Law& law = vocabulary_.laws[made.index];
        ref.id = law.full_id();
        ref.message = fill(law.message.empty() ? (law.title.empty() ? law.text.text : law.title) : law.message, names);
        ref.reference = law.reference;
        ref.breach = !law.message.empty();
        break;
    }
    case LawInstance::Kind::single: {
        const OfficeKind& office = vocabulary_.offices[made.index];
        ref.id = office.pack + ":" + office.name;
        ref.message = named(0) + " has at most one " + office.name + " at a time";
        break;
    }
    case LawInstance::Kind::symmetric: {
        const RelationKind& relation = vocabulary_.relations[made.index];
        ref.id = relation.pack + ":" + relation.name;
        ref.message = relation.name + " holds both ways, between " + named(0) + " and " + named(1);
        break;
    }
    case LawInstance::Kind::kind:
        if (made.of_relation) {
            const RelationKind& relation = vocabulary_.relations[made.index];
            ref.id = relation.pack + ":" + relation.name;
            ref.message = relation.name + " cannot hold between " + named(0) + " and " + named(1) + ": they are of other kinds";
        } else {
            const EventKind& kind = vocabulary_.event_kinds[made.index];
            ref.id = kind.pack + ":" + kind.name;
            ref.message = named(0) + " is of the wrong kind to be " + made.bindings[0].first + " of " + named(1);
        }
        break;
    }
    return ref;
}

Reason Describer::reason(const Core& core) const {
    Reason r;
    for (const FactId f : core.facts) r.facts.push_back(fact(f));
    for (const std::uint32_t i : core.instances) r.laws.push_back(law(i));
    r.minimal = core.minimal;
    return r;
}

void Describer::headline(const Core& core, std::string& rule, std::string& message) const {
    // A law of a pack tells a conflict better than a bookkeeping one; the last in the pack's order is the most special.
    for (const std::uint32_t i : core.instances) {
        const LawRef ref = law(i);
        const LawInstance& made = problem_.instances[i];
        const bool told = made.kind != LawInstance::Kind::law || !vocabulary_.laws[made.index].message.empty();
        if (rule.empty() || told) {
            rule = ref.id;
            message = ref.message;
        }
        if (told) break;
    }
    if (!core.facts.empty() && core.instances.empty()) {
        message = core.facts.size() == 1 ? "no world satisfies this fact" : "these facts cannot all be true";
    } else if (core.facts.empty()) {
        message = core.instances.empty() ? "nothing satisfies the meaning of the words"
                                         : "these laws contradict each other, whatever the facts: " + message;
    }
}

std::string Describer::instant_words(NodeId at) const {
    const FormulaStore& s = problem_.store;
    if (s.is_constant(at)) return to_string(Day{s.value(at).to_int64().value_or(0)});
    if (s.op(at) == FormulaOp::variable) {
        const VariableId v = s.variable_of(at);
        if (v == problem_.now) return "now";
        return name(v);
    }
    if (s.op(at) == FormulaOp::sum && s.sum_size(at) == 1) {
        const std::string from = instant_words(s.sum_item(at, 0).second);
        const Rational& days = s.value(at);
        return from.empty() ? from : from + (days.sign() < 0 ? " - " : " + ") + (days.sign() < 0 ? -days : days).to_string() + " days";
    }
    return {};
}

std::string Describer::name(VariableId v) const {
    const Variable& var = problem_.variables[v];
    std::string at;
    if (var.at != no_index)
        if (const std::string words = instant_words(var.at); !words.empty()) at = " at " + words;
    return variable_name(v, at);
}

std::string Describer::variable_name(VariableId v, const std::string& at) const {
    const Variable& var = problem_.variables[v];
    switch (var.subject) {
    case Subject::occurs: return "occurs(" + event_id(var.a) + ")";
    case Subject::event_start: return event_id(var.a) + ".start";
    case Subject::event_end: return event_id(var.a) + ".end";
    case Subject::now: return "now";
    case Subject::capital: return "capital(" + party_id(var.a) + ", " + party_id(var.b) + ")" + at;
    case Subject::votes: return "votes(" + party_id(var.a) + ", " + party_id(var.b) + ")" + at;
    case Subject::office:
        return "in-office(" + party_id(var.a) + ", " + party_id(var.b) + ", '" + vocabulary_.offices[var.index].name + "')" + at;
    case Subject::relation:
        return vocabulary_.relations[var.index].name + "(" + party_id(var.a) + ", " + party_id(var.b) + ")" + at;
    case Subject::measure: {
        const auto& [name, unit] = problem_.measures[var.index];
        return name + " of " + party_id(var.a) + (unit.empty() ? "" : " (" + unit + ")") + at;
    }
    case Subject::same: return party_id(var.a) + " = " + party_id(var.b);
    case Subject::defined: {
        const Atom& atom = problem_.atoms[var.index];
        const Definition& d = vocabulary_.definitions[atom.definition];
        std::string args;
        for (std::size_t i = 0; i < atom.args.size(); ++i) {
            const bool event = d.params[i].domain.kind == Domain::Kind::events;
            args += (i ? ", " : "") + (event ? event_id(atom.args[i]) : party_id(atom.args[i]));
        }
        return vocabulary_.clear_name(d.version_of == no_index ? atom.definition : d.version_of) + "(" + args + ")" + at;
    }
    case Subject::date:
    case Subject::unnamed_kind:
    case Subject::unnamed_attribute:
    case Subject::unnamed_count:
    case Subject::unnamed_rest:
    case Subject::rank:
    case Subject::witness_day:
    case Subject::witness:
    case Subject::figure: break;
    }
    return {};
}

WorldTable Describer::table(const std::vector<VariableId>& variables, const World& world) const {
    std::map<std::string, std::string> rows;
    for (const VariableId v : variables) {
        const Variable& var = problem_.variables[v];
        std::string at;
        if (var.at != no_index && problem_.now != no_index && var.at == problem_.variable_nodes[problem_.now]) {
            at = " at now";
        } else if (var.at != no_index) {
            Evaluation e(problem_.store);
            e.start(world);
            if (const auto d = e.number(var.at).to_int64()) at = " at " + to_string(Day{*d});
        }
        const std::string name = variable_name(v, at);
        if (name.empty()) continue;
        const Rational& value = world.values[v];
        const bool share = var.subject == Subject::capital || var.subject == Subject::votes;
        std::string text;
        switch (var.sort) {
        case Sort::truth: text = value.sign() != 0 ? "yes" : "no"; break;
        case Sort::real: text = share ? value.percent() : value.decimal(); break;
        case Sort::day: text = to_string(Day{value.to_int64().value_or(0)}); break;
        }
        rows[name] = text;
    }
    return {{rows.begin(), rows.end()}};
}

std::string fingerprint(const Finding& finding, const Sources& sources) {
    std::uint64_t h = 14695981039346656037ULL;  // FNV-1a
    const auto add = [&](std::string_view text) {
        for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
        h = (h ^ 0xFFU) * 1099511628211ULL;
    };
    add(to_string(finding.kind));
    // Without an id an expectation is called by its place, which moves: what it says stands for it.
    const bool placed = finding.place && finding.rule.find(':') != std::string::npos && finding.kind == FindingKind::expectation;
    if (!placed) add(finding.rule);
    if (finding.kind != FindingKind::expectation) add(finding.answer);
    std::vector<std::string> parts;
    for (const FactRef& f : finding.reason.facts) {
        // A fact without an id is called by its place, which moves: its text stands for it.
        const bool by_place = f.span.file != SourceSpan::none && f.id.find(':') != std::string::npos;
        parts.push_back(by_place ? std::string(sources.text(f.span)) : f.id);
    }
    for (const LawRef& l : finding.reason.laws) {
        std::string part = l.id;
        for (const auto& [variable, value] : l.bindings) part += "," + variable + "=" + value;
        parts.push_back(part);
    }
    std::sort(parts.begin(), parts.end());
    for (const std::string& p : parts) add(p);
    if (finding.place && finding.kind == FindingKind::expectation) {  // from its tag to the end of its query
        SourceSpan whole = *finding.place;
        const std::string_view text = sources.whole(whole.file);
        whole.end = static_cast<std::uint32_t>(std::min(text.find("</", whole.end), text.size()));
        add(sources.text(whole));
    }
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (int shift = 60; shift >= 0; shift -= 4) out += digits[(h >> shift) & 15U];
    return out;
}

}  // namespace tenet

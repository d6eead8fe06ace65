// Uses are counted over the laws, checks, definitions and examples of all packs that were read; an example's uses are
// words of its text.
#include "rules/lint.h"

#include <algorithm>
#include <set>

#include "rules/term_walk.h"
#include "rules/value_range.h"

namespace tenet {

namespace {

// Whether a recursive definition can hold at all (or be above 0): the least fixpoint of its form, where all that is no
// use of itself may be true. Definitions of one cycle that are left out have no ground to stand on.
class Founding {
public:
    explicit Founding(const Vocabulary& vocabulary) : v_(vocabulary), ranges_(vocabulary), founded_(vocabulary.definitions.size()) {
        for (bool more = true; more;) {
            more = false;
            for (std::size_t i = 0; i < founded_.size(); ++i)
                if (!founded_[i] && may(v_.definitions[i].body)) more = founded_[i] = true;
        }
    }
    bool founded(std::size_t definition) const { return founded_[definition]; }

private:
    /// Whether a truth may hold, or a number may be above 0. Where the form does not tell: yes.
    bool may(const Term& t) {
        switch (t.op) {
            case Op::truth:
            case Op::number: return t.number.sign() > 0;
            case Op::and_:
            case Op::multiply: return std::all_of(t.args.begin(), t.args.end(), [&](const Term& a) { return may(a); });
            case Op::or_:
            case Op::add: return std::any_of(t.args.begin(), t.args.end(), [&](const Term& a) { return may(a); });
            case Op::any:
            case Op::sum:
            case Op::count: {
                const std::size_t parts = t.op == Op::count ? 1 : t.has_where ? 2 : 1;  // behind the `of` of a domain
                for (std::size_t i = t.args.size() - std::min(parts, t.args.size()); i < t.args.size(); ++i)
                    if (!may(t.args[i])) return false;
                return true;
            }
            case Op::less: return may(t.args[1]) || t.args[1].type != Type::number || !ranges_.not_negative(t.args[0]);
            case Op::less_equal:
                return may(t.args[1]) || t.args[1].type != Type::number || t.args[0].op != Op::number || t.args[0].number.sign() <= 0;
            case Op::defined: return founded_[t.index] || v_.definitions[t.index].type == Type::instant;
            case Op::at:
            case Op::ever:
            case Op::always:
            case Op::divide: return may(t.args[0]);
            case Op::not_:
            case Op::implies:
            case Op::all:
            case Op::equal:
            case Op::not_equal:
            case Op::subtract:
            case Op::negate:
            case Op::text:
            case Op::edtf_day:
            case Op::edtf_span:
            case Op::entity:
            case Op::event:
            case Op::variable:
            case Op::now:
            case Op::time:
            case Op::event_start:
            case Op::event_end:
            case Op::source_published:
            case Op::role:
            case Op::attribute:
            case Op::shift:
            case Op::days_between:
            case Op::capital:
            case Op::votes:
            case Op::measure:
            case Op::in_office:
            case Op::relation:
            case Op::occurs:
            case Op::allen: return true;
        }
        return true;
    }
    const Vocabulary& v_;
    ValueRanges ranges_;
    std::vector<bool> founded_;
};

bool is_word_part(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

class Lint {
public:
    Lint(const std::string& id, const Vocabulary& vocabulary, const Sources& sources, Diagnostics& diagnostics)
        : id_(id), v_(vocabulary), sources_(sources), diagnostics_(diagnostics) {}

    void run() {
        for (const Law& law : v_.laws) body(law.pack, "the law " + law.full_id(), law.params, law.body, law.text, true);
        for (const Check& c : v_.checks)
            body(c.law.pack, "the check " + c.law.full_id(), c.law.params, c.law.body, c.law.text, true);
        const Founding founding(v_);
        for (std::size_t i = 0; i < v_.definitions.size(); ++i) {
            const Definition& d = v_.definitions[i];
            body(d.pack, "the definition " + d.name, d.params, d.body, d.text, false);
            if (d.pack == id_ && !founding.founded(i)) unfounded(d);
        }
        unused_names();
    }

private:
    void complain(Severity severity, std::string code, SourceSpan span, std::string message, std::string help) {
        diagnostics_.add({std::move(code), severity, std::move(message), span, {}, {}, std::move(help)});
    }

    void unfounded(const Definition& d) {
        const bool truth = d.type == Type::truth;
        const bool recursive = any_term(d.body, [&](const Term& t) { return t.op == Op::defined; });
        complain(Severity::error, "unfounded", d.text.raw,
                 "'" + d.name + "' is always " + (truth ? "false" : "0") +
                     (recursive ? ": every way to it needs itself, or what is always false" : ""),
                 recursive ? "give it a ground that does not use itself, such as `... or votes(x, y) > 50%`"
                           : "say what it depends on");
    }

    // Variables that nothing uses, and those that hide another name.
    void body(const std::string& pack, const std::string& what, const std::vector<Parameter>& params, const Term& term,
              const PlacedText& text, bool ranges) {
        each_term(term, [&](const Term& t) { count(t); });
        if (pack != id_) {
            for (const Parameter& p : params) count(p.domain);
            return;
        }
        std::set<std::uint32_t> used;
        each_term(term, [&](const Term& t) {
            if (t.op == Op::variable) used.insert(t.index);
        });
        for (std::uint32_t slot = 0; slot < params.size(); ++slot) {
            count(params[slot].domain);
            if (!used.contains(slot))
                complain(Severity::warning, "unused-variable", text.raw, what + " never uses its variable '" + params[slot].name + "'",
                         ranges ? "leave it out, or say what holds of it" : "leave the parameter out, or say how the definition depends on it");
            hides(what, params[slot].name, text.raw);
        }
        std::vector<std::string> names;
        for (const Parameter& p : params) names.push_back(p.name);
        quantifiers(what, term, text, used, names);
    }

    void quantifiers(const std::string& what, const Term& t, const PlacedText& text, const std::set<std::uint32_t>& used,
                     std::vector<std::string>& names) {
        const bool quantifier = t.op == Op::sum || t.op == Op::count || t.op == Op::any || t.op == Op::all;
        if (quantifier) {
            const SourceSpan span = locate(sources_, text, t.span.begin, t.span.end);
            if (!used.contains(t.index))
                complain(Severity::warning, "unused-variable", span, what + " never uses the variable '" + t.text + "' of this quantifier",
                         "say what holds of it, or leave the quantifier out");
            if (std::find(names.begin(), names.end(), t.text) != names.end())
                complain(Severity::warning, "shadowed", span, what + ": the variable '" + t.text + "' of this quantifier hides another of that name",
                         "call one of them otherwise");
            hides(what, t.text, span);
            names.push_back(t.text);
        }
        for (const Term& a : t.args) quantifiers(what, a, text, used, names);
        if (quantifier) names.pop_back();
    }

    // A variable may be called like a definition; readers will take one for the other.
    void hides(const std::string& what, const std::string& name, SourceSpan span) {
        const auto definition = v_.definition(name);
        const auto relation = v_.relation(name);
        if (!definition && !relation) return;
        Diagnostic d{"shadowed", Severity::warning, what + ": the variable '" + name + "' hides the " +
                                                        (definition ? "definition" : "relation") + " of that name",
                     span, {}, {}, "call the variable otherwise"};
        if (definition) d.labels.push_back({v_.definitions[*definition].text.raw, "it is defined here"});
        if (relation) d.labels.push_back({v_.relations[*relation].span, "it is declared here"});
        diagnostics_.add(std::move(d));
    }

    void count(const Domain& domain) {
        if (domain.index == no_index) return;
        if (domain.kind == Domain::Kind::entities) kinds_.insert(domain.index);
        if (domain.kind == Domain::Kind::events) event_kinds_.insert(domain.index);
    }
    void count(const Term& t) {
        if (t.op == Op::defined) definitions_.insert(t.index);
        if (t.op == Op::relation) relations_.insert(t.index);
        if (t.op == Op::in_office && t.index != no_index) offices_.insert(t.index);
        if (t.op == Op::text) texts_.insert(t.text);
        if (t.op == Op::sum || t.op == Op::count || t.op == Op::any || t.op == Op::all) count(t.domain);
    }
    bool in_an_example(const std::string& name) const {
        for (const Example& e : v_.examples) {
            std::vector<const std::string*> all{&e.facts.text};
            for (const PlacedText& p : e.expects) all.push_back(&p.text);
            for (const std::string* text : all)
                for (std::size_t at = text->find(name); at != std::string::npos; at = text->find(name, at + 1)) {
                    const std::size_t end = at + name.size();
                    if ((at == 0 || !is_word_part((*text)[at - 1])) && (end == text->size() || !is_word_part((*text)[end]))) return true;
                }
        }
        return false;
    }
    void unused(const std::string& pack, std::string_view noun, const std::string& name, SourceSpan span, bool used) {
        if (pack != id_ || used || in_an_example(name)) return;
        complain(Severity::note, "unused-name", span, "no law, check, definition or example uses the " + std::string(noun) + " '" + name + "'",
                 "an example would show what it is for");
    }
    void unused_names() {
        for (const EntityKind& k : v_.entity_kinds)
            if (k.parent != no_index) kinds_.insert(k.parent);
        for (const EventKind& k : v_.event_kinds)
            for (const Role& r : k.roles) kinds_.insert(r.kind);
        for (const RelationKind& r : v_.relations) kinds_.insert({r.subject, r.object});
        for (std::uint32_t i = 0; i < v_.entity_kinds.size(); ++i)
            unused(v_.entity_kinds[i].pack, "kind", v_.entity_kinds[i].name, v_.entity_kinds[i].span,
                   kinds_.contains(i) || texts_.contains(v_.entity_kinds[i].name));
        for (std::uint32_t i = 0; i < v_.event_kinds.size(); ++i)
            unused(v_.event_kinds[i].pack, "event kind", v_.event_kinds[i].name, v_.event_kinds[i].span, event_kinds_.contains(i));
        for (std::uint32_t i = 0; i < v_.offices.size(); ++i)
            unused(v_.offices[i].pack, "office", v_.offices[i].name, v_.offices[i].span, offices_.contains(i) || v_.offices[i].single);
        for (std::uint32_t i = 0; i < v_.relations.size(); ++i)
            unused(v_.relations[i].pack, "relation", v_.relations[i].name, v_.relations[i].span, relations_.contains(i) || v_.relations[i].symmetric);
        for (std::uint32_t i = 0; i < v_.definitions.size(); ++i)
            unused(v_.definitions[i].pack, "definition", v_.definitions[i].name, v_.definitions[i].text.raw, definitions_.contains(i));
    }

    const std::string& id_;
    const Vocabulary& v_;
    const Sources& sources_;
    Diagnostics& diagnostics_;
    std::set<std::uint32_t> kinds_, event_kinds_, offices_, relations_, definitions_;
    std::set<std::string> texts_;
};

}  // namespace

void lint_words(const std::string& id, const Vocabulary& vocabulary, const Sources& sources, Diagnostics& diagnostics) {
    Lint(id, vocabulary, sources, diagnostics).run();
}

}  // namespace tenet

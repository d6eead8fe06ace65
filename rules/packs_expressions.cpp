// The expressions of packs: parameters, the types of definitions that use each other, then every body against the
// whole vocabulary, and the {variables} in what people will read.

#include <cassert>

#include "rules/check_expression.h"
#include "rules/expr_grammar.h"
#include "rules/expression_checker.h"
#include "rules/fold.h"
#include "rules/packs_reader.h"
#include "rules/recursion.h"

namespace tenet {

namespace {
bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// text[begin, end) without the blanks around it.
std::pair<std::size_t, std::size_t> trim(std::string_view text, std::size_t begin, std::size_t end) {
    while (begin < end && blank(text[begin])) ++begin;
    while (end > begin && blank(text[end - 1])) --end;
    return {begin, end};
}
}  // namespace

std::optional<Domain> PackReader::parameter_domain(std::string_view kind, SourceSpan span, bool numbers) {
    if (const auto index = vocabulary_.entity_kind(kind)) return Domain{Domain::Kind::entities, *index, {}};
    if (const auto index = vocabulary_.event_kind(kind)) return Domain{Domain::Kind::events, *index, {}};
    if (kind == "anything") return Domain{Domain::Kind::entities, no_index, {}};
    if (kind == "event") return Domain{Domain::Kind::events, no_index, {}};
    if (kind == "number" && numbers) return Domain{Domain::Kind::number, no_index, {}};
    std::vector<std::string> names{"anything", "event"};
    for (const EntityKind& k : vocabulary_.entity_kinds) names.push_back(k.name);
    for (const EventKind& k : vocabulary_.event_kinds) names.push_back(k.name);
    const std::string near = nearest(kind, names);
    diagnostics_.error("unknown-kind", span, "no pack declares a kind '" + std::string(kind) + "'",
                       near.empty() ? std::string() : "did you mean '" + near + "'?");
    return {};
}

std::vector<Parameter> PackReader::parameters(const PlacedText& text, bool numbers) {
    std::vector<Parameter> result;
    const std::string& s = text.text;
    for (std::size_t begin = 0; begin <= s.size();) {
        std::size_t end = s.find(',', begin);
        if (end == std::string::npos) end = s.size();
        const std::size_t colon = s.find(':', begin);
        const auto [name_begin, name_end] = trim(s, begin, colon < end ? colon : end);
        const std::string name = s.substr(name_begin, name_end - name_begin);
        const auto [first, last] = trim(s, begin, end);
        if (first == last && s.find_first_not_of(" \t\n\r") == std::string::npos) break;  // no parameters at all
        const SourceSpan span = locate(sources_, text, name_begin, name_end);
        if (first == last) {
            const std::size_t comma = begin > 0 ? begin - 1 : end;
            diagnostics_.error("bad-parameter", locate(sources_, text, comma, comma + 1),
                               "a variable is missing at this comma");
        } else if (colon >= end) {
            diagnostics_.error("bad-parameter", locate(sources_, text, first, last), "a variable stands with its kind",
                               "h: party, c: organisation");
        } else if (name.empty() || write_name(name) != name) {
            diagnostics_.error(
                "bad-parameter", name.empty() ? text.raw : span,
                name.empty() ? "a variable needs a name" : "'" + name + "' cannot be the name of a variable",
                is_keyword(name) ? "it is a word of the language" : "letters, digits, '_' and '-' make a name");
        } else {
            const auto [kind_begin, kind_end] = trim(s, colon + 1, end);
            for (const Parameter& other : result)
                if (other.name == name)
                    diagnostics_.error("bad-parameter", span, "two variables are called '" + name + "'");
            const auto domain = parameter_domain(std::string_view(s).substr(kind_begin, kind_end - kind_begin),
                                                 locate(sources_, text, kind_begin, kind_end), numbers);
            result.push_back({name, domain.value_or(Domain{Domain::Kind::entities, no_index, {}})});
        }
        begin = end + 1;
    }
    return result;
}

void PackReader::check_placeholders(const PlacedText& text, const std::vector<Parameter>& params) {
    const std::string& s = text.text;
    std::vector<std::string> names;
    for (const Parameter& param : params) names.push_back(param.name);
    for (std::size_t open = s.find('{'); open != std::string::npos; open = s.find('{', open + 1)) {
        const std::size_t close = s.find('}', open);
        const std::string name = close == std::string::npos ? "" : s.substr(open + 1, close - open - 1);
        bool known = false;
        for (const std::string& candidate : names) known |= candidate == name;
        if (known) continue;
        const std::string near = nearest(name, names);
        diagnostics_.error("unknown-name",
                           locate(sources_, text, open, close == std::string::npos ? open + 1 : close + 1),
                           close == std::string::npos ? std::string("this '{' is never closed")
                                                      : "there is no variable '" + name + "' to print here",
                           near.empty() ? std::string() : "did you mean '{" + near + "}'?");
    }
}

void PackReader::guess_types() {
    std::vector<Definition>& definitions = vocabulary_.definitions;
    std::vector<ExprPtr> bodies;
    std::vector<TypeGuess> guesses;
    for (const Definition& definition : definitions) {
        bodies.push_back(parse_expression(definition.text.text).value);
        guesses.push_back(bodies.back() && !definition.has_versions ? guess_type(*bodies.back()) : Type::truth);
    }
    for (std::size_t i = 0; i < guesses.size(); ++i) {
        // `a` may be nothing but a use of `b`, and so on. A circle of bare uses, and a relation, is a truth.
        Type type = Type::truth;
        std::vector<std::size_t> way;
        for (std::size_t at = i;;) {
            if (const Type* known = std::get_if<Type>(&guesses[at])) {
                type = *known;
                break;
            }
            way.push_back(at);
            const std::vector<std::uint32_t> next = vocabulary_.meanings(
                std::get<std::string_view>(guesses[at]), vocabulary_.pack(definitions[at].pack).value_or(no_index));
            if (next.empty()) break;
            guesses[at] = Type::truth;  // until the way ends; met again, it is a circle
            at = next.front();
        }
        for (std::size_t at : way) guesses[at] = type;
        definitions[i].type = type;
    }
}

void PackReader::check_bodies() {
    const std::size_t complaints = diagnostics_.list().size();
    for (std::size_t i = 0; i < vocabulary_.definitions.size(); ++i) {
        vocabulary_.definitions[i].params = parameters(definition_parts_[i].params, true);
        check_placeholders(definition_parts_[i].title, vocabulary_.definitions[i].params);
    }
    guess_types();
    for (Definition& definition : vocabulary_.definitions) {
        if (definition.has_versions) continue;  // made of its versions below
        const std::uint32_t pack = vocabulary_.pack(definition.pack).value_or(no_index);
        const Scope scope{vocabulary_, &facts_, definition.params, false, pack};
        const bool plain =
            definition.type == Type::truth || definition.type == Type::number || definition.type == Type::instant;
        const std::optional<Type> wanted = plain ? std::optional(definition.type) : std::nullopt;
        std::optional<CheckedExpression> checked =
            check_expression(definition.text, scope, wanted, sources_, diagnostics_);
        definition.refused = !checked;
        if (!checked) continue;
        if (!within_budget(checked->term, definition.text.raw)) return;
        definition.body = folded(std::move(checked->term));
        definition.slots = checked->slots;
        definition.type = definition.body.type;
    }
    check_versions();
    if (diagnostics_.list().size() == complaints) check_recursion(vocabulary_, sources_, diagnostics_);
    for (std::size_t i = 0; i < vocabulary_.laws.size(); ++i) {
        Law& law = vocabulary_.laws[i];
        law.params = parameters(law_parts_[i].params);
        check_law(law);
        check_placeholders(law_parts_[i].message, law.params);
        check_placeholders(law_parts_[i].title, law.params);
    }
    for (std::size_t i = 0; i < vocabulary_.checks.size(); ++i) {
        Law& law = vocabulary_.checks[i].law;
        law.params = parameters(check_parts_[i].params);
        check_law(law);
        check_placeholders(check_parts_[i].message, law.params);
        check_placeholders(check_parts_[i].title, law.params);
    }
    check_records();
}

/// Definitions with numbers are written out where they are used, so a short pack can be a long one: not without end.
bool PackReader::within_budget(const Term& body, SourceSpan place) {
    constexpr std::size_t most = 800'000;
    const auto count = [&](const auto& self, const Term& term) -> void {
        ++terms_;
        for (const Term& arg : term.args) self(self, arg);
    };
    const bool spent = terms_ > most;
    count(count, body);
    if (terms_ <= most) return true;
    if (!spent)
        diagnostics_.error("too-large", place, "the packs of this run are too large once their definitions are written out");
    return false;
}

void PackReader::check_law(Law& law) {
    const Scope scope{vocabulary_, &facts_, law.params, false, vocabulary_.pack(law.pack).value_or(no_index)};
    std::optional<CheckedExpression> checked = check_expression(law.text, scope, Type::truth, sources_, diagnostics_);
    if (!checked || !within_budget(checked->term, law.text.raw)) return;
    law.body = folded(std::move(checked->term));
    law.slots = checked->slots;
    guard_law(law);
}

}  // namespace tenet

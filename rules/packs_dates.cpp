// Dates in packs: what applies-from and applies-until say, and how they bind. A law or check is guarded by its dates
// and says nothing on other days; a definition's name stands for the version of the day. `time` is left to be an
// unknown where the day is, so what is asked of an uncertain day is answered for each version that may apply.

#include "rules/check_expression.h"
#include "rules/packs_reader.h"

namespace tenet {

namespace {

std::string days_of(const Applies& applies) { return applies.always() ? "on every day" : applies.text(); }

bool overlap(const Applies& a, const Applies& b) {
    const bool a_ends_first = a.until && b.from && a.until->number <= b.from->number;
    const bool b_ends_first = b.until && a.from && b.until->number <= a.from->number;
    return !a_ends_first && !b_ends_first;
}

Term joined(Op op, std::vector<Term> args, TextSpan span) {
    Term term;
    term.op = op;
    term.type = Type::truth;
    term.span = span;
    term.args = std::move(args);
    return term;
}

}  // namespace

Applies PackReader::applies(const PackAttributes& attributes) {
    Applies result;
    for (const auto& [name, day] :
         {std::pair{"applies-from", &result.from}, std::pair{"applies-until", &result.until}}) {
        const PackWord word = attributes.word(name);
        if (word.span == SourceSpan{}) continue;
        const EdtfResult read = parse_date(word.text);
        if (read.value && read.value->span.single())
            *day = read.value->span.first;
        else
            diagnostics_.error("bad-date", word.span,
                               "'" + std::string(name) + "' is one day, such as 2024-07-03, not '" + word.text + "'",
                               read.value ? "a law begins to apply on a day; name it whole" : read.error);
    }
    if (result.from && result.until && result.from->number >= result.until->number) {
        diagnostics_.error("bad-date", attributes.word("applies-until").span,
                           "this applies on no day: it ends on or before the day on which it begins",
                           "applies-until is the first day on which it does not apply any more");
        result = {};
    }
    return result;
}

/// `time >= 'FROM' and time < 'UNTIL'`, whichever of the two there are; none where it always applies.
std::optional<Term> PackReader::guard(const Applies& applies) {
    if (applies.always()) return {};
    PlacedText text;
    if (applies.from) text.text = "time >= '" + to_string(*applies.from) + "'";
    if (applies.until)
        text.text += std::string(applies.from ? " and " : "") + "time < '" + to_string(*applies.until) + "'";
    return check_expression(text, {vocabulary_, nullptr, {}}, Type::truth, sources_, diagnostics_).value().term;
}

void PackReader::guard_law(Law& law) {
    std::optional<Term> when = guard(law.applies);
    if (!when) return;
    const TextSpan span = law.body.span;
    std::vector<Term> args;
    args.push_back(std::move(*when));
    args.push_back(std::move(law.body));
    law.body = joined(Op::implies, std::move(args), span);
}

/// The definition that goes by the name of `version`, made by the first of its versions.
std::uint32_t PackReader::named_by_dates(const Definition& version, const PendingBody& parts) {
    std::vector<Definition>& definitions = vocabulary_.definitions;
    if (const auto named = vocabulary_.definition(version.pack + ":" + version.name)) {
        for (const Definition& other : definitions)
            if (other.version_of == *named && overlap(other.applies, version.applies))
                diagnostics_
                    .error("dates-overlap", version.text.raw,
                           "'" + version.name + "' is defined twice for some days: here " + days_of(version.applies) +
                               ", and " + days_of(other.applies))
                    .labels.push_back({other.text.raw, "the other is here"});
        return *named;
    }
    Definition named = version;
    named.has_versions = true;
    named.applies = {};
    definitions.push_back(std::move(named));
    definition_parts_.push_back(parts);
    return static_cast<std::uint32_t>(definitions.size() - 1);
}

/// Guards each version, and makes the name stand for any that applies. At most one does, so order does not matter.
void PackReader::check_versions() {
    std::vector<Definition>& definitions = vocabulary_.definitions;
    for (std::uint32_t i = 0; i < definitions.size(); ++i) {
        Definition& version = definitions[i];
        if (version.version_of == no_index) continue;
        Definition& named = definitions[version.version_of];
        if (version.takes_numbers()) {
            diagnostics_.error("bad-date", version.text.raw,
                               "a definition with a number among its parameters applies on every day",
                               "give the dates to what uses it");
            continue;
        }
        if (version.type != Type::truth) {
            diagnostics_.error("bad-date", version.text.raw, "only a truth can apply on some days and not on others",
                               "a number has a value on every day; give the dates to the truth that uses it");
            continue;
        }
        bool alike = version.params.size() == named.params.size();
        for (std::size_t p = 0; alike && p < named.params.size(); ++p)
            alike = version.params[p].domain == named.params[p].domain;
        if (!alike) {
            diagnostics_
                .error("bad-date", definition_parts_[i].params.raw,
                       "the versions of '" + named.name + "' take different arguments")
                .labels.push_back({definition_parts_[version.version_of].params.raw, "the first takes these"});
            continue;
        }
        const TextSpan span = version.body.span;
        std::vector<Term> guarded;
        guarded.push_back(guard(version.applies).value());
        guarded.push_back(std::move(version.body));
        version.body = joined(Op::and_, std::move(guarded), span);
        Term use = joined(Op::defined, {}, {});
        use.index = i;
        for (std::uint32_t p = 0; p < named.params.size(); ++p) {
            Term argument;
            argument.op = Op::variable;
            argument.index = p;
            argument.type = named.params[p].domain.kind == Domain::Kind::events ? Type::event : Type::entity;
            use.args.push_back(std::move(argument));
        }
        if (named.body.op != Op::or_) named.body = joined(Op::or_, {}, {});
        named.body.args.push_back(std::move(use));
        named.type = Type::truth;
        named.slots = static_cast<std::uint32_t>(named.params.size());
    }
}

}  // namespace tenet

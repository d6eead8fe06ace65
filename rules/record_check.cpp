// Two walks: from the syntax of an expression to a RecordTerm, refusing all that is not about a record's words; and
// over the records. An attribute that is not given equals no text, as everywhere.

#include "rules/record_check.h"

#include <algorithm>
#include <array>

#include "rules/expr.h"

namespace tenet {

namespace {

const std::vector<std::string> elements{"event",    "stake", "complete", "unchanged", "office",
                                        "relation", "order", "measure",  "claim",     "same"};
const std::vector<std::string> source_attributes{"id", "kind", "title", "published", "url"};
const std::vector<std::string> fact_attributes{"id", "element", "status", "source", "where", "note", "time"};

std::string listed(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "." : ", .") + word;
    return text;
}

class Reader {
public:
    Reader(const PlacedText& text, std::string_view variable, std::string_view kind, const Sources& sources,
           Diagnostics& diagnostics)
        : text_(text), variable_(variable), kind_(kind), sources_(sources), diagnostics_(diagnostics) {}

    std::optional<RecordTerm> term(const Expr& expr) {
        if (const auto* body = std::get_if<NotExpr>(&expr.node))
            return joined(RecordTerm::Op::not_, {body->body.get()});
        if (const auto* logic = std::get_if<LogicExpr>(&expr.node)) {
            const RecordTerm::Op op = logic->op == LogicExpr::Op::conj   ? RecordTerm::Op::and_
                                      : logic->op == LogicExpr::Op::disj ? RecordTerm::Op::or_
                                                                         : RecordTerm::Op::implies;
            return joined(op, {logic->left.get(), logic->right.get()});
        }
        if (const auto* apply = std::get_if<ApplyExpr>(&expr.node);
            apply && apply->function == "given" && apply->args.size() == 1)
            return texts(RecordTerm::Op::given, {apply->args[0].get()});
        const auto* compare = std::get_if<CompareExpr>(&expr.node);
        if (compare && compare->ops.size() == 1 &&
            (compare->ops[0] == CompareExpr::Op::eq || compare->ops[0] == CompareExpr::Op::ne))
            return texts(compare->ops[0] == CompareExpr::Op::eq ? RecordTerm::Op::equal : RecordTerm::Op::not_equal,
                         {compare->operands[0].get(), compare->operands[1].get()});
        complain(expr, "a check of records asks whether words are given and which: this is neither",
                 "given(" + variable_ + ".source), " + variable_ + ".status = 'denied', and, or, not, implies");
        return {};
    }

private:
    std::optional<RecordTerm> joined(RecordTerm::Op op, std::vector<const Expr*> parts) {
        RecordTerm result;
        result.op = op;
        bool good = true;
        for (const Expr* part : parts) {
            std::optional<RecordTerm> read = term(*part);
            good = good && read;
            if (read) result.args.push_back(std::move(*read));
        }
        return good ? std::optional(std::move(result)) : std::nullopt;
    }

    std::optional<RecordTerm> texts(RecordTerm::Op op, std::vector<const Expr*> parts) {
        RecordTerm result;
        result.op = op;
        for (const Expr* part : parts) {
            if (const auto* quoted = std::get_if<QuotedExpr>(&part->node); quoted && op != RecordTerm::Op::given) {
                result.texts.push_back({false, quoted->text});
                continue;
            }
            const auto* path = std::get_if<PathExpr>(&part->node);
            if (!path || path->base != variable_) {
                complain(*part, "only '" + variable_ + "' and texts in quotes can stand in a check of records",
                         variable_ + (kind_ == "source" ? ".published" : ".source"));
                return {};
            }
            const std::vector<std::string>& known = kind_ == "source" ? source_attributes : fact_attributes;
            if (std::find(known.begin(), known.end(), path->part) == known.end()) {
                const std::string near = nearest(path->part, known);
                complain(*part, "a " + kind_ + " has no '" + path->part + "'",
                         near.empty() ? "it has " + listed(known) : "did you mean '" + near + "'?");
                return {};
            }
            result.texts.push_back({true, path->part});
        }
        return result;
    }

    void complain(const Expr& at, std::string message, std::string hint) {
        diagnostics_.error("wrong-type", locate(sources_, text_, at.span.begin, at.span.end), std::move(message),
                           std::move(hint));
    }

    const PlacedText& text_;
    const std::string variable_, kind_;
    const Sources& sources_;
    Diagnostics& diagnostics_;
};

using MaybeText = std::optional<std::string>;

MaybeText if_any(std::string_view text) { return text.empty() ? MaybeText() : MaybeText(text); }

MaybeText words_of(const When& when) {
    for (const auto* instant : {&when.at(), &when.from(), &when.to(), &when.through()})
        if (*instant) return std::string((*instant)->word.text);
    return {};
}

struct TimeOf {
    const FactSet& facts;
    MaybeText operator()(const EventClaim& claim) const {
        const Event& event = facts.events[claim.event];
        for (const auto* instant : {&event.date, &event.from, &event.to})
            if (*instant) return std::string((*instant)->word.text);
        return {};
    }
    MaybeText operator()(const StakeClaim& claim) const { return words_of(claim.when); }
    MaybeText operator()(const CompleteClaim& claim) const { return words_of(claim.when); }
    MaybeText operator()(const UnchangedClaim& claim) const { return words_of(claim.when); }
    MaybeText operator()(const OfficeClaim& claim) const { return words_of(claim.when); }
    MaybeText operator()(const RelationClaim& claim) const { return words_of(claim.when); }
    MaybeText operator()(const MeasureClaim& claim) const { return words_of(claim.when); }
    MaybeText operator()(const OrderClaim&) const { return {}; }
    MaybeText operator()(const ExpressionClaim&) const { return {}; }
    MaybeText operator()(const SameClaim&) const { return {}; }
};

std::string_view element_of(const FactBody& body) {
    constexpr std::array<std::string_view, std::variant_size_v<FactBody>> names{
        "event", "stake", "complete", "unchanged", "office", "relation", "order", "measure", "claim", "same"};
    return names[body.index()];
}

MaybeText attribute(const Source& source, std::string_view name) {
    if (name == "id") return std::string(source.id);
    if (name == "kind") return if_any(source.kind);
    if (name == "title") return if_any(source.title);
    if (name == "url") return if_any(source.url);
    return source.published ? MaybeText(source.published->word.text) : MaybeText();  // published
}

MaybeText attribute(const Fact& fact, std::string_view name, const FactSet& facts) {
    if (name == "id") return fact.named ? MaybeText(fact.own_id) : MaybeText();
    if (name == "element") return std::string(element_of(fact.body));
    if (name == "status") return std::string(to_string(fact.status));
    if (name == "source") return fact.source == no_index ? MaybeText() : MaybeText(facts.sources[fact.source].id);
    if (name == "where") return if_any(fact.where());
    if (name == "note") return if_any(fact.note());
    return std::visit(TimeOf{facts}, fact.body);  // time
}

template <class Lookup>
bool holds(const RecordTerm& term, const Lookup& lookup) {
    const auto text = [&](std::size_t i) -> MaybeText {
        return term.texts[i].attribute ? lookup(term.texts[i].text) : MaybeText(term.texts[i].text);
    };
    const auto part = [&](std::size_t i) { return holds(term.args[i], lookup); };
    switch (term.op) {
        case RecordTerm::Op::given: return text(0).has_value();
        case RecordTerm::Op::equal: return text(0) && text(0) == text(1);
        case RecordTerm::Op::not_equal: return !(text(0) && text(0) == text(1));
        case RecordTerm::Op::not_: return !part(0);
        case RecordTerm::Op::and_: return part(0) && part(1);
        case RecordTerm::Op::or_: return part(0) || part(1);
        case RecordTerm::Op::implies: return !part(0) || part(1);
    }
    return false;
}

}  // namespace

bool is_record_kind(std::string_view name) {
    return name == "source" || name == "fact" ||
           (name != "event" && std::find(elements.begin(), elements.end(), name) != elements.end());
}

std::optional<RecordTerm> read_record_check(const PlacedText& text, std::string_view variable, std::string_view kind,
                                            const Sources& sources, Diagnostics& diagnostics) {
    const ExprResult parsed = parse_expression(text.text);
    for (const ParseError& error : parsed.errors)
        diagnostics.error("syntax", locate(sources, text, error.span.begin, error.span.end), error.message, error.hint);
    if (!parsed.value) return {};
    return Reader(text, variable, kind, sources, diagnostics).term(*parsed.value);
}

std::vector<std::uint32_t> violations(const RecordTerm& term, std::string_view kind, const FactSet& facts,
                                      std::size_t& of) {
    std::vector<std::uint32_t> found;
    of = 0;
    if (kind == "source") {
        of = facts.sources.size();
        for (std::uint32_t i = 0; i < facts.sources.size(); ++i)
            if (!holds(term, [&](const std::string& name) { return attribute(facts.sources[i], name); }))
                found.push_back(i);
        return found;
    }
    for (std::uint32_t i = 0; i < facts.facts.size(); ++i) {
        const Fact& fact = facts.facts[i];
        if (kind != "fact" && element_of(fact.body) != kind) continue;
        ++of;
        if (!holds(term, [&](const std::string& name) { return attribute(fact, name, facts); })) found.push_back(i);
    }
    return found;
}

}  // namespace tenet

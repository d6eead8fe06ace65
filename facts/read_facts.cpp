// Reads one fact file: its root, and each element by its row in element_rules().
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "facts/read_declarations.h"
#include "facts/read_elements.h"
#include "facts/read_stream.h"
#include "facts/read_time.h"
#include "facts/reader.h"
#include "facts/xml_stream.h"

namespace tenet {

namespace {

void complain_of_element(XmlElement element, ReadContext& context) {
    std::vector<std::string> names;
    for (const ElementRule& rule : element_rules()) names.emplace_back(rule.name);
    const std::string name(element.full_name());
    if (name == "participant") {
        context.error("misplaced-element", element.name_span(), "<participant> stands inside an <event> only");
        return;
    }
    std::string help = "a fact set holds ";
    for (const std::string& known : names) help += (known == names.front() ? "<" : ", <") + known + ">";
    context
        .error("unknown-element", element.name_span(), "<" + name + "> is no element of a fact set",
               did_you_mean(nearest(element.name(), names)))
        .help = std::move(help);
}

/// Growing a vector of millions of facts step by step would copy each of them twice over.
void make_room(const XmlCheck& check, FactSet& set) {
    const auto grow = [](auto& list, std::size_t more) {
        if (list.capacity() - list.size() >= more) return;
        list.reserve(std::max(list.size() + more, 2 * list.capacity()));
    };
    std::size_t all = 0;
    for (const auto& [name, number] : check.children) all += number;
    const std::size_t entities = check.count("entity");
    grow(set.entities, entities);
    grow(set.events, check.count("event"));
    grow(set.facts, all - entities);
    set.symbols.reserve(all);
}

}  // namespace

void read_root(XmlElement root, ReadContext& context) {
    constexpr AttrSet allowed = {Attr::id, Attr::title, Attr::as_of, Attr::figures};
    const Attributes attributes(root, allowed, {}, context.diagnostics);
    SetInfo info;
    info.id = attributes.text(Attr::id);
    info.title = attributes.text(Attr::title);
    info.file = context.file;
    if (attributes.has(Attr::as_of)) info.as_of = read_date(attributes.word(Attr::as_of), "as-of", context);
    info.rounded = read_figures(attributes, context);
    context.set.sets.push_back(std::move(info));
}

void read_child(XmlElement element, ReadContext& context) {
    const std::string_view name = element.name();
    if (!context.last || context.last->name != name) context.last = find_rule(name);
    const ElementRule* const rule = context.last;
    if (!rule) return complain_of_element(element, context);
    if (!element.in_namespace(facts_uri)) {
        const std::string found(element.namespace_uri());
        context
            .error("unknown-namespace", element.name_span(),
                   "<" + std::string(element.full_name()) + "> is in " +
                       (found.empty() ? "no namespace" : "the namespace '" + found + "'") + ", not in that of fact sets")
            .help = "its xmlns should be \"" + std::string(facts_uri) + "\", as on <facts>";
        return;
    }
    const Attributes attributes(element, rule->allowed, rule->required, context.diagnostics);
    if (rule->holds != ElementRule::Holds::participants) refuse_children(element, context);
    if (rule->holds != ElementRule::Holds::expression) refuse_text(element, context);
    rule->read(attributes, context);
}

void read_children(XmlStream& stream, ReadContext& context) {
    for (XmlElement element = stream.next(); element; element = stream.next()) {
        if (context.diagnostics.list().size() >= max_complaints) {
            context.error("too-many-errors", element.name_span(), "too many errors: the file is read up to here only");
            return;
        }
        read_child(element, context);
    }
    if (const std::optional<SourceSpan> stray = stream.stray_text()) complain_of_text(*stray, "facts", context);
}

void read_fact_text(FileIndex file, FactSet& set, Sources& sources, Diagnostics& diagnostics) {
    set.files = &sources;
    Parsed<XmlStream> stream = XmlStream::open(file, sources, set.texts.get(), diagnostics);
    if (!stream || !expect_root(stream->root(), facts_uri, "facts", diagnostics)) return;
    ReadContext context{set, sources, diagnostics, file, static_cast<SetId>(set.sets.size())};
    read_root(stream->root(), context);
    make_room(stream->check(), set);
    read_children(*stream, context);
}

}  // namespace tenet

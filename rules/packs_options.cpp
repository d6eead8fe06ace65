// Options of packs: what a pack leaves to its users, and how they choose: --option PACK:NAME=VALUE on the command line,
// else options="NAME=VALUE ..." where a fact set uses the pack, else the pack's own default.

#include <algorithm>

#include "rules/expr_grammar.h"
#include "rules/packs_reader.h"

namespace tenet {

namespace {

std::vector<std::string> words_of(const std::string& text) {
    std::vector<std::string> words;
    for (std::size_t begin = 0; (begin = text.find_first_not_of(" \t\r\n", begin)) != std::string::npos;) {
        const std::size_t end = std::min(text.find_first_of(" \t\r\n", begin), text.size());
        words.push_back(text.substr(begin, end - begin));
        begin = end;
    }
    return words;
}

std::string listed(const std::vector<std::string>& words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i)
        text += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i];
    return text;
}

}  // namespace

void PackReader::option(const PackFile& pack, XmlElement element) {
    const PackAttributes attributes(element, {"name", "values", "default"}, {"title"}, diagnostics_);
    refuse_children(element);
    const PackWord name = attributes.word("name"), standard = attributes.word("default");
    if (!attributes.complete() || !good_name(name, "an option")) return;
    if (write_name(name.text) != name.text) {
        diagnostics_.error("bad-name", name.span, "'" + name.text + "' is a word of the language");
        return;
    }
    for (const PackOption& other : vocabulary_.options)
        if (other.pack == pack.id && other.name == name.text) {
            diagnostics_.error("name-twice", name.span, "two options are called '" + name.text + "'")
                .labels.push_back({other.span, "the other is here"});
            return;
        }
    PackOption option{
        name.text, pack.id,       attributes.text("title"), words_of(attributes.word("values").text), standard.text,
        false,     element.span()};
    if (std::find(option.values.begin(), option.values.end(), standard.text) == option.values.end()) {
        diagnostics_.error("bad-value", standard.span,
                           "the default of '" + name.text + "' is none of its values" +
                               (option.values.empty() ? "" : ": " + listed(option.values)));
        return;
    }
    option.number = std::all_of(option.values.begin(), option.values.end(),
                                [](const std::string& value) { return Rational::parse(value).has_value(); });
    vocabulary_.options.push_back(std::move(option));
}

/// Takes one choice. `chosen`: those made so far, by PACK:NAME; two that differ are an error, and the command line,
/// whose words have no place, goes before all.
void PackReader::choose(const PackWord& pack, const std::string& name, const std::string& value, SourceSpan span,
                        std::map<std::string, PackWord, std::less<>>& chosen) {
    std::vector<std::string> names;
    PackOption* found = nullptr;
    for (PackOption& option : vocabulary_.options) {
        if (option.pack != pack.text) continue;
        names.push_back(option.name);
        if (option.name == name) found = &option;
    }
    const std::string place = span == SourceSpan{} ? "--option: " : "";
    if (!found) {
        const std::string near = nearest(name, names);
        diagnostics_
            .error("unknown-option", span, place + "the rule pack '" + pack.text + "' has no option '" + name + "'",
                   near.empty() ? std::string() : "did you mean '" + near + "'?")
            .help = names.empty() ? "it has none" : "it has " + listed(names);
        return;
    }
    if (std::find(found->values.begin(), found->values.end(), value) == found->values.end()) {
        const std::string near = nearest(value, found->values);
        diagnostics_.error(
            "bad-value", span,
            place + "'" + name + "' of '" + pack.text + "' is " + listed(found->values) + ", not '" + value + "'",
            near.empty() ? std::string() : "did you mean '" + near + "'?");
        return;
    }
    const auto [before, fresh] = chosen.emplace(pack.text + ":" + name, PackWord{value, span});
    if (!fresh && before->second.text != value && (before->second.span == SourceSpan{}) == (span == SourceSpan{}))
        diagnostics_
            .error("option-twice", span,
                   place + "'" + name + "' of '" + pack.text + "' is chosen twice: " + before->second.text + " and " +
                       value,
                   "an option holds for the whole run; --option goes before what files choose")
            .labels.push_back({before->second.span, "the other is here"});
    if (fresh) found->value = value;
}

void PackReader::choose_options() {
    std::map<std::string, PackWord, std::less<>> chosen;
    for (const std::string& given : request_.options) {
        const std::size_t colon = given.find(':'), equals = given.find('=', colon);
        if (colon == std::string::npos || equals == std::string::npos) {
            diagnostics_.error("bad-option", {}, "--option: '" + given + "' is not PACK:NAME=VALUE",
                               "eu-aml:indirect=cascade");
            continue;
        }
        const PackWord pack{given.substr(0, colon), {}};
        if (vocabulary_.pack(pack.text)) {
            choose(pack, given.substr(colon + 1, equals - colon - 1), given.substr(equals + 1), {}, chosen);
            continue;
        }
        std::vector<std::string> ids;
        for (const PackInfo& info : vocabulary_.packs) ids.push_back(info.id);
        const std::string near = nearest(pack.text, ids);
        diagnostics_.error("unknown-option", {}, "--option: this run uses no rule pack '" + pack.text + "'",
                           near.empty() ? "use it with --rules " + pack.text : "did you mean '" + near + "'?");
    }
    for (const SetInfo& set : facts_.sets)
        for (const UsedPack& use : set.uses)
            for (const std::string& word : words_of(std::string(use.options.text))) {
                const std::size_t equals = word.find('=');
                if (equals == std::string::npos)
                    diagnostics_.error("bad-option", use.options.span, "'" + word + "' is not NAME=VALUE",
                                       "options=\"indirect=cascade\"");
                else if (vocabulary_.pack(use.id.text))
                    choose(pack_word(use.id), word.substr(0, equals), word.substr(equals + 1), use.options.span, chosen);
            }
}

}  // namespace tenet
